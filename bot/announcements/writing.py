"""Writing an announcement: drafts, edits (each voids an approval), copies, templates.

An edit is `await edit(db, actor, number, now=..., text=..., entities=...)`; every field is checked on its own and a
`Refused` says in words what is wrong. Only the author edits; others copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements import blanks, frame
from bot.announcements.content import LABEL_LIMIT, MEDIA, MOST_BUTTONS, Message, fingerprint, limit
from bot.announcements.refusals import Refused
from bot.html import units
from bot.people import Actor, require
from db import people
from db.announcements import Action, Announcement, Kind, State
from db.announcements.audience import Audience
from db.announcements.moves import void
from db.announcements.states import EDITABLE
from db.engine import Database
from db.people import Right

COPIED = ("kind", "text", "entities", "media_kind", "media_id", "buttons", "blanks", "audience", "fingerprint")
FIELDS = frozenset({"kind", "text", "entities", "media_kind", "media_id", "buttons", "blanks", "audience", "send_at",
                    "not_after", "signed"})  # fmt: skip
OF_A_CORRECTION = frozenset({"text", "entities", "buttons", "send_at", "not_after", "signed"})
FALLBACK_LIMIT = 64


async def find(session: AsyncSession, announcement_id: int) -> Announcement:
    """The announcement, locked for this transaction. Raises Refused when there is none."""
    found = await session.get(Announcement, announcement_id, with_for_update=True)
    if found is None:
        raise Refused("unknown", number=announcement_id)
    return found


async def write(
    db: Database, actor: Actor, *, now: datetime, kind: Kind = Kind.INFORMATION, copy_of: int | None = None
) -> Announcement:
    """A new draft, empty or with the content of an earlier one (whoever wrote that)."""
    require(actor, Right.ANNOUNCE)
    async with db.write() as session:
        signed = await signature_of(session, actor.person_id)
        draft = Announcement(author_id=actor.person_id, kind=kind, signed=signed, created_at=now, updated_at=now)
        if copy_of is not None:
            source = await find(session, copy_of)
            for name in COPIED:
                setattr(draft, name, getattr(source, name))
        session.add(draft)
        await session.flush()
        people.record(session, actor.person_id, "announcement.written", now, str(draft.id), copy_of=copy_of)
    return draft


async def signature_of(session: AsyncSession, person_id: int) -> str:
    """What somebody's announcements are signed with unless they choose otherwise: the name the bot knows them by."""
    known = await people.names(session, [person_id])
    return frame.signature(known.get(person_id, ""))


async def edit(db: Database, actor: Actor, announcement_id: int, *, now: datetime, **changes: Any) -> Announcement:
    """Change fields of one's own draft; one that awaits or has approval becomes a draft again.

    Fields: kind, text, entities (JSON of Telegram's MessageEntity), media_kind with media_id, buttons (label, url,
    counted), blanks (fallback by name), audience (an `Audience` or its JSON), send_at and not_after (aware, or None),
    signed (a name, or "" for the office alone).
    Raises Refused, NotAllowed.
    """
    require(actor, Right.ANNOUNCE)
    async with db.write() as session:
        draft = await _mine(session, actor, announcement_id)
        checked = _checked(draft, changes, now)
        if draft.state != State.DRAFT:
            draft = await void(session, draft.id, now)
        for name, value in checked.items():
            setattr(draft, name, value)
        _fit(draft)
        _check_order(draft)
        draft.fingerprint = fingerprint(draft.text)
        draft.updated_at = now
        people.record(session, actor.person_id, "announcement.edited", now, str(draft.id), fields=sorted(changes))
    return draft


async def withdraw(db: Database, actor: Actor, announcement_id: int, *, now: datetime) -> Announcement:
    """Take one's own announcement back from approval, to work on it."""
    require(actor, Right.ANNOUNCE)
    async with db.write() as session:
        draft = await _mine(session, actor, announcement_id)
        if draft.state != State.DRAFT:
            draft = await void(session, draft.id, now)
        people.record(session, actor.person_id, "announcement.withdrawn", now, str(draft.id))
    return draft


async def keep_as_template(
    db: Database, actor: Actor, announcement_id: int, name: str, *, now: datetime
) -> Announcement:
    """A copy under a name, for the next time: `write(copy_of=template.id)`."""
    copy = await write(db, actor, now=now, copy_of=announcement_id)
    async with db.write() as session:
        template = await find(session, copy.id)
        template.template = name.strip()[:60] or f"#{announcement_id}"
    return template


