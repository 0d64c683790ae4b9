"""Which part of the calendar a question is about: "bulan februari", "bulan depan", "habis lebaran"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from bot import numbers
from bot.content import City
from bot.content.basics import Day
from bot.language.slots import About
from bot.seasons.calendar import Event, next_of

MONTHS = {numbers.month(Day(2000, number, 1)).split()[0].lower(): number for number in range(1, 13)}
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
_NEAR = {"bulan ini": 0, "bulan depan": 1}
_AFTER = re.compile(r"\b(habis|setelah|sesudah|selepas|lewat|pasca)\b")
_AFTER_THAT = re.compile(r"\b(habis|setelah|sesudah) itu\b")


@dataclass(frozen=True, slots=True)
class Span:
    """From `begins` to `ends`, both included. `after`: it begins when that season is over; else it is a month."""

    begins: Day
    ends: Day
    after: Event | None = None

    @property
    def month(self) -> str:
        """ "Februari 2027"."""
        return numbers.month(self.begins)


def asked_span(city: City, about: About, text: str, today: Day, before: str | None = None) -> Span | None:
    """The part that the normalised `text` names, or None when it names none. `before`: the season just talked about."""
    season = about.season or (before if _AFTER_THAT.search(text) else None)
    if season is not None:
        over = next_of(city, season, today) if _AFTER.search(text) else None
        return Span(over.last_day + timedelta(days=1), Day.max, over) if over else None
    near = next((ahead for words, ahead in _NEAR.items() if words in text), None)
    if near is not None:
        return _month(today.year, today.month + near)
    named = _MONTH.search(text)
    return _named(MONTHS[named[1]], about, today) if named else None


def _named(month: int, about: About, today: Day) -> Span:
    """That month in the year that was said, else as it comes next or is now."""
    if about.year is not None or about.year_offset is not None:
        return _month(about.year or today.year + (about.year_offset or 0), month)
    return _month(today.year + (month < today.month), month)


def _month(year: int, month: int) -> Span:
    first = Day(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(first, following - timedelta(days=1))
