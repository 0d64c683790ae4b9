"""The side of those who ask: store, add to, withdraw, forward what the bot missed, forget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.html import units
from bot.inbox.likeness import alike, likeness
from bot.sixteen import masked
from db import inbox
from db.engine import Database
from db.inbox import Kind, Question, Status

LIMIT = 1500
"""UTF-16 units of one text, so that a question with additions still fits one of Telegram's messages."""
MOST_PARTS = 5
MISSES_TOGETHER = 3
MISSES_LAST = timedelta(minutes=30)
KEEP_MISSED = timedelta(days=90)
KEEP_CONTEXT = timedelta(days=30)


class Refused(Exception):
    """It cannot be done; `reason` is long, empty, closed, full, unknown or answered, `values` fill its sentence."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def checked(text: str) -> str:
    """The text as it may be stored: trimmed, 16-digit numbers hidden. Raises Refused: empty, long."""
    clean = masked(text.strip())
    if not clean:
        raise Refused("empty")
    if units(clean) > LIMIT:
        raise Refused("long", limit=LIMIT, length=units(clean))
    return clean


async def ask(
    db: Database,
    person_id: int,
    text: str,
    *,
    now: datetime,
    kind: Kind = Kind.QUESTION,
    anonymous: bool = False,
    topics: Sequence[str] = (),
    guess: tuple[str, float] | None = None,
    origin: str | None = None,
) -> Question:
    """Store a question for the officials, in the group of those who ask the same. An `origin` seen before gives its
    question again. `topics`: what was just talked about; `guess`: the likeliest topic. Raises Refused."""
    clean = checked(text)
    async with db.write() as session:
        known = await inbox.by_origin(session, origin)
        if known is not None:
            return known
        question = Question(
            person_id=person_id, kind=kind, status=Status.OPEN, text=clean, likeness=likeness(clean),
            anonymous=anonymous, context={"topics": list(topics)}, origin=origin, created_at=now,
        )  # fmt: skip
        question.topic, question.confidence = guess or (None, None)
        await _open(session, question)
    return question


async def _open(session: AsyncSession, question: Question) -> None:
    """Put a question into the group that asks the same, or into one of its own."""
    group = await _group_for(session, question)
    session.add(question)
    await session.flush()
    question.group_id = group or question.id


async def _group_for(session: AsyncSession, question: Question) -> int | None:
    if question.kind == Kind.COMPLAINT:
        return None
    known = await inbox.open_likenesses(session)
    return next((group for group, like in known if alike(like, question.likeness)), None)


async def add(
    db: Database, person_id: int, question_id: int, text: str, *, now: datetime, origin: str | None = None
) -> Question:
    """Add something to one's open question. Raises Refused."""
    clean = checked(text)
    async with db.write() as session:
        question = await _own_open(session, person_id, question_id)
        if len(await inbox.parts(session, [question.id])) >= MOST_PARTS:
            raise Refused("full", most=MOST_PARTS)
        await inbox.add_part(session, question.id, clean, now, origin)
    return question


async def withdraw(db: Database, person_id: int, question_id: int) -> Question:
    """Take one's open question back; its words are forgotten. Raises Refused; "closed" when it is not open."""
    async with db.write() as session:
        question = await _own_open(session, person_id, question_id)
        question.status, question.text, question.likeness, question.context = Status.WITHDRAWN, "", "", {}
        await inbox.forget_parts(session, question.id)
    return question


async def own(db: Database, person_id: int, question_id: int) -> Question:
    """One's question that is still open. Raises Refused."""
    async with db.read() as session:
        return await _own_open(session, person_id, question_id)


async def sent_with(db: Database, person_id: int, origin: str) -> Question | None:
    """One's open question that came with that update already, or to which it added something."""
    async with db.read() as session:
        question = await inbox.came_with(session, origin)
    return question if question and (question.person_id, question.status) == (person_id, Status.OPEN) else None


async def _own_open(session: AsyncSession, person_id: int, question_id: int) -> Question:
    question = await inbox.find(session, question_id)
    if question is None or question.person_id != person_id:
        raise Refused("unknown")
    if question.status != Status.OPEN:
        raise Refused("closed", reference=question.reference)
    return question


# -- what the bot missed ----------------------------------------------------------------------------------------------


async def miss(
    db: Database,
    person_id: int,
    text: str,
    guesses: Sequence[tuple[str, float]],
    *,
    topics: Sequence[str] = (),
    now: datetime,
    origin: str | None = None,
) -> None:
    """Keep what the bot could not answer, silently. `guesses`: (topic, confidence), likeliest first."""
    clean = masked(text.strip())[:LIMIT]
    if not clean:
        return
    async with db.write() as session:
        if await inbox.by_origin(session, origin) is not None:
            return
        topic, confidence = guesses[0] if guesses else (None, None)
        session.add(Question(
            person_id=person_id, status=Status.MISSED, text=clean, likeness=likeness(clean), topic=topic,
            confidence=confidence, context={"topics": list(topics), "guesses": [list(g) for g in guesses]},
            origin=origin, created_at=now,
        ))  # fmt: skip


async def forward(db: Database, person_id: int, *, now: datetime) -> Question:
    """Turn what the bot just missed (the last few texts together) into one open question. Raises Refused."""
    async with db.write() as session:
        found = await inbox.recent_missed(session, person_id, now - MISSES_LAST, MISSES_TOGETHER)
        if not found:
            raise Refused("unknown")
        *earlier, last = found
        text = "\n".join(dict.fromkeys(question.text for question in found))
        last.text, last.likeness = text[-LIMIT:], likeness(text)
        last.status, last.created_at = Status.OPEN, now
        await _open(session, last)
        for question in earlier:
            await session.delete(question)
    return last


# -- forgetting -------------------------------------------------------------------------------------------------------


async def forget_person(session: AsyncSession, person_id: int) -> list[int]:
    """Erase what somebody asked, within the caller's transaction; counts stay. Gives the groups they were in.

    Officials' messages that show it are emptied by the next ring of the timetable's "inbox".
    """
    return await inbox.forget_person(session, person_id)


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Forget missed questions after 90 days and what stood around closed ones after 30; how many were deleted."""
    await inbox.forget_context(session, now - KEEP_CONTEXT)
    return await inbox.forget_missed(session, now - KEEP_MISSED)


def talked_about(talk: Mapping[str, Any]) -> list[str]:
    """The topics a conversation was about, for the official who reads the question."""
    return [str(talk["topic"])] if talk.get("topic") else []
