"""Announcements, what was approved of them, and the ledger of who got them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.announcements.states import Action, Fate, Kind, State
from db.base import Base, BigId


def _among(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Announcement(Base):
    """What the office says to many. `id` is the number people see.

    Text and `entities` (Bot API MessageEntity objects, offsets in UTF-16 units) are kept as Telegram gave them and
    never parsed again. `buttons`: up to three {"label", "url", "counted"}. `blanks`: {"nama": fallback}. `audience`:
    see `db.announcements.audience.Audience`. `signed`: the official's name as recipients read it beside the office's,
    "" for the office alone. `origin` is empty for officials' own; what the system makes itself has a unique one there,
    such as "season:ramadan:2027:1", so that it is made once.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        _among("state", State),
        _among("kind", Kind),
        _among("action", Action),
        CheckConstraint("state <> 'rejected' OR rejected_reason <> ''", name="rejected_with_a_reason"),
        CheckConstraint(
            "state NOT IN ('approved', 'sending', 'paused', 'finished') OR approved_hash IS NOT NULL",
            name="approved_first",
        ),
        CheckConstraint("(action = 'send') = (corrects_id IS NULL)", name="corrections_have_a_subject"),
        Index(
            "ix_announcement_open", "state", "send_at",
            sqlite_where=text("state IN ('awaiting', 'approved', 'sending', 'paused')"),
            postgresql_where=text("state IN ('awaiting', 'approved', 'sending', 'paused')"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    author_id: Mapped[int] = mapped_column(BigInteger, index=True)
    kind: Mapped[Kind] = mapped_column(String(12), default=Kind.INFORMATION)
    action: Mapped[Action] = mapped_column(String(8), default=Action.SEND)
    state: Mapped[State] = mapped_column(String(10), default=State.DRAFT)
    text: Mapped[str] = mapped_column(Text, default="")
    entities: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    media_kind: Mapped[str | None] = mapped_column(String(10), default=None)
    media_id: Mapped[str | None] = mapped_column(String(200), default=None)
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    blanks: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    send_at: Mapped[datetime | None] = mapped_column(default=None)
    not_after: Mapped[datetime | None] = mapped_column(default=None)
    origin: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("announcement.id"), index=True, default=None)
    template: Mapped[str | None] = mapped_column(String(60), default=None)
    signed: Mapped[str] = mapped_column(String(64), default="", server_default="")
    fingerprint: Mapped[str] = mapped_column(String(64), default="", index=True)
    approved_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    approved_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    rejected_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    rejected_reason: Mapped[str | None] = mapped_column(String(500), default=None)
    pause_reason: Mapped[str | None] = mapped_column(String(40), default=None)
    paused_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    canary: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    audience_size: Mapped[int | None] = mapped_column(default=None)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    told: Mapped[str] = mapped_column(String(10), default="")


class Variant(Base):
    """One of the texts of an announcement by the system, where recipients are told different things."""

    __tablename__ = "variant"
    __table_args__ = (Index("uq_variant_key", "announcement_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    entities: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)


class Recipient(Base):
    """Somebody an announcement by the system is for, where the audience is a list and not a description.

    Turned into the ledger when sending starts.
    """

    __tablename__ = "recipient"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own convention

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), default=None)


class Approval(Base):
    """That somebody confirmed exactly this content. An emergency needs two."""

    __tablename__ = "approval"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Delivery(Base):
    """One line of the ledger: one recipient of one announcement, once.

    `person_id` is a person, or the (negative) id of a group or channel. `attempts` counts the takings and tells a
    late outcome of an earlier one apart; `again` counts how often an official had it sent again. `target_id` is the
    message to edit or delete. `updated_at` of a sent one is when it was sent.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        _among("state", Fate),
        CheckConstraint("state <> 'sent' OR message_id IS NOT NULL", name="sent_has_a_message"),
        CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name="sending_has_a_lease"),
        CheckConstraint("state NOT IN ('skipped', 'failed') OR reason IS NOT NULL", name="reason_is_said"),
        Index(
            "ix_delivery_queued", "announcement_id", "due_at", "person_id",
            sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_delivery_sending", "announcement_id", "lease_until",
            sqlite_where=text("state = 'sending'"), postgresql_where=text("state = 'sending'"),
        ),
        Index("ix_delivery_person", "person_id", "announcement_id"),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    state: Mapped[Fate] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    variant_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    target_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    message_id: Mapped[int | None] = mapped_column(BigInteger, default=None)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    again: Mapped[int] = mapped_column(SmallInteger, default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    updated_at: Mapped[datetime]


class Link(Base):
    """A link of an announcement that goes through the bot's own deep link, so that presses are counted."""

    __tablename__ = "link"
    __table_args__ = (Index("uq_link_position", "announcement_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger)
    label: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(Text)
    clicks: Mapped[int] = mapped_column(default=0)


class Watch(Base):
    """A message in which somebody watches an announcement go out; it is edited in place, also after a restart."""

    __tablename__ = "watch"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    shown_at: Mapped[datetime]
