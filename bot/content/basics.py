"""What every model of the content is made of."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from bot import numbers

PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def _text(value: Any) -> Any:
    """YAML reads 2025 as a number; here it is a year."""
    return str(value) if isinstance(value, (int, date)) and not isinstance(value, bool) else value


def _partial_date(value: str) -> str:
    if not PARTIAL_DATE.fullmatch(value):
        raise ValueError(f"{value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError as error:
        raise ValueError(f"{value!r} is not a date: {error}") from error
    return value


When = Annotated[str, BeforeValidator(_text), AfterValidator(_partial_date)]
"""A day, a month or a year: "2025-11-10", "2025-11", "2025"."""


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{value!r} is not a time zone: write Asia/Jakarta, Asia/Makassar or Asia/Jayapura") from error
    return value


Zone = Annotated[str, AfterValidator(_zone)]


def with_blanks(*names: str) -> AfterValidator:
    """For a sentence in which exactly these {names} are filled in."""

    def check(value: str) -> str:
        try:
            blanks = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
        except ValueError as error:
            raise ValueError(f"has a brace too many or too few: {error}") from error
        if blanks != set(names):
            expected = " and ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"must hold {expected}, and no other word in braces")
        return value

    return AfterValidator(check)


@lru_cache(256)
def spoken(when: str) -> str:
    """ "2025-11-10" -> "10 November 2025"; "2025-11" -> "November 2025"; "2025" -> "2025"."""
    first_day = date.fromisoformat(f"{when}-01-01"[:10])
    return {4: str(first_day.year), 7: numbers.month(first_day)}.get(len(when), numbers.day(first_day))


Day = date
"""The type of fields that are themselves called date."""

Confidence = Literal["high", "medium", "low"]
Ids = tuple[str, ...]
Words = tuple[str, ...]


class Model(BaseModel):
    """A part of the content: cannot be changed, and knows no fields but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")
