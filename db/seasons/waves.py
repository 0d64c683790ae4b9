"""Which waves are taken: made, missed, held or skipped. One that has no row is still to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.announcements import Announcement, Recipient, State
from db.base import insert_ignore, insert_many, upsert
from db.seasons.tables import OPEN, Wave, WaveNote, WaveState

WaveKey = tuple[str, int, int, int]
"""(season, year, number, wave)"""


async def taken(session: AsyncSession, seasons: Iterable[str] | None = None) -> dict[WaveKey, WaveState]:
    """The state of every wave that has one."""
    query = select(Wave.season, Wave.year, Wave.number, Wave.wave, Wave.state)
    if seasons is not None:
        query = query.where(Wave.season.in_(list(seasons)))
    return {(row[0], row[1], row[2], row[3]): WaveState(row[4]) for row in await session.execute(query)}


async def made_on(session: AsyncSession, day: date) -> bool:
    """Whether anything was made for somebody on that day."""
    query = select(Wave.season).where(Wave.day == day, Wave.state == WaveState.MADE).limit(1)
    return await session.scalar(query) is not None


def _rows(keys: Iterable[WaveKey], state: WaveState, day: date, now: datetime, **more: Any) -> list[dict[str, Any]]:
    fixed = {"state": str(state), "day": day, "at": now, "announcement_id": None, "decided_by": None, **more}
    return [{"season": k[0], "year": k[1], "number": k[2], "wave": k[3], **fixed} for k in keys]


async def make(
    session: AsyncSession, keys: Sequence[WaveKey], day: date, now: datetime, announcement_id: int | None
) -> None:
    """Note that waves are made (without an announcement: nobody wanted them).

    Raises IntegrityError when one of them is made already.
    """
    await _clear(session, keys, OPEN)
    state = WaveState.MADE if announcement_id is not None else WaveState.EMPTY
    await insert_many(session, Wave, _rows(keys, state, day, now, announcement_id=announcement_id))


async def _clear(session: AsyncSession, keys: Sequence[WaveKey], states: Iterable[WaveState]) -> None:
    mine = tuple_(Wave.season, Wave.year, Wave.number, Wave.wave).in_(keys)
    await session.execute(delete(Wave).where(mine, Wave.state.in_(sorted(states))))


async def miss(session: AsyncSession, keys: Sequence[WaveKey], day: date, now: datetime) -> None:
    """Note that it is too late for these."""
    await _clear(session, keys, OPEN)
    await insert_ignore(session, Wave, _rows(keys, WaveState.MISSED, day, now))


async def decide(
    session: AsyncSession, keys: Sequence[WaveKey], state: WaveState, day: date, actor: int, now: datetime
) -> None:
    """An official holds or skips waves that are not made."""
    await upsert(
        session, Wave, _rows(keys, state, day, now, decided_by=actor), key=["season", "year", "number", "wave"]
    )


async def release(session: AsyncSession, keys: Sequence[WaveKey]) -> None:
    """Let held or skipped waves come again."""
    await _clear(session, keys, {WaveState.HELD, WaveState.SKIPPED})


async def ask_for_approval(session: AsyncSession, keys: Sequence[WaveKey], day: date, now: datetime) -> None:
    """Note that officials are asked about these; ones that have a state keep it."""
    await insert_ignore(session, Wave, _rows(keys, WaveState.AWAITING, day, now))


# -- notes --------------------------------------------------------------------------------------------------------


async def notes(session: AsyncSession, keys: Sequence[WaveKey]) -> list[str]:
    """What officials added to these waves, in the order of `keys`, each once."""
    query = select(WaveNote.season, WaveNote.year, WaveNote.number, WaveNote.wave, WaveNote.text)
    rows = await session.execute(query.where(WaveNote.season.in_([key[0] for key in keys])))
    found = {tuple(row[:4]): row[4] for row in rows}
    return list(dict.fromkeys(found[key] for key in keys if key in found))


async def set_note(session: AsyncSession, keys: Sequence[WaveKey], text: str, by: int, now: datetime) -> None:
    """Write or (with "") remove the note."""
    mine = tuple_(WaveNote.season, WaveNote.year, WaveNote.number, WaveNote.wave).in_(keys)
    await session.execute(delete(WaveNote).where(mine))
    if text:
        rows = [{"season": k[0], "year": k[1], "number": k[2], "wave": k[3], "text": text, "by": by, "at": now}
                for k in keys]  # fmt: skip
        await insert_many(session, WaveNote, rows)


# -- the announcements they become --------------------------------------------------------------------------------


async def by_origin(session: AsyncSession, origins: Sequence[str]) -> dict[str, int]:
    """Announcements by what they came from, those there are."""
    query = select(Announcement.origin, Announcement.id).where(Announcement.origin.in_(origins))
    return {str(row[0]): row[1] for row in await session.execute(query)}


async def recipients_of(session: AsyncSession, announcement_ids: Iterable[int]) -> set[int]:
    """Everyone these announcements are for."""
    ids = list(announcement_ids)
    return set(await session.scalars(select(Recipient.person_id).where(Recipient.announcement_id.in_(ids))))


async def not_started(session: AsyncSession, season: str, year: int) -> list[int]:
    """Reminders of a season in a year that wait for their hour."""
    query = select(Announcement.id).where(
        Announcement.state == State.APPROVED,
        Announcement.origin.like(f"season:%{season}%:{year}%"),
    )
    return list(await session.scalars(query))
