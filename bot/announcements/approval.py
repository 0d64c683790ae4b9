"""Four eyes: submit, approve, reject.

An approval is bound to a hash of everything that will be sent; `approve` takes the hash of what the approver saw, so
that nobody approves what was changed behind their back. An emergency needs two other people, whatever the settings
say.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements.content import content_hash
from bot.announcements.correction import check_stands
from bot.announcements.hours import Hours
from bot.announcements.refusals import Refused
from bot.announcements.writing import check_complete, find
from bot.people import Actor, require
from bot.settings import Settings
from db import people
from db.announcements import Announcement, Approval, Kind, Link, State, records
from db.announcements.moves import move
from db.base import insert_ignore
from db.engine import Database
from db.people import Right

EMERGENCY_CONFIRMATIONS = 2
REASON_LIMIT = 500


def confirmations_needed(kind: str, settings: Settings) -> int:
    """How many other people must confirm."""
    if kind == Kind.EMERGENCY:
        return EMERGENCY_CONFIRMATIONS
    return 1 if settings.four_eyes else 0


async def submit(
    db: Database, actor: Actor, announcement_id: int, settings: Settings, *, now: datetime
) -> Announcement:
    """Hand one's own draft in. Awaits approval then, or is approved at once where four eyes are switched off.

    Raises Refused for what is missing, NotAllowed, IllegalMove.
    """
    require(actor, Right.ANNOUNCE)
    async with db.write() as session:
        draft = await find(session, announcement_id)
        if draft.author_id != actor.person_id:
            raise Refused("not-yours", number=announcement_id)
        check_complete(draft, now)
        _check_hours(draft, settings, now)
        await _check_original(session, draft)
        draft = await move(session, announcement_id, State.AWAITING, now)
        people.record(session, actor.person_id, "announcement.submitted", now, str(draft.id), hash=content_hash(draft))
        await _make_links(session, draft)
        if confirmations_needed(draft.kind, settings) == 0:
            draft = await _approved(session, draft, actor, now)
    return draft


async def approve(
    db: Database, actor: Actor, announcement_id: int, seen_hash: str, settings: Settings, *, now: datetime
) -> int:
    """Confirm what one saw (`content_hash` of it). Returns how many further confirmations are needed; 0: approved.

    Raises Refused: own, changed, twice, too-late; NotAllowed; IllegalMove when it does not await approval.
    """
    require(actor, Right.APPROVE)
    async with db.write() as session:
        found = await find(session, announcement_id)
        _may_confirm(found, actor, seen_hash, now)
        await _check_original(session, found)
        confirmed = await records.approvals(session, announcement_id)
        if actor.person_id in {one.person_id for one in confirmed}:
            raise Refused("twice", number=announcement_id)
        row = {"announcement_id": found.id, "person_id": actor.person_id, "content_hash": seen_hash, "at": now}
        await insert_ignore(session, Approval, [row])
        missing = confirmations_needed(found.kind, settings) - len(confirmed) - 1
        if missing > 0:
            people.record(session, actor.person_id, "announcement.confirmed", now, str(found.id), hash=seen_hash)
            return missing
        await _approved(session, found, actor, now)
    return 0


async def reject(db: Database, actor: Actor, announcement_id: int, reason: str, *, now: datetime) -> Announcement:
    """Turn it down with a reason, which stays visible. Raises Refused, NotAllowed, IllegalMove."""
    require(actor, Right.APPROVE)
    said = reason.strip()[:REASON_LIMIT]
    if not said:
        raise Refused("no-reason")
    async with db.write() as session:
        await find(session, announcement_id)
        found = await move(
            session, announcement_id, State.REJECTED, now, rejected_by=actor.person_id, rejected_reason=said
        )
        people.record(session, actor.person_id, "announcement.rejected", now, str(announcement_id), reason=said)
    return found


def _may_confirm(found: Announcement, actor: Actor, seen_hash: str, now: datetime) -> None:
    if found.state != State.AWAITING:
        raise Refused("not-awaiting", number=found.id)
    if found.author_id == actor.person_id:
        raise Refused("own", number=found.id)
    if content_hash(found) != seen_hash:
        raise Refused("changed", number=found.id)
    if found.not_after is not None and found.not_after <= now:
        raise Refused("too-late", number=found.id)


def _check_hours(draft: Announcement, settings: Settings, now: datetime) -> None:
    """What could only start after its end would be approved, wait, and expire with nobody reached."""
    begins = Hours.of(settings).begins(draft.kind, draft.action, draft.send_at, now)
    if draft.not_after is not None and begins >= draft.not_after:
        raise Refused("all-quiet")


async def _check_original(session: AsyncSession, found: Announcement) -> None:
    if found.corrects_id is not None:
        await check_stands(session, found.corrects_id)


async def _approved(session: AsyncSession, found: Announcement, actor: Actor, now: datetime) -> Announcement:
    digest = content_hash(found)
    people.record(session, actor.person_id, "announcement.approved", now, str(found.id), hash=digest)
    return await move(
        session, found.id, State.APPROVED, now, approved_hash=digest, approved_by=actor.person_id, told=""
    )


async def _make_links(session: AsyncSession, found: Announcement) -> None:
    """One counted link for each button that goes through the bot; earlier ones of this draft are replaced."""
    for old in await records.links(session, found.id):
        await session.delete(old)
    await session.flush()
    for position, button in enumerate(found.buttons):
        if button.get("counted"):
            session.add(
                Link(announcement_id=found.id, position=position, label=button["label"], url=button["url"], clicks=0)
            )
