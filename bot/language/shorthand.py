"""Words with their vowels left out ("pndmpngn"), or with the vowels of Banjar ("malihat" for "melihat")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_VOWELS = re.compile(r"[aeiou]")
_TWICE = re.compile(r"(.)\1")
_BANJAR = str.maketrans("eo", "au")
"""Banjar has no e and no o: "tempat" is "tampat", "telepon" is "talipun"."""
_KAN = ("akan", "aken")
_FEWEST = 3
"""Consonants a word needs: "mn" could be anything."""


class Shorthand:
    """Knows some words and finds the one that was meant when only its consonants are all there."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            bones = _bones(word)
            if len(bones) >= _FEWEST:
                self._words.setdefault(bones, []).append(word)

    def meant(self, word: str) -> str | None:
        """The known word that `word` stands for, if it is only one."""
        word = _ending(word)
        found = [known for known in self._words.get(_bones(word), ()) if _left_out(word, known) or _banjar(word, known)]
        return found[0] if len(found) == 1 else None


def _ending(word: str) -> str:
    for ending in _KAN:
        if word.endswith(ending):
            return word.removesuffix(ending) + "kan"
    return word


def _bones(word: str) -> str:
    """The first letter and all consonants."""
    word = _TWICE.sub(r"\1", word)
    return word[:1] + _VOWELS.sub("", word[1:])


def _left_out(word: str, known: str) -> bool:
    """Whether `word` has no vowel that `known` has not, in whatever order, and ends like it."""
    return word[-1] == known[-1] and not Counter(_VOWELS.findall(word)) - Counter(_VOWELS.findall(known))


def _banjar(word: str, known: str) -> bool:
    return word.translate(_BANJAR) == known.translate(_BANJAR)
