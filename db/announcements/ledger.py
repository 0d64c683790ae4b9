"""The ledger at work: take recipients, write down what became of them, count. The hot path: Core statements only.

A recipient is taken by one conditional UPDATE and the taking is committed before Telegram is called. States in
conditions are written out, not bound: both databases use the partial indices only then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, delete, exists, func, literal_column, null, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import people
from db.announcements.states import Action, Fate, Skip, State
from db.announcements.tables import Announcement, Delivery, Recipient, Variant
from db.base import Rows, insert_ignore

QUEUED = text("delivery.state = 'queued'")
SENDING = text("delivery.state = 'sending'")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
IN_HAND = text("delivery.state IN ('sending', 'unknown')")


class Taken(NamedTuple):
    """A recipient that is being sent to; `attempt` tells the outcome of this taking from any other's."""

    person_id: int
    attempt: int
    variant_id: int | None
    target_id: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one taking. `due_at` is for those that are queued again."""

    announcement_id: int
    person_id: int
    attempt: int
    state: Fate
    reason: str | None = None
    message_id: int | None = None
    due_at: datetime | None = None


_next = (
    select(Delivery.person_id)
    .where(Delivery.announcement_id == bindparam("of"), QUEUED, Delivery.due_at <= bindparam("by"))
    .order_by(Delivery.due_at, Delivery.person_id)
    .limit(bindparam("most"))
)
_going = exists().where(Announcement.id == bindparam("of"), Announcement.state == State.SENDING)
_claim = (
    update(Delivery)
    .where(
        Delivery.announcement_id == bindparam("of"), Delivery.person_id.in_(bindparam("whom", expanding=True)),
        QUEUED, _going,
    )
    .values(
        state=Fate.SENDING, lease_until=bindparam("lease"), attempts=Delivery.attempts + 1, updated_at=bindparam("by")
    )
    .returning(Delivery.person_id, Delivery.attempts, Delivery.variant_id, Delivery.target_id)
    .execution_options(synchronize_session=False)
)  # fmt: skip


async def claim(
    session: AsyncSession, announcement_id: int, now: datetime, lease_until: datetime, most: int
) -> list[Taken]:
    """Take up to `most` queued recipients that are due, unless it was paused or ended just now.

    Whoever else tries at the same time gets others: what counts is the conditional UPDATE; the look before it only says
    whom to try. (As a subquery in the UPDATE, PostgreSQL ran that look again for every line: 1.8 s instead of 5 ms.)
    """
    whom = list(await session.scalars(_next, {"of": announcement_id, "by": now, "most": most}))
    if not whom:
        return []
    given = {"of": announcement_id, "by": now, "lease": lease_until, "whom": whom}
    return sorted(Taken(*row) for row in await session.execute(_claim, given))


_settle = (
    update(Delivery.__table__)  # type: ignore[arg-type]
    .where(
        Delivery.__table__.c.announcement_id == bindparam("of"),
        Delivery.__table__.c.person_id == bindparam("who"),
        Delivery.__table__.c.attempts == bindparam("nth"),
        IN_HAND,
    )
    .values(
        state=bindparam("state"), reason=bindparam("reason"), message_id=bindparam("message_id"),
        due_at=func.coalesce(bindparam("due_at", type_=Delivery.due_at.type), Delivery.__table__.c.due_at),
        updated_at=bindparam("now"), lease_until=null(),
    )
)  # fmt: skip


async def settle(session: AsyncSession, entries: Sequence[Entry], now: datetime) -> None:
    """Write down outcomes, also late ones of takings whose lease ran out; never over another taking's."""
    connection = await session.connection()
    rows = [
        {
            "of": entry.announcement_id, "who": entry.person_id, "nth": entry.attempt, "state": str(entry.state),
            "reason": entry.reason, "message_id": entry.message_id, "due_at": entry.due_at, "now": now,
        }
        for entry in sorted(entries, key=lambda one: (one.announcement_id, one.person_id))
    ]  # fmt: skip
    await connection.execute(_settle, rows)
    gone = [entry.person_id for entry in entries if entry.state == Fate.BLOCKED and entry.person_id > 0]
    if gone:
        await people.unreachable(session, gone, now)


async def renew(session: AsyncSession, announcement_id: int, person_ids: Sequence[int], lease_until: datetime) -> None:
    """Say that these are still in hand."""
    mine = Delivery.person_id.in_(person_ids)
    held = update(Delivery).where(Delivery.announcement_id == announcement_id, mine, SENDING)
    await session.execute(held.values(lease_until=lease_until).execution_options(synchronize_session=False))


