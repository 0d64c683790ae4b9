"""Waiting for one message: which text somebody was asked for, kept as a row so that a restart forgets nothing.

For a single question, such as "write your answer". A form with several fields is walked by `forms`; whatever of it was
open is put aside meanwhile and opened again afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import OpenDraft
from db.engine import Database
from db.forms import Draft

STEP = "waiting"
"""The step of such a draft; a form's steps are its fields."""
LASTS = timedelta(minutes=30)
"""After so long a message is no longer taken for what was asked: people forget that they were asked."""


async def wait_for(
    db: Database, person_id: int, what: str, data: dict[str, Any], *, now: datetime, update_id: int | None = None
) -> OpenDraft:
    """The next text of this person is `what`, with `data` (JSON) at hand. Asked again, the earlier data is replaced.

    `update_id` is what it was asked upon: coming again after a crash, that is not the text that was asked for.
    """
    async with db.write() as session:
        active = await session.scalar(select(Draft.form).where(*_active(person_id)))
        row = await session.get(Draft, (person_id, what))
        paused = row.data.get("paused") if row and active == what else active
        await session.execute(update(Draft).where(*_active(person_id)).values(active=False))
        kept = {**data, "until": (now + LASTS).isoformat(), "paused": paused}
        await session.merge(
            Draft(
                person_id=person_id, form=what, step=STEP, data=kept, active=True, update_id=update_id, updated_at=now,
                nudged_at=now,
            )
        )  # fmt: skip
    return OpenDraft(what, STEP, kept, update_id)


async def stop(db: Database, person_id: int, what: str) -> None:
    """Not waiting any more; what was put aside is open again."""
    async with db.write() as session:
        row = await session.get(Draft, (person_id, what))
        if row is not None:
            await _stop(session, row)


async def _stop(session: AsyncSession, row: Draft) -> None:
    paused = row.data.get("paused") if row.active else None
    await session.delete(row)
    await session.flush()
    if paused:
        again = update(Draft).where(Draft.person_id == row.person_id, Draft.form == paused)
        await session.execute(again.values(active=True))


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """End the waits that are over, with the unsent words they hold; how many there were."""
    over = select(Draft).where(Draft.step == STEP, Draft.updated_at < now - LASTS)
    rows = (await session.scalars(over)).all()
    for row in rows:
        await _stop(session, row)
    return len(rows)


def is_due(draft: OpenDraft | None, now: datetime) -> bool:
    """Whether a message now is what `draft` waits for."""
    until = draft.data.get("until") if draft else None
    return until is not None and now < datetime.fromisoformat(until)


def _active(person_id: int) -> tuple[Any, ...]:
    return Draft.person_id == person_id, Draft.active.is_(True)
