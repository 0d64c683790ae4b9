"""The courier: takes recipients from the ledger, has them written to, writes down what became of them.

A recipient is committed as *sending* before the call and with its outcome after it; no transaction is open in between.
So whatever the moment of a crash, the ledger says for everybody: not yet, done, or unknown. It knows no Telegram:
`post` makes the call (handlers/announcements/lane.py in the bot, a fake in tests).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.announcements import jobs, steering, tending
from bot.announcements.book import REST, Book
from bot.announcements.hours import Hours
from bot.announcements.jobs import Job, Parcel, Rules
from bot.clock import Clock
from bot.outcomes import Later, Never, Outcome, Sent, Unknown
from bot.settings import Settings
from db import leases
from db.announcements import Action, Announcement, Fate, IllegalMove, State, audience, ledger
from db.announcements.ledger import Entry, Taken
from db.engine import Database, is_away

log = structlog.get_logger()

LANE = "bulk"
IDLE_SECONDS = 1.0
WAIT_SECONDS = 0.1
TEND_SECONDS = 1.0
TAKE_UP_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(seconds=60)
LONGEST_BACKOFF = 300.0
NOT_A_FAILURE = frozenset({"not_modified"})
"""Refusals that say the message is as it should be."""

Post = Callable[[Parcel], Awaitable[Outcome]]


class Courier:
    """The bulk lane. Run one per process; a lease row lets one process at a time do the work.

    `pace()`: messages a second that may leave at present; sizes the batches. `pause_left()`: seconds for which the
    limiter halts everything; where it is 0, a flood is that of a single chat. `tell(announcement)` is called once for
    each change of state that its author should hear of. `alone`: no other process uses this database (SQLite), so what
    a dead one held is taken over at once.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        post: Post,
        settings: Settings,
        *,
        pace: Callable[[], float],
        pause_left: Callable[[], float] | None = None,
        tell: tending.Tell | None = None,
        alone: bool | None = None,
        rules: Rules | None = None,
    ) -> None:
        self._db, self._clock, self._post, self._settings = db, clock, post, settings
        self._pace, self._pause_left, self._tell = pace, pause_left, tell
        self._rules = rules or Rules()
        self._alone = db.dialect == "sqlite" if alone is None else alone
        self._hours = Hours.of(settings)
        self._holder = uuid4().hex
        self._book = Book(db, clock)
        self._jobs: dict[int, Job] = {}
        self._going: set[int] = set()
        self._flights: set[asyncio.Task[None]] = set()
        self._held_until: datetime | None = None
        self._rest_until: datetime | None = None
        self._pauses = self._troubles = 0
        self._stopping = False
        self._bell, self._landed, self._over = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._tended = self._taken_up = -1e9
        self._renewed: datetime | None = None

    # -- life ---------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Work until `stop` or cancellation. A database that is away is waited for."""
        helpers = [asyncio.create_task(self._book.run()), asyncio.create_task(self._beat())]
        try:
            while not self._stopping:
                await self._nap(await self._patiently(self._round))
            if self._flights:
                await asyncio.wait(self._flights)
            await self._book.drained()
        finally:
            self._over.set()
            for task in (*helpers, *self._flights):
                task.cancel()
            await asyncio.gather(*helpers, *self._flights, return_exceptions=True)

    async def stop(self, seconds: float = 8) -> None:
        """Start no more calls; what is under way is finished and written down, for at most so many seconds.

        Cancel `run` afterwards; what is still open then is unknown to the next start.
        """
        self._stopping = True
        self.ring()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()
        with contextlib.suppress(Exception):
            async with self._db.write() as session:
                await leases.release(session, LANE, self._holder)

    def ring(self) -> None:
        """Look at once; harmless at any time."""
        self._tended = -1e9
        self._bell.set()

    @property
    def resting_until(self) -> datetime | None:
        """When bulk goes on, while it has to wait."""
        return self._rest_until if self._rest_until and self._rest_until > self._clock.now() else None

    async def _nap(self, seconds: float) -> None:
        self._bell.clear()
        if seconds <= 0 or self._stopping:
            await asyncio.sleep(0)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._bell.wait()

    async def _patiently(self, step: Callable[[], Awaitable[float]]) -> float:
        try:
            return await step()
        except IllegalMove:  # an official was faster
            return 0
        except Exception as error:
            if is_away(error):
                log.warning("bulk.database_away", error=type(error).__name__)
            else:
                log.exception("bulk.round_failed")
            return IDLE_SECONDS

    # -- one round ----------------------------------------------------------------------------------------------------

    async def _round(self) -> float:
        """Look what is due and send one batch. Returns the seconds until the next look."""
        now = self._clock.now()
        if not await self._hold(now):
            return IDLE_SECONDS
        await self._tend(now)
        if (resting := self.resting_until) is not None:
            return min(IDLE_SECONDS, (resting - now).total_seconds())
        for job in sorted(self._jobs.values(), key=lambda one: one.order):
            if not job.canary and job.id in self._going and job.is_failing(self._rules):
                await self._pause(job, "failures")
            if self._may_go(job):
                batch = await self._take(job)
                if batch:
                    await self._send(job, batch)
                    return 0
                await self._conclude(job)
        return WAIT_SECONDS if self._going else IDLE_SECONDS

    async def _hold(self, now: datetime) -> bool:
        """Whether the lane is ours. Asks the database at most every third of the lease."""
        lasts = self._rules.lane_lease
        if self._held_until is not None and lasts / 3 < self._held_until - now <= lasts:
            return True
        first = self._held_until is None
        async with self._db.write() as session:
            ours = await leases.acquire(session, LANE, self._holder, now, now + lasts, force=self._alone and first)
            rest = await leases.kept_until(session, REST) if ours and first else None
        self._held_until = now + lasts if ours else None
        if rest is not None:
            self._rest_until = rest
        if ours and first:
            await tending.take_up(self._db, everyones=self._alone and not self._jobs, now=now)
        return ours

    async def _tend(self, now: datetime) -> None:
        if time.monotonic() - self._tended < TEND_SECONDS:
            return
        self._tended = time.monotonic()
        if self._tended - self._taken_up > TAKE_UP_SECONDS:
            self._taken_up = self._tended
            await tending.take_up(self._db, everyones=False, now=now)
        going = await tending.tend(self._db, self._settings, self._hours, now=now)
        self._going = {one.id for one in going if await self._refresh(one)}
        self._jobs = {key: job for key, job in self._jobs.items() if key in self._going or job.in_hand}
        if self._tell is not None:
            await tending.tell_all(self._db, self._tell)

    async def _refresh(self, one: Announcement) -> bool:
        """Keep the job of an announcement up to date. False for one that cannot be carried, which stops no other."""
        known = self._jobs.get(one.id)
        if known is None:
            async with self._db.read() as session:
                variants = await ledger.variants_of(session, one.id)
                tally = await ledger.tally(session, one.id) if one.canary is None else None
            try:
                self._jobs[one.id] = jobs.job(one, variants, tally)
            except (KeyError, TypeError, ValueError):
                log.exception("announcement.cannot_be_carried", number=one.id)
                return False
            return True
        if one.id not in self._going:
            known.recent.clear()  # resumed: judged by what happens from now on
        known.ends, known.canary = steering.ends(one), one.canary is None
        return True

    def _may_go(self, job: Job) -> bool:
        """Whether one more may leave now: asked before every batch and before every single call."""
        now = self._clock.now()
        if self._stopping or job.id not in self._going or self.resting_until is not None:
            return False
        if job.ends is not None and job.ends <= now:
            return False
        if not job.canary and job.is_failing(self._rules):
            return False
        return self._hours.may_send(job.kind, job.action, now)

    # -- take ---------------------------------------------------------------------------------------------------------

    async def _take(self, job: Job) -> list[tuple[Taken, Parcel]]:
        most = self._rules.batch(self._pace())
        if job.canary:
            most = self._rules.canary - job.score.tried - len(job.in_hand)
        if most <= 0:
            return []
        now = self._clock.now()
        async with self._db.write() as session:
            taken = await ledger.claim(session, job.id, now, now + self._rules.lease, most)
            ids = [one.person_id for one in taken]
            known = await audience.first_names(session, ids) if taken and "nama" in job.blanks else {}
            shops = await audience.business_names(session, ids) if taken and "usaha" in job.blanks else {}
        job.in_hand.update((one.person_id, one.attempt) for one in taken)
        return [(one, self._parcel(job, one, known, shops)) for one in taken]

    def _parcel(self, job: Job, one: Taken, known: dict[int, str], shops: dict[int, str]) -> Parcel:
        template = job.templates.get(one.variant_id) or job.templates[None]
        values = {"nama": known.get(one.person_id, ""), "usaha": shops.get(one.person_id, "")}
        filled = template.fill(values)
        return Parcel(job.id, job.number, job.kind, job.action, one.person_id, filled, one.target_id)

    async def _conclude(self, job: Job) -> None:
        """Nobody could be taken: judge the canary, or finish."""
        if job.in_hand:
            return
        async with self._db.read() as session:
            queued, sending = await ledger.remaining(session, job.id)
        if job.canary and (job.score.tried >= self._rules.canary or not queued):
            await self._judge_canary(job, more=queued)
        elif not queued and not sending:
            async with self._db.write() as session:
                await steering.finish(session, job.id, self._clock.now())
            self._drop(job)

    async def _judge_canary(self, job: Job, *, more: bool) -> None:
        """Stop where too many went wrong, if there is anybody left to be spared."""
        verdict = job.score.verdict(self._rules)
        async with self._db.write() as session:
            found = await session.get_one(Announcement, job.id)
            found.canary = {**job.score.as_json(), "verdict": verdict}
        job.canary = False
        if verdict != "passed" and more:
            await self._pause(job, "canary")

    async def _pause(self, job: Job, reason: str) -> None:
        self._going.discard(job.id)
        log.warning("announcement.paused", number=job.id, reason=reason)
        await steering.pause_by_itself(self._db, job.id, reason, now=self._clock.now())
        self.ring()

    def _drop(self, job: Job) -> None:
        self._going.discard(job.id)
        self._jobs.pop(job.id, None)
        self.ring()

    # -- send ---------------------------------------------------------------------------------------------------------

    async def _send(self, job: Job, batch: list[tuple[Taken, Parcel]]) -> None:
        for taken, parcel in batch:
            await self._room()
            if self._may_go(job):
                flight = asyncio.create_task(self._fly(job, taken, parcel))
                self._flights.add(flight)
                flight.add_done_callback(self._has_landed)
            else:
                self._book.put(job, _queued(job, taken, self._clock.now()))

    async def _room(self) -> None:
        """Wait until one more call may be under way, and the book is not far behind."""
        while len(self._flights) >= self._rules.flights(self._pace()):
            self._landed.clear()
            await self._landed.wait()
        while self._book.unwritten > self._rules.unwritten_most:
            self._book.wrote.clear()
            await self._book.wrote.wait()

    def _has_landed(self, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        self._landed.set()

    async def _fly(self, job: Job, taken: Taken, parcel: Parcel) -> None:
        try:
            outcome = await self._post(parcel)
        except Exception:  # a bug after the call: the message may be out
            log.exception("bulk.post_failed", announcement=job.id)
            outcome = Unknown("error")
        entry = self._entry(job, taken, outcome)
        job.count(entry, self._rules.window)
        self._book.put(job, entry)

    def _entry(self, job: Job, taken: Taken, outcome: Outcome) -> Entry:
        now = self._clock.now()
        if not isinstance(outcome, Later):
            self._troubles = self._pauses = 0
        match outcome:
            case Sent(message_id=number):
                return _ended(job, taken, Fate.SENT, message_id=number or taken.target_id or 0)
            case Later(seconds=seconds, why=why):
                return self._postponed(job, taken, seconds, why, now)
            case Never(reason=reason) if reason in NOT_A_FAILURE:
                return _ended(job, taken, Fate.SENT, message_id=taken.target_id or 0)
            case Never(reason=reason, blocked=blocked):
                return _ended(job, taken, Fate.BLOCKED if blocked else Fate.FAILED, reason)
            case Unknown(why=why) if job.action == Action.SEND:
                return _ended(job, taken, Fate.UNKNOWN, why)
        # An edit or a delete can be done twice, so one that got lost is done again.
        return _queued(job, taken, now + timedelta(seconds=_backoff(taken.attempt)))

    def _postponed(self, job: Job, taken: Taken, seconds: float, why: str, now: datetime) -> Entry:
        """It was certainly not delivered. A flood halts the whole lane, except that of a single chat."""
        if why == "flood":
            until = now + timedelta(seconds=seconds)
            if self._pause_left is None or self._pause_left() > 0:
                self._rest(until, remember=seconds > 5)
            return _queued(job, taken, until)
        if why == "token":
            self._rest(now + timedelta(seconds=seconds), remember=False)
            return _queued(job, taken, now)
        self._troubles += 1
        if self._troubles >= self._rules.troubles and self.resting_until is None:
            self._rest(now + min(LONGEST_PAUSE, FIRST_PAUSE * 2**self._pauses), remember=False)
            self._pauses = min(self._pauses + 1, 8)
        return _queued(job, taken, now + timedelta(seconds=max(seconds, _backoff(taken.attempt))))

    def _rest(self, until: datetime, *, remember: bool) -> None:
        if self._rest_until is None or until > self._rest_until:
            self._rest_until = until
            if remember:
                self._book.rest_until(until)

    # -- meanwhile ----------------------------------------------------------------------------------------------------

    async def _beat(self) -> None:
        """Every second, also while a batch is on its way: is it still wanted, and is it still ours?"""
        while True:
            await asyncio.sleep(self._rules.beat_seconds)
            if self._jobs:
                await self._patiently(self._look)

    async def _look(self) -> float:
        now = self._clock.now()
        async with self._db.read() as session:
            going = {one.id for one in await ledger.open_ones(session) if one.state == State.SENDING}
        self._going &= going if await self._hold(now) else set()
        if self._renewed is None or not timedelta(0) <= now - self._renewed < self._rules.lease / 4:
            self._renewed = now
            await self._renew(now)
        return 0

    async def _renew(self, now: datetime) -> None:
        held = [(job.id, list(job.in_hand)) for job in self._jobs.values() if job.in_hand]
        if held:
            async with self._db.write() as session:
                for announcement_id, people in held:
                    await ledger.renew(session, announcement_id, people, now + self._rules.lease)


def _backoff(attempt: int) -> float:
    return min(LONGEST_BACKOFF, 2.0 ** min(attempt, 9))


def _ended(job: Job, taken: Taken, state: Fate, reason: str | None = None, message_id: int | None = None) -> Entry:
    return Entry(job.id, taken.person_id, taken.attempt, state, reason, message_id)


def _queued(job: Job, taken: Taken, due_at: datetime) -> Entry:
    return Entry(job.id, taken.person_id, taken.attempt, Fate.QUEUED, due_at=due_at)
