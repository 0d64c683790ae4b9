"""The HTTP side: /bot<token>/<method> and /file/bot<token>/<path> for the bot, everything else is page and control."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Callable
from typing import Any

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.listening import Listener
from bot.simulator.desk import Desk
from bot.simulator.errors import ApiError, Forbidden, too_many
from bot.simulator.faults import BAD_GATEWAY, Fault
from bot.simulator.records import Call, Json, Upload
from bot.simulator.wire import JSON_TYPE, gone, read_parameters, respond


class Front:
    """The ASGI application."""

    def __init__(self, desk: Desk, token: str, pages: ASGIApp, hang_up: Callable[[Scope], None]) -> None:
        self.desk = desk
        self.token = token
        self.pages = pages
        self.hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sorts requests; the bot's go the short way."""
        path: str = scope.get("path", "")
        if scope["type"] == "http" and path.startswith("/bot"):
            await self._bot(path.removeprefix("/bot"), scope, receive, send)
        elif scope["type"] == "http" and path.startswith("/file/bot"):
            await self._file(path.removeprefix("/file/bot"), send)
        else:
            await self.pages(scope, receive, send)

    async def _file(self, path: str, send: Send) -> None:
        token, _, name = path.partition("/")
        if token != self.token:
            await _refuse(send, ApiError(401, "Unauthorized"))
        elif stored := self.desk.api.world.files.by_path.get(name):
            await respond(send, 200, stored.content, (b"content-type", b"application/octet-stream"))
        else:
            await _refuse(send, ApiError(404, "Not Found: file not found"))

    async def _bot(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, name = path.partition("/")
        try:
            raw, uploads = await read_parameters(scope, receive)
            if token != self.token:
                raise ApiError(401, "Unauthorized")
            call, chat = self.desk.open(name, raw)
        except ApiError as error:
            await _refuse(send, error)
            return
        try:
            fault = self.desk.faults.strike(call.method, chat.id if chat else None)
            if fault:
                self.desk.api.world.tell("behaviour")
            await self._answer(call, fault, (raw, uploads), (scope, receive, send))
        finally:
            self.desk.close(call, chat)

    async def _answer(self, call: Call, fault: Fault | None, given: _Given, line: _Line) -> None:
        if fault and await self._before(fault, call, line):
            return
        if call.method == "getUpdates":
            answer = await _unless_gone(self.desk.carry_out(call, *given), line[1])
            if answer is None:
                return
        else:
            answer = await self.desk.carry_out(call, *given)
        if self.desk.latency:
            await asyncio.sleep(self.desk.latency)
        if fault and await self._after(fault, call, line):
            return
        await respond(line[2], answer[0], orjson.dumps(answer[1]), JSON_TYPE)

    async def _before(self, fault: Fault, call: Call, line: _Line) -> bool:
        """Faults that keep the call from being carried out; True when the call ends here."""
        scope, receive, send = line
        call.outcome = f"fault {fault.kind}"
        if fault.kind in _ANSWERS:
            await _refuse(send, _ANSWERS[fault.kind](fault))
        elif fault.kind == "502_page":
            await respond(send, 502, BAD_GATEWAY.encode(), (b"content-type", b"text/html"))
        elif fault.kind == "reset_before":
            await self._reset(scope, receive)
        elif fault.kind == "timeout_before":
            await self._silence(fault, scope, receive)
        else:
            call.outcome = "ok"
            if fault.kind == "slow":
                await asyncio.sleep(fault.seconds)
            return False
        return True

    async def _after(self, fault: Fault, call: Call, line: _Line) -> bool:
        """Faults that lose the answer of a call that was carried out."""
        if not fault.kind.endswith("_after"):
            return False
        call.outcome = f"fault {fault.kind}"
        if fault.kind == "reset_after":
            await self._reset(line[0], line[1])
        else:
            await self._silence(fault, line[0], line[1])
        return True

    async def _reset(self, scope: Scope, receive: Receive) -> None:
        self.hang_up(scope)
        await gone(receive)

    async def _silence(self, fault: Fault, scope: Scope, receive: Receive) -> None:
        """No answer for a while, then the line is cut."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(gone(receive), fault.seconds)
            return
        await self._reset(scope, receive)


_Given = tuple[Json, dict[str, Upload]]
_Line = tuple[Scope, Receive, Send]
_ANSWERS: dict[str, Callable[[Fault], ApiError]] = {
    "500": lambda _: ApiError(500, "Internal Server Error"),
    "429": lambda fault: too_many(fault.retry_after),
    "403": lambda _: Forbidden("bot was blocked by the user"),
}


async def _refuse(send: Send, error: ApiError) -> None:
    await respond(send, error.code, orjson.dumps(error.as_json()), JSON_TYPE)


async def _unless_gone(answer: Any, receive: Receive) -> tuple[int, Json] | None:
    """The answer, or None when the client hung up before it was there."""
    asked, left = asyncio.ensure_future(answer), asyncio.ensure_future(gone(receive))
    try:
        await asyncio.wait({asked, left}, return_when=asyncio.FIRST_COMPLETED)
        return asked.result() if asked.done() else None
    finally:
        for task in (asked, left):
            task.cancel()
        await asyncio.gather(asked, left, return_exceptions=True)


class Line(Listener):
    """A listener that can cut a connection."""

    def hang_up(self, scope: Scope) -> None:
        """Resets the connection of a request (RST, as a dying proxy does)."""
        for connection in list(self.server_state.connections):
            if getattr(connection, "client", None) == scope["client"]:
                transport: Any = connection.transport
                peer = transport.get_extra_info("socket")
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                transport.abort()
