"""Audience and ledger on both databases: the count with reasons, one line each, and sums that hold."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from bot.announcements import approval, correction, counting, starting, steering, writing
from bot.announcements.system import Letter, announce_by_system
from bot.people import Actor, NotAllowed
from bot.settings import Settings
from db import schema
from db.announcements import Announcement, Delivery, Fate, IllegalMove, Kind, State, ledger
from db.announcements import audience as audience_rows
from db.announcements.audience import Audience
from db.announcements.ledger import Entry
from db.base import insert_many
from db.businesses import Business, Interest
from db.engine import Database
from db.people import OptOut, Person
from tests.announcements.conftest import AUTHOR, NOBODY, approved, drafted, office, reread, settle_in, tallied

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def register(db: Database, owner: int, number: int, *, interest: Iterable[str] = (), **values: Any) -> None:
    """A business of somebody's."""
    row = {
        "id": number, "owner_id": owner, "draft_key": f"d{number}", "token": f"t{number}", "name": f"Warung {number}",
        "sector": "kuliner", "kecamatan": "kota", "status": "open", "description": "", "created_at": NOW,
        "updated_at": NOW, **values,
    }  # fmt: skip
    async with db.write() as session:
        await insert_many(session, Business, [row])
        await insert_many(
            session, Interest, [{"business_id": number, "programme": one, "since": NOW} for one in interest]
        )


async def counted(db: Database, settings: Settings, audience: Audience, kind: Kind = Kind.INFORMATION) -> Any:
    of = Announcement(author_id=1, kind=kind, audience=audience.as_json())
    return await counting.count(db, AUTHOR, of, settings, now=NOW)


async def test_the_count_says_who_gets_it_and_why_others_do_not(db: Database, settings: Settings) -> None:
    await settle_in(db, range(1, 11), NOW)
    async with db.write() as session:
        await session.execute(text("UPDATE person SET language = 'en' WHERE id IN (9, 10)"))
        (await session.get_one(Person, 1)).unreachable_since = NOW
        session.add_all(OptOut(person_id=one, kind="information", since=NOW) for one in (2, 3))
        session.add(OptOut(person_id=4, kind="season", since=NOW))
    reach = await counted(db, settings, Audience(languages=("id",)))
    assert (reach.will_get, reach.opted_out, reach.blocked, reach.outside, reach.total) == (5, 2, 1, 2, 10)
    assert (await counted(db, settings, Audience(), Kind.SEASON)).opted_out == 1


async def test_an_audience_is_chosen_by_what_is_registered(db: Database, settings: Settings) -> None:
    await settle_in(db, range(1, 8), NOW)
    await register(db, 1, 11, sector="kuliner", kecamatan="kota", scale="mikro", interest=["kur"])
    await register(db, 2, 12, sector="kuliner", kecamatan="utara", scale="kecil")
    await register(db, 3, 13, sector="kriya", kecamatan="kota", scale="mikro")
    await register(db, 3, 14, sector="kuliner", kecamatan="timur", scale="mikro")
    await register(db, 4, 15, sector="kuliner", status="closed", closed_at=NOW)

    async def got(**conditions: Any) -> int:
        return int((await counted(db, settings, Audience(**conditions))).will_get)

    assert await got() == 7
    assert await got(registered=True) == 3
    assert await got(registered=False) == 4, "whose only business is closed counts as not registered"
    assert await got(sectors=("kuliner",)) == 3
    assert await got(sectors=("kuliner", "kriya"), kecamatan=("kota",)) == 2
    assert await got(sectors=("kuliner",), kecamatan=("kota",)) == 1, "both must hold for one and the same business"
    assert await got(scales=("mikro",), sectors=("kuliner",)) == 2
    assert await got(programmes=("kur",)) == 1


async def test_samples_are_of_those_who_will_get_it(db: Database, settings: Settings) -> None:
    await settle_in(db, range(1, 4), NOW)
    await register(db, 1, 11)
    async with db.write() as session:
        (await session.get_one(Person, 2)).unreachable_since = NOW
    of = Announcement(author_id=1, kind=Kind.INFORMATION, audience={})
    found = await counting.samples(db, AUTHOR, of, settings, now=NOW)
    assert sorted(found) == [(1, "Ani", "Warung 11"), (3, "Ani", "")]
    with pytest.raises(NotAllowed):
        await counting.samples(db, NOBODY, of, settings, now=NOW)


async def give(db: Database, settings: Settings, kind: Kind, now: datetime, state: Fate = Fate.SENT) -> int:
    """An announcement that everybody got."""
    number = await approved(db, settings, now, kind=kind)
    await starting.start(db, number, settings, now=now)
    async with db.write() as session:
        await session.execute(
            text("UPDATE delivery SET state = :state, message_id = 1 WHERE announcement_id = :n AND state = 'queued'"),
            {"state": str(state), "n": number},
        )
        await steering.finish(session, number, now)
    return number


