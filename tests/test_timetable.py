"""What happens by itself: by one process only, again after its end, and with the content as it stands."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.clock import TIMETABLE, MovableClock
from bot.content import Kind, edit
from bot.people import Actor, Right
from bot.simulator import Simulator
from db.engine import Database
from handlers.house import House
from handlers.timetable import JOBS, Duty, read_content


def duty(db: Database, clock: MovableClock, *, alone: bool = False) -> Duty:
    house: Any = SimpleNamespace(db=db, clock=clock)
    return Duty(house, alone=alone)


async def test_of_several_processes_one_does_what_is_done_once(db: Database, clock: MovableClock) -> None:
    first, second = duty(db, clock), duty(db, clock)
    assert [await first.is_ours(), await second.is_ours()] == [True, False]
    clock.move_by(timedelta(seconds=30))
    assert [await first.is_ours(), await second.is_ours()] == [True, False], "the holder renews in time"


async def test_when_the_holder_is_gone_another_takes_over(db: Database, clock: MovableClock) -> None:
    gone, heir = duty(db, clock), duty(db, clock)
    assert await gone.is_ours() and not await heir.is_ours()
    clock.move_by(timedelta(seconds=90))
    assert await heir.is_ours()
    assert not await gone.is_ours(), "one that comes back too late has lost it"


async def test_a_lone_process_asks_nobody(clock: MovableClock) -> None:
    nobody: Any = None
    assert await duty(nobody, clock, alone=True).is_ours()


async def test_what_an_official_changed_elsewhere_is_said_here_too(house: House, sim: Simulator) -> None:
    await read_content(house)
    actor = Actor(9001, frozenset({Right.CONTENT}))
    now = house.clock.now()
    await edit(house.db, house.city, actor, Kind.OFFICE, "office", {"phone": "(0542) 421234"}, now=now)
    await read_content(house)
    [answer] = await sim.person("Ani").say("nomor telepon kantor dinas berapa")
    assert "(0542) 421234" in answer.text


@pytest.mark.parametrize("ring", TIMETABLE, ids=lambda ring: ring.job)
def test_every_ring_has_a_job(ring: Any) -> None:
    assert ring.job in JOBS


def test_every_job_has_a_ring() -> None:
    assert set(JOBS) <= {ring.job for ring in TIMETABLE}
