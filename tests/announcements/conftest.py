"""A small office: an author, two approvers, people, and a courier whose Telegram is a list."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.announcements import approval, starting, steering, writing
from bot.announcements.content import content_hash
from bot.announcements.delivery import Courier
from bot.announcements.jobs import Parcel, Rules
from bot.clock import MovableClock
from bot.outcomes import Outcome, Sent
from bot.people import Actor
from bot.settings import Settings
from db import schema
from db.announcements import Announcement, Fate, Kind, State, ledger
from db.announcements.audience import Audience
from db.base import insert_many
from db.engine import Database
from db.people import Person, Right

AUTHOR = Actor(1, frozenset({Right.ANNOUNCE}))
APPROVER = Actor(2, frozenset({Right.APPROVE}))
SECOND = Actor(3, frozenset({Right.APPROVE}))
BOTH = Actor(4, frozenset({Right.ANNOUNCE, Right.APPROVE}))
NOBODY = Actor(5)
QUICK = Rules(beat_seconds=0.05)


def office(**overrides: Any) -> Settings:
    """Settings that read no file and no environment."""
    return Settings(_env_file=None, **{"announce_chats": frozenset(), **overrides})  # type: ignore[call-arg]


async def settle_in(db: Database, ids: Iterable[int], now: datetime, **values: Any) -> None:
    """People who once wrote to the bot."""
    row = {"name": "Ani", "language": "id", "phone": None, "first_seen": now, "last_seen": now,
           "unreachable_since": None}  # fmt: skip
    async with db.write() as session:
        await insert_many(session, Person, [{**row, "id": one, **values} for one in ids])


async def drafted(db: Database, now: datetime, **fields: Any) -> Announcement:
    """A draft of AUTHOR's, complete."""
    draft = await writing.write(db, AUTHOR, now=now)
    complete = {"text": "Pelatihan kemasan gratis", "audience": Audience(everyone=True), **fields}
    return await writing.edit(db, AUTHOR, draft.id, now=now, **complete)


async def approved(db: Database, settings: Settings, now: datetime, **fields: Any) -> int:
    """An approved announcement; its number."""
    draft = await drafted(db, now, **fields)
    found = await approval.submit(db, AUTHOR, draft.id, settings, now=now)
    for actor in (APPROVER, SECOND):
        if found.state == State.AWAITING:
            await approval.approve(db, actor, draft.id, content_hash(found), settings, now=now)
            found = await reread(db, draft.id)
    assert found.state == State.APPROVED
    return draft.id


async def reread(db: Database, number: int) -> Announcement:
    async with db.read() as session:
        return await session.get_one(Announcement, number)


async def tallied(db: Database, number: int) -> ledger.Tally:
    async with db.read() as session:
        assert await ledger.ledger_sums(session, number)
        return await ledger.tally(session, number)


