"""Where somebody is in a form, as it is stored: a draft's step and data."""

from __future__ import annotations

import enum
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from bot.forms.parts import Sheet

SUMMARY = "summary"


class Status(enum.StrEnum):
    """A paused form waits to be taken up; a saved one only remembers that it was, for updates that come twice."""

    OPEN = "open"
    PAUSED = "paused"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class State:
    """`step` is a field's id or "summary". `last` is the field answered last, which a correction means.

    `one`: a single field is asked, then the summary again (an edit from there) or the end. `subject`: id of what the
    form is about. `key` tells this form from others of its kind, also in the data of its buttons.
    """

    step: str
    key: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    pending: Mapping[str, Any] | None = None
    last: str | None = None
    one: bool = False
    status: Status = Status.OPEN
    subject: int | None = None
    skipped: tuple[str, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def fresh(cls, step: str, *, subject: int | None = None, answers: Mapping[str, Any] | None = None) -> Self:
        """A form that nobody has answered yet."""
        return cls(step, secrets.token_hex(8), dict(answers or {}), subject=subject, one=subject is not None)

    @property
    def tag(self) -> str:
        """The beginning of the key: short enough for buttons, enough to tell one form from the next."""
        return self.key[:6]

    @property
    def is_open(self) -> bool:
        """Answers are taken."""
        return self.status is Status.OPEN

    def at(self, step: str) -> Self:
        """The same at another question; what was asked back there is forgotten."""
        return replace(self, step=step, pending=None)

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """With these answers; None forgets one."""
        merged = {name: value for name, value in {**self.answers, **values}.items() if value is not None}
        return replace(self, answers=merged)

    @classmethod
    def load(cls, step: str, data: Mapping[str, Any]) -> Self:
        """The other way round of `data`."""
        return cls(
            step=step,
            key=data.get("key", ""),
            answers=dict(data.get("answers", {})),
            pending=data.get("pending"),
            last=data.get("last"),
            one=bool(data.get("one")),
            status=Status(data.get("status", Status.OPEN)),
            subject=data.get("subject"),
            skipped=tuple(data.get("skipped", ())),
            result=dict(data.get("result", {})),
        )

    def data(self) -> dict[str, Any]:
        """JSON for the draft's row; what is empty is left out."""
        found: dict[str, Any] = {
            "key": self.key, "answers": dict(self.answers), "pending": self.pending, "last": self.last,
            "one": self.one, "status": str(self.status), "subject": self.subject, "skipped": list(self.skipped),
            "result": dict(self.result),
        }  # fmt: skip
        return {name: value for name, value in found.items() if value not in (None, {}, [], False)}


def filled(sheet: Sheet, state: State) -> Sheet:
    """The sheet with what the state knows, for fields to look at."""
    return replace(sheet, answers=state.answers, pending=state.pending, subject=state.subject)
