"""Ralat: what was sent is corrected in place, or taken back. Both are drafts of their own and go through approval."""

from __future__ import annotations

from bot.announcements import correction
from bot.people import Right
from db.announcements import Announcement
from handlers.announcements import cards, door, steps, words
from handlers.gate import Context
from handlers.keyboards import button, keyboard


@door.about(Right.ANNOUNCE)
async def correct(context: Context, it: Announcement) -> None:
    """ann-fix:number: a draft that will edit what everybody has; asks for the new text."""
    draft = await correction.correct(context.house.db, context.visitor.actor, it.id, now=context.now)
    await context.toast()
    await context.reply(context.t("announcements-correcting", number=str(it.id), draft=str(draft.id)))
    await steps.ask(context, draft, "text", fresh=True)


@door.about(Right.ANNOUNCE)
async def ask_to_retract(context: Context, it: Announcement) -> None:
    """ann-retract:number: asked once more, with what a retraction can do and cannot."""
    await context.toast()
    t = context.t
    yes = button(t.plain("announcements-button-retract-sure"), "ann-retracted", it.id)
    await context.reply(t("announcements-retract", number=str(it.id)), keyboard([[yes], cards.to_card(t, it.id)]))


@door.about(Right.ANNOUNCE)
async def retract(context: Context, it: Announcement) -> None:
    """ann-retracted:number: a draft that will delete what everybody has."""
    said = context.house.texts["id"].plain("announcements-retract-text")
    draft = await correction.retract(context.house.db, context.visitor.actor, it.id, said, now=context.now)
    await context.toast()
    await context.edit(words.card(context, draft), cards.buttons(context, draft))
