"""Turning what the calendar says into announcements, each wave once. Rung every minute; what is due is a query.

A wave is made between the reminder hour and the beginning of the quiet time, and goes out on that day or not at all:
its words count the days. Who chose a later hour gets an announcement of their own for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError

from bot.announcements.hours import Hours
from bot.announcements.system import Letter, announce_by_system
from bot.clock import city_moment, city_time
from bot.content import City
from bot.content.basics import Day
from bot.seasons.calendar import AFTER, Planned, due, plan, resting_days
from bot.seasons.ideas import fitting
from bot.seasons.wording import compose
from bot.settings import Settings
from bot.texts import Catalogue
from db.announcements import Kind
from db.engine import Database
from db.seasons import PROGRAMME, WaveState, choices, waves
from db.seasons.choices import Reminded
from db.seasons.waves import WaveKey

log = structlog.get_logger()

LOOK_BACK = timedelta(days=90)
"""Waves older than this are not looked at; no reminder is sent that late."""

ASKED_AHEAD = timedelta(days=2)
"""How long before its day officials are asked to confirm a wave."""


@dataclass(frozen=True, slots=True)
class Made:
    """What one ring did: announcements by number, and waves officials are to be asked about."""

    announcements: tuple[int, ...] = ()
    to_confirm: tuple[Planned, ...] = ()


async def ring(db: Database, city: City, texts: Catalogue, settings: Settings, *, now: datetime) -> Made:
    """Make what is due. Harmless however often it is called, and after however long a silence."""
    hours, local = Hours.of(settings), city_time(now, settings.zone)
    if local.hour < city.calendar.rules.reminder_hour or hours.is_quiet(now):
        return Made()
    today = local.date()
    recent = [wave for wave in plan(city) if wave.day >= today - LOOK_BACK]
    async with db.read() as session:
        taken, busy = await waves.taken(session), await waves.made_on(session, today)
    ready, missed = due(recent, taken, today, resting_days(city), busy=busy)
    if missed:
        async with db.write() as session:
            await waves.miss(session, missed, today, now)
    asked: tuple[Planned, ...] = ()
    if settings.season_approval:
        ready = [one for planned in ready if (one := _confirmed(planned, taken))]
        asked = await _ask(db, recent, taken, today, now)
    made = [number for planned in ready for number in await make(db, city, texts, settings, planned, now=now)]
    return Made(tuple(made), asked)


def _confirmed(planned: Planned, taken: dict[WaveKey, WaveState]) -> Planned | None:
    events = tuple(e for e in planned.events if taken.get(planned.key(e)) == WaveState.APPROVED)
    return Planned(planned.wave, planned.day, events) if events else None


async def _ask(
    db: Database, recent: Sequence[Planned], taken: dict[WaveKey, WaveState], today: Day, now: datetime
) -> tuple[Planned, ...]:
    """The waves that officials must be asked about and have not been."""
    soon = [w for w in recent if today <= w.day <= today + ASKED_AHEAD and not any(key in taken for key in w.keys)]
    for wave in soon:
        async with db.write() as session:
            await waves.ask_for_approval(session, wave.keys, wave.day, now)
    return tuple(soon)


async def make(
    db: Database, city: City, texts: Catalogue, settings: Settings, planned: Planned, *, now: datetime
) -> list[int]:
    """Make one wave: its announcements (one per hour that people chose), then the note that it is made.

    A crash in between leaves announcements without the note; the next ring finds them by their origin, leaves out
    everyone they are for, and writes the note.
    """
    today, base = city_time(now, settings.zone).date(), origin(planned)
    origins = [base, *(_at(base, hour) for hour in range(1, 24))]
    people = await recipients(db, city, planned, now=now)
    async with db.read() as session:
        notes = await waves.notes(session, planned.keys)
        begun = await waves.by_origin(session, origins)
        reached = await waves.recipients_of(session, begun.values()) if begun else set()
    write = _writer(city, texts, planned, today, notes)
    by_hour: dict[int, list[To]] = {}
    for one in people:
        if one[0].person_id not in reached:
            by_hour.setdefault(_bucket(one[0], now, settings), []).append(one)
    for hour, group in sorted(by_hour.items()):
        await _announce(db, settings, _at(base, hour), group, write, planned, today, hour, now)
    return await _note(db, planned, origins, today, now)


async def _note(db: Database, planned: Planned, origins: Sequence[str], today: Day, now: datetime) -> list[int]:
    """Write down that the wave is made; its announcements, also those another process made at the same moment."""
    try:
        async with db.write() as session:
            numbers = sorted((await waves.by_origin(session, origins)).values())
            await waves.make(session, planned.keys, today, now, min(numbers, default=None))
    except IntegrityError:
        log.info("seasons.made_elsewhere", origin=origins[0])
        return []
    log.info("seasons.made", origin=origins[0], announcements=numbers)
    return numbers


Write = Callable[[tuple[str, ...], str | None, str], Letter]
"""(seasons, sector, language) -> what those people read."""

To = tuple[Reminded, str | None]


async def recipients(db: Database, city: City, planned: Planned, *, now: datetime) -> list[To]:
    """Everyone a wave is for now, with the sector whose ideas fit."""
    first = planned.events[0]
    keys = [event.key for event in planned.events]
    main = frozenset(season.id for season in city.seasons if not season.opt_in)
    async with db.read() as session:
        if first.season.startswith(PROGRAMME):
            people = await choices.interested(session, first.season.removeprefix(PROGRAMME), first.key, now)
            return [(person, None) for person in people]
        people = await choices.reminded(session, keys, main, now)
        owners = await choices.sectors_of_owners(session)
    fits: dict[tuple[tuple[str, ...], tuple[str, ...]], str | None] = {}
    found = []
    for count, person in enumerate(people):
        if count % choices.AT_ONCE == 0:
            await asyncio.sleep(0)
        of = (person.seasons, owners.get(person.person_id, ()))
        if of not in fits:
            fits[of] = fitting(city, *of)
        found.append((person, fits[of]))
    return found


def _bucket(person: Reminded, now: datetime, settings: Settings) -> int:
    """The hour to send at; 0 for at once."""
    return person.hour if person.hour > city_time(now, settings.zone).hour else 0


def origin(planned: Planned) -> str:
    """What makes the announcement of a wave unique: "season:ramadan:2027:60", merged "season:imlek+ramadan:2027:30"."""
    first = planned.events[0]
    year = f"{first.year}.{first.number}" if first.number > 1 else str(first.year)
    wave = "after" if planned.wave == AFTER else planned.wave
    if first.season.startswith(PROGRAMME):
        return f"deadline:{first.season.removeprefix(PROGRAMME)}:{year}:{wave}"
    return f"season:{'+'.join(event.season for event in planned.events)}:{year}:{wave}"


def _at(base: str, hour: int) -> str:
    return f"{base}@{hour}" if hour else base


def _writer(city: City, texts: Catalogue, planned: Planned, today: Day, notes: Sequence[str]) -> Write:
    def write(seasons: tuple[str, ...], sector: str | None, language: str) -> Letter:
        mine = Planned(planned.wave, planned.day, tuple(e for e in planned.events if e.season in seasons))
        return Letter(**compose(city, texts[language], mine, sector, today, notes).as_variant())

    return write


async def _announce(
    db: Database, settings: Settings, origin: str, people: Sequence[To],
    write: Write, planned: Planned, today: Day, hour: int, now: datetime,
) -> int | None:  # fmt: skip
    """One announcement for those of one hour. Its letters differ by seasons, sector and language."""
    kinds = {(person.seasons, sector, person.language) for person, sector in people}
    deadline = planned.events[0].season.startswith(PROGRAMME)
    return await announce_by_system(
        db,
        origin,
        {_letter(*kind): write(*kind) for kind in sorted(kinds, key=str)},
        _addressed(people),
        now=now,
        kind=Kind.DEADLINE if deadline else Kind.SEASON,
        send_at=city_moment(today, hour, 0, settings.zone) if hour else None,
        not_after=closing(settings, today),
    )


def _addressed(people: Iterable[To]) -> Iterable[tuple[int, str]]:
    return ((person.person_id, _letter(person.seasons, sector, person.language)) for person, sector in people)


def _letter(seasons: tuple[str, ...], sector: str | None, language: str) -> str:
    return f"{'+'.join(seasons)}|{sector or '-'}|{language}"


def closing(settings: Settings, today: Day) -> datetime:
    """The end of what may still be sent on a day: the beginning of its night, or midnight."""
    midnight = city_moment(today + timedelta(days=1), 0, 0, settings.zone)
    night = Hours.of(settings).night
    if night is None or night.start.hour < 12:
        return midnight
    return city_moment(today, night.start.hour, night.start.minute, settings.zone)
