"""The tables of the reminders."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

PROGRAMME = "programme:"
"""Prefix of `season` where what is reminded of is a programme's deadline."""


class WaveState(enum.StrEnum):
    """What became of a wave. One without a row is planned: the calendar says when."""

    MADE = "made"
    MISSED = "missed"
    EMPTY = "empty"
    HELD = "held"
    SKIPPED = "skipped"
    AWAITING = "awaiting"
    APPROVED = "approved"


OPEN = frozenset({WaveState.AWAITING, WaveState.APPROVED})
"""States from which a wave can still be made; every other one is for good, or until an official releases it."""


class Wave(Base):
    """One reminder of one season in one year, which there is once. A wave without a row is still to come.

    `number` tells two of one year apart (2030 has two Ramadans). `wave` is days before the season, -1 the look back
    after it. `day` is when it was made or passed; it does not move when the season's day is moved later on.
    AWAITING and APPROVED are used where officials want to confirm each. `announcement_id` is empty where nobody was
    there to be reminded (EMPTY), or where it was too late (MISSED).
    """

    __tablename__ = "wave"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(str(state)) for state in WaveState)})", name="state_known"),
        CheckConstraint("state <> 'made' OR announcement_id IS NOT NULL", name="made_has_an_announcement"),
    )

    season: Mapped[str] = mapped_column(String(80), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    wave: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    state: Mapped[WaveState] = mapped_column(String(10))
    day: Mapped[date] = mapped_column(Date)
    announcement_id: Mapped[int | None] = mapped_column(BigInteger, index=True, default=None)
    decided_by: Mapped[int | None] = mapped_column(BigInteger, default=None)
    at: Mapped[datetime]


class WaveNote(Base):
    """What an official adds to the words of a wave."""

    __tablename__ = "wave_note"

    season: Mapped[str] = mapped_column(String(80), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    wave: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]


class ReminderChoice(Base):
    """How somebody wants to be reminded. `main`: of all main seasons; single ones are in `ReminderSeason`.

    In force only with a consent for the purpose "reminder" that is not withdrawn.
    """

    __tablename__ = "reminder_choice"
    __table_args__ = (CheckConstraint("hour BETWEEN 0 AND 23", name="hour_of_a_day"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    main: Mapped[bool] = mapped_column(default=False)
    hour: Mapped[int] = mapped_column(SmallInteger, default=8)
    paused_until: Mapped[datetime | None] = mapped_column(default=None)
    updated_at: Mapped[datetime]


class ReminderSeason(Base):
    """A season somebody switched on by itself."""

    __tablename__ = "reminder_season"
    __table_args__ = (Index(None, "season"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    season: Mapped[str] = mapped_column(String(80), primary_key=True)
    since: Mapped[datetime]


class Reply(enum.StrEnum):
    """What somebody pressed under a reminder."""

    READY = "ready"
    AGAIN = "again"


class ReminderAnswer(Base):
    """The latest answer of somebody to the reminders of a season in a year. READY: no further ones before it."""

    __tablename__ = "reminder_answer"
    __table_args__ = (Index(None, "season", "year", "number"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    season: Mapped[str] = mapped_column(String(80), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    answer: Mapped[Reply] = mapped_column(String(8))
    at: Mapped[datetime]
