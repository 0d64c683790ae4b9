"""What arrives is answered in order, once, and in the right place."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.simulator import Simulator
from db import intake
from db.intake import Incoming
from handlers.gate import Flood, Pace
from handlers.house import House
from tests.house import open_house, until
from tests.intake.questions import QUESTION, states


async def test_a_question_is_answered_and_its_words_are_forgotten(house: House, sim: Simulator) -> None:
    [answer] = await sim.person("Ani").say(QUESTION)
    assert "93 ribu" in answer.text and "10 November 2025" in answer.text and "Sumber" in answer.text
    async with house.db.read() as session:
        rows = (await session.execute(select(Incoming.state, Incoming.raw))).all()
    assert rows == [("handled", "")]


async def test_each_chat_is_answered_in_the_order_it_asked(house: House, sim: Simulator) -> None:
    sim.limits.mode = "off"
    people = [sim.person(f"P{n}") for n in range(20)]
    for question in ("/help", QUESTION, "/bahasa"):
        for person in people:
            person.queue(question)
    await until(lambda: all(len(sim.delivered(person.id)) == 3 for person in people))
    for person in people:
        first, second, third = (message.text for message in sim.delivered(person.id))
        assert "Yang bisa saya bantu" in first
        assert "93 ribu" in second
        assert "bahasa" in third


async def test_a_nul_in_a_message_is_no_reason_to_fail(sim: Simulator, clock: MovableClock, database_url: str) -> None:
    async with open_house(sim, database_url, clock):
        [answer] = await sim.person("A\x00ni").say("berapa jumlah\x00 umkm di balikpapan?")
    assert "93 ribu" in answer.text
    assert await states(database_url) == {"handled": 1}


async def test_in_groups_the_bot_keeps_silent(house: House, sim: Simulator) -> None:
    group = {"id": -100123, "type": "supergroup", "title": "Pasar"}
    sender = {"id": sim.person("Ani").id, "is_bot": False, "first_name": "Ani"}
    for words in ("/datasaya", "/usaha", "/start", QUESTION):
        command = {"type": "bot_command", "offset": 0, "length": len(words)}
        entities = [command] if words.startswith("/") else []
        message = {"message_id": 1, "date": 1_765_418_400, "chat": group, "from": sender}
        sim.inject({"message": {**message, "text": words, "entities": entities}})
    await sim.person("Budi").say(QUESTION)
    await until(lambda: house.busy() == 0)
    assert sim.desk.counts["sendMessage"] == 1


async def test_somebody_who_floods_hears_one_polite_word_and_is_still_answered(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    sim.limits.mode = "off"
    monkeypatch.setattr("handlers.limiter.CHAT_BURST", 100)
    ani = sim.person("Ani")
    for _ in range(40):
        ani.queue("/bahasa")
    await until(lambda: len(sim.delivered(ani.id)) == 41)
    assert len([m for m in sim.delivered(ani.id) if "cepat sekali" in m.text]) == 1


async def test_a_machine_that_floods_is_not_answered_for_ever(clock: MovableClock) -> None:
    flood = Flood(fast=3, mad=5)
    paces = [flood.judge(1, clock.now()) for _ in range(7)]
    assert paces == [Pace.FINE] * 3 + [Pace.WARN, Pace.FINE, Pace.DROP, Pace.DROP]
    assert flood.judge(2, clock.now()) is Pace.FINE, "others are not held back"
    assert flood.judge(1, clock.now() + timedelta(minutes=2)) is Pace.FINE


async def test_blocking_and_coming_back_are_noticed(house: House, sim: Simulator) -> None:
    from db.people import Person

    ani = sim.person("Ani")
    await ani.say("/help")

    async def unreachable() -> object:
        async with house.db.read() as session:
            return (await session.get_one(Person, ani.id)).unreachable_since

    ani.block()
    await asyncio.sleep(0.3)
    assert await unreachable() is not None
    ani.unblock()
    await ani.start()
    assert await unreachable() is None


async def test_old_handled_updates_are_forgotten(house: House, sim: Simulator, clock: MovableClock) -> None:
    from handlers.timetable import housekeeping

    await sim.person("Ani").say(QUESTION)
    clock.move_by(timedelta(days=3))
    await housekeeping(house)
    async with house.db.read() as session:
        assert await intake.counts(session) == {}


async def test_short_messages_in_a_row_are_taken_together(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    ani.queue("perkara begituan")
    await asyncio.sleep(0.3)
    ani.queue("jumlah umkm bpp")
    await ani.hears(1)
    await ani.hears_nothing(0.5)
    assert "93 ribu" in ani.last.text


async def test_an_unclear_word_alone_is_still_answered(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.answers.WRITES_ON_SECONDS", 0.2)
    ani = sim.person("Ani")
    [answer] = await ani.say("perkara begituan", timeout=8)
    assert "belum yakin" in answer.text and "Tanya petugas" in answer.buttons[-1]


async def test_voice_stickers_and_pictures_get_a_friendly_sentence(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    for send in (ani.send_voice, ani.send_sticker, ani.send_photo):
        [answer] = await send()
        assert answer.text


async def test_the_chart_is_uploaded_once(house: House, sim: Simulator) -> None:
    first, second = sim.person("Ani"), sim.person("Budi")
    [one] = await first.say("/statistik", timeout=15)
    [two] = await second.say("/statistik")
    assert one.photo and two.photo and "93 ribu" in one.text
    uploads = [call for call in sim.calls if call.method == "sendPhoto" and "photo" not in call.params]
    assert len(uploads) == 1


async def test_a_command_that_does_not_exist_shows_what_there_is(house: House, sim: Simulator) -> None:
    [answer] = await sim.person("Ani").say("/bayar")
    assert "Yang bisa saya bantu" in answer.text and answer.buttons


@pytest.mark.parametrize("data", ["ask", "menu", "lang"])
async def test_a_button_that_lacks_its_argument_does_nothing(house: House, sim: Simulator, data: str) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    sender = {"id": ani.id, "is_bot": False, "first_name": "Ani"}
    sim.inject({"callback_query": {"id": "1", "from": sender, "chat_instance": "1", "data": data}})
    await ani.hears_nothing(0.3)


async def test_what_telegram_notes_in_a_chat_is_no_question(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    chat, sender = {"id": ani.id, "type": "private"}, {"id": ani.id, "is_bot": False, "first_name": "Ani"}
    note = {"message_id": 900, "date": 1_765_418_400, "chat": chat, "from": sender}
    sim.inject({"message": {**note, "pinned_message": {**note, "message_id": 1}}})
    await ani.hears_nothing(0.3)


async def test_openers_wait_for_the_question_and_a_greeting_does_not(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    for text in ("min", "mau nanya"):
        ani.queue(text)
        await asyncio.sleep(0.3)
    ani.queue("jumlah umkm bpp")
    await ani.hears(1)
    await ani.hears_nothing(0.5)
    assert "93 ribu" in ani.last.text
    assert "Halo" in (await ani.say("halo", timeout=2))[-1].text
