"""Who somebody is and what they may do. Rights are checked here as well as at the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from db import people
from db.engine import Database
from db.people import Right, Visiting

SEEN_EVERY = timedelta(days=1)
TALK_LASTS = timedelta(minutes=30)


class NotAllowed(Exception):
    """Somebody asked for what they have no right to; nothing was done."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"needs the right {right}")
        self.right = right


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: an id and the rights they have at this moment."""

    person_id: int
    rights: frozenset[Right] = frozenset()


@dataclass(slots=True)
class OpenDraft:
    """The form somebody is in the middle of."""

    form: str
    step: str
    data: dict[str, Any]
    update_id: int | None


@dataclass(slots=True)
class Visitor:
    """Somebody at the door: all a handler needs to know of them, loaded in one query."""

    person_id: int
    language: str = "id"
    rights: frozenset[Right] = frozenset()
    draft: OpenDraft | None = None
    talk: dict[str, Any] = field(default_factory=dict)
    known: bool = False
    stale: bool = False

    @property
    def actor(self) -> Actor:
        """The same, as services want it."""
        return Actor(self.person_id, self.rights)

    @property
    def is_official(self) -> bool:
        """Has at least one right."""
        return bool(self.rights)


def require(actor: Actor, right: Right) -> None:
    """Raise NotAllowed unless `actor` has `right`."""
    if right not in actor.rights:
        raise NotAllowed(right)


async def visitors(
    db: Database, person_ids: Iterable[int], admins: frozenset[int], *, now: datetime
) -> dict[int, Visitor]:
    """Everyone in `person_ids` as they stand now; strangers included. Admins have every right."""
    ids = list(dict.fromkeys(person_ids))
    async with db.read() as session:
        found = await people.at_the_door(session, ids)
    return {who: _visitor(who, found.get(who), who in admins, now) for who in ids}


def _visitor(who: int, row: Visiting | None, admin: bool, now: datetime) -> Visitor:
    rights = frozenset(Right) if admin else (row.rights if row else frozenset())
    if row is None:
        return Visitor(who, rights=rights)
    draft = OpenDraft(row.form, row.step or "", row.data or {}, row.update_id) if row.form else None
    fresh = row.talked_at is not None and now - row.talked_at < TALK_LASTS
    stale = row.unreachable_since is not None or abs(now - row.last_seen) > SEEN_EVERY
    return Visitor(who, row.language, rights, draft, dict(row.talk or {}) if fresh else {}, True, stale)


async def greet(db: Database, visitor: Visitor, name: str, language: str, *, now: datetime) -> None:
    """Remember a newcomer, or that somebody came back. Costs a write only then."""
    if visitor.known and not visitor.stale:
        return
    async with db.write() as session:
        if not visitor.known:
            await people.welcome(session, visitor.person_id, name, language, now)
        await people.seen(session, visitor.person_id, name, now)


async def leave(db: Database, person_id: int, *, now: datetime) -> None:
    """Somebody blocked the bot: nothing more is sent until they return."""
    async with db.write() as session:
        await people.unreachable(session, [person_id], now)


async def speak(db: Database, person_id: int, language: str, *, now: datetime) -> None:
    """Set the language somebody reads."""
    async with db.write() as session:
        await people.speak(session, person_id, language)
