"""From approved to sending: the ledger is written in the transaction that starts it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements.content import content_hash
from bot.announcements.steering import SYSTEM
from bot.announcements.writing import find, void
from bot.settings import Settings
from db import people
from db.announcements import Announcement, Kind, State, audience
from db.announcements.audience import Audience, Mailing
from db.announcements.moves import move
from db.engine import Database


def mailing(of: Announcement, settings: Settings, now: datetime) -> Mailing:
    """What the verdict over each person depends on. A season's own opt-out counts besides the kind's."""
    parts = (of.origin or "").split(":")
    topics = (":".join(parts[:2]),) if len(parts) > 1 else ()
    return Mailing(of.id or 0, Kind(of.kind), now, settings.weekly_budget, topics)


async def start(db: Database, announcement_id: int, settings: Settings, *, now: datetime) -> bool:
    """Write the ledger and start sending. False when it is not what was approved: then it is a draft again."""
    async with db.write() as session:
        found = await find(session, announcement_id)
        if found.state == State.APPROVED and content_hash(found) != found.approved_hash:
            await void(session, found, now)
            people.record(session, SYSTEM, "announcement.voided", now, str(announcement_id))
            return False
        found = await move(session, announcement_id, State.SENDING, now, of=State.APPROVED, started_at=now)
        found.audience_size = await _prepare(session, found, settings, now)
        people.record(session, SYSTEM, "announcement.started", now, str(announcement_id), lines=found.audience_size)
    return True


async def _prepare(session: AsyncSession, found: Announcement, settings: Settings, now: datetime) -> int:
    if found.corrects_id is not None:
        return await audience.prepare_correction(session, mailing(found, settings, now), found.corrects_id)
    chosen = Audience.from_json(found.audience)
    return await audience.prepare(session, chosen, mailing(found, settings, now), sorted(settings.announce_chats))
