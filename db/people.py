"""People, what they allowed us, what they may do, and the record of officials' acts."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, insert_ignore, upsert


class Right(enum.StrEnum):
    """What an official may do. Data, so that the desk, the invites and the checks cannot disagree."""

    ANSWER = "answer"
    CONTENT = "content"
    ANNOUNCE = "announce"
    APPROVE = "approve"
    REPORTS = "reports"
    PEOPLE = "people"


class Person(Base):
    """Someone who wrote to the bot. The id is Telegram's, and the id of the private chat with them."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(128), default="")
    language: Mapped[str] = mapped_column(String(8), default="id")
    phone: Mapped[str | None] = mapped_column(String(20), default=None)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime] = mapped_column(index=True)
    unreachable_since: Mapped[datetime | None] = mapped_column(default=None)


class Grant(Base):
    """A right somebody has. Not in force while it waits for a second admin (`confirmed_at` empty)."""

    __tablename__ = "grant"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    right: Mapped[Right] = mapped_column(String(16), primary_key=True)
    granted_by: Mapped[int] = mapped_column(BigInteger)
    granted_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)


class Invite(Base):
    """A one-time link for a new official. Only the hash of its secret is kept."""

    __tablename__ = "invite"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    right: Mapped[Right] = mapped_column(String(16))
    made_by: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class Consent(Base):
    """That somebody agreed to a purpose, to which version of the words, and when they took it back."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(16))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class OptOut(Base):
    """A kind of message somebody does not want: a kind of announcement, or "season:<id>"."""

    __tablename__ = "opt_out"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(48), primary_key=True)
    since: Mapped[datetime]


class Talk(Base):
    """What was just talked about with somebody: last topic, list, sector and season. Forgotten after a while."""

    __tablename__ = "talk"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(index=True)


class Audit(Base):
    """What an official did. Rows are only ever added; triggers refuse anything else."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int] = mapped_column(BigInteger)
    act: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


async def welcome(session: AsyncSession, person_id: int, name: str, language: str, now: datetime) -> None:
    """Remember somebody who came for the first time; somebody known stays as they are."""
    row = {"id": person_id, "name": name, "language": language, "first_seen": now, "last_seen": now}
    await insert_ignore(session, Person, [row])


async def seen(session: AsyncSession, person_id: int, name: str, now: datetime) -> None:
    """They are here, so they can be reached again."""
    values = {"last_seen": now, "name": name, "unreachable_since": None}
    await session.execute(update(Person).where(Person.id == person_id).values(**values))


async def unreachable(session: AsyncSession, person_ids: Sequence[int], now: datetime) -> None:
    """They blocked the bot or are gone; until they return nothing is sent to them."""
    changed = update(Person).where(Person.id.in_(person_ids), Person.unreachable_since.is_(None))
    await session.execute(changed.values(unreachable_since=now))


async def speak(session: AsyncSession, person_id: int, language: str) -> None:
    """Set the language somebody reads."""
    await session.execute(update(Person).where(Person.id == person_id).values(language=language))


async def remember_talks(session: AsyncSession, talks: Mapping[int, dict[str, Any]], now: datetime) -> None:
    """Keep what was just talked about with each person id."""
    rows = [{"person_id": who, "data": data, "updated_at": now} for who, data in talks.items()]
    await upsert(session, Talk, rows, key=["person_id"])


async def holders(session: AsyncSession, right: Right) -> list[int]:
    """Ids of everyone whose `right` is in force."""
    query = select(Grant.person_id).where(Grant.right == right, Grant.confirmed_at.is_not(None))
    return list(await session.scalars(query))


def record(session: AsyncSession, actor_id: int, act: str, now: datetime, subject: str = "", **detail: Any) -> None:
    """Write an official's act into the audit, in the transaction of the act itself."""
    session.add(Audit(at=now, actor_id=actor_id, act=act, subject=subject, detail=detail))


async def keep_invite(
    session: AsyncSession, secret_hash: str, right: Right, made_by: int, now: datetime, expires_at: datetime
) -> None:
    """Store a one-time invite by the hash of its secret."""
    session.add(Invite(secret_hash=secret_hash, right=right, made_by=made_by, made_at=now, expires_at=expires_at))


async def find_invite(session: AsyncSession, secret_hash: str) -> Invite | None:
    """The invite with this hash, locked where the database can lock rows."""
    return await session.get(Invite, secret_hash, with_for_update=True)


async def find_grant(session: AsyncSession, person_id: int, right: Right) -> Grant | None:
    """The grant of `right` to a person, in force or waiting."""
    return await session.get(Grant, (person_id, right), with_for_update=True)


async def give(
    session: AsyncSession, person_id: int, right: Right, granted_by: int, now: datetime, *, confirmed: bool
) -> None:
    """Grant a right; one that is there already stays as it is."""
    row = {"person_id": person_id, "right": right, "granted_by": granted_by, "granted_at": now}
    await insert_ignore(session, Grant, [{**row, "confirmed_at": now if confirmed else None}])


async def take(session: AsyncSession, person_id: int, right: Right) -> bool:
    """Remove a grant; True when there was one."""
    done = await session.execute(delete(Grant).where(Grant.person_id == person_id, Grant.right == right))
    return bool(done.rowcount)  # type: ignore[attr-defined]


class Official(NamedTuple):
    """One right of one official."""

    person_id: int
    name: str
    right: Right
    granted_by: int
    in_force: bool


async def officials(session: AsyncSession) -> list[Official]:
    """Every grant with its holder's name, by name."""
    query = (
        select(Person.id, Person.name, Grant.right, Grant.granted_by, Grant.confirmed_at.is_not(None))
        .join(Grant, Grant.person_id == Person.id)
        .order_by(Person.name, Person.id, Grant.right)
    )
    return [Official(row[0], row[1], Right(row[2]), row[3], bool(row[4])) for row in await session.execute(query)]


class ActRow(NamedTuple):
    """One line of the audit with the actor's name, "" where nobody is known by that id."""

    id: int
    at: datetime
    actor_id: int
    name: str
    act: str
    subject: str
    detail: dict[str, Any]


async def acts(session: AsyncSession, before: int | None, most: int) -> list[ActRow]:
    """The audit, newest first, older than the line `before`."""
    query = (
        select(Audit.id, Audit.at, Audit.actor_id, Person.name, Audit.act, Audit.subject, Audit.detail)
        .outerjoin(Person, Person.id == Audit.actor_id)
        .order_by(Audit.id.desc())
        .limit(most)
    )
    rows = await session.execute(query.where(Audit.id < before) if before is not None else query)
    return [ActRow(row[0], row[1], row[2], row[3] or "", row[4], row[5], row[6]) for row in rows]


async def names(session: AsyncSession, person_ids: Sequence[int]) -> dict[int, str]:
    """First names of those who are known."""
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row[0]: row[1] for row in rows}


class Counts(NamedTuple):
    """People known, those who came since a moment, those who cannot be reached."""

    people: int
    new: int
    unreachable: int


async def counts(session: AsyncSession, since: datetime) -> Counts:
    """How many people there are."""
    new, gone = Person.first_seen >= since, Person.unreachable_since.is_not(None)
    everyone = func.count(Person.id)
    row = (await session.execute(select(everyone, everyone.filter(new), everyone.filter(gone)))).one()
    return Counts(*row)
