"""What every handler of announcements begins with: who may, which announcement, and what to say when it cannot be."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from telegram import Update

from bot import numbers
from bot.announcements.refusals import Refused
from bot.people import Right
from db.announcements import Announcement, IllegalMove, State, records
from handlers.announcements import cards, words
from handlers.gate import Context, Forged

log = structlog.get_logger()

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
Inner = Callable[[Context, Announcement], Awaitable[None]]
EITHER = (Right.ANNOUNCE, Right.APPROVE)


def officials(*rights: Right) -> Callable[[Callable[[Update, Context], Awaitable[None]]], Handler]:
    """Only for officials with any of `rights`, checked at each press; what a service refuses is said in words."""

    def decorate(callback: Callable[[Update, Context], Awaitable[None]]) -> Handler:
        @functools.wraps(callback)
        async def gated(update: Update, context: Context) -> None:
            if context.visitor.rights.isdisjoint(rights):
                await _turn_away(context, callback.__name__)
                return
            try:
                await callback(update, context)
            except (Refused, IllegalMove) as error:
                await say_why(context, error)

        gated.needs_right = rights[0]  # type: ignore[attr-defined]
        gated.needs_any = frozenset(rights)  # type: ignore[attr-defined]
        return gated

    return decorate


def about(*rights: Right) -> Callable[[Inner], Handler]:
    """The same for a button whose first argument is an announcement's number; the callback gets that announcement."""

    def decorate(callback: Inner) -> Handler:
        @officials(*rights)
        @functools.wraps(callback)
        async def loaded(update: Update, context: Context) -> None:
            await callback(context, await find(context, context.number(0)))

        return loaded

    return decorate


def drafting(callback: Inner) -> Handler:
    """The same for a button that works on one's own draft; an old button says what the state is now."""

    @about(Right.ANNOUNCE)
    @functools.wraps(callback)
    async def checked(context: Context, it: Announcement) -> None:
        check_mine(context, it)
        await callback(context, it)

    return checked


def check_mine(context: Context, it: Announcement) -> None:
    """Raise Refused unless it is one's own, IllegalMove unless it is a draft."""
    if it.author_id != context.visitor.person_id:
        raise Refused("not-yours", number=str(it.id))
    if it.state != State.DRAFT:
        raise IllegalMove(it.id, State.DRAFT)


async def find(context: Context, number: int) -> Announcement:
    """The announcement of that number. Raises Forged: our buttons carry numbers that exist."""
    async with context.house.db.read() as session:
        found = await records.one(session, number)
    if found is None:
        raise Forged("an announcement there is not")
    return found


async def say_why(context: Context, error: Refused | IllegalMove) -> None:
    """Say why nothing was done: on the screen for a button (an old card is brought up to date), else as a message."""
    found = None
    if isinstance(error, Refused):
        key, values = error.key, _shown(error.values)
    else:
        found = await find(context, error.announcement_id)
        what, state = words.headed(context.t, found), words.state(context.t, found)
        key, values = "announcements-stale", {"what": what, "state": state}
    if not context.incoming.callback_query:
        await context.reply(context.t(key, **values))
        return
    await context.toast(context.t.plain(key, **values), alert=True)
    if found is not None:
        await cards.show(context, found)


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """Lengths as people read them, and an announcement's number as it is, without points."""
    as_read: dict[str, Callable[[Any], str]] = {"have": numbers.number, "most": numbers.number, "number": str}
    return {name: as_read[name](value) if name in as_read else value for name, value in values.items()}


async def _turn_away(context: Context, handler: str) -> None:
    log.warning("refused", person=context.visitor.person_id, handler=handler)
    if context.incoming.callback_query:
        await context.toast(context.t.plain("gate-not-allowed"), alert=True)
    else:
        await context.reply(context.t("gate-not-allowed-message"))
