"""Where somebody is: kelurahan and kecamatan by the names people use, asked back where names are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.language.lexicon import FUZZY_LENGTH, Lexicon
from bot.language.matching import Hit, Phrases, words_of
from bot.language.normalise import normalise
from bot.language.slips import Slips


@dataclass(frozen=True, slots=True)
class AreaGuess:
    """Codes of what was said. `ward` (kelurahan) or `district` (kecamatan) when clear.

    candidates   ward codes to choose from when the name alone does not tell ("sepinggan")
    ask          a question of the content for a name that is a district and the city ("bpp kota")
    city         the whole city was named
    other_city   another place was named (its name as known): nothing we have figures for
    landmark     only a landmark was named: candidates are a hint, no more
    """

    ward: str | None = None
    district: str | None = None
    candidates: tuple[str, ...] = ()
    ask: str | None = None
    city: bool = False
    other_city: str | None = None
    landmark: bool = False

    @property
    def found(self) -> bool:
        return self.ward is not None or self.district is not None or bool(self.candidates) or self.ask is not None


class _Kind(StrEnum):
    WARD = "ward"
    DISTRICT = "district"
    STEM = "stem"
    LANDMARK = "landmark"
    CITY = "city"
    EITHER = "either"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class _Place:
    kind: _Kind
    codes: tuple[str, ...] = ()
    text: str | None = None


_ORDER = (_Kind.WARD, _Kind.STEM, _Kind.EITHER, _Kind.DISTRICT, _Kind.LANDMARK)


class AreaFinder:
    """Reads places by the city's own names: `areas` is the parsed areas.yaml."""

    def __init__(self, areas: Mapping[str, Any], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._district_of = {
            ward["code"]: district["code"] for district in areas["districts"] for ward in district["wards"]
        }
        self._names = {ward["code"]: ward["name"] for d in areas["districts"] for ward in d["wards"]}
        words = lexicon.notes.get("area_words", {})
        self.other_cities = tuple(map(str, words.get("other_cities", ())))
        self.names = (*self._names.values(), *(district["name"] for district in areas["districts"]))
        self._only_alone = frozenset(map(str, words.get("only_alone", ())))
        table = _table(areas, words)
        self._phrases = Phrases({**{normalise(k, lexicon): v for k, v in table.items()}, **table})
        self._long_names = {
            " ".join(parts): place
            for parts, place in self._phrases.items()
            if place.kind in (_Kind.WARD, _Kind.STEM)
            and len("".join(parts)) >= FUZZY_LENGTH
            and " ".join(parts) not in self._only_alone
        }
        self._slips = Slips(self._long_names)

    def find(self, text: str, normalised: str | None = None) -> AreaGuess:
        """The place a text names. `normalised` saves doing that again."""
        plain = words_of(normalised if normalised is not None else normalise(text, self._lexicon))
        hits = self._hits(words_of(text)) + self._hits(plain)
        elsewhere = next((hit.value.text for hit in hits if hit.value.kind is _Kind.ELSEWHERE), None)
        city = any(hit.value.kind is _Kind.CITY for hit in hits)
        districts = {
            code for hit in hits if hit.value.kind in (_Kind.DISTRICT, _Kind.EITHER) for code in hit.value.codes
        }
        for kind in _ORDER:
            places = [self._within(hit.value, districts) for hit in hits if hit.value.kind is kind]
            if places:
                return self._guess(places, city, elsewhere)
        if city or elsewhere:
            return AreaGuess(city=city, other_city=elsewhere)
        return self._with_a_slip(plain)

    def tags(self) -> dict[str, tuple[str, ...]]:
        """Single words that name another city."""
        singles = self._phrases.singles(1).items()
        return {word: ("elsewhere",) for word, place in singles if place.kind is _Kind.ELSEWHERE}

    def choose(self, text: str, candidates: tuple[str, ...]) -> str | None:
        """Which of some wards an answer like "yang baru" or "damai saja" means; None if it does not tell."""
        said = set(words_of(normalise(text, self._lexicon))) | set(words_of(text))
        names = {code: set(words_of(self._names[code])) for code in candidates}
        shared = set.intersection(*names.values()) if names else set()
        told = [code for code, name in names.items() if (name - shared) & said]
        plain = [code for code, name in names.items() if name == shared and shared & said]
        best = told or plain
        return best[0] if len(best) == 1 else None

    def _hits(self, words: list[str]) -> list[Hit[_Place]]:
        telling = [word for word in words if word not in _NOISE]
        return [
            hit
            for hit in self._phrases.find(words)
            if hit.phrase not in self._only_alone or len(telling) == hit.end - hit.start
        ]

    def _within(self, place: _Place, districts: set[str]) -> _Place:
        """ "damai, balikpapan kota": the district tells which of the names alike."""
        inside = tuple(code for code in place.codes if self._district_of.get(code) in districts)
        return replace(place, codes=inside) if inside else place

    def _guess(self, places: list[_Place], city: bool, elsewhere: str | None) -> AreaGuess:
        codes = tuple(dict.fromkeys(code for place in places for code in place.codes))
        first = places[0]
        if first.kind is _Kind.EITHER:
            return AreaGuess(ask=first.text, city=city)
        if first.kind is _Kind.DISTRICT:
            return AreaGuess(district=codes[0] if len(codes) == 1 else None, city=city, other_city=elsewhere)
        districts = {self._district_of[code] for code in codes}
        district = districts.pop() if len(districts) == 1 else None
        if len(codes) == 1 and first.kind is not _Kind.LANDMARK:
            return AreaGuess(codes[0], district, codes, None, city, elsewhere)
        return AreaGuess(None, district, codes, None, city, elsewhere, first.kind is _Kind.LANDMARK)

    def _with_a_slip(self, words: list[str]) -> AreaGuess:
        """A name with one letter wrong; more than one name that near is asked back."""
        spans = {" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
        places = [
            self._long_names[name]
            for span in spans
            if len(span) >= FUZZY_LENGTH and span not in self._lexicon.known
            for name in self._slips.near(span, limit=5)
        ]
        stems = [place for place in places if place.kind is _Kind.STEM]
        return self._guess(stems or places, False, None) if places else AreaGuess()


_NOISE = frozenset(
    ["di", "daerah", "sy", "saya", "kecamatan", "kec", "kak", "kakak", "min", "admin", "ya", "aja", "saja", "yang"]
)


def _table(areas: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, _Place]:
    """Every name -> its place. Later entries win, so the clear ones come last."""
    stems = {str(w): _Place(_Kind.STEM, tuple(stem["wards"])) for stem in areas.get("stems", ()) for w in stem["words"]}
    table: dict[str, _Place] = {str(c): _Place(_Kind.ELSEWHERE, text=str(c)) for c in words.get("other_cities", ())}
    for mark in areas.get("landmarks", ()):
        table |= {str(word): _Place(_Kind.LANDMARK, tuple(mark["wards"])) for word in mark["words"]}
    for district in areas["districts"]:
        table |= _names(district, _Place(_Kind.DISTRICT, (district["code"],)))
        for ward in district["wards"]:
            alike = stems.get(ward["name"].lower())
            names = _names(ward, alike or _Place(_Kind.WARD, (ward["code"],)))
            table |= {name: place for name, place in names.items() if not (alike and name.startswith("kel "))}
    table |= stems
    for either in areas.get("ambiguous", ()):
        codes = tuple(code for word in either["words"] for code in table.get(str(word), _Place(_Kind.EITHER)).codes)
        table |= {str(word): _Place(_Kind.EITHER, codes[:1], either["ask"]) for word in either["words"]}
    table |= {str(word): _Place(_Kind.CITY) for word in areas.get("city_words", ())}
    return table | _said_in_full(areas)


def _names(area: Mapping[str, Any], place: _Place) -> dict[str, _Place]:
    names = [area["name"], area.get("official_name"), *area.get("aliases", ())]
    return {str(name).lower(): place for name in names if name}


def _said_in_full(areas: Mapping[str, Any]) -> dict[str, _Place]:
    """ "kelurahan Damai" and "kecamatan Balikpapan Kota" leave no doubt."""
    full: dict[str, _Place] = {}
    for district in areas["districts"]:
        place = _Place(_Kind.DISTRICT, (district["code"],))
        short = district["name"].lower()
        for city in map(str, areas.get("city_words", ())):
            short = short.removeprefix(f"{city.lower()} ")
        full |= {f"{word} {name}": place for word in ("kecamatan", "kec") for name in (district["name"].lower(), short)}
        for ward in district["wards"]:
            found = _Place(_Kind.WARD, (ward["code"],))
            full |= {f"{word} {ward['name'].lower()}": found for word in ("kelurahan", "kel")}
    return full
