"""Announcements that nobody writes by hand, such as season reminders: same ledger, same rules, made once.

Each has an `origin` that is unique, for a season "season:<season>:<year>:<wave>", so that a repeated or late ring of
the timer makes nothing twice. Recipients may be told different things: each text is a `Letter`, of which a few dozen
serve 93,000 people. They need no approval: what they say comes from content that officials keep, and what is made is
audited.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements.content import Entity, content_hash, fingerprint
from bot.announcements.steering import SYSTEM
from db import people
from db.announcements import Announcement, Kind, State, Variant, ledger
from db.announcements.audience import Audience
from db.announcements.moves import move
from db.base import insert_ignore
from db.engine import Database

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Letter:
    """One of the texts. `buttons` as in an announcement: {"label", "url"}, or {"label", "data"} for the bot's own."""

    text: str
    entities: Sequence[Entity] = ()
    buttons: Sequence[Mapping[str, Any]] = field(default=())


async def announce_by_system(
    db: Database,
    origin: str,
    letters: Mapping[str, Letter],
    recipients: Iterable[tuple[int, str]] | AsyncIterable[tuple[int, str]] | None = None,
    *,
    now: datetime,
    kind: Kind = Kind.SEASON,
    audience: Audience | None = None,
    send_at: datetime | None = None,
    not_after: datetime | None = None,
    blanks: Mapping[str, str] | None = None,
) -> int | None:
    """Announce `letters` (by key) to `recipients` (person id, key of their letter), or one letter to an `audience`.

    Everything happens in one transaction; returns the number, or None when this origin was announced before. Opt-outs,
    blocks and the weekly budget are looked at when it starts. Raises ValueError for a key that no letter has.
    """
    chosen = audience or Audience(listed=True)
    letter = Letter("") if chosen.listed else _only(letters)
    row = {
        "author_id": SYSTEM, "origin": origin, "kind": kind, "action": "send", "state": State.DRAFT,
        "text": letter.text, "entities": [dict(one) for one in letter.entities],
        "buttons": [dict(one) for one in letter.buttons], "fingerprint": fingerprint(letter.text),
        "blanks": dict(blanks or {}), "audience": chosen.as_json(), "told": "",
        "send_at": send_at, "not_after": not_after, "created_at": now, "updated_at": now,
    }  # fmt: skip
    async with db.write() as session:
        if await session.scalar(select(Announcement.id).where(Announcement.origin == origin)) is not None:
            return None
        await insert_ignore(session, Announcement, [row])
        query = select(Announcement).where(Announcement.origin == origin).with_for_update()
        made = (await session.scalars(query)).one()
        if made.state != State.DRAFT:  # another process was faster
            return None
        if chosen.listed:
            await _address(session, made.id, letters, recipients or ())
        await _release(session, made, now)
    return made.id


def _only(letters: Mapping[str, Letter]) -> Letter:
    if len(letters) != 1:
        raise ValueError("an audience that is described gets exactly one letter")
    return next(iter(letters.values()))


async def _address(
    session: AsyncSession,
    number: int,
    letters: Mapping[str, Letter],
    recipients: Iterable[tuple[int, str]] | AsyncIterable[tuple[int, str]],
) -> None:
    variants = {key: _variant(number, key, letter) for key, letter in letters.items()}
    session.add_all(variants.values())
    await session.flush()
    rows: list[dict[str, Any]] = []
    async for person_id, key in _each(recipients):
        if key not in variants:
            raise ValueError(f"there is no letter {key!r}")
        rows.append({"announcement_id": number, "person_id": person_id, "variant_id": variants[key].id})
        if len(rows) == AT_ONCE:
            await ledger.add_recipients(session, rows)
            rows = []
    await ledger.add_recipients(session, rows)


def _variant(number: int, key: str, letter: Letter) -> Variant:
    return Variant(
        announcement_id=number, key=key, text=letter.text, entities=[dict(one) for one in letter.entities],
        buttons=[dict(one) for one in letter.buttons], fingerprint=fingerprint(letter.text),
    )  # fmt: skip


async def _each(given: Iterable[tuple[int, str]] | AsyncIterable[tuple[int, str]]) -> AsyncIterable[tuple[int, str]]:
    if isinstance(given, AsyncIterable):
        async for one in given:
            yield one
    else:
        for one in given:
            yield one


async def _release(session: AsyncSession, made: Announcement, now: datetime) -> None:
    """Through the same two moves as everybody's, by the system."""
    digest = content_hash(made)
    await move(session, made.id, State.AWAITING, now)
    await move(session, made.id, State.APPROVED, now, approved_hash=digest, approved_by=SYSTEM)
    people.record(session, SYSTEM, "announcement.made", now, str(made.id), origin=made.origin, hash=digest)
