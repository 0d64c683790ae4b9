"""The only function that changes the state of an announcement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.announcements.states import IllegalMove, State, sources
from db.announcements.tables import Announcement


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
