"""The ticker. APScheduler only rings; what is due is a query, so a late, repeated or lost ring is harmless.

With several processes on one database, the holder of one lease row does what is done once; each reads the content anew.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot import content, inbox, privacy, waiting
from bot.answers import Answers
from bot.clock import TIMETABLE
from db import answers, intake, leases
from db import forms as drafts
from db.engine import is_away
from handlers import forms
from handlers.announcements import watching
from handlers.house import House

log = structlog.get_logger()

Job = Callable[[House], Awaitable[None]]

FORGET_UPDATES_AFTER = timedelta(days=2)


async def housekeeping(house: House) -> None:
    """Forget updates that Telegram repeats no more, what was begun and never sent, questions nobody needs to read any
    more, and people who have not been here for two years, a month after they were told."""
    now = house.clock.now()
    async with house.db.write() as session:
        await intake.forget(session, now - FORGET_UPDATES_AFTER)
        await inbox.forget_old(session, now)
        await drafts.forget_saved(session, now - FORGET_UPDATES_AFTER)
        await waiting.forget_old(session, now)
    await privacy.warn_inactive(house.db, house.settings, house.texts[None], now=now)
    await privacy.erase_inactive(house.db, house.city, now=now)


async def read_content(house: House) -> None:
    """Take over what an official changed, in this process or another."""
    async with house.db.read() as session:
        stamp = await answers.stamp(session)
    if stamp == house.content_stamp:
        return
    if house.content_stamp:
        city = await content.read_city(house.db, house.city.content)
        house.answers = Answers(city, house.answers.understanding)
    house.content_stamp = stamp


JOBS: dict[str, Job] = {
    "announcements": watching.keep_up, "nudges": forms.nudges, "housekeeping": housekeeping, "content": read_content,
}  # fmt: skip
"""Which function each ring of the timetable calls; a test compares the names."""

EVERYWHERE = frozenset({"content"})
"""Jobs that every process does for itself."""


class Duty:
    """Whether this process does what is done once. A lone process always does; it asks the database for nothing."""

    LASTS = timedelta(seconds=60)

    def __init__(self, house: House, *, alone: bool) -> None:
        self._house, self._alone = house, alone
        self._holder = secrets.token_hex(8)
        self._renew_at: datetime | None = None
        self._ours = alone

    async def is_ours(self) -> bool:
        """Asks at most three times in the life of a lease."""
        now = self._house.clock.now()
        if self._alone or (self._renew_at is not None and self._renew_at - self.LASTS < now < self._renew_at):
            return self._ours
        async with self._house.db.write() as session:
            self._ours = await leases.acquire(session, "timetable", self._holder, now, now + self.LASTS)
        self._renew_at = now + self.LASTS / 3
        return self._ours


def timetable(house: House, *, alone: bool) -> AsyncIOScheduler:
    """Start ringing. Misfire grace is off: APScheduler's default of one second drops late jobs."""
    duty = Duty(house, alone=alone)
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for ring in TIMETABLE:
        if ring.job in JOBS:
            job = _calm(JOBS[ring.job], None if ring.job in EVERYWHERE else duty)
            scheduler.add_job(job, IntervalTrigger(seconds=ring.seconds), args=[house], id=ring.job)
    scheduler.start()
    return scheduler


def _calm(job: Job, duty: Duty | None) -> Job:
    """A job that fails is logged and rings again; one that finds the database away waits for the next ring."""

    async def run(house: House) -> None:
        try:
            if duty is None or await duty.is_ours():
                await job(house)
        except asyncio.CancelledError:
            log.info("job ended by the end of the process", job=job.__name__)
        except Exception as error:
            if is_away(error):
                log.warning("database away, job waits", job=job.__name__)
            else:
                log.exception("job failed", job=job.__name__)

    return run
