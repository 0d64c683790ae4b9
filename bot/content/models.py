"""What the city's content consists of, typed and frozen. What each field means stands at the top of its YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.content.basics import Confidence, Ids, Model, When, Words, Zone, with_blanks
from bot.content.calendar import Calendar, Season
from bot.content.phrases import Manners
from bot.content.places import Areas, Sectors


class Kind(StrEnum):
    """The kinds of content officials can edit in the bot; each is a row in the database."""

    OFFICE = "office"
    SOURCE = "source"
    FIGURE = "figure"
    PROGRAMME = "programme"
    TOPIC = "topic"
    SEASON = "season"


class CityInfo(Model):
    """The city itself and the sentences every answer shares (city.yaml)."""

    id: str
    name: str
    short_name: str
    code: str
    province: str
    timezone: Zone
    time_label: str
    language: str
    phone_area_code: str
    newest_source: When
    about: Annotated[str, with_blanks("figure")]
    statement: Annotated[str, with_blanks("date")]
    unknown: str
    not_announced: str
    footer_unstable: Annotated[str, with_blanks("valid_as_of", "check_with")]
    source_line: Annotated[str, with_blanks("sources")]
    season_line: Annotated[str, with_blanks("label", "date")]
    office_labels: dict[str, str]
    office_expected: Ids
    office_unknown: Annotated[str, with_blanks("labels")]
    and_: str = Field(alias="and")


class Head(Model):
    """Who is named as head of the office; never a key, spelling varies."""

    name: str
    spelling_in_seed: str | None = None
    as_of: When
    confidence: Confidence
    sources: Ids


class RelatedOffice(Model):
    """Another office that helps with some matters; `address` None = not known."""

    id: str
    name: str
    address: str | None
    helps_with: Words
    as_of: When | None
    confidence: Confidence
    sources: Annotated[Ids, Field(min_length=1)]


class Facility(Model):
    """A centre or building for small business."""

    id: str
    name: str
    focus: str
    confidence: Confidence
    sources: Annotated[Ids, Field(min_length=1)]


class Office(Model):
    """The office that runs the bot; None = not known, and said so (office.yaml)."""

    id: Literal["office"] = "office"
    name: str
    short_name: str
    name_as_of: When | None = None
    name_confidence: Confidence = "medium"
    sources: Ids = ()
    address: str | None = None
    phone: str | None = None
    whatsapp: str | None = None
    email: str | None = None
    website: str | None = None
    social_media: str | None = None
    hours: str | None = None
    maps: str | None = None
    head: Head | None = None
    related: tuple[RelatedOffice, ...] = ()
    facilities: tuple[Facility, ...] = ()


class Source(Model):
    """Where something is from (sources.yaml)."""

    id: str
    name: str
    title: str
    url: str | None
    date: When | None
    kind: Literal["published", "statement"] = "published"
    tier: Literal["official", "press", "expert", "package", "dev", "none"]
    note: str | None = None


class Figure(Model):
    """A number or checkable statement, who said it and when (figures.yaml).

    `value` is a number or, in style "date", a day; a derived figure has a `formula` instead.
    """

    id: str
    kind: Literal["fact", "derived", "comparator", "rule"]
    title: str
    value: int | float | date | None = None
    formula: str | None = None
    unit: str | None = None
    style: Literal["thousands", "number", "percent", "rupiah", "rupiah_short", "date"] = "number"
    digits: int = 0
    about: bool = False
    range: tuple[float, float] | None = None
    as_of: When
    who: str
    wording: str | None = None
    sources: Annotated[Ids, Field(min_length=1)]
    confidence: Confidence
    caveat: str | None = None
    use: Literal["boleh", "hati", "jangan"]


Stability = Literal["stable", "mixed", "unstable"]


class Programme(Model):
    """Something an entrepreneur can join or use; None = never published (programmes.yaml)."""

    id: str
    title: Annotated[str, Field(max_length=40)]
    kind: Literal["training", "mentoring", "promotion", "financing", "scale_up", "permit"]
    status: Literal["berjalan", "dirumuskan", "disebut"]
    owner: str
    what: str
    for_whom: str
    steps: Words
    requirements: Words | None = None
    schedule: str | None = None
    quota: str | None = None
    cost: str | None = None
    deadline: date | None = None
    url: str | None = None
    sectors: Ids = ()
    scales: tuple[Literal["mikro", "kecil", "menengah"], ...] = ()
    topic: str
    sources: Annotated[Ids, Field(min_length=1)]
    valid_as_of: When
    stability: Stability
    check_with: str


class DateVariant(Model):
    """Another answer from a day on."""

    from_: date = Field(alias="from")
    answer: str


class Topic(Model):
    """What the bot can answer about, and the answer (topics.yaml)."""

    id: str
    parent: str | None
    title: Annotated[str, Field(max_length=30)]
    answer: str
    date_variants: tuple[DateVariant, ...] = ()
    sources: Ids
    valid_as_of: When | None
    stability: Stability
    check_with: str | None
    next: Annotated[Ids, Field(max_length=4)]
    aspects: Mapping[str, str] = Field(default_factory=dict)
    goes_on_as: str | None = None
    seasons: Ids = ()
    action: (
        Literal["register", "status", "edit", "delete", "stop", "start", "handoff", "seasons", "class", "privacy"]
        | None
    ) = None
    decline: bool = False

    def text(self, on: date) -> str:
        """The answer as it is on that day, placeholders not yet filled."""
        valid = [variant for variant in self.date_variants if variant.from_ <= on]
        return max(valid, key=lambda variant: variant.from_).answer if valid else self.answer


class CityContent(Model):
    """Everything in a content folder. `phrases`: topic -> manner of speaking -> phrases, which no
    answer is made from; `language`: as it is."""

    city: CityInfo
    office: Office
    sources: tuple[Source, ...]
    figures: tuple[Figure, ...]
    programmes: tuple[Programme, ...]
    topics: tuple[Topic, ...]
    sectors: Sectors
    areas: Areas
    calendar: Calendar
    phrases: Mapping[str, Manners] = Field(default_factory=dict, exclude=True)
    language: dict[str, Any] = Field(default_factory=dict)


MODELS: dict[Kind, type[Office | Source | Figure | Programme | Topic | Season]] = {
    Kind.OFFICE: Office,
    Kind.SOURCE: Source,
    Kind.FIGURE: Figure,
    Kind.PROGRAMME: Programme,
    Kind.TOPIC: Topic,
    Kind.SEASON: Season,
}
Item = Office | Source | Figure | Programme | Topic | Season
"""One piece of editable content; its `id` is its key."""


def items(content: CityContent) -> dict[Kind, tuple[Item, ...]]:
    """The editable content by kind, in the order of the files."""
    return {
        Kind.OFFICE: (content.office,),
        Kind.SOURCE: content.sources,
        Kind.FIGURE: content.figures,
        Kind.PROGRAMME: content.programmes,
        Kind.TOPIC: content.topics,
        Kind.SEASON: content.calendar.seasons,
    }


def with_items(content: CityContent, by_kind: dict[Kind, tuple[Any, ...]]) -> CityContent:
    """`content` with these items instead of its own."""
    return content.model_copy(
        update={
            "office": by_kind[Kind.OFFICE][0],
            "sources": by_kind[Kind.SOURCE],
            "figures": by_kind[Kind.FIGURE],
            "programmes": by_kind[Kind.PROGRAMME],
            "topics": by_kind[Kind.TOPIC],
            "calendar": content.calendar.model_copy(update={"seasons": by_kind[Kind.SEASON]}),
        }
    )


def as_data(item: Item) -> dict[str, Any]:
    """The item as JSON-ready data, spelled as in the YAML."""
    return item.model_dump(mode="json", by_alias=True)
