"""The inbox: what people asked officials, what the bot could not answer, the answers, and what became an article."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    case,
    delete,
    desc,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, insert_ignore


class Kind(enum.StrEnum):
    """What somebody wants of an official."""

    QUESTION = "question"
    COMPLAINT = "complaint"


class Status(enum.StrEnum):
    """Where a question is. `MISSED`: the bot had no answer and nobody has asked an official (yet)."""

    MISSED = "missed"
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Told(enum.StrEnum):
    """What became of an answer on its way to whoever asked. After a crash `SENDING` becomes `UNKNOWN`.

    `ERASED`: nobody is told any more, and officials' messages that still show the words are to be emptied.
    """

    LATER = "later"
    SENDING = "sending"
    SENT = "sent"
    NEVER = "never"
    UNKNOWN = "unknown"
    ERASED = "erased"


class Question(Base):
    """One question or complaint. `group_id` is the id of the first open question that asked the same, or its own.

    `likeness` is the text as it is compared, `origin` names the update it came with, so that a repeated one is stored
    once. `context` is {"topics": [ids just talked about], "guesses": [[topic, confidence], ...]}. An erased person's
    questions keep topic and dates, nothing else.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("status IN ('missed', 'open', 'answered', 'withdrawn')", name="status_known"),
        CheckConstraint("kind IN ('question', 'complaint')", name="kind_known"),
        CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="answered_has_a_day"),
        Index(None, "status", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    group_id: Mapped[int | None] = mapped_column(BigInteger, index=True, default=None)
    kind: Mapped[Kind] = mapped_column(String(10), default=Kind.QUESTION)
    status: Mapped[Status] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    likeness: Mapped[str] = mapped_column(Text, default="")
    anonymous: Mapped[bool] = mapped_column(default=False)
    topic: Mapped[str | None] = mapped_column(String(64), default=None)
    confidence: Mapped[float | None] = mapped_column(default=None)
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    origin: Mapped[str | None] = mapped_column(String(40), unique=True, default=None)
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    answer: Mapped[str | None] = mapped_column(Text, default=None)
    told: Mapped[Told | None] = mapped_column(String(8), default=None)
    told_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def reference(self) -> str:
        """What people call it: "T-0042"."""
        return f"T-{self.id:04d}"


class QuestionPart(Base):
    """Something the person added afterwards."""

    __tablename__ = "question_part"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    origin: Mapped[str | None] = mapped_column(String(40), unique=True, default=None)


class Notified(Base):
    """Message in an official's chat that shows a question (the first of its group); a reply to it is an answer."""

    __tablename__ = "notified"

    official_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)


class Article(Base):
    """An official's answer that the bot gives by itself to whoever asks nearly the same."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    likeness: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None] = mapped_column(default=None)


# -- one question ---------------------------------------------------------------------------------------------------


async def find(session: AsyncSession, question_id: int) -> Question | None:
    """The question, locked where the database can lock rows."""
    return await session.get(Question, question_id, with_for_update=True)


async def by_origin(session: AsyncSession, origin: str | None) -> Question | None:
    """The question that came with that update already."""
    if origin is None:
        return None
    return (await session.scalars(select(Question).where(Question.origin == origin))).one_or_none()


async def came_with(session: AsyncSession, origin: str) -> Question | None:
    """The question that came with that update already, or to which it added something."""
    added = select(QuestionPart.question_id).where(QuestionPart.origin == origin)
    found = select(Question).where(or_(Question.origin == origin, Question.id.in_(added)))
    return (await session.scalars(found)).one_or_none()


async def add_part(session: AsyncSession, question_id: int, text: str, at: datetime, origin: str | None) -> None:
    """Something more to a question; a repeated update adds nothing."""
    await insert_ignore(session, QuestionPart, [{"question_id": question_id, "text": text, "at": at, "origin": origin}])


async def forget_parts(session: AsyncSession, question_id: int) -> None:
    """What was added to a question, gone."""
    await session.execute(delete(QuestionPart).where(QuestionPart.question_id == question_id))


async def parts(session: AsyncSession, question_ids: Sequence[int]) -> Sequence[QuestionPart]:
    """What was added to these questions, oldest first."""
    query = select(QuestionPart).where(QuestionPart.question_id.in_(question_ids)).order_by(QuestionPart.id)
    return (await session.scalars(query)).all()


async def recent_missed(session: AsyncSession, person_id: int, since: datetime, most: int) -> Sequence[Question]:
    """What the bot could not answer somebody lately, oldest first."""
    query = (
        select(Question)
        .where(Question.person_id == person_id, Question.status == Status.MISSED, Question.created_at >= since)
        .order_by(Question.id.desc())
        .limit(most)
    )
    return list(reversed((await session.scalars(query)).all()))


# -- groups ---------------------------------------------------------------------------------------------------------


async def open_likenesses(session: AsyncSession) -> Sequence[tuple[int, str]]:
    """(group, likeness) of every open question; complaints stand alone."""
    query = select(Question.group_id, Question.likeness).where(
        Question.status == Status.OPEN, Question.kind == Kind.QUESTION, Question.group_id.is_not(None)
    )
    return [(int(group or 0), likeness) for group, likeness in await session.execute(query.order_by(Question.id))]


async def group(session: AsyncSession, group_id: int) -> Sequence[Question]:
    """Everyone's question in a group, oldest first."""
    return (await session.scalars(select(Question).where(Question.group_id == group_id).order_by(Question.id))).all()


