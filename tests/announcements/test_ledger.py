"""The ledger at work, on both databases: taken once, late outcomes, and what can never be."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from bot.announcements import starting, steering
from bot.settings import Settings
from db import schema
from db.announcements import Announcement, Delivery, Fate, State, ledger
from db.announcements.ledger import Entry
from db.engine import Database
from tests.announcements.conftest import AUTHOR, approved, settle_in, tallied

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


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


async def test_an_office_that_has_announced_is_upgraded_with_its_ledger(small: Database) -> None:
    def back(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(schema.HERE / "migrations"))
        config.attributes["connection"] = connection
        command.downgrade(config, "0006_inbox")

    async with small.writer.begin() as connection:
        await connection.run_sync(back)
    assert not await schema.is_current(small)
    await schema.upgrade(small)
    async with small.read() as session:
        found = (await session.scalars(select(Announcement))).one()
    assert (found.signed, found.state) == ("", State.SENDING), "it went out in the office's name alone"
    assert (await tallied(small, found.id)).total == 1
