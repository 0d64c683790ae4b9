"""Waiting for somebody's next message: what a button asked them to write comes here before it is taken as a question.

A noun says in WAITING what it does with a text it asked for, and asks with `ask_for`. Replies to messages of the bot go
to REPLIES first. Commands and buttons are not held up; the wait ends by itself after a while.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import InlineKeyboardButton, Message, Update
from telegram.ext import Application

from bot import waiting
from bot.people import OpenDraft
from handlers.gate import Context
from handlers.keyboards import button, on_button

Heard = Callable[[Context, Message, dict[str, Any]], Awaitable[None]]
"""Takes the message and the data given to `ask_for`."""

WAITING: dict[str, Heard] = {}
"""Who takes a text that was asked for, by what it is."""

AGAIN: dict[str, Heard] = {}
"""Who takes the very text upon which a wait began or goes on, when it comes again after a crash. Nobody: it does what
it did before, which is to begin the wait."""

REPLIES: list[Callable[[Context, Message, int], Awaitable[bool]]] = []
"""Who looks at replies to the bot's messages (by message id); True: it was theirs."""


BACK_OUT = frozenset({"batal", "tidak jadi", "ga jadi", "gak jadi", "nggak jadi", "kembali"})
"""Words that leave a wait as its button does."""

SHORT_WORDS = 3
SURE = 0.7


async def ask_for(context: Context, what: str, *, while_about: str | None = None, **data: Any) -> None:
    """Take this person's next text as `what`; `data` is JSON.

    `while_about`: only until another topic than this is talked about; who went elsewhere meanwhile is asking the bot.
    """
    visitor, house = context.visitor, context.house
    if while_about:
        house.talks[visitor.person_id] = {**visitor.talk, "topic": while_about}
    kept = {**data, "while_about": while_about}
    visitor.draft = await waiting.wait_for(
        house.db, visitor.person_id, what, kept, now=context.now, update_id=context.incoming.update_id
    )


async def stop(context: Context) -> None:
    """Not waiting any more."""
    draft = context.visitor.draft
    if draft is not None and draft.form in WAITING:
        await waiting.stop(context.house.db, context.visitor.person_id, draft.form)
        context.visitor.draft = None


def asked(context: Context, what: str) -> dict[str, Any] | None:
    """The data of a wait for `what` that is still on, or None."""
    draft = context.visitor.draft
    return draft.data if draft and draft.form == what and waiting.is_due(draft, context.now) else None


async def take(update: Update, context: Context) -> bool:
    """Give the message to whoever waits for it; False when nobody does."""
    message = update.message
    if message is None:
        return False
    if await _is_reply(context, message):
        return True
    draft = context.visitor.draft
    if draft is None or draft.form not in WAITING:
        return False
    if not waiting.is_due(draft, context.now) or _went_elsewhere(context, draft.data):
        await stop(context)
        return False
    if draft.update_id == update.update_id:
        return await _once_more(context, message, draft)
    if message.text is None:
        await context.reply(context.t("waiting-text-only"))
    elif _asks_for_quiet(context, message.text):
        await stop(context)
        return False
    elif _backs_out(context, message.text):
        await stop(context)
        await context.reply(context.t("waiting-cancelled"))
    else:
        await WAITING[draft.form](context, message, draft.data)
    return True


async def _once_more(context: Context, message: Message, draft: OpenDraft) -> bool:
    """The process died between the effect of this update and its mark."""
    heard = AGAIN.get(draft.form)
    if heard is not None:
        await heard(context, message, draft.data)
    return heard is not None


def _asks_for_quiet(context: Context, text: str) -> bool:
    """ "stop" works everywhere: it ends the wait and goes on to whoever turns reminders off."""
    understood = context.house.answers.understanding.understand(text)
    sure = understood.topic == "subscription.stop" and understood.confidence >= SURE
    return sure and len(text.split()) <= SHORT_WORDS


def _backs_out(context: Context, text: str) -> bool:
    """ "eh ga usah": in a few words, and nothing else."""
    if text.strip().lower().rstrip("!.") in BACK_OUT:
        return True
    understood = context.house.answers.understanding.understand(text)
    sure = understood.topic == "chitchat.never_mind" and understood.confidence >= SURE
    return sure and len(text.split()) <= SHORT_WORDS + 1


async def _is_reply(context: Context, message: Message) -> bool:
    quoted = message.reply_to_message
    if quoted is None or quoted.from_user is None or not quoted.from_user.is_bot:
        return False
    for look in REPLIES:
        if await look(context, message, quoted.message_id):
            return True
    return False


def _went_elsewhere(context: Context, data: dict[str, Any]) -> bool:
    about, topic = data.get("while_about"), context.visitor.talk.get("topic")
    return bool(about and topic and topic != about)


def cancel_button(context: Context) -> list[InlineKeyboardButton]:
    """A row with the way back out of the wait."""
    return [button(context.t.plain("waiting-button-cancel"), "wait-stop")]


async def cancel(update: Update, context: Context) -> None:
    """The way back out of every wait."""
    await context.toast()
    was = context.visitor.draft
    await stop(context)
    await context.edit(context.t("waiting-cancelled" if was and was.form in WAITING else "waiting-nothing"))


def register(app: Application) -> None:
    """Free text comes here first."""
    app.bot_data["house"].takers.append(take)
    on_button(app, "wait-stop", cancel)
