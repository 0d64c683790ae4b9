"""The ticker. APScheduler only rings; what is due is a query, so a late, repeated or lost ring is harmless."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot import inbox
from bot.clock import TIMETABLE
from db import intake
from db.engine import is_away
from handlers.house import House

log = structlog.get_logger()

Job = Callable[[House], Awaitable[None]]

FORGET_UPDATES_AFTER = timedelta(days=2)


async def housekeeping(house: House) -> None:
    """Forget updates that Telegram repeats no more, and questions nobody needs to read any more."""
    now = house.clock.now()
    async with house.db.write() as session:
        await intake.forget(session, now - FORGET_UPDATES_AFTER)
        await inbox.forget_old(session, now)


JOBS: dict[str, Job] = {"housekeeping": housekeeping}
"""Which function each ring of the timetable calls; a test compares the names."""


def timetable(house: House) -> AsyncIOScheduler:
    """Start ringing. Misfire grace is off: APScheduler's default of one second drops late jobs."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for ring in TIMETABLE:
        if ring.job in JOBS:
            scheduler.add_job(_calm(JOBS[ring.job]), IntervalTrigger(seconds=ring.seconds), args=[house], id=ring.job)
    scheduler.start()
    return scheduler


def _calm(job: Job) -> Job:
    """A job that fails is logged and rings again; one that finds the database away waits for the next ring."""

    async def run(house: House) -> None:
        try:
            await job(house)
        except Exception as error:
            if is_away(error):
                log.warning("database away, job waits", job=job.__name__)
            else:
                log.exception("job failed", job=job.__name__)

    return run
