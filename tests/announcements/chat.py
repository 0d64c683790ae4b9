"""An office for tests in the chat: an author, approvers, owners, and what each of them does and sees."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.simulator import Person, Simulator, samples
from bot.simulator.shown import Shown
from db import people
from db.announcements import Announcement, State, ledger
from db.people import Right
from handlers import limiter
from handlers.house import House


@pytest.fixture
def unhurried(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses on and on is answered as fast as it goes: Telegram's message a second is not the subject."""
    sim.limits.mode = "off"
    monkeypatch.setattr(limiter, "CHAT_RATE", 1000.0)


async def official(house: House, sim: Simulator, name: str, *rights: Right) -> Person:
    """Somebody who came by an invite and has these rights."""
    person = sim.person(name)
    await person.start()
    async with house.db.write() as session:
        for right in rights:
            await people.give(session, person.id, right, 0, house.clock.now(), confirmed=True)
    return person


async def two(house: House, sim: Simulator) -> tuple[Person, Person]:
    """An author and an approver."""
    return await official(house, sim, "Rina", Right.ANNOUNCE), await official(house, sim, "Budi", Right.APPROVE)


@pytest.fixture
async def rina(house: House, sim: Simulator) -> Person:
    """Who writes."""
    return await official(house, sim, "Rina", Right.ANNOUNCE)


@pytest.fixture
async def budi(house: House, sim: Simulator) -> Person:
    """Who approves."""
    return await official(house, sim, "Budi", Right.APPROVE)


async def owners(house: House, sim: Simulator, many: int) -> list[Person]:
    """People who once wrote to the bot."""
    found = [sim.person(f"Warga {number:02d}", started=True) for number in range(many)]
    async with house.db.write() as session:
        for one in found:
            await people.welcome(session, one.id, one.name, "id", house.clock.now())
    return found


async def compose(author: Person, text: str = "Pelatihan kemasan gratis, Kamis pukul 9") -> int:
    """A draft for everybody, by the guided way, without attachment and links; its number."""
    await author.say("/pengumuman")
    await author.press("Tulis baru")
    await author.say(text)
    await author.press("Lewati")
    await author.press("Lewati")
    await author.press("Info umum")
    await author.press("Semua orang")
    await author.press("Lanjut")
    await author.press("Segera setelah disetujui")
    return number_of(next(one for one in reversed(author.screen) if "📨 Minta persetujuan" in one.buttons))


async def sent(house: House, author: Person, approver: Person, text: str = "Pelatihan kemasan gratis, Kamis 9") -> int:
    """An announcement that went to everybody; its author has the report. Its number."""
    number = await compose(author, text)
    await approved(house, author, approver, number)
    await until_state(house, number, State.FINISHED)
    await until_sees(author, f"Laporan pengumuman nomor {number}")
    return number


async def approved(house: House, author: Person, approver: Person, number: int) -> None:
    """Hand in the draft whose card the author sees, and approve it."""
    await author.press("Minta persetujuan")
    await approver.press("Setujui", await until_asked(approver, number))
    assert (await reread(house, number)).approved_hash


def send_album(sim: Simulator, person: Person, *captions: str, kind: str = "photo") -> None:
    """Several files at once, as Telegram passes them on: a message each, tied together by their album."""
    for caption in captions:
        body = sim.file_body(kind, samples.upload(kind), caption)
        person.send({**body, "media_group_id": f"album of {person.id}"})


def number_of(card: Shown) -> int:
    """The announcement's number, from the buttons of its card."""
    return int(next(data.split(":")[1] for data in card.data.values() if data.startswith("ann-") and ":" in data))


async def reread(house: House, number: int) -> Announcement:
    async with house.db.read() as session:
        return await session.get_one(Announcement, number)


async def tallied(house: House, number: int) -> ledger.Tally:
    async with house.db.read() as session:
        assert await ledger.ledger_sums(session, number)
        return await ledger.tally(session, number)


async def until(condition: Callable[[], Awaitable[Any]], what: str = "it") -> Any:
    """Wait for something; fails loudly instead of hanging."""
    for _ in range(600):
        if found := await condition():
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


async def until_state(house: House, number: int, state: State) -> Announcement:
    async def reached() -> Announcement | None:
        found = await reread(house, number)
        return found if found.state == state else None

    return await until(reached, f"{number} to be {state}")


async def until_sees(person: Person, words: str) -> Shown:
    """Wait until a message with `words` stands in their chat."""

    async def seen() -> Shown | None:
        return next((one for one in reversed(person.screen) if words in one.text), None)

    return await until(seen, f"{person.name} to see {words!r}; there is {person.screen[-3:]}")


async def until_asked(approver: Person, number: int) -> Shown:
    """Wait until they are asked to approve it."""

    async def asked() -> Shown | None:
        return next((one for one in reversed(approver.screen) if _asks(one, number)), None)

    return await until(asked, f"{approver.name} to be asked about {number}")


def _asks(one: Shown, number: int) -> bool:
    return any(data.startswith(f"ann-yes:{number}:") for data in one.data.values())


def sees(person: Person, words: str) -> bool:
    """Whether a message with `words` stands in their chat."""
    return any(words in one.text for one in person.screen)
