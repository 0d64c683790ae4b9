"""Questions that sound like ours but are not: the same words about another city, or a figure nobody published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class _Rule:
    topic: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    longest: int


class NearMisses:
    """The rules of the content (`near_misses` in language.yaml); the first that fits wins.

    Nearly every pattern begins with one of some words, so it is searched for only where one of them was said: a few of
    twenty in an ordinary message.
    """

    def __init__(self, rules: Sequence[Mapping[str, Any]], cities: Iterable[str], areas: Iterable[str]) -> None:
        names = {"{city}": _any(cities), "{area}": _any(areas)}
        self._rules = tuple(
            _Rule(
                str(rule["topic"]),
                tuple(_compiled(pattern, names) for pattern in rule["patterns"]),
                tuple(_compiled(pattern, names) for pattern in rule.get("unless", ())),
                int(rule["longest"]),
            )
            for rule in rules
        )
        self._always = set[tuple[int, int]]()
        self._at: dict[str, set[tuple[int, int]]] = {}
        for number, rule in enumerate(self._rules):
            for at, pattern in enumerate(rule.patterns):
                firsts = _first_words(pattern.pattern)
                for places in [self._always] if firsts is None else [self._at.setdefault(w, set()) for w in firsts]:
                    places.add((number, at))

    def topic(self, normalised: str) -> str | None:
        """The topic of a near miss, or None."""
        length = normalised.count(" ") + 1
        places = self._always.union(*[self._at[word] for word in _WORD.findall(normalised) if word in self._at])
        for number, at in sorted(places):
            rule = self._rules[number]
            fits = length <= rule.longest and rule.patterns[at].search(normalised)
            if fits and not any(pattern.search(normalised) for pattern in rule.unless):
                return rule.topic
        return None


def _compiled(pattern: str, names: Mapping[str, str]) -> re.Pattern[str]:
    for name, alternatives in names.items():
        pattern = pattern.replace(name, alternatives)
    return re.compile(pattern)


_WORD = re.compile(r"\w+")
_INNER_GROUP = re.compile(r"(?<!^\\b)\([^()]*\)")
_BEGINS = re.compile(r"\\b(?:\(\?:(?P<any>[^()]*)\)|(?P<one>\w+))(?:\\b| |\\s|\\W)")
_FIRST_WORD = re.compile(r"(\w+)(?:$| |-|\\ |\\-)")


def _first_words(pattern: str) -> frozenset[str] | None:
    r"""The words one of which begins whatever a pattern finds, or None where they cannot be told.

    Of `\b(?:jumlah|berapa (?:banyak )?umkm)\b...`: jumlah, berapa.
    """
    flat = pattern
    while flat != (flat := _INNER_GROUP.sub("~", flat)):
        pass
    begins = _BEGINS.match(flat)
    if begins is None or "|" in flat[begins.end() :]:
        return None
    firsts = [_FIRST_WORD.match(one) for one in (begins["any"] or begins["one"]).split("|")]
    return frozenset(first[1] for first in firsts if first) if all(firsts) else None


def _any(names: Iterable[str]) -> str:
    ordered = sorted({name.lower() for name in names}, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)"
