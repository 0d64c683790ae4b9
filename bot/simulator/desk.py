"""Takes one call of the bot from its parameters to its answer, with faults and bookkeeping. No HTTP here either."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import time
from collections import Counter, deque
from typing import Any

from bot.simulator.errors import ApiError, Complaint
from bot.simulator.faults import Faults
from bot.simulator.methods import HANDLERS, Api
from bot.simulator.records import Call, Chat, Json, Upload
from bot.simulator.shapes import decode_parameters
from bot.simulator.spec import METHOD_NAMES, METHODS


class Desk:
    """Where calls arrive. `calls`, `counts` and `complaints` are what tests look at."""

    def __init__(self, api: Api, faults: Faults, keep_calls: bool | int) -> None:
        self.api = api
        self.faults = faults
        self.calls: deque[Call] = deque(maxlen=None if keep_calls is True else int(keep_calls))
        self.counts: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.latency = 0.0

    def open(self, name: str, raw: Json) -> tuple[Call, Chat | None]:
        """Starts the record of a call and finds the chat it is about; unknown methods raise 404."""
        method = METHOD_NAMES.get(name.lower())
        if method is None:
            self.complaints.append(f"unknown method {name}")
            raise ApiError(404, "Not Found: method not found")
        chat = self.chat_of(method, raw)
        call = Call(method, {key: _seen(value) for key, value in raw.items()}, time.monotonic())
        self.counts[method] += 1
        if method != "getUpdates":
            self.calls.append(call)
        if chat:
            chat.in_flight += 1
        return call, chat

    def close(self, call: Call, chat: Chat | None) -> None:
        """The call is answered (or lost)."""
        call.seconds = time.monotonic() - call.at
        if chat:
            chat.in_flight -= 1
            chat.touched = asyncio.get_running_loop().time()
            chat.calls += 1
        world = self.api.world
        if world.listeners and call.method != "getUpdates":
            world.tell("call", method=call.method, outcome=call.outcome, seconds=round(call.seconds, 3))
        world.pulse()

    def chat_of(self, method: str, raw: Json) -> Chat | None:
        """The chat a call is about, if it names one that exists."""
        world = self.api.world
        if method == "answerCallbackQuery":
            callback = world.callbacks.get(str(raw.get("callback_query_id")))
            return callback.message.chat if callback else None
        try:
            return world.chats.get(int(raw["chat_id"])) if "chat_id" in raw else None
        except (TypeError, ValueError):
            return None

    async def carry_out(self, call: Call, raw: Json, uploads: dict[str, Upload]) -> tuple[int, Json]:
        """Status and body of the honest answer."""
        try:
            result = await self._run(call.method, raw, uploads)
        except ApiError as error:
            call.outcome = f"{error.code} {error.description}"
            if isinstance(error, Complaint):
                self.complaints.append(f"{call.method}: {error.description}")
            return error.code, error.as_json()
        except asyncio.CancelledError:
            call.outcome = "cancelled"
            raise
        if isinstance(result, dict):
            call.message_id = result.get("message_id")
        return 200, {"ok": True, "result": result}

    async def reply(self, given: Json) -> None:
        """A call that the bot gave as its answer to a webhook update; nobody is told how it went."""
        raw = {name: value for name, value in given.items() if name != "method"}
        name = str(given.get("method", ""))
        if not name or name.lower().startswith("get"):
            return
        with contextlib.suppress(ApiError):
            call, chat = self.open(name, raw)
            try:
                await self.carry_out(call, raw, {})
            finally:
                self.close(call, chat)

    async def _run(self, method: str, raw: Json, uploads: dict[str, Upload]) -> Any:
        files = {name: upload for name, upload in uploads.items() if name in METHODS[method]}
        params = decode_parameters(method, raw | files)
        result = HANDLERS[method](self.api, params, uploads)
        return await result if inspect.isawaitable(result) else result


def _seen(value: Any) -> Any:
    """A parameter as it is kept in the record: files by name and size only."""
    return f"<file {value.name}, {len(value.content)} bytes>" if isinstance(value, Upload) else value
