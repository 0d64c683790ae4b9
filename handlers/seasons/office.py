"""The officials' calendar: the coming 60 days, each reminder as its readers will see it, hold, skip, add, move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot import numbers
from bot.answers import Answers
from bot.clock import city_day
from bot.content import City, ContentError
from bot.people import Right
from bot.seasons import office
from bot.seasons.calendar import AFTER, Event, Planned, ref, resolve
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
    await context.reply(*await _calendar(context))


@officials(*LOOKERS)
async def opened(update: Update, context: Context) -> None:
    """The same from the desk, in place."""
    await context.toast()
    await context.edit(*await _calendar(context))


async def _calendar(context: Context) -> tuple[Markup, InlineKeyboardMarkup]:
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
        await context.edit(*await _calendar(context))
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
        await context.edit(*await _calendar(context))
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
        await context.edit(*await _calendar(context))
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
        await context.edit(*await _calendar(context))
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


# -- ideas --------------------------------------------------------------------------------------------------------


def _seasons(context: Context) -> list[Event]:
    return list(resolve(context.house.city, context.argument(0), context.argument(1)))


@official(Right.CONTENT)
async def ask_idea(update: Update, context: Context) -> None:
    """Season, then sector, then the words."""
    await context.toast()
    city, t, found = context.house.city, context.t, _seasons(context)
    known = {season.id for season in city.seasons}
    found = [event for event in found if event.season in known]
    year = context.argument(0)
    if not found:
        await context.edit(*await _calendar(context))
    elif len(found) > 1:
        rows = [[button(event.label, "cal-idea", *ref([event]).split(SEPARATOR))] for event in found]
        await context.edit(t("seasons-office-which-event"), keyboard(rows))
    elif len(context.arguments) < 3:
        buttons = [
            button(f"{sector.emoji} {sector.short}", "cal-idea", year, context.argument(1), number)
            for number, sector in enumerate(city.sectors.sectors)
        ]
        await context.edit(t("seasons-office-idea-sector", season=found[0].label), keyboard(columns(buttons, 3)))
    else:
        await _ask_idea_words(context, found[0], context.number(2))


async def _ask_idea_words(context: Context, event: Event, number: int) -> None:
    sectors, t = context.house.city.sectors.sectors, context.t
    if number >= len(sectors):
        raise Forged("a sector there is not")
    sector = sectors[number]
    await ask_for(context, "season-idea", season=event.season, sector=sector.id)
    text = t("seasons-office-ask-idea", season=event.label, sector=sector.label.lower(), most=office.IDEA_MOST)
    await context.reply(text, keyboard([cancel_button(context)]))


async def heard_idea(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The idea."""
    house, t, season, sector = context.house, context.t, data["season"], data["sector"]
    if Right.CONTENT not in context.visitor.rights:
        await stop(context)
        return
    try:
        city = await office.add_idea(
            house.db, house.city, context.visitor.actor, season, sector, message.text or "", now=context.now
        )
    except TooLong as error:
        await context.reply(t("seasons-office-too-long", most=error.most), keyboard([cancel_button(context)]))
        return
    except ContentError as error:
        await context.reply(t("seasons-office-refused", why=_why(error)), keyboard([cancel_button(context)]))
        return
    _use(context, city)
    await stop(context)
    said = {"season": city.season(season).label, "sector": city.sector(sector).label.lower()}
    await context.reply(t("seasons-office-idea-added", **said), keyboard([[_list_button(t)]]))


def _why(error: ContentError) -> str:
    return "; ".join(problem.says for problem in error.problems)


def _use(context: Context, city: City) -> None:
    context.house.answers = Answers(city, context.house.answers.understanding)


def _list_button(t: Texts) -> InlineKeyboardButton:
    return button(t.plain("seasons-office-button-list"), "cal")


# -- days ---------------------------------------------------------------------------------------------------------


@official(Right.CONTENT)
async def open_dates(update: Update, context: Context) -> None:
    """From the desk: the estimates that wait for an announcement."""
    await context.toast()
    city, t = context.house.city, context.t
    found = office.open_dates(city, city_day(context.now, city.zone))
    rows = [
        [
            button(
                f"{event.label.split(' (')[0]}, ± {numbers.day(event.date)}", "cal-day", *ref([event]).split(SEPARATOR)
            )
        ]
        for event in found
    ]
    await context.edit(t("seasons-office-which-event"), keyboard([*rows, back_to_desk(t)]))


