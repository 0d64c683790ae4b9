"""The simulated Telegram itself: who is there, what stands in which chat, what waits for the bot. No HTTP here."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.simulator.errors import BadRequest, Forbidden
from bot.simulator.files import FileStore
from bot.simulator.mailbox import Mailbox
from bot.simulator.records import Chat, Json, Message, User

CALLBACK_SECONDS = 60.0  # how long a pressed button may wait for its answer
FIRST_PERSON = 700_000_001


@dataclass(slots=True, eq=False)
class Callback:
    """A pressed inline button that waits for answerCallbackQuery."""

    id: str
    user: User
    message: Message
    data: str
    pressed: float  # monotonic
    pressed_at: datetime  # the world's clock
    answer: Json | None = None

    def __repr__(self) -> str:
        return f"<{self.data!r} pressed by {self.user.first_name}>"


@dataclass(slots=True)
class Profile:
    """What the bot told about itself."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # (scope, language)
    name: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)  # by chat, 0 is everyone


class World:
    """State, and the only functions that change it."""

    def __init__(self, clock: Clock, bot: Json) -> None:
        self.clock = clock
        self.bot = bot
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.mailbox = Mailbox()
        self.profile = Profile()
        self.callbacks: dict[str, Callback] = {}
        self.callback_seconds = CALLBACK_SECONDS
        self.seq = 0
        self.listeners: list[Callable[[Json], None]] = []  # the pages
        self._waiters: list[asyncio.Future[None]] = []
        self._person_ids = itertools.count(FIRST_PERSON)
        self._group_ids = itertools.count(1_000_000_001)
        self._message_ids = itertools.count(1)
        self._callback_ids = itertools.count(4_000_000_000_000_001)
        self.mailbox.on_confirm = self.pulse

    def now(self) -> datetime:
        """The world's time, aware."""
        return self.clock.now()

    def date(self) -> int:
        """The world's time as Telegram writes it."""
        return int(self.clock.now().timestamp())

    # --- who is there ---

    def add_user(self, first_name: str, *, id: int | None = None, **details: Any) -> User:
        """A new person with a private chat."""
        if id is None:
            id = next(number for number in self._person_ids if number not in self.users)
        user = User(id, first_name, **details)
        self.users[id] = user
        self.chats[id] = Chat(id, user=user)
        self.tell("people")
        return user

    def add_crowd(self, ids: Iterable[int]) -> None:
        """Many people at once who have all started the bot."""
        for id in ids:
            user = User(id, "Warga", started=True)
            self.users[id] = user
            self.chats[id] = Chat(id, user=user)

    def add_group(self, title: str, kind: str) -> Chat:
        """A group, supergroup or channel that the bot is in."""
        number = next(self._group_ids)
        chat = Chat(-number if kind == "group" else -1_000_000_000_000 - number, kind, title)
        chat.bot_status = "administrator" if kind == "channel" else "member"
        self.chats[chat.id] = chat
        self.tell("people")
        return chat

    def chat(self, reference: int | str) -> Chat:
        """A chat by id or @username; raises "chat not found"."""
        if isinstance(reference, str):
            name = reference.removeprefix("@").lower()
            named = (c for c in self.chats.values() if c.username and c.username.lower() == name)
            found = next(named, None)
        else:
            found = self.chats.get(reference)
        if found is None:
            raise BadRequest("chat not found")
        return found

    def writable(self, reference: int | str) -> Chat:
        """A chat the bot may write to; raises the 400 or 403 that says why not."""
        chat = self.chat(reference)
        if chat.migrated_to:
            moved = {"migrate_to_chat_id": chat.migrated_to}
            raise BadRequest("group chat was upgraded to a supergroup chat", moved)
        if chat.user:
            _may_write_to(chat.user)
        self.inside(chat)
        return chat

    def inside(self, chat: Chat) -> None:
        """Raises the 403 of a bot that is not in a group any more."""
        if chat.bot_status in _OUT:
            raise Forbidden(_OUT[chat.bot_status].format(chat.type))

    # --- what stands in the chats ---

    def post(self, chat: Chat, sender: User | None, body: Json, markup: Json | None = None) -> Message:
        """A new message; `sender` None is the bot."""
        message = Message(next(self._message_ids), chat, self.date(), sender, body, markup)
        chat.messages[message.message_id] = message
        if sender is None:
            _move_keyboard(chat, markup)
        self._mark(message, "message")
        return message

    def edit(self, message: Message, body: Json, markup: Json | None) -> None:
        """The message says something else from now on."""
        self._remember(message, "edit")
        message.body, message.markup, message.edit_date = body, markup, self.date()
        self._mark(message, "edit")

    def delete(self, message: Message) -> None:
        """The message is gone from the screen; its history stays for the tests."""
        self._remember(message, "delete")
        message.deleted = True
        self._mark(message, "delete")

    def _remember(self, message: Message, what: str) -> None:
        version = {"until": self.now(), "what": what, "body": message.body, "markup": message.markup}
        message.history = [*(message.history or ()), version]

    def _mark(self, message: Message, what: str) -> None:
        self.seq += 1
        message.seq = self.seq
        if self.listeners:
            self.tell(what, chat_id=message.chat.id, message=self.page_message(message))
        self.pulse()

    def message(self, chat: Chat, message_id: int | None, complaint: str) -> Message:
        """A message that still stands; raises BadRequest(`complaint`)."""
        found = chat.messages.get(message_id or 0)
        if found is None or found.deleted:
            raise BadRequest(complaint)
        return found

    def page_message(self, message: Message) -> Json:
        """A message as the page wants it: with reply keyboard, and whether it is the bot's, and gone."""
        found = message.as_json(self.bot)
        found["from_bot"] = message.sender is None
        found["deleted"] = message.deleted
        if message.markup:
            found["reply_markup"] = message.markup
        if message.reaction:
            found["reaction"] = message.reaction
        return found

    # --- what goes to the bot ---

    def press(self, user: User, message: Message, data: str) -> tuple[Callback, int | None]:
        """A button of `message` with `data` is pressed; also returns the number of the update."""
        callback = Callback(str(next(self._callback_ids)), user, message, data, time.monotonic(), self.now())
        self.callbacks[callback.id] = callback
        query = {
            "id": callback.id,
            "from": user.as_json(),
            "chat_instance": str(message.chat.id * 7),
            "message": message.as_json(self.bot),
            "data": data,
        }
        return callback, self.mailbox.put("callback_query", query)

    def callback(self, id: str) -> Callback | None:
        """A pressed button that can still be answered."""
        found = self.callbacks.get(id)
        if found is None:
            return None
        waited = max(time.monotonic() - found.pressed, (self.now() - found.pressed_at).total_seconds())
        return found if waited <= self.callback_seconds else None

    # --- who listens ---

    def tell(self, kind: str, **details: Any) -> None:
        """An event for the pages."""
        for listener in self.listeners:
            listener({"kind": kind, **details})

    def pulse(self) -> None:
        """Something changed: everyone who waits looks again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def next_pulse(self, seconds: float) -> None:
        """Waits until something changes, at most so many seconds."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        await asyncio.wait([waiter], timeout=max(seconds, 0.001))


_OUT = {"kicked": "bot was kicked from the {} chat", "left": "bot is not a member of the {} chat"}


def _may_write_to(user: User) -> None:
    if user.deactivated:
        raise Forbidden("user is deactivated")
    if user.blocked:
        raise Forbidden("bot was blocked by the user")
    if not user.started:
        raise Forbidden("bot can't initiate conversation with a user")


def _move_keyboard(chat: Chat, markup: Json | None) -> None:
    """A reply keyboard stays on the screen until another one, or its removal, comes."""
    if not markup or "inline_keyboard" in markup:
        return
    chat.keyboard = markup if "keyboard" in markup else None
