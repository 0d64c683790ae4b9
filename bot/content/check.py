"""What is wrong with a city's content beyond its shape: numbers without a source, names that lead nowhere, dates that
contradict themselves. Each rule is a small generator; `check` runs them all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from bot.content import fill
from bot.content.calendar import Season
from bot.content.city import City
from bot.content.folder import read, read_phrases
from bot.content.models import CityContent, Figure, Programme, Topic
from bot.content.problems import Problem
from bot.content.sums import BadFormula, names

TELEGRAM_LIMIT = 4096
"""Characters of a message, after formatting (Bot API, sendMessage)."""
BUTTON_LIMIT = 30
ANY_DAY = date(2026, 1, 1)

Rule = Callable[[City], Iterator[Problem]]


def check_folder(folder: Path) -> list[Problem]:
    """Everything wrong with a content folder; [] when it can be loaded."""
    content, problems = read(Path(folder))
    phrases, faulty = read_phrases(Path(folder))
    problems += faulty
    return problems + (check(content.model_copy(update={"phrases": phrases})) if content else [])


def check(content: CityContent) -> list[Problem]:
    """Everything wrong with content that could be read."""
    doubles = list(_twice(content))
    city = City(content)
    return doubles + [problem for rule in RULES for problem in rule(city)]


def _twice(content: CityContent) -> Iterator[Problem]:
    wards = [ward for district in content.areas.districts for ward in district.wards]
    lists: list[tuple[str, Iterable[str]]] = [
        ("sources.yaml", (source.id for source in content.sources)),
        ("figures.yaml", (figure.id for figure in content.figures)),
        ("programmes.yaml", (programme.id for programme in content.programmes)),
        ("topics.yaml", (topic.id for topic in content.topics)),
        ("seasons.yaml", (season.id for season in content.calendar.seasons)),
        ("sectors.yaml", (sector.id for sector in content.sectors.sectors)),
        ("areas.yaml", [*(district.code for district in content.areas.districts), *(ward.code for ward in wards)]),
        ("areas.yaml", (district.name for district in content.areas.districts)),
    ]
    for file, ids in lists:
        yield from (Problem(file, id, f"stands {n} times") for id, n in Counter(ids).items() if n > 1)


# -- names that lead nowhere


def _unknown(file: str, id: str, what: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    have = frozenset(known)
    yield from (Problem(file, id, f"names the unknown {what} {other}") for other in ids if other not in have)


def _sources_exist(city: City) -> Iterator[Problem]:
    known = [source.id for source in city.content.sources]
    office, areas = city.office, city.areas
    users = [
        *(("figures.yaml", figure.id, figure.sources) for figure in city.figures),
        *(("programmes.yaml", programme.id, programme.sources) for programme in city.programmes),
        *(("topics.yaml", topic.id, topic.sources) for topic in city.topics),
        *(("seasons.yaml", season.id, season.sources) for season in city.seasons),
        *(("sectors.yaml", sector.id, sector.sources) for sector in city.sectors.sectors),
        *(("office.yaml", related.id, related.sources) for related in office.related),
        *(("office.yaml", facility.id, facility.sources) for facility in office.facilities),
        ("office.yaml", "head", office.head.sources if office.head else ()),
        ("office.yaml", "", office.sources),
        ("areas.yaml", "", areas.sources),
    ]
    for file, id, sources in users:
        yield from _unknown(file, id, "source", sources, known)


def _topics_exist(city: City) -> Iterator[Problem]:
    known = [topic.id for topic in city.topics]
    for topic in city.topics:
        yield from _unknown("topics.yaml", topic.id, "parent", [topic.parent] if topic.parent else [], known)
        yield from _unknown("topics.yaml", topic.id, "next topic", topic.next, known)
        yield from _unknown("topics.yaml", topic.id, "topic to go on as", filter(None, [topic.goes_on_as]), known)
        yield from _unknown("topics.yaml", topic.id, "aspect", topic.aspects, city.content.language.get("aspects", {}))
        if topic.id in topic.next:
            yield Problem("topics.yaml", topic.id, "offers itself as the next topic")
        if topic.id in city.lineage(topic.id)[1:] or topic.parent == topic.id:
            yield Problem("topics.yaml", topic.id, "is its own parent")
    for programme in city.programmes:
        yield from _unknown("programmes.yaml", programme.id, "topic", [programme.topic], known)
    for sector in city.sectors.sectors:
        yield from _unknown("sectors.yaml", sector.id, "topic", sector.topics, known)
    yield from _unknown("phrases", "", "topic", city.phrases, known)
    led = {rule["topic"] for rule in city.content.language.get("follow_ups", ()) if rule["after"] == [rule["topic"]]}
    reached = led | {topic.parent for topic in city.topics}  # `led`: only from where the bot has put the talk itself
    for topic in city.topics:
        if topic.id not in city.phrases and topic.id not in reached:
            yield Problem("phrases", topic.id, "has no phrases, so no question would ever find it")


def _seasons_and_sectors_exist(city: City) -> Iterator[Problem]:
    sectors = [sector.id for sector in city.sectors.sectors]
    for topic in city.topics:
        yield from _unknown("topics.yaml", topic.id, "season", topic.seasons, [s.id for s in city.seasons])
    for programme in city.programmes:
        yield from _unknown("programmes.yaml", programme.id, "sector", programme.sectors, sectors)
    for season in city.seasons:
        yield from _unknown("seasons.yaml", season.id, "sector", season.ideas, sectors)
        profiles = city.calendar.lead_profiles
        yield from _unknown("seasons.yaml", season.id, "lead profile", [season.lead_profile], profiles)
    for word in city.sectors.ambiguous:
        named = [*word.sectors, *([word.default] if word.default else [])]
        yield from _unknown("sectors.yaml", word.word, "sector", named, sectors)
    codes = [ward.code for district in city.areas.districts for ward in district.wards]
    for hint in (*city.areas.stems, *city.areas.landmarks):
        yield from _unknown("areas.yaml", hint.words[0], "ward", hint.wards, codes)


# -- numbers and where they are from


def _figures_are_sound(city: City) -> Iterator[Problem]:
    for figure in city.figures:
        yield from (Problem("figures.yaml", figure.id, says) for says in _faults(city, figure))


def _faults(city: City, figure: Figure) -> Iterator[str]:
    if figure.use == "jangan" and figure.wording:
        yield "has a wording although it must not be stated (use: jangan)"
    if figure.use != "jangan" and figure.kind != "rule" and not figure.wording:
        yield "has no wording"
    if figure.use != "boleh" and not figure.caveat:
        yield f"has no caveat although its use is {figure.use}"
    if figure.range and not (isinstance(figure.value, (int, float)) and _within(figure.value, figure.range)):
        yield f"is {figure.value}, outside its range {figure.range[0]:g} to {figure.range[1]:g}"
    if figure.kind == "rule" and figure.value is None:
        yield "is a rule without a value"
    if (figure.kind == "derived") != (figure.formula is not None):
        yield "is derived without a formula" if figure.formula is None else "has a formula but is not derived"
    elif figure.formula is not None:
        yield from _formula_faults(city, figure, figure.formula)


def _within(value: float, range: tuple[float, float]) -> bool:
    return range[0] <= value <= range[1]


def _formula_faults(city: City, figure: Figure, formula: str) -> Iterator[str]:
    if figure.value is not None:
        yield "has a value although it is computed from its formula"
    try:
        city.value(figure.id)
        used = [city.figure(name) for name in names(formula)]
    except BadFormula as error:
        yield f"cannot be computed: {error}"
        return
    comparators = [other.id for other in used if other.kind == "comparator"]
    if len(comparators) > 1:
        yield f"joins {' and '.join(sorted(comparators))}: comparators are never made into a series"
    if comparators and figure.use == "boleh":
        yield f"uses the comparator {comparators[0]}, so its use must be hati"


def texts(item: Topic | Programme | Figure) -> Iterator[str]:
    """Every text of an item that people may read."""
    if isinstance(item, Topic):
        yield from (item.answer, *(variant.answer for variant in item.date_variants), item.check_with or "")
        yield from item.aspects.values()
    elif isinstance(item, Programme):
        yield from (item.owner, item.what, item.for_whom, *item.steps, *(item.requirements or ()), item.check_with)
        yield from (text for text in (item.schedule, item.quota, item.cost) if text)
    else:
        yield item.wording or ""


def _numbers_have_sources(city: City) -> Iterator[Problem]:
    tiers = {source.id: source.tier for source in city.content.sources}
    for file, item in _speaking(city):
        typed = " ".join(fill.without(text) for text in texts(item))
        number = re.search(r"\d[\d.,/]*", typed)
        if number and all(tiers.get(source, "none") == "none" for source in item.sources):
            yield Problem(file, item.id, f"the number {number[0].rstrip('.,/')} stands in the text without a source")


def _numbers_are_typed_once(city: City) -> Iterator[Problem]:
    shown: dict[str, str] = {}
    for figure in city.figures:
        if figure.value is not None and figure.kind != "comparator" and len(text := _shown(city, figure)) > 4:
            shown.setdefault(text, figure.id)
    for file, item in _speaking(city):
        typed = " ".join(fill.without(text) for text in texts(item))
        for text, id in shown.items():
            if re.search(rf"(?<![\w.,]){re.escape(text)}(?!\w)", typed):
                yield Problem(file, item.id, f"types {text!r}: write {{{id}.bare}}, a number is kept in one place")


def _shown(city: City, figure: Figure) -> str:
    return city.shown(figure.id, about=False)


def _speaking(city: City) -> Iterator[tuple[str, Topic | Programme | Figure]]:
    yield from (("topics.yaml", topic) for topic in city.topics)
    yield from (("programmes.yaml", programme) for programme in city.programmes)
    yield from (("figures.yaml", figure) for figure in city.figures)


def _comparators_stay_apart(city: City) -> Iterator[Problem]:
    comparators = {figure.id for figure in city.figures if figure.kind == "comparator"}
    for file, item in _speaking(city):
        for text in texts(item):
            named = comparators & {name for name, _ in fill.names_in(text)}
            if len(named) > 1:
                both = " and ".join(sorted(named))
                yield Problem(file, item.id, f"shows {both} together: press series are never joined")


# -- texts


def _texts_can_be_filled(city: City) -> Iterator[Problem]:
    for file, item in _speaking(city):
        for text in texts(item):
            try:
                length = len(city.fill(text, ANY_DAY))
            except (fill.UnknownPlaceholder, BadFormula) as error:
                yield Problem(file, item.id, f"cannot be filled: {error.args[0]}")
            else:
                if stray := re.search(r"[{}]", fill.without(text)):
                    yield Problem(file, item.id, f"has a stray {stray[0]}")
                if length > TELEGRAM_LIMIT:
                    yield Problem(file, item.id, f"is {length} characters long, Telegram takes {TELEGRAM_LIMIT}")


def _unstable_says_when(city: City) -> Iterator[Problem]:
    for topic in city.topics:
        if topic.stability != "stable" and not (topic.valid_as_of and topic.check_with):
            yield Problem("topics.yaml", topic.id, f"is {topic.stability} but lacks valid_as_of or check_with")
        starts = [variant.from_ for variant in topic.date_variants]
        if len(set(starts)) != len(starts):
            yield Problem("topics.yaml", topic.id, "has two date variants that begin on the same day")
    for file, item in _speaking(city):
        if not item.title.strip():
            yield Problem(file, item.id, "has no title")


# -- the calendar


NEAR = 3
"""A day without `checks` that is so close to a disputed one was announced since, and settles it."""


def _dates_are_sound(city: City) -> Iterator[Problem]:
    if city.calendar.rules.timezone != city.info.timezone:
        yield Problem("seasons.yaml", "", f"timezone must be that of city.yaml, {city.info.timezone}")
    for season in city.seasons:
        yield from (Problem("seasons.yaml", season.id, says) for says in _date_faults(season))
    for dispute in city.disagreements:
        days = [when for season in city.seasons if season.id == dispute.season for when in season.dates]
        settled = any(abs((when.date - dispute.chosen).days) <= NEAR and not when.checks for when in days)
        if dispute.chosen not in [when.date for when in days] and not settled:
            yield Problem("seasons.yaml", dispute.season, f"{dispute.chosen} was chosen but is not among its dates")


def _date_faults(season: Season) -> Iterator[str]:
    for when in season.dates:
        if when.date.year != when.year:
            yield f"{when.date} is not in {when.year}"
        if when.until and when.until < when.date:
            yield f"ends on {when.until}, before it begins on {when.date}"
        if when.margin_days and not when.is_estimate:
            yield f"{when.date} has margin_days but is not an estimate"
    doubles = [day for day, n in Counter(when.date for when in season.dates).items() if n > 1]
    yield from (f"{day} stands twice" for day in doubles)


RULES: tuple[Rule, ...] = (
    _sources_exist,
    _topics_exist,
    _seasons_and_sectors_exist,
    _figures_are_sound,
    _numbers_have_sources,
    _numbers_are_typed_once,
    _comparators_stay_apart,
    _texts_can_be_filled,
    _unstable_says_when,
    _dates_are_sound,
)
