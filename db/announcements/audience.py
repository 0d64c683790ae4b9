"""Who an announcement is for, and who of them will get it: one query says everybody's verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.announcements.states import NOBODY_FROM, RANK, Action, Fate, Kind, Skip
from db.announcements.tables import Announcement, Delivery, Recipient
from db.base import insert_ignore
from db.businesses import Business, Interest
from db.people import OptOut, Person

OUTSIDE = "outside"
Span = tuple[int, int]
"""People whose id is above the first and at most the second."""

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Audience:
    """People who meet every condition given; an empty tuple is no condition.

    `sectors`, `kecamatan`, `scales` and `programmes` (interest) must hold for one and the same open business.
    `chats`: also the office's configured groups and channels. `listed`: exactly the people in `Recipient`. `everyone`
    is no condition, but says that somebody chose so.
    """

    sectors: tuple[str, ...] = ()
    kecamatan: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    registered: bool | None = None
    chats: bool = False
    chats_only: bool = False
    listed: bool = False
    everyone: bool = False

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Audience:
        """The other way round of `as_json`. Raises ValueError for a condition there is not."""
        known = {one.name: one for one in fields(cls)}
        unknown = set(given) - set(known)
        if unknown:
            raise ValueError(f"an audience has no {', '.join(sorted(unknown))}")
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
        return cls(**values)

    def as_json(self) -> dict[str, Any]:
        """Only the conditions that are set, sorted, so that the same audience is the same JSON."""
        found: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value not in ((), None, False) or (one.name == "registered" and value is False):
                found[one.name] = sorted(value) if isinstance(value, tuple) else value
        return found

    @property
    def about_businesses(self) -> bool:
        """Asks something of their businesses."""
        return bool(self.sectors or self.kecamatan or self.scales or self.programmes)


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the verdict depends on besides the audience."""

    announcement_id: int
    kind: Kind
    now: datetime
    budget: int
    topics: tuple[str, ...] = ()
    """Kinds of opt-out that apply besides the kind itself, such as "season:ramadan"."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many will get it and why others will not; the parts sum to `total`. `will_get` counts people and chats."""

    will_get: int = 0
    opted_out: int = 0
    blocked: int = 0
    budget_used: int = 0
    outside: int = 0
    chats: int = 0
    total: int = field(default=0)


def _owns(audience: Audience) -> ColumnElement[bool]:
    """Has an open business that meets the conditions. Who has none meets none, so for them (registered False) any open
    business counts.

    A correlated EXISTS, here and below: SQLite joins such a subquery without an index when it takes it for small, which
    made the count quadratic.
    """
    wanted: list[ColumnElement[bool]] = [Business.owner_id == Person.id, Business.closed_at.is_(None)]
    conditions = ((Business.sector, audience.sectors), (Business.kecamatan, audience.kecamatan),
                  (Business.scale, audience.scales))  # fmt: skip
    if audience.registered is not False:
        wanted += [which.in_(values) for which, values in conditions if values]
        if audience.programmes:
            interested = exists().where(
                Interest.business_id == Business.id, Interest.programme.in_(audience.programmes)
            )
            wanted.append(interested)
    return exists().where(*wanted)


def _muted(mailing: Mailing) -> ColumnElement[bool]:
    kinds = [str(mailing.kind), *mailing.topics]
    return exists().where(OptOut.person_id == Person.id, OptOut.kind.in_(kinds))


