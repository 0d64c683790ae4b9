"""Kinds of announcement that somebody does not want any more. Nobody needs a right for what concerns themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from db.announcements import Kind
from db.base import insert_ignore
from db.engine import Database
from db.people import OptOut

MUTABLE = (Kind.DEADLINE, Kind.INFORMATION, Kind.SEASON)
"""An emergency reaches everybody."""


async def mute(db: Database, person_id: int, kind: Kind, *, now: datetime) -> None:
    """No more announcements of `kind`, from the next one that starts. Raises ValueError for an emergency."""
    if kind not in MUTABLE:
        raise ValueError(f"{kind} cannot be muted")
    async with db.write() as session:
        await insert_ignore(session, OptOut, [{"person_id": person_id, "kind": str(kind), "since": now}])


async def unmute(db: Database, person_id: int, kind: Kind) -> None:
    """Announcements of `kind` again."""
    async with db.write() as session:
        await session.execute(delete(OptOut).where(OptOut.person_id == person_id, OptOut.kind == str(kind)))


async def muted(db: Database, person_id: int) -> tuple[Kind, ...]:
    """The kinds somebody does not want, in the order of importance."""
    async with db.read() as session:
        found = set(await session.scalars(select(OptOut.kind).where(OptOut.person_id == person_id)))
    return tuple(kind for kind in MUTABLE if kind in found)
