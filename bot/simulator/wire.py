"""HTTP in, parameters out: query, form, JSON and multipart, all as Telegram takes them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message as Event
from starlette.types import Receive, Scope, Send

from bot.simulator.errors import BadRequest
from bot.simulator.records import Json, Upload

JSON_TYPE = (b"content-type", b"application/json")


async def read_body(receive: Receive) -> bytes:
    """The whole body of a request."""
    parts: list[bytes] = []
    while True:
        event = await receive()
        parts.append(event.get("body", b""))
        if not event.get("more_body"):
            return b"".join(parts)


def header(scope: Scope, name: bytes) -> str:
    """One header, or ""."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def read_parameters(scope: Scope, receive: Receive) -> tuple[Json, dict[str, Upload]]:
    """Raw parameters and the uploaded files of a call; a body wins over the query."""
    found: Json = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    kind = header(scope, b"content-type")
    if kind.startswith("multipart/form-data"):
        fields, uploads = await _read_multipart(scope, receive)
        return found | fields, uploads
    body = await read_body(receive)
    if body:
        found |= _read_text(kind, body)
    return found, {}


def _read_text(kind: str, body: bytes) -> Json:
    if kind.startswith("application/json"):
        try:
            content: Any = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadRequest("can't parse JSON object") from error
        if not isinstance(content, dict):
            raise BadRequest("can't parse JSON object")
        return content
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


async def _read_multipart(scope: Scope, receive: Receive) -> tuple[Json, dict[str, Upload]]:
    fields: Json = {}
    uploads: dict[str, Upload] = {}
    try:
        form = await Request(scope, receive).form(max_part_size=10 * 1024 * 1024)
    except MultiPartException as error:
        raise BadRequest(f"can't parse multipart body: {error.message}") from error
    async with _closing(form):
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                uploads[name] = Upload(value.filename or "file", mime, await value.read())
            else:
                fields[name] = value
    return fields, uploads


class _closing:
    """Closes the temporary files of a form."""

    def __init__(self, form: Any) -> None:
        self.form = form

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        await self.form.close()


async def respond(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    """One whole answer."""
    length = (b"content-length", str(len(body)).encode())
    start: Event = {"type": "http.response.start", "status": status, "headers": [length, *headers]}
    await send(start)
    await send({"type": "http.response.body", "body": body})


async def gone(receive: Receive) -> None:
    """Returns when the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass
