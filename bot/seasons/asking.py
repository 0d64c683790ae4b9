"""Questions about seasons, answered from the calendar: what comes next, how far it is, when to start, what to sell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from bot import numbers
from bot.content import City
from bot.content.basics import Day
from bot.language.slots import About
from bot.seasons.calendar import Event, coming, events, next_of
from bot.seasons.ideas import AT_ONCE, Ideas, checklist, fitting, ideas_for
from bot.seasons.span import Span, asked_span
from bot.seasons.wording import date_of, ideas_head, left, short_date_of
from bot.texts import Texts

NEXT, IDEAS = "season.next", "season.ideas"
LISTED = 4
MOST_IN_A_MONTH = 6
ROOM = 7
"""Days a season must be ahead to be worth preparing for."""
NOT_SAID = "lainnya"
KEPT = 128
"""How many of each kind of paragraph are kept: for a day they say the same to everybody."""

_IDEAS = re.compile(r"\b(ide|inspirasi|jual(an)?|dagang|produk|menu|model|cocok|saran|bikin apa|buat apa)\b")
_START = re.compile(r"\b(mulai|persiapan|bersiap|siap siap|menyiapkan|siapkan|produksi|stok)\b")
_FAR = re.compile(r"\b(berapa (hari|minggu|bulan|lama)|(hari|minggu|bulan) lagi|kapan|tanggal)\b")
_NEXT = re.compile(r"\b(berikutnya|habis ini|setelah (ini|itu)|selanjutnya|terdekat|momen|musim)\b")
_MONEY = re.compile(r"\bmo?de?l\b")
"""Written so short, "modal" and "model" look alike."""

FINANCING = "program.financing"


@dataclass(frozen=True, slots=True)
class SeasonAnswer:
    """What to say, and what it is about: for the buttons below it, and for the next question."""

    html: Markup
    events: tuple[Event, ...] = ()
    sector: str | None = None
    has_ideas: bool = False
    also: tuple[str, ...] = ()
    """Topics the question may have meant besides."""
    moments: tuple[str, ...] = ()
    """Seasons in the order of the list that was shown: "yang kedua" is one of them."""
    ideas_from: int = 0
    """With which idea to go on when more are asked for."""

    def remembered(self) -> dict[str, Any]:
        """What of it the next message may go on from."""
        shown = f"{self.events[0].season}:{self.sector}" if self.events and self.has_ideas else None
        return {"moments": list(self.moments), "ideas": [shown, self.ideas_from] if shown else None}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is after."""

    ideas: bool
    start: bool
    far: bool
    next: bool

    @classmethod
    def of(cls, topic: str, normalised: str) -> Asked:
        """Read from the normalised words; a pressed topic has none."""
        start = bool(_START.search(normalised))
        far = bool(_FAR.search(normalised))
        ideas = bool(_IDEAS.search(normalised)) or (topic == IDEAS and not (start or far))
        return cls(ideas, start, far, bool(_NEXT.search(normalised)))


def season_answer(
    city: City, t: Texts, topic: str, today: Day, *, text: str = "", about: About | None = None,
    talk: Mapping[str, Any] | None = None, sectors: Sequence[str] = (), follow_up: bool = False,
) -> SeasonAnswer:  # fmt: skip
    """The answer to a question of a topic season.*.

    `text`: the normalised question, "" for a pressed button. `talk`: what was just talked about. `sectors`: those of
    the owner's businesses. Never raises for what a question may be.
    """
    asked, said = Asked.of(topic, text), dict(talk or {})
    chosen = _chosen(said.get("moments", ()), about)
    if chosen is not None:
        said, follow_up, asked = {**said, "season": chosen}, True, replace(asked, ideas=True, next=False)
    named = _named(city, topic, about, said, asked, follow_up=follow_up)
    guess = about.sector.sector if about else None
    sector = guess or said.get("sector") or fitting(city, named or _soon(city, today), sectors)
    sector = sector if sector in {one.id for one in city.sectors.sectors} and sector != NOT_SAID else None
    span = asked_span(city, about, text, today, said.get("season")) if about else None
    if span is not None:
        return _within(city, t, span, today, sector, asked)
    if not named and topic != IDEAS:
        return _next(city, t, today, sector)
    events = _events(city, named, about, today) if named else _best(city, today)
    if not events:
        return SeasonAnswer(t("seasons-ask-over"))
    answer = _about(
        city, t, events, today, sector, asked, text, said.get("ideas") if about and not about.seasons else None
    )
    return replace(answer, also=(FINANCING,)) if _MONEY.search(text) and "model" not in text.split() else answer


