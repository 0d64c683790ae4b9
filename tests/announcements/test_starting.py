"""From approved to sending, on both databases: a line for everyone, once, however it is interrupted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.announcements import approval, correction, counting, starting, steering, writing
from bot.announcements.system import Letter, announce_by_system
from bot.settings import Settings
from db.announcements import Delivery, Fate, IllegalMove, Kind, State, ledger
from db.announcements import audience as audience_rows
from db.announcements.audience import Audience
from db.engine import Database
from db.people import OptOut, Person
from tests.announcements.conftest import AUTHOR, approved, give, office, reread, settle_in, tallied

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_the_ledger_has_a_line_for_everyone_in_the_audience(db: Database, settings: Settings) -> None:
    await settle_in(db, range(1, 101), NOW)
    async with db.write() as session:
        session.add_all(OptOut(person_id=one, kind="information", since=NOW) for one in range(1, 11))
        await session.execute(text("UPDATE person SET language = 'en' WHERE id > 90"))
    number = await approved(db, settings, NOW, audience=Audience(languages=("id",)))
    foretold = await counting.count(db, AUTHOR, await reread(db, number), settings, now=NOW)
    await starting.start(db, number, settings, now=NOW)
    tally = await tallied(db, number)
    assert (tally.queued, tally.skipped, tally.total) == (80, 10, 90)
    assert tally.reasons == ((Fate.SKIPPED, "opted_out", 10),)
    assert foretold.will_get == tally.queued


async def test_who_blocks_a_season_gets_no_reminder_of_it(db: Database, settings: Settings) -> None:
    await settle_in(db, range(1, 5), NOW)
    async with db.write() as session:
        session.add(OptOut(person_id=2, kind="season:ramadan", since=NOW))
        session.add(OptOut(person_id=3, kind="season:natal", since=NOW))
    letters = {"a": Letter("Ramadan tinggal 30 hari"), "b": Letter("Stok sudah siap?")}
    people = [(1, "a"), (2, "a"), (3, "b"), (999, "b")]
    number = await announce_by_system(db, "season:ramadan:2027:1", letters, people, now=NOW)
    assert number is not None
    assert await starting.start(db, number, settings, now=NOW)
    async with db.read() as session:
        lines = {line.person_id: line for line in await session.scalars(select(Delivery))}
        variants = {one.id: one.key for one in await ledger.variants_of(session, number)}
    assert {one: (line.state, line.reason) for one, line in lines.items()} == {
        1: ("queued", None), 2: ("skipped", "opted_out"), 3: ("queued", None),
    }, "somebody who erased their data meanwhile is not in it"  # fmt: skip
    assert variants[lines[1].variant_id or 0] == "a" and variants[lines[3].variant_id or 0] == "b"


async def test_a_season_is_announced_once_however_often_it_is_asked_for(db: Database) -> None:
    await settle_in(db, [1], NOW)

    async def ask() -> int | None:
        return await announce_by_system(db, "season:natal:2026:2", {"a": Letter("Natal")}, [(1, "a")], now=NOW)

    made = [number for number in await asyncio.gather(*(ask() for _ in range(5))) if number is not None]
    assert len(made) == 1
    assert (await reread(db, made[0])).state == State.APPROVED
    assert await ask() is None


async def test_a_letter_to_a_described_audience_needs_no_list(lite: Database, settings: Settings) -> None:
    await settle_in(lite, range(1, 6), NOW)
    number = await announce_by_system(
        lite, "deadline:kur:2026", {"": Letter("KUR tutup besok")}, kind=Kind.DEADLINE, audience=Audience(), now=NOW
    )
    assert number is not None
    await starting.start(lite, number, settings, now=NOW)
    assert (await tallied(lite, number)).queued == 5


async def test_a_correction_is_for_those_who_have_the_message(db: Database, settings: Settings) -> None:
    await settle_in(db, range(1, 6), NOW)
    number = await give(db, settings, Kind.INFORMATION, NOW)
    async with db.write() as session:
        fates = {1: ("unknown", "lost", None), 2: ("failed", "refused", None), 3: ("sent", None, 33)}
        for who, (state, reason, message) in fates.items():
            line = await session.get_one(Delivery, (number, who))
            line.state, line.reason, line.message_id = Fate(state), reason, message
        (await session.get_one(Person, 4)).unreachable_since = NOW
    draft = await correction.retract(db, AUTHOR, number, "Ditarik", now=NOW)
    found = await approval.submit(db, AUTHOR, draft.id, office(four_eyes=False), now=NOW)
    assert await starting.start(db, found.id, settings, now=NOW)
    async with db.read() as session:
        lines = await session.scalars(select(Delivery).where(Delivery.announcement_id == draft.id))
        told = {line.person_id: (line.state, line.reason, line.target_id) for line in lines}
    assert told == {
        1: ("skipped", "no_message", None), 3: ("queued", None, 33), 4: ("skipped", "blocked", 1),
        5: ("queued", None, 1),
    }  # fmt: skip
    assert (await tallied(db, draft.id)).total == 4


async def test_of_two_who_move_at_once_one_fails_or_comes_second(db: Database, settings: Settings) -> None:
    number = await approved(db, settings, NOW)
    results = await asyncio.gather(
        steering.cancel(db, AUTHOR, number, now=NOW),
        starting.start(db, number, settings, now=NOW),
        return_exceptions=True,
    )
    assert (await reread(db, number)).state == State.CANCELLED
    assert sum(isinstance(result, IllegalMove) for result in results) <= 1


async def test_a_start_that_was_interrupted_is_begun_anew(
    lite: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "SLICE", 10)
    await settle_in(lite, range(1, 36), NOW)
    number = await approved(lite, settings, NOW)
    prepare, slices = audience_rows.prepare, 0

    async def crash_at_the_third(*arguments: Any) -> Any:
        nonlocal slices
        slices += 1
        if slices == 3:
            raise RuntimeError("power cut")
        return await prepare(*arguments)

    monkeypatch.setattr(audience_rows, "prepare", crash_at_the_third)
    with pytest.raises(RuntimeError):
        await starting.start(lite, number, settings, now=NOW)
    assert (await reread(lite, number)).state == State.APPROVED
    async with lite.write() as session:
        assert await ledger.claim(session, number, NOW, NOW + MINUTE, 50) == [], "half a ledger sends nothing"
    assert await starting.start(lite, number, settings, now=NOW)
    assert (await tallied(lite, number)).queued == 35


@pytest.mark.parametrize("act", ["edit", "cancel"])
async def test_whoever_stops_it_while_the_ledger_is_written_leaves_no_half_of_one(
    lite: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr(starting, "SLICE", 10)
    await settle_in(lite, range(1, 36), NOW)
    number = await approved(lite, settings, NOW)

    async def meddle() -> None:
        await asyncio.sleep(0.003)
        if act == "edit":
            await writing.edit(lite, AUTHOR, number, now=NOW, text="Lain")
        else:
            await steering.cancel(lite, AUTHOR, number, now=NOW)

    outcomes = await asyncio.gather(starting.start(lite, number, settings, now=NOW), meddle(), return_exceptions=True)
    found = await reread(lite, number)
    if found.started_at is None:
        assert any(isinstance(one, IllegalMove) for one in outcomes)
        async with lite.read() as session:
            assert await ledger.size(session, number) == 0
    else:
        assert (await tallied(lite, number)).total == 35
