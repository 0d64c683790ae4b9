"""What owners do with their businesses outside of forms, and what officials may see of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.businesses import money
from bot.businesses.records import answers_of
from bot.content import City, Programme
from bot.people import Actor, Right, require
from bot.scale import Verdict
from db import businesses
from db.businesses import Business, BusinessHistory, Interested, Status
from db.engine import Database

ASK_AGAIN = timedelta(days=180)
"""After that a business is asked whether it is still there."""

PROGRAMMES = 3


async def all_of(db: Database, person_id: int) -> Sequence[Business]:
    """Every business of an owner, oldest first: the order of the numbered list."""
    async with db.read() as session:
        return await businesses.all_of(session, person_id)


async def find(db: Database, person_id: int, business_id: int) -> Business | None:
    """A business, if it is theirs."""
    async with db.read() as session:
        return await businesses.of(session, person_id, business_id)


async def set_status(
    db: Database, person_id: int, business_id: int, status: Status, *, now: datetime
) -> Business | None:
    """Close a business or open it again; saying the same twice changes nothing. None when it is not theirs."""
    async with db.write() as session:
        business = await businesses.of(session, person_id, business_id, lock=True)
        if business is not None and business.status != status:
            businesses.note_change(session, business, person_id, now, {"status": (business.status, status)})
            await businesses.close_or_open(session, business.id, status, now)
            await session.refresh(business)
        return business


async def still_there(db: Database, person_id: int, business_id: int, *, now: datetime) -> Business | None:
    """The owner says that it still works as told."""
    async with db.write() as session:
        business = await businesses.of(session, person_id, business_id, lock=True)
        if business is not None:
            business.confirmed_at = now
        return business


def is_due(business: Business, now: datetime) -> bool:
    """Nobody said for long that it is still there."""
    return business.status == Status.OPEN and now - (business.confirmed_at or business.created_at) >= ASK_AGAIN


async def history(db: Database, person_id: int, business_id: int) -> Sequence[BusinessHistory]:
    """What changed, newest first; empty for somebody else's."""
    async with db.read() as session:
        if await businesses.of(session, person_id, business_id) is None:
            return []
        return await businesses.history(session, business_id)


def verdict_of(city: City, business: Business) -> Verdict | None:
    """Its class with what it is based on, worked out from its figures and the content's limits."""
    return money.verdict(city, answers_of(business))


# -- programmes -----------------------------------------------------------------------------------------------------


def fitting(city: City, business: Business, most: int = PROGRAMMES) -> list[Programme]:
    """Programmes and permits that are there for its sector and class: those made for the sector first, one a kind
    before a second of the same kind. What is only being drafted is not offered."""
    open_ones = [one for one in city.programmes if one.status != "dirumuskan" and _fits(one, business)]
    ranked = sorted(open_ones, key=lambda one: (business.sector not in one.sectors, one.status != "berjalan"))
    chosen: list[Programme] = []
    for again in (False, True):
        for one in ranked:
            if len(chosen) < most and one not in chosen and (again or one.kind not in {had.kind for had in chosen}):
                chosen.append(one)
    return chosen


def _fits(programme: Programme, business: Business) -> bool:
    sector = not programme.sectors or business.sector in programme.sectors
    scale = not programme.scales or business.scale is None or business.scale in programme.scales
    return sector and scale


async def interests(db: Database, person_id: int) -> dict[int, list[str]]:
    """Programme ids by business, for all of somebody's businesses."""
    async with db.read() as session:
        mine = await businesses.all_of(session, person_id)
        return await businesses.interests(session, [one.id for one in mine])


async def set_interest(
    db: Database, person_id: int, business_id: int, programme: str, *, wanted: bool, now: datetime
) -> Business | None:
    """Note or take back the interest of a business in a programme. None when the business is not theirs."""
    async with db.write() as session:
        business = await businesses.of(session, person_id, business_id)
        if business is None:
            return None
        if wanted:
            await businesses.be_interested(session, business_id, programme, now)
        else:
            await businesses.lose_interest(session, business_id, programme)
        return business


async def interested(
    db: Database, actor: Actor, programme: str, *, limit: int = 20, offset: int = 0
) -> list[Interested]:
    """Who is interested in a programme, first come first. Needs the right `reports`."""
    require(actor, Right.REPORTS)
    async with db.read() as session:
        return await businesses.interested(session, programme, limit, offset)


async def interest_counts(db: Database, actor: Actor) -> dict[str, int]:
    """How many businesses are interested in each programme. Needs the right `reports`."""
    require(actor, Right.REPORTS)
    async with db.read() as session:
        return await businesses.interest_counts(session)


async def verify(db: Database, token: str) -> Business | None:
    """The business on whose card this token stands. What is shown of it depends on who asks."""
    async with db.read() as session:
        return await businesses.by_token(session, token)


# -- naik kelas -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the readiness checklist; the words are `businesses-ready-<id>`. `sectors` empty: for every one."""

    id: str
    sectors: tuple[str, ...] = ()


CHECKLIST = (
    Point("legal"), Point("pangan", ("kuliner",)), Point("halal", ("kuliner",)), Point("merek"), Point("buku"),
    Point("pajak"), Point("digital"), Point("pasar"), Point("sdm"), Point("modal"),
)  # fmt: skip
"""Our own suggestion, not an official measure; which is said where it is shown."""


def checklist(business: Business) -> list[Point]:
    """The points that apply to its sector."""
    return [point for point in CHECKLIST if not point.sectors or business.sector in point.sectors]


async def ticked(db: Database, person_id: int, business_id: int) -> set[str]:
    """Points it has ticked."""
    async with db.read() as session:
        if await businesses.of(session, person_id, business_id) is None:
            return set()
        return await businesses.ready(session, business_id)


async def tick(db: Database, person_id: int, business_id: int, point: str, *, done: bool, now: datetime) -> None:
    """Tick a point or take the tick away; nothing happens for somebody else's business or an unknown point."""
    async with db.write() as session:
        business = await businesses.of(session, person_id, business_id)
        if business is not None and point in {one.id for one in checklist(business)}:
            await businesses.tick(session, business_id, point, now, done=done)
