"""Which waves are taken: made, missed, held or skipped. One that has no row is still to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.announcements import Announcement, State
from db.base import insert_ignore, insert_many, upsert
from db.seasons.tables import Wave, WaveNote, WaveState

WaveKey = tuple[str, int, int, int]
"""(season, year, number, wave)"""


async def taken(session: AsyncSession, seasons: Iterable[str] | None = None) -> dict[WaveKey, WaveState]:
    """The state of every wave that has one."""
    query = select(Wave.season, Wave.year, Wave.number, Wave.wave, Wave.state)
    if seasons is not None:
        query = query.where(Wave.season.in_(list(seasons)))
    return {(row[0], row[1], row[2], row[3]): WaveState(row[4]) for row in await session.execute(query)}


def _rows(keys: Iterable[WaveKey], state: WaveState, day: date, now: datetime, **more: Any) -> list[dict[str, Any]]:
    fixed = {"state": str(state), "day": day, "at": now, "announcement_id": None, "decided_by": None, **more}
    return [{"season": k[0], "year": k[1], "number": k[2], "wave": k[3], **fixed} for k in keys]


async def make(
    session: AsyncSession, keys: Sequence[WaveKey], day: date, now: datetime, announcement_id: int | None
) -> None:
    """Note that waves are made (without an announcement: nobody wanted them).

    Raises IntegrityError when one of them is taken, which undoes the whole transaction: that is what makes it once.
    """
    state = WaveState.MADE if announcement_id is not None else WaveState.EMPTY
    await insert_many(session, Wave, _rows(keys, state, day, now, announcement_id=announcement_id))


async def miss(session: AsyncSession, keys: Sequence[WaveKey], day: date, now: datetime) -> None:
    """Note that it is too late for these."""
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
    mine = tuple_(Wave.season, Wave.year, Wave.number, Wave.wave).in_(keys)
    await session.execute(delete(Wave).where(mine, Wave.state.in_([WaveState.HELD, WaveState.SKIPPED])))


async def of_announcement(session: AsyncSession, announcement_id: int) -> list[WaveKey]:
    """The waves an announcement carries."""
    query = select(Wave.season, Wave.year, Wave.number, Wave.wave).where(Wave.announcement_id == announcement_id)
    return [(row[0], row[1], row[2], row[3]) for row in await session.execute(query)]


async def made_of(session: AsyncSession, season: str, year: int, number: int) -> list[tuple[int, int | None]]:
    """(wave, announcement) of the waves of one season in one year that are made."""
    query = select(Wave.wave, Wave.announcement_id).where(
        Wave.season == season, Wave.year == year, Wave.number == number, Wave.state == WaveState.MADE
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def unmake(session: AsyncSession, announcement_id: int) -> None:
    """The announcement was called off before it started: its waves are to come again."""
    await session.execute(delete(Wave).where(Wave.announcement_id == announcement_id))


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


async def by_origin(session: AsyncSession, origins: Sequence[str]) -> list[Announcement]:
    """Announcements of the system by what they came from."""
    return list(await session.scalars(select(Announcement).where(Announcement.origin.in_(origins))))


async def forget_unfinished(session: AsyncSession, origins: Sequence[str]) -> None:
    """Throw away what a crash left half written; its texts and recipients go with it."""
    half = delete(Announcement).where(Announcement.origin.in_(origins), Announcement.state == State.DRAFT)
    await session.execute(half.execution_options(synchronize_session=False))


async def latest_at(session: AsyncSession) -> datetime | None:
    """When a wave was last decided, for monitoring."""
    return await session.scalar(select(func.max(Wave.at)))
