"""What a form is made of: fields, what people may answer, and what a field makes of an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import City
from bot.language import Understanding


class Say:
    """A text by its key, with its arguments; the top floor puts it into somebody's language."""

    __slots__ = ("arguments", "key")

    def __init__(self, key: str, **arguments: Any) -> None:
        self.key = key
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"Say({self.key!r}, {self.arguments})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Say) and (self.key, self.arguments) == (other.key, other.arguments)

    def __hash__(self) -> int:
        return hash(self.key)


Words = Say | str
"""A text by key, or somebody's own words and the names of the content, which are shown as they are."""


# -- what people send -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the question `step`; `value` is the choice's, or a command such as "!back"."""

    step: str
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared telephone number; `own` when Telegram says that it is the sender's."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A shared point, in degrees WGS 84. Never stored."""

    latitude: float
    longitude: float


Entry = Typed | Pressed | Contact | Place


# -- what a field makes of it ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stored:
    """It is an answer: these values are kept, and this is said back."""

    values: Mapping[str, Any]
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Nearly: ask back. `pending` is remembered until the next answer to this field, for its choices and check."""

    note: Words
    pending: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """It was meant as an answer but cannot be one; the sentence says what to do instead."""

    note: Words


@dataclass(frozen=True, slots=True)
class Unread:
    """Nothing of what this field asks for is in it; it may be something else altogether. `pending` as for Again."""

    note: Words
    pending: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drop:
    """The form is not needed after all and ends here, unsaved."""

    note: Words


Outcome = Stored | Again | Refused | Unread | Drop


# -- fields and forms -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a field may look at: the answers so far, what was asked back, the city, and who is asked when."""

    city: City
    understanding: Understanding
    now: datetime
    person_id: int = 0
    person_name: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    pending: Mapping[str, Any] | None = None
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `label` is a text by key, or a name of the content."""

    value: str
    label: Words


Choices = Sequence[Sequence[Choice]]
"""Rows of buttons."""


def _none(sheet: Sheet) -> Choices:
    return ()


def _always(sheet: Sheet) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    Its texts are `<noun>-ask-<id>`, `<noun>-help-<id>` and `<noun>-label-<id>` unless `ask` says otherwise.
    optional   may be skipped; then every value in `stores` is forgotten
    loose      takes any words, so that a question in the middle has to be told from an answer first
    when       whether it is asked at all, by the answers so far
    show       for the summary; None leaves it out
    remark     what is said about the answer just given ("itu kotor ya"): an outcome, or None when it is no such remark
    share      a key below the input that sends a contact or a place
    words      how people call this field when they want to change it
    counts     whether it is one of the "3/8"
    echo       what is said back has to be seen even where the saved form shows the answer at once
    """

    id: str
    check: Callable[[Entry, Sheet], Outcome]
    choices: Callable[[Sheet], Choices] = _none
    ask: Callable[[Sheet], Say] | None = None
    optional: bool = False
    loose: bool = False
    when: Callable[[Sheet], bool] = _always
    show: Callable[[Sheet], Words | None] | None = None
    remark: Callable[[str, Sheet], Outcome | None] | None = None
    share: Callable[[Sheet], Literal["contact", "place"] | None] | None = None
    stores: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    counts: bool = True
    echo: bool = False

    @property
    def keeps(self) -> tuple[str, ...]:
        """Names of the values it stores."""
        return self.stores or (self.id,)


Save = Callable[[AsyncSession, Sheet, str], Awaitable[Mapping[str, Any]]]
"""Stores the finished form in the given transaction; gets the form's key, under which it is stored once only.
What it gives back is kept with the draft, small and JSON, and shown. `{"gone": True}`: the person was erased."""

Notice = Callable[[AsyncSession, Sheet], Awaitable[Mapping[str, Any]]]
"""Looks at new answers with the database at hand, in the same transaction; more values to keep, or nothing."""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields in order. `noun` begins the keys of its texts. Without `summary` the last answer saves it.

    `only`: where the state names one field (an edit), that field alone is asked. `tells`: a question about what
    the form does is answered with the help of the open field.
    """

    id: str
    noun: str
    fields: tuple[Field, ...]
    save: Save
    summary: bool = True
    notice: Notice | None = None
    nudge: bool = False
    tells: bool = False

    def field(self, id: str) -> Field | None:
        """The field of that id."""
        return next((one for one in self.fields if one.id == id), None)
