"""The ground under every table: naming, time, and the two statements both databases spell differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Names are fixed so that a migration can drop on PostgreSQL what it made on SQLite.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite numbers rows by itself only for INTEGER keys; Telegram's ids need 64 bits, which SQLite's INTEGER has anyway.
BigId = BigInteger().with_variant(Integer, "sqlite")

Money = int
"""Whole rupiah."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive datetimes on the way in, gives aware ones on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without time zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the house."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy's own convention


Rows = Sequence[Mapping[str, Any]]


def _insert(session: AsyncSession, model: type[Base]) -> Any:
    """Of the database's own kind. The other kind's dialect, 2.5 MB of code, is never loaded."""
    dialect = import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")
    return dialect.insert(model)


async def insert_ignore(session: AsyncSession, model: type[Base], rows: Rows) -> None:
    """Insert `rows`; those whose unique key is already there are left as they are."""
    if rows:
        await session.execute(_insert(session, model).on_conflict_do_nothing(), list(rows))


async def insert_new(session: AsyncSession, model: type[Base], rows: Rows, key: Any) -> set[Any]:
    """Insert `rows`; those whose unique key is already there are left as they are. Gives `key` of the inserted ones."""
    if not rows:
        return set()
    statement = _insert(session, model).on_conflict_do_nothing().returning(key)
    return set(await session.scalars(statement, list(rows)))


async def upsert(session: AsyncSession, model: type[Base], rows: Rows, key: Sequence[str]) -> None:
    """Insert `rows`, or overwrite the given columns where `key` (column names) exists."""
    if not rows:
        return
    statement = _insert(session, model)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    statement = statement.on_conflict_do_update(index_elements=list(key), set_=changed)
    await session.execute(statement, list(rows))


async def insert_many(session: AsyncSession, model: type[Base], rows: Rows) -> None:
    """Insert `rows` in one statement; a repeated key is an error."""
    if rows:
        await session.execute(insert(model), list(rows))
