"""Words with one letter wrong: left out, added, another one, or two neighbours swapped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from operator import eq


class Slips:
    """Knows some words and finds those one slip away, without comparing with each of them.

    Two words are one slip apart only if leaving out at most one letter of each makes them the same (Garbe's symmetric
    delete). A look into the table costs 3 us; comparing with every place of a city cost 20.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        self._lengths = frozenset(length for word in self._words for length in range(len(word) - 1, len(word) + 2))
        self._shortened: dict[str, tuple[int, ...]] = {}
        for number, word in enumerate(self._words):
            for short in _shortened(word):
                self._shortened[short] = (*self._shortened.get(short, ()), number)

    def near(self, text: str, limit: int) -> list[str]:
        """Known words at most one slip away from `text`, the nearest first, then in their own order."""
        if len(text) not in self._lengths:
            return []
        found = {number for short in _shortened(text) for number in self._shortened.get(short, ())}
        near = [number for number in found if _one_slip(text, self._words[number])]
        near.sort(key=lambda number: (self._words[number] != text, number))
        return [self._words[number] for number in near[:limit]]


def _one_slip(one: str, other: str) -> bool:
    """At most one. Five comparisons; the library of edit distances would be 6 MB in every process."""
    same = sum(takewhile(bool, map(eq, one, other)))
    one, other = one[same:], other[same:]
    wrong, added, left_out = one[1:] == other[1:], one[1:] == other, one == other[1:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return wrong or added or left_out or swapped


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
