"""Human help: what people ask reaches officials, what officials answer reaches everyone who asked, and nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import inbox
from bot.inbox import Refused, answering, asking
from bot.inbox.cues import Cue, is_a_complaint, read_cue, sounds_like_a_complaint
from bot.inbox.likeness import alike, likeness, masked
from bot.outcomes import Later, Never, Sent, Unknown
from bot.people import Actor, NotAllowed, Right
from bot.simulator import Person, Simulator
from db import people, schema
from db.engine import Database
from db.forms import Draft
from db.inbox import Kind, Question, QuestionPart, Status, Told
from db.people import Audit
from handlers.answers import is_missed
from handlers.house import House
from handlers.inbox.answering import bring_letters
from handlers.timetable import housekeeping
from tests.house import Process, until

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
RINA, ANI, BUDI = 9001, 1, 2
OFFICIAL = Actor(RINA, frozenset({Right.ANSWER, Right.CONTENT, Right.REPORTS}))


async def with_people(db: Database) -> Database:
    async with db.write() as session:
        for who, name in ((RINA, "Rina"), (ANI, "Ani"), (BUDI, "Budi"), (3, "Sari")):
            await people.welcome(session, who, name, "id", NOW)
    return db


@pytest.fixture
async def both(db: Database) -> Database:
    """A database that knows an official and three people, of each kind: for what the two spell differently."""
    return await with_people(db)


@pytest.fixture
async def known(tmp_path: Path) -> AsyncIterator[Database]:
    """The same on SQLite only."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'inbox.db'}")
    await schema.upgrade(database)
    yield await with_people(database)
    await database.close()


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


# -- what is kept -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nik", ["6471051234560001", "6471 0512 3456 0001", "647105.123456.0001", "6471-0512-3456-0001"]
)
def test_a_16_digit_number_is_hidden_however_it_is_grouped(nik: str) -> None:
    hidden = masked(f"nik saya {nik}, tolong dicek")
    assert not any(part in hidden for part in ("6471", "0001"))
    assert hidden.startswith("nik saya ") and hidden.endswith(", tolong dicek")


@pytest.mark.parametrize("text", ["081234567890", "omzet 400.000.000", "NIB 1234567890123", "12345678901234567"])
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


@given(st.text(max_size=80))
def test_masking_never_fails_and_is_done_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kapan bazar Ramadan dibuka?", "min kapan bazar ramadan di buka"),
     ("syarat ikut galeri bandara", "SYARAT IKUT GALERI BANDARA!!")],
)  # fmt: skip
def test_nearly_equal_questions_count_as_one(one: str, other: str) -> None:
    assert alike(likeness(one), likeness(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("kapan bazar ramadan", "kapan bazar natal"), ("syarat kur", "syarat kue"), ("", ""),
     ("stan nomor 7 punya siapa ya", "stan nomor 8 punya siapa ya")],
)  # fmt: skip
def test_different_questions_stay_apart(one: str, other: str) -> None:
    assert not alike(likeness(one), likeness(other))


def test_complaints_are_told_from_questions() -> None:
    assert is_a_complaint("pembagian lapak tidak adil, panitianya pilih kasih")
    assert not is_a_complaint("apakah ada pungutan untuk bikin NIB?")
    assert not is_a_complaint("berapa umkm di balikpapan")
    assert sounds_like_a_complaint("saya mau komplain")
    assert not sounds_like_a_complaint("mau bicara sama petugas")


@pytest.mark.parametrize(
    ("text", "cue"),
    [("yaudah kirim aja", Cue.SEND), ("nama saya tolong dirahasiakan", Cue.ANONYMOUS), ("gak jadi deh", Cue.CANCEL),
     ("percuma juga lapor", Cue.DOUBT), ("kejadiannya di pasar pandansari hari senin", None),
     ("saya sudah kirim berkas tiga kali ke kantor tapi tidak pernah dibalas sampai sekarang", None)],
)  # fmt: skip
def test_short_messages_steer_a_complaint_long_ones_tell_it(text: str, cue: Cue | None) -> None:
    assert read_cue(text) is cue


# -- the service, on both databases -----------------------------------------------------------------------------------


async def test_one_answer_reaches_everyone_who_asked_the_same(both: Database) -> None:
    first = await asking.ask(both, ANI, "kapan bazar ramadan dibuka?", now=NOW)
    second = await asking.ask(both, BUDI, "kapan bazar ramadan di buka", now=NOW)
    other = await asking.ask(both, 3, "stan nomor 7 punya siapa", now=NOW)
    assert first.group_id == second.group_id == first.id != other.group_id
    assert await answering.answer(both, OFFICIAL, first.id, "Bulan Februari.", now=NOW) == 2
    letters = await answering.letters(both, now=NOW)
    assert {letter.person_id: letter.answer for letter in letters} == dict.fromkeys((ANI, BUDI), "Bulan Februari.")
    assert [question.status for question in await all_questions(both)] == ["answered", "answered", "open"]


