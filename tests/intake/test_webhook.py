"""The web door: Telegram's updates with their secret, and the pages that watchers read."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing

import aiohttp
import pytest
from sqlalchemy import make_url

from bot.clock import MovableClock
from bot.simulator import Simulator
from db.engine import Database
from handlers.intake.desk import Desk
from handlers.intake.webhook import SECRET_HEADER
from tests.house import Process, free_port, open_house, until
from tests.intake.questions import QUESTION, answered, states


async def test_by_webhook_updates_are_kept_before_they_are_confirmed_and_answered(
    sim: Simulator, clock: MovableClock, database_url: str
) -> None:
    port = free_port()
    more = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "listen": f"127.0.0.1:{port}"}
    async with open_house(sim, database_url, clock, **more):
        people = [sim.person(f"P{n}", started=True) for n in range(30)]
        for person in people:
            person.queue(QUESTION)
        await until(lambda: answered(sim, people) == [1] * 30)
    assert await states(database_url) == {"handled": 30}


async def status_of(url: str) -> int:
    """The status of a page; 0 when nobody listens."""
    try:
        async with aiohttp.ClientSession() as client, client.get(url) as response:
            return response.status
    except aiohttp.ClientConnectionError:
        return 0


async def test_ready_is_said_only_when_the_port_accepts_and_telegram_knows_the_webhook(
    sim: Simulator, clock: MovableClock, sqlite_url: str
) -> None:
    sim.misbehave("500", method="setWebhook")
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    more = {"WEBHOOK_URL": f"{here}/telegram", "LISTEN": f"127.0.0.1:{port}"}
    async with Process(sim, sqlite_url, **more) as bot:
        await until(lambda: sim.desk.counts["setWebhook"] >= 2)
        assert (await status_of(f"{here}/healthz"), await status_of(f"{here}/readyz")) == (200, 503)
        assert b"ready" not in bot.output
        sim.calm()
        await until(lambda: b"ready" in bot.output)
        assert sim.world.mailbox.webhook_url == f"{here}/telegram"
        assert await status_of(f"{here}/readyz") == 200


async def test_a_webhook_whose_port_is_taken_ends_the_process_with_one_sentence(
    sim: Simulator, sqlite_url: str
) -> None:
    taken = sim.base_url.removeprefix("http://")
    more = {"WEBHOOK_URL": "https://bot.example.org/telegram", "LISTEN": taken}
    async with Process(sim, sqlite_url, **more) as bot:
        assert await bot.ended() == 1
    assert f"LISTEN {taken} is in use" in bot.output.decode() and b"Traceback" not in bot.output
    assert sim.desk.counts["setWebhook"] == 0


async def test_what_comes_while_the_rest_of_a_crash_is_taken_up_is_handled_once(
    sim: Simulator, clock: MovableClock, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line_up = Desk.line_up
    taken_up: list[int] = []

    async def late(self: Desk, raws: Iterable[dict[str, object]]) -> None:
        taken_up.append(await self.take_up())
        await line_up(self, raws)

    monkeypatch.setattr(Desk, "line_up", late)
    port = free_port()
    more = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "listen": f"127.0.0.1:{port}"}
    async with open_house(sim, sqlite_url, clock, **more) as house:
        ani = sim.person("Ani", started=True)
        ani.queue(QUESTION)
        await until(lambda: answered(sim, [ani]) == [1] and house.busy() == 0)
    assert taken_up == [0] and answered(sim, [ani]) == [1]


async def test_a_webhook_call_without_the_secret_is_refused(
    sim: Simulator, clock: MovableClock, sqlite_url: str
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    async with (
        open_house(sim, sqlite_url, clock, webhook_url=url, listen=f"127.0.0.1:{port}"),
        aiohttp.ClientSession() as client,
    ):
        for headers in ({}, {SECRET_HEADER: "guess"}):
            async with client.post(url, json={"update_id": 1}, headers=headers) as response:
                assert response.status == 403
        for page, expected in (("healthz", "ok"), ("readyz", "ready"), ("metrics", "umkm_updates_received")):
            async with client.get(f"http://127.0.0.1:{port}/{page}") as response:
                assert response.status == 200
                assert expected in await response.text()
    assert await states(sqlite_url) == {}


async def test_while_the_database_is_away_the_bot_is_not_ready(
    sim: Simulator, clock: MovableClock, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    page = f"http://127.0.0.1:{port}/readyz"
    async with open_house(sim, sqlite_url, clock, listen=f"127.0.0.1:{port}"), aiohttp.ClientSession() as client:
        async with client.get(page) as response:
            assert (response.status, await response.text()) == (200, "ready")

        def away(self: Database) -> object:
            raise ConnectionRefusedError("the database is away")

        with monkeypatch.context() as patch:
            patch.setattr(Database, "write", away)
            async with client.get(page) as response:
                assert response.status == 503


async def test_while_somebody_else_locks_the_database_the_bot_is_not_ready_and_then_is_again(
    sim: Simulator, clock: MovableClock, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine.BUSY_TIMEOUT_MS", 500)
    monkeypatch.setattr("handlers.run.READY_SECONDS", 0.2)
    port = free_port()
    page = f"http://127.0.0.1:{port}/readyz"
    async with open_house(sim, sqlite_url, clock, listen=f"127.0.0.1:{port}"):
        file = make_url(sqlite_url).database or ""
        with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")  # the bot may be writing and must come to an end
            assert [await status_of(page) for _ in range(3)] == [503] * 3
        async with asyncio.timeout(5):
            while await status_of(page) != 200:
                await asyncio.sleep(0.05)
        [answer] = await sim.person("Ani").say(QUESTION)
    assert "93 ribu" in answer.text


async def test_an_update_nested_too_deeply_to_be_written_is_in_nobodys_way(
    sim: Simulator, clock: MovableClock, sqlite_url: str
) -> None:
    """It can be read 1,024 levels deep, and written 254."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    deep = b'{"update_id": 1, "message": ' + b'{"a": ' * 400 + b"1" + b"}" * 401
    async with (
        open_house(sim, sqlite_url, clock, webhook_url=url, webhook_secret="word", listen=f"127.0.0.1:{port}"),
        aiohttp.ClientSession() as client,
    ):
        async with client.post(url, data=deep, headers={SECRET_HEADER: "word"}) as response:
            assert response.status == 200
        [answer] = await sim.person("Ani").say(QUESTION)
    assert "93 ribu" in answer.text
    assert await states(sqlite_url) == {"handled": 1, "parked": 1}
