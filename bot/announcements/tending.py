"""What is due by itself: start what is approved, end what is over, take up what a crash left. All of it is queries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.announcements import starting, steering
from bot.announcements.hours import Hours
from bot.settings import Settings
from db.announcements import Announcement, IllegalMove, State, ledger, records
from db.engine import Database, is_away

log = structlog.get_logger()

Tell = Callable[[Announcement], Awaitable[None]]


async def tend(db: Database, settings: Settings, hours: Hours, *, now: datetime) -> list[Announcement]:
    """Expire and start what is due; returns what is being sent."""
    async with db.read() as session:
        waiting = await ledger.open_ones(session)
    changed = [await _advance(db, settings, hours, one, now) for one in waiting]
    if any(changed):
        async with db.read() as session:
            waiting = await ledger.open_ones(session)
    return [one for one in waiting if one.state == State.SENDING]


async def _advance(db: Database, settings: Settings, hours: Hours, one: Announcement, now: datetime) -> bool:
    """Make the one move that is due, if any. That an official was faster is no error, and one that fails stops none."""
    try:
        end = steering.ends(one)
        if end is not None and end <= now:
            async with db.write() as session:
                await steering.expire(session, one.id, now)
            return True
        if one.state == State.APPROVED and _is_due(one, hours, now):
            started = await starting.start(db, one.id, settings, now=now)
            log.info("announcement.started" if started else "announcement.voided", number=one.id)
            return True
    except IllegalMove:
        return True
    except Exception as error:
        if is_away(error):
            raise
        log.exception("announcement.stuck", number=one.id)
    return False


def _is_due(one: Announcement, hours: Hours, now: datetime) -> bool:
    """The audience is counted when it really starts, so one that is due at night starts in the morning."""
    return (one.send_at is None or one.send_at <= now) and hours.may_send(one.kind, one.action, now)


async def take_up(db: Database, *, everyones: bool, now: datetime) -> None:
    """Leases that ran out become unknown (see `ledger.overdue`), and nobody waits for what is over."""
    async with db.write() as session:
        lost = await ledger.overdue(session, now, everyones=everyones)
        await ledger.tidy(session, now)
    if lost:
        log.warning("announcement.interrupted", unknown=lost)


async def tell_all(db: Database, tell: Tell) -> None:
    """Tell authors what became of their announcements, each change once."""
    async with db.read() as session:
        news = await records.untold(session)
    for one in news:
        try:
            await tell(one)
        except Exception as error:  # whoever cannot be told must not keep everybody waiting
            if is_away(error):
                raise
            log.exception("announcement.not_told", number=one.id)
        async with db.write() as session:
            await records.mark_told(session, one.id, State(one.state))
