"""The officials' calendar: the coming 60 days, each reminder as its readers will see it, hold, skip, add, move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot import numbers
from bot.content import City
from bot.people import Right
from bot.seasons import office
from bot.seasons.calendar import AFTER, Planned, ref
from bot.seasons.ideas import names
from bot.seasons.office import Card, Entry, TooLate, TooLong
from bot.seasons.wording import compose, short_date_of
from bot.texts import Texts
from db.seasons import WaveState
from handlers.announcements.door import officials
from handlers.desk.items import back_to_desk
from handlers.gate import Context, Forged, official
from handlers.keyboards import SEPARATOR, button, columns, keyboard
from handlers.seasons.reminders import hour_of
from handlers.waiting import ask_for, cancel_button, stop

LOOKERS = (Right.ANNOUNCE, Right.CONTENT, Right.APPROVE)
LINES = 30
AFTER_ARGUMENT = "x"
CLOSED = {WaveState.MADE, WaveState.EMPTY, WaveState.MISSED}


# -- the list and the card ----------------------------------------------------------------------------------------


@officials(*LOOKERS)
async def command(update: Update, context: Context) -> None:
    """/kalender."""
    await context.reply(*await calendar(context))


@officials(*LOOKERS)
async def opened(update: Update, context: Context) -> None:
    """The same from the desk, in place."""
    await context.toast()
    await context.edit(*await calendar(context))


async def calendar(context: Context) -> tuple[Markup, InlineKeyboardMarkup]:
    house, t = context.house, context.t
    found = await office.calendar(house.db, house.city, context.visitor.actor, now=context.now)
    entries = found[:LINES]
    if not entries:
        return t("seasons-calendar-empty"), keyboard([back_to_desk(t)])
    lines = [_line(t, number, entry) for number, entry in enumerate(entries, 1)]
    buttons = [button(str(number), "cal-card", *arguments_of(entry.planned)) for number, entry in enumerate(entries, 1)]
    text = t("seasons-calendar", list=Markup("\n").join(lines))
    return text, keyboard([*columns(buttons, 6), back_to_desk(t)])


def _line(t: Texts, number: int, entry: Entry) -> Markup:
    planned = entry.planned
    return t(
        "seasons-calendar-line", number=number, day=numbers.day(planned.day),
        names=", ".join(event.label.split(" (")[0] for event in planned.events),
        wave=t("seasons-wave-name", wave=planned.wave), state=_said(t, entry.state),
    )  # fmt: skip


def _said(t: Texts, state: WaveState | None) -> Markup:
    return t("seasons-wave-state", state=str(state or "planned"))


def arguments_of(planned: Planned) -> list[str]:
    """A wave in a button's data: its number, then its seasons."""
    wave = AFTER_ARGUMENT if planned.wave == AFTER else str(planned.wave)
    return [wave, *ref(planned.events).split(SEPARATOR)]


def _wave(context: Context, at: int = 0) -> Planned | None:
    """The wave a button named, from its argument `at` on; None when the calendar was changed since."""
    wave = context.argument(at)
    number = AFTER if wave == AFTER_ARGUMENT else context.number(at)
    return office.find(context.house.city, number, context.argument(at + 1), context.argument(at + 2))


@officials(*LOOKERS)
async def card(update: Update, context: Context) -> None:
    """One reminder."""
    await context.toast()
    await _show(context, _wave(context))


async def _show(context: Context, planned: Planned | None) -> None:
    if planned is None:
        await context.edit(*await calendar(context))
        return
    house = context.house
    found = await office.card(house.db, house.city, context.visitor.actor, planned, now=context.now)
    await context.edit(_card(house.city, context.t, found), _card_buttons(context, found))


def _card(city: City, t: Texts, found: Card) -> Markup:
    planned = found.entry.planned
    note = "\n".join(found.notes)
    parts = [
        t(
            "seasons-card", names=names(city, planned.events), wave=t("seasons-wave-name", wave=planned.wave),
            day=numbers.weekday(planned.day), hour=hour_of(city.calendar.rules.reminder_hour),
            zone=city.info.time_label, dates="; ".join(short_date_of(city, event) for event in planned.events),
            count=numbers.number(found.count),
            state=_said(t, found.entry.state) or t("seasons-card-planned"),
            note=t("seasons-card-note", text=note) if note else t("seasons-card-no-note"),
        )
    ]  # fmt: skip
    parts += [t("seasons-card-answers", label=label, ready=numbers.number(ready)) for label, ready in found.ready]
    return Markup("\n").join(parts)


