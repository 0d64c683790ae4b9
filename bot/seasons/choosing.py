"""What somebody wants to be reminded of: opt-in, single seasons, the hour, pauses, and everything off at one word.

Nobody is reminded without a consent for the purpose "reminder", whose version and time are recorded. Nobody is asked
for a religion: the trade picks the ideas, and everyone may choose any season.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import city_day, city_moment, city_time
from bot.content import City
from bot.content.basics import Day
from bot.language.matching import words_of
from bot.seasons.calendar import AFTER, Event, Planned, coming, next_of, waves_of
from db.announcements import Kind
from db.engine import Database
from db.seasons import Reply, choices
from db.seasons.choices import Choice

CONSENT = "1"
"""Version of the words in `seasons-offer`; a change of their meaning makes a new one."""

HOURS = (8, 10, 14, 17)
PAUSE = timedelta(days=30)
STOPPED_KINDS = (str(Kind.SEASON), str(Kind.DEADLINE), str(Kind.INFORMATION))
"""What "stop" stops: everything but emergencies."""


async def choice(db: Database, person_id: int) -> Choice:
    """What somebody chose."""
    async with db.read() as session:
        return await choices.choice_of(session, person_id)


async def sectors(db: Database, person_id: int) -> tuple[str, ...]:
    """Sectors of somebody's open businesses."""
    async with db.read() as session:
        return await choices.sectors_of(session, person_id)


async def switch_main_on(db: Database, person_id: int, *, now: datetime) -> Choice:
    """Agree, and be reminded of all main seasons that were not switched off one by one."""
    async with db.write() as session:
        await choices.agree(session, person_id, CONSENT, now)
        await choices.set_choice(session, person_id, now, main=True, paused_until=None)
        return await choices.choice_of(session, person_id)


async def switch_on(db: Database, person_id: int, seasons: Sequence[str], *, now: datetime) -> Choice:
    """Agree, and be reminded of these too."""
    async with db.write() as session:
        await choices.agree(session, person_id, CONSENT, now)
        await choices.set_choice(session, person_id, now, paused_until=None)
        await choices.switch_on(session, person_id, seasons, now)
        return await choices.choice_of(session, person_id)


async def switch_off(db: Database, person_id: int, seasons: Sequence[str], *, now: datetime) -> Choice:
    """No reminders of these any more."""
    async with db.write() as session:
        await choices.switch_off(session, person_id, seasons, now)
        return await choices.choice_of(session, person_id)


async def toggle(db: Database, city: City, person_id: int, season: str, *, now: datetime) -> Choice:
    """Switch one season on or off. Raises KeyError for a season there is not."""
    chosen = wants(city, await choice(db, person_id), season)
    return await (switch_off if chosen else switch_on)(db, person_id, [city.season(season).id], now=now)


async def set_hour(db: Database, person_id: int, hour: int, *, now: datetime) -> Choice:
    """Be reminded at that hour. Raises ValueError for one that is not offered."""
    if hour not in HOURS:
        raise ValueError(f"{hour} is not offered")
    async with db.write() as session:
        await choices.set_choice(session, person_id, now, hour=hour)
        return await choices.choice_of(session, person_id)


async def pause(db: Database, person_id: int, *, now: datetime, on: bool = True) -> Choice:
    """No reminders for `PAUSE`; or again from now on."""
    async with db.write() as session:
        await choices.set_choice(session, person_id, now, paused_until=now + PAUSE if on else None)
        return await choices.choice_of(session, person_id)


async def stop(db: Database, person_id: int, *, now: datetime) -> datetime:
    """Everything off at once, without a question; the moment by which `undo_stop` takes it back."""
    moment = now.replace(microsecond=0)
    async with db.write() as session:
        await choices.stop(session, person_id, STOPPED_KINDS, moment)
    return moment


async def undo_stop(db: Database, person_id: int, stopped: int) -> bool:
    """Take back the stop of that second (Unix time); False when there is nothing of it."""
    async with db.write() as session:
        return await choices.undo_stop(session, person_id, datetime.fromtimestamp(stopped, UTC))


