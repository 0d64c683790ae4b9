"""Time. Everything inside is aware UTC; the city's own time (WITA) appears only at the edge.

`TIMETABLE` is the one page that lists everything which happens by itself. The timer only rings: what is due is always a
query, so a late, repeated or missed ring is harmless.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """A clock that runs on from wherever it is put; the demo and the tests move it."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = timedelta(0)
        if start is not None:
            self.move_to(start)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Make `moment` (aware) the present."""
        if moment.tzinfo is None:
            raise ValueError("the clock is moved to a moment with a time zone only")
        self._ahead = moment.astimezone(UTC) - datetime.now(UTC)

    def move_by(self, step: timedelta) -> None:
        """Move the present by `step`, forward or back."""
        self._ahead += step


def city_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment` (aware) on the city's clock."""
    return moment.astimezone(zone)


def city_day(moment: datetime, zone: ZoneInfo) -> date:
    """The city's calendar day at `moment`."""
    return city_time(moment, zone).date()


def city_moment(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    """That hour of the city's `day`, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Ring:
    """One line of the timetable: which job is rung every how many seconds, and why."""

    job: str
    seconds: int
    why: str


TIMETABLE = (
    Ring("announcements", 1, "send what is approved and due; take up leases that ran out"),
    Ring("seasons", 60, "turn what the calendar says into announcements, once each"),
    Ring("nudges", 300, "remind people once of a form they left unfinished"),
    Ring("inbox", 60, "bring answers that could not be delivered; show officials what they have not seen"),
    Ring("content", 5, "take over what officials changed in the city's content, in every process"),
    Ring("housekeeping", 3600, "forget handled updates, old questions' context and expired invites"),
)
