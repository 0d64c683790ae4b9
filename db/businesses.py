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
    `scale` is the class by law (`bot.scale.Scale`), None while nothing tells it. `description` is the trade in the owner's own words, `sector` what was made of it and confirmed.
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
    """"Minat": this business would like to hear of this programme (id in the content)."""

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
