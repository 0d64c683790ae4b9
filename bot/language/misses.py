"""Questions that sound like ours but are not: the same words about another city, or a figure nobody published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"\w+")
_INNER_GROUP = re.compile(r"(?<!^\\b)\([^()]*\)")
_BEGINS = re.compile(r"\\b(?:\(\?:(?P<any>[^()]*)\)|(?P<one>\w+))(?:\\b| |\\s|\\W)")
_FIRST_WORD = re.compile(r"(\w+)(?:$| |-|\\ |\\-)")
"""Nearly every pattern begins with one of some words. Where none of them was said, a search would find nothing: most
messages are through with most patterns that way."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """`begins`: the first words of whatever it finds, None where they cannot be told."""

    found: re.Pattern[str]
    begins: frozenset[str] | None

    @classmethod
    def of(cls, pattern: str, names: Mapping[str, str]) -> _Pattern:
        for name, alternatives in names.items():
            pattern = pattern.replace(name, alternatives)
        return cls(re.compile(pattern), _first_words(pattern))

    def fits(self, normalised: str, words: frozenset[str]) -> bool:
        may = self.begins is None or not self.begins.isdisjoint(words)
        return may and self.found.search(normalised) is not None


@dataclass(frozen=True, slots=True)
class _Rule:
    topic: str
    patterns: tuple[_Pattern, ...]
    unless: tuple[_Pattern, ...]
    longest: int


class NearMisses:
    """The rules of the content (`near_misses` in language.yaml); the first that fits wins."""

    def __init__(self, rules: Sequence[Mapping[str, Any]], cities: Iterable[str], areas: Iterable[str]) -> None:
        names = {"{city}": _any(cities), "{area}": _any(areas)}
        self._rules = tuple(
            _Rule(
                str(rule["topic"]),
                tuple(_Pattern.of(pattern, names) for pattern in rule["patterns"]),
                tuple(_Pattern.of(pattern, names) for pattern in rule.get("unless", ())),
                int(rule["longest"]),
            )
            for rule in rules
        )

    def topic(self, normalised: str) -> str | None:
        """The topic of a near miss, or None."""
        length = normalised.count(" ") + 1
        words = frozenset(_WORD.findall(normalised))
        for rule in self._rules:
            fits = length <= rule.longest and any([pattern.fits(normalised, words) for pattern in rule.patterns])
            if fits and not any(pattern.fits(normalised, words) for pattern in rule.unless):
                return rule.topic
        return None


def _first_words(pattern: str) -> frozenset[str] | None:
    """Of `\\b(?:jumlah|berapa (?:banyak )?umkm)\\b...`: jumlah, berapa."""
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
