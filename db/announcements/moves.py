"""The only functions that change the state of an announcement: `move`, and two that are made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.announcements import ledger
from db.announcements.states import IllegalMove, State, sources
from db.announcements.tables import Announcement, Approval


async def move(
    session: AsyncSession, announcement_id: int, to: State, now: datetime, *, of: State | None = None, **values: Any
) -> Announcement:
    """Bring an announcement to `to` by one conditional UPDATE, so that of two who try one fails.

    `of` narrows where it must come from; `values` are columns to change with it. Raises IllegalMove.
    """
    allowed = sources(to) & {of} if of else sources(to)
    changed = (
        update(Announcement)
        .where(Announcement.id == announcement_id, Announcement.state.in_(sorted(allowed)))
        .values(state=to, updated_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    done = await session.execute(changed)
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise IllegalMove(announcement_id, to)
    return await session.get_one(Announcement, announcement_id, populate_existing=True)


ORPHANED = "orphaned"
"""In `told`: the author erased their data, and the other officials have not been told yet."""


async def void(session: AsyncSession, announcement_id: int, now: datetime, *, told: str = "") -> Announcement:
    """Back to a draft; what was approved is not approved any more."""
    await session.execute(delete(Approval).where(Approval.announcement_id == announcement_id))
    await ledger.clear(session, announcement_id)
    return await move(session, announcement_id, State.DRAFT, now, approved_hash=None, approved_by=None, told=told)


async def orphan(session: AsyncSession, author_id: int, now: datetime) -> None:
    """Their signature is about to go, and with it what was approved or is to be: what has not started is a draft."""
    signed = Announcement.author_id == author_id, Announcement.signed != ""
    waiting = Announcement.state.in_([State.AWAITING, State.APPROVED])
    for number in list(await session.scalars(select(Announcement.id).where(*signed, waiting))):
        await void(session, number, now, told=ORPHANED)
        people.record(session, 0, "announcement.orphaned", now, str(number))
