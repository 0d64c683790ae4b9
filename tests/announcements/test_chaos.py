"""Bad days over real HTTP: kill -9, floods, errors, lost answers, clock jumps. The ledger says what arrived."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.announcements import steering
from bot.clock import MovableClock
from bot.simulator import Simulator
from db.announcements import Delivery, Fate, State
from db.engine import Database
from tests.announcements.conftest import AUTHOR, approved, office, reread, settle_in, tallied

ROOT = Path(__file__).parents[2]
FAULTS = {
    "500": {}, "502_page": {}, "reset_before": {}, "reset_after": {}, "timeout_before": {"seconds": 1.0},
    "timeout_after": {"seconds": 1.0}, "429": {"times": 1},
}  # fmt: skip
SEEDS = range(100, 102 if os.environ.get("SOAK") == "short" else 120)
WAITS = (1, 5, 60, 1800, 3 * 3600)


class Lane:
    """The lane's process, and the clock it shares with the simulator."""

    def __init__(self, sim: Simulator, database_url: str, clock: MovableClock) -> None:
        self._given = {"base_url": sim.base_url, "token": sim.token, "database_url": database_url}
        self._clock = clock
        self._process: asyncio.subprocess.Process | None = None
        self.kills = 0

    async def start(self) -> None:
        ahead = (self._clock.now() - datetime.now(UTC)).total_seconds()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.announcements.runner", json.dumps({**self._given, "ahead": ahead}),
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    async def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self.kills += 1

    async def kill_and_restart(self) -> None:
        await self.kill()
        await self.start()

    async def move(self, step: timedelta) -> None:
        """The clocks of the lane and of Telegram jump."""
        self._clock.move_by(step)
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(f"move {step.total_seconds()}\n".encode())
        await self._process.stdin.drain()


@asynccontextmanager
async def lane(sim: Simulator, database_url: str, clock: MovableClock) -> AsyncIterator[Lane]:
    running = Lane(sim, database_url, clock)
    await running.start()
    try:
        yield running
    finally:
        await running.kill()


def misbehave(sim: Simulator, dice: random.Random) -> None:
    """Some of everything that can go wrong, each rare enough that most gets through."""
    for kind, options in FAULTS.items():
        if dice.random() < 0.7:
            more = {"retry_after": dice.choice(WAITS)} if kind == "429" else {}
            sim.misbehave(kind, method="sendMessage", probability=dice.uniform(0.01, 0.04), **options, **more)  # type: ignore[arg-type]


async def one_bad_day(db: Database, database_url: str, seed: int, *, people: int, blows: int) -> None:
    """Everything at once, then calm; the day ends when everybody who can be reached was."""
    dice = random.Random(seed)
    clock = MovableClock(datetime(2026, 12, 9, 2, 0, tzinfo=UTC))
    async with Simulator(clock=clock) as sim:
        sim.limits.mode = "off"
        crowd = list(sim.crowd(people))
        blocked = set(dice.sample(crowd, people // 20))
        for one in blocked:
            sim.somebody(one).block()
        await settle_in(db, crowd, clock.now())
        number = await approved(db, office(), clock.now(), text="Pelatihan kemasan, gratis.")
        sim.latency = 0.02
        misbehave(sim, dice)
        async with lane(sim, database_url, clock) as running:
            for _ in range(blows):
                await asyncio.sleep(dice.uniform(0.2, 1.2))
                await blow(db, number, running, clock, dice)
            sim.calm()
            await bring_home(db, number, running, clock)
            unknown = await agrees(db, number, sim, crowd, blocked)
            await knowingly_again(db, number, sim, running, clock, unknown)


async def blow(db: Database, number: int, running: Lane, clock: MovableClock, dice: random.Random) -> None:
    """One thing that happens on a bad day."""
    match dice.choice(("kill", "kill", "jump", "pause", "nothing")):
        case "kill":
            await running.kill_and_restart()
        case "jump":
            await running.move(timedelta(seconds=dice.choice((40, 600, 3600, 9 * 3600))))
        case "pause" if (await reread(db, number)).state == State.SENDING:
            await steering.pause(db, AUTHOR, number, now=clock.now())


async def bring_home(db: Database, number: int, running: Lane, clock: MovableClock) -> None:
    """Resume what is paused and let time pass until it is finished."""
    for _ in range(120):
        state = (await reread(db, number)).state
        if state == State.FINISHED:
            return
        if state == State.PAUSED:
            await steering.resume(db, AUTHOR, number, now=clock.now())
        await asyncio.sleep(0.25)
        await running.move(timedelta(minutes=11))
    raise AssertionError(f"it did not end: {await tallied(db, number)}")


async def knowingly_again(
    db: Database, number: int, sim: Simulator, running: Lane, clock: MovableClock, unknown: set[int]
) -> None:
    """An official has the unknown ones sent again: only they may have it twice."""
    if unknown:
        assert await steering.decide_unknown(db, AUTHOR, number, send_again=True, now=clock.now()) == len(unknown)
        await bring_home(db, number, running, clock)
    tally = await tallied(db, number)
    assert (tally.unknown, tally.left) == (0, 0)
    assert {one for one, got in sim.deliveries().items() if len(got) > 1} <= unknown


async def agrees(db: Database, number: int, sim: Simulator, crowd: list[int], blocked: set[int]) -> set[int]:
    """What the ledger says against what really arrived. Returns who is unknown."""
    tally = await tallied(db, number)  # the buckets sum to the audience
    assert (tally.total, tally.left) == (len(crowd), 0)
    async with db.read() as session:
        lines = {line.person_id: line for line in await session.scalars(select(Delivery))}
    arrived = {one: [message.message_id for message in sim.delivered(one)] for one in crowd}
    for one in crowd:
        line, got = lines[one], arrived[one]
        assert len(got) <= 1, f"{one} got it {len(got)} times"
        match line.state:
            case Fate.SENT:
                assert got == [line.message_id]
            case Fate.UNKNOWN:
                assert line.reason in {"lost", "interrupted", "error"}
            case Fate.BLOCKED:
                assert one in blocked and got == []
            case other:
                raise AssertionError(f"{one} is {other}: {line.reason}, though everything that could be sent must be")
    reachable = len(crowd) - len(blocked)
    assert tally.sent + tally.unknown >= reachable
    return {one for one in crowd if lines[one].state == Fate.UNKNOWN}


@pytest.mark.parametrize("seed", [1])
async def test_after_a_bad_day_the_ledger_agrees_with_what_arrived(db: Database, database_url: str, seed: int) -> None:
    await one_bad_day(db, database_url, seed, people=240, blows=4)


@pytest.mark.soak
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
async def test_many_bad_days_on_each_database(db: Database, database_url: str, seed: int) -> None:
    await one_bad_day(db, database_url, seed, people=600, blows=8)