def _spent(mailing: Mailing, span: Span | None) -> Any:
    """How many messages of this or a more important kind each person got, or is about to get, within the week.

    An emergency costs nothing, and less important ones never take the place of a more important one.
    """
    counted = [str(kind) for kind in Kind if 0 < RANK[kind] <= RANK[mailing.kind]]
    since = mailing.now - WEEK
    recent = select(Announcement.id).where(
        Announcement.kind.in_(counted), Announcement.action == Action.SEND, Announcement.id != mailing.announcement_id,
        Announcement.started_at.is_not(None),
        or_(Announcement.finished_at.is_(None), Announcement.finished_at > since),
    )  # fmt: skip
    states = text("delivery.state IN ('queued', 'sending', 'sent', 'unknown')")
    within = [Delivery.person_id > span[0], Delivery.person_id <= span[1]] if span else []
    return (
        select(Delivery.person_id.label("person_id"), func.count().label("messages"))
        .where(Delivery.announcement_id.in_(recent), states, Delivery.updated_at > since, *within)
        .group_by(Delivery.person_id)
        .subquery("spent")
    )


def verdicts(audience: Audience, mailing: Mailing, span: Span | None = None) -> Select[Any]:
    """Every person (of a span of ids) with a verdict: "outside", a `Skip`, or "queued".

    Columns: person_id, verdict, variant_id.
    """
    person: Any = Person.__table__
    source: Any = person
    inside: list[ColumnElement[bool]] = []
    variant: Any = cast(null(), BigInteger)
    if audience.listed:
        listed = select(Recipient.person_id, Recipient.variant_id)
        named = listed.where(Recipient.announcement_id == mailing.announcement_id).subquery("named")
        source = source.outerjoin(named, named.c.person_id == Person.id)
        inside.append(named.c.person_id.is_not(None))
        variant = named.c.variant_id
    if audience.about_businesses or audience.registered is not None:
        owns = _owns(audience)
        inside.append(~owns if audience.registered is False else owns)
    if audience.languages:
        inside.append(Person.language.in_(audience.languages))
    reasons: list[Any] = [
        (~and_(true(), *inside), literal(OUTSIDE)) if inside else None,
        (Person.unreachable_since.is_not(None), literal(str(Skip.BLOCKED))),
        (_muted(mailing), literal(str(Skip.OPTED_OUT))),
    ]
    if mailing.kind != Kind.EMERGENCY:
        spent = _spent(mailing, span)
        source = source.outerjoin(spent, spent.c.person_id == Person.id)
        reasons.append((spent.c.messages >= mailing.budget, literal(str(Skip.BUDGET))))
    verdict = case(*[reason for reason in reasons if reason is not None], else_=literal(str(Fate.QUEUED)))
    columns = (Person.id.label("person_id"), verdict.label("verdict"), variant.label("variant_id"))
    found = select(*columns).select_from(source)
    return found.where(Person.id > span[0], Person.id <= span[1]) if span else found


async def count(session: AsyncSession, audience: Audience, mailing: Mailing, chats: int) -> Reach:
    """How many people (and configured `chats`) get it, and how many do not for which reason."""
    with_chats = chats if audience.chats or audience.chats_only else 0
    everyone = verdicts(audience, mailing).subquery()
    rows = await session.execute(select(everyone.c.verdict, func.count()).group_by(everyone.c.verdict))
    found = {row[0]: row[1] for row in rows}
    if audience.chats_only:
        found = {OUTSIDE: sum(found.values())}
    return Reach(
        will_get=found.get(Fate.QUEUED, 0) + with_chats,
        opted_out=found.get(Skip.OPTED_OUT, 0),
        blocked=found.get(Skip.BLOCKED, 0),
        budget_used=found.get(Skip.BUDGET, 0),
        outside=found.get(OUTSIDE, 0),
        chats=with_chats,
        total=sum(found.values()) + with_chats,
    )


async def samples(session: AsyncSession, audience: Audience, mailing: Mailing, most: int) -> list[tuple[int, str, str]]:
    """Some who will get it, by chance: id, name and name of a business ("" without one)."""
    if audience.chats_only:
        return []
    some = verdicts(audience, mailing).subquery()
    query = (
        select(Person.id, Person.name)
        .join(some, some.c.person_id == Person.id)
        .where(some.c.verdict == Fate.QUEUED)
        .order_by(func.random())
        .limit(most)
    )
    people = [(row[0], row[1]) for row in await session.execute(query)]
    shops = await business_names(session, [who for who, _ in people]) if people else {}
    return [(who, name, shops.get(who, "")) for who, name in people]


