"""Content as rows: files into the database (officials' edits win), rows into a City, and officials' edits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.content.check import check
from bot.content.city import City
from bot.content.folder import sentences
from bot.content.models import MODELS, CityContent, Item, Kind, as_data, items, with_items
from bot.content.problems import ContentError, Problem
from bot.people import Actor, require
from db import answers, people
from db.answers import ContentItem
from db.engine import Database
from db.people import Right


@dataclass(slots=True)
class LoadReport:
    """What loading a folder did, as "kind/key" names.

    `kept`: edited by an official, left alone. `outdated`: those of them whose file has changed since the edit.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Something in the database is different now."""
        return bool(self.added or self.updated or self.retired)

    def __str__(self) -> str:
        said = [f"{len(getattr(self, name))} {name}" for name in ("added", "updated", "unchanged", "retired")]
        if self.kept:
            said.append(f"{len(self.kept)} kept as officials edited them ({', '.join(self.kept)})")
        if self.outdated:
            said.append(f"changed in the files since the edit: {', '.join(self.outdated)}")
        return f"Content: {'; '.join(said)}."


async def load(db: Database, content: CityContent, now: datetime) -> LoadReport:
    """Bring the rows to the files' version. Rows edited by officials stay; rows gone from the files are retired."""
    report, added = LoadReport(), list[dict[str, Any]]()
    async with db.write() as session:
        rows = {(row.kind, row.key): row for row in await answers.all_items(session)}
        for wanted in _wanted(content, now):
            place = (wanted["kind"], wanted["key"])
            row = rows.pop(place, None)
            if row is None:
                added.append(wanted)
                report.added.append("/".join(place))
            else:
                into = await _bring(session, row, wanted)
                for name in into:
                    getattr(report, name).append("/".join(place))
        await answers.add_items(session, added)
        for row in rows.values():
            await _retire(session, row, now, report)
    return report


def _wanted(content: CityContent, now: datetime) -> list[dict[str, Any]]:
    return [
        {"kind": str(kind), "key": item.id, "position": position, "data": (data := as_data(item)),
         "source_hash": _hash(data), "updated_at": now, "edited_at": None, "edited_by": None, "retired_at": None}
        for kind, group in items(content).items()
        for position, item in enumerate(group)
    ]  # fmt: skip


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


