"""What people ask is kept once, is theirs alone, and is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import inbox
from bot.inbox import Refused, answering, asking
from db.engine import Database
from db.inbox import Kind, QuestionPart, Status
from tests.inbox.people import ANI, BUDI, NOW, OFFICIAL, all_questions


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
