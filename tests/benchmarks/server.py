"""A Bot API server that is never the bottleneck: asyncio.Protocol and orjson, about 50 us an update.

`python -m tests.benchmarks.server` prints its port and serves until it is terminated. Beside the Bot API it has three
pages of its own: POST /load, GET /progress, GET /result. Nothing of a request is checked; for that there is
`bot/simulator/`.
"""

from __future__ import annotations

import asyncio
import math
import random
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import orjson

from tests.benchmarks.ledger import Ledger, percentile

FIRST_CHAT = 5_000_000
ME = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_bot", "can_join_groups": True,
      "can_read_all_group_messages": False, "supports_inline_queries": False}  # fmt: skip

Respond = Callable[[Any], None]
Params = dict[str, Any]


class Telegram:
    """The state of the server: what waits to be fetched, who waits for it, and the ledger of the present load."""

    def __init__(self) -> None:
        self.latency = 0.0
        self.ledger = Ledger()
        self.calls: dict[str, int] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._waiting: tuple[Respond, int, asyncio.TimerHandle] | None = None
        self._next_update = random.randrange(10**6, 10**8)
        self._next_message = 1
        self._loading: asyncio.Task[None] | None = None

    def call(self, method: str, params: Params, respond: Respond) -> None:
        """One call of the Bot API; `respond` gets its result, at once or later."""
        self.calls[method] = self.calls.get(method, 0) + 1
        if method == "getUpdates":
            self._get_updates(params, respond)
        elif method == "sendMessage":
            respond(self._send(int(params["chat_id"]), str(params["text"])))
        else:
            respond(ME if method == "getMe" else True)

    def _get_updates(self, params: Params, respond: Respond) -> None:
        offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()
        if self._updates or not int(params.get("timeout") or 0):
            respond(self._first(limit))
            return
        self.hang_up(None)
        timer = asyncio.get_running_loop().call_later(float(params["timeout"]), self._deliver)
        self._waiting = respond, limit, timer

    def _first(self, limit: int) -> list[dict[str, Any]]:
        return [self._updates[at] for at in range(min(limit, len(self._updates)))]

    def _deliver(self) -> None:
        if self._waiting is not None:
            (respond, limit, timer), self._waiting = self._waiting, None
            timer.cancel()
            respond(self._first(limit))

    def hang_up(self, respond: Respond | None) -> None:
        """Forget the long poll of a connection that is gone (None: whoever's)."""
        if self._waiting is not None and respond in {None, self._waiting[0]}:
            self._waiting[2].cancel()
            self._waiting = None

    def _send(self, chat: int, text: str) -> dict[str, Any]:
        self.ledger.reply(chat, text, time.monotonic())
        return {**self._message(chat, text), "from": ME}

    def _message(self, chat: int, text: str) -> dict[str, Any]:
        self._next_message += 1
        person = {"id": chat, "first_name": f"Orang {chat}", "type": "private"}
        return {"message_id": self._next_message, "date": int(time.time()), "chat": person, "text": text}

    def ask(self, chat: int, text: str, expected: str | None) -> None:
        """Somebody writes."""
        self.ledger.ask(chat, expected, time.monotonic())
        sender = {"id": chat, "is_bot": False, "first_name": f"Orang {chat}", "language_code": "id"}
        self._updates.append({"update_id": self._next_update, "message": {**self._message(chat, text), "from": sender}})
        self._next_update += 1
        self._deliver()

    def load(self, asked: Params) -> None:
        """Start a load: `messages` as (text, expected) pairs, to `chats` chats, at once or at `rate` a second."""
        self.ledger, self.latency = Ledger(), float(asked["latency"])
        chance = random.Random(asked["seed"])
        texts = asked["messages"]
        chats = [FIRST_CHAT + turn % asked["chats"] for turn in range(len(texts))]
        chance.shuffle(chats)
        waiting, self._waiting = self._waiting, None  # all are there before the first is fetched
        pairs = list(zip(chats, texts, strict=True))
        if not asked["rate"]:
            for chat, (text, expected) in pairs:
                self.ask(chat, text, expected)
            self._waiting = waiting
            self._deliver()
            return
        self._waiting = waiting
        self._loading = asyncio.create_task(self._stream(pairs, asked["rate"], chance))

    async def _stream(self, pairs: list[tuple[int, list[Any]]], rate: float, chance: random.Random) -> None:
        due = time.monotonic()
        for chat, (text, expected) in pairs:
            due += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self.ask(chat, text, expected)

    def progress(self) -> Params:
        """How far the load is. Moments are time.monotonic(), which all processes of a machine share."""
        return {"asked": self.ledger.count, "answered": self.ledger.answered, "last": self.ledger.last}

    def result(self) -> Params:
        """What became of the load; seconds, None for never."""
        ledger, seconds = self.ledger, self.ledger.latencies()
        marks = {f"p{share}": percentile(seconds, share / 100) for share in (50, 95, 99)}
        first = min((one.at for chat in ledger.asked.values() for one in chat), default=0.0)
        return {
            **{name: None if math.isinf(value) else value for name, value in marks.items()},
            "asked": ledger.count, "answered": ledger.answered, "lost": ledger.lost, "verified": ledger.verified,
               "duplicates": ledger.duplicates, "disorder": ledger.disorder, "seconds": ledger.last - first,
        }  # fmt: skip


class Connection(asyncio.Protocol):
    """One HTTP/1.1 connection with keep-alive; requests have a Content-Length."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._telegram.hang_up(self._respond)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].decode("latin-1")
            line, *lines = head.split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
            length = int(headers.get("content-length", 0))
            if len(self._buffer) < end + 4 + length:
                return
            body, self._buffer = self._buffer[end + 4 : end + 4 + length], self._buffer[end + 4 + length :]
            self._request(line.split(" ")[1], _params(body, headers.get("content-type", "")))

    def _request(self, path: str, params: Params) -> None:
        own = {"/load": self._load, "/progress": self._telegram.progress, "/result": self._telegram.result}
        if path in own:
            self._write({"ok": True, "result": own[path](params) if path == "/load" else own[path]()})
            return
        self._telegram.call(path.rsplit("/", 1)[-1], params, self._respond)

    def _load(self, params: Params) -> bool:
        self._telegram.load(params)
        return True

    def _respond(self, result: Any) -> None:
        answer = {"ok": True, "result": result}
        if self._telegram.latency:
            asyncio.get_running_loop().call_later(self._telegram.latency, self._write, answer)
        else:
            self._write(answer)

    def _write(self, answer: Params) -> None:
        body = orjson.dumps(answer)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        if not self._transport.is_closing():
            self._transport.write(head.encode() + body)


def _params(body: bytes, kind: str) -> Params:
    if kind.startswith("application/json") and body:
        return orjson.loads(body)
    return dict(parse_qsl(body.decode()))


async def serve() -> None:
    """Serve on a free port of the loopback, and print which."""
    telegram = Telegram()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(telegram), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
