"""What answers come from: the city's content as rows, so that officials can edit it and every process sees the edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, String, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Rows, insert_ignore


class ContentItem(Base):
    """A piece of content: an office, figure, programme, topic, season or source.

    `source_hash` is that of the file's version it came from ("" = made by an official), also while it is edited: so a
    file that changed under an edit can be told. `edited_at` set: loading files leaves `data` alone.
    """

    __tablename__ = "content_item"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    source_hash: Mapped[str] = mapped_column(String(64), default="")
    edited_at: Mapped[datetime | None] = mapped_column(default=None)
    edited_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    updated_at: Mapped[datetime]
    retired_at: Mapped[datetime | None] = mapped_column(default=None)


async def all_items(session: AsyncSession) -> Sequence[ContentItem]:
    """Every row, retired ones too, in the order of the files."""
    query = select(ContentItem).order_by(ContentItem.kind, ContentItem.position, ContentItem.key)
    return (await session.scalars(query)).all()


async def item(session: AsyncSession, kind: str, key: str, *, lock: bool = False) -> ContentItem | None:
    """One row; with `lock` nobody else changes it until this transaction ends (PostgreSQL; SQLite has one writer)."""
    query = select(ContentItem).where(ContentItem.kind == kind, ContentItem.key == key)
    return (await session.scalars(query.with_for_update() if lock else query)).one_or_none()


async def add_items(session: AsyncSession, rows: Rows) -> None:
    """New rows; one that another process added meanwhile stays as it is."""
    await insert_ignore(session, ContentItem, rows)


async def take_over(session: AsyncSession, kind: str, key: str, values: Mapping[str, Any]) -> bool:
    """Change a row unless an official has edited it; True when it was changed."""
    statement = update(ContentItem).where(
        ContentItem.kind == kind, ContentItem.key == key, ContentItem.edited_at.is_(None)
    )
    result = await session.execute(statement.values(**values).returning(ContentItem.key))
    return result.first() is not None


async def stamp(session: AsyncSession) -> str:
    """Differs as soon as any row was added or changed; cheap enough to ask often."""
    count, latest = (await session.execute(select(func.count(), func.max(ContentItem.updated_at)))).one()
    return f"{count}:{latest.isoformat() if latest else ''}"
