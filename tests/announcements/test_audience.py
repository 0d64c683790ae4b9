"""Who gets it, on both databases: the count with reasons, the weekly budget, and sums that hold."""

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
from sqlalchemy import text

from bot.announcements import counting, starting
from bot.announcements.system import Letter, announce_by_system
from bot.people import Actor, NotAllowed
from bot.settings import Settings
from db import schema
from db.announcements import Announcement, Fate, Kind, State
from db.announcements.audience import Audience
from db.base import insert_many
from db.businesses import Business, Interest
from db.engine import Database
from db.people import OptOut, Person
from tests.announcements.conftest import AUTHOR, NOBODY, drafted, give, office, settle_in, tallied

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)


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


async def test_counting_needs_a_right(lite: Database, settings: Settings) -> None:
    of = Announcement(author_id=1, kind=Kind.INFORMATION, audience={})
    with pytest.raises(NotAllowed):
        await counting.count(lite, Actor(5), of, settings, now=NOW)


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


async def test_the_most_anybody_gets_in_a_week_is_the_budget_for_each_kind(lite: Database) -> None:
    settings = office(weekly_budget=2)
    await settle_in(lite, [1], NOW)
    got = 0
    for kind in (Kind.SEASON, Kind.SEASON, Kind.SEASON, Kind.INFORMATION, Kind.INFORMATION, Kind.INFORMATION,
                 Kind.DEADLINE, Kind.DEADLINE, Kind.DEADLINE):  # fmt: skip
        number = await give(lite, settings, kind, NOW)
        got += (await tallied(lite, number)).sent
    assert got == 6, "the least important first: none of them takes the place of a more important one"
    for kind in (Kind.SEASON, Kind.INFORMATION, Kind.DEADLINE):
        assert (await counted(lite, settings, Audience(), kind)).budget_used == 1
    assert (await counted(lite, settings, Audience(), Kind.EMERGENCY)).budget_used == 0


@pytest.mark.parametrize(("ago", "used"), [(timedelta(days=7, minutes=1), 0), (timedelta(days=6, hours=23), 1)])
async def test_after_a_week_the_budget_is_there_again(lite: Database, ago: timedelta, used: int) -> None:
    settings = office(weekly_budget=1)
    await settle_in(lite, [1], NOW)
    await give(lite, settings, Kind.INFORMATION, NOW - ago)
    assert (await counted(lite, settings, Audience())).budget_used == used


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
