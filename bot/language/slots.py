"""What a question is about: trade, place, size, season, year, money, programme, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from bot.language.amounts import Mention, find_amounts
from bot.language.areas import AreaFinder, AreaGuess
from bot.language.lexicon import Lexicon
from bot.language.matching import Phrases, words_of
from bot.language.normalise import normalise
from bot.language.sectors import SectorFinder, SectorGuess


class About:
    """The details named in a message, each worked out when first asked for. Empty where nothing was said.

    sector, area what kind of business, and where
    scales       "mikro", "kecil", "menengah" in the order named
    seasons      season ids in the order named
    year         a year said in digits; year_offset: -1, 0, +1 for last, this, next year (no clock in here)
    amounts      money with what it is the amount of
    percent      "40 persen" -> 40.0
    programme    topic id of the kind of programme named
    count        a number of things ("3 karyawan"); ordinal: "yang kedua" -> 2, "terakhir" -> -1
    """

    def __init__(self, slots: Slots, text: str, plain: str) -> None:
        self._slots, self._text, self._plain = slots, text, plain

    @cached_property
    def sector(self) -> SectorGuess:
        return self._slots.sectors.find(self._text, self._plain)

    @cached_property
    def area(self) -> AreaGuess:
        return self._slots.areas.find(self._text, self._plain)

    @cached_property
    def scales(self) -> tuple[str, ...]:
        return self._slots.find_scales(self._plain)

    @cached_property
    def seasons(self) -> tuple[str, ...]:
        return self._slots.find_seasons(self._text, self._plain)

    @property
    def year(self) -> int | None:
        return _year(self._text)

    @property
    def year_offset(self) -> int | None:
        return next((at for phrase, at in _YEARS.items() if phrase in self._plain), None)

    @cached_property
    def amounts(self) -> tuple[Mention, ...]:
        return tuple(find_amounts(self._text))

    @property
    def percent(self) -> float | None:
        return _percent(self._plain)

    @property
    def programme(self) -> str | None:
        return self._slots.find_programme(self._plain)

    @property
    def count(self) -> int | None:
        return self._slots.find_count(self._plain)

    @property
    def ordinal(self) -> int | None:
        return _ordinal(self._plain)

    @property
    def scale(self) -> str | None:
        return self.scales[0] if self.scales else None

    @property
    def season(self) -> str | None:
        return self.seasons[0] if self.seasons else None


class Slots:
    """Finds the details of a message, by the content of the city."""

    def __init__(
        self, lexicon: Lexicon, sectors: Mapping[str, Any], areas: Mapping[str, Any], seasons: Mapping[str, Any]
    ) -> None:
        self._lexicon = lexicon
        self.sectors = SectorFinder(sectors, lexicon)
        self.areas = AreaFinder(areas, lexicon)
        self._seasons = _seasons(seasons, lexicon)
        self._season_needs = _needs(lexicon.notes.get("season_words", {}))
        self._scales = Phrases(_reversed(lexicon.notes.get("scale_words", {})))
        self._programmes = Phrases(_reversed(lexicon.notes.get("programme_words", {})))
        self._concepts = _concepts(lexicon.notes.get("concepts", {}))
        self._nouns = frozenset(map(str, lexicon.notes.get("count_nouns", ())))

    def find_sector(self, text: str) -> SectorGuess:
        return self.sectors.find(text)

    def find_area(self, text: str) -> AreaGuess:
        return self.areas.find(text)

    def find_seasons(self, text: str, normalised: str | None = None) -> tuple[str, ...]:
        """Ids of the seasons a text names, in order, each once."""
        plain = words_of(normalised if normalised is not None else normalise(text, self._lexicon))
        found: list[str] = []
        for words in (words_of(text), plain):
            around = set(words)
            for hit in self._seasons.find(words, endings=True):
                needs = self._season_needs.get(hit.phrase)
                if hit.value not in found and (needs is None or needs & around):
                    found.append(hit.value)
        return tuple(found)

    def tags(self) -> dict[str, tuple[str, ...]]:
        """What single words name (another city, a trade, a season) or stand for (`concepts` of the lexicon)."""
        seasons = {w: (f"season {s}",) for w, s in self._seasons.singles(1).items() if w not in self._season_needs}
        found = dict[str, tuple[str, ...]]()
        for kind in (self.sectors.tags(), seasons, self.areas.tags(), self._concepts):
            for word, tags in kind.items():
                found[word] = found.get(word, ()) + tags
        return found

    def about(self, text: str, normalised: str | None = None) -> About:
        """Every detail of a message. `normalised` saves doing that again."""
        return About(self, text, normalised if normalised is not None else normalise(text, self._lexicon))

    def find_scales(self, normalised: str) -> tuple[str, ...]:
        """The sizes of business a normalised text names, in order, each once."""
        return tuple(dict.fromkeys(hit.value for hit in self._scales.find(words_of(normalised), endings=True)))

    def find_programme(self, normalised: str) -> str | None:
        """Topic id of the first kind of programme a normalised text names."""
        programmes = self._programmes.find(words_of(normalised), endings=True)
        return programmes[0].value if programmes else None

    def find_count(self, normalised: str) -> int | None:
        """The first number of things that are counted: "3 karyawan"."""
        words = words_of(normalised)
        for number, noun in pairwise(words):
            if noun in self._nouns:
                if number.isdecimal() and len(number) <= _LONGEST_COUNT:
                    return int(number)
                if number in _SMALL_NUMBERS:
                    return _SMALL_NUMBERS[number]
        return None


_LONGEST_COUNT = 6
_YEARS = {"tahun depan": 1, "tahun lalu": -1, "tahun kemarin": -1, "tahun ini": 0}
_YEAR = re.compile(r"(?<![\d.,])(20\d\d)(?![\d]|[.,]\d)")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?|[a-z]+(?: puluh)?(?: [a-z]+)?) persen")
_SMALL_NUMBERS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10,
}  # fmt: skip
_ORDINALS = {
    "pertama": 1, "kesatu": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "terakhir": -1,
    "first": 1, "second": 2, "third": 3, "last": -1,
}  # fmt: skip
_ORDINAL = re.compile(r"\b(?:yang|nomor|no|pilihan|opsi|ke|the|dan|atau)\s+(" + "|".join(_ORDINALS) + r"|\d{1,2})\b")
_ALONE = re.compile(r"\s*(" + "|".join(_ORDINALS) + r"|\d{1,2})\s*")


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _percent(plain: str) -> float | None:
    found = _PERCENT.search(plain) if "persen" in plain else None
    if found is None:
        return None
    if found[1][0].isdigit():
        return float(found[1].replace(",", "."))
    words = [word for word in found[1].split() if word in _SMALL_NUMBERS or word == "puluh"]
    total = 0
    for word in words:
        total = total * 10 if word == "puluh" else total + _SMALL_NUMBERS[word]
    return float(total) if total else None


def _ordinal(plain: str) -> int | None:
    """Which of a list: "yang kedua tadi", "nomor 2", or just "2"."""
    found = _ORDINAL.search(plain) or _ALONE.fullmatch(plain)
    if found is None:
        return None
    return _ORDINALS[found[1]] if found[1] in _ORDINALS else int(found[1])


def _reversed(groups: Mapping[str, Any]) -> dict[str, str]:
    return {str(word): str(name) for name, words in groups.items() for word in words}


def _concepts(groups: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Each single word with all it stands for."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in groups.items():
        for word in map(str, words):
            found[word] = (*found.get(word, ()), str(name))
    return found


def _needs(words: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {str(word): frozenset(map(str, near)) for word, near in words.get("needs", {}).items()}


def _seasons(seasons: Mapping[str, Any], lexicon: Lexicon) -> Phrases[str]:
    table: dict[str, str] = {}
    for season in seasons["seasons"]:
        more = lexicon.notes.get("season_words", {}).get("more", {}).get(season["id"], ())
        for name in (season["label"], *season.get("synonyms", ()), *more):
            table.setdefault(str(name).lower(), season["id"])
            table.setdefault(normalise(str(name), lexicon), season["id"])
    return Phrases(table)
