"""Who is at the door: everything a handler needs to know of somebody, for everybody who waits, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.businesses import Business, Status
from db.forms import Draft
from db.people import Grant, Person, Right, Talk


class Visiting(NamedTuple):
    """One person. `rights` are those in force, `sectors` those of their open businesses, the oldest first."""

    person_id: int
    language: str
    last_seen: datetime
    unreachable_since: datetime | None
    rights: frozenset[Right]
    sectors: tuple[str, ...]
    form: str | None
    step: str | None
    data: dict[str, Any] | None
    update_id: int | None
    talk: dict[str, Any] | None
    talked_at: datetime | None


_RIGHTS = (
    select(func.aggregate_strings(Grant.right, ","))
    .where(Grant.person_id == Person.id, Grant.confirmed_at.is_not(None))
    .scalar_subquery()
)
_SECTORS = (
    select(func.aggregate_strings(cast(Business.id, String) + ":" + Business.sector, ","))
    .where(Business.owner_id == Person.id, Business.status == Status.OPEN)
    .scalar_subquery()
)
_AT_THE_DOOR = (
    select(
        Person.id, Person.language, Person.last_seen, Person.unreachable_since, _RIGHTS, _SECTORS,
        Draft.form, Draft.step, Draft.data, Draft.update_id, Talk.data, Talk.updated_at,
    )
    .outerjoin(Draft, (Draft.person_id == Person.id) & Draft.active)
    .outerjoin(Talk, Talk.person_id == Person.id)
    .where(Person.id.in_(bindparam("person_ids", expanding=True)))
)  # fmt: skip


async def at_the_door(session: AsyncSession, person_ids: Sequence[int]) -> dict[int, Visiting]:
    """Each of `person_ids` that is known."""
    rows = (await session.execute(_AT_THE_DOOR, {"person_ids": list(person_ids)})).all()
    return {
        row[0]: Visiting(row[0], row[1], row[2], row[3], _rights(row[4]), _sectors(row[5]), *row[6:])
        for row in map(tuple, rows)
    }


def _rights(joined: str | None) -> frozenset[Right]:
    return frozenset(Right(name) for name in joined.split(",")) if joined else frozenset()


def _sectors(joined: str | None) -> tuple[str, ...]:
    """ "12:kuliner,7:jasa": the database puts them together in any order."""
    if not joined:
        return ()
    pairs = sorted((int(id), sector) for id, _, sector in (pair.partition(":") for pair in joined.split(",")))
    return tuple(dict.fromkeys(sector for _, sector in pairs))
