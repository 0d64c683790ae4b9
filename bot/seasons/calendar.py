"""What the calendar says: every season of every year as an event, and when which reminder of it is due. Pure functions.

Rules (the numbers are content, `seasons.yaml`):

- Main seasons less than `merge_within_days` from the first of them are one group; a season that people choose by
  themselves joins a group when it is that close to all of it. A group's wave is one message.
- Wave n of a group is n days before the first main season that has a wave n. A chosen season rides along if it is still
  to come then, and has a wave of its own otherwise.
- Nobody is written to on a religious day, nor on a day that may turn out to be one while the date is an estimate
  (`margin_days`): a wave that falls there comes on the free day before it, a look back on the free day after it.
- Too late: only the latest wave that has passed may still go, with the true number of days, while its season is ahead
  and the next wave is more than `NEXT_IS_NEAR` days away. A look back may be `LOOK_BACK_LATE` days late. Late ones go
  one a day, the nearest season first, and not on a day that has a wave of its own: also not while officials hold that
  one, because they may release it within the hour.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

from bot.content import City
from bot.content.basics import Day
from bot.content.calendar import LeadProfile, Season, SeasonDate
from bot.content.models import Programme
from db.seasons import OPEN, PROGRAMME, WaveState
from db.seasons.waves import WaveKey

AFTER = -1
"""The wave that looks back."""

NEXT_IS_NEAR = 2
LOOK_BACK_LATE = 2
DEADLINE_DAYS = (14, 7, 3, 1)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """A season in a year, or a programme's deadline: something to be reminded of. `number`: 1, or 2 for the second
    of one year. Where it has several days, `date` is the first and `last_day` the last."""

    season: str
    year: int
    number: int
    label: str
    date: Day
    last_day: Day
    days: tuple[int, ...]
    after: int = 0
    opt_in: bool = False
    holy: bool = False
    estimate: bool = False
    margin: int = 0
    isbat: bool = False

    @property
    def key(self) -> tuple[str, int, int]:
        """What it is known by, also when its day moves within the year."""
        return self.season, self.year, self.number

    def left(self, today: Day) -> int:
        """Days until it begins; negative when it began before."""
        return (self.date - today).days


@dataclass(frozen=True, slots=True)
class Planned:
    """One wave of a group: `wave` days before, or AFTER; on `day`; the events in order of their days."""

    wave: int
    day: Day
    events: tuple[Event, ...]

    def key(self, event: Event) -> WaveKey:
        """The key of this wave of one of its events."""
        return (*event.key, self.wave)

    @property
    def keys(self) -> tuple[WaveKey, ...]:
        """The keys of all its events."""
        return tuple(self.key(event) for event in self.events)


# -- events -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def events(city: City) -> tuple[Event, ...]:
    """Every season of every year the content has, by day."""
    found = [event for season in city.seasons for event in _of_season(city, season)]
    return tuple(sorted(found, key=_order))


def _of_season(city: City, season: Season) -> Iterable[Event]:
    seen: dict[int, int] = {}
    profile = city.lead_profile(season.id)
    for when in sorted(season.dates, key=lambda when: when.date):
        seen[when.year] = seen.get(when.year, 0) + 1
        yield _event(season, when, seen[when.year], profile)


def _event(season: Season, when: SeasonDate, number: int, profile: LeadProfile) -> Event:
    return Event(
        season.id, when.year, number, season.label, when.date, when.last_day, profile.days, profile.after,
        opt_in=season.opt_in, holy=season.holy_day, estimate=when.is_estimate, margin=when.margin_days,
        isbat=season.isbat,
    )  # fmt: skip


def deadlines(city: City) -> tuple[Event, ...]:
    """Every programme with a last day, by day. A deadline moved within its month stays the same one."""
    found = [_deadline(programme, day) for programme in city.programmes if (day := programme.deadline)]
    return tuple(sorted(found, key=lambda event: (event.date, event.season)))


def _deadline(programme: Programme, day: Day) -> Event:
    return Event(f"{PROGRAMME}{programme.id}", day.year, day.month, programme.title, day, day, DEADLINE_DAYS)


def next_of(city: City, season: str, today: Day) -> Event | None:
    """That season as it comes next, or is now."""
    return next((event for event in events(city) if event.season == season and event.last_day >= today), None)


def coming(city: City, today: Day, *, days: int | None = None, opt_in: bool = False) -> tuple[Event, ...]:
    """What begins today or later (within `days`), by day; seasons one must choose only with `opt_in`."""
    last = today + timedelta(days=days) if days is not None else Day.max
    return tuple(event for event in events(city) if today <= event.date <= last and (opt_in or not event.opt_in))


@lru_cache(maxsize=4)
def resting_days(city: City) -> frozenset[Day]:
    """Days on which nobody is reminded of anything: religious days, estimated ones with their margin."""
    if not city.calendar.rules.skip_holy_day:
        return frozenset()
    found: set[Day] = set()
    for event in events(city):
        if event.holy:
            found |= {event.date + ONE_DAY * shift for shift in range(-event.margin, event.margin + 1)}
            found |= {event.last_day + ONE_DAY * shift for shift in range(-event.margin, event.margin + 1)}
    return frozenset(found)


# -- groups and their waves ---------------------------------------------------------------------------------------


def groups(found: Sequence[Event], within: int) -> list[tuple[Event, ...]]:
    """Events that share their reminders. See the rules above."""
    made = _anchored([event for event in found if not event.opt_in], within)
    alone = []
    for event in (event for event in found if event.opt_in):
        near = [group for group in made if all(abs((event.date - other.date).days) < within for other in group)]
        if near:
            near[0].append(event)
        else:
            alone.append(event)
    merged = [tuple(sorted(group, key=_order)) for group in [*made, *_anchored(alone, within)]]
    return sorted(merged, key=lambda group: group[0].date)


def _order(event: Event) -> tuple[Day, bool, str]:
    return event.date, event.opt_in, event.season


def _anchored(found: Sequence[Event], within: int) -> list[list[Event]]:
    """Each group reaches less than `within` days from its first event, so it cannot grow along a chain."""
    made: list[list[Event]] = []
    for event in sorted(found, key=lambda event: event.date):
        if made and (event.date - made[-1][0].date).days < within:
            made[-1].append(event)
        else:
            made.append([event])
    return made


@lru_cache(maxsize=4)
def plan(city: City) -> tuple[Planned, ...]:
    """Every wave of every event the content knows, by day."""
    resting = resting_days(city)
    found = [wave for group in groups(events(city), city.calendar.rules.merge_within_days)
             for wave in _waves(group, resting)]  # fmt: skip
    found += [wave for event in deadlines(city) for wave in _waves((event,), resting)]
    return tuple(sorted(found, key=lambda wave: (wave.day, -wave.wave, wave.events[0].season)))


def _waves(group: Sequence[Event], resting: frozenset[Day]) -> Iterable[Planned]:
    for wave in sorted({n for event in group for n in event.days}, reverse=True):
        yield from _ahead(wave, [event for event in group if wave in event.days], resting)
    looks_back = [event for event in group if event.after]
    for mine in ([e for e in looks_back if not e.opt_in], [e for e in looks_back if e.opt_in]):
        if mine:
            day = max(event.last_day + ONE_DAY * event.after for event in mine)
            yield Planned(AFTER, _free(day, resting, ONE_DAY), tuple(mine))


def _ahead(wave: int, members: Sequence[Event], resting: frozenset[Day]) -> Iterable[Planned]:
    lead = [event for event in members if not event.opt_in] or list(members)
    day = _free(lead[0].date - ONE_DAY * wave, resting, -ONE_DAY)
    together = [event for event in members if event in lead or event.date > day]
    yield Planned(wave, day, tuple(together))
    rest = [event for event in members if event not in together]
    if rest:
        yield Planned(wave, _free(rest[0].date - ONE_DAY * wave, resting, -ONE_DAY), tuple(rest))


def _free(day: Day, resting: frozenset[Day], step: timedelta) -> Day:
    while day in resting:
        day += step
    return day


# -- what is due --------------------------------------------------------------------------------------------------


class Verdict(enum.Enum):
    """What is to be done about a wave of an event today."""

    SEND = enum.auto()
    WAIT = enum.auto()
    MISSED = enum.auto()


def due(
    waves: Sequence[Planned],
    taken: Mapping[WaveKey, WaveState],
    today: Day,
    resting: frozenset[Day],
    *,
    busy: bool = False,
) -> tuple[list[Planned], list[WaveKey]]:
    """Waves to be made today, each with its open events only; and the keys of those that are too late for ever.

    `busy`: something was made today already.
    """
    later = _next_days(waves)
    send, missed = [], list[WaveKey]()
    for planned in waves:
        if planned.day > today:
            break
        open_now = [event for event in planned.events if taken.get(planned.key(event), WaveState.APPROVED) in OPEN]
        verdicts = {event: _verdict(planned, event, today, resting, later) for event in open_now}
        missed += [planned.key(event) for event, verdict in verdicts.items() if verdict is Verdict.MISSED]
        ready = tuple(event for event, verdict in verdicts.items() if verdict is Verdict.SEND)
        if ready:
            send.append(Planned(planned.wave, planned.day, ready))
    on_time = [planned for planned in send if planned.day == today]
    late = sorted(send, key=lambda planned: (planned.wave == AFTER, planned.events[0].date))
    return on_time if on_time or busy or _held(waves, taken, today) else late[:1], missed


def _held(waves: Sequence[Planned], taken: Mapping[WaveKey, WaveState], today: Day) -> bool:
    return any(taken.get(key) is WaveState.HELD for planned in waves if planned.day == today for key in planned.keys)


def _next_days(waves: Sequence[Planned]) -> dict[WaveKey, Day]:
    """For each wave of an event, the day of the event's next wave."""
    days: dict[tuple[str, int, int], list[tuple[Day, int]]] = {}
    for planned in waves:
        for event in planned.events:
            days.setdefault(event.key, []).append((planned.day, planned.wave))
    following: dict[WaveKey, Day] = {}
    for key, found in days.items():
        ordered = sorted(found, key=lambda one: (one[0], -one[1]))
        for (_, wave), (day, _) in pairwise(ordered):
            following[(*key, wave)] = day
    return following


