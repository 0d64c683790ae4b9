"""Connections to SQLite or PostgreSQL: one way to read, one way to write.

SQLAlchemy with aiosqlite and its defaults turned 200 concurrent increments into 27 without an error, because the
driver begins a transaction only before the first write. So every SQLite write transaction begins with BEGIN IMMEDIATE,
on connections that writers take in turn; readers have connections that cannot write.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from db.straight import Answer, Work, straight

BUSY_TIMEOUT_MS = 10_000
CACHE_KB = 200
"""Of each connection. SQLite's own 2,000 for seven of them would be a tenth of the process; the system keeps the file
in memory anyway."""
JSON: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}
"""How columns of JSON are written and read, by the engines of both kinds."""
READERS = 4
READING, WRITING = "BEGIN", "BEGIN IMMEDIATE"
POSTGRES_POOL = 8

GONE = (OperationalError, InterfaceError, ConnectionError, OSError, TimeoutError)
"""What reading or writing raises while the database is away; see `is_away`."""

AWAY_STATES = ("08", "53", "57P")
"""PostgreSQL: no connection; too many of them, no memory or disk; it is shutting down or starting up."""


def is_away(error: BaseException) -> bool:
    """True when `error` says that the database cannot be reached now (and may be again later)."""
    if isinstance(error, DBAPIError) and (error.connection_invalidated or _state(error).startswith(AWAY_STATES)):
        return True
    return isinstance(error, GONE)


REFUSED_STATES = ("28", "3D", "3F")
"""PostgreSQL: this role may not enter; there is no such database, no such schema. Waiting does not help."""


def refuses(error: BaseException) -> bool:
    """True when the database is there and does not let us in: DATABASE_URL names the wrong user or database."""
    return isinstance(error, DBAPIError) and _state(error).startswith(REFUSED_STATES)


def cause(error: Exception) -> str:
    """The driver's own words in one line, or the kind of error when it has none."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    return words[0].rpartition(">: ")[2] if words else type(error).__name__


def _state(error: DBAPIError) -> str:
    """PostgreSQL's SQLSTATE, five letters and digits; "" where there is none."""
    return str(getattr(error.orig, "sqlstate", None) or "")


class Database:
    """The city's database. `url` is an SQLAlchemy URL for aiosqlite or asyncpg.

    Raises ValueError with one clear sentence when the URL is of another kind or names what cannot be.
    """

    def __init__(self, url: str) -> None:
        self.url = checked(url)
        self.dialect = self.url.get_backend_name()
        if self.dialect == "sqlite":
            _make_room(Path(self.url.database or ""))
        self._straight: tuple[Engine, Engine] | None = None
        self._turn: AbstractAsyncContextManager[Any] = nullcontext()
        if self.dialect == "sqlite":
            self._writer = _sqlite_engine(self.url, begin=WRITING, pool_size=1)
            self._reader = _sqlite_engine(self.url, begin=READING, pool_size=READERS, query_only=True)
            self._straight = (_straight_engine(self.url, READING, query_only=True), _straight_engine(self.url, WRITING))
            self._hand = ThreadPoolExecutor(1, "writer")
            self._turn = asyncio.Lock()  # two connections write: in order of arrival, not by SQLite's trial and error
        else:
            self._writer = self._reader = create_async_engine(
                self.url, pool_size=POSTGRES_POOL, max_overflow=POSTGRES_POOL, pool_pre_ping=True, **JSON
            )
        self._write = async_sessionmaker(self._writer, expire_on_commit=False)
        self._read = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session in a write transaction: committed at the end, rolled back when the block raises."""
        async with self._turn, self._write() as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading. Nothing it does is kept."""
        async with self._read() as session:
            yield session

    async def read_at_once(self, work: Work[Answer]) -> Answer:
        """`await work(session)` within `read`; on SQLite by the short way. Only for queries by key: it holds the loop.

        Readers of SQLite's WAL wait for nobody, so this takes as long as the query, some 10 us.
        """
        if self._straight is not None:
            return straight(self._straight[0], work)
        async with self.read() as session:
            return await work(session)

    async def write_at_once(self, work: Work[Answer]) -> Answer:
        """`await work(session)` within `write`; on SQLite by the short way, in a thread, since writers take turns."""
        if self._straight is not None:
            async with self._turn:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._hand, straight, self._straight[1], work)
        async with self.write() as session:
            return await work(session)

    @property
    def writer(self) -> AsyncEngine:
        """The engine behind `write`, for migrations and backups."""
        return self._writer

    async def close(self) -> None:
        """Close every connection."""
        if self._straight is not None:
            self._hand.shutdown()
            for engine in self._straight:
                engine.dispose()
        await self._reader.dispose()
        await self._writer.dispose()


def checked(url: str) -> URL:
    """The address in its parts. Raises ValueError with one clear sentence for a kind that is not served."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise ValueError(
            "DATABASE_URL is not an address of a database; write for example sqlite+aiosqlite:///umkm.db"
        ) from None
    if parsed.drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        raise ValueError(
            f"DATABASE_URL must start with sqlite+aiosqlite:/// or postgresql+asyncpg://, not with {parsed.drivername}"
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise ValueError("DATABASE_URL needs a file: a database in memory would be lost at every restart")
    return parsed


def _make_room(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise IsADirectoryError
    except OSError as error:
        raise ValueError(f"DATABASE_URL names {file}, where no file can be: {_words(error)}") from None


def _words(error: OSError) -> str:
    return error.strerror or "it is a folder"


def _sqlite_engine(url: URL, *, begin: str, pool_size: int, query_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_timeout=60, **JSON)
    _prepare(engine.sync_engine, begin, query_only)
    return engine


def _straight_engine(url: URL, begin: str, query_only: bool = False) -> Engine:
    """One connection, used by one thread; closed by another, hence unchecked."""
    plain = url.set(drivername="sqlite+pysqlite")
    engine = create_engine(plain, pool_size=1, max_overflow=0, connect_args={"check_same_thread": False}, **JSON)
    _prepare(engine, begin, query_only)
    return engine


def _prepare(engine: Engine, begin: str, query_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions behind our back
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"cache_size=-{CACHE_KB}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if query_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
