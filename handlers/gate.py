"""The gate: who is this, may they, and not too fast. It runs before every handler and fills the context."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from telegram import InlineKeyboardMarkup, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove, Update
from telegram.ext import Application, ApplicationHandlerStop, CallbackContext, ExtBot, TypeHandler

from bot import people
from bot.grouping import Grouped
from bot.people import Right, Visitor
from handlers.keyboards import SEPARATOR

if TYPE_CHECKING:
    from bot.texts import Texts
    from handlers.house import House

log = structlog.get_logger()

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None


class Context(CallbackContext[ExtBot[None], dict, dict, dict]):
    """What a handler has at hand: the house, the visitor, their texts, and ways to answer."""

    visitor: Visitor
    update: Update

    @classmethod
    def from_update(cls, update: object, application: Any) -> Context:
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.update = update
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
    def arguments(self) -> list[str]:
        """What stands behind the prefix in the pressed button's data."""
        query = self.update.callback_query
        return (query.data or "").split(SEPARATOR)[1:] if query else []

    async def reply(self, text: str, keyboard: Markup = None, **extra: Any) -> Message | None:
        """Send HTML to this chat."""
        return await self.house.sender.reply(self.chat, text, keyboard, **extra)

    async def edit(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> Message | None:
        """Put HTML into the message whose button was pressed; sends a new one where that cannot be."""
        return await self.house.sender.edit(self.update, text, keyboard)

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answer the pressed button, with a word on the screen if given."""
        await self.house.sender.toast(self.update, text, alert=alert)

    @property
    def chat(self) -> int:
        """Id of the chat this happens in."""
        chat = self.update.effective_chat
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
        user = update.effective_user
        if user is None or user.is_bot:
            raise ApplicationHandlerStop
        context.visitor = await self.load(user.id)
        if update.my_chat_member is None:
            language = self.house.texts[user.language_code].language
            await people.greet(self.house.db, context.visitor, user.first_name, language, now=context.now)
        verdict = self.flood.judge(user.id, context.now)
        if verdict is not None:
            await self._slow_down(update, context, warn=verdict)

    async def _slow_down(self, update: Update, context: Context, *, warn: bool) -> None:
        if update.callback_query:
            await context.toast(context.t.plain("gate-slow-toast"))
        elif warn:
            await context.reply(context.t("gate-slow"))
        raise ApplicationHandlerStop


class Flood:
    """At most `most` updates in `window` from one person; above it one polite message, then silence for a while."""

    def __init__(self, most: int = 30, window: timedelta = timedelta(seconds=20)) -> None:
        self._most, self._window = most, window
        self._since: dict[int, tuple[datetime, int]] = {}

    def judge(self, person_id: int, now: datetime) -> bool | None:
        """None: let in. True: slow down and say so. False: slow down silently."""
        since, count = self._since.get(person_id, (now, 0))
        if not since <= now < since + self._window:
            since, count = now, 0
        self._since[person_id] = (since, count + 1)
        if len(self._since) > 10_000:
            self._forget(now)
        return None if count < self._most else count == self._most

    def _forget(self, now: datetime) -> None:
        self._since = {who: seen for who, seen in self._since.items() if seen[0] + self._window > now}


def install(app: Application, gate: Gate) -> None:
    """Put the gate before every handler."""
    app.add_handler(TypeHandler(Update, gate), group=-1)


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
