"""Ralat: what was sent can be corrected in place, or taken back. Both are announcements of their own, with approval.

A correction edits the message everybody has. A retraction deletes it; Telegram allows that for 48 hours, after which
the message is edited to the retraction's text instead. Whoever's delivery is unknown has no message to be changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements import writing
from bot.announcements.content import fingerprint
from bot.announcements.refusals import Refused
from bot.people import Actor, require
from db import people
from db.announcements import Action, Announcement, State, records
from db.engine import Database
from db.people import Right

OVER = frozenset({State.FINISHED, State.CANCELLED, State.EXPIRED})


async def correct(db: Database, actor: Actor, announcement_id: int, *, now: datetime, **changes: Any) -> Announcement:
    """A draft that will edit what `announcement_id` sent: its text, entities and buttons, with `changes` to them.

    Go on with `writing.edit` and `approval.submit` as usual. Raises Refused while the original is still going out
    (cancel it first) or when it never went out.
    """
    draft = await _follow(db, actor, announcement_id, Action.EDIT, now)
    return await writing.edit(db, actor, draft.id, now=now, **changes) if changes else draft


async def retract(db: Database, actor: Actor, announcement_id: int, text: str, *, now: datetime) -> Announcement:
    """A draft that will delete what `announcement_id` sent; `text` stands where it cannot be deleted any more."""
    draft = await _follow(db, actor, announcement_id, Action.DELETE, now)
    return await writing.edit(db, actor, draft.id, now=now, text=text, entities=[], buttons=[])


async def check_stands(session: AsyncSession, original_id: int) -> None:
    """Raise Refused when it was taken back: there is nothing any more that could be changed."""
    if any(one.action == Action.DELETE for one in await records.corrections(session, original_id)):
        raise Refused("retracted", number=original_id)


async def _follow(db: Database, actor: Actor, announcement_id: int, action: Action, now: datetime) -> Announcement:
    require(actor, Right.ANNOUNCE)
    async with db.write() as session:
        original = await writing.find(session, announcement_id)
        if original.corrects_id is not None:
            original = await writing.find(session, original.corrects_id)
        if original.started_at is None:
            raise Refused("not-started", number=original.id)
        if original.state not in OVER:
            raise Refused("still-sending", number=original.id)
        await check_stands(session, original.id)
        draft = Announcement(
            author_id=actor.person_id, kind=original.kind, action=action, corrects_id=original.id, text=original.text,
            entities=original.entities, buttons=original.buttons, blanks=original.blanks, media_id=original.media_id,
            media_kind=original.media_kind, fingerprint=fingerprint(original.text), created_at=now, updated_at=now,
            signed=await _signature(session, original, actor),
        )  # fmt: skip
        session.add(draft)
        await session.flush()
        people.record(
            session, actor.person_id, "announcement.written", now, str(draft.id), corrects=original.id, action=action
        )
    return draft


async def _signature(session: AsyncSession, original: Announcement, actor: Actor) -> str:
    """Who signed with their section, or not at all, is not named by a correction either."""
    if original.author_id == actor.person_id:
        return original.signed
    return await writing.signature_of(session, actor.person_id)