async def first_names(session: AsyncSession, person_ids: list[int]) -> dict[int, str]:
    """The name each person goes by in Telegram."""
    query = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {row[0]: row[1] for row in await session.execute(query)}


async def business_names(session: AsyncSession, person_ids: list[int]) -> dict[int, str]:
    """The name of each person's oldest open business."""
    query = (
        select(Business.owner_id, Business.name)
        .where(Business.owner_id.in_(person_ids), Business.closed_at.is_(None))
        .order_by(Business.id.desc())
    )
    return {row[0]: row[1] or "" for row in await session.execute(query)}


async def prepare(session: AsyncSession, audience: Audience, mailing: Mailing, after: int, most: int) -> int | None:
    """Write the ledger for the next `most` people after an id: one line for everyone in the audience, those who will
    not get it with their reason. Returns the last id looked at, None when there was nobody left.
    """
    ahead = select(Person.id).where(Person.id > after).order_by(Person.id).limit(most).subquery()
    last = await session.scalar(select(func.max(ahead.c.id)))
    if last is None or audience.chats_only:
        return None
    await _write_lines(session, verdicts(audience, mailing, (after, last)).subquery(), _fixed(mailing))
    return int(last)


async def prepare_chats(session: AsyncSession, mailing: Mailing, chats: Iterable[int]) -> None:
    """A line for each of the office's groups and channels."""
    waiting = {**_fixed(mailing), "state": Fate.QUEUED, "attempts": 0, "again": 0}
    await insert_ignore(session, Delivery, [{**waiting, "person_id": chat} for chat in chats])


def _fixed(mailing: Mailing) -> dict[str, Any]:
    return {"announcement_id": mailing.announcement_id, "due_at": mailing.now, "updated_at": mailing.now}


async def _write_lines(session: AsyncSession, everyone: Any, fixed: dict[str, Any]) -> None:
    """One INSERT ... SELECT. `everyone` has person_id, verdict and maybe further columns of the ledger."""
    going = everyone.c.verdict == Fate.QUEUED
    further = [name for name in everyone.c.keys() if name not in ("person_id", "verdict")]  # noqa: SIM118
    source = select(
        *[literal(value, Delivery.__table__.c[name].type) for name, value in fixed.items()],
        everyone.c.person_id,
        case((going, literal(str(Fate.QUEUED))), else_=literal(str(Fate.SKIPPED))),
        case((going, null()), else_=everyone.c.verdict),
        literal(0),
        literal(0),
        *[everyone.c[name] for name in further],
    ).where(everyone.c.verdict != OUTSIDE)
    columns = [*fixed, "person_id", "state", "reason", "attempts", "again", *further]
    await session.execute(insert(Delivery).from_select(columns, source, include_defaults=False))


async def prepare_correction(session: AsyncSession, mailing: Mailing, corrects_id: int) -> None:
    """Write the ledger of a correction: one line for everyone who got the original, or may have got it.

    Those whose original is unknown have no message that could be changed, and are skipped saying so; so are those who
    erased their data, of whom nobody knows any more where their message is.
    """
    everyone = (
        select(
            Delivery.person_id,
            Delivery.message_id.label("target_id"),
            Delivery.variant_id,
            case(
                (Delivery.person_id <= NOBODY_FROM, literal(str(Skip.ERASED))),
                (Delivery.message_id.is_(None), literal(str(Skip.NO_MESSAGE))),
                (Person.unreachable_since.is_not(None), literal(str(Skip.BLOCKED))),
                else_=literal(str(Fate.QUEUED)),
            ).label("verdict"),
        )
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.announcement_id == corrects_id, text("delivery.state IN ('sent', 'unknown')"))
        .subquery("everyone")
    )
    await _write_lines(session, everyone, _fixed(mailing))