def _chosen(moments: Sequence[str], about: About | None) -> str | None:
    """ "yang kedua" of the moments just listed."""
    at = about.ordinal if about and moments else None
    if at is None or not 0 < abs(at) <= len(moments):
        return None
    return moments[at - 1 if at > 0 else -1]


def _events(city: City, named: Sequence[str], about: About | None, today: Day) -> tuple[Event, ...]:
    """The named seasons as they come next, or in the year that was said."""
    year = about.year if about else None
    if about and year is None and about.year_offset:
        year = today.year + about.year_offset
    if year is not None:
        return tuple(event for event in events(city) if event.season in named and event.year == year)
    return tuple(event for season in named if (event := next_of(city, season, today)))


def _best(city: City, today: Day) -> tuple[Event, ...]:
    """The next main season that there still is time to prepare for."""
    soon = coming(city, today)
    return tuple(event for event in soon if event.left(today) >= ROOM)[:1] or soon[:1]


def _named(
    city: City, topic: str, about: About | None, talk: Mapping[str, Any], asked: Asked, *, follow_up: bool
) -> tuple[str, ...]:
    """The seasons meant: said, or talked about, or those of the topic."""
    known = {season.id for season in city.seasons}
    if about and about.seasons:
        return tuple(season for season in about.seasons if season in known)
    of_topic = city.topic(topic).seasons if city.has_topic(topic) else ()
    before = talk.get("season")
    goes_on = (follow_up or asked.ideas or asked.far or asked.start) and not (asked.next and topic == NEXT)
    if goes_on and before in known and (not of_topic or before in of_topic):
        return (str(before),)
    return of_topic


def _soon(city: City, today: Day) -> tuple[str, ...]:
    return tuple(event.season for event in _best(city, today))


@lru_cache(KEPT)
def _next(city: City, t: Texts, today: Day, sector: str | None) -> SeasonAnswer:
    listed = coming(city, today)[:LISTED]
    if not listed:
        return SeasonAnswer(t("seasons-ask-over"))
    (best,) = _best(city, today)
    parts = [
        _dated(city, t, t("seasons-ask-next"), listed, today),
        t("seasons-ask-best", label=best.label, far=far(t, best, today)),
    ]
    parts += _ideas(city, t, best, sector, "", today) if sector else []
    moments = tuple(event.season for event in listed)
    return SeasonAnswer(Markup("\n\n").join(parts), (best,), sector, bool(sector), moments=moments, ideas_from=AT_ONCE)


def _within(city: City, t: Texts, span: Span, today: Day, sector: str | None, asked: Asked) -> SeasonAnswer:
    """What there is in a month, or after a season; the next one behind an empty month. Also seasons one must choose."""
    ahead = coming(city, max(today, span.begins), opt_in=True)
    listed = [event for event in ahead if event.date <= span.ends] or ahead[:1]
    if not listed:
        return SeasonAnswer(t("seasons-ask-over"))
    listed = listed[: LISTED if span.after else MOST_IN_A_MONTH]
    parts = [_dated(city, t, _within_head(t, span, listed[0], today), listed, today)]
    if sector or asked.ideas:
        parts += _ideas(city, t, listed[0], sector, "", today)
    moments = tuple(event.season for event in listed)
    return SeasonAnswer(
        Markup("\n\n").join(parts), tuple(listed[:1]), sector, len(parts) > 1, moments=moments, ideas_from=AT_ONCE
    )


def _dated(city: City, t: Texts, head: Markup, found: Sequence[Event], today: Day) -> Markup:
    lines = [t("seasons-ask-line", label=e.label, date=short_date_of(city, e), left=left(t, e, today)) for e in found]
    return Markup("\n").join([head, *lines])


