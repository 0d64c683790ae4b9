"""Brings updates to the bot's webhook: secret header, at most max_connections at once, in order within a chat, again
after a failure with growing pauses. An answer that holds a call has it carried out, as in Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import orjson

from bot.simulator.records import Json
from bot.simulator.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_FIRST_PAUSE = 0.2  # seconds; doubled after each failure. Telegram starts near a second, tests should not
_LONGEST_PAUSE = 30.0


async def _nothing(call: Json) -> None:
    """Nobody listens."""


@dataclass(slots=True, eq=False)
class Webhook:
    """The sender. `start` and `stop` are setWebhook and deleteWebhook."""

    world: World
    secret: str = ""
    max_connections: int = 40
    timeout: float = 60.0
    on_reply: Callable[[Json], Awaitable[None]] = _nothing  # a call that came as the answer to an update
    last_error: tuple[int, str] | None = None
    delivered: int = 0
    failed: int = 0
    _session: aiohttp.ClientSession | None = None
    _dispatcher: asyncio.Task[None] | None = None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: dict[object, asyncio.Task[None]] = field(default_factory=dict)

    def start(self, url: str, secret: str, max_connections: int) -> None:
        """Begins to deliver what is pending and what comes."""
        self.stop()
        self.secret, self.max_connections = secret, max_connections
        mailbox = self.world.mailbox
        mailbox.webhook_url, mailbox.on_arrival = url, self._wake.set
        self._wake.set()
        self._dispatcher = asyncio.create_task(self._dispatch(url))

    def stop(self) -> None:
        """No deliveries any more; what was not accepted stays pending."""
        self.world.mailbox.webhook_url = ""
        self.world.mailbox.on_arrival = lambda: None
        self.last_error = None
        for task in [self._dispatcher, *self._busy.values()]:
            if task:
                task.cancel()
        self._busy.clear()
        self._dispatcher = None

    async def close(self) -> None:
        """Stops and frees the connections."""
        tasks = [task for task in [self._dispatcher, *self._busy.values()] if task]
        self.stop()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _dispatch(self, url: str) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            waiting: set[object] = set()
            for number, update in list(self.world.mailbox.pending.items()):
                key = _chat_of(update)
                if len(self._busy) >= self.max_connections:
                    break
                if key in self._busy or key in waiting:
                    waiting.add(key)
                    continue
                self._busy[key] = asyncio.create_task(self._deliver(url, key, number, update))

    async def _deliver(self, url: str, key: object, number: int, update: Json) -> None:
        pause = _FIRST_PAUSE
        try:
            while number in self.world.mailbox.pending:
                if await self._post(url, update):
                    self.world.mailbox.confirm(number)
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
        finally:
            if self._busy.get(key) is asyncio.current_task():
                del self._busy[key]
            self._wake.set()

    async def _post(self, url: str, update: Json) -> bool:
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: self.secret} if self.secret else {})
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        try:
            limit = aiohttp.ClientTimeout(total=self.timeout)
            async with self._session.post(
                url, data=orjson.dumps(update), headers=headers, timeout=limit, allow_redirects=False
            ) as reply:
                body = await reply.read()
                worked = 200 <= reply.status < 300
                if worked:
                    await self.on_reply(_call_in(body))
                return self._note(worked, f"Wrong response from the webhook: {reply.status} {reply.reason}")
        except TimeoutError:
            return self._note(False, "Read timeout expired")
        except aiohttp.ClientConnectorError:
            return self._note(False, "Connection refused")
        except aiohttp.ClientError as error:
            return self._note(False, f"Connection failed: {type(error).__name__}")

    def _note(self, worked: bool, error: str) -> bool:
        if worked:
            self.delivered += 1
        else:
            self.failed += 1
            self.last_error = (self.world.date(), error)
        return worked


def _call_in(body: bytes) -> Json:
    """A Bot API call that the bot gave as its answer ({"method": "sendMessage", ...}), or nothing."""
    try:
        found = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("method"), str) else {}


def _chat_of(update: Json) -> object:
    """What keeps updates in order: the chat, else the person, else nothing. Poisonous updates pass through here too."""
    for content in update.values():
        for chat in (_inner(content, "chat"), _inner(_inner(content, "message"), "chat"), _inner(content, "from")):
            if isinstance(_inner(chat, "id"), int):
                return _inner(chat, "id")
    return update.get("update_id")


def _inner(content: object, key: str) -> object:
    return content.get(key) if isinstance(content, dict) else None
