"""A form's fields without the form: what they are asked with, and what they answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.content import City
from bot.forms import Say, Sheet, Stored
from bot.forms.parts import Outcome
from tests.house import city

CITY, UNDERSTANDING = City(city()[0]), city()[1]
NOW = datetime(2026, 12, 11, 2, tzinfo=UTC)


def sheet(pending: dict[str, Any] | None = None, **answers: Any) -> Sheet:
    return Sheet(CITY, UNDERSTANDING, NOW, 1, "Ani", answers, pending)


def key(outcome: Outcome) -> str:
    """The key of what is said, or the content's own words."""
    note = outcome.note
    assert note is not None
    return note.key if isinstance(note, Say) else note


def values(outcome: Outcome) -> dict[str, Any]:
    assert isinstance(outcome, Stored), outcome
    return dict(outcome.values)