def _within_head(t: Texts, span: Span, first: Event, today: Day) -> Markup:
    if span.after:
        return t("seasons-ask-after", label=span.after.label)
    if first.date <= span.ends:
        return t("seasons-ask-in", month=span.month)
    return t("seasons-ask-none-in", month=span.month, begun="yes" if span.begins <= today else "no")


def _about(
    city: City, t: Texts, found: tuple[Event, ...], today: Day, sector: str | None, asked: Asked, text: str,
    before: Sequence[Any] | None,
) -> SeasonAnswer:  # fmt: skip
    """`before`: which ideas were shown already, and with which to go on."""
    parts = [_when(city, t, event, today) for event in found]
    main = min((event for event in found if event.date >= today), key=lambda e: e.date, default=found[0])
    if asked.start and main.date > today:
        parts += _start(city, t, main, today)
    wants_ideas = asked.ideas or not (asked.start or asked.far)
    if wants_ideas:
        start = int(before[1]) if before and before[0] == f"{main.season}:{sector}" else 0
        parts += _ideas(city, t, main, sector, text if not start else "", today, start)
        if sector is None:
            parts.append(t("seasons-ask-sector"))
    ordered = (main, *(event for event in found if event != main))
    return SeasonAnswer(
        Markup("\n\n").join(parts), ordered, sector, wants_ideas, ideas_from=start + AT_ONCE if wants_ideas else 0
    )


@lru_cache(KEPT)
def _when(city: City, t: Texts, event: Event, today: Day) -> Markup:
    return t("seasons-ask-one", label=event.label, date=date_of(city, event), far=far(t, event, today))


def far(t: Texts, event: Event, today: Day) -> Markup:
    """ "Kira-kira 15 minggu lagi (tepatnya 107 hari)."."""
    days = event.left(today)
    if days < 0:
        return t("seasons-now" if event.last_day >= today else "seasons-past")
    return t("seasons-far", days=days, weeks=round(days / 7) if days >= 7 else 0)


@lru_cache(KEPT)
def _start(city: City, t: Texts, event: Event, today: Day) -> tuple[Markup, ...]:
    """When to begin: the first day on which the calendar has something to do, and what comes after."""
    lead = max(event.days, default=0)
    begin = event.date - timedelta(days=lead)
    if begin > today:
        head = t("seasons-ask-start-early", date=numbers.day(begin), days=lead, left=(begin - today).days)
        now = checklist(city, lead)
    else:
        head = t("seasons-ask-start-now", date=numbers.day(begin), days=lead)
        now = checklist(city, event.left(today))
    steps = [t("seasons-wave-todo-item", text=text) for text in now]
    for days in sorted((days for days in event.days if days < min(lead, event.left(today))), reverse=True)[:3]:
        day = numbers.day(event.date - timedelta(days=days))
        steps.append(t("seasons-ask-start-step", date=day, text=checklist(city, days)[0]))
    return (Markup("\n").join([head, *steps]),)


def _ideas(
    city: City, t: Texts, event: Event, sector: str | None, words: str, today: Day, start: int = 0
) -> tuple[Markup, ...]:
    found = ideas_for(city, event.season, sector, left=event.left(today), words=words, start=start)
    return _listed(city, t, event, sector, found)


@lru_cache(KEPT)
def _listed(city: City, t: Texts, event: Event, sector: str | None, found: Ideas) -> tuple[Markup, ...]:
    head = ideas_head(city, t, found, sector, "seasons-ideas", season=event.label)
    lines = [t("seasons-wave-idea", text=text) for text in found.texts]
    return Markup("\n").join([head, *lines]), t("seasons-ask-suggestion")


def more_ideas(
    city: City, t: Texts, found: Sequence[Event], sector: str | None, start: int, today: Day
) -> tuple[Markup, int]:
    """The next ideas, of each of `found`, and with which number to go on."""
    most = AT_ONCE if len(found) == 1 else 1
    blocks = []
    for event in found:
        ideas = ideas_for(city, event.season, sector, left=event.left(today), start=start, most=most)
        head = ideas_head(city, t, ideas, sector, "seasons-ideas", season=event.label)
        blocks.append(Markup("\n").join([head, *[t("seasons-wave-idea", text=text) for text in ideas.texts]]))
    return Markup("\n\n").join(blocks), start + most
