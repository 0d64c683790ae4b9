"""A message that comes again after a crash is not taken for the answer to what was asked upon it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.simulator import Simulator
from handlers.house import House
from handlers.intake.desk import Desk
from tests.house import open_house, until
from tests.inbox.people import all_questions


class Crash:
    """Two lives of one bot. What is in hand when `dies` is set is handled, answered, and never marked."""

    def __init__(self, sim: Simulator, url: str, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self._sim, self._url, self._clock, self._patch = sim, url, clock, monkeypatch
        self.dies = False

    @asynccontextmanager
    async def first_life(self) -> AsyncIterator[House]:
        write = Desk._write_marks

        async def marks(desk: Desk, *arguments: Any) -> None:
            if not self.dies:
                await write(desk, *arguments)

        with self._patch.context() as patched:
            patched.setattr(Desk, "_write_marks", marks)
            async with open_house(self._sim, self._url, self._clock) as house:
                yield house

    @asynccontextmanager
    async def second_life(self) -> AsyncIterator[House]:
        async with open_house(self._sim, self._url, self._clock) as house:
            await until(lambda: house.busy() == 0)
            yield house


@pytest.fixture
def crash(sim: Simulator, sqlite_url: str, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> Crash:
    return Crash(sim, sqlite_url, clock, monkeypatch)


async def test_the_wish_for_an_official_is_not_sent_to_the_officials_as_the_question(
    sim: Simulator, crash: Crash
) -> None:
    ani = sim.person("Ani")
    async with crash.first_life():
        crash.dies = True
        await ani.say("mau tanya petugas dong")
    async with crash.second_life() as house:
        assert await all_questions(house.db) == []
        assert "T-0001" in (await ani.say("boleh bawa anak waktu pelatihan?"))[-1].text
        [question] = await all_questions(house.db)
    assert question.text == "boleh bawa anak waktu pelatihan?"


async def test_a_question_that_has_arrived_is_confirmed_again_and_not_answered_as_a_new_one(
    sim: Simulator, crash: Crash
) -> None:
    ani = sim.person("Ani")
    async with crash.first_life():
        await ani.say("mau tanya petugas dong")
        crash.dies = True
        await ani.say("berapa jumlah umkm di balikpapan tahun 2030 nanti?")
    before = len(sim.delivered(ani.id))
    async with crash.second_life() as house:
        [again] = sim.delivered(ani.id)[before:]
        assert "T-0001" in again.text
        assert len(await all_questions(house.db)) == 1


async def test_what_was_added_to_a_complaint_stands_in_it_once(sim: Simulator, crash: Crash) -> None:
    ani = sim.person("Ani")
    async with crash.first_life():
        await ani.say("panitianya pilih kasih dan curang!! saya selalu dapat tempat di pojok")
        crash.dies = True
        await ani.say("pasar malam hari Sabtu lalu")
    async with crash.second_life() as house:
        assert "tambah" in ani.last.text
        await ani.press("Kirim")
        [complaint] = await all_questions(house.db)
    assert complaint.text.count("Sabtu lalu") == 1 and "pilih kasih" in complaint.text
