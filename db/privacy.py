"""What is kept of a person, in every table: agreed to, copied out, erased.

Tables are found through the schema, not listed, so that a new one is part of a copy and of an erasure by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import inbox
from db.announcements import ledger, moves
from db.base import Base
from db.businesses import Business, BusinessGone
from db.intake import Incoming, State
from db.people import Audit, Consent, Grant, Person, record

OWNERS = ("person_id", "owner_id")
"""Columns that say whose a row is."""

ACTS = frozenset({"audit", "approval", "grant"})
"""What officials did in office; it is about their acts, and a law of its own asks for it. `grant` goes with the
person, which the foreign key does."""


# -- consent --------------------------------------------------------------------------------------------------------


async def agreed(session: AsyncSession, person_id: int, purpose: str, version: str | None = None) -> bool:
    """Whether a consent for that purpose (and version of the words) is in force."""
    query = select(Consent.id).where(
        Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    if version is not None:
        query = query.where(Consent.version == version)
    return (await session.scalars(query.limit(1))).first() is not None


async def agree(session: AsyncSession, person_id: int, purpose: str, version: str, now: datetime) -> None:
    """Record a consent; one to an older version ends with it."""
    if await agreed(session, person_id, purpose, version):
        return
    await withdraw(session, person_id, purpose, now)
    session.add(Consent(person_id=person_id, purpose=purpose, version=version, given_at=now))


async def withdraw(session: AsyncSession, person_id: int, purpose: str, now: datetime) -> bool:
    """Take a consent back; True when there was one. That it was given stays on record."""
    given = update(Consent).where(
        Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    return bool((await session.execute(given.values(withdrawn_at=now))).rowcount)  # type: ignore[attr-defined]


async def consents(session: AsyncSession, person_id: int) -> Sequence[Consent]:
    """Every consent ever given, oldest first."""
    return (await session.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.id))).all()


# -- a copy ---------------------------------------------------------------------------------------------------------


async def everything(session: AsyncSession, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that is about a person, by table, as JSON-ready values; tables without any are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        rows = await session.execute(select(table).where(_theirs(table, person_id)))
        plain = [{name: _plain(value) for name, value in row._mapping.items()} for row in rows]
        if plain:
            found[table.name] = plain
    return found


def _theirs(table: Table, person_id: int) -> ColumnElement[bool]:
    if table.name == Person.__tablename__:
        return table.c.id == person_id
    whose = [table.c[name] == person_id for name in OWNERS if name in table.c]
    for column in table.columns:
        for key in column.foreign_keys:
            parent = key.column.table
            owner = next((parent.c[name] for name in OWNERS if name in parent.c), None)
            if owner is not None and parent.name != Person.__tablename__:
                whose.append(column.in_(select(key.column).where(owner == person_id)))
    return or_(false(), *whose)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


# -- erasure --------------------------------------------------------------------------------------------------------


async def drop_businesses(session: AsyncSession, person_id: int, gone: date) -> int:
    """Erase somebody's businesses with all that hangs on them; what counts keep of them stays."""
    mine = (await session.scalars(select(Business).where(Business.owner_id == person_id))).all()
    for business in mine:
        session.add(
            BusinessGone(
                sector=business.sector, kecamatan=business.kecamatan, scale=business.scale,
                registered=business.created_at.date(), gone=gone,
            )
        )  # fmt: skip
    await session.execute(delete(Business).where(Business.owner_id == person_id))
    return len(mine)


async def erase(session: AsyncSession, person_id: int, pseudonym: int, now: datetime, today: date) -> None:
    """Erase a person everywhere. Counts stay; the record keeps that an erasure happened, not whose."""
    businesses = await drop_businesses(session, person_id, today)
    await inbox.forget_person(session, person_id)
    await moves.orphan(session, person_id, now)
    await ledger.forget_person(session, person_id, pseudonym, now)
    for table in Base.metadata.sorted_tables:
        loose = [name for name in OWNERS if name in table.c and not table.c[name].foreign_keys]
        if loose and table.name not in ACTS | {"delivery"}:
            await session.execute(delete(table).where(or_(*(table.c[name] == person_id for name in loose))))
    await session.execute(
        delete(Incoming).where(Incoming.state == State.PARKED, Incoming.raw.like(f'%"id":{person_id}%'))
    )
    await session.execute(delete(Person).where(Person.id == person_id))
    record(session, 0, "person.erased", now, businesses=businesses)


async def inactive(
    session: AsyncSession, before: datetime, *, since: datetime | None = None, limit: int | None = None
) -> list[int]:
    """People who were last here before that moment (but not before `since`); officials are left out."""
    officials = select(Grant.person_id)
    query = select(Person.id).where(Person.last_seen < before, Person.id.not_in(officials))
    if since is not None:
        query = query.where(Person.last_seen >= since)
    return list(await session.scalars(query.order_by(Person.last_seen).limit(limit)))


async def erasures(session: AsyncSession) -> int:
    """How many erasures are on record."""
    return len((await session.scalars(select(Audit.id).where(Audit.act == "person.erased"))).all())
