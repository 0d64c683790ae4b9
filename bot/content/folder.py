"""Reading a content folder: YAML files into frozen models, every fault as a sentence with its file and id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.content.calendar import Calendar, Season
from bot.content.models import CityContent, CityInfo, Figure, Office, Programme, Source, Topic
from bot.content.phrases import Manners, Phrases
from bot.content.places import Areas, Sector, Sectors
from bot.content.problems import ContentError, Problem

try:
    from yaml import CSafeLoader as SafeLoader  # about ten times faster
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

FOLDER = Path(__file__).parents[2] / "db" / "content"
"""Where the cities' folders are."""

M = TypeVar("M", bound=BaseModel)


class _Loader(SafeLoader):
    """Safe YAML that leaves dates to the models (which name the place) and refuses a key that stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {str(key) for key in keys if keys.count(key) > 1}
        if twice:
            line = node.start_mark.line + 1
            raise yaml.YAMLError(f"{', '.join(sorted(twice))} stands twice in the block that begins in line {line}")
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Reading:
    """One pass over a folder; collects problems instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def raw(self, name: str) -> dict[str, Any]:
        """The mapping in that file; {} and a problem when it cannot be read."""
        try:
            data = yaml.load((self.folder / name).read_text("utf8"), _Loader)  # noqa: S506 - a safe loader
        except FileNotFoundError:
            self.problems.append(Problem(name, "", "this file is missing"))
            return {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self.problems.append(Problem(name, "", f"is not readable YAML: {' '.join(str(error).split())}"))
            return {}
        if isinstance(data, dict):
            return data
        self.problems.append(Problem(name, "", "must consist of names and values (name: value)"))
        return {}

    def one(self, model: type[M], data: Any, file: str, name: str = "") -> M | None:
        """`data` as a model, or None and its problems."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems += [Problem(file, name, says) for says in sentences(error)]
            return None

    def many(self, model: type[M], data: Any, file: str) -> tuple[M, ...]:
        """A list of models; the faulty ones are left out and reported under their id."""
        if not isinstance(data, list):
            self.problems.append(Problem(file, "", f"the list of {model.__name__.lower()}s is missing"))
            return ()
        named = [(row, str(row.get("id", "")) if isinstance(row, dict) else "") for row in data]
        found = [self.one(model, row, file, name or f"entry {n}") for n, (row, name) in enumerate(named, 1)]
        return tuple(item for item in found if item is not None)

    def phrases(self) -> Mapping[str, Manners]:
        """Every phrase of phrases/*.yaml by topic and manner; a topic may be spread over several files."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for path in sorted((self.folder / "phrases").glob("*.yaml")):
            name = f"phrases/{path.name}"
            for topic, manners in self.raw(name).items():
                if not _is_phrases(manners):
                    self.problems.append(Problem(name, topic, "must be manners of speaking with lists of phrases"))
                    continue
                into = found.setdefault(topic, {})
                for manner, phrases in manners.items():
                    into[manner] = into.get(manner, ()) + tuple(phrases)
        return found


def _is_phrases(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(phrases, list) and all(isinstance(phrase, str) for phrase in phrases) for phrases in value.values()
    )


def sentences(error: ValidationError) -> Iterable[str]:
    """What does not fit a model, one clear sentence each, beginning with the field."""
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"]) or "it"
        if fault["type"] == "missing":
            yield f"{place} is missing"
        elif fault["type"] == "extra_forbidden":
            yield f"{place} is not a known field"
        else:
            says = fault["msg"].removeprefix("Value error, ")
            yield f"{place}: {says} (it is {fault['input']!r})"[:300]


def read(folder: Path) -> tuple[CityContent | None, list[Problem]]:
    """What could be read of `folder`, and what is wrong with the rest; None when too little is left."""
    reading = _Reading(folder)
    if not folder.is_dir():
        return None, [Problem(str(folder), "", "there is no such folder")]
    sectors, seasons = reading.raw("sectors.yaml"), reading.raw("seasons.yaml")
    sectors |= {"sectors": reading.many(Sector, sectors.get("sectors"), "sectors.yaml")}
    seasons |= {"seasons": reading.many(Season, seasons.get("seasons"), "seasons.yaml")}
    parts = {
        "city": reading.one(CityInfo, reading.raw("city.yaml"), "city.yaml"),
        "office": reading.one(Office, reading.raw("office.yaml"), "office.yaml"),
        "sources": reading.many(Source, reading.raw("sources.yaml").get("sources"), "sources.yaml"),
        "figures": reading.many(Figure, reading.raw("figures.yaml").get("figures"), "figures.yaml"),
        "programmes": reading.many(Programme, reading.raw("programmes.yaml").get("programmes"), "programmes.yaml"),
        "topics": reading.many(Topic, reading.raw("topics.yaml").get("topics"), "topics.yaml"),
        "sectors": reading.one(Sectors, sectors, "sectors.yaml"),
        "areas": reading.one(Areas, reading.raw("areas.yaml"), "areas.yaml"),
        "calendar": reading.one(Calendar, seasons, "seasons.yaml"),
        "phrases": Phrases(folder / "phrases", partial(_taught, folder)),
        "language": reading.raw("language.yaml"),
    }
    if any(part is None for part in parts.values()):
        return None, reading.problems
    return CityContent.model_construct(**parts), reading.problems  # type: ignore[arg-type]


def read_phrases(folder: Path) -> tuple[Mapping[str, Manners], list[Problem]]:
    """The phrases of `folder` that could be read, and what is wrong with the rest."""
    reading = _Reading(folder)
    return reading.phrases(), reading.problems


def _taught(folder: Path) -> Mapping[str, Manners]:
    phrases, problems = read_phrases(folder)
    if problems:
        raise ContentError(problems)
    return phrases


def load_folder(folder: Path) -> CityContent:
    """The content of `folder`. Raises ContentError with one sentence per fault when a file cannot be used; for the
    phrases, when they are first needed."""
    content, problems = read(Path(folder))
    if content is None or problems:
        raise ContentError(problems)
    return content
