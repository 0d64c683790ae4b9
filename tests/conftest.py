"""What every test may use: the two real databases, a clock, and no network but the loopback."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.clock import TIMETABLE, MovableClock
from bot.simulator import Simulator
from db import schema
from db.engine import Database

DATABASES = os.environ.get("TEST_DATABASES", "sqlite,postgresql").split(",")


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave the machine fails at once and says where it wanted to go."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1"}:  # type: ignore[index]
            raise AssertionError(f"a test wanted to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def rare_rings_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """What rings once a minute or less often rings only when a test says so. On a slow machine a test lasts longer
    than a minute, and a reminder would come into the middle of it."""
    often = tuple(ring for ring in TIMETABLE if ring.seconds < 60)
    monkeypatch.setattr("handlers.timetable.TIMETABLE", often)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a real PostgreSQL, started once from a wheel; an own one may be given in TEST_POSTGRES_URL."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    from tests.postgres import server

    with server() as url:
        yield url


def migrated(url: str) -> None:
    """Bring a database to the newest schema. In a thread of its own, because the caller's loop may be in use."""

    async def upgrade() -> None:
        database = Database(url)
        await schema.upgrade(database)
        await database.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, upgrade()).result()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; tests get copies, because migrating takes longer than most of them."""
    path = tmp_path_factory.mktemp("template") / "umkm.db"
    migrated(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """URL of an SQLite file with the newest schema and nothing in it: for what has nothing to do with its kind."""
    return f"sqlite+aiosqlite:///{shutil.copy(sqlite_template, tmp_path / 'umkm.db')}"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """Name of a migrated PostgreSQL database that tests get copies of."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, _command(postgres_server, "CREATE DATABASE template_umkm")).result()
    migrated(_sibling(postgres_server, "template_umkm"))
    return "template_umkm"


def _sibling(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


async def _command(server: str, command: str) -> None:
    admin = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(command))
    await admin.dispose()


@pytest.fixture(params=DATABASES)
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """URL of a database of each kind, with the newest schema and nothing in it."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server, template = (request.getfixturevalue(name) for name in ("postgres_server", "postgres_template"))
    name = f"t{uuid4().hex}"
    await _command(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _sibling(server, name)
    await _command(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A database with the newest schema; the test runs once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands at a Friday in the bot's first December, 10.00 in Balikpapan."""
    return MovableClock(datetime(2026, 12, 11, 2, 0, tzinfo=UTC))


@pytest.fixture
async def sim(clock: MovableClock) -> AsyncIterator[Simulator]:
    """Telegram in miniature. At the end nothing may have been asked of it that Telegram does not know."""
    async with Simulator(clock=clock) as simulator:
        yield simulator
        assert simulator.complaints == []


@pytest.fixture
async def house(sim: Simulator, clock: MovableClock, sqlite_url: str) -> AsyncIterator[object]:
    """The whole bot on SQLite, talking to `sim` over real HTTP."""
    from tests.house import open_house

    async with open_house(sim, sqlite_url, clock) as opened:
        yield opened
    assert sim.unanswered_callbacks == []