async def _bring(session: Any, row: ContentItem, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Change one row to what the file wants; the names of the report's lists it belongs in."""
    same = row.source_hash == wanted["source_hash"]
    if row.edited_at is not None:
        return ("kept",) if same else ("kept", "outdated")
    if same and row.position == wanted["position"] and row.retired_at is None:
        return ("unchanged",)
    values = {name: value for name, value in wanted.items() if name not in {"kind", "key"}}
    return ("updated",) if await answers.take_over(session, row.kind, row.key, values) else ("kept",)


async def _retire(session: Any, row: ContentItem, now: datetime, report: LoadReport) -> None:
    name = f"{row.kind}/{row.key}"
    if row.edited_at is not None:
        report.kept.append(name)
    elif row.retired_at is None and await answers.take_over(
        session, row.kind, row.key, {"retired_at": now, "updated_at": now}
    ):
        report.retired.append(name)


async def read_city(db: Database, content: CityContent) -> City:
    """The city as the database has it; sectors, areas, rules and phrases come from the files in `content`.

    A row that does not fit the models (an older version's) is replaced by the file's item and named in `City.faults`.
    """
    async with db.read() as session:
        rows = await answers.all_items(session)
    own = items(content)
    found: dict[Kind, tuple[Item, ...]] = {}
    faults: list[Problem] = []
    for kind in Kind:
        mine = [row for row in rows if row.kind == kind]
        spare = {item.id: item for item in own[kind]}
        used = [_from_row(row, spare, faults) for row in mine if row.retired_at is None]
        found[kind] = tuple(item for item in used if item is not None) if mine else own[kind]
    return City(with_items(content, found), faults)


def _from_row(row: ContentItem, spare: Mapping[str, Item], faults: list[Problem]) -> Item | None:
    try:
        return MODELS[Kind(row.kind)].model_validate(row.data)
    except ValidationError as error:
        faults += [Problem(f"database {row.kind}", row.key, says) for says in sentences(error)]
        return spare.get(row.key)


async def edit(
    db: Database, city: City, actor: Actor, kind: Kind, key: str, changes: Mapping[str, Any], *, now: datetime
) -> City:
    """Change fields of an item, or add one with all its fields; the city as it is afterwards.

    A new value of a figure drops the range of the old one unless a new range comes with it.
    Raises NotAllowed without the right, ContentError when the result would have a fault it has not now.
    """
    require(actor, Right.CONTENT)
    async with db.write() as session:
        row = await answers.item(session, kind, key, lock=True)
        before = dict(row.data) if row else _file_data(city, kind, key)
        item = _validated(kind, key, before | _without_old_range(kind, changes))
        _refuse_new_faults(city, kind, item)
        data, values = as_data(item), {"edited_at": now, "edited_by": actor.person_id, "updated_at": now}
        if row is None:
            position = len(items(city.content)[kind])
            session.add(ContentItem(kind=str(kind), key=key, position=position, data=data, **values))
        else:
            for name, value in ({"data": data, "retired_at": None} | values).items():
                setattr(row, name, value)
        changed = {name: [before.get(name), value] for name, value in data.items() if before.get(name) != value}
        people.record(session, actor.person_id, "content.edit", now, f"{kind}/{key}", changed=changed)
    return await read_city(db, city.content)


def tried(city: City, kind: Kind, key: str, changes: Mapping[str, Any]) -> City:
    """The city as it would be after `edit`; nothing is stored. Raises ContentError as `edit` does."""
    before = _file_data(city, kind, key)
    item = _validated(kind, key, before | _without_old_range(kind, changes))
    _refuse_new_faults(city, kind, item)
    return City(with_items(city.content, _with(city, kind, item)))


def _with(city: City, kind: Kind, item: Item) -> dict[Kind, tuple[Item, ...]]:
    """The city's items with this one in its place, or at the end."""
    group = items(city.content)[kind]
    place = next((n for n, other in enumerate(group) if other.id == item.id), len(group))
    return {**items(city.content), kind: (*group[:place], item, *group[place + 1 :])}


async def edited_keys(db: Database, kind: Kind) -> set[str]:
    """Keys of the items of a kind that officials have edited."""
    async with db.read() as session:
        rows = await answers.all_items(session)
    return {row.key for row in rows if row.kind == kind and row.edited_at is not None}


async def revert(db: Database, files: CityContent, actor: Actor, kind: Kind, key: str, *, now: datetime) -> City:
    """Give an edited item back to the files. Raises KeyError when they do not have it, NotAllowed without the right."""
    require(actor, Right.CONTENT)
    item = next((item for item in items(files)[kind] if item.id == key), None)
    if item is None:
        raise KeyError(key)
    async with db.write() as session:
        row = await answers.item(session, kind, key, lock=True)
        if row is not None:
            row.data, row.source_hash = as_data(item), _hash(as_data(item))
            row.edited_at, row.edited_by, row.retired_at, row.updated_at = None, None, None, now
            people.record(session, actor.person_id, "content.revert", now, f"{kind}/{key}")
    return await read_city(db, files)


def _without_old_range(kind: Kind, changes: Mapping[str, Any]) -> dict[str, Any]:
    return ({"range": None} if kind is Kind.FIGURE and "value" in changes else {}) | dict(changes)


def _file_data(city: City, kind: Kind, key: str) -> dict[str, Any]:
    """What the item is where it has no row yet; {} for a new one."""
    return next((as_data(item) for item in items(city.content)[kind] if item.id == key), {})


def _validated(kind: Kind, key: str, data: dict[str, Any]) -> Item:
    try:
        item = MODELS[kind].model_validate({"id": key} | data)
    except ValidationError as error:
        raise ContentError([Problem(kind, key, says) for says in sentences(error)]) from error
    if item.id != key:
        raise ContentError([Problem(kind, key, "an id cannot be changed")])
    return item


def _refuse_new_faults(city: City, kind: Kind, item: Item) -> None:
    before = set(check(city.content))
    after = [problem for problem in check(with_items(city.content, _with(city, kind, item))) if problem not in before]
    if after:
        raise ContentError(after)
