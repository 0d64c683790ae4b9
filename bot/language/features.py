"""What the classifier looks at: stems, pairs of stems, and pieces of words (which forgive typos and dialects)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import snowballstemmer

PIECES = (3, 4)
"""Lengths of the pieces of a word, its borders included: "<nib>" has <ni, nib, ib>, <nib, nib>."""
_KEPT = 30_000

class Features:
    """Turns normalised text into features; remembers what it worked out for each word."""

    def __init__(self, silent: Iterable[str] = ()) -> None:
        """`silent` are words that say nothing about the topic: forms of address, glue."""
        self._silent = frozenset(silent)
        self._stemmer = snowballstemmer.stemmer("indonesian")
        self._stems: dict[str, str] = {}
        self._of_word: dict[str, tuple[str, ...]] = {}

    def words(self, normalised: str) -> list[str]:
        """The words that count; all of them if none does ("min", "kak ya")."""
        every = normalised.split()
        return [word for word in every if word not in self._silent] or every

    def of_word(self, word: str) -> tuple[str, ...]:
        """Stem and pieces of one word."""
        known = self._of_word.get(word)
        if known is None:
            if len(self._of_word) > _KEPT:
                self._of_word.clear()
            known = self._of_word[word] = (f"={self.stem(word)}", *_pieces(f"<{word}>"))
        return known

    def pairs(self, words: Iterable[str]) -> list[str]:
        """Neighbouring stems, the edges of the text included."""
        stems = ["^", *map(self.stem, words), "$"]
        return [f"{first} {second}" for first, second in pairwise(stems)]

    def stem(self, word: str) -> str:
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) > _KEPT:
                self._stems.clear()
            known = self._stems[word] = self._stemmer.stemWord(word) if word.isascii() and word.isalpha() else word
        return known


def _pieces(word: str) -> list[str]:
    return [word[i : i + n] for n in PIECES for i in range(len(word) - n + 1)]
