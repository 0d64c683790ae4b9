"""A conversation's state is a row, not memory: one draft per person and form, saved with each answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


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
