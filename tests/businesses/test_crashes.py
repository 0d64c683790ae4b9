"""A registration survives anything: death after every single step, two devices, two hundred owners, both databases."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application

from bot import businesses
from bot.answers import Answers
from bot.businesses import REGISTER
from bot.clock import MovableClock
from bot.content import City
from bot.forms import SUMMARY, Desk, Pressed, Sheet, Typed
from bot.simulator import Person, Simulator
from bot.texts import Catalogue
from db import forms as drafts
from db import people
from db.engine import Database
from handlers import app as building
from handlers.house import House
from handlers.sender import Sender
from tests.businesses.conftest import TYPED, registered
from tests.house import Process, city, settings_for, until

CITY = City(city()[0])
ANSWERS = Answers(CITY, city()[1])


class Killed(BaseException):
    """The process is gone: nothing that would have come after this happens."""


@asynccontextmanager
async def process(sim: Simulator, url: str, clock: MovableClock) -> AsyncIterator[tuple[House, Application]]:
    """The bot without its intake, so that a test can bring an update to it twice as a restart does."""
    db = Database(url)
    house = House(settings_for(sim, url), db, clock, Catalogue(), ANSWERS)
    app = building.build(house)
    await app.initialize()
    house.username = app.bot.username
    try:
        yield house, app
    finally:
        await app.shutdown()
        await db.close()


async def handle(app: Application, house: House, raw: dict[str, Any]) -> None:
    """What the intake does with an update: handle it, then keep what was talked about."""
    await app.process_update(Update.de_json(raw, app.bot))
    talks, house.talks = house.talks, {}
    if talks:
        async with house.db.write() as session:
            await people.remember_talks(session, talks, house.clock.now())


def update(sim: Simulator, ani: Person, number: int, text: str) -> dict[str, Any]:
    """A message as Telegram would bring it."""
    sender = {"id": ani.id, "is_bot": False, "first_name": "Ani", "language_code": "id"}
    chat = {"id": ani.id, "type": "private", "first_name": "Ani"}
    date = int(sim.clock.now().timestamp())
    return {
        "update_id": number,
        "message": {"message_id": number, "date": date, "chat": chat, "from": sender, "text": text},
    }


async def test_death_after_every_single_step_loses_and_doubles_nothing(
    sim: Simulator, database_url: str, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each message dies once before its answer went out and once after it, and comes again each time."""
    monkeypatch.setattr("handlers.limiter.CHAT_RATE", 1000.0)
    sim.limits.mode = "off"
    ani = sim.person("Ani", id=42, started=True)
    async with process(sim, database_url, clock) as (house, app):
        living = house.sender
        for number, text in enumerate(TYPED, 1000):
            raw = update(sim, ani, number, text)
            house.sender = _dying(living)
            with pytest.raises(Killed):
                await app.process_update(Update.de_json(raw, app.bot))
            house.talks.clear()
            house.sender = living
            for _ in range(2):
                before = len(sim.delivered(ani.id))
                await handle(app, house, raw)
                assert len(sim.delivered(ani.id)) > before, f"after {text!r} the open question is shown again"
        [business] = await registered(house)
    assert (business.name, business.sector, business.kelurahan) == ("Dapur Bu Tutik", "kuliner", "64.71.05.1011")
    assert (business.started_year, business.yearly_sales) == (2019, 180_000_000)
    assert (business.nib, business.phone) == ("9120001234567", "+6281254321000")
    assert "sudah terdaftar" in sim.delivered(ani.id)[-2].text


def _dying(sender: Sender) -> Sender:
    """Whatever is committed is committed; the first word to Telegram never leaves."""

    async def dead(*arguments: Any, **options: Any) -> None:
        raise Killed

    dying = Sender(sender.bot)
    for name in ("reply", "edit", "photo", "document", "typing", "toast", "remove_keyboard"):
        setattr(dying, name, dead)
    return dying


SENDING = ("sendMessage", "sendPhoto", "sendChatAction")


async def test_kill_9_in_the_middle_of_a_registration(sim: Simulator, database_url: str) -> None:
    sim.limits.mode = "off"
    ani = sim.person("Ani")
    async with Process(sim, database_url, hurried=True) as bot:
        for text in TYPED[:5]:
            await ani.say(text, timeout=30)
        sim.misbehave("slow", seconds=3)
        seen = sum(sim.desk.counts[method] for method in SENDING)
        ani.queue(TYPED[5])
        await until(lambda: sum(sim.desk.counts[method] for method in SENDING) > seen)
        bot.kill()
        await bot.ended()
    sim.calm()
    async with Process(sim, database_url, hurried=True):
        for text in TYPED[6:]:
            await ani.say(text, timeout=30)
        await until(lambda: any("sudah terdaftar" in message.text for message in sim.delivered(ani.id)))
    db = Database(database_url)
    [business] = await registered(db)
    assert (business.name, business.yearly_sales, business.phone) == ("Dapur Bu Tutik", 180_000_000, "+6281254321000")
    await db.close()


# -- the desk on both databases ---------------------------------------------------------------------------------------


