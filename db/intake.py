"""Raw updates as Telegram gave them, safe before they are confirmed."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import BigInteger, Index, String, Text, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from db.base import Base, BigId, Rows, insert_new


class State(enum.StrEnum):
    """Where an update is on its way."""

    WAITING = "waiting"
    HANDLED = "handled"
    PARKED = "parked"


class Incoming(Base):
    """One update. `raw` is its JSON and is emptied as soon as it is handled; `whose` is the queue it belongs in, 0 for
    none."""

    __tablename__ = "incoming"
    __table_args__ = (
        Index(
            "ix_incoming_waiting", "update_id",
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
    )  # fmt: skip

    update_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    raw: Mapped[str] = mapped_column(Text)
    whose: Mapped[int] = mapped_column(BigInteger, server_default="0")
    state: Mapped[State] = mapped_column(String(8), default=State.WAITING)
    received_at: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200), default=None)


class Waiting(NamedTuple):
    """An update that a dead process left. `attempts` counts how often it was begun after such a death."""

    update_id: int
    raw: str
    attempts: int


async def keep(session: AsyncSession, rows: Rows) -> set[int]:
    """Store raw updates (`update_id`, `whose`, `raw`, `received_at`, `lease_until`); returns the ids that are new.

    An update that two processes get at once is new to one of them only.
    """
    fresh = [{"state": State.WAITING, "attempts": 0, **row} for row in sorted(rows, key=itemgetter("update_id"))]
    return await insert_new(session, Incoming, fresh, Incoming.update_id)


async def waiting_of(session: AsyncSession, whose: Collection[int]) -> list[tuple[int, int]]:
    """(whose, update_id) of all that is kept of these people and not handled yet, by whichever process."""
    theirs = select(Incoming.whose, Incoming.update_id)
    found = await session.execute(theirs.where(Incoming.state == State.WAITING, Incoming.whose.in_(whose)))
    return [(row[0], row[1]) for row in found]


async def take_up(
    session: AsyncSession, now: datetime, lease_until: datetime, *, everyones: bool, after: int = -1, limit: int = 500
) -> list[Waiting]:
    """Take updates that a dead process left, oldest first, of those with an id above `after`.

    `everyones`: no other process lives, leases do not count. Otherwise those whose lease has run out, but nothing that
    a person wrote after something of theirs which somebody still holds.
    """
    free = select(Incoming.update_id).where(Incoming.state == State.WAITING, Incoming.update_id > after)
    if not everyones:
        earlier = aliased(Incoming)
        held = select(earlier.update_id).where(
            earlier.state == State.WAITING, earlier.whose == Incoming.whose, earlier.whose != 0,
            earlier.update_id < Incoming.update_id, earlier.lease_until >= now,
        )  # fmt: skip
        free = free.where(Incoming.lease_until < now, ~held.exists())
    free = free.order_by(Incoming.update_id).limit(limit)
    taken = (
        update(Incoming)
        .where(Incoming.update_id.in_(free.scalar_subquery()), Incoming.state == State.WAITING)
        .values(lease_until=lease_until)
        .returning(Incoming.update_id, Incoming.raw, Incoming.attempts)
    )
    return sorted(Waiting(*row) for row in await session.execute(taken))


async def begun_again(session: AsyncSession, update_ids: Sequence[int]) -> None:
    """Count that these, left by a dead process, are begun once more; whose count grows may be what ends it."""
    again = update(Incoming).where(Incoming.update_id.in_(update_ids))
    await session.execute(again.values(attempts=Incoming.attempts + 1))


async def renew(session: AsyncSession, update_ids: Sequence[int], lease_until: datetime) -> None:
    """Say that these are still in hand."""
    await session.execute(update(Incoming).where(Incoming.update_id.in_(update_ids)).values(lease_until=lease_until))


async def handled(session: AsyncSession, update_ids: Sequence[int]) -> None:
    """Mark updates as done and forget what they said and who said it."""
    done = update(Incoming).where(Incoming.update_id.in_(update_ids))
    await session.execute(done.values(state=State.HANDLED, raw="", whose=0))


async def park(session: AsyncSession, update_id: int, error: str) -> None:
    """Put an update aside that cannot be handled, with the reason, so that it is not in the way. Its words are
    forgotten like those of any other: a fault of ours is in the log."""
    aside = update(Incoming).where(Incoming.update_id == update_id)
    await session.execute(aside.values(state=State.PARKED, raw="", whose=0, error=error[:200]))


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many updates are in each state."""
    rows = await session.execute(select(Incoming.state, func.count()).group_by(Incoming.state))
    return {row[0]: row[1] for row in rows}


async def forget(session: AsyncSession, before: datetime) -> int:
    """Delete handled and parked updates received before a moment (Telegram repeats none older than 24 h)."""
    old = delete(Incoming).where(Incoming.received_at < before, Incoming.state != State.WAITING)
    return (await session.execute(old)).rowcount  # type: ignore[attr-defined]