class Waiting(NamedTuple):
    """A group that waits for an answer: its newest open question counts as its face, `asked` how many ask it."""

    group_id: int
    asked: int
    since: datetime
    kind: Kind
    text: str


async def waiting(session: AsyncSession, offset: int, most: int) -> list[Waiting]:
    """Groups that wait for an answer, those who wait longest first."""
    first, count = func.min(Question.id), func.count()
    groups = (
        select(Question.group_id, first.label("face"), count.label("asked"))
        .where(Question.status == Status.OPEN)
        .group_by(Question.group_id)
        .subquery()
    )
    query = (
        select(groups.c.group_id, groups.c.asked, Question.created_at, Question.kind, Question.text)
        .join(Question, Question.id == groups.c.face)
        .order_by(Question.id)
    )
    rows = await session.execute(query.offset(offset).limit(most))
    return [Waiting(int(row[0]), row[1], row[2], Kind(row[3]), row[4]) for row in rows]


async def count_waiting(session: AsyncSession) -> int:
    """How many groups wait for an answer."""
    query = select(func.count(func.distinct(Question.group_id))).where(Question.status == Status.OPEN)
    return await session.scalar(query) or 0


async def missed(session: AsyncSession, most: int) -> Sequence[tuple[int, str, str]]:
    """(id, text, likeness) of what the bot could not answer, newest first."""
    query = select(Question.id, Question.text, Question.likeness).where(Question.status == Status.MISSED)
    rows = await session.execute(query.order_by(Question.id.desc()).limit(most))
    return [(row[0], row[1], row[2]) for row in rows]