async def test_the_weekly_budget_lets_the_more_important_through(db: Database) -> None:
    settings = office(weekly_budget=2)
    await settle_in(db, [1], NOW)
    await give(db, settings, Kind.SEASON, NOW)
    await give(db, settings, Kind.INFORMATION, NOW, Fate.UNKNOWN)
    used = {kind: (await counted(db, settings, Audience(), kind)).budget_used for kind in Kind}
    assert used == {Kind.EMERGENCY: 0, Kind.DEADLINE: 0, Kind.INFORMATION: 0, Kind.SEASON: 1}
    await give(db, settings, Kind.EMERGENCY, NOW)
    await give(db, settings, Kind.DEADLINE, NOW)
    used = {kind: (await counted(db, settings, Audience(), kind)).budget_used for kind in Kind}
    assert used == {Kind.EMERGENCY: 0, Kind.DEADLINE: 0, Kind.INFORMATION: 1, Kind.SEASON: 1}


@pytest.mark.parametrize(("ago", "used"), [(timedelta(days=7, minutes=1), 0), (timedelta(days=6, hours=23), 1)])
async def test_after_a_week_the_budget_is_there_again(lite: Database, ago: timedelta, used: int) -> None:
    settings = office(weekly_budget=1)
    await settle_in(lite, [1], NOW)
    await give(lite, settings, Kind.INFORMATION, NOW - ago)
    assert (await counted(lite, settings, Audience())).budget_used == used


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


async def test_two_who_claim_at_once_get_different_people(db: Database, settings: Settings) -> None:
    await settle_in(db, range(1, 101), NOW)
    number = await approved(db, settings, NOW)
    await starting.start(db, number, settings, now=NOW)

    async def take() -> list[int]:
        async with db.write() as session:
            return [one.person_id for one in await ledger.claim(session, number, NOW, NOW + MINUTE, 20)]

    taken = Counter(one for batch in await asyncio.gather(*(take() for _ in range(8))) for one in batch)
    assert max(taken.values()) == 1
    while batch := await take():
        taken.update(batch)
    assert (sorted(taken), max(taken.values())) == (list(range(1, 101)), 1)


async def test_nobody_is_claimed_of_what_was_paused_a_moment_ago(lite: Database, settings: Settings) -> None:
    await settle_in(lite, range(1, 11), NOW)
    number = await approved(lite, settings, NOW)
    await starting.start(lite, number, settings, now=NOW)
    await steering.pause(lite, AUTHOR, number, now=NOW)
    async with lite.write() as session:
        assert await ledger.claim(session, number, NOW, NOW + MINUTE, 20) == []


async def test_a_late_outcome_of_a_lost_lease_is_still_written_but_not_over_a_newer_taking(
    db: Database, settings: Settings
) -> None:
    await settle_in(db, [1, 2], NOW)
    number = await approved(db, settings, NOW)
    await starting.start(db, number, settings, now=NOW)
    async with db.write() as session:
        await ledger.claim(session, number, NOW, NOW + MINUTE, 2)
    later = NOW + 2 * MINUTE
    async with db.write() as session:
        assert await ledger.overdue(session, later, everyones=False) == 2
        await ledger.settle(session, [Entry(number, 1, 1, Fate.SENT, message_id=7)], later)
    async with db.write() as session:
        await ledger.send_again(session, number, later, Fate.UNKNOWN)
        await ledger.claim(session, number, later, later + MINUTE, 2)
        await ledger.settle(session, [Entry(number, 2, 1, Fate.FAILED, "refused")], later)
    async with db.read() as session:
        found = {line.person_id: (line.state, line.message_id) for line in await session.scalars(select(Delivery))}
    assert found == {1: ("sent", 7), 2: ("sending", None)}


async def test_of_two_who_move_at_once_one_fails_or_comes_second(db: Database, settings: Settings) -> None:
    number = await approved(db, settings, NOW)
    results = await asyncio.gather(
        steering.cancel(db, AUTHOR, number, now=NOW),
        starting.start(db, number, settings, now=NOW),
        return_exceptions=True,
    )
    assert (await reread(db, number)).state == State.CANCELLED
    assert sum(isinstance(result, IllegalMove) for result in results) <= 1


IMPOSSIBLE = (
    "UPDATE announcement SET state = 'sent'",
    "UPDATE announcement SET state = 'sending', approved_hash = NULL",
    "UPDATE announcement SET state = 'rejected', rejected_reason = ''",
    "UPDATE announcement SET action = 'edit', corrects_id = NULL",
    "UPDATE delivery SET state = 'sent'",
    "UPDATE delivery SET state = 'sending'",
    "UPDATE delivery SET state = 'failed'",
    "INSERT INTO delivery (announcement_id, person_id, state, attempts, again, due_at, updated_at) "
    "SELECT announcement_id, person_id, 'queued', 0, 0, due_at, updated_at FROM delivery",
)


async def test_the_impossible_is_a_constraint(small: Database) -> None:
    for broken in IMPOSSIBLE:
        with pytest.raises(IntegrityError):
            async with small.write() as session:
                await session.execute(text(broken))
                pytest.fail(f"the database let it be: {broken}")


