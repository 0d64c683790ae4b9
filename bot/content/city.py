"""The city's content in memory: everything by id, figures with their values, answers ready to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from zoneinfo import ZoneInfo

from bot import numbers
from bot.content import fill
from bot.content.basics import spoken
from bot.content.calendar import Disagreement, LeadProfile, Season, SeasonDate
from bot.content.models import CityContent, Figure, Programme, Source, Topic
from bot.content.places import District, Sector, Ward
from bot.content.problems import Problem
from bot.content.sums import BadFormula, compute, names

NAMED_SOURCES = 2
"""Sources named below an answer; all of them are in `Answer.sources`."""


FROM_OFFICIALS = "PETUGAS-"
"""How the ids of sources begin that officials add in the chat."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic's answer on a day. Plain text, not HTML. `footer` and `source_line` are None where not due."""

    topic: Topic
    text: str
    footer: str | None
    source_line: str | None
    sources: tuple[Source, ...]
    figures: tuple[str, ...]
    next: tuple[Topic, ...]

    @property
    def whole(self) -> str:
        """Text, then source, then footer: what a person reads."""
        below = "\n".join(line for line in (self.source_line, self.footer) if line)
        return f"{self.text}\n\n{below}" if below else self.text


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A season in one year."""

    season: Season
    when: SeasonDate


class City:
    """One city's content, by id. Frozen: an edit makes a new City with another `version`.

    Lookups raise KeyError for an unknown id. `faults` are database rows that could not be used.
    """

    def __init__(self, content: CityContent, faults: Sequence[Problem] = ()) -> None:
        self.content = content
        self.faults = tuple(faults)
        self.info, self.office, self.sectors = content.city, content.office, content.sectors
        self.areas, self.calendar, self.phrases = content.areas, content.calendar, content.phrases
        self.zone = ZoneInfo(content.city.timezone)
        self._sources = {source.id: source for source in content.sources}
        self._figures = {figure.id: figure for figure in content.figures}
        self._programmes = {programme.id: programme for programme in content.programmes}
        self._topics = {topic.id: topic for topic in content.topics}
        self._seasons = {season.id: season for season in content.calendar.seasons}
        self._sectors = {sector.id: sector for sector in content.sectors.sectors}
        self._areas: dict[str, District | Ward] = {district.code: district for district in content.areas.districts}
        self._areas |= {ward.code: ward for district in content.areas.districts for ward in district.wards}

    # -- lookups

    def source(self, id: str) -> Source:
        return self._sources[id]

    def figure(self, id: str) -> Figure:
        return self._figures[id]

    def programme(self, id: str) -> Programme:
        return self._programmes[id]

    def topic(self, id: str) -> Topic:
        return self._topics[id]

    def season(self, id: str) -> Season:
        return self._seasons[id]

    def sector(self, id: str) -> Sector:
        return self._sectors[id]

    def area(self, code: str) -> District | Ward:
        """The district or ward with that Kemendagri code."""
        return self._areas[code]

    def district_of(self, code: str) -> District:
        """The district a ward's code belongs to (a district's own code gives itself)."""
        return next(d for d in self.areas.districts if code == d.code or code in {w.code for w in d.wards})

    def has_topic(self, id: str) -> bool:
        return id in self._topics

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self.content.topics

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.content.figures

    @property
    def programmes(self) -> tuple[Programme, ...]:
        return self.content.programmes

    @property
    def seasons(self) -> tuple[Season, ...]:
        return self.calendar.seasons

    def programmes_of(self, kind: str) -> tuple[Programme, ...]:
        """The programmes of one kind, in the order of the file."""
        return tuple(programme for programme in self.programmes if programme.kind == kind)

    def parent_of(self, topic: str) -> Topic | None:
        """The coarser topic, if there is one."""
        parent = self.topic(topic).parent
        return self._topics.get(parent) if parent else None

    def lineage(self, topic: str) -> tuple[str, ...]:
        """The topic's id, its parent's, and so on up: "program.kur" -> ("program.kur", "program.financing")."""
        found: list[str] = []
        current: str | None = topic
        while current and current not in found:
            found.append(current)
            current = self._topics[current].parent if current in self._topics else None
        return tuple(found)

    # -- figures

    def value(self, id: str) -> float:
        """The figure's number; a derived one is computed. Raises BadFormula when there is none."""
        return self._value(id, ())

    def _value(self, id: str, seen: tuple[str, ...]) -> float:
        if id not in self._figures:
            raise BadFormula(f"{id} is not a figure")
        if id in seen:
            raise BadFormula(f"{id} depends on itself")
        figure = self._figures[id]
        if figure.formula is not None:
            return compute(figure.formula, lambda name: self._value(name, (*seen, id)))
        if figure.value is None or isinstance(figure.value, date):
            raise BadFormula(f"{id} has no number")
        return figure.value

    def range(self, id: str) -> tuple[float, float] | None:
        """What the figure may really be, as its figures are rounded; None when nothing it rests on has a range.

        A derived figure is computed at every corner of its figures' ranges: right for plain arithmetic, where each
        figure pulls in one direction.
        """
        figure = self._figures[id]
        if figure.formula is None:
            return figure.range
        used = sorted(names(figure.formula))
        ends = [self.range(name) or (self.value(name),) for name in used]
        if all(len(end) == 1 for end in ends):
            return None
        corners = [dict(zip(used, corner, strict=True)) for corner in product(*ends)]
        results = [compute(figure.formula, corner.__getitem__) for corner in corners]
        return min(results), max(results)

    def shown(self, id: str, *, about: bool = True) -> str:
        """The figure as people read it: "sekitar 93 ribu"; without `about`: "93 ribu"."""
        figure = self._figures[id]
        text = self._bare(figure)
        return self.info.about.format(figure=text) if about and figure.about else text

    def _bare(self, figure: Figure) -> str:
        if isinstance(figure.value, date):
            return numbers.day(figure.value)
        value = self.value(figure.id)
        if figure.style == "thousands":
            return numbers.thousands(value, figure.digits)
        if figure.style == "percent":
            return f"{numbers.number(numbers.rounded(value, figure.digits))}%"
        if figure.style in {"rupiah", "rupiah_short"}:
            return (numbers.rupiah if figure.style == "rupiah" else numbers.rupiah_short)(int(value))
        return numbers.number(numbers.rounded(value, figure.digits))

    def exact(self, id: str) -> str:
        """All digits: "93.000"."""
        figure = self._figures[id]
        value = figure.value if isinstance(figure.value, date) else self.value(id)
        return numbers.day(value) if isinstance(value, date) else numbers.number(numbers.rounded(value, 2))

    # -- the calendar

    def occurrence(self, season: str, on: date) -> Occurrence | None:
        """That season as it comes next (or is now) on a day; None when the calendar ends before."""
        coming = [when for when in self.season(season).dates if when.last_day >= on]
        return Occurrence(self.season(season), min(coming, key=lambda when: when.date)) if coming else None

    def coming(self, on: date, limit: int = 3, *, opt_in: bool = False) -> tuple[Occurrence, ...]:
        """The next seasons in order of their days; those people must ask for only with `opt_in`."""
        chosen = [season.id for season in self.seasons if opt_in or not season.opt_in]
        found = [occurrence for id in chosen if (occurrence := self.occurrence(id, on))]
        return tuple(sorted(found, key=lambda occurrence: occurrence.when.date)[:limit])

    def lead_profile(self, season: str) -> LeadProfile:
        """Days before and after that season on which to remind."""
        return self.calendar.lead_profiles[self.season(season).lead_profile]

    def season_date(self, occurrence: Occurrence) -> str:
        """ "25 Desember 2026"; an estimate says that it is one."""
        text = numbers.day(occurrence.when.date)
        if not occurrence.when.is_estimate:
            return text
        rules = self.calendar.rules
        return f"{text} ({rules.isbat_note if occurrence.season.isbat else rules.estimate_note})"

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        return self.calendar.disagreements

    # -- answers

    def fill(self, text: str, on: date) -> str:
        """`text` with every {placeholder} filled as of that day. Raises fill.UnknownPlaceholder."""
        return fill.filled(self, text, on)

    def filled(self, programme: Programme, on: date) -> Programme:
        """The programme with its placeholders filled."""
        plain = {name: self.fill(getattr(programme, name), on) for name in ("owner", "what", "for_whom", "check_with")}
        lists = {
            name: values and tuple(self.fill(value, on) for value in values)
            for name, values in (("steps", programme.steps), ("requirements", programme.requirements))
        }
        return programme.model_copy(update=plain | lists)

    def answer(self, topic: str, on: date) -> Answer:
        """The answer to that topic on a day."""
        about = self.topic(topic)
        raw = about.text(on)
        figures = fill.figures_in(self, raw)
        ids = dict.fromkeys([*about.sources, *(s for figure in figures for s in self.figure(figure).sources)])
        return Answer(
            topic=about,
            text=self.fill(raw, on),
            footer=self._footer(about, on),
            source_line=self.source_line((*self._news(about, figures), *(about.sources or ids))),
            sources=tuple(self._sources[id] for id in ids if id in self._sources),
            figures=figures,
            next=tuple(self._topics[id] for id in about.next if id in self._topics),
        )

    def _news(self, about: Topic, figures: Sequence[str]) -> tuple[str, ...]:
        """Sources officials gave for figures of this answer; the topic names only those of the files."""
        given = (source for figure in figures for source in self.figure(figure).sources)
        return tuple(id for id in dict.fromkeys(given) if id.startswith(FROM_OFFICIALS) and id not in about.sources)

    def _footer(self, item: Topic | Programme, on: date) -> str | None:
        if item.stability == "stable" or not item.valid_as_of or not item.check_with:
            return None
        check_with = self.fill(item.check_with, on)
        return self.info.footer_unstable.format(valid_as_of=spoken(item.valid_as_of), check_with=check_with)

    def footer(self, programme: str, on: date) -> str | None:
        """What to append to that programme's card, or None."""
        return self._footer(self.programme(programme), on)

    def source_line(self, ids: Sequence[str]) -> str | None:
        """ "📎 Sumber: Fokusborneo.com (pernyataan 10 November 2025); ..." or None without sources."""
        named = dict.fromkeys(self.source_name(id) for id in ids if id in self._sources)
        return self.info.source_line.format(sources="; ".join(list(named)[:NAMED_SOURCES])) if named else None

    def source_name(self, id: str) -> str:
        """ "KaltimKita (11 November 2025)"."""
        source = self._sources[id]
        if source.date is None:
            return source.name
        when = spoken(source.date)
        return f"{source.name} ({self.info.statement.format(date=when) if source.kind == 'statement' else when})"

    @cached_property
    def version(self) -> str:
        """Changes whenever anything that answers are made from changes; the key of everything made from it."""
        return hashlib.sha256(self.content.model_dump_json().encode()).hexdigest()[:16]