def sheet(person_id: int, now: datetime) -> Sheet:
    return Sheet(CITY, ANSWERS.understanding, now, person_id, f"P{person_id}")


async def test_two_hundred_owners_at_once_are_saved_once_and_rightly(db: Database, clock: MovableClock) -> None:
    chance = random.Random(7)
    wards = [ward for district in CITY.areas.districts for ward in district.wards]
    desk = Desk(db, {form.id: form for form in businesses.FORMS})
    async with db.write() as session:
        for number in range(200):
            await people.welcome(session, number + 1, f"P{number}", "id", clock.now())

    async def owner(number: int) -> None:
        me, at = sheet(number + 1, clock.now()), number * 100
        await desk.start(REGISTER, me, update_id=at)
        answers = [f"Usaha {number}", "laundry", f"kelurahan {wards[number % len(wards)].name}",
        str(1990 + number % 30),
                   f"{number + 1} juta sebulan", "lewati", "lewati", "simpan"]  # fmt: skip
        for step, text in enumerate(answers, at + 1):
            done = await desk.answer(me, Typed(text), update_id=step)
            if chance.random() < 0.2:
                again = await desk.answer(me, Typed(text), update_id=step)
                assert again.again and again.state == done.state
            await asyncio.sleep(chance.random() / 50)

    await asyncio.gather(*(owner(number) for number in range(200)))
    saved = {int(one.name.removeprefix("Usaha ")): one for one in await registered(db)}
    assert (
        len(saved) == 200 == len({one.number for one in saved.values()}) == len({one.token for one in saved.values()})
    )
    for number, business in saved.items():
        assert business.kelurahan == wards[number % len(wards)].code
        assert (business.started_year, business.yearly_sales) == (1990 + number % 30, (number + 1) * 12_000_000)


async def test_two_devices_that_save_at_the_same_moment_save_once(db: Database, clock: MovableClock) -> None:
    desk = Desk(db, {form.id: form for form in businesses.FORMS})
    async with db.write() as session:
        await people.welcome(session, 1, "Ani", "id", clock.now())
    me = sheet(1, clock.now())
    await desk.start(REGISTER, me, update_id=1)
    for step, text in enumerate(("Toko Ani", "laundry", "damai baru", *["lewati"] * 4), 2):
        done = await desk.answer(me, Typed(text), update_id=step)
    assert done.state is not None and done.state.step == SUMMARY
    tag = done.state.tag
    presses = [desk.press(me, "register", tag, Pressed(SUMMARY, "!save"), update_id=100 + n) for n in range(8)]
    results = await asyncio.gather(*presses, desk.answer(me, Typed("ya"), update_id=200))
    assert len(await registered(db)) == 1
    assert len([one for one in results if one.result.get("business")]) == 1


async def test_an_update_that_comes_twice_starts_a_form_once(db: Database, clock: MovableClock) -> None:
    desk = Desk(db, {form.id: form for form in businesses.FORMS})
    async with db.write() as session:
        await people.welcome(session, 1, "Ani", "id", clock.now())
    me = sheet(1, clock.now())
    first = await desk.start(REGISTER, me, update_id=1, first=Typed("Toko Ani"))
    again = await desk.start(REGISTER, me, update_id=1, first=Typed("Toko Ani"))
    assert first.state == again.state and again.again


async def test_a_saved_form_is_forgotten_when_its_update_cannot_come_again(db: Database, clock: MovableClock) -> None:
    desk = Desk(db, {form.id: form for form in businesses.FORMS})
    async with db.write() as session:
        await people.welcome(session, 1, "Ani", "id", clock.now())
    me = sheet(1, clock.now())
    await desk.start(REGISTER, me, update_id=1)
    for step, text in enumerate(("Toko Ani", "laundry", "damai baru", *["lewati"] * 4, "ya"), 2):
        await desk.answer(me, Typed(text), update_id=step)
    assert (await desk.answer(me, Typed("ya"), update_id=9)).again
    async with db.write() as session:
        await drafts.forget_saved(session, clock.now() - timedelta(days=1))
        assert await drafts.find(session, 1, "register") is not None
        await drafts.forget_saved(session, clock.now() + timedelta(days=1))
        assert await drafts.find(session, 1, "register") is None


async def test_another_form_in_between_waits_for_its_turn(db: Database, clock: MovableClock) -> None:
    desk = Desk(db, {form.id: form for form in businesses.FORMS})
    async with db.write() as session:
        await people.welcome(session, 1, "Ani", "id", clock.now())
    me = sheet(1, clock.now())
    await desk.start(REGISTER, me, update_id=1, first=Typed("Toko Ani"))
    await desk.start(businesses.DELETE, me, update_id=2, subject=7, answers={"name": "X", "number": "Y"})
    done = await desk.answer(me, Typed("tidak"), update_id=3)
    assert done.turn is not None and done.turn.drop
    assert (await desk.answer(me, Typed("laundry"), update_id=4)).turn is None, "no form is open"
    taken_up = await desk.resume(me, "register", update_id=5)
    assert taken_up.state is not None and taken_up.state.answers == {"name": "Toko Ani"}
