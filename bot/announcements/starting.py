"""From approved to sending: the ledger is written, then it starts."""

from __future__ import annotations

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements.content import content_hash
from bot.announcements.steering import SYSTEM
from bot.announcements.writing import find
from bot.settings import Settings
from db import people
from db.announcements import Announcement, IllegalMove, Kind, State, audience, ledger
from db.announcements.audience import Audience, Mailing
from db.announcements.moves import move, void
from db.engine import Database

SLICE = 5000
"""People looked at in one transaction: about a tenth of a second, for which SQLite's other writers wait."""

BREATH_SECONDS = 0.005
LEAST_ID = -(2**63)


def mailing(of: Announcement, settings: Settings, now: datetime) -> Mailing:
    """What the verdict over each person depends on. A season's own opt-out counts besides the kind's."""
    parts = (of.origin or "").split(":")
    topics = (":".join(parts[:2]),) if len(parts) > 1 else ()
    return Mailing(of.id or 0, Kind(of.kind), now, settings.weekly_budget, topics)


async def start(db: Database, announcement_id: int, settings: Settings, *, now: datetime) -> bool:
    """Write the ledger, then start sending. False when it is not what was approved: then it is a draft again.

    The ledger is written in slices, each a transaction of its own, so that nobody's answer waits for all of it. Until
    the last one the announcement is still approved and nothing of it can be sent; a start that a crash interrupted is
    begun anew. Raises IllegalMove when it is not approved (any more).
    """
    async with db.write() as session:
        found = await _approved(session, announcement_id)
        if content_hash(found) != found.approved_hash:
            await void(session, found.id, now)
            people.record(session, SYSTEM, "announcement.voided", now, str(announcement_id))
            return False
        await ledger.clear(session, announcement_id)
    after: int | None = LEAST_ID
    while after is not None and found.corrects_id is None:
        async with db.write() as session:
            found = await _approved(session, announcement_id)
            chosen = Audience.from_json(found.audience)
            after = await audience.prepare(session, chosen, mailing(found, settings, now), after, SLICE)
        await asyncio.sleep(BREATH_SECONDS)
    async with db.write() as session:
        await _finish(session, await _approved(session, announcement_id), settings, now)
    return True


async def _approved(session: AsyncSession, announcement_id: int) -> Announcement:
    found = await find(session, announcement_id)
    if found.state != State.APPROVED:
        raise IllegalMove(announcement_id, State.SENDING)
    return found


async def _finish(session: AsyncSession, found: Announcement, settings: Settings, now: datetime) -> None:
    """The last lines, and off it goes. `audience_size` is what the buckets must sum to ever after."""
    to = mailing(found, settings, now)
    if found.corrects_id is not None:
        await audience.prepare_correction(session, to, found.corrects_id)
    else:
        chosen = Audience.from_json(found.audience)
        if chosen.chats or chosen.chats_only:
            await audience.prepare_chats(session, to, sorted(settings.announce_chats))
    size = await ledger.size(session, found.id)
    await move(session, found.id, State.SENDING, now, of=State.APPROVED, started_at=now, audience_size=size)
    people.record(session, SYSTEM, "announcement.started", now, str(found.id), lines=size)
