"""The web door: Telegram's updates with their secret, and the pages that watchers read."""

from __future__ import annotations

from collections.abc import Iterable

import aiohttp
import pytest

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
            patch.setattr(Database, "read", away)
            async with client.get(page) as response:
                assert response.status == 503