async def overdue(session: AsyncSession, now: datetime, *, everyones: bool) -> int:
    """Leases that ran out. A new message may have left, so it is unknown; an edit or a delete is done again.

    `everyones`: no other process lives, so every lease is a dead one's. Returns how many became unknown.
    """
    late: list[Any] = [SENDING] if everyones else [SENDING, Delivery.lease_until < now]
    repeatable = select(Announcement.id).where(Announcement.action != Action.SEND)
    again = update(Delivery).where(*late, Delivery.announcement_id.in_(repeatable))
    await session.execute(
        again.values(state=Fate.QUEUED, lease_until=None, due_at=now, updated_at=now).execution_options(
            synchronize_session=False
        )
    )
    lost = update(Delivery).where(*late, Delivery.announcement_id.not_in(repeatable))
    values = {"state": Fate.UNKNOWN, "reason": "interrupted", "lease_until": None, "updated_at": now}
    done = await session.execute(lost.values(**values).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


async def clear(session: AsyncSession, announcement_id: int) -> None:
    """Forget the lines of an announcement that has not started: a start that was interrupted is begun anew."""
    mine = delete(Delivery).where(Delivery.announcement_id == announcement_id)
    await session.execute(mine.execution_options(synchronize_session=False))


async def size(session: AsyncSession, announcement_id: int) -> int:
    """How many lines there are."""
    mine = select(func.count()).where(Delivery.announcement_id == announcement_id)
    return int(await session.scalar(mine) or 0)


async def skip_rest(session: AsyncSession, announcement_id: int, why: Skip, now: datetime) -> int:
    """Nobody who is still queued gets it any more. Returns how many."""
    rest = update(Delivery).where(Delivery.announcement_id == announcement_id, QUEUED)
    values = {"state": Fate.SKIPPED, "reason": str(why), "updated_at": now}
    done = await session.execute(rest.values(**values).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


async def send_again(
    session: AsyncSession, announcement_id: int, now: datetime, state: Fate, person_ids: Iterable[int] | None = None
) -> int:
    """Queue those in `state` (failed, blocked or unknown) once more, knowingly. Returns how many."""
    which = update(Delivery).where(Delivery.announcement_id == announcement_id, Delivery.state == state)
    if person_ids is not None:
        which = which.where(Delivery.person_id.in_(list(person_ids)))
    values = {"state": Fate.QUEUED, "reason": None, "again": Delivery.again + 1, "due_at": now, "updated_at": now}
    done = await session.execute(which.values(**values).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


async def leave_unknown(session: AsyncSession, announcement_id: int, now: datetime) -> int:
    """An official decided to leave the unknown ones as they are; they are not asked about again."""
    which = update(Delivery).where(Delivery.announcement_id == announcement_id, Delivery.state == Fate.UNKNOWN)
    done = await session.execute(
        which.values(reason="left", updated_at=now).execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


# -- counting -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """How many recipients are in each bucket. `reasons` splits skipped, failed, blocked and unknown by why."""

    queued: int = 0
    sending: int = 0
    sent: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0
    skipped: int = 0
    reasons: tuple[tuple[Fate, str, int], ...] = ()

    @property
    def total(self) -> int:
        """All of them: the audience."""
        return self.left + self.tried + self.skipped

    @property
    def left(self) -> int:
        """Still to come."""
        return self.queued + self.sending

    @property
    def tried(self) -> int:
        """Those with an end, whichever."""
        return self.sent + self.blocked + self.failed + self.unknown


async def tally(session: AsyncSession, announcement_id: int) -> Tally:
    """Count the ledger of one announcement."""
    reason = case((Delivery.state.in_([Fate.QUEUED, Fate.SENDING, Fate.SENT]), null()), else_=Delivery.reason)
    lines = (
        select(Delivery.state.label("state"), reason.label("reason"))
        .where(Delivery.announcement_id == announcement_id)
        .subquery()
    )
    query = select(lines.c.state, lines.c.reason, func.count()).group_by(lines.c.state, lines.c.reason)
    rows = [tuple(row) for row in await session.execute(query)]
    totals: dict[str, int] = {}
    for state, _, number in rows:
        totals[state] = totals.get(state, 0) + number
    reasons = sorted((Fate(state), why, number) for state, why, number in rows if why)
    return Tally(**totals, reasons=tuple(reasons))


async def sent_since(session: AsyncSession, announcement_id: int, since: datetime) -> int:
    """How many were sent after a moment."""
    query = select(func.count()).where(
        Delivery.announcement_id == announcement_id, Delivery.state == Fate.SENT, Delivery.updated_at > since
    )
    return int(await session.scalar(query) or 0)


async def remaining(session: AsyncSession, announcement_id: int) -> tuple[bool, bool]:
    """Whether anybody is queued, and whether anybody is in hand.

    Two looks into partial indices. The condition on time excludes nobody; without it SQLite goes through all lines.
    """
    mine = Delivery.announcement_id == announcement_id
    queued = select(Delivery.person_id).where(mine, QUEUED, Delivery.due_at > LONG_AGO).limit(1)
    sending = select(Delivery.person_id).where(mine, SENDING, Delivery.lease_until > LONG_AGO).limit(1)
    return await session.scalar(queued) is not None, await session.scalar(sending) is not None


async def ledger_sums(session: AsyncSession, announcement_id: int) -> bool:
    """The promise: the buckets sum to the audience that was written down when sending started."""
    noted = await session.scalar(select(Announcement.audience_size).where(Announcement.id == announcement_id))
    return noted is None or (await tally(session, announcement_id)).total == noted


class Line(NamedTuple):
    """One line of the report."""

    person_id: int
    name: str | None
    state: Fate
    reason: str | None
    attempts: int
    again: int
    updated_at: datetime


async def lines(session: AsyncSession, announcement_id: int, after: int | None, most: int) -> list[Line]:
    """The ledger in pages, by person id; `after` is the last id of the page before."""
    query = (
        select(
            Delivery.person_id, people.Person.name, Delivery.state, Delivery.reason, Delivery.attempts, Delivery.again,
            Delivery.updated_at,
        )
        .outerjoin(people.Person, people.Person.id == Delivery.person_id)
        .where(Delivery.announcement_id == announcement_id)
        .order_by(Delivery.person_id)
        .limit(most)
    )  # fmt: skip
    if after is not None:
        query = query.where(Delivery.person_id > after)
    return [Line(*row) for row in await session.execute(query)]


async def tidy(session: AsyncSession, now: datetime) -> int:
    """Nobody waits in the ledger of an announcement that is over: outcomes that came late may have queued some."""
    number = 0
    for state, why in ((State.CANCELLED, Skip.CANCELLED), (State.EXPIRED, Skip.EXPIRED)):
        over = select(Announcement.id).where(Announcement.state == state, Announcement.started_at.is_not(None))
        whose = literal_column("+delivery.announcement_id").in_(over)  # the plus: not by all lines, by the queued ones
        late = update(Delivery).where(whose, QUEUED)
        values = {"state": Fate.SKIPPED, "reason": str(why), "updated_at": now}
        done = await session.execute(late.values(**values).execution_options(synchronize_session=False))
        number += int(done.rowcount)  # type: ignore[attr-defined]
    return number


# -- open announcements -------------------------------------------------------------------------------------------


async def open_ones(session: AsyncSession) -> list[Announcement]:
    """Everything that waits for somebody or something: awaiting, approved, sending, paused."""
    waiting = text("announcement.state IN ('awaiting', 'approved', 'sending', 'paused')")
    return list(await session.scalars(select(Announcement).where(waiting).order_by(Announcement.id)))


async def variants_of(session: AsyncSession, announcement_id: int) -> list[Variant]:
    """All texts of an announcement by the system."""
    return list(await session.scalars(select(Variant).where(Variant.announcement_id == announcement_id)))


async def add_recipients(session: AsyncSession, rows: Rows) -> None:
    """Note people (`announcement_id`, `person_id`, `variant_id`) that a system's announcement is for."""
    await insert_ignore(session, Recipient, rows)


async def forget_person(session: AsyncSession, person_id: int, pseudonym: int, now: datetime) -> None:
    """Somebody erased their data: the counts stay, the lines no longer say whose they are, and what they signed as an
    official is the office's alone.

    `pseudonym` is a large negative number that is nobody's id.
    """
    theirs = update(Announcement).where(Announcement.author_id == person_id, Announcement.signed != "")
    await session.execute(theirs.values(signed="").execution_options(synchronize_session=False))
    mine = update(Delivery).where(Delivery.person_id == person_id)
    waiting = case((QUEUED, str(Fate.SKIPPED)), else_=Delivery.state)
    why = case((QUEUED, str(Skip.ERASED)), else_=Delivery.reason)
    await session.execute(
        mine.values(person_id=pseudonym, state=waiting, reason=why, updated_at=now).execution_options(
            synchronize_session=False
        )
    )
