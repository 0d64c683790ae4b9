"""A conversation's state is a row, not memory: one draft per person and form, saved with each answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, column, delete, select, table, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, upsert

# `db.people` has it whole and imports this file.
_person = table("person", column("id"), column("language"), column("unreachable_since"))


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


def change(draft: Draft, values: Mapping[str, Any]) -> None:
    """Change a draft that was read in this transaction."""
    for name, value in values.items():
        setattr(draft, name, value)


async def drop(session: AsyncSession, person_id: int, form: str | None = None) -> None:
    """Forget a draft, or all of somebody's."""
    gone = delete(Draft).where(Draft.person_id == person_id)
    await session.execute(gone if form is None else gone.where(Draft.form == form))


async def forget_saved(session: AsyncSession, before: datetime) -> None:
    """Forget forms that were saved; they only remember that, for updates that come twice."""
    saved = Draft.data["status"].as_string() == "saved"
    await session.execute(delete(Draft).where(Draft.updated_at < before, saved))


class Forgotten(NamedTuple):
    """A draft its owner is to be reminded of, in their language."""

    person_id: int
    language: str
    form: str
    step: str
    data: dict[str, Any]


async def take_for_nudge(session: AsyncSession, before: datetime, now: datetime, limit: int) -> list[Forgotten]:
    """Drafts untouched since `before` whose owner can be reached and was not reminded yet; now they count as
    reminded, so that nobody is twice."""
    due = (
        select(Draft, _person.c.language)
        .join(_person, _person.c.id == Draft.person_id)
        .where(Draft.nudged_at.is_(None), Draft.updated_at < before, _person.c.unreachable_since.is_(None))
        .order_by(Draft.updated_at)
        .limit(limit)
    )
    rows = (await session.execute(due.with_for_update(of=Draft, skip_locked=True))).all()
    for draft, _ in rows:
        draft.nudged_at = now
    return [Forgotten(draft.person_id, language, draft.form, draft.step, draft.data) for draft, language in rows]
