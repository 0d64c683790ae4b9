"""A database that knows an official and three people."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from db.engine import Database
from tests.inbox.people import with_people


@pytest.fixture
async def both(db: Database) -> Database:
    """A database that knows an official and three people, of each kind: for what the two spell differently."""
    return await with_people(db)


@pytest.fixture
async def known(sqlite_url: str) -> AsyncIterator[Database]:
    """The same on SQLite only."""
    database = Database(sqlite_url)
    yield await with_people(database)
    await database.close()
