"""What every model of the content is made of."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

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
