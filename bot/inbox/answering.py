"""The officials' side: read, answer once for everybody who asked, and make articles of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox.asking import Refused, checked
from bot.inbox.likeness import alike, grouped, likeness
from bot.outcomes import Later, Never, Outcome, Sent
from bot.people import Actor, require
from db import inbox, people
from db.engine import Database
from db.inbox import Article, Kind, Question, Status, Told, Waiting
from db.people import Right

MOST_LETTERS = 50
MOST_UNSEEN = 10
IN_HAND = timedelta(minutes=5)
"""After so long an answer that a process took in hand counts as unknown."""
MISSED_LOOKED_AT = 1000
LIKELY = 0.4
"""Confidence from which a guess at the topic helps the reader more than it misleads."""
SHELF_LASTS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Card:
    """A group of questions as officials see it. `name` is None for who wants no name; `parts` are additions.

    `told` counts what became of the answer, by `Told`. `status` is open while anybody of the group waits.
    """

    group_id: int
    reference: str
    kind: Kind
    status: Status
    name: str | None
    text: str
    parts: tuple[str, ...]
    asked: int
    topics: tuple[str, ...]
    topic: str | None
    confidence: float | None
    created_at: datetime
    answer: str | None
    answered_by: str
    answered_at: datetime | None
    told: dict[Told | None, int]


@dataclass(frozen=True, slots=True)
class Letter:
    """An answer on its way to one person."""

    question_id: int
    person_id: int
    group_id: int
    reference: str
    kind: Kind
    text: str
    answer: str


async def card(db: Database, actor: Actor, group_id: int) -> Card | None:
    """The group, or None when there is none. Needs the right `answer`."""
    require(actor, Right.ANSWER)
    async with db.read() as session:
        members = await inbox.group(session, group_id)
        if not members:
            return None
        parts = await inbox.parts(session, [member.id for member in members])
        ids = [who for member in members for who in (member.person_id, member.answered_by) if who]
        names = await people.names(session, ids)
    return _card(members, [part.text for part in parts], names)


def _card(members: Sequence[Question], parts: Sequence[str], names: dict[int, str]) -> Card:
    living = [member for member in members if member.status != Status.WITHDRAWN]
    face = next((member for member in living if member.text), living[0] if living else members[0])
    answered = next((member for member in living if member.status == Status.ANSWERED), None)
    told: dict[Told | None, int] = {}
    for member in [one for one in living if one.person_id is not None]:
        told[member.told] = told.get(member.told, 0) + 1
    return Card(
        group_id=int(face.group_id or face.id),
        reference=face.reference,
        kind=Kind(face.kind),
        status=_status(living),
        name=None if face.anonymous or face.person_id is None else names.get(face.person_id),
        text=face.text,
        parts=tuple(parts),
        asked=len(living),
        topics=tuple(face.context.get("topics", ())),
        topic=face.topic,
        confidence=face.confidence,
        created_at=face.created_at,
        answer=answered.answer if answered else None,
        answered_by=names.get(answered.answered_by or 0, "") if answered else "",
        answered_at=answered.answered_at if answered else None,
        told=told,
    )


def _status(living: Sequence[Question]) -> Status:
    states = {Status(member.status) for member in living}
    return next((status for status in (Status.OPEN, Status.ANSWERED) if status in states), Status.WITHDRAWN)


async def waiting(db: Database, actor: Actor, offset: int, most: int) -> tuple[list[Waiting], int]:
    """A page of the groups that wait longest, and how many wait in all. Needs the right `answer`."""
    require(actor, Right.ANSWER)
    async with db.read() as session:
        return await inbox.waiting(session, offset, most), await inbox.count_waiting(session)


async def missed_groups(db: Database, actor: Actor, most: int) -> list[tuple[int, str, int]]:
    """(newest question's id, its text, how often) of what the bot could not answer. Needs the right `answer`."""
    require(actor, Right.ANSWER)
    async with db.read() as session:
        rows = await inbox.missed(session, MISSED_LOOKED_AT)
    groups = grouped(((id, text), like) for id, text, like in rows)
    return [(members[0][0], members[0][1], len(members)) for members in groups[:most]]


async def shown_in(db: Database, official_id: int, message_id: int) -> int | None:
    """Which group an official's message shows. Whether they may answer it is asked when they do."""
    async with db.read() as session:
        return await inbox.shown_in(session, official_id, message_id)


async def remember_message(db: Database, group_id: int, official_id: int, message_id: int) -> None:
    """An official has the group before them in that message."""
    async with db.write() as session:
        await inbox.remember_message(session, group_id, official_id, message_id)


async def official_messages(db: Database, group_id: int) -> list[tuple[int, int]]:
    """(official, message) of every message that shows the group."""
    async with db.read() as session:
        return [(row.official_id, row.message_id) for row in await inbox.messages(session, group_id)]


async def answer(db: Database, actor: Actor, group_id: int, text: str, *, now: datetime) -> int:
    """Answer everyone who asks this; how many they are. The first answer wins.

    Raises NotAllowed, or Refused: unknown; answered (with `name` of who was first); withdrawn; long; empty.
    """
    require(actor, Right.ANSWER)
    clean = checked(text)
    async with db.write() as session:
        count = await inbox.close(session, group_id, clean, actor.person_id, now)
        if count == 0:
            await _say_why(session, group_id)
        people.record(session, actor.person_id, "question.answered", now, f"T-{group_id:04d}", people=count)
    return count


async def _say_why(session: AsyncSession, group_id: int) -> None:
    members = await inbox.group(session, group_id)
    done = next((member for member in members if member.status == Status.ANSWERED), None)
    if done is not None:
        names = await people.names(session, [done.answered_by or 0])
        raise Refused("answered", reference=done.reference, name=names.get(done.answered_by or 0, "-"))
    raise Refused("withdrawn" if members else "unknown")


async def letters(db: Database, *, now: datetime, group_id: int | None = None) -> list[Letter]:
    """Take answers that are due into hand; what becomes of each goes to `delivered`."""
    async with db.write() as session:
        if group_id is None:
            await inbox.drop_hand(session, now - IN_HAND)
        taken = await inbox.claim(session, now, group_id, MOST_LETTERS)
        return [
            Letter(q.id, q.person_id, int(q.group_id or q.id), q.reference, Kind(q.kind), q.text, q.answer or "")
            for q in taken
            if q.person_id is not None
        ]


async def delivered(db: Database, question_id: int, outcome: Outcome, *, now: datetime) -> None:
    """Write down what became of a letter. Only what certainly did not arrive is tried again."""
    told, at = _told(outcome, now)
    async with db.write() as session:
        await inbox.note(session, question_id, told, at)


async def unseen(db: Database) -> list[int]:
    """Open groups that no official has before them: there was none, or the process died before telling."""
    async with db.read() as session:
        return await inbox.unseen(session, MOST_UNSEEN)


async def erased(db: Database) -> list[int]:
    """Groups whose messages in officials' chats still show words of somebody who was erased; each is given once."""
    async with db.write() as session:
        return await inbox.take_erased(session)


def _told(outcome: Outcome, now: datetime) -> tuple[Told, datetime]:
    match outcome:
        case Sent():
            return Told.SENT, now
        case Later():
            return Told.LATER, now + timedelta(seconds=outcome.seconds)
        case Never():
            return Told.NEVER, now
        case _:
            return Told.UNKNOWN, now


# -- articles ---------------------------------------------------------------------------------------------------------


async def make_article(
    db: Database, actor: Actor, question_id: int, *, now: datetime, text: str | None = None
) -> Article:
    """Let the bot give this question's answer (or `text`, for one it missed) to whoever asks the same.

    Needs the right `content`. Raises Refused: unknown (also for complaints), long, empty.
    """
    require(actor, Right.CONTENT)
    async with db.write() as session:
        question = await inbox.find(session, question_id)
        given = text if text is not None else question.answer if question else None
        if question is None or not question.text or not given or question.kind == Kind.COMPLAINT:
            raise Refused("unknown")
        known = next((a for a in await inbox.articles(session) if a.likeness == question.likeness), None)
        if known is not None:
            await inbox.retire(session, known.id, now)
        article = Article(question=question.text, likeness=question.likeness, answer=checked(given),
                          made_by=actor.person_id, made_at=now)  # fmt: skip
        session.add(article)
        await session.flush()
        people.record(session, actor.person_id, "question.article", now, f"T-{question_id:04d}", article=article.id)
    return article


async def articles(db: Database) -> list[Article]:
    """The articles in use. They are public: the bot says them to everyone."""
    async with db.read() as session:
        return list(await inbox.articles(session))


def article_for(known: Sequence[Article], text: str) -> Article | None:
    """The article that answers `text`, the newest first."""
    like = likeness(text) if known else ""
    return next((article for article in reversed(known) if alike(article.likeness, like)), None)


class Shelf:
    """The articles in use, kept in memory for a moment: they are looked through for every message."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: Sequence[Article] = ()
        self._until: datetime | None = None

    async def known(self, now: datetime) -> Sequence[Article]:
        """The articles, at most a minute old: another process may have added one."""
        if self._until is None or not self._until - SHELF_LASTS <= now < self._until:
            self._known, self._until = await articles(self._db), now + SHELF_LASTS
        return self._known

    def changed(self) -> None:
        """Look again next time."""
        self._until = None


async def retire_article(db: Database, actor: Actor, article_id: int, *, now: datetime) -> bool:
    """Take an article out of use; False when it is not. Needs the right `content`."""
    require(actor, Right.CONTENT)
    async with db.write() as session:
        gone = await inbox.retire(session, article_id, now)
        if gone:
            people.record(session, actor.person_id, "question.article_retired", now, str(article_id))
        return gone


async def counts(db: Database, actor: Actor, since: datetime) -> tuple[dict[Status, int], list[tuple[str | None, int]]]:
    """Questions since then by status and by guessed topic, most first. Needs the right `reports`."""
    require(actor, Right.REPORTS)
    async with db.read() as session:
        return await inbox.counts_by_status(session, since), await inbox.counts_by_topic(session, since, LIKELY)
