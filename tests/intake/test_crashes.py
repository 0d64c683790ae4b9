"""Nothing confirmed is lost, nothing is done twice: processes that end in the middle."""

from __future__ import annotations

import asyncio

import orjson
import pytest
from sqlalchemy import text

from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db import intake
from db.engine import Database
from handlers.intake.desk import Desk
from handlers.intake.order import SIDE_BY_SIDE
from tests.house import Process, open_house, until
from tests.intake.questions import QUESTION, answered, states


def crowd(sim: Simulator) -> list[Person]:
    """A hundred people, and a Telegram that is far away."""
    sim.limits.mode, sim.latency = "off", 0.3
    return [sim.person(f"P{n}", started=True) for n in range(100)]


async def in_hand(sim: Simulator, people: list[Person], *, answers: int) -> None:
    """All ask at once; come back when some are answered and the rest is in hand."""
    await until(lambda: sim.desk.counts["getUpdates"] > 0)
    for person in people:
        person.queue(QUESTION)
    await until(lambda: sum(answered(sim, people)) >= answers)


async def test_kill_9_with_updates_in_hand_loses_none_and_repeats_only_replies_under_way(
    sim: Simulator, database_url: str
) -> None:
    people = crowd(sim)
    async with Process(sim, database_url) as bot:
        await in_hand(sim, people, answers=10)
        bot.kill()
        await bot.ended()
    before = sum(answered(sim, people))
    assert before < 100, "the process was to be killed in the middle"
    sim.calm()
    async with Process(sim, database_url):
        await until(lambda: min(answered(sim, people)) >= 1)
        await asyncio.sleep(0.5)
    counts = answered(sim, people)
    assert min(counts) == 1
    # Telegram has no idempotency key, so a reply that was under way at that instant comes again; an effect never does.
    assert max(counts) <= 2 and sum(counts) - 100 <= SIDE_BY_SIDE
    assert await states(database_url) == {"handled": 100}


async def test_sigterm_finishes_what_is_in_hand(sim: Simulator, database_url: str) -> None:
    people = crowd(sim)
    async with Process(sim, database_url) as bot:
        await in_hand(sim, people, answers=5)
        bot.terminate()
        assert await bot.ended(12) == 0
    seen = await states(database_url)
    assert set(seen) == {"handled"}, "nothing is left half done"
    assert sum(answered(sim, people)) == seen["handled"]


async def test_an_update_that_ends_the_process_again_and_again_is_parked(
    sim: Simulator, clock: MovableClock, sqlite_url: str
) -> None:
    db = Database(sqlite_url)
    row = {"update_id": 1, "raw": '{"update_id": 1}', "received_at": clock.now(), "lease_until": clock.now()}
    async with db.write() as session:
        await intake.keep(session, [row])
        await session.execute(text("UPDATE incoming SET attempts = 3"))
    await db.close()
    async with open_house(sim, sqlite_url, clock):
        await asyncio.sleep(0.2)
    assert await states(sqlite_url) == {"parked": 1}


async def left_by_a_crash(url: str, sim: Simulator, clock: MovableClock, updates: int, attempts: int = 0) -> None:
    """A database in which so many questions are kept and none is handled."""
    db = Database(url)
    rows = []
    for n in range(updates):
        person = sim.person(f"P{n}", started=True)
        sender = {"id": person.id, "is_bot": False, "first_name": f"P{n}"}
        chat = {"id": person.id, "type": "private"}
        message = {"message_id": 1, "date": 1_765_418_400, "chat": chat, "from": sender, "text": "/bahasa"}
        raw = orjson.dumps({"update_id": n, "message": message}).decode()
        rows.append({"update_id": n, "raw": raw, "received_at": clock.now(), "lease_until": clock.now()})
    async with db.write() as session:
        for start in range(0, updates, 100):
            await intake.keep(session, rows[start : start + 100])
        await session.execute(text("UPDATE incoming SET attempts = :n"), {"n": attempts})
    await db.close()


MORE_THAN_ONE_TAKES = 520
"""One look at the database takes up 500."""


async def test_however_much_a_crash_left_all_of_it_is_taken_up(
    sim: Simulator, clock: MovableClock, sqlite_url: str
) -> None:
    sim.limits.mode = "off"
    await left_by_a_crash(sqlite_url, sim, clock, MORE_THAN_ONE_TAKES)
    async with open_house(sim, sqlite_url, clock):
        await until(lambda: sim.desk.counts["sendMessage"] == MORE_THAN_ONE_TAKES, 60)
    assert await states(sqlite_url) == {"handled": MORE_THAN_ONE_TAKES}


async def test_what_only_waited_through_many_crashes_is_still_handled(
    sim: Simulator, clock: MovableClock, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await left_by_a_crash(sqlite_url, sim, clock, 20)
    db = Database(sqlite_url)
    for _ in range(5):
        async with db.write() as session:
            assert len(await intake.take_up(session, clock.now(), clock.now(), everyones=True)) == 20
    await db.close()
    async with open_house(sim, sqlite_url, clock):
        await until(lambda: sim.desk.counts["sendMessage"] == 20)
    assert await states(sqlite_url) == {"handled": 20}


async def test_what_was_in_hand_in_two_crashes_is_handled_alone(
    sim: Simulator, clock: MovableClock, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    handle = Desk._process

    async def watched(self: Desk, raw: dict) -> None:
        together.append(self.in_hand)
        await handle(self, raw)

    monkeypatch.setattr(Desk, "_process", watched)
    await left_by_a_crash(sqlite_url, sim, clock, 5, attempts=1)
    async with open_house(sim, sqlite_url, clock):
        await until(lambda: sim.desk.counts["sendMessage"] == 5)
    assert together == [1] * 5
