"""What the classifier looks at: stems, pairs of stems, pieces of words (which forgive typos and dialects), and what
a word names or stands for (which lets a phrase with one word teach something about its likes)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

import Stemmer

from bot.language.memory import Memory

PIECES = (3, 4)
"""Lengths of the pieces of a word, its borders included: "<nib>" has <ni, nib, ib>, <nib, nib>."""
TAG = "@"
_MOST_TAGS = 7
"""A message that names more things is a story: pairs of them say nothing."""


class Features:
    """Turns normalised text into features; remembers the stems and tags of words."""

    def __init__(self, silent: Iterable[str] = (), tags: Mapping[str, Sequence[str]] | None = None) -> None:
        """`silent` are words that say nothing about the topic: forms of address, glue.

        `tags` tell what a word, or its stem, names ("surabaya" -> another city) or stands for ("setop" -> stop).
        """
        self._silent = frozenset(silent)
        self._given = {word: tuple(names) for word, names in (tags or {}).items()}
        self._stemmer = Stemmer.Stemmer("indonesian")
        self._stems = Memory(self._stem)
        self._tags = Memory(self._tags_of)

    def words(self, normalised: str) -> list[str]:
        """The words that count; all of them if none does ("min", "kak ya")."""
        every = normalised.split()
        return [word for word in every if word not in self._silent] or every

    def of_word(self, word: str) -> tuple[str, ...]:
        """Stem, tags and pieces of one word. A number is only itself: the digits 750 say nothing in 1.750.000."""
        if word[0].isdigit():
            return (f"={word}",)
        return (f"={self._stems[word]}", *(TAG + tag for tag in self._tags[word]), *_pieces(f"<{word}>"))

    def of_text(self, words: Sequence[str]) -> list[str]:
        """Neighbouring stems, the edges of the text included, and things named together."""
        stems = ["^", *[self._stems[word] for word in words], "$"]
        named = sorted({tag for word in words for tag in self._tags[word]})
        together = combinations(named, 2) if len(named) <= _MOST_TAGS else ()
        return [*(f"{a} {b}" for a, b in pairwise(stems)), *(f"{a}&{b}" for a, b in together)]

    def _tags_of(self, word: str) -> tuple[str, ...]:
        return self._given.get(word) or self._given.get(self._stems[word]) or ()

    def _stem(self, word: str) -> str:
        return self._stemmer.stemWord(word) if word.isascii() and word.isalpha() else word


def _pieces(word: str) -> list[str]:
    return [word[i : i + n] for n in PIECES for i in range(len(word) - n + 1)]
