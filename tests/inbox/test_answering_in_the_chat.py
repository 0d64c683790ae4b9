"""Human help as officials give it: cards, answers, articles."""

from __future__ import annotations

from datetime import timedelta

from bot import inbox
from bot.people import Right
from bot.simulator import Simulator
from db import people
from handlers.house import House
from handlers.inbox.answering import bring_letters
from tests.inbox.people import ask_through


async def test_a_question_goes_to_officials_and_its_answer_comes_back(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani", username="ani_kue")
    await ani.say("ada pelatihan apa saja?")
    said = await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    assert "T-0001" in said and "Sudah sampai" in said
    [card] = await rina.hears()
    assert "boleh bawa anak" in card.text and "dari Ani" in card.text and "Pelatihan" in card.text
    assert "ani_kue" not in card.text
    [_, done] = await rina.reply_to(card, "Boleh, ada ruang <bermain>.")
    assert "Sampai ke 1 orang" in done.text
    [letter] = await ani.hears()
    assert "DKUMKMP" in letter.text and "T-0001" in letter.text and "Boleh, ada ruang <bermain>." in letter.text


async def test_a_second_official_sees_who_answered_and_cannot_answer_again(house: House, sim: Simulator) -> None:
    rina, ani, joko = sim.person("Rina", id=9001, started=True), sim.person("Ani"), sim.person("Joko", id=77)
    await joko.start()
    async with house.db.write() as session:
        await people.give(session, 77, Right.ANSWER, 9001, house.clock.now(), confirmed=True)
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [for_rina], [for_joko] = await rina.hears(), await joko.hears()
    await rina.reply_to(for_rina, "Boleh.")
    assert "Dijawab Rina" in next(shown for shown in joko.screen if shown.message_id == for_joko.message_id).text
    [late] = await joko.reply_to(for_joko, "Tidak boleh.")
    assert "sudah dijawab oleh Rina" in late.text
    assert [message.text for message in sim.delivered(ani.id) if "Tidak boleh" in message.text] == []


async def test_the_answer_button_takes_the_next_text_and_nothing_else(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    await rina.hears()
    await rina.press("Jawab")
    assert "hanya" not in (await rina.send_sticker())[-1].text and "diketik" in rina.last.text
    await rina.say("Boleh.")
    assert "Boleh." in (await ani.hears())[-1].text
    assert "93 ribu" in (await rina.say("berapa jumlah umkm di balikpapan?"))[-1].text


async def test_the_same_question_of_two_people_is_one_card_and_one_answer(house: House, sim: Simulator) -> None:
    rina, ani, budi = sim.person("Rina", id=9001, started=True), sim.person("Ani"), sim.person("Budi")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [card] = await rina.hears()
    await ask_through(budi, "boleh bawa anak waktu pelatihan kak")
    assert rina.last.message_id == card.message_id and "2 orang" in rina.last.text
    await rina.reply_to(card, "Boleh.")
    for person, reference in ((ani, "T-0001"), (budi, "T-0002")):
        letter = (await person.hears())[-1].text
        assert reference in letter and "Boleh." in letter


async def test_an_article_answers_the_next_one_who_asks(house: House, sim: Simulator) -> None:
    rina, ani, budi = sim.person("Rina", id=9001, started=True), sim.person("Ani"), sim.person("Budi")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [card] = await rina.hears()
    await rina.reply_to(card, "Boleh, ada ruang bermain.")
    await rina.press("Jadikan artikel")
    [answer] = await budi.say("kak boleh bawa anak waktu pelatihan")
    assert "ada ruang bermain" in answer.text and "Jawaban petugas DKUMKMP, 11 Desember 2026" in answer.text
    await rina.press("Cabut artikel")
    assert "ruang bermain" not in (await budi.say("kak boleh bawa anak waktu pelatihan"))[-1].text


async def test_an_answer_that_telegram_did_not_take_is_brought_later(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [card] = await rina.hears()
    sim.misbehave("500", method="sendMessage", chat_id=ani.id, times=1)
    await rina.reply_to(card, "Boleh.")
    assert "dicoba lagi" in rina.last.text
    sim.move_clock(by=timedelta(minutes=1))
    await bring_letters(house)
    assert [message.text for message in sim.delivered(ani.id) if "Boleh." in message.text] != []
    assert "Sampai ke 1 orang" in next(shown for shown in rina.screen if shown.message_id == card.message_id).text


async def test_who_blocked_the_bot_gets_no_answer_and_the_official_sees_it(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [card] = await rina.hears()
    ani.user.blocked = True
    await rina.reply_to(card, "Boleh.")
    assert "Tidak bisa dikirim ke 1 orang" in rina.last.text


async def test_what_was_erased_goes_from_officials_chats_too(house: House, sim: Simulator) -> None:
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    await ask_through(ani, "boleh bawa anak waktu pelatihan?")
    [card] = await rina.hears()
    await rina.reply_to(card, "Boleh, Bu Ani.")
    async with house.db.write() as session:
        await inbox.forget_person(session, ani.id)
    await bring_letters(house)
    shown = next(shown for shown in rina.screen if shown.message_id == card.message_id).text
    assert "T-0001" in shown and "bawa anak" not in shown and "Bu Ani" not in shown and "Ani" not in shown


async def test_without_any_official_the_bot_does_not_claim_that_it_arrived(house: House, sim: Simulator) -> None:
    said = await ask_through(sim.person("Ani"), "boleh bawa anak waktu pelatihan?")
    assert "simpan" in said and "belum ada petugas" in said
    rina = sim.person("Rina", id=9001, started=True)
    for _ in range(2):
        await bring_letters(house)
    shown = [message.text for message in sim.delivered(rina.id)]
    assert len(shown) == 1 and "T-0001" in shown[0], "shown once, as soon as there is somebody"
