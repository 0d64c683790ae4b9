"""The way a new announcement is led, question by question."""

from __future__ import annotations

from handlers.gate import Context

ORDER = ("text", "media", "links", "kind", "audience", "when")

GUIDED = "g"
"""Last argument of a button pressed on that way."""


def neighbour(name: str, by: int) -> str:
    """The question before or after one on the way, "" beyond its ends and for what is not on it."""
    at = ORDER.index(name) + by if name in ORDER else -1
    return ORDER[at] if 0 <= at < len(ORDER) else ""


def is_guided(context: Context) -> bool:
    """Whether the pressed button stands on the way."""
    return bool(context.arguments) and context.arguments[-1] == GUIDED


def mark(guided: bool) -> tuple[str, ...]:
    """What a button on the way carries."""
    return (GUIDED,) if guided else ()