async def counts_by_topic(session: AsyncSession, since: datetime, likely: float) -> list[tuple[str | None, int]]:
    """How many questions came for officials, by topic, most first; None where the guess is less than `likely`.

    What was withdrawn is not counted.
    """
    topic = case((Question.confidence >= likely, Question.topic)).label("guessed")
    query = (
        select(topic, func.count().label("times"))
        .where(Question.created_at >= since, Question.status != Status.WITHDRAWN)
        .group_by("guessed")
        .order_by(desc("times"), "guessed")
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def counts_by_status(session: AsyncSession, since: datetime) -> dict[Status, int]:
    """How many questions there are in each status."""
    query = select(Question.status, func.count()).where(Question.created_at >= since).group_by(Question.status)
    return {Status(row[0]): row[1] for row in await session.execute(query)}


# -- officials' messages --------------------------------------------------------------------------------------------


async def remember_message(session: AsyncSession, question_id: int, official_id: int, message_id: int) -> None:
    """An official has the question before them in that message."""
    row = {"official_id": official_id, "message_id": message_id, "question_id": question_id}
    await insert_ignore(session, Notified, [row])


async def messages(session: AsyncSession, question_id: int) -> Sequence[Notified]:
    """Every official's message that shows the question."""
    return (await session.scalars(select(Notified).where(Notified.question_id == question_id))).all()


async def unseen(session: AsyncSession, most: int) -> list[int]:
    """Open groups that no official has before them, those who wait longest first."""
    shown = select(Notified.question_id).where(Notified.question_id == Question.group_id).exists()
    query = select(Question.group_id).where(Question.status == Status.OPEN, ~shown).order_by(Question.id).limit(most)
    return list(dict.fromkeys(int(group) for group in await session.scalars(query) if group))


async def shown_in(session: AsyncSession, official_id: int, message_id: int) -> int | None:
    """Which question that message shows."""
    found = await session.get(Notified, (official_id, message_id))
    return found.question_id if found else None


# -- answers --------------------------------------------------------------------------------------------------------


async def close(session: AsyncSession, group_id: int, answer: str, by: int, now: datetime) -> int:
    """Answer every open question of a group by one conditional UPDATE; how many there were (0: somebody was first)."""
    done = await session.execute(
        update(Question)
        .where(Question.group_id == group_id, Question.status == Status.OPEN)
        .values(status=Status.ANSWERED, answer=answer, answered_by=by, answered_at=now)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


async def claim(session: AsyncSession, now: datetime, group_id: int | None, most: int) -> Sequence[Question]:
    """Take answers that are due into hand; nobody else gets them."""
    due = select(Question.id).where(
        Question.status == Status.ANSWERED,
        Question.person_id.is_not(None),
        Question.told.is_(None) | ((Question.told == Told.LATER) & (Question.told_at <= now)),
    )
    if group_id is not None:
        due = due.where(Question.group_id == group_id)
    taken = (
        update(Question)
        .where(Question.id.in_(due.limit(most)), Question.told.is_(None) | (Question.told == Told.LATER))
        .values(told=Told.SENDING, told_at=now)
        .returning(Question)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(taken)).all()


async def note(session: AsyncSession, question_id: int, told: Told, at: datetime) -> None:
    """What became of an answer in hand."""
    changed = update(Question).where(Question.id == question_id, Question.told == Told.SENDING)
    await session.execute(changed.values(told=told, told_at=at))


async def drop_hand(session: AsyncSession, before: datetime) -> None:
    """Answers that a process took in hand and never came back from: delivered or not, nobody knows."""
    lost = update(Question).where(Question.told == Told.SENDING, Question.told_at < before)
    await session.execute(lost.values(told=Told.UNKNOWN))


# -- articles -------------------------------------------------------------------------------------------------------


async def articles(session: AsyncSession) -> Sequence[Article]:
    """The articles in use."""
    return (await session.scalars(select(Article).where(Article.retired_at.is_(None)).order_by(Article.id))).all()


async def retire(session: AsyncSession, article_id: int, now: datetime) -> bool:
    """Take an article out of use; False when it is not."""
    changed = update(Article).where(Article.id == article_id, Article.retired_at.is_(None))
    done = await session.execute(changed.values(retired_at=now))
    return bool(done.rowcount)  # type: ignore[attr-defined]


# -- forgetting -----------------------------------------------------------------------------------------------------


async def forget_person(session: AsyncSession, person_id: int) -> list[int]:
    """Erase what somebody asked; that something was asked stays counted. Gives the groups they were in."""
    theirs = select(Question.id).where(Question.person_id == person_id)
    in_groups = select(Question.group_id).where(Question.person_id == person_id, Question.group_id.is_not(None))
    groups = sorted({int(found) for found in await session.scalars(in_groups) if found})
    await session.execute(delete(QuestionPart).where(QuestionPart.question_id.in_(theirs)))
    missed_ones = delete(Question).where(Question.person_id == person_id, Question.status == Status.MISSED)
    await session.execute(missed_ones)
    mine = update(Question).where(Question.person_id == person_id)
    await session.execute(mine.where(Question.status == Status.OPEN).values(status=Status.WITHDRAWN))
    emptied = {"text": "", "likeness": "", "context": {}}
    await session.execute(mine.values(person_id=None, answer=None, origin=None, told=Told.ERASED, **emptied))
    return groups


async def take_erased(session: AsyncSession) -> list[int]:
    """Groups whose messages in officials' chats still show what was erased; each is given once."""
    found = update(Question).where(Question.told == Told.ERASED).values(told=None).returning(Question.group_id)
    return sorted({int(group) for group in await session.scalars(found) if group})


async def forget_missed(session: AsyncSession, before: datetime) -> int:
    """Delete what the bot could not answer before that day; how many there were."""
    old = delete(Question).where(Question.status == Status.MISSED, Question.created_at < before)
    return int((await session.execute(old)).rowcount)  # type: ignore[attr-defined]


async def forget_context(session: AsyncSession, before: datetime) -> None:
    """What had been talked about before a question is of no use once it was answered or withdrawn."""
    done = Question.status.in_([Status.ANSWERED, Status.WITHDRAWN])
    await session.execute(update(Question).where(done, Question.created_at < before).values(context={}))
