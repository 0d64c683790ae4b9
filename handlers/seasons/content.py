"""Officials' content of the calendar: a new idea for a trade, the day of a season confirmed or moved."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot import numbers
from bot.answers import Answers
from bot.clock import city_day
from bot.content import City, ContentError
from bot.people import Right
from bot.seasons import office
from bot.seasons.calendar import Event, ref, resolve
from bot.seasons.office import TooLong
from bot.texts import Texts
from handlers.desk.items import back_to_desk
from handlers.gate import Context, Forged, official
from handlers.keyboards import SEPARATOR, button, columns, keyboard
from handlers.seasons.office import calendar
from handlers.waiting import ask_for, cancel_button, stop

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
        await context.edit(*await calendar(context))
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
        await context.edit(*await calendar(context))
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
