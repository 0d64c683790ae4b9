"""Kinds of business and areas: the choices of the registration form (sectors.yaml, areas.yaml)."""

from __future__ import annotations

from bot.content.basics import Ids, Model, Words


class Sector(Model):
    """A kind of business (sectors.yaml)."""

    id: str
    label: str
    short: str
    emoji: str
    source_term: str | None
    sources: Ids
    kbli2025: Words
    kbli2020: Words
    kbli_hint: str | None = None
    note: str | None = None
    examples: Words = ()
    topics: Ids
    synonyms: Words


class AmbiguousWord(Model):
    """A word that may mean several sectors, and the question to ask."""

    word: str
    sectors: Ids
    default: str | None
    ask: str


class Sectors(Model):
    """All of sectors.yaml; `question` is asked when the kind of business is unclear."""

    question: str
    sectors: tuple[Sector, ...]
    ambiguous: tuple[AmbiguousWord, ...] = ()


class Ward(Model):
    """A kelurahan. `lat`/`lng` are the centre in degrees WGS 84: for rough maps, never an address."""

    code: str
    name: str
    official_name: str | None = None
    postal_code: str
    lat: float
    lng: float
    aliases: Words


class District(Model):
    """A kecamatan with its wards."""

    code: str
    name: str
    aliases: Words
    lat: float
    lng: float
    wards: tuple[Ward, ...]


class WordsForWards(Model):
    """Words that may mean any of several wards (codes): ask which."""

    words: Words
    wards: Ids


class AmbiguousArea(Model):
    """Words that may mean a district or the city, and the question to ask."""

    words: Words
    ask: str


class Areas(Model):
    """All of areas.yaml."""

    sources: Ids
    city_words: Words
    districts: tuple[District, ...]
    stems: tuple[WordsForWards, ...] = ()
    landmarks: tuple[WordsForWards, ...] = ()
    ambiguous: tuple[AmbiguousArea, ...] = ()
