"""The order of one person's messages, across a crash and across processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import orjson
import pytest

from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db import intake
from db.engine import Database
from handlers.house import House
from handlers.intake import webhook
from handlers.intake.desk import Desk
from tests.house import free_port, open_house, until


def raw(person: Person, number: int, words: str) -> dict[str, Any]:
    """A message as Telegram brings it."""
    sender = {"id": person.id, "is_bot": False, "first_name": "Ani"}
    chat = {"id": person.id, "type": "private"}
    command = [{"type": "bot_command", "offset": 0, "length": len(words)}]
    message = {"message_id": number, "date": 1_765_418_400, "chat": chat, "from": sender, "text": words}
    return {"update_id": number, "message": {**message, "entities": command}}


async def kept_elsewhere(url: str, update: dict[str, Any], person: Person, clock: MovableClock) -> None:
    """What another process has in hand: kept, under a lease, not handled."""
    db, now = Database(url), clock.now()
    row = {"update_id": update["update_id"], "whose": person.id, "raw": orjson.dumps(update).decode()}
    async with db.write() as session:
        await intake.keep(session, [{**row, "received_at": now, "lease_until": now + timedelta(minutes=1)}])
    await db.close()


@asynccontextmanager
async def by_webhook(sim: Simulator, url: str, clock: MovableClock) -> AsyncIterator[House]:
    port = free_port()
    more = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "listen": f"127.0.0.1:{port}"}
    async with open_house(sim, url, clock, **more) as house:
        yield house


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_another_process_has_in_hand_of_a_person_comes_before_what_they_write_next(
    sim: Simulator, clock: MovableClock, database_url: str
) -> None:
    ani, budi = sim.person("Ani", started=True), sim.person("Budi", started=True)
    await kept_elsewhere(database_url, raw(ani, 1, "/bahasa"), ani, clock)
    async with by_webhook(sim, database_url, clock) as house:
        ani.queue("/help")
        ani.queue("/bahasa")
        await budi.say("/help")
        assert sim.delivered(ani.id) == [], "hers wait, nobody else's do"
        async with house.db.write() as session:
            await intake.handled(session, [1])
        await until(lambda: len(sim.delivered(ani.id)) == 2)
    assert ["Yang bisa" in message.text for message in sim.delivered(ani.id)] == [True, False]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_dead_process_had_in_hand_is_taken_up_before_what_the_person_wrote_next(
    sim: Simulator, clock: MovableClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.desk.RENEW_SECONDS", 0.2)
    ani = sim.person("Ani", started=True)
    await kept_elsewhere(database_url, raw(ani, 1, "/bahasa"), ani, clock)
    async with by_webhook(sim, database_url, clock) as house:
        ani.queue("/help")
        await until(lambda: house.busy() == 1)
        clock.move_by(timedelta(minutes=2))
        await until(lambda: len(sim.delivered(ani.id)) == 2)
    assert ["Yang bisa" in message.text for message in sim.delivered(ani.id)] == [False, True]


async def test_what_comes_before_the_rest_of_a_crash_is_lined_up_is_handled_after_it(
    sim: Simulator, clock: MovableClock, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram remembers the webhook of the process that died: it brings updates as soon as the port is open."""
    ani = sim.person("Ani", started=True)
    await kept_elsewhere(sqlite_url, raw(ani, 1, "/bahasa"), ani, clock)
    port, look, go_on = free_port(), Desk._left_behind, asyncio.Event()

    async def late(self: Desk, after: int) -> list[Any]:
        await go_on.wait()
        return await look(self, after)

    monkeypatch.setattr(Desk, "_left_behind", late)
    url = f"http://127.0.0.1:{port}/telegram"

    async def bring() -> None:
        headers = {webhook.SECRET_HEADER: "word"}
        async with aiohttp.ClientSession() as client:
            while True:
                try:
                    async with client.post(url, json=raw(ani, 2, "/help"), headers=headers) as answer:
                        assert answer.status == 200
                        return
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.02)

    bringing = asyncio.create_task(bring())
    asyncio.get_running_loop().call_later(0.5, go_on.set)
    async with open_house(sim, sqlite_url, clock, webhook_url=url, webhook_secret="word", listen=f"127.0.0.1:{port}"):
        await bringing
        await until(lambda: len(sim.delivered(ani.id)) == 2)
    assert ["Yang bisa" in message.text for message in sim.delivered(ani.id)] == [False, True]


async def test_an_update_that_two_processes_get_at_once_is_new_to_one_of_them(
    db: Database, clock: MovableClock
) -> None:
    row = {"update_id": 5, "whose": 7, "raw": "{}", "received_at": clock.now(), "lease_until": clock.now()}

    async def keep() -> set[int]:
        async with db.write() as session:
            new = await intake.keep(session, [row])
            await asyncio.sleep(0.05)
        return new

    assert sorted(await asyncio.gather(keep(), keep()), key=len) == [set(), {5}]
