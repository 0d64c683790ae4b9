"""Which kind of business somebody means: "jual sanggar" is food here, "sanggar tari" is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.language.lexicon import FUZZY_LENGTH, Lexicon
from bot.language.matching import Hit, Phrases, words_of
from bot.language.memory import Memory
from bot.language.normalise import normalise
from bot.language.slips import Slips


@dataclass(frozen=True, slots=True)
class SectorGuess:
    """`sector` when it is clear; otherwise `candidates` and the question to `ask` (empty: nothing was said)."""

    sector: str | None = None
    candidates: tuple[str, ...] = ()
    ask: str | None = None
    word: str | None = None

    @property
    def found(self) -> bool:
        return self.sector is not None or bool(self.candidates)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a word stands for. generic: only when nothing more telling is said ("jasa", "toko")."""

    sectors: tuple[str, ...]
    default: str | None
    ask: str | None = None
    generic: bool = False
    needs: frozenset[str] = frozenset()


class SectorFinder:
    """Reads sectors by the city's own words: `sectors` is the parsed sectors.yaml."""

    def __init__(self, sectors: Mapping[str, Any], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._question: str | None = sectors.get("question")
        table = _table(sectors, lexicon.notes.get("sector_words", {}))
        self._phrases = Phrases(table)
        self._singles = {
            word: meaning for word, meaning in self._phrases.singles(FUZZY_LENGTH).items() if not meaning.generic
        }
        self._slips = Slips(self._singles)
        self._slipped = Memory(self._with_one_slip)

    def find(self, text: str, normalised: str | None = None) -> SectorGuess:
        """The sector a text speaks of. `normalised` saves doing that again."""
        typed = words_of(text)
        plain = words_of(normalised if normalised is not None else normalise(text, self._lexicon))
        hits = self._hits(typed)
        if all(hit.value.generic for hit in hits):
            hits = self._hits(plain) or hits
        return self._guess(hits) if hits else self._with_a_slip(plain)

    def tags(self) -> dict[str, tuple[str, ...]]:
        """Single words that clearly name a trade."""
        telling = self._phrases.singles(1).items()
        return {word: ("trade",) for word, m in telling if not m.generic and not m.needs and m.default is not None}

    def _hits(self, words: list[str]) -> list[Hit[_Meaning]]:
        around = set(words)
        return [
            hit
            for hit in self._phrases.find(words, endings=True)
            if not hit.value.needs or not hit.value.needs.isdisjoint(around)
        ]

    def _guess(self, hits: list[Hit[_Meaning]]) -> SectorGuess:
        telling = [hit for hit in hits if not hit.value.generic] or hits
        clear = [hit for hit in _heads(telling) if hit.value.default is not None]
        if not clear:
            first = telling[0]
            return SectorGuess(None, first.value.sectors, first.value.ask or self._question, first.phrase)
        votes = Counter[str]()
        for hit in clear:
            votes[str(hit.value.default)] += hit.end - hit.start
        (best, most), *others = votes.most_common()
        if others and others[0][1] == most:
            return SectorGuess(None, tuple(votes), self._question, clear[0].phrase)
        return SectorGuess(best, (best,), None, clear[0].phrase)

    def _with_a_slip(self, words: list[str]) -> SectorGuess:
        """A trade with one letter wrong: "konvexsi"."""
        return next((guess for word in words if (guess := self._slipped[word])), None) or SectorGuess()

    def _with_one_slip(self, word: str) -> SectorGuess | None:
        if len(word) < FUZZY_LENGTH or word.isdecimal() or word in self._lexicon.known:
            return None
        near = self._slips.near(word, limit=3)
        found = {self._singles[name].default for name in near} - {None}
        if len(found) != 1:
            return None
        (sector,) = found
        return SectorGuess(sector, (str(sector),), None, near[0])


def _heads(hits: list[Hit[_Meaning]]) -> list[Hit[_Meaning]]:
    """Of two trades side by side the first is the business: "laundry sepatu" washes, it does not sell shoes."""
    return [hit for before, hit in zip([None, *hits], hits, strict=False) if before is None or before.end != hit.start]


def _table(sectors: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, _Meaning]:
    generic = set(map(str, words.get("generic", ())))
    needs = {str(k): frozenset(map(str, v)) for k, v in words.get("needs", {}).items()}
    table: dict[str, _Meaning] = {}
    for word in sectors.get("ambiguous", ()):
        unclear, name = word.get("default") is None, str(word["word"])
        table[name] = _Meaning(
            tuple(word["sectors"]), word.get("default"), word.get("ask"), unclear, needs.get(name, frozenset())
        )
    for sector in sectors["sectors"]:
        own = [sector["label"], *sector.get("synonyms", ()), *words.get("more", {}).get(sector["id"], ())]
        for synonym in map(str, own):
            meaning = _Meaning((sector["id"],), sector["id"], None, synonym in generic, needs.get(synonym, frozenset()))
            table.setdefault(synonym, meaning)
    return table