def _verdict(
    planned: Planned, event: Event, today: Day, resting: frozenset[Day], later: Mapping[WaveKey, Day]
) -> Verdict:
    if planned.wave == AFTER:
        if (today - planned.day).days > LOOK_BACK_LATE:
            return Verdict.MISSED
        return Verdict.WAIT if today in resting else Verdict.SEND
    if event.date <= today:
        return Verdict.MISSED
    if planned.day < today:
        following = later.get(planned.key(event), Day.max)
        if following < event.date and (following - today).days <= NEXT_IS_NEAR:
            return Verdict.MISSED
    return Verdict.WAIT if today in resting else Verdict.SEND


def waves_of(city: City, event: Event) -> tuple[Planned, ...]:
    """Every reminder that speaks of an event, by day."""
    return tuple(wave for wave in plan(city) if any(other.key == event.key for other in wave.events))


def phase(city: City, left: int) -> str:
    """Which of the content's phases ("60" ... "1", "after") one is in, so many days before."""
    keys = sorted(int(name) for name in city.calendar.phases if name.isdigit())
    if left < 0:
        return "after"
    return str(next((key for key in keys if key >= left), keys[-1]))


# -- naming events in few letters ---------------------------------------------------------------------------------

_PROGRAMME = "p~"
_SHORT = 42
"""Letters a name may have, so that a button's data has room for it."""


def ref(found: Sequence[Event]) -> str:
    """Events as a button's data carries them: "27:imlek.ramadan", the second of a year "30:ramadan*2"."""
    names = [
        event.season.replace(PROGRAMME, _PROGRAMME) + (f"*{event.number}" if event.number > 1 else "")
        for event in found
    ]
    while len(names) > 1 and len(".".join(names)) > _SHORT:
        names.pop()
    return f"{found[0].year % 100:02d}:{'.'.join(names)}"


def resolve(city: City, year: str, names: str) -> tuple[Event, ...]:
    """The events that `ref` named, those the calendar still has."""
    known = {event.key: event for event in (*events(city), *deadlines(city))}
    found = []
    for name in names.split("."):
        season, _, number = name.replace(_PROGRAMME, PROGRAMME).partition("*")
        if year.isdigit() and (number.isdigit() or not number):
            found.append(known.get((season, 2000 + int(year), int(number or 1))))
    return tuple(event for event in found if event)
