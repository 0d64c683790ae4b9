"""Who wants to be reminded of what: opt-in, single seasons, pauses, and everything off at one word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import privacy
from db.announcements import Announcement, Recipient, State
from db.base import insert_ignore, upsert
from db.businesses import Business, Interest, Status
from db.people import Consent, OptOut, Person
from db.seasons.tables import ReminderAnswer, ReminderChoice, ReminderSeason, Reply

AT_ONCE = 2000
"""Rows worked on before others get their turn."""

PURPOSE = "reminder"
ALL = "season"
"""The opt-out of every season at once; that of one is "season:<id>"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose. `agreed`: consent is in force. `off`: seasons switched off one by one."""

    agreed: bool = False
    main: bool = False
    hour: int = 8
    paused_until: datetime | None = None
    chosen: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    stopped: frozenset[str] = field(default=frozenset())
    """Kinds of announcement that are switched off altogether."""

    @property
    def on(self) -> bool:
        """Gets reminders at all."""
        return self.agreed and ALL not in self.stopped and (self.main or bool(self.chosen - self.off))


async def choice_of(session: AsyncSession, person_id: int) -> Choice:
    """What somebody chose; nothing, for somebody unknown."""
    row = await session.get(ReminderChoice, person_id)
    seasons = await session.scalars(select(ReminderSeason.season).where(ReminderSeason.person_id == person_id))
    kinds = list(await session.scalars(select(OptOut.kind).where(OptOut.person_id == person_id)))
    agreed = bool(await session.scalar(select(_agreed(person_id))))
    off = frozenset(kind.removeprefix(f"{ALL}:") for kind in kinds if kind.startswith(f"{ALL}:"))
    return Choice(
        agreed=agreed,
        main=bool(row and row.main),
        hour=row.hour if row else 8,
        paused_until=row.paused_until if row else None,
        chosen=frozenset(seasons),
        off=off,
        stopped=frozenset(kind for kind in kinds if ":" not in kind),
    )


def _agreed(person: Any) -> Any:
    return exists().where(Consent.person_id == person, Consent.purpose == PURPOSE, Consent.withdrawn_at.is_(None))


async def agree(session: AsyncSession, person_id: int, version: str, now: datetime) -> None:
    """Record the consent (once per version) and lift the opt-out of all seasons."""
    await privacy.agree(session, person_id, PURPOSE, version, now)
    await session.execute(delete(OptOut).where(OptOut.person_id == person_id, OptOut.kind == ALL))


async def set_choice(session: AsyncSession, person_id: int, now: datetime, **values: Any) -> None:
    """Change main, hour or paused_until."""
    fresh = {"person_id": person_id, "main": False, "hour": 8, "updated_at": now}
    await insert_ignore(session, ReminderChoice, [fresh])
    changed = update(ReminderChoice).where(ReminderChoice.person_id == person_id)
    await session.execute(changed.values(updated_at=now, **values))


async def switch_on(session: AsyncSession, person_id: int, seasons: Iterable[str], now: datetime) -> None:
    """Switch single seasons on."""
    ids = list(seasons)
    rows = [{"person_id": person_id, "season": season, "since": now} for season in ids]
    await insert_ignore(session, ReminderSeason, rows)
    kinds = [f"{ALL}:{season}" for season in ids]
    await session.execute(delete(OptOut).where(OptOut.person_id == person_id, OptOut.kind.in_(kinds)))


async def switch_off(session: AsyncSession, person_id: int, seasons: Iterable[str], now: datetime) -> None:
    """Switch single seasons off, also what is prepared and not yet on its way."""
    ids = list(seasons)
    gone = delete(ReminderSeason).where(ReminderSeason.person_id == person_id, ReminderSeason.season.in_(ids))
    await session.execute(gone)
    await mute(session, person_id, [f"{ALL}:{season}" for season in ids], now)
    await _not_prepared(session, person_id, [f"{ALL}:{season}:%" for season in ids])


async def mute(session: AsyncSession, person_id: int, kinds: Sequence[str], now: datetime) -> None:
    """Note opt-outs; ones that are there keep their day."""
    rows = [{"person_id": person_id, "kind": kind, "since": now} for kind in kinds]
    await insert_ignore(session, OptOut, rows)


async def stop(session: AsyncSession, person_id: int, kinds: Sequence[str], now: datetime) -> None:
    """Everything off at once: consent withdrawn, `kinds` of announcement opted out of, nothing prepared left."""
    await mute(session, person_id, kinds, now)
    held = update(Consent).where(
        Consent.person_id == person_id, Consent.purpose == PURPOSE, Consent.withdrawn_at.is_(None)
    )
    await session.execute(held.values(withdrawn_at=now))
    await _not_prepared(session, person_id, [f"{ALL}:%", "deadline:%"])


async def undo_stop(session: AsyncSession, person_id: int, stopped_at: datetime) -> bool:
    """Take back exactly what that stop did; False when there is nothing of it."""
    mine = OptOut.person_id == person_id
    muted = await session.execute(delete(OptOut).where(mine, OptOut.since == stopped_at))
    held = update(Consent).where(
        Consent.person_id == person_id, Consent.purpose == PURPOSE, Consent.withdrawn_at == stopped_at
    )
    back = await session.execute(held.values(withdrawn_at=None))
    return bool(muted.rowcount or back.rowcount)  # type: ignore[attr-defined]


async def _not_prepared(session: AsyncSession, person_id: int, origins: Sequence[str]) -> None:
    """Take somebody off announcements that are written for them and have not started."""
    waiting = select(Announcement.id).where(
        Announcement.state.in_([State.DRAFT, State.AWAITING, State.APPROVED]),
        or_(*(Announcement.origin.like(pattern) for pattern in origins)),
    )
    gone = delete(Recipient).where(Recipient.person_id == person_id, Recipient.announcement_id.in_(waiting))
    await session.execute(gone.execution_options(synchronize_session=False))


# -- answers under a reminder -------------------------------------------------------------------------------------


async def answer(
    session: AsyncSession, person_id: int, keys: Iterable[tuple[str, int, int]], reply: Reply, now: datetime
) -> None:
    """Note an answer for (season, year, number)s; the latest counts."""
    rows = [
        {"person_id": person_id, "season": season, "year": year, "number": number, "answer": str(reply), "at": now}
        for season, year, number in keys
    ]
    await upsert(session, ReminderAnswer, rows, key=["person_id", "season", "year", "number"])


async def answer_counts(session: AsyncSession, season: str, year: int, number: int) -> dict[str, int]:
    """How many pressed which answer."""
    query = (
        select(ReminderAnswer.answer, func.count())
        .where(ReminderAnswer.season == season, ReminderAnswer.year == year, ReminderAnswer.number == number)
        .group_by(ReminderAnswer.answer)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


# -- who is to be reminded, many at once --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reminded:
    """Somebody who is to be reminded, of which of the asked seasons, at which hour, in which language."""

    person_id: int
    seasons: tuple[str, ...]
    hour: int
    language: str


async def reminded(
    session: AsyncSession, keys: Sequence[tuple[str, int, int]], main: frozenset[str], now: datetime
) -> list[Reminded]:
    """Everyone who wants to hear of at least one of `keys` (season, year, number). `main`: ids of main seasons.

    Not those who switched it off, paused, said they are ready, or cannot be reached.
    """
    people = await session.execute(_consenting(now))
    rows = [tuple(row) for row in people]
    asked = [key[0] for key in keys]
    chosen = {season: await _ids(session, select(ReminderSeason.person_id).where(ReminderSeason.season == season))
              for season in asked}  # fmt: skip
    out = {key[0]: await _out(session, key) for key in keys}
    found = []
    for count, (person_id, wants_main, hour, language) in enumerate(rows):
        if count % AT_ONCE == 0:
            await asyncio.sleep(0)
        mine = tuple(
            season for season in asked
            if person_id not in out[season] and ((wants_main and season in main) or person_id in chosen[season])
        )  # fmt: skip
        if mine:
            found.append(Reminded(person_id, mine, hour, language))
    return found


def _consenting(now: datetime) -> Any:
    muted = exists().where(OptOut.person_id == ReminderChoice.person_id, OptOut.kind == ALL)
    return (
        select(ReminderChoice.person_id, ReminderChoice.main, ReminderChoice.hour, Person.language)
        .join(Person, Person.id == ReminderChoice.person_id)
        .where(
            Person.unreachable_since.is_(None),
            or_(ReminderChoice.paused_until.is_(None), ReminderChoice.paused_until <= now),
            _agreed(ReminderChoice.person_id),
            ~muted,
        )
        .order_by(ReminderChoice.person_id)
    )


async def _out(session: AsyncSession, key: tuple[str, int, int]) -> set[int]:
    """Those who do not want to hear of it (any more)."""
    season, year, number = key
    muted = await _ids(session, select(OptOut.person_id).where(OptOut.kind == f"{ALL}:{season}"))
    ready = select(ReminderAnswer.person_id).where(
        ReminderAnswer.season == season, ReminderAnswer.year == year, ReminderAnswer.number == number,
        ReminderAnswer.answer == Reply.READY,
    )  # fmt: skip
    return muted | await _ids(session, ready)


async def _ids(session: AsyncSession, query: Any) -> set[int]:
    return set(await session.scalars(query))


async def sectors_of_owners(session: AsyncSession) -> dict[int, tuple[str, ...]]:
    """Sectors of each owner's open businesses, the oldest business first."""
    query = select(Business.owner_id, Business.sector).where(Business.status == Status.OPEN).order_by(Business.id)
    found: dict[int, tuple[str, ...]] = {}
    for count, (owner, sector) in enumerate(await session.execute(query)):
        if count % AT_ONCE == 0:
            await asyncio.sleep(0)
        known = found.get(owner, ())
        if sector not in known:
            found[owner] = (*known, sector)
    return found


