"""Human help as people meet it: a question, a complaint, a change of mind."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.simulator import Simulator
from db.engine import Database
from db.forms import Draft
from db.inbox import Status
from handlers.house import House
from handlers.timetable import housekeeping
from tests.house import Process, until
from tests.inbox.people import NOW, all_questions, ask_through, misses


async def test_people_add_to_and_withdraw_their_question(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [card] = await rina.hears()
    await ani.press("Tambah keterangan")
    assert "sudah masuk" in (await ani.say("umurnya 3 tahun"))[-1].text
    assert "umurnya 3 tahun" in rina.last.text and rina.last.message_id == card.message_id
    await ani.press("Tarik kembali")
    await ani.press("Ya, tarik kembali")
    assert "sudah ditarik" in ani.last.text
    assert "ditarik" in rina.last.text and "bawa anak" not in rina.last.text
    assert "ditarik" in (await rina.reply_to(card, "Boleh."))[-1].text


async def test_a_nik_reaches_neither_the_database_nor_an_official(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    said = await ask_through(ani, "NIK 6471051234560001 sudah terdaftar belum?")
    assert "samarkan" in said
    assert "6471051234560001" not in (await rina.hears())[0].text
    assert "6471051234560001" not in (await all_questions(house.db))[0].text


async def test_two_misses_in_a_row_are_offered_to_an_official_together(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    one, two = misses(house)
    [first] = await ani.say(one)
    assert "📨 Kirim ke petugas" not in first.buttons
    [second] = await ani.say(two)
    assert "📨 Kirim ke petugas" in second.buttons
    await ani.press("Kirim ke petugas")
    [card] = await rina.hears()
    assert one in card.text and two in card.text
    assert [question.status for question in await all_questions(house.db)] == [Status.OPEN]
    await ani.press("Kirim ke petugas", second)
    assert len(await all_questions(house.db)) == 1, "pressed twice, sent once"


async def test_an_understood_question_in_between_ends_the_row_of_misses(house: House, sim: Simulator) -> None:
    ani, (one, two) = sim.person("Ani"), misses(house)
    await ani.say(one)
    await ani.say("berapa jumlah umkm di balikpapan?")
    [third] = await ani.say(two)
    assert "📨 Kirim ke petugas" not in third.buttons


async def test_a_complaint_is_heard_out_and_sent_without_a_name(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani", username="ani_kue")
    [heard] = await ani.say("panitianya pilih kasih dan curang!! saya selalu dapat tempat di pojok")
    assert "serius" in heard.text and "kapan" in heard.text
    [doubt] = await ani.say("percuma juga sih")
    assert "dibaca petugas" in doubt.text
    assert "tambah" in (await ani.say("pasar malam hari Sabtu lalu"))[-1].text
    [promise] = await ani.say("tapi jangan sebut nama saya ya")
    assert "tidak akan melihat nama" in promise.text and "tetap menyimpan nomor chat" in promise.text
    [sent] = await ani.say("ya sudah, kirim")
    assert "T-0001" in sent.text and not any("Daftar" in label for label in sent.buttons)
    [card] = await rina.hears()
    assert "Keluhan T-0001" in card.text and "pojok" in card.text and "Sabtu lalu" in card.text
    assert "Ani" not in card.text and "ani_kue" not in card.text and "jangan sebut" not in card.text
    await rina.reply_to(card, "Kami tegur panitianya.")
    assert "Kami tegur panitianya." in (await ani.hears())[-1].text


async def test_who_goes_elsewhere_meanwhile_is_asking_the_bot_again(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.say("mau tanya petugas dong")
    await ani.say("/statistik")
    assert "93 ribu" in (await ani.say("berapa jumlah umkm di balikpapan?"))[-1].text
    assert await all_questions(house.db) == []


async def test_a_wait_ends_by_itself_and_can_be_cancelled(house: House, sim: Simulator) -> None:
    ani, budi = sim.person("Ani"), sim.person("Budi")
    for person in (ani, budi):
        await person.say("mau tanya petugas dong")
    await ani.press("Batal")
    sim.move_clock(by=timedelta(minutes=31))
    for person in (ani, budi):
        assert "93 ribu" in (await person.say("berapa jumlah umkm di balikpapan?"))[-1].text
    assert await all_questions(house.db) == []


async def test_a_too_long_question_is_refused_in_words_and_the_wait_goes_on(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    assert "terlalu panjang" in await ask_through(ani, "panjang " * 300)
    assert "T-0001" in (await ani.say("boleh bawa anak waktu pelatihan?"))[-1].text


async def test_kill_9_between_storing_and_telling_loses_no_question_and_asks_none_twice(
    sim: Simulator, sqlite_url: str
) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    async with Process(sim, sqlite_url) as bot:
        await ani.say("mau tanya petugas dong", timeout=30)
        sim.misbehave("slow", method="sendMessage", chat_id=rina.id, seconds=30)
        ani.queue("boleh bawa anak waktu pelatihan?")
        db = Database(sqlite_url)
        while not await all_questions(db):
            await asyncio.sleep(0.02)
        bot.kill()
        await bot.ended()
    sim.calm()
    async with Process(sim, sqlite_url):
        await until(lambda: any("T-0001" in message.text for message in sim.delivered(ani.id)))
    assert any("bawa anak" in message.text for message in sim.delivered(rina.id))
    assert [question.text for question in await all_questions(db)] == ["boleh bawa anak waktu pelatihan?"]
    await db.close()


async def test_somebody_who_replies_to_the_bot_is_still_answered(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.start()
    assert "93 ribu" in (await ani.reply_to(ani.last, "berapa jumlah umkm di balikpapan?"))[-1].text


async def test_housekeeping_forgets_what_was_missed_and_what_was_never_sent(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.say(misses(house)[0])
    await ani.say("panitianya pilih kasih dan curang!! saya selalu dapat tempat di pojok")
    sim.move_clock(by=timedelta(days=91))
    await housekeeping(house)
    assert await all_questions(house.db) == []
    async with house.db.read() as session:
        assert list(await session.scalars(select(Draft.form))) == []


async def test_a_form_that_was_open_goes_on_after_the_wait(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.start()
    async with house.db.write() as session:
        session.add(Draft(person_id=ani.id, form="else", step="name", data={"a": 1}, updated_at=NOW, nudged_at=NOW))
    for _ in range(2):
        await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    async with house.db.read() as session:
        rows = (await session.execute(select(Draft.form, Draft.active, Draft.data))).all()
    assert [tuple(row) for row in rows] == [("else", True, {"a": 1})]


async def test_who_asks_when_an_answer_comes_is_told_and_asks_nobody_again(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [said] = await ani.say("berapa lama dibalas")
    assert "tidak bisa kami janjikan" in said.text
    [said] = await ani.say("jumlah umkm berapa")
    assert "93 ribu" in said.text
    assert len(await all_questions(house.db)) == 1


async def test_a_change_of_mind_asks_nobody_and_switches_nothing_off(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.say("mau tanya petugas")
    [said] = await ani.say("eh ga usah")
    assert "tidak jadi" in said.text
    assert await all_questions(house.db) == []
