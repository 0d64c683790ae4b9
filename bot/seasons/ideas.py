"""What to offer an owner for a season: ideas of their trade, what to do now, a programme that helps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from bot.content import City, Programme
from bot.content.basics import Day
from bot.seasons.calendar import Event, phase
from db.seasons import PROGRAMME

AT_ONCE = 2
"""Ideas in one message; "Ide lain" shows the next ones."""

KINDS = {"60": ("permit", "financing"), "30": ("promotion", "permit"), "14": ("promotion", "training"),
         "after": ("training", "mentoring")}  # fmt: skip
"""Which kinds of programme help in which phase; in the last week nobody has time for one."""

CLOSE = 0.85
"""Likeness (0..1) from which a word of an owner's own counts as one of an idea."""


_STEP = re.compile(r"\bH-(\d+)")


@dataclass(frozen=True, slots=True)
class Ideas:
    """Ideas for one season. `sector` is whose they are: not the owner's own where that has none."""

    season: str
    sector: str | None
    own: bool
    texts: tuple[str, ...]
    total: int


def fitting(city: City, seasons: Iterable[str], sectors: Sequence[str]) -> str | None:
    """Of an owner's sectors, the one with most ideas for these seasons; the first of them where none has any."""
    ids = [season for season in seasons if not season.startswith(PROGRAMME)]
    return max(sectors, key=lambda sector: sum(len(city.season(s).ideas.get(sector, ())) for s in ids), default=None)


def ideas_for(
    city: City, season: str, sector: str | None, *, left: int, start: int = 0, most: int = AT_ONCE, words: str = ""
) -> Ideas:
    """`most` ideas from number `start` on (round and round) that can still be done `left` days before.

    `words`: those that speak of them come first.
    """
    all_ideas = city.season(season).ideas
    used = sector if sector in all_ideas else city.calendar.rules.ideas_from.get(sector or "")
    if used not in all_ideas:
        return _from_several(city, season, left, start, most)
    texts = possible(all_ideas[used], left)
    if words:
        texts.sort(key=lambda text: -_likeness(words, text))
    turned = texts[start % len(texts) :] + texts[: start % len(texts)]
    return Ideas(season, used, used == sector, tuple(turned[:most]), len(texts))


def possible(texts: Sequence[str], left: int) -> list[str]:
    """Without ideas that ask for a step on a day that is over ("desain H-30" a week before); all, if none is left."""
    return [text for text in texts if _first_step(text) <= left] or list(texts)


@lru_cache(2_000)
def _first_step(text: str) -> int:
    """Days before at which an idea has its first step; 0 where it names none."""
    return max(map(int, _STEP.findall(text)), default=0)


def _from_several(city: City, season: str, left: int, start: int, most: int) -> Ideas:
    """One of each trade, named."""
    ideas = city.season(season).ideas
    found = [(sector, possible(texts, left)) for sector, texts in ideas.items() if texts]
    lines = [f"{city.sector(sector).label}: {texts[start // len(found) % len(texts)]}" for sector, texts in found]
    turned = lines[start % len(lines) :] + lines[: start % len(lines)]
    return Ideas(season, None, False, tuple(turned[:most]), sum(len(texts) for _, texts in found))


def _likeness(words: str, text: str) -> int:
    """How many words (of four letters or more) of `words` an idea speaks of."""
    return sum(_has_its_like(word, text) for word in words.lower().split() if len(word) > 3)


@lru_cache(2_000)
def _has_its_like(word: str, text: str) -> bool:
    """Kept, since the ideas are the same for everybody and looking for likes takes long."""
    has = text.lower().replace(",", " ").replace(".", " ").split()
    return bool(get_close_matches(word, has, n=1, cutoff=CLOSE))


def checklist(city: City, left: int) -> tuple[str, ...]:
    """What to do so many days before."""
    return city.calendar.phases[phase(city, left)]


def helpful(city: City, season: str, sector: str | None, left: int, today: Day) -> Programme | None:
    """A programme or permit that helps an owner of that sector now, one with a near deadline first."""
    open_now = [p for p in city.programmes if p.status != "dirumuskan" and (p.deadline is None or p.deadline >= today)]
    fits = [p for p in open_now if not p.sectors or sector in p.sectors]
    kinds = KINDS.get(phase(city, left), ())
    wanted = [p for p in fits if p.deadline or p.kind in kinds or _speaks_of(city, p, season)]
    wanted = [p for p in wanted if (left > 1 and (left > 7 or p.deadline)) or left < 0]
    own = [p for p in wanted if _of_season(city, p) in (None, season) or _speaks_of(city, p, season)]

    def rank(programme: Programme) -> tuple[bool, bool, bool, int, bool]:
        place = kinds.index(programme.kind) if programme.kind in kinds else len(kinds)
        return (
            programme.deadline is None, not _speaks_of(city, programme, season), programme.status == "disebut", place,
            not programme.sectors,
        )  # fmt: skip

    return min(own, key=rank, default=None)


def _of_season(city: City, programme: Programme) -> str | None:
    """The season a programme is only for, if its topic stands below a season's."""
    parent = city.parent_of(programme.topic) if city.has_topic(programme.topic) else None
    return parent.seasons[0] if parent and parent.seasons else None


def _speaks_of(city: City, programme: Programme, season: str) -> bool:
    parent = city.parent_of(programme.topic) if city.has_topic(programme.topic) else None
    return bool(parent and season in parent.seasons)


def names(city: City, events: Iterable[Event]) -> str:
    """ "Ramadan, HUT Kota Balikpapan, dan Imlek"."""
    labels = [event.label for event in events]
    if len(labels) < 3:
        return f" {city.info.and_} ".join(labels)
    return f"{', '.join(labels[:-1])}, {city.info.and_} {labels[-1]}"
