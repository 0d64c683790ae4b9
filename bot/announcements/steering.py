"""While it goes out and after: pause, resume, cancel, send again to failed ones, decide the unknown ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements.refusals import Refused
from bot.announcements.writing import find
from bot.people import Actor, NotAllowed, require
from db import people
from db.announcements import Announcement, Fate, Skip, State, ledger
from db.announcements.moves import move
from db.announcements.states import STARTED
from db.engine import Database
from db.people import Right

VALID_FOR = timedelta(days=7)
"""How long it is tried after its start when no end was given."""

SYSTEM = 0
"""The actor of what happens by itself."""


def ends(announcement: Announcement) -> datetime | None:
    """After this moment nobody gets it any more; None as long as it has neither an end nor a start."""
    if announcement.not_after is not None:
        return announcement.not_after
    return announcement.started_at + VALID_FOR if announcement.started_at else None


async def pause(db: Database, actor: Actor, announcement_id: int, *, now: datetime) -> Announcement:
    """Stop within a moment: who was already taken may still get it, nobody else. Raises IllegalMove, NotAllowed."""
    _require_either(actor)
    return await _pause(db, actor.person_id, announcement_id, "official", now)


async def pause_by_itself(db: Database, announcement_id: int, reason: str, *, now: datetime) -> Announcement:
    """Stop because of what is seen: "canary" or "failures"; the author is told."""
    return await _pause(db, SYSTEM, announcement_id, reason, now)


async def _pause(db: Database, who: int, announcement_id: int, reason: str, now: datetime) -> Announcement:
    async with db.write() as session:
        found = await move(session, announcement_id, State.PAUSED, now, pause_reason=reason, paused_by=who)
        people.record(session, who, "announcement.paused", now, str(announcement_id), reason=reason)
    return found


async def resume(db: Database, actor: Actor, announcement_id: int, *, now: datetime) -> Announcement:
    """Go on where it stopped. Raises IllegalMove, NotAllowed, Refused when its time is over."""
    _require_either(actor)
    async with db.write() as session:
        found = await find(session, announcement_id)
        _in_time(found, now)
        found = await move(
            session, announcement_id, State.SENDING, now, of=State.PAUSED, pause_reason=None, paused_by=None
        )
        people.record(session, actor.person_id, "announcement.resumed", now, str(announcement_id))
    return found


async def cancel(db: Database, actor: Actor, announcement_id: int, *, now: datetime) -> int:
    """End it for good; returns how many will not get it any more. A draft is thrown away the same way."""
    _require_either(actor)
    async with db.write() as session:
        found = await find(session, announcement_id)
        if found.state == State.DRAFT and found.author_id != actor.person_id:
            raise Refused("not-yours", number=announcement_id)
        await move(session, announcement_id, State.CANCELLED, now, finished_at=now)
        left = await _skip_rest(session, found, Skip.CANCELLED, now)
        people.record(session, actor.person_id, "announcement.cancelled", now, str(announcement_id), left=left)
    return left


async def resend_failed(db: Database, actor: Actor, announcement_id: int, *, now: datetime) -> int:
    """Queue the failed ones once more; returns how many. Raises Refused when there are none or its time is over."""
    require(actor, Right.ANNOUNCE)
    return await _again(db, actor, announcement_id, Fate.FAILED, "announcement.resent", now)


async def decide_unknown(db: Database, actor: Actor, announcement_id: int, *, send_again: bool, now: datetime) -> int:
    """What to do with those of whom nobody knows whether they got it: leave them, or send again knowing that some
    may get it twice. Returns how many.
    """
    require(actor, Right.ANNOUNCE)
    if send_again:
        return await _again(db, actor, announcement_id, Fate.UNKNOWN, "announcement.unknown.resent", now)
    async with db.write() as session:
        await find(session, announcement_id)
        number = await ledger.leave_unknown(session, announcement_id, now)
        people.record(session, actor.person_id, "announcement.unknown.left", now, str(announcement_id), number=number)
    return number


async def _again(db: Database, actor: Actor, announcement_id: int, state: Fate, act: str, now: datetime) -> int:
    async with db.write() as session:
        found = await find(session, announcement_id)
        if found.state not in STARTED:
            raise Refused("not-started", number=announcement_id)
        _in_time(found, now)
        number = await ledger.send_again(session, announcement_id, now, state)
        if not number:
            raise Refused("none-left")
        if found.state == State.FINISHED:
            await move(session, announcement_id, State.SENDING, now, finished_at=None)
        people.record(session, actor.person_id, act, now, str(announcement_id), number=number)
    return number


def _in_time(found: Announcement, now: datetime) -> None:
    end = ends(found)
    if end is not None and end <= now:
        raise Refused("too-late", number=found.id)


def _require_either(actor: Actor) -> None:
    """Whoever may announce or approve may stop it."""
    if not actor.rights & {Right.ANNOUNCE, Right.APPROVE}:
        raise NotAllowed(Right.ANNOUNCE)


async def finish(session: AsyncSession, announcement_id: int, now: datetime) -> Announcement:
    """Nobody is left to send to."""
    people.record(session, SYSTEM, "announcement.finished", now, str(announcement_id))
    return await move(session, announcement_id, State.FINISHED, now, finished_at=now)


async def expire(session: AsyncSession, announcement_id: int, now: datetime) -> Announcement:
    """Its time is over: who did not get it by now gets it no more."""
    left = await _skip_rest(session, await find(session, announcement_id), Skip.EXPIRED, now)
    people.record(session, SYSTEM, "announcement.expired", now, str(announcement_id), left=left)
    return await move(session, announcement_id, State.EXPIRED, now, finished_at=now)


async def _skip_rest(session: AsyncSession, found: Announcement, why: Skip, now: datetime) -> int:
    """How many will not get it any more. One that never started has no ledger, not even half of one."""
    if found.started_at is None:
        await ledger.clear(session, found.id)
        return 0
    return await ledger.skip_rest(session, found.id, why, now)
