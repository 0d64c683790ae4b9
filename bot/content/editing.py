"""What officials may change in the chat, and how what they type becomes a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from babel.dates import get_month_names

from bot.content.basics import PARTIAL_DATE
from bot.content.city import FROM_OFFICIALS, City
from bot.content.models import Figure, Item, Kind, items

NOTHING = frozenset({"-", "kosong", "kosongkan", "tidak ada"})
"""What is typed to empty an optional field."""


class BadValue(ValueError):
    """What was typed is no value of the field; `reason` is number, date, url, choice, empty or source."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True, slots=True)
class EditField:
    """A field that can be changed. `optional`: may be emptied. `choices` for a choice."""

    name: str
    type: Literal["text", "lines", "number", "when", "day", "url", "choice", "source"] = "text"
    optional: bool = False
    choices: tuple[str, ...] = ()


def _maybe(*names: str) -> tuple[EditField, ...]:
    return tuple(EditField(name, optional=True) for name in names)


FIELDS: dict[Kind, tuple[EditField, ...]] = {
    Kind.FIGURE: (
        EditField("value", "number"), EditField("as_of", "when"), EditField("who"), EditField("sources", "source"),
        *_maybe("wording", "caveat"),
    ),
    Kind.PROGRAMME: (
        EditField("title"), EditField("status", "choice", choices=("berjalan", "dirumuskan", "disebut")),
        EditField("what"), EditField("for_whom"), EditField("steps", "lines"),
        EditField("requirements", "lines", optional=True), *_maybe("schedule", "quota", "cost"),
        EditField("deadline", "day", optional=True), EditField("url", "url", optional=True),
        EditField("valid_as_of", "when"), EditField("check_with"),
    ),
    Kind.TOPIC: (EditField("title"), EditField("answer"), EditField("valid_as_of", "when", optional=True),
                 EditField("check_with", optional=True)),
    Kind.OFFICE: _maybe("address", "phone", "whatsapp", "email", "website", "social_media", "hours", "maps"),
}  # fmt: skip
"""The kinds and fields that can be edited in the chat, in the order in which they are shown."""


def fields_of(item: Item, kind: Kind) -> tuple[EditField, ...]:
    """The fields of one item: a computed figure has no value of its own, a date no number."""
    if not isinstance(item, Figure):
        return FIELDS[kind]
    if isinstance(item.value, date):
        return tuple(EditField("value", "day") if field.name == "value" else field for field in FIELDS[kind])
    return tuple(field for field in FIELDS[kind] if field.name != "value" or item.value is not None)


def item_of(city: City, kind: Kind, key: str) -> Item | None:
    """One item of the city's content, or None."""
    return next((item for item in items(city.content)[kind] if item.id == key), None)


def read_value(field: EditField, typed: str) -> Any:
    """The value (JSON) that `typed` means; a source gives the fields of a new source. Raises BadValue."""
    text = typed.strip()
    if text.lower() in NOTHING:
        if field.optional:
            return None
        raise BadValue("empty")
    match field.type:
        case "number":
            return _number(text)
        case "when":
            return _when(text)
        case "day":
            return _day(text)
        case "lines":
            return [line.strip(" •-") for line in text.splitlines() if line.strip(" •-")]
        case "url":
            return _url(text)
        case "choice":
            return _choice(field, text)
        case "source":
            return _source(text)
        case _:
            return text


def _number(text: str) -> int | float:
    """ "93.000" -> 93000, "2,5" -> 2.5, "Rp2.000.000" -> 2000000, "40%" -> 40."""
    bare = re.sub(r"^Rp\s*|\s*%$", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", bare):
        raise BadValue("number")
    plain = bare.replace(".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)


MONTHS = {name.lower(): number for number, name in get_month_names("wide", locale="id").items()}


def _when(text: str) -> str:
    """ "10 November 2025" -> "2025-11-10"; "November 2025" -> "2025-11"; "2025" -> "2025"."""
    words = text.lower().split()
    if words[-2:-1] and words[-2] in MONTHS and words[-1].isdigit():
        text = f"{int(words[-1]):04d}-{MONTHS[words[-2]]:02d}"
        text += f"-{int(words[0]):02d}" if len(words) == 3 and words[0].isdigit() else ""
    if not PARTIAL_DATE.fullmatch(text):
        raise BadValue("date")
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        raise BadValue("date") from None
    return text


def _day(text: str) -> str:
    found = _when(text)
    if len(found) != len("2025-11-10"):
        raise BadValue("date")
    return found


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>]+\.[^\s<>]+", text):
        raise BadValue("url")
    return text


def _choice(field: EditField, text: str) -> str:
    if text.lower() not in field.choices:
        raise BadValue("choice", choices=", ".join(field.choices))
    return text.lower()


SOURCE = EditField("sources", "source")


def _source(text: str) -> dict[str, Any]:
    """ "Kepala dinas, rapat | 3 Juni 2026 | https://..." -> the fields of a source; the link may be left out."""
    name, *rest = (part.strip() for part in text.split("|"))
    if not name or not rest or len(rest) > 2:
        raise BadValue("source")
    url = _url(rest[1]) if len(rest) == 2 else None
    fields = {"name": name, "title": name, "url": url, "date": _when(rest[0])}
    return fields | {"kind": "published" if url else "statement", "tier": "official", "note": None}


Edits = list[tuple[Kind, str, dict[str, Any]]]
"""What to change: kind, key, fields."""


def needs_source(item: Item, field: EditField) -> bool:
    """A new number that somebody said is only half of the edit: who said it and when belongs to it."""
    return isinstance(item, Figure) and item.kind != "rule" and field.name == "value"


def edits_for(city: City, kind: Kind, key: str, field: EditField, value: Any, source: Any = None) -> Edits:
    """The edits that put `value` into a field. A source (fields of a new one) is an item of its own."""
    if field.type == "source":
        source, changes = value, {}
    else:
        changes = {field.name: value}
    if source is None:
        return [(kind, key, changes)]
    taken = {known.id for known in city.content.sources}
    new = next(id for n in range(1, len(taken) + 2) if (id := f"{FROM_OFFICIALS}{n}") not in taken)
    return [(Kind.SOURCE, new, source), (kind, key, {**changes, "sources": [new], "as_of": source["date"]})]
