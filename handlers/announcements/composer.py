"""The officials' announcements: the list, a new one, its card, a copy, templates, throwing away."""

from __future__ import annotations

from telegram import Update

from bot.announcements import writing
from bot.people import Right
from db.announcements import Announcement, State, records
from handlers.announcements import cards, door, steps, watching, words
from handlers.desk.items import back_to_desk
from handlers.gate import Context
from handlers.keyboards import Row, button, keyboard

PAGE = 8


@door.officials(*door.EITHER)
async def show_list(update: Update, context: Context) -> None:
    """ann-list[:offset], or /pengumuman: everybody's, newest first; drafts are shown to their author."""
    offset = context.number(0) if context.arguments else 0
    if update.callback_query:
        await context.toast()
    t, house = context.t, context.house
    async with house.db.read() as session:
        found = await records.listed(session, PAGE + 1, offset)
    here = [it for it in found[:PAGE] if it.state != State.DRAFT or it.author_id == context.visitor.person_id]
    rows: list[Row] = [[button(words.title(t, it), "ann-card", it.id)] for it in here]
    rows.append(_pages(context, offset, more=len(found) > PAGE))
    if Right.ANNOUNCE in context.visitor.rights:
        rows.append([
            button(t.plain("announcements-button-new"), "ann-new"),
            button(t.plain("announcements-button-templates"), "ann-templates"),
        ])  # fmt: skip
    await cards.saying(context)(t("announcements-list", count=len(here)), keyboard([*rows, back_to_desk(t)]))


def _pages(context: Context, offset: int, *, more: bool) -> Row:
    t = context.t
    newer = [button(t.plain("announcements-button-newer"), "ann-list", max(0, offset - PAGE))] if offset else []
    older = [button(t.plain("announcements-button-older"), "ann-list", offset + PAGE)] if more else []
    return [*newer, *older]


@door.officials(Right.ANNOUNCE)
async def show_templates(update: Update, context: Context) -> None:
    """ann-templates: texts kept for the next time."""
    await context.toast()
    t = context.t
    async with context.house.db.read() as session:
        found = await records.templates(session)
    rows: list[Row] = [[button(f"🗂 {it.template}", "ann-card", it.id)] for it in found]
    await context.edit(t("announcements-templates", count=len(found)), keyboard([*rows, cards.back(t)]))


@door.officials(Right.ANNOUNCE)
async def start(update: Update, context: Context) -> None:
    """ann-new[:number]: an empty draft, led question by question, or a copy, shown as a card."""
    copied = await door.find(context, context.number(0)) if context.arguments else None
    before = steps.just_begun(context)
    if before is not None:  # the same press came twice
        await steps.ask(context, await door.find(context, before), "text", guided=True)
        return
    copy_of = copied.id if copied else None
    draft = await writing.write(context.house.db, context.visitor.actor, now=context.now, copy_of=copy_of)
    await context.toast()
    if copied:
        await context.reply(context.t("announcements-copied", number=str(draft.id)))
        await context.reply(words.card(context, draft), cards.buttons(context, draft))
    else:
        await steps.ask(context, draft, "text", guided=True)


@door.about(*door.EITHER)
async def show_card(context: Context, it: Announcement) -> None:
    """ann-card:number."""
    await context.toast()
    await steps.close(context)
    await watching.look_away(context, it)
    await cards.show(context, it)


@door.drafting
async def ask_to_drop(context: Context, it: Announcement) -> None:
    """ann-drop:number: asked once more."""
    await context.toast()
    t = context.t
    yes = button(t.plain("announcements-button-drop-sure"), "ann-dropped", it.id)
    question = t("announcements-drop", number=str(it.id))
    if it.template is not None:
        question = t("announcements-drop-template", name=it.template)
    await context.edit(question, keyboard([[yes], cards.to_card(t, it.id)]))
