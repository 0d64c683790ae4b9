"""Ways through a registration, as people go them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.simulator import Person, Shown
from db.businesses import Business
from db.engine import Database
from handlers.house import House

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
