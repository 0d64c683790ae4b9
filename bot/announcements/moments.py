"""Moments as officials type them: "besok 09.00", "senin jam 8", "12-12-2026 08.30", "12 Desember pukul 14.00"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9, 0)
END_OF_DAY = time(23, 59)

WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_SPOKEN_DAYS = {"jum'at": "jumat", "jum’at": "jumat", "ahad": "minggu"}
_DAYS_AHEAD = {"hari ini": 0, "nanti": 0, "besok": 1, "besuk": 1, "bsk": 1, "lusa": 2}
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan", "februari feb pebruari", "maret mar", "april apr", "mei", "juni jun", "juli jul",
         "agustus agu ags agt aug", "september sep sept", "oktober okt oct", "november nov nopember",
         "desember des dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {"wib": ZoneInfo("Asia/Jakarta"), "wita": ZoneInfo("Asia/Makassar"), "wit": ZoneInfo("Asia/Jayapura")}
_AFTERNOON = {"pagi": range(0), "siang": range(1, 5), "sore": range(1, 8), "malam": range(6, 12)}
"""Part of the day -> the hours that mean twelve more: "7 malam" is 19.00, "1 malam" is 01.00."""

_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_FULL = re.compile(r"\b(?P<day>\d{1,2})\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<year>\d{4}|\d{2})\b")
_SHORT = re.compile(r"\b(?P<day>\d{1,2})\s*[-/]\s*(?P<month>\d{1,2})\b")
_NAMED = re.compile(r"\b(?P<day>\d{1,2})\s+(?P<name>[a-z]{3,9})\b(?:\s+(?P<year>\d{4})\b)?")
_CLOCK = re.compile(
    r"\b(?:jam|pukul|pkl|pk)?\.?\s*(?P<half>setengah\s+)?(?P<hour>\d{1,2})(?:\s*[.:]\s*(?P<minute>\d{2}))?"
    r"\s*(?P<part>pagi|siang|sore|malam)?\b"
)
_LEFT_OVER = re.compile(r"\b(?:hari|tanggal|tgl|depan|jam|pukul|pkl|pk|pada|ya|kak|paling|lambat|sampai|s/d)\b|[\s.,]+")


class NotAMoment(ValueError):
    """`why`: "unclear", "no-such-day" or "past". Nothing is guessed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(text: str, now: datetime, zone: ZoneInfo, default: time = MORNING) -> datetime:
    """The moment that `text` means, in UTC; `default` where it names a day only. Raises NotAMoment.

    A time alone is the next such time. A day and month without a year is the next such day.
    """
    rest = " ".join(text.casefold().split())
    if "minggu depan" in rest:  # next week, or next Sunday
        raise NotAMoment("unclear")
    rest, spoken = _spoken_zone(rest)
    rest, day = _day(rest, now.astimezone(zone))
    rest, at = _time(rest)
    if (day is None and at is None) or _LEFT_OVER.sub("", rest):
        raise NotAMoment("unclear")
    clock = spoken or zone
    moment = _combine(day(at or default) if day else now.astimezone(zone).date(), at or default, clock)
    if day is None and moment <= now:
        moment += timedelta(days=1)
    if moment <= now:
        raise NotAMoment("past")
    return moment


def _combine(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _spoken_zone(text: str) -> tuple[str, ZoneInfo | None]:
    for name, zone in _ZONES.items():
        found = re.search(rf"\b{name}\b", text)
        if found:
            return _without(text, found), zone
    return text, None


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()


Day = Callable[[time], date]
"""A day may depend on the time: "senin 09.00" said on a Monday at ten is next week's."""


def _always(day: date) -> Day:
    return lambda _at: day


def _day(text: str, here: datetime) -> tuple[str, Day | None]:
    for words, ahead in _DAYS_AHEAD.items():
        found = re.search(rf"\b{words}\b", text)
        if found:
            near = here.date() + timedelta(days=ahead)
            return _without(text, found), _always(near)
    for spelled, meant in _SPOKEN_DAYS.items():
        text = text.replace(spelled, meant)
    found = re.search(rf"\b({'|'.join(WEEKDAYS)})\b", text)
    dated = _date(text if found is None else _without(text, found), here)
    if dated is not None:
        return dated
    if found is None:
        return text, None
    weekday = WEEKDAYS.index(found[1])
    return _without(text, found), lambda at: _next(weekday, at, here)


def _next(weekday: int, at: time, here: datetime) -> date:
    day = here.date() + timedelta(days=(weekday - here.weekday()) % 7)
    return day if datetime.combine(day, at, here.tzinfo) > here else day + timedelta(days=7)


def _date(text: str, here: datetime) -> tuple[str, Day] | None:
    for pattern in (_ISO, _FULL, _NAMED, _SHORT):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = _MONTHS.get(parts["name"]) if "name" in parts else int(parts["month"])
            if month is not None:
                day = _real_day(int(parts["day"]), month, parts.get("year"), here)
                return _without(text, found), _always(day)
    return None


def _real_day(day: int, month: int, year: str | None, here: datetime) -> date:
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        this_year = date(here.year, month, day)
        return this_year if this_year >= here.date() else date(here.year + 1, month, day)
    except ValueError:
        raise NotAMoment("no-such-day") from None


def _time(text: str) -> tuple[str, time | None]:
    found = _CLOCK.search(text)
    if found is None:
        return text, None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour, minute = (hour - 1) % 24, 30
    if found["part"]:
        hour += 12 if hour in _AFTERNOON[found["part"]] else 0
        hour = 0 if found["part"] == "malam" and hour == 12 else hour
    if hour == 24 and minute == 0:
        hour, minute = 23, 59
    if hour > 23 or minute > 59:
        raise NotAMoment("unclear")
    return _without(text, found), time(hour, minute)
