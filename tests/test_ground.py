"""The ground floor: both databases behave alike, and no write is lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from db import intake, people, schema
from db.engine import Database, is_away
from db.people import Audit, Person, Right

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)


async def test_migrations_bring_an_empty_database_to_the_models(db: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    async with db.writer.connect() as connection:
        missing = await connection.run_sync(lambda c: compare_metadata(MigrationContext.configure(c), schema.METADATA))
    assert missing == []
    assert await schema.is_current(db)


async def test_a_second_upgrade_changes_nothing(db: Database) -> None:
    await schema.upgrade(db)
    assert await schema.is_current(db)


async def test_two_hundred_concurrent_increments_are_two_hundred(db: Database) -> None:
    async with db.write() as session:
        await people.welcome(session, 1, "0", "id", NOW)

    async def increment() -> None:
        for _ in range(25):
            async with db.write() as session:
                ani = await session.get_one(Person, 1, with_for_update=True)
                ani.name = str(int(ani.name) + 1)

    await asyncio.gather(*(increment() for _ in range(8)))
    async with db.read() as session:
        assert (await session.get_one(Person, 1)).name == "200"


async def test_a_block_that_raises_leaves_nothing_behind(db: Database) -> None:
    with pytest.raises(RuntimeError):
        async with db.write() as session:
            await people.welcome(session, 1, "Ani", "id", NOW)
            raise RuntimeError
    async with db.read() as session:
        assert await session.get(Person, 1) is None


async def test_moments_come_back_aware_and_in_utc(db: Database) -> None:
    wita = NOW.astimezone(timezone(timedelta(hours=8)))
    async with db.write() as session:
        await people.welcome(session, 1, "Ani", "id", wita)
    async with db.read() as session:
        seen = (await session.get_one(Person, 1)).first_seen
    assert seen == NOW
    assert seen.utcoffset() == timedelta(0)


async def test_a_naive_moment_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="without time zone"):
        async with db.write() as session:
            await people.welcome(session, 1, "Ani", "id", datetime(2026, 12, 11))  # noqa: DTZ001


@pytest.mark.parametrize("change", ["UPDATE audit SET act = 'nothing'", "DELETE FROM audit"])
async def test_the_audit_only_grows(db: Database, change: str) -> None:
    async with db.write() as session:
        people.record(session, 7, "announcement.approved", NOW, subject="12")
    with pytest.raises(DBAPIError, match="the audit only grows"):
        async with db.write() as session:
            await session.execute(text(change))
    async with db.read() as session:
        assert (await session.scalars(select(Audit.act))).all() == ["announcement.approved"]


async def test_the_door_knows_person_rights_businesses_draft_and_talk_from_one_query(db: Database) -> None:
    from db.businesses import Business
    from db.door import at_the_door
    from db.forms import Draft

    async with db.write() as session:
        await people.welcome(session, 1, "Ani", "id", NOW)
        await people.welcome(session, 2, "Budi", "id", NOW)
        granted = {"granted_by": 9, "granted_at": NOW}
        session.add(people.Grant(person_id=1, right=Right.ANSWER, confirmed_at=NOW, **granted))
        session.add(people.Grant(person_id=1, right=Right.APPROVE, **granted))
        session.add(Draft(person_id=1, form="business", step="name", data={"a": 1}, updated_at=NOW))
        await people.remember_talks(session, {1: {"topic": "stat.total"}}, NOW)
        for number, sector in enumerate(["kuliner", "jasa", "fesyen", "kuliner"]):
            closed = {"status": "closed", "closed_at": NOW} if sector == "jasa" else {}
            keys = {"draft_key": str(number), "token": str(number), "kecamatan": "x", "name": "Usaha"}
            session.add(Business(owner_id=1, sector=sector, created_at=NOW, updated_at=NOW, **keys, **closed))
            await session.flush()
    async with db.read() as session:
        door = await at_the_door(session, [1, 2, 3])
    assert set(door) == {1, 2}
    assert door[1].rights == {Right.ANSWER}, "a right that waits for a second admin is not in force"
    assert (door[1].form, door[1].step, door[1].data) == ("business", "name", {"a": 1})
    assert door[1].talk == {"topic": "stat.total"}
    assert door[1].sectors == ("kuliner", "fesyen"), "of open businesses, the oldest first, each once"
    assert door[2].rights == frozenset() and door[2].form is None


async def test_a_repeated_update_is_kept_once(db: Database) -> None:
    row = {"update_id": 5, "raw": "{}", "received_at": NOW, "lease_until": NOW}
    async with db.write() as session:
        assert await intake.keep(session, [row]) == {5}
    async with db.write() as session:
        await intake.handled(session, [5])
        assert await intake.keep(session, [row, {**row, "update_id": 6}]) == {6}
    async with db.read() as session:
        assert await intake.counts(session) == {"handled": 1, "waiting": 1}


async def test_a_handled_update_forgets_what_it_said(db: Database) -> None:
    row = {"update_id": 5, "raw": '{"text": "rahasia"}', "received_at": NOW, "lease_until": NOW}
    async with db.write() as session:
        await intake.keep(session, [row])
        await intake.handled(session, [5])
    async with db.read() as session:
        assert await session.scalar(select(intake.Incoming.raw)) == ""


async def test_what_another_process_holds_is_taken_up_only_when_its_lease_ends(db: Database) -> None:
    row = {"update_id": 5, "raw": "{}", "received_at": NOW, "lease_until": NOW + timedelta(minutes=1)}
    later = NOW + timedelta(minutes=2)
    async with db.write() as session:
        await intake.keep(session, [row])
        assert await intake.take_up(session, NOW, later, everyones=False) == []
        assert await intake.take_up(session, later, later, everyones=False) == [(5, "{}", 0)]
        await intake.begun_again(session, [5])
        assert await intake.take_up(session, NOW, later, everyones=True) == [(5, "{}", 1)]


async def test_what_a_person_wrote_after_something_that_is_still_held_is_not_taken_up(db: Database) -> None:
    ended, holds, now = NOW, NOW + timedelta(minutes=5), NOW + timedelta(minutes=2)
    leases = {1: (7, holds), 2: (7, ended), 3: (8, ended), 4: (0, holds), 5: (0, ended), 6: (8, ended)}
    async with db.write() as session:
        await intake.keep(session, [
            {"update_id": n, "whose": who, "raw": "{}", "received_at": NOW, "lease_until": until}
            for n, (who, until) in leases.items()
        ])  # fmt: skip
        taken = await intake.take_up(session, now, holds, everyones=False)
        assert [one.update_id for one in taken] == [3, 5, 6], "of 7 the first is held; 0 is nobody"
        later = await intake.take_up(session, holds + timedelta(minutes=1), holds, everyones=False)
        assert [one.update_id for one in later] == [1, 2, 3, 4, 5, 6]


async def test_updates_of_people_change_nobody_else(db: Database) -> None:
    async with db.write() as session:
        await people.welcome(session, 1, "Ani", "id", NOW)
        await people.welcome(session, 2, "Budi", "id", NOW)
        await people.unreachable(session, [1], NOW)
        await people.speak(session, 2, "en")
        await session.execute(update(Person).where(Person.id == 2).values(phone="+6281"))
        await people.seen(session, 1, "Ani", NOW)
    async with db.read() as session:
        ani, budi = await session.get_one(Person, 1), await session.get_one(Person, 2)
    assert (ani.language, ani.unreachable_since) == ("id", None)
    assert (budi.language, budi.unreachable_since) == ("en", None)


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite:///x.db", "sqlite+aiosqlite:///:memory:"])
def test_a_database_of_another_kind_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        Database(url)


@pytest.mark.parametrize(
    ("state", "away"),
    [("57P03", True), ("57P01", True), ("53300", True), ("08006", True), ("57014", False), ("22021", False)],
)
def test_a_postgresql_that_starts_up_shuts_down_or_is_full_is_away(state: str, away: bool) -> None:
    said = RuntimeError("what the driver raised")
    said.sqlstate = state  # type: ignore[attr-defined]
    assert is_away(DBAPIError("SELECT 1", None, said)) is away


async def test_the_short_way_commits_at_the_end_and_not_at_all_when_it_fails(db: Database) -> None:
    await db.write_at_once(lambda session: people.welcome(session, 1, "Ani", "id", NOW))

    async def fails(session: AsyncSession) -> None:
        await people.welcome(session, 2, "Budi", "id", NOW)
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        await db.write_at_once(fails)
    assert set(await db.read_at_once(lambda session: people.names(session, [1, 2]))) == {1}


async def test_the_short_and_the_long_way_of_writing_take_turns(db: Database) -> None:
    await db.write_at_once(lambda session: people.welcome(session, 1, "", "id", NOW))

    async def longer(session: AsyncSession) -> None:
        name = Person.name + "a"
        await session.execute(update(Person).where(Person.id == 1).values(name=name))

    async def the_long_way() -> None:
        async with db.write() as session:
            await longer(session)

    ways = [way for _ in range(20) for way in (the_long_way(), db.write_at_once(longer))]
    await asyncio.gather(*ways)
    assert await db.read_at_once(lambda session: people.names(session, [1])) == {1: "a" * 40}
