"""Writing down outcomes, many in one commit: while one commit is under way the next outcomes gather."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.announcements.jobs import Job
from bot.clock import Clock
from db import leases
from db.announcements import ledger
from db.announcements.ledger import Entry
from db.engine import Database, is_away

log = structlog.get_logger()

REST = "bulk.rest"
GATHER_SECONDS = 0.03
AWAY_SECONDS = 0.5

Pair = tuple[Job, Entry]


class Book:
    """`put` never waits; `run` writes. What could not be written because of a crash is found by its lease."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._fresh: list[Pair] = []
        self._unwritten = 0
        self._rest: datetime | None = None
        self._something, self.wrote = asyncio.Event(), asyncio.Event()

    @property
    def unwritten(self) -> int:
        """How many outcomes are not committed yet."""
        return self._unwritten

    def put(self, job: Job, entry: Entry) -> None:
        """Note an outcome."""
        self._fresh.append((job, entry))
        self._unwritten += 1
        self._something.set()

    def rest_until(self, moment: datetime) -> None:
        """Note until when the lane has to rest, so that a restart knows."""
        self._rest = moment
        self._something.set()

    async def drained(self) -> None:
        """Come back when everything is committed."""
        while self._unwritten:
            self.wrote.clear()
            await self.wrote.wait()

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._something.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._something.clear()
            pairs, self._fresh = self._fresh, []
            await self._write_patiently(pairs)
            for job, entry in pairs:
                job.written(entry)
            self._unwritten -= len(pairs)
            self.wrote.set()

    async def _write_patiently(self, pairs: Sequence[Pair]) -> None:
        while True:
            try:
                await self._commit([entry for _, entry in pairs])
                return
            except Exception as error:
                if not is_away(error):
                    log.exception("bulk.outcomes_not_written", outcomes=len(pairs))
                    await self._one_by_one(pairs)
                    return
            await asyncio.sleep(AWAY_SECONDS)

    async def _one_by_one(self, pairs: Sequence[Pair]) -> None:
        """An outcome that the database refuses is a bug; it must not take the others with it. Its lease will end."""
        for _, entry in pairs:
            try:
                await self._commit([entry])
            except Exception:
                log.exception("bulk.outcome_not_written", announcement=entry.announcement_id, state=entry.state)

    async def _commit(self, entries: list[Entry]) -> None:
        rest = self._rest
        async with self._db.write() as session:
            if entries:
                await ledger.settle(session, entries, self._clock.now())
            if rest is not None:
                await leases.keep_until(session, REST, rest)
        if self._rest == rest:
            self._rest = None
