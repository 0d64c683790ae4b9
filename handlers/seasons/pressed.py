"""The buttons under a reminder, and under an answer about seasons."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from bot import numbers
from bot.clock import city_day
from bot.seasons import choosing
from bot.seasons.asking import more_ideas
from bot.seasons.calendar import Event, ref, resolve
from bot.seasons.ideas import fitting, names
from bot.seasons.wording import short_date_of
from db.seasons import PROGRAMME, Reply
from handlers.gate import Context, Forged
from handlers.keyboards import SEPARATOR, button, keyboard
from handlers.seasons import reminders
from handlers.seasons.asking import send_picture

SECOND = 2
"""The idea with which "Ide lain" goes on: a message shows two."""


async def pressed(update: Update, context: Context) -> None:
    """ "season:<act>:<year>:<seasons>", see `bot.seasons.calendar.ref`."""
    act = ACTS.get(context.argument(0))
    if act is None:
        raise Forged("an act there is not")
    await act(context)


def _events(context: Context) -> tuple[Event, ...]:
    """What the button is about; () when the calendar has it no more."""
    return resolve(context.house.city, context.argument(1), context.argument(2))


async def _ready(context: Context) -> None:
    found = _events(context)
    await context.toast()
    if not found:
        await context.reply(context.t("seasons-gone"))
        return
    await choosing.answer(context.house.db, context.visitor.person_id, found, Reply.READY, now=context.now)
    undo = button(context.t.plain("seasons-button-again"), "season", "again", *ref(found).split(SEPARATOR))
    await context.reply(context.t("seasons-ready", names=names(context.house.city, found)), keyboard([[undo]]))


async def _again(context: Context) -> None:
    found = _events(context)
    await context.toast()
    if not found:
        await context.reply(context.t("seasons-gone"))
        return
    house, person = context.house, context.visitor.person_id
    await choosing.answer(house.db, person, found, Reply.AGAIN, now=context.now)
    await context.reply(await _when_again(context, found))


async def _when_again(context: Context, found: Sequence[Event]) -> str:
    city, t = context.house.city, context.t
    today = city_day(context.now, city.zone)
    ahead = [event for event in found if event.date > today]
    if not ahead:
        return t("seasons-again-over")
    chosen = await choosing.choice(context.house.db, context.visitor.person_id)
    coming = [one for event in ahead if (one := choosing.next_reminder(city, chosen, event, now=context.now))]
    if not coming:
        return t("seasons-again-last", names=names(city, ahead[:1]), date=short_date_of(city, ahead[0]))
    first = min(coming, key=lambda one: one.at)
    local = first.at.astimezone(city.zone)
    return t(
        "seasons-again", names=first.event.label, date=numbers.weekday(local.date()),
        hour=reminders.hour_of(local.hour), zone=city.info.time_label,
    )  # fmt: skip


async def _more(context: Context) -> None:
    """Other ideas for the same seasons, and so on round and round."""
    found = [event for event in _events(context) if not event.season.startswith(PROGRAMME)]
    await context.toast()
    if not found:
        await context.reply(context.t("seasons-gone"))
        return
    house = context.house
    start = context.number(3) if len(context.arguments) > 3 else SECOND
    sectors = await choosing.sectors(house.db, context.visitor.person_id)
    sector = fitting(house.city, [event.season for event in found], sectors) or context.visitor.talk.get("sector")
    today = city_day(context.now, house.city.zone)
    html, following = more_ideas(house.city, context.t, found, sector, start, today)
    more = button(context.t.plain("seasons-button-more"), "season", "more", *ref(found).split(SEPARATOR), following)
    await context.reply(html, keyboard([[more]]))


async def _off(context: Context) -> None:
    """One season: off at once. Several in one message: which?"""
    found, t = _events(context), context.t
    await context.toast()
    if not found:
        await context.reply(t("seasons-gone"))
    elif len(found) == 1:
        await _drop_these(context, [found[0].season])
    else:
        rows = [[button(event.label, "season", "drop", event.season)] for event in found]
        both = SEPARATOR.join(["season", "drop", ".".join(event.season for event in found)])
        rows.append([button(t.plain("seasons-off-all"), *both.split(SEPARATOR))])
        await context.reply(t("seasons-off-which"), keyboard(rows))


async def _drop(context: Context) -> None:
    await context.toast()
    await _drop_these(context, context.argument(1).split("."))


async def _drop_these(context: Context, seasons: Sequence[str]) -> None:
    city = context.house.city
    known = {season.id for season in city.seasons}
    if len(seasons) == 1 and seasons[0].startswith(PROGRAMME):
        person = context.visitor.person_id
        await choosing.switch_off(context.house.db, person, seasons, now=context.now)
        title = city.programme(seasons[0].removeprefix(PROGRAMME)).title
        await context.reply(context.t("seasons-stopped-one", names=title))
    elif set(seasons) <= known:
        await reminders.switch_off(context, list(seasons))
    else:
        raise Forged("a season there is not")


async def _picture(context: Context) -> None:
    await context.toast()
    await send_picture(context)


ACTS = {"ready": _ready, "again": _again, "more": _more, "off": _off, "drop": _drop, "picture": _picture}
"""What each button does, by its first argument."""
