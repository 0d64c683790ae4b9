"""Whether this is the only process at its database.

Whoever is takes up at the start all that is not handled, without waiting for leases to end. A second one started by
mistake would answer everything again that the first has in hand. Both locks end with the process, also by kill -9.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import Database

TRIES, PAUSE_SECONDS = 15, 0.2
"""What was killed a moment ago may still be leaving."""
KEY = 5_502_026
"""Any number that nobody else locks in this database."""


@asynccontextmanager
async def alone(database: Database) -> AsyncIterator[bool]:
    """True when no other process is in here, and none comes in before the end of the block."""
    if database.dialect == "sqlite":
        async with _file(Path(f"{database.url.database}-alone")) as mine:
            yield mine
        return
    async with database.writer.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        mine = await _soon(lambda: _advisory(connection))
        try:
            yield mine
        finally:
            with suppress(DBAPIError, OSError):  # the server may be away by now, and the lock with it
                await connection.execute(text("SELECT pg_advisory_unlock_all()"))


async def _advisory(connection: AsyncConnection) -> bool:
    return bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}))


@asynccontextmanager
async def _file(path: Path) -> AsyncIterator[bool]:
    """A lock of a file beside the database: to open and close the database's own would end SQLite's locks on it."""
    try:
        import fcntl
    except ImportError:  # not on Windows, where nobody looks after the bot but its operator
        yield True
        return
    with path.open("w") as file:

        async def locked() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield await _soon(locked)


async def _soon(attempt: Callable[[], Awaitable[bool]]) -> bool:
    for _ in range(TRIES):
        if await attempt():
            return True
        await asyncio.sleep(PAUSE_SECONDS)
    return False
