"""Before it is sent: who will get it and why others will not, when it will be through, has it been said already."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from bot.announcements.content import normal
from bot.announcements.hours import Hours
from bot.announcements.starting import mailing
from bot.people import Actor, NotAllowed
from bot.settings import Settings
from db.announcements import Action, Announcement, Kind, audience, records
from db.announcements.audience import Audience, Reach
from db.engine import Database
from db.people import Right

SAME_FROM = 90.0
"""From this likeness (0-100) on a text nearly equals another."""
REMEMBERED = timedelta(days=60)
COMPARED = 100


class Sample(NamedTuple):
    """Somebody who will get it. `business` is "" for who has none."""

    person_id: int
    name: str
    business: str


def _may_look(actor: Actor) -> None:
    if not actor.rights & {Right.ANNOUNCE, Right.APPROVE, Right.REPORTS}:
        raise NotAllowed(Right.ANNOUNCE)


def chosen(of: Announcement) -> Audience:
    """The audience of an announcement."""
    return Audience.from_json(of.audience)


async def count(db: Database, actor: Actor, of: Announcement, settings: Settings, *, now: datetime) -> Reach:
    """Who gets this announcement if it starts now: will get it, and the reasons of those who will not.

    The parts sum to everybody there is. `of` need not be saved: for a live count while choosing, set `of.audience` and
    `of.kind` on the draft one has. Raises NotAllowed.
    """
    _may_look(actor)
    async with db.read() as session:
        return await audience.count(session, chosen(of), mailing(of, settings, now), len(settings.announce_chats))


async def samples(
    db: Database, actor: Actor, of: Announcement, settings: Settings, *, now: datetime, most: int = 3
) -> list[Sample]:
    """A few who will get it, by chance, to show in the preview. Raises NotAllowed."""
    _may_look(actor)
    async with db.read() as session:
        return [Sample(*one) for one in await audience.samples(session, chosen(of), mailing(of, settings, now), most)]


def finish_time(of: Announcement, will_get: int, settings: Settings, *, now: datetime, pace: float) -> datetime:
    """When everybody will have it: from its start, at `pace` messages a second, quiet times left out."""
    always = of.kind == Kind.EMERGENCY or of.action != Action.SEND
    return Hours.of(settings).finish(max(now, of.send_at or now), will_get, pace, always=always)


async def similar(db: Database, of: Announcement, *, now: datetime) -> list[tuple[int, float]]:
    """Recent announcements that say nearly the same: number and likeness (90-100), the most alike first."""
    from rapidfuzz import fuzz

    async with db.read() as session:
        recent = await records.recent_texts(session, now - REMEMBERED, COMPARED)
    text = normal(of.text)
    alike = [(number, fuzz.token_set_ratio(text, normal(other))) for number, other in recent if number != of.id]
    return sorted((one for one in alike if one[1] >= SAME_FROM), key=lambda one: -one[1])
