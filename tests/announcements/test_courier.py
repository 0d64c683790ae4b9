"""Rules of the courier, on SQLite: when it stops, waits, goes on, tries again. See test_delivery for both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.announcements import steering
from bot.announcements.content import content_hash
from bot.announcements.jobs import Parcel
from bot.outcomes import Later, Never, Outcome, Sent, Unknown
from db.announcements import Announcement, Delivery, State
from db.announcements.audience import Audience
from db.engine import Database
from tests.announcements.conftest import APPROVER, AUTHOR, Mail, office, until


@pytest.fixture
async def db(lite: Database) -> Database:
    return lite


async def test_an_unknown_one_is_never_sent_again_by_itself(mail: Mail) -> None:
    mail.telegram.answers = {102: [Unknown("lost")]}
    number = await mail.approved(range(100, 130))
    async with mail.carrying():
        await mail.until(number, State.FINISHED)
        mail.clock.move_by(timedelta(hours=1))
        await asyncio.sleep(0.2)
    assert mail.telegram.people.count(102) == 1


async def test_what_was_not_delivered_for_sure_is_tried_until_it_is(mail: Mail) -> None:
    mail.telegram.answers = {103: [Later(5, "not_sent"), Later(10, "server")]}
    number = await mail.approved(range(100, 130))

    async with mail.carrying():
        await mail.has_sent(30)
        assert (await mail.reread(number)).state == State.SENDING
        for _ in range(2):
            mail.clock.move_by(timedelta(seconds=20))
            await asyncio.sleep(0.15)
        await mail.until(number, State.FINISHED)
    assert mail.telegram.people.count(103) == 3
    assert (await mail.tallied(number)).sent == 30


async def test_a_failing_canary_pauses_before_the_crowd_is_written_to(mail: Mail) -> None:
    mail.telegram.answers = {one: [Never("bad_file")] for one in range(100, 106)}
    number = await mail.approved(range(100, 200))
    async with mail.carrying():
        found = await mail.until(number, State.PAUSED)
        await asyncio.sleep(0.1)
        assert len(mail.telegram.parcels) == 20
        assert found.pause_reason == "canary"
        assert found.canary == {"sent": 14, "blocked": 0, "failed": 6, "unknown": 0, "verdict": "failures"}
        await steering.resume(mail.db, AUTHOR, number, now=mail.clock.now())
        await mail.until(number, State.FINISHED)
    assert (await mail.tallied(number)).sent == 94


async def test_when_many_fail_later_on_it_pauses_too(mail: Mail) -> None:
    mail.telegram.answers = {one: [Unknown("lost")] for one in range(300, 900)}
    number = await mail.approved(range(100, 1100))
    async with mail.carrying(pace=100):
        found = await mail.until(number, State.PAUSED)
    assert found.pause_reason == "failures"
    assert (await mail.tallied(number)).unknown < 300


async def test_a_pause_is_felt_within_one_batch_and_resuming_goes_on(mail: Mail) -> None:
    number = await mail.approved(range(100, 1100))

    async def slowly(parcel: Parcel) -> Outcome:
        await asyncio.sleep(0.02)
        return Sent(len(mail.telegram.parcels))

    mail.telegram.otherwise = slowly
    async with mail.carrying(pace=30):
        await mail.has_sent(51)
        await steering.pause(mail.db, APPROVER, number, now=mail.clock.now())
        at_pause = len(mail.telegram.parcels)
        await asyncio.sleep(0.4)
        assert len(mail.telegram.parcels) - at_pause <= 30 + 16
        settled = len(mail.telegram.parcels)
        await asyncio.sleep(0.2)
        assert len(mail.telegram.parcels) == settled
        await steering.resume(mail.db, AUTHOR, number, now=mail.clock.now())
        mail.telegram.otherwise = None
        await mail.until(number, State.FINISHED)
    assert sorted(mail.telegram.people) == list(range(100, 1100))


async def test_nothing_is_sent_at_night_and_it_goes_on_in_the_morning(mail: Mail) -> None:
    mail.clock.move_to(mail.clock.now() + timedelta(hours=10, minutes=30))  # 20.30 in the city
    number = await mail.approved(range(100, 130))
    async with mail.carrying() as courier:
        courier.ring()
        await asyncio.sleep(0.3)
        assert mail.telegram.parcels == []
        mail.clock.move_by(timedelta(hours=11, minutes=31))
        await mail.until(number, State.FINISHED)
    assert len(mail.telegram.parcels) == 30


async def test_an_emergency_passes_the_night_and_goes_before_the_others(mail: Mail) -> None:
    mail.clock.move_to(mail.clock.now() + timedelta(hours=10, minutes=30))
    calm = await mail.approved(range(100, 130), kind="information")
    urgent = await mail.approved((), kind="emergency", text="Banjir di Pasar Pandansari")
    async with mail.carrying():
        await mail.until(urgent, State.FINISHED)
        assert (await mail.reread(calm)).state == State.APPROVED
    assert {parcel.announcement_id for parcel in mail.telegram.parcels} == {urgent}


async def test_what_is_out_of_date_is_not_sent(mail: Mail) -> None:
    number = await mail.approved(range(100, 300), not_after=mail.clock.now() + timedelta(hours=1))
    mail.telegram.answers = {150: [Later(4000, "flood")]}

    async with mail.carrying(pace=30):
        await mail.rests()
        await asyncio.sleep(0.1)
        mail.clock.move_by(timedelta(hours=1, minutes=1))
        await mail.until(number, State.EXPIRED)
        sent = len(mail.telegram.parcels)
        mail.clock.move_by(timedelta(hours=1))
        await asyncio.sleep(0.2)
        assert len(mail.telegram.parcels) == sent
    tally = await mail.tallied(number)
    assert tally.sent == sent - 1
    assert ("skipped", "expired", 200 - tally.sent) in tally.reasons, tally


async def test_groups_and_channels_get_it_too(mail: Mail) -> None:
    mail.settings = office(announce_chats=frozenset({-1001, -1002}))
    number = await mail.approved(range(100, 110), audience=Audience(everyone=True, chats=True))
    async with mail.carrying():
        await mail.until(number, State.FINISHED)
    assert sorted(mail.telegram.people) == [-1002, -1001, *range(100, 110)]
    assert (await mail.tallied(number)).sent == 12


async def test_failed_ones_can_be_sent_again_and_the_ledger_still_sums(mail: Mail) -> None:
    mail.telegram.answers = {one: [Never("refused")] for one in (140, 141)}
    number = await mail.approved(range(100, 150))
    async with mail.carrying():
        await mail.until(number, State.FINISHED)
        assert await steering.resend_failed(mail.db, AUTHOR, number, now=mail.clock.now()) == 2
        await mail.until(number, State.FINISHED)
    tally = await mail.tallied(number)
    assert (tally.sent, tally.failed) == (50, 0)
    async with mail.db.read() as session:
        line = await session.get_one(Delivery, (number, 140))
    assert (line.attempts, line.again) == (2, 1)


async def test_an_official_may_send_again_to_unknown_ones_knowingly(mail: Mail) -> None:
    mail.telegram.answers = {140: [Unknown("lost")]}
    number = await mail.approved(range(100, 150))
    async with mail.carrying():
        await mail.until(number, State.FINISHED)
        assert await steering.decide_unknown(mail.db, AUTHOR, number, send_again=True, now=mail.clock.now()) == 1
        await mail.until(number, State.FINISHED)
    assert mail.telegram.people.count(140) == 2
    assert (await mail.tallied(number)).sent == 50


async def test_authors_are_told_each_change_once(mail: Mail) -> None:
    await mail.move_in(range(100, 130))
    told: list[str] = []

    async def tell(announcement: object) -> None:
        told.append(announcement.state)  # type: ignore[attr-defined]

    number = await mail.approved(())
    async with mail.carrying(tell=tell) as courier:
        await mail.until(number, State.FINISHED)

        async def knows() -> bool:
            return "finished" in told

        await until(knows, courier=courier)
        await asyncio.sleep(0.1)
    assert told.count("finished") == 1
    assert told[-1] == "finished"


async def test_a_database_that_is_away_is_waited_for_and_no_outcome_is_lost(
    mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await mail.approved(range(100, 400))
    write, away = mail.db.write, False

    def broken() -> object:
        if away:
            raise ConnectionError("away")
        return write()

    monkeypatch.setattr(mail.db, "write", broken)

    async def slowly(parcel: Parcel) -> Outcome:
        await asyncio.sleep(0.005)
        return Sent(len(mail.telegram.parcels))

    mail.telegram.otherwise = slowly
    async with mail.carrying(pace=100):
        await mail.has_sent(61)
        away = True
        await asyncio.sleep(0.8)
        stalled = len(mail.telegram.parcels)
        await asyncio.sleep(0.3)
        assert len(mail.telegram.parcels) == stalled, "nobody is written to whose taking cannot be written down"
        away = False
        await mail.until(number, State.FINISHED)
    assert sorted(mail.telegram.people) == list(range(100, 400))
    assert (await mail.tallied(number)).sent == 300


async def test_one_announcement_that_cannot_be_started_or_told_of_stops_no_other(mail: Mail) -> None:
    stuck = await mail.approved(range(100, 110))
    async with mail.db.write() as session:
        found = await session.get_one(Announcement, stuck)
        found.audience = {"nobody knows": True}
        found.approved_hash = content_hash(found)
    number = await mail.approved((), text="Lain")

    async def mute(_: Announcement) -> None:
        raise RuntimeError("no words")

    async with mail.carrying(tell=mute):
        await mail.until(number, State.FINISHED)
    assert len(mail.telegram.parcels) == 10


async def test_a_flood_of_one_chat_halts_only_that_chat(mail: Mail) -> None:
    mail.telegram.answers = {100: [Later(3600, "flood")]}
    number = await mail.approved(range(100, 150))

    mail.clock.move_by(timedelta(hours=4))  # after Friday prayer
    async with mail.carrying(pause_left=lambda: 0.0) as courier:
        await mail.has_sent(50)
        assert courier.resting_until is None
        mail.clock.move_by(timedelta(hours=1))
        await mail.until(number, State.FINISHED)
    assert mail.telegram.people.count(100) == 2