class Telegram:
    """Where parcels go: everything is sent, unless `answers` says otherwise for a person (once for each entry)."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.answers: dict[int, list[Outcome]] = {}
        self.otherwise: Callable[[Parcel], Awaitable[Outcome]] | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, parcel: Parcel) -> Outcome:
        await self.gate.wait()
        self.parcels.append(parcel)
        waiting = self.answers.get(parcel.person_id)
        if waiting:
            return waiting.pop(0)
        return await self.otherwise(parcel) if self.otherwise else Sent(1000 + len(self.parcels))

    @property
    def people(self) -> list[int]:
        return [parcel.person_id for parcel in self.parcels]


@asynccontextmanager
async def carrying(
    db: Database, clock: MovableClock, telegram: Telegram, settings: Settings, *, pace: float = 1000, **options: Any
) -> AsyncIterator[Courier]:
    """A courier at work, stopped in the end."""
    options = {"rules": QUICK, **options}
    courier = Courier(db, clock, telegram, settings, pace=lambda: pace, **options)
    running = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        await courier.stop(2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(
    condition: Callable[[], Awaitable[Any]], what: str = "it to happen", courier: Courier | None = None
) -> Any:
    """Wait for something; fails loudly instead of hanging."""
    for _ in range(400):
        found = await condition()
        if found:
            return found
        if courier is not None:
            courier.ring()
        await asyncio.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


async def until_state(db: Database, number: int, state: State, courier: Courier | None = None) -> Announcement:
    async def reached() -> Announcement | None:
        found = await reread(db, number)
        return found if found.state == state else None

    return await until(reached, f"announcement {number} to be {state}", courier)


async def sent(db: Database, clock: MovableClock, settings: Settings, telegram: Telegram, **fields: object) -> int:
    """An announcement that went out."""
    number = await approved(db, settings, clock.now(), **fields)
    await through(db, clock, settings, telegram, number)
    return number


async def through(db: Database, clock: MovableClock, settings: Settings, telegram: Telegram, number: int) -> None:
    async with carrying(db, clock, telegram, settings) as courier:
        await until_state(db, number, State.FINISHED, courier)


async def let(db: Database, clock: MovableClock, settings: Settings, draft: Announcement) -> None:
    """Through approval."""
    found = await approval.submit(db, AUTHOR, draft.id, settings, now=clock.now())
    await approval.approve(db, APPROVER, draft.id, content_hash(found), settings, now=clock.now())


async def give(db: Database, settings: Settings, kind: Kind, now: datetime, state: Fate = Fate.SENT) -> int:
    """An announcement that everybody got."""
    number = await approved(db, settings, now, kind=kind)
    await starting.start(db, number, settings, now=now)
    async with db.write() as session:
        await session.execute(
            text("UPDATE delivery SET state = :state, message_id = 1 WHERE announcement_id = :n AND state = 'queued'"),
            {"state": str(state), "n": number},
        )
        await steering.finish(session, number, now)
    return number


class Mail:
    """An office at work: people move in, announcements are approved, and the courier carries them to `telegram`."""

    def __init__(self, db: Database, clock: MovableClock, settings: Settings, telegram: Telegram) -> None:
        self.db, self.clock, self.settings, self.telegram = db, clock, settings, telegram
        self.courier: Courier | None = None

    async def move_in(self, ids: Iterable[int]) -> None:
        """People who once wrote to the bot."""
        await settle_in(self.db, ids, self.clock.now())

    async def approved(self, ids: Iterable[int], **fields: Any) -> int:
        """These people, and an approved announcement to everybody; its number."""
        await self.move_in(ids)
        return await approved(self.db, self.settings, self.clock.now(), **fields)

    @asynccontextmanager
    async def carrying(self, **options: Any) -> AsyncIterator[Courier]:
        """The courier at work."""
        async with carrying(self.db, self.clock, self.telegram, self.settings, **options) as self.courier:
            yield self.courier

    async def finished(self, number: int) -> ledger.Tally:
        """Carry it to its end; what became of everybody."""
        async with self.carrying():
            await self.until(number, State.FINISHED)
        return await self.tallied(number)

    async def until(self, number: int, state: State) -> Announcement:
        """Wait until it is so."""
        return await until_state(self.db, number, state, self.courier)

    async def tallied(self, number: int) -> ledger.Tally:
        return await tallied(self.db, number)

    async def reread(self, number: int) -> Announcement:
        return await reread(self.db, number)

    async def rests(self) -> None:
        """Wait until the lane has to rest."""

        async def resting() -> bool:
            return self.courier is not None and self.courier.resting_until is not None

        await until(resting, "the lane to rest", self.courier)

    async def has_sent(self, many: int) -> None:
        """Wait until so many messages left."""

        async def left() -> bool:
            return len(self.telegram.parcels) >= many

        await until(left, f"{many} to have left", self.courier)


@pytest.fixture
def mail(db: Database, clock: MovableClock, settings: Settings, telegram: Telegram) -> Mail:
    """On each database; a file whose `db` is `lite` has it on SQLite only."""
    return Mail(db, clock, settings, telegram)


@pytest.fixture
def settings() -> Settings:
    return office()


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def lite(tmp_path: Path) -> AsyncIterator[Database]:
    """SQLite only, quickly: for rules of the services. What the databases do is tested on both, with `db`."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'lite.db'}")
    async with database.writer.begin() as connection:
        await connection.run_sync(schema.METADATA.create_all)
    yield database
    await database.close()
