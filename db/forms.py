"""A conversation's state is a row, not memory: one draft per person and form, saved with each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, upsert


class Draft(Base):
    """A form somebody is filling in. At most one per person is active; others wait to be resumed."""

    __tablename__ = "draft"
    __table_args__ = (
        Index(
            "uq_draft_active", "person_id", unique=True,
            sqlite_where=text("active"), postgresql_where=text("active"),
        ),
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    form: Mapped[str] = mapped_column(String(32), primary_key=True)
    step: Mapped[str] = mapped_column(String(48))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)
    update_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    updated_at: Mapped[datetime] = mapped_column(index=True)
    nudged_at: Mapped[datetime | None] = mapped_column(default=None)


async def find(session: AsyncSession, person_id: int, form: str) -> Draft | None:
    """The draft of that form, locked until the transaction ends where it is a writing one."""
    query = select(Draft).where(Draft.person_id == person_id, Draft.form == form)
    return (await session.scalars(query.with_for_update())).one_or_none()


async def active(session: AsyncSession, person_id: int) -> Draft | None:
    """The form somebody was last in, locked."""
    query = select(Draft).where(Draft.person_id == person_id, Draft.active)
    return (await session.scalars(query.with_for_update())).one_or_none()


async def keep(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """Store a draft (all its columns) as the active one; others of the person wait."""
    others = update(Draft).where(Draft.person_id == row["person_id"], Draft.form != row["form"], Draft.active)
    await session.execute(others.values(active=False))
    await upsert(session, Draft, [row], key=["person_id", "form"])


async def drop(session: AsyncSession, person_id: int, form: str | None = None) -> None:
    """Forget a draft, or all of somebody's."""
    gone = delete(Draft).where(Draft.person_id == person_id)
    await session.execute(gone if form is None else gone.where(Draft.form == form))


async def take_for_nudge(session: AsyncSession, before: datetime, now: datetime, limit: int) -> Sequence[Draft]:
    """Drafts untouched since `before` whose owner was not reminded yet; marked as reminded, so nobody is twice."""
    due = select(Draft).where(Draft.nudged_at.is_(None), Draft.updated_at < before).order_by(Draft.updated_at)
    rows = (await session.scalars(due.limit(limit).with_for_update(skip_locked=True))).all()
    for row in rows:
        row.nudged_at = now
    return rows
