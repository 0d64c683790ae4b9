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
    """The rules of the content (`near_misses` in language.yaml); the first that fits wins."""

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

    def topic(self, normalised: str) -> str | None:
        """The topic of a near miss, or None."""
        length = normalised.count(" ") + 1
        for rule in self._rules:
            fits = length <= rule.longest and any(pattern.search(normalised) for pattern in rule.patterns)
            if fits and not any(pattern.search(normalised) for pattern in rule.unless):
                return rule.topic
        return None


def _compiled(pattern: str, names: Mapping[str, str]) -> re.Pattern[str]:
    for name, alternatives in names.items():
        pattern = pattern.replace(name, alternatives)
    return re.compile(pattern)


def _any(names: Iterable[str]) -> str:
    ordered = sorted({name.lower() for name in names}, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)"
