"""The courier: everybody once, every outcome written down, and nothing sent that should not be."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.announcements import steering
from bot.announcements.jobs import Parcel
from bot.outcomes import Later, Never, Outcome, Sent, Unknown
from db.announcements import State
from db.people import Person
from tests.announcements.conftest import AUTHOR, Mail, until


async def test_everybody_in_the_audience_gets_it_once(mail: Mail) -> None:
    number = await mail.approved(range(100, 400))
    tally = await mail.finished(number)
    assert sorted(mail.telegram.people) == list(range(100, 400))
    assert (tally.sent, tally.total) == (300, 300)


async def test_each_outcome_has_its_bucket_and_its_reason(mail: Mail) -> None:
    mail.telegram.answers = {100: [Never("blocked", blocked=True)], 101: [Never("bad_file")], 102: [Unknown("lost")]}
    number = await mail.approved(range(100, 130))
    tally = await mail.finished(number)
    assert (tally.sent, tally.blocked, tally.failed, tally.unknown) == (27, 1, 1, 1)
    assert tally.reasons == (("blocked", "blocked", 1), ("failed", "bad_file", 1), ("unknown", "lost", 1))
    async with mail.db.read() as session:
        assert (await session.get_one(Person, 100)).unreachable_since is not None, "nothing more until they return"
        assert (await session.get_one(Person, 101)).unreachable_since is None


async def test_a_flood_halts_the_whole_lane_until_the_moment_telegram_named(mail: Mail) -> None:
    mail.telegram.answers = {100: [Later(3 * 3600, "flood")]}
    number = await mail.approved(range(100, 300), not_after=mail.clock.now() + timedelta(days=2))
    started = mail.clock.now()

    async with mail.carrying() as courier:
        await mail.rests()
        await asyncio.sleep(0.1)
        before = len(mail.telegram.parcels)
        mail.clock.move_to(started + timedelta(hours=2, minutes=59))
        courier.ring()
        await asyncio.sleep(0.3)
        assert len(mail.telegram.parcels) == before
    async with mail.carrying() as courier:
        courier.ring()
        await asyncio.sleep(0.3)
        assert len(mail.telegram.parcels) == before, "a restart does not forget it"
        mail.clock.move_by(timedelta(minutes=32))  # Friday prayer ends at 13.30
        await mail.until(number, State.FINISHED)
    assert (await mail.tallied(number)).sent == 200
    assert mail.telegram.people.count(100) == 2


async def test_after_a_crash_those_under_way_are_unknown_and_the_rest_goes_on(mail: Mail) -> None:
    from bot.announcements.delivery import Courier

    number = await mail.approved(range(100, 200))

    async def never(parcel: Parcel) -> Outcome:
        dead.append(parcel.person_id)
        await asyncio.Event().wait()
        return Sent(1)

    dead: list[int] = []
    crashed = asyncio.create_task(Courier(mail.db, mail.clock, never, mail.settings, pace=lambda: 1000).run())

    async def under_way() -> bool:
        return len(dead) >= 10

    await until(under_way)
    crashed.cancel()  # no farewell: nothing is written after this
    await asyncio.gather(crashed, return_exceptions=True)
    mail.clock.move_by(timedelta(minutes=5))
    async with mail.carrying():
        await mail.until(number, State.PAUSED)  # the canary was among them
        await steering.resume(mail.db, AUTHOR, number, now=mail.clock.now())
        await mail.until(number, State.FINISHED)
    assert not set(dead) & set(mail.telegram.people), "whether it left is not known, so never again by itself"
    tally = await mail.tallied(number)
    assert (tally.unknown, tally.sent) == (20, 80)


async def test_cancelling_ends_it_and_says_who_got_nothing(mail: Mail) -> None:
    number = await mail.approved(range(100, 600))

    async with mail.carrying(pace=30):
        await mail.has_sent(31)
        await steering.cancel(mail.db, AUTHOR, number, now=mail.clock.now())
        await asyncio.sleep(0.3)
    async with mail.carrying():
        await asyncio.sleep(0.3)
    tally = await mail.tallied(number)
    assert tally.sent == len(mail.telegram.parcels)
    assert tally.skipped == 500 - tally.sent
    assert tally.left == 0
    assert {why: n for _, why, n in tally.reasons} == {"cancelled": tally.skipped}


async def test_one_of_two_processes_carries(mail: Mail) -> None:
    number = await mail.approved(range(100, 400))
    async with (
        mail.carrying(alone=False),
        mail.carrying(alone=False),
    ):
        await mail.until(number, State.FINISHED)
    assert sorted(mail.telegram.people) == list(range(100, 400))
