"""Placeholders in texts: {F01}, {F01.date}, {office.short}, {season.nataru}. So that no number is typed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.content.basics import spoken
from bot.content.models import Office

if TYPE_CHECKING:
    from bot.content.city import City

PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_]+)(?:\.([a-z_0-9]+))?\}")
SENTENCE_START = re.compile(r"(\A|[.!?]\s+|\n)\Z")
DEEPEST = 4
"""A wording may hold placeholders itself; nobody needs more than this."""
FIGURE_PARTS = ("bare", "exact", "who", "date", "wording")
OFFICE_PARTS = ("short", "name", "contact", *(name for name in Office.model_fields if name not in {"id", "name"}))


class UnknownPlaceholder(KeyError):
    """A text names something that does not exist, or that must not be stated."""


def names_in(text: str) -> list[tuple[str, str | None]]:
    """Every placeholder of `text`: ("F01", None), ("F01", "date") ..."""
    return [(found[1], found[2]) for found in PLACEHOLDER.finditer(text)]


def without(text: str) -> str:
    """`text` without its placeholders: what somebody typed."""
    return PLACEHOLDER.sub("", text)


def figures_in(city: City, text: str) -> tuple[str, ...]:
    """Ids of the figures that show in `text`, also through wordings, in order."""
    return tuple(dict.fromkeys(_figures(city, text, DEEPEST)))


def _figures(city: City, text: str, depth: int) -> Iterator[str]:
    known = {figure.id for figure in city.figures}
    for name, part in names_in(text):
        if name not in known:
            continue
        if part != "wording":
            yield name
        elif depth:
            yield name
            yield from _figures(city, city.figure(name).wording or "", depth - 1)


def filled(city: City, text: str, on: date) -> str:
    """`text` with its placeholders filled as of `on`. Raises UnknownPlaceholder."""
    for _ in range(DEEPEST):
        if not PLACEHOLDER.search(text):
            return text
        text = PLACEHOLDER.sub(lambda found: _placed(found, _value(city, found[1], found[2], on)), text)
    if PLACEHOLDER.search(text):
        raise UnknownPlaceholder(f"{text[:60]!r} refers to itself")
    return text


def _placed(found: re.Match[str], value: str) -> str:
    """A value that begins a sentence begins with a capital letter."""
    return value[:1].upper() + value[1:] if SENTENCE_START.search(found.string[: found.start()]) else value


def _value(city: City, name: str, part: str | None, on: date) -> str:
    if name == "office":
        return _office(city, part or "name")
    if name == "city" and part in type(city.info).model_fields:
        return str(getattr(city.info, part))
    if name == "season" and part:
        return _season(city, part, on)
    if (name, part) == ("seasons", "next"):
        return _seasons(city, on)
    return _figure(city, name, part)


def _figure(city: City, name: str, part: str | None) -> str:
    try:
        figure = city.figure(name)
    except KeyError:
        raise UnknownPlaceholder(f"{{{name}}} is not a figure, office, city or season") from None
    if figure.use == "jangan":
        raise UnknownPlaceholder(f"{{{name}}} must not be stated (use: jangan)")
    match part:
        case None:
            return city.shown(name)
        case "bare":
            return city.shown(name, about=False)
        case "exact":
            return city.exact(name)
        case "who":
            return figure.who
        case "date":
            return spoken(figure.as_of)
        case "wording" if figure.wording:
            return figure.wording
    raise UnknownPlaceholder(f"{{{name}.{part}}}: a figure has {', '.join(FIGURE_PARTS)}")


def _office(city: City, part: str) -> str:
    office = city.office
    if part == "contact":
        return office_contact(city)
    if part not in OFFICE_PARTS:
        raise UnknownPlaceholder(f"{{office.{part}}}: the office has {', '.join(OFFICE_PARTS)}")
    value = office.short_name if part == "short" else getattr(office, part)
    return city.info.unknown if value is None else str(value)


def office_contact(city: City) -> str:
    """The office's name, a line for each thing known, and one sentence for what people expect but nobody knows."""
    labels = city.info.office_labels
    known = {part: value for part in labels if (value := getattr(city.office, part, None))}
    lines = [f"{city.office.name} ({city.office.short_name})"]
    lines += [f"{labels[part]}: {value}" for part, value in known.items()]
    unknown = [labels[part] for part in city.info.office_expected if part not in known]
    if unknown:
        lines.append(city.info.office_unknown.format(labels=_listed(unknown, city.info.and_)))
    return "\n".join(lines)


def _listed(labels: list[str], and_: str) -> str:
    """["Alamat", "Telepon", "Jam buka"] -> "Alamat, telepon, dan jam buka"."""
    words = [labels[0], *(label[0].lower() + label[1:] for label in labels[1:])]
    return ", ".join([*words[:-1], f"{and_} {words[-1]}"]) if len(words) > 2 else f" {and_} ".join(words)


def _season(city: City, id: str, on: date) -> str:
    try:
        occurrence = city.occurrence(id, on)
    except KeyError:
        raise UnknownPlaceholder(f"{{season.{id}}} is not a season") from None
    return city.season_date(occurrence) if occurrence else city.info.unknown


def _seasons(city: City, on: date) -> str:
    line = city.info.season_line
    lines = [line.format(label=o.season.label, date=city.season_date(o)) for o in city.coming(on)]
    return "\n".join(lines) or city.info.unknown