async def _mine(session: AsyncSession, actor: Actor, announcement_id: int) -> Announcement:
    found = await find(session, announcement_id)
    if found.author_id != actor.person_id:
        raise Refused("not-yours", number=announcement_id)
    if found.state not in EDITABLE:
        raise Refused("not-editable", number=announcement_id)
    return found


def _checked(draft: Announcement, changes: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    allowed = FIELDS if draft.action == Action.SEND else OF_A_CORRECTION
    if unknown := set(changes) - allowed:
        raise Refused("fixed", field=", ".join(sorted(unknown)))
    checked = {name: CHECKS[name](value) if name in CHECKS else value for name, value in changes.items()}
    for name in ("send_at", "not_after"):
        if checked.get(name) is not None and checked[name] <= now:
            raise Refused("in-the-past")
    return checked


def _kind(value: Any) -> Kind:
    return Kind(value)


def _entities(value: Any) -> list[dict[str, Any]]:
    return [dict(entity) for entity in value or ()]


def _media(value: Any) -> str | None:
    if value is not None and value not in MEDIA:
        raise Refused("media")
    return value or None


def _buttons(value: Any) -> list[dict[str, Any]]:
    if len(value) > MOST_BUTTONS:
        raise Refused("many-buttons", most=MOST_BUTTONS)
    return [_button(one) for one in value]


def _button(one: Mapping[str, Any]) -> dict[str, Any]:
    label, url = str(one.get("label", "")).strip(), str(one.get("url", "")).strip()
    if not label or units(label) > LABEL_LIMIT:
        raise Refused("button-label", most=LABEL_LIMIT)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused("button-url") from None
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or " " in url:
        raise Refused("button-url")
    return {"label": label, "url": url, "counted": bool(one.get("counted", False))}


def _blanks(value: Mapping[str, str]) -> dict[str, str]:
    for name, fallback in value.items():
        if name not in blanks.NAMES:
            raise Refused("blank-unknown", blank=f"{{{name}}}")
        if not fallback.strip() or units(fallback) > FALLBACK_LIMIT:
            raise Refused("blank-fallback", blank=f"{{{name}}}", most=FALLBACK_LIMIT)
    return {name: fallback.strip() for name, fallback in value.items()}


def _audience(value: Any) -> dict[str, Any]:
    audience = value if isinstance(value, Audience) else Audience.from_json(value)
    if audience.listed:
        raise Refused("fixed", field="listed")
    return audience.as_json() or Audience(everyone=True).as_json()


def _signed(value: Any) -> str:
    name = " ".join(str(value).split())
    if units(name) > frame.SIGNED_LIMIT:
        raise Refused("signature", most=frame.SIGNED_LIMIT)
    return frame.signature(name)


CHECKS: dict[str, Callable[[Any], Any]] = {
    "kind": _kind,
    "text": str,
    "entities": _entities,
    "media_kind": _media,
    "buttons": _buttons,
    "blanks": _blanks,
    "audience": _audience,
    "signed": _signed,
}


def _fit(draft: Announcement) -> None:
    """Raise Refused unless the text, with its blanks filled by their fallbacks, has room."""
    template = blanks.Template(Message(draft.text, media_kind=draft.media_kind), draft.blanks)
    have, most = template.longest(), limit(draft.media_kind)
    if have > most:
        raise Refused("too-long", have=have, most=most)


def _check_order(draft: Announcement) -> None:
    if draft.not_after is not None and draft.send_at is not None and draft.not_after <= draft.send_at:
        raise Refused("validity")


def check_complete(draft: Announcement, now: datetime) -> None:
    """Raise Refused for what is still missing before it can be submitted."""
    if draft.template is not None:
        raise Refused("template")
    if not draft.text.strip() and not draft.media_id:
        raise Refused("empty")
    if bool(draft.media_kind) != bool(draft.media_id):
        raise Refused("media")
    for name in blanks.used(draft.text):
        if name not in draft.blanks:
            why = "blank-without-fallback" if name in blanks.NAMES else "blank-unknown"
            raise Refused(why, blank=f"{{{name}}}")
    if draft.action == Action.SEND and not draft.audience:
        raise Refused("no-audience")
    if draft.not_after is not None and draft.not_after <= max(now, draft.send_at or now) + timedelta(minutes=1):
        raise Refused("validity")
