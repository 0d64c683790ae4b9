"""The courier: everybody once, every outcome written down, and nothing sent that should not be."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.announcements import steering
from bot.announcements.content import content_hash
from bot.announcements.jobs import Parcel
from bot.clock import MovableClock
from bot.outcomes import Later, Never, Outcome, Sent, Unknown
from bot.settings import Settings
from db.announcements import Announcement, Delivery, State
from db.announcements.audience import Audience
from db.engine import Database
from db.people import Person
from tests.announcements.conftest import (
    APPROVER,
    AUTHOR,
    Telegram,
    approved,
    carrying,
    office,
    reread,
    settle_in,
    tallied,
    until,
    until_state,
)


async def test_everybody_in_the_audience_gets_it_once(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 400), clock.now())
    number = await approved(db, settings, clock.now())
    async with carrying(db, clock, telegram, settings) as courier:
        await until_state(db, number, State.FINISHED, courier)
    assert sorted(telegram.people) == list(range(100, 400))
    tally = await tallied(db, number)
    assert (tally.sent, tally.total) == (300, 300)


async def test_each_outcome_has_its_bucket_and_its_reason(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 130), clock.now())
    telegram.answers = {100: [Never("blocked", blocked=True)], 101: [Never("bad_file")], 102: [Unknown("lost")]}
    number = await approved(db, settings, clock.now())
    async with carrying(db, clock, telegram, settings) as courier:
        await until_state(db, number, State.FINISHED, courier)
    tally = await tallied(db, number)
    assert (tally.sent, tally.blocked, tally.failed, tally.unknown) == (27, 1, 1, 1)
    assert tally.reasons == (("blocked", "blocked", 1), ("failed", "bad_file", 1), ("unknown", "lost", 1))
    async with db.read() as session:
        assert (await session.get_one(Person, 100)).unreachable_since is not None, "nothing more until they return"
        assert (await session.get_one(Person, 101)).unreachable_since is None


async def test_an_unknown_one_is_never_sent_again_by_itself(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 130), clock.now())
    telegram.answers = {102: [Unknown("lost")]}
    number = await approved(lite, settings, clock.now())
    async with carrying(lite, clock, telegram, settings) as courier:
        await until_state(lite, number, State.FINISHED, courier)
        clock.move_by(timedelta(hours=1))
        await asyncio.sleep(0.2)
    assert telegram.people.count(102) == 1


async def test_what_was_not_delivered_for_sure_is_tried_until_it_is(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 130), clock.now())
    telegram.answers = {103: [Later(5, "not_sent"), Later(10, "server")]}
    number = await approved(lite, settings, clock.now())

    async def tried_all() -> bool:
        return len(telegram.parcels) >= 30

    async with carrying(lite, clock, telegram, settings) as courier:
        await until(tried_all, courier=courier)
        assert (await reread(lite, number)).state == State.SENDING
        for _ in range(2):
            clock.move_by(timedelta(seconds=20))
            await asyncio.sleep(0.15)
        await until_state(lite, number, State.FINISHED, courier)
    assert telegram.people.count(103) == 3
    assert (await tallied(lite, number)).sent == 30


async def test_a_flood_halts_the_whole_lane_until_the_moment_telegram_named(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 300), clock.now())
    telegram.answers = {100: [Later(3 * 3600, "flood")]}
    number = await approved(db, settings, clock.now(), not_after=clock.now() + timedelta(days=2))
    started = clock.now()

    async def resting() -> bool:
        return courier.resting_until is not None

    async with carrying(db, clock, telegram, settings) as courier:
        await until(resting, courier=courier)
        await asyncio.sleep(0.1)
        before = len(telegram.parcels)
        clock.move_to(started + timedelta(hours=2, minutes=59))
        courier.ring()
        await asyncio.sleep(0.3)
        assert len(telegram.parcels) == before
    async with carrying(db, clock, telegram, settings) as courier:
        courier.ring()
        await asyncio.sleep(0.3)
        assert len(telegram.parcels) == before, "a restart does not forget it"
        clock.move_by(timedelta(minutes=32))  # Friday prayer ends at 13.30
        await until_state(db, number, State.FINISHED, courier)
    assert (await tallied(db, number)).sent == 200
    assert telegram.people.count(100) == 2


async def test_after_a_crash_those_under_way_are_unknown_and_the_rest_goes_on(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    from bot.announcements.delivery import Courier

    await settle_in(db, range(100, 200), clock.now())
    number = await approved(db, settings, clock.now())

    async def never(parcel: Parcel) -> Outcome:
        dead.append(parcel.person_id)
        await asyncio.Event().wait()
        return Sent(1)

    dead: list[int] = []
    crashed = asyncio.create_task(Courier(db, clock, never, settings, pace=lambda: 1000).run())

    async def under_way() -> bool:
        return len(dead) >= 10

    await until(under_way)
    crashed.cancel()  # no farewell: nothing is written after this
    await asyncio.gather(crashed, return_exceptions=True)
    clock.move_by(timedelta(minutes=5))
    async with carrying(db, clock, telegram, settings) as courier:
        await until_state(db, number, State.PAUSED, courier)  # the canary was among them
        await steering.resume(db, AUTHOR, number, now=clock.now())
        await until_state(db, number, State.FINISHED, courier)
    assert not set(dead) & set(telegram.people), "whether it left is not known, so never again by itself"
    tally = await tallied(db, number)
    assert (tally.unknown, tally.sent) == (20, 80)


async def test_a_failing_canary_pauses_before_the_crowd_is_written_to(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 200), clock.now())
    telegram.answers = {one: [Never("bad_file")] for one in range(100, 106)}
    number = await approved(lite, settings, clock.now())
    async with carrying(lite, clock, telegram, settings) as courier:
        found = await until_state(lite, number, State.PAUSED, courier)
        await asyncio.sleep(0.1)
        assert len(telegram.parcels) == 20
        assert found.pause_reason == "canary"
        assert found.canary == {"sent": 14, "blocked": 0, "failed": 6, "unknown": 0, "verdict": "failures"}
        await steering.resume(lite, AUTHOR, number, now=clock.now())
        await until_state(lite, number, State.FINISHED, courier)
    assert (await tallied(lite, number)).sent == 94


async def test_when_many_fail_later_on_it_pauses_too(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 1100), clock.now())
    telegram.answers = {one: [Unknown("lost")] for one in range(300, 900)}
    number = await approved(lite, settings, clock.now())
    async with carrying(lite, clock, telegram, settings, pace=100) as courier:
        found = await until_state(lite, number, State.PAUSED, courier)
    assert found.pause_reason == "failures"
    assert (await tallied(lite, number)).unknown < 300


async def test_a_pause_is_felt_within_one_batch_and_resuming_goes_on(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 1100), clock.now())
    number = await approved(lite, settings, clock.now())

    async def begun() -> bool:
        return len(telegram.parcels) > 50

    async def slowly(parcel: Parcel) -> Outcome:
        await asyncio.sleep(0.02)
        return Sent(len(telegram.parcels))

    telegram.otherwise = slowly
    async with carrying(lite, clock, telegram, settings, pace=30) as courier:
        await until(begun, courier=courier)
        await steering.pause(lite, APPROVER, number, now=clock.now())
        at_pause = len(telegram.parcels)
        await asyncio.sleep(0.4)
        assert len(telegram.parcels) - at_pause <= 30 + 16
        settled = len(telegram.parcels)
        await asyncio.sleep(0.2)
        assert len(telegram.parcels) == settled
        await steering.resume(lite, AUTHOR, number, now=clock.now())
        telegram.otherwise = None
        await until_state(lite, number, State.FINISHED, courier)
    assert sorted(telegram.people) == list(range(100, 1100))


async def test_cancelling_ends_it_and_says_who_got_nothing(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 600), clock.now())
    number = await approved(db, settings, clock.now())

    async def begun() -> bool:
        return len(telegram.parcels) > 30

    async with carrying(db, clock, telegram, settings, pace=30) as courier:
        await until(begun, courier=courier)
        await steering.cancel(db, AUTHOR, number, now=clock.now())
        await asyncio.sleep(0.3)
    async with carrying(db, clock, telegram, settings):
        await asyncio.sleep(0.3)
    tally = await tallied(db, number)
    assert tally.sent == len(telegram.parcels)
    assert tally.skipped == 500 - tally.sent
    assert tally.left == 0
    assert {why: n for _, why, n in tally.reasons} == {"cancelled": tally.skipped}


async def test_nothing_is_sent_at_night_and_it_goes_on_in_the_morning(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    clock.move_to(clock.now() + timedelta(hours=10, minutes=30))  # 20.30 in the city
    await settle_in(lite, range(100, 130), clock.now())
    number = await approved(lite, settings, clock.now())
    async with carrying(lite, clock, telegram, settings) as courier:
        courier.ring()
        await asyncio.sleep(0.3)
        assert telegram.parcels == []
        clock.move_by(timedelta(hours=11, minutes=31))
        await until_state(lite, number, State.FINISHED, courier)
    assert len(telegram.parcels) == 30


async def test_an_emergency_passes_the_night_and_goes_before_the_others(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    clock.move_to(clock.now() + timedelta(hours=10, minutes=30))
    await settle_in(lite, range(100, 130), clock.now())
    calm = await approved(lite, settings, clock.now(), kind="information")
    urgent = await approved(lite, settings, clock.now(), kind="emergency", text="Banjir di Pasar Pandansari")
    async with carrying(lite, clock, telegram, settings) as courier:
        await until_state(lite, urgent, State.FINISHED, courier)
        assert (await reread(lite, calm)).state == State.APPROVED
    assert {parcel.announcement_id for parcel in telegram.parcels} == {urgent}


async def test_what_is_out_of_date_is_not_sent(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 300), clock.now())
    number = await approved(lite, settings, clock.now(), not_after=clock.now() + timedelta(hours=1))
    telegram.answers = {150: [Later(4000, "flood")]}

    async def resting() -> bool:
        return courier.resting_until is not None

    async with carrying(lite, clock, telegram, settings, pace=30) as courier:
        await until(resting, courier=courier)
        await asyncio.sleep(0.1)
        clock.move_by(timedelta(hours=1, minutes=1))
        await until_state(lite, number, State.EXPIRED, courier)
        sent = len(telegram.parcels)
        clock.move_by(timedelta(hours=1))
        await asyncio.sleep(0.2)
        assert len(telegram.parcels) == sent
    tally = await tallied(lite, number)
    assert tally.sent == sent - 1
    assert ("skipped", "expired", 200 - tally.sent) in tally.reasons, tally


async def test_groups_and_channels_get_it_too(lite: Database, clock: MovableClock, telegram: Telegram) -> None:
    settings = office(announce_chats=frozenset({-1001, -1002}))
    await settle_in(lite, range(100, 110), clock.now())
    number = await approved(lite, settings, clock.now(), audience=Audience(everyone=True, chats=True))
    async with carrying(lite, clock, telegram, settings) as courier:
        await until_state(lite, number, State.FINISHED, courier)
    assert sorted(telegram.people) == [-1002, -1001, *range(100, 110)]
    assert (await tallied(lite, number)).sent == 12


async def test_failed_ones_can_be_sent_again_and_the_ledger_still_sums(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 150), clock.now())
    telegram.answers = {one: [Never("refused")] for one in (140, 141)}
    number = await approved(lite, settings, clock.now())
    async with carrying(lite, clock, telegram, settings) as courier:
        await until_state(lite, number, State.FINISHED, courier)
        assert await steering.resend_failed(lite, AUTHOR, number, now=clock.now()) == 2
        await until_state(lite, number, State.FINISHED, courier)
    tally = await tallied(lite, number)
    assert (tally.sent, tally.failed) == (50, 0)
    async with lite.read() as session:
        line = await session.get_one(Delivery, (number, 140))
    assert (line.attempts, line.again) == (2, 1)


async def test_an_official_may_send_again_to_unknown_ones_knowingly(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 150), clock.now())
    telegram.answers = {140: [Unknown("lost")]}
    number = await approved(lite, settings, clock.now())
    async with carrying(lite, clock, telegram, settings) as courier:
        await until_state(lite, number, State.FINISHED, courier)
        assert await steering.decide_unknown(lite, AUTHOR, number, send_again=True, now=clock.now()) == 1
        await until_state(lite, number, State.FINISHED, courier)
    assert telegram.people.count(140) == 2
    assert (await tallied(lite, number)).sent == 50


async def test_one_of_two_processes_carries(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 400), clock.now())
    number = await approved(db, settings, clock.now())
    async with (
        carrying(db, clock, telegram, settings, alone=False) as one,
        carrying(db, clock, telegram, settings, alone=False),
    ):
        await until_state(db, number, State.FINISHED, one)
    assert sorted(telegram.people) == list(range(100, 400))


async def test_authors_are_told_each_change_once(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 130), clock.now())
    told: list[str] = []

    async def tell(announcement: object) -> None:
        told.append(announcement.state)  # type: ignore[attr-defined]

    number = await approved(lite, settings, clock.now())
    async with carrying(lite, clock, telegram, settings, tell=tell) as courier:
        await until_state(lite, number, State.FINISHED, courier)

        async def knows() -> bool:
            return "finished" in told

        await until(knows, courier=courier)
        await asyncio.sleep(0.1)
    assert told.count("finished") == 1
    assert told[-1] == "finished"


async def test_a_database_that_is_away_is_waited_for_and_no_outcome_is_lost(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_in(lite, range(100, 400), clock.now())
    number = await approved(lite, settings, clock.now())
    write, away = lite.write, False

    def broken() -> object:
        if away:
            raise ConnectionError("away")
        return write()

    monkeypatch.setattr(lite, "write", broken)

    async def begun() -> bool:
        return len(telegram.parcels) > 60

    async def slowly(parcel: Parcel) -> Outcome:
        await asyncio.sleep(0.005)
        return Sent(len(telegram.parcels))

    telegram.otherwise = slowly
    async with carrying(lite, clock, telegram, settings, pace=100) as courier:
        await until(begun, courier=courier)
        away = True
        await asyncio.sleep(0.8)
        stalled = len(telegram.parcels)
        await asyncio.sleep(0.3)
        assert len(telegram.parcels) == stalled, "nobody is written to whose taking cannot be written down"
        away = False
        await until_state(lite, number, State.FINISHED, courier)
    assert sorted(telegram.people) == list(range(100, 400))
    assert (await tallied(lite, number)).sent == 300


async def test_one_announcement_that_cannot_be_started_or_told_of_stops_no_other(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 110), clock.now())
    stuck = await approved(lite, settings, clock.now())
    async with lite.write() as session:
        found = await session.get_one(Announcement, stuck)
        found.audience = {"nobody knows": True}
        found.approved_hash = content_hash(found)
    number = await approved(lite, settings, clock.now(), text="Lain")

    async def mute(_: Announcement) -> None:
        raise RuntimeError("no words")

    async with carrying(lite, clock, telegram, settings, tell=mute) as courier:
        await until_state(lite, number, State.FINISHED, courier)
    assert len(telegram.parcels) == 10


async def test_a_flood_of_one_chat_halts_only_that_chat(
    lite: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(lite, range(100, 150), clock.now())
    telegram.answers = {100: [Later(3600, "flood")]}
    number = await approved(lite, settings, clock.now())

    async def the_others() -> bool:
        return len(telegram.parcels) >= 50

    clock.move_by(timedelta(hours=4))  # after Friday prayer
    async with carrying(lite, clock, telegram, settings, pause_left=lambda: 0.0) as courier:
        await until(the_others, courier=courier)
        assert courier.resting_until is None
        clock.move_by(timedelta(hours=1))
        await until_state(lite, number, State.FINISHED, courier)
    assert telegram.people.count(100) == 2
