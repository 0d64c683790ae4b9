"""When people are left in peace: at night and during Friday prayer, on the city's clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import city_time
from bot.settings import Settings
from db.announcements import Action, Kind

FRIDAY = 4
SPAN = re.compile(r"^\s*(\d{1,2})[.:](\d{2})\s*-\s*(\d{1,2})[.:](\d{2})\s*$")


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of day to another, the end not included; over midnight when the end is before the start."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Span | None:
        """ "20.00-08.00" -> Span; "" or equal times -> None. Raises ValueError in words."""
        if not text.strip():
            return None
        found = SPAN.match(text)
        if found is None:
            raise ValueError(f"write hours like 20.00-08.00, not {text!r}")
        hours = [int(part) for part in found.groups()]
        span = cls(time(hours[0] % 24, hours[1]), time(hours[2] % 24, hours[3]))
        return None if span.start == span.end else span

    def holds(self, moment: time) -> bool:
        """Whether a time of day lies in it."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """The quiet times of the city."""

    zone: ZoneInfo
    night: Span | None
    friday: Span | None

    @classmethod
    def of(cls, settings: Settings) -> Hours:
        """As the settings say. Raises ValueError in words."""
        return cls(settings.zone, Span.parse(settings.quiet_hours), Span.parse(settings.friday_prayer))

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing but an emergency is sent at `now`."""
        local = city_time(now, self.zone)
        if self.night and self.night.holds(local.time()):
            return True
        return bool(self.friday and local.weekday() == FRIDAY and self.friday.holds(local.time()))

    def opens(self, now: datetime) -> datetime:
        """`now` when it is not quiet, else the moment the quiet time ends."""
        while self.is_quiet(now):
            now = min(self._borders(now), default=now + timedelta(minutes=1))
        return now

    def closes(self, now: datetime) -> datetime:
        """The next moment it becomes quiet, or `now` when it is; a week ahead when it never does."""
        if self.is_quiet(now):
            return now
        moments = (moment for moment in sorted(self._borders(now)) if self.is_quiet(moment))
        return next(moments, now + timedelta(days=7))

    def may_send(self, kind: str, action: str, now: datetime) -> bool:
        """Emergencies pass quiet times; so do edits and deletes, which make no sound."""
        return kind == Kind.EMERGENCY or action != Action.SEND or not self.is_quiet(now)

    def begins(self, kind: str, action: str, send_at: datetime | None, now: datetime) -> datetime:
        """When what is to be sent at `send_at`, or at once, really starts."""
        due = max(now, send_at or now)
        return due if self.may_send(kind, action, due) else self.opens(due)

    def _borders(self, now: datetime) -> Iterator[datetime]:
        """Every start and end of a quiet time within the coming eight days."""
        today = city_time(now, self.zone).date()
        for day in (today + timedelta(days=ahead) for ahead in range(9)):
            for span in filter(None, (self.night, self.friday)):
                for border in (span.start, span.end):
                    moment = datetime.combine(day, border, self.zone).astimezone(UTC)
                    if moment > now:
                        yield moment

    def finish(self, start: datetime, count: int, pace: float, *, always: bool = False) -> datetime:
        """When `count` messages at `pace` a second are through, quiet times left out unless `always`."""
        left = timedelta(seconds=count / max(pace, 0.01))
        if always:
            return start + left
        moment = self.opens(start)
        while left > (room := self.closes(moment) - moment):
            left -= room
            moment = self.opens(moment + room)
        return moment + left