async def answer(db: Database, person_id: int, events: Iterable[Event], reply: Reply, *, now: datetime) -> None:
    """Note what somebody pressed under a reminder."""
    async with db.write() as session:
        await choices.answer(session, person_id, [event.key for event in events], reply, now)


# -- reading a choice ---------------------------------------------------------------------------------------------


def wants(city: City, chosen: Choice, season: str) -> bool:
    """Whether somebody is reminded of a season, pauses aside."""
    if not chosen.agreed or choices.ALL in chosen.stopped or season in chosen.off:
        return False
    return season in chosen.chosen or (chosen.main and not city.season(season).opt_in)


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that will come."""

    event: Event
    planned: Planned
    at: datetime


def next_reminder(city: City, chosen: Choice, event: Event, *, now: datetime) -> Coming | None:
    """The next reminder of that event somebody will get, and when."""
    begin = max(now, chosen.paused_until) if chosen.paused_until else now
    hour = max(chosen.hour, city.calendar.rules.reminder_hour)
    for planned in waves_of(city, event):
        at = city_moment(planned.day, hour, 0, city.zone)
        if at > begin and planned.wave != AFTER:
            return Coming(event, planned, at)
    return None


def next_of_all(city: City, chosen: Choice, *, now: datetime) -> Coming | None:
    """The very next reminder somebody will get."""
    today = city_day(now, city.zone)
    mine = [event for event in coming(city, today, opt_in=True) if wants(city, chosen, event.season)]
    found = [one for event in mine if (one := next_reminder(city, chosen, event, now=now))]
    return min(found, key=lambda one: (one.at, one.event.date), default=None)


# -- "ingatkan sebulan sebelumnya" --------------------------------------------------------------------------------

UNITS = {"hari": 1, "minggu": 7, "pekan": 7, "bulan": 30}
NUMBERS = {"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7}
_LEAD = re.compile(rf"\b(?:h ?-? ?(\d{{1,2}})|(se|\d{{1,2}}|{'|'.join(NUMBERS)}) ?({'|'.join(UNITS)}))\b")


def asked_lead(normalised: str) -> int | None:
    """Days before that somebody asks to be reminded: "sebulan sebelumnya" -> 30, "h-14" -> 14, else None."""
    found = _LEAD.search(" ".join(words_of(normalised)) if "-" not in normalised else normalised)
    if found is None:
        return None
    if found[1]:
        return int(found[1])
    count = 1 if found[2] == "se" else NUMBERS.get(found[2]) or int(found[2])
    return count * UNITS[found[3]]


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody who asks for a reminder can be told. `asked` is in days; `missed`: that day is over."""

    event: Event
    coming: Coming | None
    asked: int | None = None
    missed: bool = False


def promise(city: City, chosen: Choice, season: str, lead: int | None, *, now: datetime) -> Promise | None:
    """When the reminder of a season will really come: the wave nearest to the days asked for, or the next one.

    None when the calendar has no such season to come. Reminders go out on the calendar's days only, so the nearest to
    what was asked for is told, with its true number of days.
    """
    event = next_of(city, season, city_day(now, city.zone))
    if event is None:
        return None
    soonest = next_reminder(city, chosen, event, now=now)
    if lead is None or soonest is None:
        return Promise(event, soonest, lead, lead is not None)
    wished = event.date - timedelta(days=lead)
    if wished < city_time(now, city.zone).date():
        return Promise(event, soonest, lead, True)
    ahead = [_at(city, chosen, event, wave) for wave in waves_of(city, event) if wave.wave != AFTER]
    possible = [one for one in ahead if one.at >= soonest.at]
    return Promise(event, min(possible, key=lambda one: abs((one.planned.day - wished).days)), lead)


def _at(city: City, chosen: Choice, event: Event, planned: Planned) -> Coming:
    hour = max(chosen.hour, city.calendar.rules.reminder_hour)
    return Coming(event, planned, city_moment(planned.day, hour, 0, city.zone))


def examples(city: City, today: Day) -> tuple[Event, ...]:
    """The next two main seasons, to say what reminders are about."""
    return coming(city, today)[:2]
