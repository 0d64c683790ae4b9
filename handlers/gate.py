"""The gate: who is this, may they, and not too fast. It runs before every handler and fills the context."""

from __future__ import annotations

import enum
import functools
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove, Update
from telegram.ext import Application, ApplicationHandlerStop, CallbackContext, ExtBot, TypeHandler

from bot import people
from bot.grouping import Grouped
from bot.people import Right, Visitor
from handlers.keyboards import SEPARATOR

if TYPE_CHECKING:
    from bot.texts import Texts
    from handlers.house import House
    from handlers.sender import Placed

log = structlog.get_logger()

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None


MOST_DIGITS = 18
"""A longer number fits no column."""


class Forged(Exception):
    """A pressed button carries data that no button of ours has. Nothing is done; it is logged."""


_at_the_door: ContextVar[Visitor | None] = ContextVar("at_the_door", default=None)
"""Whose update this task is handling. python-telegram-bot makes a new context for an error, which must know it too."""


comes_again: ContextVar[bool] = ContextVar("comes_again", default=False)
"""Whether this task's update was in hand when a process died: its effect may be there already."""


class Context(CallbackContext[ExtBot[None], dict, dict, dict]):
    """What a handler has at hand: the house, the visitor, their texts, and ways to answer."""

    visitor: Visitor
    incoming: Update

    @classmethod
    def from_update(cls, update: object, application: Any) -> Context:
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.incoming = update
            visitor, user = _at_the_door.get(), update.effective_user
            if visitor is not None and user is not None and visitor.person_id == user.id:
                context.visitor = visitor
        return context

    @property
    def house(self) -> House:
        """Everything the handlers share."""
        return self.bot_data["house"]

    @property
    def t(self) -> Texts:
        """The texts in the visitor's language."""
        return self.house.texts[self.visitor.language]

    @property
    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.house.clock.now()

    @property
    def again(self) -> bool:
        """Whether this update was in hand when a process died: its effect may be there already."""
        return comes_again.get()

    @property
    def arguments(self) -> list[str]:
        """What stands behind the prefix in the pressed button's data."""
        query = self.incoming.callback_query
        return (query.data or "").split(SEPARATOR)[1:] if query else []

    def argument(self, position: int) -> str:
        """One of the pressed button's arguments. Raises Forged when it is not there."""
        try:
            return self.arguments[position]
        except IndexError:
            raise Forged(f"argument {position} is missing") from None

    def number(self, position: int) -> int:
        """One of the pressed button's arguments, an id or a count. Raises Forged when it is none."""
        given = self.argument(position)
        if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
            raise Forged(f"argument {position} is not a number")
        return int(given)

    async def reply(self, text: str, keyboard: Markup = None, **extra: Any) -> Placed | None:
        """Send HTML to this chat."""
        return await self.house.sender.reply(self.chat, text, keyboard, **extra)

    async def edit(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> Placed | None:
        """Put HTML into the message whose button was pressed; sends a new one where that cannot be."""
        return await self.house.sender.edit(self.incoming, text, keyboard)

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answer the pressed button, with a word on the screen if given."""
        await self.house.sender.toast(self.incoming, text, alert=alert)

    @property
    def chat(self) -> int:
        """Id of the chat this happens in."""
        chat = self.incoming.effective_chat
        return chat.id if chat else self.visitor.person_id


class Gate:
    """Loads visitors (those who wait together in one query) and slows floods."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.load = Grouped(self._load)
        self.flood = Flood()

    async def _load(self, person_ids: list[int]) -> list[Visitor]:
        house = self.house
        found = await people.visitors(house.db, person_ids, house.settings.admin_ids, now=house.clock.now())
        return [found[who] for who in person_ids]

    async def __call__(self, update: Update, context: Context) -> None:
        """Fill the context, or stop here."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or user.is_bot or (chat is not None and chat.type != chat.PRIVATE):
            raise ApplicationHandlerStop  # in groups nobody's data is shown and nobody is interrupted
        context.visitor = await self.load(user.id)
        _at_the_door.set(context.visitor)
        if update.my_chat_member is None:
            language = self.house.texts[user.language_code].language
            await people.greet(self.house.db, context.visitor, user.first_name, language, now=context.now)
        sent = update.message.date if update.message else context.now
        match self.flood.judge(user.id, sent):
            case Pace.WARN:
                await context.reply(context.t("gate-slow"))
            case Pace.DROP:
                raise ApplicationHandlerStop


class Pace(enum.Enum):
    """How somebody's messages come: as people write, too fast, or as no person writes."""

    FINE = enum.auto()
    WARN = enum.auto()
    DROP = enum.auto()


class Flood:
    """Counts one person's updates in `window`. Above `fast` one polite word, while all are still answered, at the
    chat's own slow pace; above `mad` the rest of the window is not answered at all."""

    def __init__(self, fast: int = 30, mad: int = 120, window: timedelta = timedelta(seconds=60)) -> None:
        self._fast, self._mad, self._window = fast, mad, window
        self._since: dict[int, tuple[datetime, int]] = {}

    def judge(self, person_id: int, sent: datetime) -> Pace:
        """Count an update sent at that moment."""
        since, count = self._since.get(person_id, (sent, 0))
        if not since <= sent < since + self._window:
            since, count = sent, 0
        self._since[person_id] = (since, count + 1)
        if len(self._since) > 10_000:
            self._since = {who: seen for who, seen in self._since.items() if seen[0] + self._window > sent}
        if count >= self._mad:
            return Pace.DROP
        return Pace.WARN if count == self._fast else Pace.FINE


FIRST = -10
"""The gate's group of handlers. Between it and 0 is room for what must be looked at before the ordinary handlers."""


def install(app: Application, gate: Gate) -> None:
    """Put the gate before every handler."""
    app.add_handler(TypeHandler(Update, gate), group=FIRST)


Handler = TypeVar("Handler", bound=Callable[..., Awaitable[None]])


def official(right: Right) -> Callable[[Handler], Handler]:
    """Only for officials with `right`, checked at each press, so that removal takes effect on old buttons too."""

    def decorate(callback: Handler) -> Handler:
        @functools.wraps(callback)
        async def gated(update: Update, context: Context) -> None:
            if right in context.visitor.rights:
                await callback(update, context)
                return
            log.warning("refused", right=right, person=context.visitor.person_id, handler=callback.__name__)
            if update.callback_query:
                await context.toast(context.t.plain("gate-not-allowed"), alert=True)
            else:
                await context.reply(context.t("gate-not-allowed-message"))

        gated.needs_right = right  # type: ignore[attr-defined]
        return gated  # type: ignore[return-value]

    return decorate