async def test_the_first_of_two_answers_wins_and_the_second_learns_whose_it_is(both: Database) -> None:
    question = await asking.ask(both, ANI, "kapan bazar?", now=NOW)
    joko = Actor(BUDI, frozenset({Right.ANSWER}))
    outcomes = await asyncio.gather(
        answering.answer(both, OFFICIAL, question.id, "Satu.", now=NOW),
        answering.answer(both, joko, question.id, "Dua.", now=NOW),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert outcomes.count(1) == 1 and [r.reason for r in refused] == ["answered"]
    [kept] = await all_questions(both)
    winner = "Rina" if kept.answer == "Satu." else "Budi"
    assert refused[0].values == {"reference": kept.reference, "name": winner}
    async with both.read() as session:
        assert (await session.scalars(select(Audit.act))).all() == ["question.answered"]


async def test_a_repeated_update_asks_and_adds_once(both: Database) -> None:
    for _ in range(2):
        question = await asking.ask(both, ANI, "kapan bazar?", now=NOW, origin="77")
        await asking.add(both, ANI, question.id, "yang di lapangan", now=NOW, origin="78")
    assert len(await all_questions(both)) == 1
    async with both.read() as session:
        assert len(list(await session.scalars(select(QuestionPart)))) == 1


async def test_nobody_touches_another_persons_question(known: Database) -> None:
    question = await asking.ask(known, ANI, "kapan bazar?", now=NOW)
    for act in (asking.withdraw(known, BUDI, question.id), asking.add(known, BUDI, question.id, "halo", now=NOW)):
        with pytest.raises(Refused, match="unknown"):
            await act
    assert (await all_questions(known))[0].status == Status.OPEN


async def test_a_withdrawn_question_loses_its_words_and_needs_no_answer(known: Database) -> None:
    question = await asking.ask(known, ANI, "kapan bazar?", now=NOW)
    await asking.add(known, ANI, question.id, "rahasia", now=NOW)
    await asking.withdraw(known, ANI, question.id)
    with pytest.raises(Refused, match="withdrawn"):
        await answering.answer(known, OFFICIAL, question.id, "Besok.", now=NOW)
    with pytest.raises(Refused, match="closed"):
        await asking.add(known, ANI, question.id, "eh", now=NOW)
    card = await answering.card(known, OFFICIAL, question.id)
    assert card is not None and (card.text, card.parts, card.status) == ("", (), Status.WITHDRAWN)


async def test_complaints_stand_alone_and_may_hide_the_name(known: Database) -> None:
    text = "stan dibagi tidak adil"
    first = await asking.ask(known, ANI, text, now=NOW, kind=Kind.COMPLAINT, anonymous=True)
    second = await asking.ask(known, BUDI, text, now=NOW, kind=Kind.COMPLAINT)
    assert first.group_id != second.group_id
    cards = [await answering.card(known, OFFICIAL, question.id) for question in (first, second)]
    assert [card.name for card in cards if card] == [None, "Budi"]


async def test_what_becomes_of_an_answer_is_written_down_and_only_a_sure_miss_is_tried_again(both: Database) -> None:
    fates = (Sent(5), Later(60, "server"), Never("blocked", blocked=True), Unknown("lost"))
    for number, fate in enumerate(fates):
        question = await asking.ask(both, ANI, f"pertanyaan nomor {number} tentang apa", now=NOW)
        await answering.answer(both, OFFICIAL, question.id, "Ini.", now=NOW)
        [letter] = await answering.letters(both, now=NOW)
        assert await answering.letters(both, now=NOW) == [], "what is in hand is nobody else's"
        await answering.delivered(both, letter.question_id, fate, now=NOW)
    told = [question.told for question in await all_questions(both)]
    assert told == [Told.SENT, Told.LATER, Told.NEVER, Told.UNKNOWN]
    later = NOW + timedelta(seconds=61)
    assert [letter.question_id for letter in await answering.letters(both, now=later)] == [2]


async def test_an_answer_whose_process_died_on_the_way_is_unknown_and_not_sent_again(known: Database) -> None:
    question = await asking.ask(known, ANI, "kapan bazar?", now=NOW)
    await answering.answer(known, OFFICIAL, question.id, "Besok.", now=NOW)
    assert len(await answering.letters(known, now=NOW)) == 1
    assert await answering.letters(known, now=NOW + timedelta(minutes=6)) == []
    assert (await all_questions(known))[0].told == Told.UNKNOWN


async def test_what_was_missed_is_shown_by_likeness_with_counts(known: Database) -> None:
    asked = ((ANI, "kapan bazar ramadan dibuka?"), (BUDI, "kapan bazar ramadan di buka"), (3, "stan 7 punya siapa"))
    for who, text in asked:
        await asking.miss(known, who, text, [("season.ramadan", 0.2)], now=NOW)
    groups = await answering.missed_groups(known, OFFICIAL, 10)
    assert [group[1:] for group in groups] == [("kapan bazar ramadan di buka", 2), ("stan 7 punya siapa", 1)]


async def test_missed_questions_are_forgotten_after_90_days_open_ones_are_not(both: Database) -> None:
    await asking.miss(both, ANI, "entah apa", [], now=NOW)
    await asking.ask(both, ANI, "kapan bazar?", now=NOW)
    async with both.write() as session:
        assert await inbox.forget_old(session, NOW + timedelta(days=89)) == 0
        assert await inbox.forget_old(session, NOW + timedelta(days=91)) == 1
    assert [question.status for question in await all_questions(both)] == [Status.OPEN]


async def test_erasing_a_person_leaves_counts_and_no_words(both: Database) -> None:
    await asking.ask(both, ANI, "kapan bazar?", now=NOW, guess=("season.next", 0.9), topics=["stat.total"])
    answered = await asking.ask(both, ANI, "rahasia saya soal modal", now=NOW, guess=("program.kur", 0.9))
    await asking.add(both, ANI, answered.id, "alamat saya", now=NOW)
    await answering.answer(both, OFFICIAL, answered.id, "Untuk Ani begini.", now=NOW)
    await asking.miss(both, ANI, "rahasia lain", [], now=NOW)
    async with both.write() as session:
        assert await inbox.forget_person(session, ANI) == [1, 2]
    left = await all_questions(both)
    assert [(q.person_id, q.text, q.answer, q.context) for q in left] == [(None, "", None, {})] * 2
    assert await answering.letters(both, now=NOW) == [], "an answer to somebody erased goes nowhere"
    _, topics = await answering.counts(both, OFFICIAL, NOW - timedelta(days=1))
    assert topics == [("program.kur", 1)]
    async with both.read() as session:
        assert list(await session.scalars(select(QuestionPart))) == []


async def test_an_article_answers_nearly_the_same_question_until_it_is_retired(known: Database) -> None:
    question = await asking.ask(known, ANI, "kapan bazar ramadan dibuka?", now=NOW)
    await answering.answer(known, OFFICIAL, question.id, "Bulan Februari.", now=NOW)
    made = await answering.make_article(known, OFFICIAL, question.id, now=NOW)
    found = answering.article_for(await answering.articles(known), "min, kapan bazar ramadan di buka")
    assert found is not None and found.answer == "Bulan Februari."
    assert answering.article_for(await answering.articles(known), "kapan bazar natal dibuka") is None
    assert await answering.retire_article(known, OFFICIAL, made.id, now=NOW)
    assert await answering.articles(known) == []


async def test_a_complaint_never_becomes_an_article(known: Database) -> None:
    complaint = await asking.ask(known, ANI, "panitia pilih kasih", now=NOW, kind=Kind.COMPLAINT)
    await answering.answer(known, OFFICIAL, complaint.id, "Kami cek.", now=NOW)
    with pytest.raises(Refused, match="unknown"):
        await answering.make_article(known, OFFICIAL, complaint.id, now=NOW)


async def test_without_the_right_nothing_is_read_or_answered(known: Database) -> None:
    question = await asking.ask(known, ANI, "kapan bazar?", now=NOW)
    nobody = Actor(BUDI)
    for call in (
        answering.card(known, nobody, question.id), answering.answer(known, nobody, question.id, "x", now=NOW),
        answering.waiting(known, nobody, 0, 5), answering.missed_groups(known, nobody, 5),
        answering.make_article(known, nobody, question.id, now=NOW), answering.counts(known, nobody, NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await call


# -- through the front door -------------------------------------------------------------------------------------------


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


async def test_a_too_long_question_is_refused_in_words_and_the_wait_goes_on(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    assert "terlalu panjang" in await ask_through(ani, "panjang " * 300)
    assert "T-0001" in (await ani.say("boleh bawa anak waktu pelatihan?"))[-1].text


async def test_without_any_official_the_bot_does_not_claim_that_it_arrived(house: House, sim: Simulator) -> None:
    said = await ask_through(sim.person("Ani"), "boleh bawa anak waktu pelatihan?")
    assert "simpan" in said and "belum ada petugas" in said
    rina = sim.person("Rina", id=9001, started=True)
    for _ in range(2):
        await bring_letters(house)
    shown = [message.text for message in sim.delivered(rina.id)]
    assert len(shown) == 1 and "T-0001" in shown[0], "shown once, as soon as there is somebody"


async def test_kill_9_between_storing_and_telling_loses_no_question_and_asks_none_twice(
    sim: Simulator, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'killed.db'}"
    rina, ani = sim.person("Rina", id=9001, started=True), sim.person("Ani")
    async with Process(sim, url) as bot:
        await ani.say("mau tanya petugas dong", timeout=30)
        sim.misbehave("slow", method="sendMessage", chat_id=rina.id, seconds=30)
        ani.queue("boleh bawa anak waktu pelatihan?")
        db = Database(url)
        while not await all_questions(db):
            await asyncio.sleep(0.02)
        bot.kill()
        await bot.ended()
    sim.calm()
    async with Process(sim, url):
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