@official(Right.CONTENT)
async def day(update: Update, context: Context) -> None:
    """The day of one season: confirm it, the days beside it, or write another."""
    await context.toast()
    found = [event for event in _seasons(context) if event.season in {s.id for s in context.house.city.seasons}]
    t = context.t
    if not found:
        await context.edit(*await _calendar(context))
    elif len(found) > 1:
        rows = [[button(event.label, "cal-day", *ref([event]).split(SEPARATOR))] for event in found]
        await context.edit(t("seasons-office-which-event"), keyboard([*rows, [_list_button(t)]]))
    else:
        await context.edit(*_day_screen(context, found[0]))


def _day_screen(context: Context, event: Event) -> tuple[Markup, InlineKeyboardMarkup]:
    city, t = context.house.city, context.t
    when = next(one for one in city.season(event.season).dates if one.date == event.date)
    of = ref([event]).split(SEPARATOR)
    text = t(
        "seasons-office-dates", label=event.label, year=str(event.year), date=numbers.weekday(event.date),
        status=t("seasons-office-status", status=when.status),
    )  # fmt: skip
    days = [event.date + office.ONE_DAY * shift for shift in (0, -1, 1)]
    label = "seasons-office-button-confirm"
    rows = [[button(t.plain(label, date=numbers.day(one)), "cal-set", *of, one.isoformat())]
            for one in days if one.year == event.year]  # fmt: skip
    rows.append([button(t.plain("seasons-office-button-other"), "cal-other", *of)])
    return text, keyboard([*rows, [_list_button(t)]])


@official(Right.CONTENT)
async def set_day(update: Update, context: Context) -> None:
    """Confirm one of the days that were offered."""
    await context.toast()
    found, chosen = _seasons(context), office.read_date(context.argument(2), 0)
    if not found or chosen is None:
        raise Forged("a day of a season there is not")
    await _settle(context, found[0], chosen)


async def _settle(context: Context, event: Event, chosen: office.Day) -> None:
    house, t = context.house, context.t
    try:
        settled = await office.settle_date(house.db, house.city, context.visitor.actor, event, chosen, now=context.now)
    except ContentError as error:
        await context.reply(t("seasons-office-refused", why=_why(error)), keyboard([[_list_button(t)]]))
        return
    _use(context, settled.city)
    recalled = t("seasons-office-date-recalled", count=settled.recalled) if settled.recalled else ""
    text = t("seasons-office-date-set", label=event.label, year=str(event.year), date=numbers.weekday(chosen),
             recalled=recalled)  # fmt: skip
    await context.reply(text, keyboard([[_list_button(t)]]))


@official(Right.CONTENT)
async def ask_day(update: Update, context: Context) -> None:
    """Asks for another day in words."""
    await context.toast()
    found = _seasons(context)
    if not found:
        raise Forged("a season there is not")
    await ask_for(context, "season-day", of=context.arguments[:2])
    text = context.t("seasons-office-ask-date", label=found[0].label, year=str(found[0].year),
                     example=numbers.day(found[0].date))  # fmt: skip
    await context.reply(text, keyboard([cancel_button(context)]))


async def heard_day(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The day."""
    t, city = context.t, context.house.city
    found = resolve(city, *data["of"])
    if not found or Right.CONTENT not in context.visitor.rights:
        await stop(context)
        await context.reply(t("seasons-office-nothing-asked"))
        return
    event = found[0]
    chosen = office.read_date(message.text or "", event.year)
    if chosen is None:
        text = t("seasons-office-date-unclear", example=numbers.day(event.date))
        await context.reply(text, keyboard([cancel_button(context)]))
    elif chosen.year != event.year:
        text = t("seasons-office-date-far", date=numbers.day(chosen), year=str(event.year))
        await context.reply(text, keyboard([cancel_button(context)]))
    else:
        await stop(context)
        await _settle(context, event, chosen)
