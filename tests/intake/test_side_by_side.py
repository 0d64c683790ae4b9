"""Several processes behind one webhook: what a killed one had in hand is finished by the others."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from bot.simulator import Person, Simulator
from db.engine import Database
from db.inbox import Question
from db.intake import Incoming, State
from tests.house import Process, free_port, until
from tests.intake.proxy import Proxy, before
from tests.intake.questions import states

PEOPLE = 30
SLOW_SECONDS = 6
"""How long replies hang, so that they are under way when the process is killed."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@asynccontextmanager
async def two(sim: Simulator, url: str) -> AsyncIterator[tuple[Proxy, dict[int, Process]]]:
    """Two processes by the port they listen on, and the proxy before them."""
    one, other = free_port(), free_port()
    async with before(one, other) as proxy:
        more = {"hurried": True, "WEBHOOK_URL": proxy.url}
        async with (
            Process(sim, url, LISTEN=f"127.0.0.1:{one}", **more) as first,  # type: ignore[arg-type]
            Process(sim, url, LISTEN=f"127.0.0.1:{other}", **more) as second,  # type: ignore[arg-type]
        ):
            await until(lambda: all(b"ready" in bot.output for bot in (first, second)))
            yield proxy, {one: first, other: second}


def told(sim: Simulator, person: Person) -> int:
    """How often somebody was told that their question has arrived."""
    return sum("T-00" in message.text for message in sim.delivered(person.id))


async def waiting(url: str) -> set[int]:
    """Updates that are kept and not handled."""
    db = Database(url)
    async with db.read() as session:
        found = set(await session.scalars(select(Incoming.update_id).where(Incoming.state == State.WAITING)))
    await db.close()
    return found


async def asked(url: str) -> Counter[int | None]:
    """How many questions each person has asked."""
    db = Database(url)
    async with db.read() as session:
        found = Counter(await session.scalars(select(Question.person_id)))
    await db.close()
    return found


async def all_handled(url: str, updates: int) -> None:
    """Wait until so many updates are handled and none waits."""
    async with asyncio.timeout(60):
        while await states(url) != {"handled": updates}:
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_killed_process_had_in_hand_is_done_once_by_the_other(sim: Simulator, database_url: str) -> None:
    """It is killed after its effects are committed and before a single update is marked as handled."""
    sim.limits.mode = "off"
    people = [sim.person(f"P{number}", started=True) for number in range(PEOPLE)]
    everyone_once = {person.id: 1 for person in people}
    async with two(sim, database_url) as (proxy, bots):
        for person in people:
            person.queue("mau tanya petugas dong")
        await all_handled(database_url, PEOPLE)
        proxy.forget()
        sim.misbehave("slow", method="sendMessage", seconds=SLOW_SECONDS)
        for number, person in enumerate(people):
            person.queue(f"bolehkah {LETTERS[number % 26] * 5} dan {number + 100} dititipkan di galeri?")
        async with asyncio.timeout(30):
            while await asked(database_url) != everyone_once:
                await asyncio.sleep(0.1)
        killed = proxy.ports[0]
        bots[killed].kill()
        await bots[killed].ended()
        sim.calm()
        assert len(proxy.confirmed[killed] & await waiting(database_url)) >= PEOPLE // 3, "it had much in hand"
        await all_handled(database_url, 2 * PEOPLE)
    assert all(1 <= told(sim, person) <= 2 for person in people), "a reply under way at that instant comes again"
    assert await asked(database_url) == everyone_once
