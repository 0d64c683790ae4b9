"""One answer reaches everyone who asked, and what became of it is written down."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.inbox import Refused, answering, asking
from bot.outcomes import Later, Never, Sent, Unknown
from bot.people import Actor, NotAllowed, Right
from db.engine import Database
from db.inbox import Kind, Told
from db.people import Audit
from tests.inbox.people import ANI, BUDI, NOW, OFFICIAL, all_questions


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
