"""Who asks and who answers, and what became of the questions."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.people import Actor, Right
from bot.simulator import Person
from db import people
from db.engine import Database
from db.inbox import Question
from handlers.answers import is_missed
from handlers.house import House

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
RINA, ANI, BUDI = 9001, 1, 2
OFFICIAL = Actor(RINA, frozenset({Right.ANSWER, Right.CONTENT, Right.REPORTS}))


async def with_people(db: Database) -> Database:
    async with db.write() as session:
        for who, name in ((RINA, "Rina"), (ANI, "Ani"), (BUDI, "Budi"), (3, "Sari")):
            await people.welcome(session, who, name, "id", NOW)
    return db


async def all_questions(db: Database) -> list[Question]:
    async with db.read() as session:
        return list(await session.scalars(select(Question).order_by(Question.id)))


async def ask_through(person: Person, text: str) -> str:
    """Ask an official as people do; the confirmation."""
    await person.say("mau tanya petugas dong")
    return (await person.say(text))[-1].text


def misses(house: House) -> list[str]:
    """Two messages for which the bot has neither an answer nor a reason to decline, whatever it has learnt."""
    strange = [
        "tukar guling lapak sama sepupu", "kunci gerbang pasar malam dipegang siapa", "kapal selam di atas genting",
        "pinjam tangga punya tetangga sebelah", "kursi goyang kaki tiga", "xqzv wrtp klmn", "wkwk zzz qqq brrr",
        "dongeng kancil mencuri timun", "kunci inggris ukuran dua belas", "sandal jepit sebelah kiri hilang",
    ]  # fmt: skip
    found = [text for text in strange if is_missed(house.answers.answer(text, now=NOW))]
    assert len(found) >= 2
    return found[:2]
