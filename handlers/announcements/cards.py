"""The card of one announcement: what it is, and the buttons its state and one's rights allow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.announcements.content import content_hash
from bot.people import Right
from bot.texts import Texts
from db.announcements import Action, Announcement, State, records
from handlers.announcements import words
from handlers.gate import Context
from handlers.keyboards import Row, button, keyboard

HASH_SHOWN = 16
"""How much of the content's hash a button carries: 64 bits, and the service compares the whole."""

OVER = frozenset({State.FINISHED, State.CANCELLED, State.EXPIRED})


async def show(context: Context, it: Announcement) -> None:
    """Show the card: in place after a button, as a new message otherwise."""
    async with context.house.db.read() as session:
        later = await records.corrections(session, it.id) if it.started_at is not None else []
    text = words.join([words.card(context, it), *_since(context, later)])
    taken_back = any(one.action == Action.DELETE for one in later)
    await saying(context)(text, buttons(context, it, taken_back=taken_back))


def _since(context: Context, later: Sequence[Announcement]) -> list[Markup]:
    """That it was corrected or taken back since, and when."""
    t, house = context.t, context.house
    return [
        t(f"announcements-card-since-{one.action}", number=str(one.id), at=words.moment(house, one.started_at))
        for one in later
        if one.started_at is not None
    ]


def saying(context: Context) -> Callable[..., Awaitable[Any]]:
    """How to answer: in place after a button, with a new message otherwise."""
    return context.edit if context.incoming.callback_query else context.reply


def buttons(context: Context, it: Announcement, *, taken_back: bool = False) -> InlineKeyboardMarkup:
    """What can be done with it now, by this visitor. `taken_back`: there is nothing left to be corrected."""
    t, rights = context.t, context.visitor.rights
    mine = it.author_id == context.visitor.person_id
    rows: list[Row] = []
    if it.template is not None:
        rows = _of_a_template(t, it, mine=mine)
    elif it.state == State.DRAFT and mine:
        rows = _of_a_draft(t, it) if it.action == Action.SEND else _of_a_correction(t, it)
    elif it.state == State.AWAITING and not mine and Right.APPROVE in rights:
        rows = to_decide(t, it)
    elif it.state in {State.AWAITING, State.APPROVED}:
        rows = _of_one_that_waits(t, it, mine=mine)
    elif it.started_at is not None:
        rows = _of_one_that_went_out(t, it, corrects=Right.ANNOUNCE in rights and not taken_back)
    copyable = it.template is None and not (mine and it.state == State.DRAFT)
    if Right.ANNOUNCE in rights and it.action == Action.SEND and copyable and it.author_id:
        rows = [*rows, [button(t.plain("announcements-button-copy"), "ann-new", it.id)]]
    return keyboard([*rows, back(t)])


def back(t: Texts) -> list[InlineKeyboardButton]:
    """A row with the way to the list."""
    return [button(t.plain("announcements-button-list"), "ann-list")]


def to_card(t: Texts, number: int) -> list[InlineKeyboardButton]:
    """A row with the way to the card."""
    return [button(t.plain("announcements-button-card"), "ann-card", number)]


def _ask(t: Texts, it: Announcement, *steps: str) -> list[InlineKeyboardButton]:
    return [button(t.plain(f"announcements-button-{step}"), "ann-ask", it.id, step) for step in steps]


def _of_a_draft(t: Texts, it: Announcement) -> list[Row]:
    return [
        _ask(t, it, "text", "media"),
        _ask(t, it, "links", "kind"),
        [button(t.plain("announcements-button-audience"), "ann-who", it.id), *_ask(t, it, "when")],
        _ask(t, it, "until", "signed"),
        _finish(t, it),
        [
            button(t.plain("announcements-button-keep"), "ann-ask", it.id, "template"),
            button(t.plain("announcements-button-drop"), "ann-drop", it.id),
        ],
    ]


def _of_a_correction(t: Texts, it: Announcement) -> list[Row]:
    return [
        _ask(t, it, "text", *(["links"] if it.action == Action.EDIT else [])),
        _ask(t, it, "when", "signed"),
        _finish(t, it),
        [button(t.plain("announcements-button-drop"), "ann-drop", it.id)],
    ]


def _finish(t: Texts, it: Announcement) -> Sequence[InlineKeyboardButton]:
    return [
        button(t.plain("announcements-button-preview"), "ann-see", it.id),
        button(t.plain("announcements-button-submit"), "ann-submit", it.id),
    ]


def to_decide(t: Texts, it: Announcement) -> list[Row]:
    """Approve or reject. The button of approval carries what was seen."""
    return [
        [button(t.plain("announcements-button-approve"), "ann-yes", it.id, content_hash(it)[:HASH_SHOWN])],
        [
            button(t.plain("announcements-button-reject"), "ann-no", it.id),
            button(t.plain("announcements-button-look"), "ann-see", it.id),
        ],
    ]


def _of_one_that_waits(t: Texts, it: Announcement, *, mine: bool) -> list[Row]:
    look = button(t.plain("announcements-button-look"), "ann-see", it.id)
    pull = [button(t.plain("announcements-button-pull"), "ann-pull", it.id)] if mine else []
    return [[look, *pull], [button(t.plain("announcements-button-cancel"), "ann-stop", it.id)]]


def _of_one_that_went_out(t: Texts, it: Announcement, *, corrects: bool) -> list[Row]:
    rows: list[Row] = [[
        button(t.plain("announcements-button-watch"), "ann-watch", it.id),
        button(t.plain("announcements-button-report"), "ann-report", it.id),
    ]]  # fmt: skip
    if corrects and it.state in OVER and it.action == Action.SEND and it.author_id:
        rows.append([
            button(t.plain("announcements-button-correct"), "ann-fix", it.id),
            button(t.plain("announcements-button-retract"), "ann-retract", it.id),
        ])  # fmt: skip
    return rows


def _of_a_template(t: Texts, it: Announcement, *, mine: bool) -> list[Row]:
    drop = [[button(t.plain("announcements-button-drop-template"), "ann-drop", it.id)]] if mine else []
    return [[button(t.plain("announcements-button-use"), "ann-new", it.id)], *drop] if it.state == State.DRAFT else []
