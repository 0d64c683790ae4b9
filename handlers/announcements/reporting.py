"""Afterwards: the report as a message and a spreadsheet, and what is done about those who did not get it."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from markupsafe import Markup
from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction

from bot import numbers
from bot.announcements import report, steering
from bot.announcements.refusals import Refused
from bot.announcements.report import Progress
from bot.people import Actor, Right
from bot.texts import Texts
from db.announcements import Action, Announcement, State
from handlers.announcements import cards, door, words
from handlers.gate import Context
from handlers.house import House
from handlers.keyboards import Row, button, keyboard

THE_BOT = Actor(steering.SYSTEM, frozenset({Right.REPORTS}))


async def _at(house: House, number: int) -> Progress:
    return await report.progress(house.db, THE_BOT, number, house.settings, now=house.clock.now())


def report_text(house: House, t: Texts, at: Progress) -> Markup:
    """How it went: times, buckets, why not, presses, and that the buckets sum to the audience."""
    it = at.announcement
    lines = [t("announcements-report", what=words.called(t, it), state=words.state(t, it))]
    if it.started_at:
        lines.append(t("announcements-report-started", at=words.moment(house, it.started_at)))
    if it.finished_at:
        lines.append(t("announcements-report-finished", state=it.state, at=words.moment(house, it.finished_at)))
    lines += [Markup(), words.buckets(t, it, at.tally)]
    key = "announcements-report-sums" if at.sums else "announcements-report-does-not-sum"
    lines.append(t(key, total=numbers.number(at.tally.total)))
    if why := words.reasons(t, at.tally):
        lines += [Markup(), t("announcements-report-reasons"), *why]
    if at.clicks:
        lines += [Markup(), t("announcements-report-clicks")]
        lines += [t("announcements-report-click", label=label, count=numbers.number(many)) for label, many in at.clicks]
    if at.undecided:
        lines += [Markup(), t("announcements-report-unknown", count=numbers.number(at.undecided))]
    return words.join(lines)


def report_buttons(t: Texts, at: Progress) -> InlineKeyboardMarkup:
    """What can be done about it."""
    it = at.announcement
    rows: list[Row] = [[button(t.plain("announcements-button-sheet"), "ann-sheet", it.id)]]
    if at.tally.failed and it.state != State.CANCELLED:
        failed = numbers.number(at.tally.failed)
        rows.append([button(t.plain("announcements-button-again", count=failed), "ann-again", it.id)])
    if at.undecided and it.state != State.CANCELLED:
        unknown = numbers.number(at.undecided)
        rows.append([button(t.plain("announcements-button-unknown", count=unknown), "ann-unknown", it.id)])
    if it.state in cards.OVER and it.action == Action.SEND and it.author_id:
        rows.append([
            button(t.plain("announcements-button-correct"), "ann-fix", it.id),
            button(t.plain("announcements-button-retract"), "ann-retract", it.id),
        ])  # fmt: skip
    return keyboard([*rows, cards.to_card(t, it.id)])


async def send_report(house: House, chat_id: int, t: Texts, it: Announcement) -> None:
    """The report as a new message."""
    at = await _at(house, it.id)
    await house.sender.reply(chat_id, report_text(house, t, at), report_buttons(t, at))


@door.about(*door.EITHER)
async def show(context: Context, it: Announcement) -> None:
    """ann-report:number."""
    await context.toast()
    if it.started_at is None:
        await cards.show(context, it)
        return
    await send_report(context.house, context.chat, context.t, it)


@door.about(*door.EITHER)
async def spreadsheet(context: Context, it: Announcement) -> None:
    """ann-sheet:number: the ledger person by person. It holds names: for its author, or with the right to reports."""
    house, t = context.house, context.t
    if Right.REPORTS not in context.visitor.rights and it.author_id != context.visitor.person_id:
        await context.toast(t.plain("announcements-sheet-not-allowed"), alert=True)
        return
    await context.toast()
    await house.sender.typing(context.chat, ChatAction.UPLOAD_DOCUMENT)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / t.plain("announcements-sheet-file", number=str(it.id))
        lines = await report.write_spreadsheet(
            house.db, context.visitor.actor, it.id, file, t, house.settings, now=context.now
        )
        content = await asyncio.to_thread(file.read_bytes)
    caption = t("announcements-sheet-caption", what=words.called(t, it), count=numbers.number(lines))
    await house.sender.document(context.chat, content, file.name, caption)


@door.about(Right.ANNOUNCE)
async def send_again(context: Context, it: Announcement) -> None:
    """ann-again:number: those it certainly did not reach."""
    many = await steering.resend_failed(context.house.db, context.visitor.actor, it.id, now=context.now)
    await context.toast(context.t.plain("announcements-again", count=numbers.number(many)), alert=True)


@door.about(Right.ANNOUNCE)
async def ask_about_unknown(context: Context, it: Announcement) -> None:
    """ann-unknown:number: nobody knows whether these got it; the risk of either choice is said."""
    at = await _at(context.house, it.id)
    if not at.undecided:
        raise Refused("none-left")
    await context.toast()
    t = context.t
    leave = button(t.plain("announcements-button-leave"), "ann-leave", it.id)
    twice = button(t.plain("announcements-button-twice"), "ann-twice", it.id)
    text = t("announcements-unknown", number=str(it.id), count=numbers.number(at.undecided))
    await context.reply(text, keyboard([[leave], [twice], cards.to_card(t, it.id)]))


@door.about(Right.ANNOUNCE)
async def leave_unknown(context: Context, it: Announcement) -> None:
    """ann-leave:number."""
    await _decide(context, it, send_again=False)


@door.about(Right.ANNOUNCE)
async def send_unknown_again(context: Context, it: Announcement) -> None:
    """ann-twice:number."""
    await _decide(context, it, send_again=True)


async def _decide(context: Context, it: Announcement, *, send_again: bool) -> None:
    many = await steering.decide_unknown(
        context.house.db, context.visitor.actor, it.id, send_again=send_again, now=context.now
    )
    await context.toast()
    key = "announcements-unknown-again" if send_again else "announcements-unknown-kept"
    text = context.t(key, count=numbers.number(many))
    await context.edit(text, keyboard([cards.to_card(context.t, it.id)]))
