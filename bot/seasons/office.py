"""The officials' calendar: what comes, hold it, skip it, add a note or an idea, confirm or move a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import get_month_names
from sqlalchemy.ext.asyncio import AsyncSession

from bot import content
from bot.clock import city_day
from bot.content import City
from bot.content.basics import Day
from bot.content.models import Kind, as_data
from bot.people import Actor, NotAllowed, require
from bot.seasons.calendar import AFTER, Event, Planned, events, plan, ref
from bot.seasons.making import recipients
from db import people
from db.announcements import State
from db.announcements.moves import move
from db.announcements.states import IllegalMove
from db.engine import Database
from db.people import Right
from db.seasons import OPEN, PROGRAMME, WaveState, choices, waves
from db.seasons.waves import WaveKey

AHEAD = timedelta(days=60)
ONE_DAY = timedelta(days=1)
NOTE_MOST = 300
IDEA_MOST = 200


class TooLate(Exception):
    """The wave is made already; nothing was changed."""


class TooLong(Exception):
    """A text has more letters than there is room for."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} letters")
        self.most = most


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar. `state` None: planned."""

    planned: Planned
    state: WaveState | None


@dataclass(frozen=True, slots=True)
class Card:
    """A wave as officials look at it. `ready`: (label, how many answered that they are ready)."""

    entry: Entry
    count: int
    notes: tuple[str, ...]
    ready: tuple[tuple[str, int], ...]


def _may_look(actor: Actor) -> None:
    if not actor.rights & {Right.ANNOUNCE, Right.CONTENT, Right.APPROVE}:
        raise NotAllowed(Right.ANNOUNCE)


async def calendar(db: Database, city: City, actor: Actor, *, now: datetime) -> list[Entry]:
    """The waves of today and the coming 60 days, by day."""
    _may_look(actor)
    today = city_day(now, city.zone)
    async with db.read() as session:
        taken = await waves.taken(session)
    return [Entry(w, _state(w, taken)) for w in plan(city) if today <= w.day <= today + AHEAD]


def _state(planned: Planned, taken: dict[WaveKey, WaveState]) -> WaveState | None:
    """One state for all its seasons; what happened to one of them is what there is to say."""
    found = [taken[key] for key in planned.keys if key in taken]
    return found[0] if found else None


def find(city: City, wave: int, year: str, names: str) -> Planned | None:
    """The wave of the calendar that a button named by `ref` and its number."""
    wanted = f"{year}:{names}"
    return next((planned for planned in plan(city) if planned.wave == wave and ref(planned.events) == wanted), None)


async def card(db: Database, city: City, actor: Actor, planned: Planned, *, now: datetime) -> Card:
    """All about one wave: state, how many it is for at this moment, notes, answers so far."""
    _may_look(actor)
    count = len(await recipients(db, city, planned, now=now))
    async with db.read() as session:
        taken = await waves.taken(session, [event.season for event in planned.events])
        notes = await waves.notes(session, planned.keys)
        ready = [(e.label, (await choices.answer_counts(session, *e.key)).get("ready", 0)) for e in planned.events]
    return Card(Entry(planned, _state(planned, taken)), count, tuple(notes), tuple(one for one in ready if one[1]))


async def decide(db: Database, actor: Actor, planned: Planned, state: WaveState | None, *, now: datetime) -> None:
    """HELD, SKIPPED or APPROVED; None lets it go its way again. Raises TooLate when it is made, NotAllowed."""
    if state is not WaveState.APPROVED:
        require(actor, Right.ANNOUNCE)
    elif not actor.rights & {Right.APPROVE, Right.ANNOUNCE}:
        raise NotAllowed(Right.APPROVE)
    async with db.write() as session:
        await _still_open(session, planned)
        if state is None:
            await waves.release(session, planned.keys)
        else:
            await waves.decide(session, planned.keys, state, planned.day, actor.person_id, now)
        people.record(session, actor.person_id, f"season.{state or 'released'}", now, _subject(planned))


async def _still_open(session: AsyncSession, planned: Planned) -> None:
    taken = await waves.taken(session, [event.season for event in planned.events])
    changeable = OPEN | {WaveState.HELD, WaveState.SKIPPED}
    if any(taken.get(key, WaveState.APPROVED) not in changeable for key in planned.keys):
        raise TooLate


def _subject(planned: Planned) -> str:
    wave = "after" if planned.wave == AFTER else planned.wave
    return f"{'+'.join(event.season for event in planned.events)}:{planned.events[0].year}:{wave}"


async def note(db: Database, actor: Actor, planned: Planned, text: str, *, now: datetime) -> str:
    """Write a note that goes out with the wave ("-" removes it); what is kept. Raises TooLong, TooLate, NotAllowed."""
    require(actor, Right.ANNOUNCE)
    kept = "" if text.strip() == "-" else text.strip()
    if len(kept) > NOTE_MOST:
        raise TooLong(NOTE_MOST)
    async with db.write() as session:
        await _still_open(session, planned)
        await waves.set_note(session, planned.keys, kept, actor.person_id, now)
        people.record(session, actor.person_id, "season.note", now, _subject(planned), text=kept)
    return kept


# -- content ------------------------------------------------------------------------------------------------------


async def add_idea(
    db: Database, city: City, actor: Actor, season: str, sector: str, text: str, *, now: datetime
) -> City:
    """Put an idea first among those of a sector; the city as it is afterwards. Raises TooLong, NotAllowed."""
    require(actor, Right.CONTENT)
    said = " ".join(text.split())
    if len(said) > IDEA_MOST:
        raise TooLong(IDEA_MOST)
    ideas = {name: list(texts) for name, texts in city.season(season).ideas.items()}
    ideas[sector] = [said, *(one for one in ideas.get(city.sector(sector).id, []) if one != said)]
    return await content.edit(db, city, actor, Kind.SEASON, season, {"ideas": ideas}, now=now)


@dataclass(frozen=True, slots=True)
class Settled:
    """A day was confirmed: the city as it is now, and how many prepared reminders were called back."""

    city: City
    event: Event
    recalled: int


async def settle_date(db: Database, city: City, actor: Actor, event: Event, day: Day, *, now: datetime) -> Settled:
    """Confirm the day of a season, or move it. Waves that are not made move with it.

    Reminders that wait for a later hour of today would say the old day, so they are called back. Raises ContentError
    when the content would be wrong (another year, a day twice), NotAllowed.
    """
    require(actor, Right.CONTENT)
    dates = [_settled(one, event, day, now, city) for one in as_data(city.season(event.season))["dates"]]
    changed = await content.edit(db, city, actor, Kind.SEASON, event.season, {"dates": dates}, now=now)
    recalled = 0
    if day != event.date:
        recalled = await _recall(db, event, now)
    current = next(one for one in events(changed) if one.season == event.season and one.date == day)
    return Settled(changed, current, recalled)


def _settled(one: dict[str, object], event: Event, day: Day, now: datetime, city: City) -> dict[str, object]:
    if one["date"] != event.date.isoformat():
        return one
    said = f"confirmed in the bot on {city_day(now, city.zone).isoformat()}"
    until = one.get("until")
    if isinstance(until, str):
        until = (Day.fromisoformat(until) + (day - event.date)).isoformat()
    return {"year": one["year"], "date": day.isoformat(), "until": until, "status": "pasti", "note": said, "checks": {}}


async def _recall(db: Database, event: Event, now: datetime) -> int:
    if event.season.startswith(PROGRAMME):
        return 0
    recalled = 0
    async with db.write() as session:
        for number in await waves.not_started(session, event.season, event.year):
            try:
                await move(session, number, State.CANCELLED, now, of=State.APPROVED, finished_at=now)
            except IllegalMove:  # it has just started
                continue
            recalled += 1
    return recalled


def open_dates(city: City, today: Day) -> tuple[Event, ...]:
    """The next estimate of every season that has one within a year: what waits for an announcement."""
    until = today + timedelta(days=366)
    return tuple(event for event in events(city) if event.estimate and today <= event.date <= until)


_MONTHS = {name.lower(): number for width in ("wide", "abbreviated")
           for number, name in get_month_names(width, locale="id").items()}  # fmt: skip
_MONTHS |= {"agt": 8, "ags": 8, "nop": 11}
_WRITTEN = re.compile(r"(\d{1,2})[\s./-]+([a-z]+|\d{1,2})(?:[\s./-]+(\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_date(text: str, year: int) -> Day | None:
    """ "9 Februari 2027", "9 feb", "9/2/2027" or "2027-02-09" -> a day; None when it is none."""
    said = text.strip().lower()
    iso, written = _ISO.search(said), _WRITTEN.search(said)
    if iso:
        parts: Sequence[str | None] = (iso[3], iso[2], iso[1])
    elif written:
        parts = (written[1], written[2], written[3])
    else:
        return None
    month = _MONTHS.get(str(parts[1])) if not str(parts[1]).isdigit() else int(str(parts[1]))
    try:
        return Day(int(parts[2] or year), month or 0, int(str(parts[0])))
    except ValueError:
        return None
