"""Who somebody is and what they may do. Rights are checked here as well as at the door."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.sixteen import masked
from db import businesses, door, people
from db.door import Visiting
from db.engine import Database
from db.people import Right

SEEN_EVERY = timedelta(days=1)
TALK_LASTS = timedelta(minutes=30)
LONGEST_NAME = 128


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
    sectors: tuple[str, ...] = ()

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
    found = await db.read_at_once(lambda session: door.at_the_door(session, ids))
    return {who: _visitor(who, found.get(who), who in admins, now) for who in ids}


def _visitor(who: int, row: Visiting | None, admin: bool, now: datetime) -> Visitor:
    rights = frozenset(Right) if admin else (row.rights if row else frozenset())
    if row is None:
        return Visitor(who, rights=rights)
    draft = OpenDraft(row.form, row.step or "", row.data or {}, row.update_id) if row.form else None
    fresh = row.talked_at is not None and now - row.talked_at < TALK_LASTS
    stale = row.unreachable_since is not None or abs(now - row.last_seen) > SEEN_EVERY
    return Visitor(who, row.language, rights, draft, dict(row.talk or {}) if fresh else {}, True, stale, row.sectors)


async def greet(db: Database, visitor: Visitor, name: str, language: str, *, now: datetime) -> None:
    """Remember a newcomer, or that somebody came back. Costs a write only then."""
    if visitor.known and not visitor.stale:
        return
    name = masked(name)[:LONGEST_NAME]
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


# -- invites ----------------------------------------------------------------------------------------------------

INVITE_LASTS = timedelta(days=2)
OPERATOR = 0
"""Who makes an invite on the command line: whoever may log in to the server."""


class InviteRefused(Exception):
    """The link cannot be used; `reason` is unknown, used or expired."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def _make_invite(db: Database, right: Right, maker: int, now: datetime) -> str:
    secret = secrets.token_urlsafe(16)
    async with db.write() as session:
        await people.keep_invite(session, _hash(secret), right, maker, now, now + INVITE_LASTS)
        people.record(session, maker, "invite.made", now, subject=right)
    return secret


async def invite_by_operator(db: Database, right: Right, *, now: datetime) -> str:
    """Secret of a one-time link, made on the command line."""
    return await _make_invite(db, right, OPERATOR, now)


async def invite(db: Database, actor: Actor, right: Right, *, now: datetime) -> str:
    """Secret of a one-time link that lasts two days. Needs the right `people`."""
    require(actor, Right.PEOPLE)
    return await _make_invite(db, right, actor.person_id, now)


NEEDS_SECOND = frozenset({Right.APPROVE, Right.PEOPLE})
"""Rights that reach others' words or others' rights: a second admin confirms them."""


async def accept_invite(
    db: Database, person_id: int, secret: str, *, two_admins: bool, now: datetime
) -> tuple[Right, bool]:
    """Use a link once. Gives the right and whether it is in force already. Raises InviteRefused."""
    async with db.write() as session:
        found = await people.find_invite(session, _hash(secret))
        if found is None:
            raise InviteRefused("unknown")
        if found.used_at is not None:
            raise InviteRefused("used")
        if found.expires_at <= now:
            raise InviteRefused("expired")
        found.used_by, found.used_at = person_id, now
        waits = two_admins and found.right in NEEDS_SECOND
        await people.give(session, person_id, found.right, found.made_by, now, confirmed=not waits)
        people.record(session, person_id, "invite.used", now, subject=found.right, made_by=found.made_by)
        return Right(found.right), not waits


async def confirm(db: Database, actor: Actor, person_id: int, right: Right, *, now: datetime) -> bool:
    """A second admin confirms a waiting right. False when there is none; NotAllowed for whoever granted it."""
    require(actor, Right.PEOPLE)
    async with db.write() as session:
        waiting = await people.find_grant(session, person_id, right)
        if waiting is None or waiting.confirmed_at is not None:
            return False
        if actor.person_id in {waiting.granted_by, person_id}:
            raise NotAllowed(Right.PEOPLE)
        waiting.confirmed_by, waiting.confirmed_at = actor.person_id, now
        people.record(session, actor.person_id, "right.confirmed", now, subject=str(person_id), right=right)
        return True


async def take_away(db: Database, actor: Actor, person_id: int, right: Right, *, now: datetime) -> bool:
    """Take a right away at once; False when they did not have it."""
    require(actor, Right.PEOPLE)
    async with db.write() as session:
        gone = await people.take(session, person_id, right)
        if gone:
            people.record(session, actor.person_id, "right.taken", now, subject=str(person_id), right=right)
        return gone


async def officials(db: Database, actor: Actor) -> list[people.Official]:
    """Everyone with a right, waiting ones included. Needs the right `people`."""
    require(actor, Right.PEOPLE)
    async with db.read() as session:
        return await people.officials(session)


async def holders(db: Database, right: Right, admins: Iterable[int]) -> list[int]:
    """Ids of everyone with `right` in force; `admins` have every right."""
    async with db.read() as session:
        return sorted({*await people.holders(session, right), *admins})


async def names(db: Database, person_ids: Iterable[int]) -> dict[int, str]:
    """First names of those who are known."""
    async with db.read() as session:
        return await people.names(session, list(person_ids))


# -- the record -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Act:
    """What an official did. `name` and `subject_name` are "" where nobody is known by that id."""

    id: int
    at: datetime
    actor_id: int
    name: str
    act: str
    subject: str
    subject_name: str
    detail: dict[str, Any]


async def acts(db: Database, actor: Actor, *, before: int | None = None, most: int = 10) -> list[Act]:
    """The record of officials' acts, newest first, older than the act `before`. Needs the right `people`."""
    require(actor, Right.PEOPLE)
    async with db.read() as session:
        rows = await people.acts(session, before, most)
        about = {row.id: int(row.subject) for row in rows if row.act.startswith("right.") and row.subject.isdigit()}
        names = await people.names(session, list(about.values()))
    return [
        Act(r.id, r.at, r.actor_id, r.name, r.act, r.subject, names.get(about.get(r.id, 0), ""), r.detail or {})
        for r in rows
    ]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people the bot knows, `new` ones since a moment, `unreachable` ones, and registered businesses."""

    people: int
    new: int
    unreachable: int
    businesses: int


async def counts(db: Database, actor: Actor, *, since: datetime) -> Counts:
    """The city's people and businesses in figures. Needs the right `reports`."""
    require(actor, Right.REPORTS)
    async with db.read() as session:
        return Counts(*await people.counts(session, since), await businesses.how_many(session))
