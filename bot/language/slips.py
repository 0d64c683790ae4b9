"""Words with one letter wrong: left out, added, another one, or two neighbours swapped."""

from __future__ import annotations

from collections.abc import Iterable


class Slips:
    """Knows some words and finds those one slip away, without comparing with each of them.

    Two words are one slip apart only if leaving out at most one letter of each makes them the same (Garbe's symmetric
    delete). A look into the table costs 3 us; comparing with every place of a city cost 20.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))
        self._lengths = frozenset(length for word in self._words for length in range(len(word) - 1, len(word) + 2))
        self._shortened: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            for short in _shortened(word):
                self._shortened.setdefault(short, []).append(number)

    def near(self, text: str, limit: int) -> list[str]:
        """Known words at most one slip away from `text`, the nearest first, then in their own order."""
        if len(text) not in self._lengths:
            return []
        found = {number for short in _shortened(text) for number in self._shortened.get(short, ())}
        if not found:
            return []
        from rapidfuzz.distance import DamerauLevenshtein

        apart = [(DamerauLevenshtein.distance(text, self._words[number]), number) for number in found]
        return [self._words[number] for distance, number in sorted(apart)[:limit] if distance <= 1]


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
