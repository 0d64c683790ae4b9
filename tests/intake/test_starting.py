"""A process that cannot work says why in one sentence, and never says the token."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from bot.__main__ import leave_docstrings
from bot.simulator import Simulator
from handlers import run
from handlers.intake.poll import Stopped, poll
from handlers.request import AiohttpRequest
from tests.house import Process, until
from tests.intake.questions import QUESTION, answered


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="only Linux tells the command of a process")
async def test_the_bot_runs_without_docstrings_where_set_up_compiled_the_libraries_for_that(
    sim: Simulator, sqlite_url: str
) -> None:
    writing = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-OO", "-c", "import telegram"], check=True, env=writing)
    async with Process(sim, sqlite_url) as bot:
        await until(lambda: b"ready" in bot.output)
        assert bot.command == [sys.executable, "-OO", "-m", "bot", "run"]
        assert "93 ribu" in (await sim.person("Ani").say(QUESTION))[0].text


def test_where_nothing_is_compiled_for_it_the_bot_keeps_docstrings_and_its_quick_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.__main__.cache_from_source", lambda origin, optimization: str(tmp_path / "nothing.pyc"))
    monkeypatch.setattr(sys, "argv", ["umkm-bot", "run"])
    monkeypatch.setattr(os, "execv", lambda *command: pytest.fail(f"began again: {command}"))
    leave_docstrings()


async def test_a_token_that_was_revoked_ends_the_process_with_one_sentence(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.poll.REFUSED_WAIT_SECONDS", 0)
    bot = ExtBot("987654:" + "W" * 35, base_url=f"{sim.base_url}/bot", request=AiohttpRequest())
    with pytest.raises(Stopped, match="BOT_TOKEN"):
        await poll(bot, desk=None)  # type: ignore[arg-type]
    await bot.shutdown()


async def test_a_second_poller_ends_the_process_with_one_sentence(sim: Simulator, tmp_path: Path) -> None:
    first, second = (f"sqlite+aiosqlite:///{tmp_path / name}" for name in ("1.db", "2.db"))
    async with Process(sim, first, hurried=True) as one:
        await until(lambda: sim.desk.counts["getUpdates"] > 0)
        async with Process(sim, second, hurried=True) as two:
            done, _ = await asyncio.wait(
                {asyncio.create_task(one.ended()), asyncio.create_task(two.ended())},
                return_when=asyncio.FIRST_COMPLETED, timeout=30,
            )  # fmt: skip
            assert {task.result() for task in done} == {1}
            said = (one.output + two.output).decode()
            assert "409 Conflict" in said and "Traceback" not in said


async def test_a_second_process_at_the_same_database_touches_nothing_the_first_has_in_hand(
    sim: Simulator, database_url: str
) -> None:
    async with Process(sim, database_url) as one:
        await until(lambda: b"ready" in one.output)
        sim.latency = 4
        people = [sim.person(f"P{n}", started=True) for n in range(20)]
        for person in people:
            person.queue(QUESTION)
        async with Process(sim, database_url) as two:
            assert await two.ended() == 1
            assert two.output.decode().strip().endswith("already works with this database: stop that one first.")
        await until(lambda: min(answered(sim, people)) == 1)
        one.kill()
        await one.ended()
    sim.latency = 0
    async with Process(sim, database_url) as three:
        await until(lambda: b"ready" in three.output)
    assert answered(sim, people) == [1] * 20


async def test_a_wrong_token_ends_the_process_with_one_sentence(sim: Simulator, sqlite_url: str) -> None:
    wrong = "987654:WRONGTOKENWRONGTOKENWRONGTOKENWRONG"
    async with Process(sim, sqlite_url, BOT_TOKEN=wrong) as bot:
        assert await bot.ended() == 1
    said = bot.output.decode()
    assert "BOT_TOKEN" in said and "Traceback" not in said and wrong not in said


async def test_without_a_token_one_sentence_says_what_to_do(sim: Simulator, sqlite_url: str) -> None:
    async with Process(sim, sqlite_url, BOT_TOKEN="") as bot:
        assert await bot.ended() == 1
    said = bot.output.decode().strip()
    assert "@BotFather" in said and "make demo" in said and "\n" not in said


async def test_no_log_at_any_level_shows_the_token(sim: Simulator, sqlite_url: str) -> None:
    async with Process(sim, sqlite_url, LOG_LEVEL="DEBUG") as bot:
        await until(lambda: sim.desk.counts["getUpdates"] > 0)
        for kind in ("500", "reset_after", "timeout_before"):
            sim.misbehave(kind, method="sendMessage", times=1, seconds=0.1)
        sim.inject({"message": "poison"})
        await sim.person("Ani").say(QUESTION, timeout=8)
        bot.terminate()
        await bot.ended(12)
    assert bot.output
    assert sim.token.encode() not in bot.output
    assert sim.token.split(":")[1].encode() not in bot.output


def test_the_garbage_collector_rests_only_while_the_bot_starts() -> None:
    gc.disable()  # as `umkm-bot run` does first of all
    try:
        run._settle()
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()
