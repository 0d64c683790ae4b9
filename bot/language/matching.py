"""Finds known phrases in a text, the longest first, each word used once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from bot.language.memory import Memory

Value = TypeVar("Value")
_WORD = re.compile(r"[^\W_]+(?:['’`][^\W\d_]*)?")
_ENDINGS = ("nya", "ku", "mu", "an")
_SHORTEST_STEM = 3


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; "oleh-oleh" is two."""
    return list(_words(text))


@lru_cache(64)
def _words(text: str) -> tuple[str, ...]:
    """Every finder of details asks for the words of the same message."""
    return tuple(_WORD.findall(text.lower()))


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """A known phrase at words[start:end]."""

    start: int
    end: int
    phrase: str
    value: Value


class Phrases(Generic[Value]):
    """A table of phrases, each with what it stands for."""

    def __init__(self, table: Mapping[str, Value]) -> None:
        self._table: dict[tuple[str, ...], tuple[str, Value]] = {}
        for phrase, value in table.items():
            parts = tuple(words_of(phrase))
            if parts:
                self._table.setdefault(parts, (phrase, value))
        self._longest = max(map(len, self._table), default=0)
        self._firsts = frozenset(parts[0] for parts in self._table)
        self._ending = Memory(lambda word: self._without_ending((word,)))

    def singles(self, length: int) -> dict[str, Value]:
        """The phrases of one word with at least `length` letters."""
        return {p[0]: value for p, (_, value) in self._table.items() if len(p) == 1 and len(p[0]) >= length}

    def items(self) -> Iterable[tuple[tuple[str, ...], Value]]:
        return ((parts, value) for parts, (_, value) in self._table.items())

    def find(self, words: list[str], *, endings: bool = False) -> list[Hit[Value]]:
        """Phrases in `words` in order; with `endings` also "kuenya" for "kue"."""
        hits: list[Hit[Value]] = []
        if endings:  # hide only the last word of a phrase: longer ones begin with a known word in any case
            begins = [at for at, word in enumerate(words) if word in self._firsts or self._ending[word]]
        else:
            begins = [at for at, word in enumerate(words) if word in self._firsts]
        end = 0
        for at in begins:
            hit = self._at(words, at, endings) if at >= end else None
            if hit is not None:
                hits.append(hit)
                end = hit.end
        return hits

    def _at(self, words: list[str], at: int, endings: bool) -> Hit[Value] | None:
        for length in range(min(self._longest, len(words) - at), 0, -1):
            parts = tuple(words[at : at + length])
            found = self._table.get(parts) or (self._without_ending(parts) if endings else None)
            if found is not None:
                return Hit(at, at + length, *found)
        return None

    def _without_ending(self, parts: tuple[str, ...]) -> tuple[str, Value] | None:
        last = parts[-1]
        if not last.endswith(_ENDINGS):
            return None
        for ending in _ENDINGS:
            if last.endswith(ending) and len(last) - len(ending) >= _SHORTEST_STEM:
                found = self._table.get((*parts[:-1], last.removesuffix(ending)))
                if found is not None:
                    return found
        return None
