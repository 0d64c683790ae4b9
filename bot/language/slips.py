"""Words with one letter wrong: left out, added, another one, or two neighbours swapped."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import takewhile
from operator import eq
from zlib import crc32


class Slips:
    """Knows some words and finds those one slip away, without comparing with each of them.

    Two words are one slip apart only if leaving out at most one letter of each makes them the same (Garbe's symmetric
    delete). The table has them by hash, in ascending order, with the number of the word in the lower half: a megabyte
    less than a dictionary. Where two share a hash, comparing the words tells.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        self._lengths = frozenset(length for word in self._words for length in range(len(word) - 1, len(word) + 2))
        every = (_hash(short) | number for number, word in enumerate(self._words) for short in _shortened(word))
        self._shortened = array("Q", sorted(every))

    def near(self, text: str, limit: int) -> list[str]:
        """Known words at most one slip away from `text`, the nearest first, then in their own order."""
        if len(text) not in self._lengths:
            return []
        found = {number for short in _shortened(text) for number in self._with(_hash(short))}
        near = [number for number in found if _one_slip(text, self._words[number])]
        near.sort(key=lambda number: (self._words[number] != text, number))
        return [self._words[number] for number in near[:limit]]

    def _with(self, hashed: int) -> Iterator[int]:
        for place in range(bisect_left(self._shortened, hashed), len(self._shortened)):
            number = self._shortened[place] ^ hashed
            if number > _LOWER:
                return
            yield number


_LOWER = (1 << 32) - 1


def _hash(short: str) -> int:
    return crc32(short.encode()) << 32


def _one_slip(one: str, other: str) -> bool:
    """At most one. Five comparisons; the library of edit distances would be 6 MB in every process."""
    same = sum(takewhile(bool, map(eq, one, other)))
    one, other = one[same:], other[same:]
    wrong, added, left_out = one[1:] == other[1:], one[1:] == other, one == other[1:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return wrong or added or left_out or swapped


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