@pytest.fixture
async def small(db: Database, settings: Settings) -> Database:
    """One announcement that one person waits for."""
    await settle_in(db, [1], NOW)
    await starting.start(db, await approved(db, settings, NOW), settings, now=NOW)
    return db


async def test_the_lines_of_erased_people_stay_and_name_nobody(small: Database) -> None:
    async with small.write() as session:
        await ledger.forget_person(session, 1, -(2**62), NOW)
    async with small.read() as session:
        (line,) = await session.scalars(select(Delivery))
    assert (line.person_id, line.state, line.reason) == (-(2**62), "skipped", "erased")
    assert (await tallied(small, line.announcement_id)).total == 1


people = st.lists(
    st.tuples(
        st.sampled_from(["id", "en"]), st.booleans(), st.sets(st.sampled_from(["information", "deadline", "season"])),
        st.sampled_from([None, "kuliner", "kriya"]), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip
audiences = st.builds(
    Audience,
    sectors=st.sampled_from([(), ("kuliner",), ("kuliner", "kriya")]),
    languages=st.sampled_from([(), ("id",)]),
    registered=st.sampled_from([None, True, False]),
    chats=st.booleans(),
)


@pace(max_examples=10, deadline=None)
@given(people, audiences, st.sampled_from(Kind), st.integers(0, 2))
def test_the_parts_sum_and_are_what_counting_by_hand_gives(
    crowd: list[Any], audience: Audience, kind: Kind, chats: int
) -> None:
    asyncio.run(_sums(crowd, audience, kind, chats))


async def _sums(crowd: list[Any], audience: Audience, kind: Kind, chats: int) -> None:
    settings = office(weekly_budget=1, announce_chats=frozenset(range(-chats, 0)))
    with tempfile.TemporaryDirectory(prefix="umkm-") as folder:
        db = Database(f"sqlite+aiosqlite:///{Path(folder) / 'umkm.db'}")
        async with db.writer.begin() as connection:
            await connection.run_sync(schema.METADATA.create_all)
        await _move_in(db, crowd)
        reach = await counted(db, settings, audience, kind)
        assert reach.will_get + reach.opted_out + reach.blocked + reach.budget_used + reach.outside == reach.total
        by_hand = Counter(_verdict(one, audience, kind) for one in crowd)
        extra = chats if audience.chats else 0
        assert (reach.will_get, reach.opted_out, reach.blocked, reach.budget_used, reach.outside) == (
            by_hand["gets"] + extra, by_hand["opted out"], by_hand["blocked"], by_hand["budget"], by_hand["outside"],
        )  # fmt: skip
        draft = await drafted(db, NOW, audience=audience, kind=kind)
        async with db.write() as session:
            row = await session.get_one(Announcement, draft.id)
            row.state, row.approved_hash = State.APPROVED, _hash(row)
        assert await starting.start(db, draft.id, settings, now=NOW)
        tally = await tallied(db, draft.id)
        assert tally.queued == reach.will_get
        assert tally.total == reach.total - reach.outside
        await db.close()


def _hash(row: Announcement) -> str:
    from bot.announcements.content import content_hash

    return content_hash(row)


async def _move_in(db: Database, crowd: list[Any]) -> None:
    before = office(weekly_budget=100)
    for place, (language, blocked, muted, sector, _) in enumerate(crowd, 1):
        await settle_in(db, [place], NOW, language=language, unreachable_since=NOW if blocked else None)
        async with db.write() as session:
            session.add_all(OptOut(person_id=place, kind=one, since=NOW) for one in muted)
        if sector:
            await register(db, place, place, sector=sector)
    letters = {"a": Letter("Sudah terkirim")}
    had = [(place, "a") for place, one in enumerate(crowd, 1) if one[4]]
    number = await announce_by_system(db, "x", letters, had, kind=Kind.DEADLINE, now=NOW)
    assert number is not None and await starting.start(db, number, before, now=NOW)
    async with db.write() as session:
        await session.execute(text("UPDATE delivery SET state = 'sent', reason = NULL, message_id = 1"))


def _verdict(one: Any, audience: Audience, kind: Kind) -> str:
    language, blocked, muted, sector, had_one = one
    inside = (not audience.languages or language in audience.languages) and (
        not audience.sectors or sector in audience.sectors
    )
    if audience.registered is True:
        inside = inside and bool(sector)
    if audience.registered is False:
        inside = (not audience.languages or language in audience.languages) and not sector
    if not inside:
        return "outside"
    if blocked:
        return "blocked"
    if str(kind) in muted:
        return "opted out"
    return "budget" if had_one and kind != Kind.EMERGENCY else "gets"


async def test_counting_needs_a_right(lite: Database, settings: Settings) -> None:
    of = Announcement(author_id=1, kind=Kind.INFORMATION, audience={})
    with pytest.raises(NotAllowed):
        await counting.count(lite, Actor(5), of, settings, now=NOW)


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
