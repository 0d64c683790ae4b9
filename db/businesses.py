"""Registered businesses, what changed in them, which programmes interest them, and what they have ready."""

from __future__ import annotations

import enum
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, Money, insert_ignore
from db.people import Person


class Status(enum.StrEnum):
    """Whether a business works. A closed one keeps its data and can be opened again."""

    OPEN = "open"
    CLOSED = "closed"


class Business(Base):
    """One business of one owner.

    `draft_key` is that of the form it came from, so that a form is saved once however often "yes" is pressed.
    `number` is what people read, `token` what the QR code on the card says: it cannot be guessed from the number.
    `capital` and `yearly_sales` are rupiah; who gave a range has its id in `amount_range` and no figure.
    `scale` is the class by law (`bot.scale.Scale`), None while nothing tells it. `description` is the trade in the
    owner's own words, `sector` what was made of it and confirmed.
    """

    __tablename__ = "business"
    __table_args__ = (
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_a_day"),
        CheckConstraint("amount_range IS NULL OR (yearly_sales IS NULL AND capital IS NULL)", name="range_or_figures"),
        Index(None, "sector", "kecamatan"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    draft_key: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[str | None] = mapped_column(String(20), unique=True, default=None)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(String(300), default="")
    sector: Mapped[str] = mapped_column(String(32))
    kecamatan: Mapped[str] = mapped_column(String(16), index=True)
    kelurahan: Mapped[str | None] = mapped_column(String(16), default=None)
    started_year: Mapped[int | None] = mapped_column(default=None)
    capital: Mapped[Money | None] = mapped_column(BigInteger, default=None)
    yearly_sales: Mapped[Money | None] = mapped_column(BigInteger, default=None)
    amount_range: Mapped[str | None] = mapped_column(String(16), default=None)
    scale: Mapped[str | None] = mapped_column(String(10), default=None)
    nib: Mapped[str | None] = mapped_column(String(13), default=None)
    phone: Mapped[str | None] = mapped_column(String(20), default=None)
    status: Mapped[Status] = mapped_column(String(8), default=Status.OPEN)
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class BusinessHistory(Base):
    """One field that changed. `before` and `after` as they were stored, "" for nothing."""

    __tablename__ = "business_history"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(BigInteger)
    field: Mapped[str] = mapped_column(String(32))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")


class Interest(Base):
    """ "Minat": this business would like to hear of this programme (id in the content)."""

    __tablename__ = "interest"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    since: Mapped[datetime]


class Ready(Base):
    """A point of the readiness checklist that this business has ticked."""

    __tablename__ = "business_ready"

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[datetime]


class BusinessGone(Base):
    """What counts keep of a business whose data was erased: nothing that leads to a person."""

    __tablename__ = "business_gone"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sector: Mapped[str] = mapped_column(String(32))
    kecamatan: Mapped[str] = mapped_column(String(16))
    scale: Mapped[str | None] = mapped_column(String(10), default=None)
    registered: Mapped[date] = mapped_column(index=True)
    gone: Mapped[date] = mapped_column(index=True)


# -- one business -------------------------------------------------------------------------------------------------


async def add(session: AsyncSession, row: Mapping[str, Any]) -> bool:
    """Insert a business unless its form was saved before; True when it is new."""
    known = await session.scalar(select(Business.id).where(Business.draft_key == row["draft_key"]))
    if known is not None:
        return False
    await insert_ignore(session, Business, [row])
    return True


async def by_draft(session: AsyncSession, draft_key: str) -> Business:
    """The business a form was saved as."""
    query = select(Business).where(Business.draft_key == draft_key)
    return (await session.scalars(query.execution_options(populate_existing=True))).one()


async def of(session: AsyncSession, owner_id: int, business_id: int, *, lock: bool = False) -> Business | None:
    """A business, if it is that owner's."""
    query = select(Business).where(Business.id == business_id, Business.owner_id == owner_id)
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


async def all_of(session: AsyncSession, owner_id: int) -> Sequence[Business]:
    """Every business of an owner, oldest first."""
    query = select(Business).where(Business.owner_id == owner_id).order_by(Business.id)
    return (await session.scalars(query)).all()


async def by_token(session: AsyncSession, token: str) -> Business | None:
    """The business whose card says this."""
    return (await session.scalars(select(Business).where(Business.token == token))).one_or_none()


def note_change(
    session: AsyncSession, business: Business, by: int, now: datetime, changes: Mapping[str, tuple[Any, Any]]
) -> None:
    """Write changed fields (name -> before, after) into the history, in the transaction of the change."""
    for name, (before, after) in changes.items():
        session.add(
            BusinessHistory(
                business_id=business.id, at=now, by=by, field=name, before=_kept(before), after=_kept(after)
            )
        )


def _kept(value: Any) -> str:
    return "" if value is None else str(value)


async def history(session: AsyncSession, business_id: int, limit: int = 20) -> Sequence[BusinessHistory]:
    """What changed, newest first."""
    query = select(BusinessHistory).where(BusinessHistory.business_id == business_id)
    return (await session.scalars(query.order_by(BusinessHistory.id.desc()).limit(limit))).all()


async def remove(session: AsyncSession, business: Business, gone: date) -> None:
    """Erase a business with everything that hangs on it; only a row of counts stays."""
    session.add(
        BusinessGone(
            sector=business.sector, kecamatan=business.kecamatan, scale=business.scale,
            registered=business.created_at.date(), gone=gone,
        )
    )  # fmt: skip
    await session.execute(delete(Business).where(Business.id == business.id))


# -- interest and readiness -----------------------------------------------------------------------------------------


async def be_interested(session: AsyncSession, business_id: int, programme: str, now: datetime) -> None:
    """Say once that a business is interested."""
    await insert_ignore(session, Interest, [{"business_id": business_id, "programme": programme, "since": now}])


async def lose_interest(session: AsyncSession, business_id: int, programme: str) -> None:
    """Take it back."""
    await session.execute(delete(Interest).where(Interest.business_id == business_id, Interest.programme == programme))


async def interests(session: AsyncSession, business_ids: Sequence[int]) -> dict[int, list[str]]:
    """Programmes each business is interested in, in the order they were chosen."""
    query = select(Interest).where(Interest.business_id.in_(business_ids)).order_by(Interest.since, Interest.programme)
    found: dict[int, list[str]] = {business_id: [] for business_id in business_ids}
    for row in await session.scalars(query):
        found[row.business_id].append(row.programme)
    return found


class Interested(NamedTuple):
    """A business that would like to hear of a programme."""

    business_id: int
    number: str | None
    name: str
    sector: str
    kecamatan: str
    scale: str | None
    phone: str | None
    since: datetime


async def interested(session: AsyncSession, programme: str, limit: int, offset: int = 0) -> list[Interested]:
    """Open businesses interested in a programme, first come first."""
    query = (
        select(
            Business.id, Business.number, Business.name, Business.sector, Business.kecamatan, Business.scale,
            Business.phone, Interest.since,
        )
        .join(Interest, Interest.business_id == Business.id)
        .where(Interest.programme == programme, Business.closed_at.is_(None))
        .order_by(Interest.since, Business.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [Interested(*row) for row in await session.execute(query)]


async def interest_counts(session: AsyncSession) -> dict[str, int]:
    """How many open businesses are interested in each programme."""
    query = (
        select(Interest.programme, func.count())
        .join(Business, Business.id == Interest.business_id)
        .where(Business.closed_at.is_(None))
        .group_by(Interest.programme)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def ready(session: AsyncSession, business_id: int) -> set[str]:
    """Points of the checklist that are ticked."""
    return set(await session.scalars(select(Ready.item).where(Ready.business_id == business_id)))


async def tick(session: AsyncSession, business_id: int, item: str, now: datetime, *, done: bool) -> None:
    """Tick a point, or take the tick away."""
    if done:
        await insert_ignore(session, Ready, [{"business_id": business_id, "item": item, "since": now}])
    else:
        await session.execute(delete(Ready).where(Ready.business_id == business_id, Ready.item == item))


# -- for spreadsheets -----------------------------------------------------------------------------------------------


async def stream(session: AsyncSession, batch: int = 1000) -> AsyncIterator[tuple[Business, str]]:
    """Every business with its owner's name, oldest first, in batches, so that a hundred thousand need little memory."""
    last = 0
    while True:
        query = (
            select(Business, Person.name)
            .join(Person, Person.id == Business.owner_id)
            .where(Business.id > last)
            .order_by(Business.id)
            .limit(batch)
        )
        rows = (await session.execute(query)).all()
        for business, owner in rows:
            yield business, owner
        if len(rows) < batch:
            return
        last = rows[-1][0].id
        session.expunge_all()


async def close_or_open(session: AsyncSession, business_id: int, status: Status, now: datetime) -> None:
    """Close a business, or open it again."""
    closed_at = now if status is Status.CLOSED else None
    await session.execute(
        update(Business)
        .where(Business.id == business_id)
        .values(status=status, closed_at=closed_at, updated_at=now, confirmed_at=now)
    )


async def how_many(session: AsyncSession) -> int:
    """How many businesses are registered and open."""
    return await session.scalar(select(func.count(Business.id)).where(Business.status == Status.OPEN)) or 0