async def sectors_of(session: AsyncSession, person_id: int) -> tuple[str, ...]:
    """Sectors of one owner's open businesses, the oldest business first, each once."""
    query = select(Business.sector).where(Business.owner_id == person_id, Business.status == Status.OPEN)
    return tuple(dict.fromkeys(await session.scalars(query.order_by(Business.id))))


async def interested(session: AsyncSession, programme: str, key: tuple[str, int, int], now: datetime) -> list[Reminded]:
    """Owners who noted interest in a programme and agreed to reminders; "ready" ends those of this deadline."""
    owners = (
        select(Business.owner_id)
        .join(Interest, Interest.business_id == Business.id)
        .where(Interest.programme == programme, Business.status == Status.OPEN)
    )
    hour = func.coalesce(ReminderChoice.hour, 8)
    query = (
        select(Person.id, hour, Person.language)
        .outerjoin(ReminderChoice, ReminderChoice.person_id == Person.id)
        .where(
            Person.id.in_(owners),
            Person.unreachable_since.is_(None),
            or_(ReminderChoice.paused_until.is_(None), ReminderChoice.paused_until <= now),
            _agreed(Person.id),
            ~exists().where(OptOut.person_id == Person.id, OptOut.kind == "deadline"),
        )
        .order_by(Person.id)
    )
    out = await _out(session, key)
    return [Reminded(row[0], (key[0],), row[1], row[2]) for row in await session.execute(query) if row[0] not in out]
