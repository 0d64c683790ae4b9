"""The simulator as one object: start it, meet people, look at what the bot did."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import uvicorn

from bot.clock import Clock, MovableClock
from bot.simulator import control, entities
from bot.simulator.desk import Desk
from bot.simulator.faults import Fault, Faults, Kind
from bot.simulator.files import content_of
from bot.simulator.limits import Limits
from bot.simulator.methods import Api
from bot.simulator.methods.chats import member
from bot.simulator.people import Person
from bot.simulator.records import Call, Chat, Json, Upload, User
from bot.simulator.server import Front, Line
from bot.simulator.shown import Shown
from bot.simulator.webhook import Webhook
from bot.simulator.world import Callback, World

KEEP_ALIVE = 75
"""Seconds an idle connection is kept: longer than bots keep theirs, or a call would now and then meet a closing one."""
TOKEN = "123456:SIMULATORTOKENxxxxxxxxxxxxxxxxxxxxxxx"  # noqa: S105 - opens nothing but the simulator


class Group:
    """A group or channel that the bot is in."""

    def __init__(self, sim: Simulator, chat: Chat) -> None:
        self.sim = sim
        self.chat = chat
        self.id = chat.id

    def kick_bot(self, by: Person | None = None) -> None:
        """Throws the bot out; it learns of it."""
        self.sim.kick_bot(self.chat, by.user if by else None)

    def upgrade(self) -> Group:
        """Becomes a supergroup under another id."""
        bigger = self.sim.group(self.chat.title, kind="supergroup")
        self.chat.migrated_to = bigger.id
        return bigger

    @property
    def screen(self) -> list[Shown]:
        """The messages that stand there."""
        return [shown for shown in self.sim.everything(self.id) if not shown.deleted]


class Simulator:
    """A Bot API server in miniature with a chat page, in this process, on 127.0.0.1.

    clock: anything with now(); default a MovableClock. keep_calls: all (True), none (False) or the latest so many.
    moments: quick days of the page, [{"label": "Sehari sebelum Ramadan", "at": "2027-02-17T08:00:00+08:00"}].
    """

    def __init__(
        self,
        clock: Clock | None = None,
        token: str = TOKEN,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        zone: str = "Asia/Makassar",
        bot_name: str = "Sahabat UMKM",
        username: str = "sahabat_umkm_bot",
        keep_calls: bool | int = True,
        moments: Iterable[Json] = (),
    ) -> None:
        self.clock = clock or MovableClock()
        self.token = token
        self.zone = ZoneInfo(zone)
        self.moments = list(moments)
        self.settle = 0.15  # seconds of quiet after which a reaction counts as finished
        self.bot_is_idle: Callable[[], bool] | None = None  # a test may tell exactly when the bot has nothing in hand
        self._host, self._port = host, port
        bot_id = int(token.partition(":")[0])
        self.world = World(self.clock, {"id": bot_id, "is_bot": True, "first_name": bot_name, "username": username})
        self.limits = Limits()
        self.faults = Faults()
        self.webhook = Webhook(self.world)
        self.desk = Desk(Api(self.world, self.limits, self.webhook), self.faults, keep_calls)
        self.webhook.on_reply = self.desk.reply
        self.people: dict[int, Person] = {}
        self._server: Line | None = None
        self._serving: asyncio.Task[None] | None = None

    # --- its life ---

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listens; `base_url` is known from here on. Raises ValueError in words when the port is taken."""
        # The protocol is named because asyncio turns off Nagle's delay (40 ms an answer) only where it sees TCP.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((self._host, self._port))
        except OSError as error:
            listening.close()
            raise ValueError(f"Port {self._port} cannot be opened ({error.strerror}): choose another.") from None
        self._port = listening.getsockname()[1]
        front = Front(self.desk, self.token, control.application(self, self._host), lambda scope: server.hang_up(scope))
        server = self._server = Line(
            uvicorn.Config(
                front,
                lifespan="off",
                log_config=None,
                access_log=False,
                ws="none",
                date_header=False,
                timeout_keep_alive=KEEP_ALIVE,
            )
        )
        self._serving = asyncio.create_task(server.serve([listening]))
        while not server.started:
            if self._serving.done():
                self._serving.result()
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Ends polls, deliveries and connections."""
        await self.webhook.close()
        self.world.mailbox.close()
        self.world.tell("goodbye")
        if self._server and self._serving:
            self._server.leave()
            await self._serving

    @property
    def base_url(self) -> str:
        """What BOT_API_URL is set to, and where the page is."""
        return f"http://{self._host}:{self._port}"

    # --- who is there ---

    def person(
        self,
        name: str,
        *,
        id: int | None = None,
        language_code: str = "id",
        username: str | None = None,
        phone: str = "",
        role: str = "",
        started: bool = False,
    ) -> Person:
        """A person; `started` lets the bot write first."""
        user = self.world.add_user(
            name, id=id, language_code=language_code, username=username or "", phone=phone, role=role, started=started
        )
        person = self.people[user.id] = Person(self, user)
        return person

    def crowd(self, count: int, first_id: int = 10_000_001) -> range:
        """Many people who have started the bot; their ids. Lean: made for 93,000."""
        ids = range(first_id, first_id + count)
        self.world.add_crowd(ids)
        return ids

    def somebody(self, id: int) -> Person:
        """The person with this id, out of a crowd too."""
        if id not in self.people:
            self.people[id] = Person(self, self.world.users[id])
        return self.people[id]

    def group(self, title: str, *, kind: str = "group", username: str = "") -> Group:
        """A group with the bot in it; with a username it can be written to as @username."""
        chat = self.world.add_group(title, kind)
        chat.username = username
        return Group(self, chat)

    def channel(self, title: str, *, username: str = "") -> Group:
        """A channel with the bot as administrator."""
        return self.group(title, kind="channel", username=username)

    def kick_bot(self, chat: Chat, by: User | None = None) -> None:
        """Throws the bot out of a group or channel."""
        old, chat.bot_status = chat.bot_status, "kicked"
        self.membership(chat, by or User(1, "Admin"), old, "kicked")

    def membership(self, chat: Chat, by: User, old: str, new: str) -> None:
        """Tells the bot that its own place in a chat changed."""
        bot = self.world.bot
        self.world.mailbox.put(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": by.as_json(),
                "date": self.world.date(),
                "old_chat_member": member(bot, old),
                "new_chat_member": member(bot, new),
            },
        )
        self.world.tell("people")

    # --- what the bot did ---

    @property
    def calls(self) -> list[Call]:
        """The bot's calls but getUpdates, oldest first."""
        return list(self.desk.calls)

    @property
    def complaints(self) -> list[str]:
        """Unknown methods and parameters the bot used: should be empty at the end of every test."""
        return self.desk.complaints

    @property
    def unanswered_callbacks(self) -> list[Callback]:
        """Pressed buttons that the bot never answered: should be empty too."""
        return list(self.world.callbacks.values())

    def everything(self, chat_id: int) -> list[Shown]:
        """All messages of a chat, deleted ones too."""
        return [Shown(message, self.world.files) for message in self.world.chats[chat_id].messages.values()]

    def delivered(self, chat_id: int) -> list[Shown]:
        """All messages of the bot that reached a chat, also those it deleted later (`.deleted`)."""
        return [shown for shown in self.everything(chat_id) if shown.from_bot]

    def deliveries(self) -> dict[int, list[int]]:
        """Chat -> numbers of the bot's messages there; for comparing with a ledger of thousands."""
        found = {}
        for chat in self.world.chats.values():
            if numbers := [message.message_id for message in chat.messages.values() if message.sender is None]:
                found[chat.id] = numbers
        return found

    # --- how Telegram behaves ---

    @property
    def latency(self) -> float:
        """Seconds added to every answer."""
        return self.desk.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self.desk.latency = seconds

    def misbehave(self, kind: Kind, *, method: str | None = None, **options: Any) -> Fault:
        """Switches a fault on; options: times, probability, retry_after, seconds, chat_id (see `faults.Fault`)."""
        return self.faults.add(Fault(kind, method, **options))

    def calm(self) -> None:
        """Switches all faults and the latency off."""
        self.faults.calm()
        self.latency = 0.0

    def move_clock(self, *, to: Any = None, by: timedelta | None = None) -> None:
        """Moves the clock (which must be movable)."""
        clock: Any = self.clock
        if not hasattr(clock, "move_to"):
            raise TypeError("this clock cannot be moved")
        if to is not None:
            clock.move_to(to)
        if by is not None:
            clock.move_by(by)
        self.world.tell("clock")

    def inject(self, update: Json) -> int:
        """Queues a raw update, poisonous or not; its number."""
        return self.world.mailbox.put_raw(update)

    # --- contents, waiting: used by people and page ---

    def text_body(self, text: str) -> Json:
        """A person's text with what Telegram finds in it (commands, links)."""
        clean, found = entities.plain(text)
        return {"text": clean or text} | ({"entities": list(found)} if found else {})

    def file_body(self, kind: str, upload: Upload, caption: str = "") -> Json:
        """A person's file."""
        body = content_of(self.world.files.add(kind, upload))
        return body | ({"caption": caption} if caption else {})

    def news(self, chat: Chat, since: int) -> list[Shown]:
        """The bot's messages in a chat that came or changed after that count and still stand."""
        return [
            Shown(message, self.world.files)
            for message in chat.messages.values()
            if message.seq > since and message.sender is None and not message.deleted
        ]

    async def settled(self, chat: Chat, seq: int, calls: int, update: int | None, timeout: float) -> None:
        """Waits until the bot has reacted in this chat and is quiet, at most `timeout` seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while (now := loop.time()) < deadline:
            wait = self._unsettled(chat, seq, calls, update, now)
            if wait <= 0:
                return
            await self.world.next_pulse(min(wait, deadline - now))

    def _unsettled(self, chat: Chat, seq: int, calls: int, update: int | None, now: float) -> float:
        """Seconds to wait before looking again; 0 when the reaction is complete."""
        if update in self.world.mailbox.pending or chat.in_flight:
            return 1.0
        if self.bot_is_idle is not None:
            return 0.0 if self.bot_is_idle() else 0.01
        if chat.calls == calls:
            return 1.0
        # Only an answer to the button or "typing" so far: the message is probably still being made.
        said = any(m.seq > seq and m.sender is None for m in reversed(chat.messages.values()))
        return chat.touched + (self.settle if said else self.settle * 4) - now