def _card_buttons(context: Context, found: Card) -> InlineKeyboardMarkup:
    t, rights, of = context.t, context.visitor.rights, arguments_of(found.entry.planned)
    see = button(t.plain("seasons-office-button-preview"), "cal-see", *of)
    rows: list[Sequence[InlineKeyboardButton]] = [[see]]
    if found.entry.state not in CLOSED:
        acts = _acts(found.entry.state)
        allowed = Right.ANNOUNCE in rights
        shown = [act for act in acts if allowed or (act == "approve" and Right.APPROVE in rights)]
        rows += columns([button(t.plain(f"seasons-office-button-{act}"), "cal-do", act, *of) for act in shown], 2)
        if allowed:
            rows.append([button(t.plain("seasons-office-button-note"), "cal-note", *of)])
    if Right.CONTENT in rights:
        _, year, seasons = of
        rows.append([
            button(t.plain("seasons-office-button-idea"), "cal-idea", year, seasons),
            button(t.plain("seasons-office-button-dates"), "cal-day", year, seasons),
        ])  # fmt: skip
    rows.append([button(t.plain("seasons-office-button-list"), "cal")])
    return keyboard(rows)


def _acts(state: WaveState | None) -> tuple[str, ...]:
    if state in {WaveState.HELD, WaveState.SKIPPED}:
        return ("release",)
    return ("approve", "hold", "skip") if state is WaveState.AWAITING else ("hold", "skip")


# -- as its readers see it ----------------------------------------------------------------------------------------


@officials(*LOOKERS)
async def preview(update: Update, context: Context) -> None:
    """Which trade's owner to look as; then the message as they get it."""
    await context.toast()
    planned, city, t = _wave(context), context.house.city, context.t
    if planned is None:
        await context.edit(*await calendar(context))
    elif len(context.arguments) < 4:
        of = arguments_of(planned)
        found = [
            button(f"{sector.emoji} {sector.short}", "cal-see", *of, number)
            for number, sector in enumerate(city.sectors.sectors)
        ]
        back = [button(t.plain("seasons-button-back"), "cal-card", *of)]
        await context.edit(t("seasons-office-which-sector"), keyboard([*columns(found, 3), back]))
    else:
        await _preview(context, planned, context.number(3))


async def _preview(context: Context, planned: Planned, number: int) -> None:
    city, t = context.house.city, context.t
    if number >= len(city.sectors.sectors):
        raise Forged("a sector there is not")
    sector = city.sectors.sectors[number]
    shown = await office.card(context.house.db, city, context.visitor.actor, planned, now=context.now)
    reminder = compose(city, t, planned, sector.id, planned.day, shown.notes)
    head = t("seasons-office-preview", sector=sector.label.lower(), day=numbers.weekday(planned.day))
    back = [button(t.plain("seasons-button-back"), "cal-see", *arguments_of(planned))]
    await context.edit(Markup("\n\n").join([head, reminder.html]), keyboard([back]))


# -- hold, skip, release, approve, note ---------------------------------------------------------------------------

DECISIONS = {"hold": WaveState.HELD, "skip": WaveState.SKIPPED, "approve": WaveState.APPROVED, "release": None}
SAID = {"hold": "seasons-office-held", "skip": "seasons-office-skipped", "approve": "seasons-office-approved",
        "release": "seasons-office-released"}  # fmt: skip


@officials(Right.ANNOUNCE, Right.APPROVE)
async def decide(update: Update, context: Context) -> None:
    """Hold, skip, approve, or let it go its way again."""
    act = context.argument(0)
    if act not in DECISIONS:
        raise Forged("a decision there is not")
    planned, t = _wave(context, 1), context.t
    if planned is None:
        await context.toast()
        await context.edit(*await calendar(context))
        return
    try:
        await office.decide(context.house.db, context.visitor.actor, planned, DECISIONS[act], now=context.now)
    except TooLate:
        await context.toast(t.plain("seasons-office-made-already"), alert=True)
    else:
        await context.toast(t.plain(SAID[act]))
    await _show(context, planned)


@official(Right.ANNOUNCE)
async def ask_note(update: Update, context: Context) -> None:
    """Asks for a note that goes out with the reminder."""
    await context.toast()
    if _wave(context) is None:
        await context.edit(*await calendar(context))
        return
    await ask_for(context, "season-note", of=context.arguments[:3])
    text = context.t("seasons-office-ask-note", most=office.NOTE_MOST)
    await context.reply(text, keyboard([cancel_button(context)]))


async def heard_note(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The note."""
    wave, year, seasons = data["of"]
    number = AFTER if wave == AFTER_ARGUMENT else int(wave)
    house, t = context.house, context.t
    planned = office.find(house.city, number, year, seasons)
    if planned is None or Right.ANNOUNCE not in context.visitor.rights:
        await stop(context)
        await context.reply(t("seasons-office-nothing-asked"))
        return
    try:
        kept = await office.note(house.db, context.visitor.actor, planned, message.text or "", now=context.now)
    except TooLong as error:
        await context.reply(t("seasons-office-too-long", most=error.most), keyboard([cancel_button(context)]))
        return
    except TooLate:
        kept = None
    await stop(context)
    key = {None: "seasons-office-made-already", "": "seasons-office-unnoted"}.get(kept, "seasons-office-noted")
    back = [button(t.plain("seasons-button-back"), "cal-card", wave, year, seasons)]
    await context.reply(t(key), keyboard([back]))
