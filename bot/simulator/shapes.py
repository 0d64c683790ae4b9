"""Checks what came in against the tables of `spec.py`, and gives it Python types."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson

from bot.simulator.errors import BadRequest, Complaint
from bot.simulator.spec import CHOICES, MARKUPS, METHODS, OBJECTS, Fields

# What Telegram says when a required parameter is missing or empty.
MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "video": "there is no video in the request",
    "media": "there is no media in the request",
    "action": "wrong parameter action in request",
    "file_id": "file_id not specified",
    "user_id": "invalid user_id specified",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "commands": "can't parse commands JSON object",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
# What Telegram calls the objects it cannot read.
CALLED = {
    "InlineKeyboardButton": "inline keyboard button",
    "KeyboardButton": "keyboard button",
    "InputMediaPhoto": "InputMedia",
    "InputMediaVideo": "InputMedia",
    "InputMediaDocument": "InputMedia",
    "reply_parameters": "reply parameters",
    "link_preview_options": "link preview options",
    "Markup": "reply keyboard markup",
}
_YES = {"true", "1", "yes"}
_NO = {"false", "0", "no", ""}


def decode_parameters(method: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The parameters of one call with their types; raises what Telegram would answer, or a complaint."""
    fields = METHODS[method]
    decoded = {}
    for name, value in raw.items():
        if name not in fields:
            raise Complaint(f'unknown parameter "{name}" of {method}')
        if value is not None:
            decoded[name] = _decode(value, fields[name][0], name)
    _require(fields, decoded)
    return decoded


def _require(fields: Fields, decoded: dict[str, Any]) -> None:
    for name, (_, required) in fields.items():
        if required and decoded.get(name) in (None, ""):
            if name == "url":  # an empty address is how setWebhook removes the webhook
                decoded[name] = ""
                continue
            raise BadRequest(MISSING.get(name, f'parameter "{name}" is required'))


def _decode(value: Any, kind: str, name: str) -> Any:
    simple = _SIMPLE.get(kind)
    if simple:
        return simple(value, name)
    if isinstance(value, str):
        return _decode_text(value, kind, name)
    return check(value, kind, name)


@lru_cache(maxsize=256)
def _decode_text(text: str, kind: str, name: str) -> Any:
    """A JSON text inside a form. Remembered: a broadcast sends the same keyboard 93,000 times; nobody changes it."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"can't parse {CALLED.get(kind, CALLED.get(name, name))} JSON object") from error
    return check(value, kind, name)


def check(value: Any, kind: str, path: str) -> Any:
    """`value` (from JSON) as `kind`; unknown keys and wrong types are refused with the path to them."""
    if kind in _SIMPLE:
        return _SIMPLE[kind](value, path)
    if kind == "Key":
        return value if isinstance(value, str) else check(value, "KeyboardButton", path)
    if kind.startswith("["):
        return _check_array(value, kind[1:-1], path)
    if not isinstance(value, dict):
        raise BadRequest(f"object expected as {path.replace('_', ' ')}")
    return _check_object(value, _concrete(value, kind, path), path)


def _check_array(value: Any, inner: str, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadRequest(f"expected an Array of {inner} in {path}")
    return [check(item, inner, f"{path}[{index}]") for index, item in enumerate(value)]


def _concrete(value: dict[str, Any], kind: str, path: str) -> str:
    """The concrete type behind an abstract one."""
    if kind == "Markup":
        shapes = [shape for key, shape in MARKUPS.items() if key in value]
        if len(shapes) != 1:
            raise BadRequest("object expected as reply markup")
        return shapes[0]
    if kind in CHOICES:
        key, kinds = CHOICES[kind]
        if value.get(key) not in kinds:
            raise BadRequest(f'can\'t parse {kind}: type "{value.get(key)}" is unsupported')
        return kinds[value[key]]
    return kind


def _check_object(value: dict[str, Any], kind: str, path: str) -> dict[str, Any]:
    fields = OBJECTS[kind]
    decoded = {}
    for name, item in value.items():
        if name not in fields:
            raise Complaint(f'unknown field "{name}" in {path} ({kind})')
        if item is not None:
            decoded[name] = check(item, fields[name][0], name)
    for name, (_, required) in fields.items():
        if required and name not in decoded:
            raise BadRequest(f"can't parse {CALLED.get(kind, kind)}: Can't find field \"{name}\"")
    return decoded


def _integer(value: Any, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(value) if isinstance(value, str) else _fail("Integer", name)
    except ValueError:
        return _fail("Integer", name)


def _float(value: Any, name: str) -> float:
    try:
        return _fail("Float", name) if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return _fail("Float", name)


def _string(value: Any, name: str) -> str:
    if isinstance(value, str):
        return value
    # Telegram takes numbers for strings at the top level (a form has nothing else).
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _fail("String", name)


def _boolean(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in _YES | _NO:
        return word in _YES
    return _fail("Boolean", name)


def _chat(value: Any, name: str) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    if value == "":
        raise BadRequest(MISSING["chat_id"])
    try:
        return _integer(value, name)
    except BadRequest:
        raise BadRequest("chat not found") from None


def _file(value: Any, name: str) -> Any:
    return value  # an upload, a file_id, an address or attach://name: `files.py` looks closer


def _fail(kind: str, name: str) -> Any:
    raise BadRequest(f'field "{name}" must be of type {kind}')


_SIMPLE: dict[str, Any] = {
    "Integer": _integer,
    "Float": _float,
    "String": _string,
    "Boolean": _boolean,
    "Chat": _chat,
    "File": _file,
}
