"""Ways through a registration, as people go them."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import privacy
from bot.answers import Answers
from bot.businesses import REGISTER
from bot.clock import MovableClock
from bot.content import load, read_city
from bot.forms import Sheet, Typed
from bot.simulator import Person, Shown, Simulator
from bot.texts import Catalogue
from db import people, schema
from db.businesses import Business
from db.engine import Database
from handlers import forms
from handlers.house import House
from handlers.run import living
from tests.house import city, ready, settings_for

TYPED = ("mau daftarin usaha", "Dapur Bu Tutik", "katering", "damai baru", "2019", "15 juta sebulan", "9120001234567",
         "0812 5432 1000", "simpan")  # fmt: skip
"""A whole registration in words: nine messages."""


@dataclass(frozen=True)
class Tap:
    """A button, by its label or a part of it."""

    label: str


@dataclass(frozen=True)
class Key:
    """A key below the input."""

    label: str


BUTTONS = (Tap("Usaha saya"), Tap("Daftarkan usaha"), Tap("Setuju"), Tap("Pakai"), Tap("Fesyen"), Tap("Selatan"),
           Tap("Damai Baru"), Tap("2024"), Tap("Rp5 juta – Rp25 juta"), Tap("Lewati"), Key("Bagikan"),
           Tap("Simpan"))  # fmt: skip
"""A whole registration without a letter typed."""


async def do(person: Person, act: str | Tap | Key) -> list[Shown]:
    """Say, press or tap."""
    match act:
        case Tap():
            return await person.press(act.label)
        case Key():
            return await person.taps_keyboard(act.label)
        case _:
            return await person.say(act)


async def go(person: Person, acts: Sequence[str | Tap | Key]) -> list[Shown]:
    """One after the other; what the bot said to the last."""
    shown: list[Shown] = []
    for act in acts:
        shown = await do(person, act)
    return shown


async def registered(db: Database | House) -> list[Business]:
    """Every business there is."""
    database = db.db if isinstance(db, House) else db
    async with database.read() as session:
        return list((await session.scalars(select(Business).order_by(Business.id))).all())


def said(messages: Sequence[Shown]) -> str:
    """All words of some messages."""
    return "\n".join(message.text for message in messages)


async def has_registered(house: House, person: Person, *answers: str) -> None:
    """Somebody registered a business earlier: the same forms, without the chat."""
    me = Sheet(house.city, house.answers.understanding, house.clock.now(), person.id, person.name)
    desk = forms.desk_of(house)
    async with house.db.write() as session:
        await people.welcome(session, person.id, person.name, "id", me.now)
        await privacy.agree(session, person.id, me.now)
    number = secrets.randbelow(10**9) + 10**9  # the simulator's own are small
    await desk.start(REGISTER, me, update_id=number)
    for at, answer in enumerate(answers, 1):
        await desk.answer(me, Typed(answer), update_id=number + at)
    person.user.started = True


# -- a house that opens quickly: the schema and the city's content are made once, not for each test --------------------


@dataclass(frozen=True)
class Ground:
    """A database file with schema and content, and the answers from that content."""

    file: Path
    answers: Answers


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Made once."""
    file = tmp_path_factory.mktemp("ground") / "house.db"

    async def make() -> Answers:
        db = Database(f"sqlite+aiosqlite:///{file}")
        await schema.upgrade(db)
        loaded, understanding = city()
        await load(db, loaded, datetime(2026, 12, 11, tzinfo=UTC))
        read = await read_city(db, loaded)
        await db.close()
        return Answers(read, understanding)

    return Ground(file, asyncio.run(make()))


@pytest.fixture
async def house(
    sim: Simulator, clock: MovableClock, tmp_path: Path, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """The whole bot on its own copy of that database, talking to `sim` over real HTTP, at the pace of a machine."""
    monkeypatch.setattr("handlers.limiter.CHAT_RATE", 1000.0)
    sim.limits.mode = "off"
    file = tmp_path / "house.db"
    shutil.copy(ground.file, file)
    url = f"sqlite+aiosqlite:///{file}"
    db = Database(url)
    opened = House(settings_for(sim, url), db, clock, Catalogue(), ground.answers)
    async with living(opened) as work:
        await ready(opened, work)
        sim.bot_is_idle = lambda: opened.busy() == 0
        yield opened
        sim.bot_is_idle = None
    await db.close()
    assert sim.unanswered_callbacks == []
