"""What was announced, for those who look back: officials' lists, people's own history, and "is this really yours?"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.announcements.moves import ORPHANED
from db.announcements.states import STARTED, Action, Fate, State
from db.announcements.tables import Announcement, Approval, Delivery, Link, Variant, Watch
from db.base import upsert


async def one(session: AsyncSession, announcement_id: int) -> Announcement | None:
    """An announcement by its number."""
    return await session.get(Announcement, announcement_id)


async def listed(session: AsyncSession, most: int, offset: int = 0) -> list[Announcement]:
    """The latest, newest first, without templates and without those that were cancelled before anybody got them."""
    not_for_nothing = or_(Announcement.state != State.CANCELLED, Announcement.started_at.is_not(None))
    query = select(Announcement).where(not_for_nothing, Announcement.template.is_(None))
    return list(await session.scalars(query.order_by(Announcement.id.desc()).limit(most).offset(offset)))


async def templates(session: AsyncSession) -> list[Announcement]:
    """Texts kept for the next time, by name."""
    kept = Announcement.template.is_not(None), Announcement.state == State.DRAFT
    query = select(Announcement).where(*kept).order_by(Announcement.template, Announcement.id)
    return list(await session.scalars(query))


async def approvals(session: AsyncSession, announcement_id: int) -> list[Approval]:
    """Who confirmed it, in order."""
    query = select(Approval).where(Approval.announcement_id == announcement_id).order_by(Approval.at)
    return list(await session.scalars(query))


async def corrections(session: AsyncSession, announcement_id: int) -> list[Announcement]:
    """Corrections and retractions of an announcement that have gone out, oldest first."""
    gone_out = Announcement.state.in_(sorted(STARTED))
    query = select(Announcement).where(Announcement.corrects_id == announcement_id, gone_out)
    return list(await session.scalars(query.order_by(Announcement.id)))


async def recent_texts(session: AsyncSession, since: datetime, most: int) -> list[tuple[int, str]]:
    """Number and text of what was announced lately, newest first."""
    query = (
        select(Announcement.id, Announcement.text)
        .where(Announcement.started_at > since, Announcement.action == Action.SEND, Announcement.text != "")
        .order_by(Announcement.id.desc())
        .limit(most)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


class Text(NamedTuple):
    """A text that really went out: an announcement's own, or a variant of it. `key`: its row in its own table."""

    key: int
    announcement_id: int
    text: str
    varied: bool


class Published(NamedTuple):
    """A text that really went out, as /cek compares with it. `number`: what people know it by."""

    announcement_id: int
    text: str
    number: int
    action: Action
    signed: str
    by_official: bool
    buttons: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    blanks: Mapping[str, str]


_WENT_OUT = Announcement.started_at.is_not(None)


async def by_fingerprint(session: AsyncSession, fingerprint: str) -> int | None:
    """The newest announcement with exactly this text."""
    own = select(Announcement.id).where(Announcement.fingerprint == fingerprint, _WENT_OUT)
    varied = (
        select(Variant.announcement_id)
        .join(Announcement, Announcement.id == Variant.announcement_id)
        .where(Variant.fingerprint == fingerprint, _WENT_OUT)
    )
    both = own.union(varied).subquery()
    return await session.scalar(select(func.max(both.c.id)))


async def texts(session: AsyncSession, most: int, *, varied: bool, before: int | None = None) -> list[Text]:
    """Texts that went out, announcements' own or their variants, newest first; `before`: the last key of the page
    before.
    """
    of = Announcement
    if varied:
        key: Any = Variant.id
        query = select(Variant.id, of.id, Variant.text).join(of, of.id == Variant.announcement_id).where(_WENT_OUT)
    else:
        key = of.id
        query = select(of.id, of.id, of.text).where(_WENT_OUT, of.text != "")
    older = query if before is None else query.where(key < before)
    rows = await session.execute(older.order_by(key.desc()).limit(most))
    return [Text(row[0], row[1], row[2], varied) for row in rows]


async def published(session: AsyncSession, wanted: Collection[Text]) -> list[Published]:
    """Some texts that went out with all that belongs to them, newest first."""
    of = Announcement
    about = (func.coalesce(of.corrects_id, of.id), of.action, of.signed, of.author_id > 0)
    own_ids, varied_ids = ([one.key for one in wanted if one.varied is varied] for varied in (False, True))
    own = select(of.id, of.text, *about, of.buttons, of.entities, of.blanks).where(of.id.in_(own_ids))
    varied = (
        select(of.id, Variant.text, *about, Variant.buttons, Variant.entities, of.blanks)
        .join(Variant, Variant.announcement_id == of.id)
        .where(Variant.id.in_(varied_ids))
    )
    found = [
        Published(
            one, said, number, Action(action), signed, bool(by_official), buttons or (), entities or (), blanks or {}
        )
        for query in (own, varied)
        for one, said, number, action, signed, by_official, buttons, entities, blanks in await session.execute(query)
    ]
    return sorted(found, key=lambda one: -one.announcement_id)


class Received(NamedTuple):
    """Something a person got."""

    announcement: Announcement
    state: Fate
    at: datetime
    text: str
    later: Announcement | None = None
    """The last correction of it that went out, or its retraction."""
    corrected: Announcement | None = None
    """The last correction, also where a retraction came after it."""


async def history(session: AsyncSession, person_id: int, most: int) -> list[Received]:
    """What a person got, or may have got, newest first; corrections with what they correct."""
    query = (
        select(Announcement, Delivery.state, Delivery.updated_at, Variant.text)
        .join(Delivery, Delivery.announcement_id == Announcement.id)
        .outerjoin(Variant, Variant.id == Delivery.variant_id)
        .where(
            Delivery.person_id == person_id,
            Delivery.state.in_([Fate.SENT, Fate.UNKNOWN]),
            Announcement.action == Action.SEND,
        )
        .order_by(Announcement.id.desc())
        .limit(most)
    )
    rows = list(await session.execute(query))
    which = Announcement.corrects_id.in_([row[0].id for row in rows]), Announcement.state.in_(sorted(STARTED))
    counts_last = Announcement.action == Action.DELETE, Announcement.id
    changes = await session.scalars(select(Announcement).where(*which).order_by(*counts_last))
    later: dict[int | None, Announcement] = {}
    corrected: dict[int | None, Announcement] = {}
    for one in changes:
        later[one.corrects_id] = one
        if one.action == Action.EDIT:
            corrected[one.corrects_id] = one
    return [
        Received(it, Fate(state), at, text or it.text, later.get(it.id), corrected.get(it.id))
        for it, state, at, text in rows
    ]


async def untold(session: AsyncSession) -> list[Announcement]:
    """Announcements whose author was not told yet in which state they are now, and those that lost their author."""
    worth_telling = [State.APPROVED, State.REJECTED, State.PAUSED, State.FINISHED, State.EXPIRED, State.SENDING]
    news = and_(
        Announcement.state.in_(worth_telling),
        Announcement.told != Announcement.state,
        or_(Announcement.author_id > 0, Announcement.state != State.APPROVED),
    )
    query = select(Announcement).where(or_(news, Announcement.told == ORPHANED))
    return list(await session.scalars(query.order_by(Announcement.id).limit(50)))


async def mark_told(session: AsyncSession, announcement_id: int, state: State) -> None:
    """The author knows."""
    known = update(Announcement).where(Announcement.id == announcement_id)
    await session.execute(known.values(told=str(state)))


async def links(session: AsyncSession, announcement_id: int) -> list[Link]:
    """Counted links of an announcement, in the order of its buttons."""
    query = select(Link).where(Link.announcement_id == announcement_id).order_by(Link.position)
    return list(await session.scalars(query))


async def click(session: AsyncSession, announcement_id: int, position: int) -> str | None:
    """Somebody followed a counted link; returns where it goes, None when there is none."""
    which = update(Link).where(Link.announcement_id == announcement_id, Link.position == position)
    return await session.scalar(which.values(clicks=Link.clicks + 1).returning(Link.url))


async def watch(session: AsyncSession, announcement_id: int, chat_id: int, message_id: int, now: datetime) -> None:
    """Remember the message in which somebody watches this announcement."""
    row = {"announcement_id": announcement_id, "chat_id": chat_id, "message_id": message_id, "shown_at": now}
    await upsert(session, Watch, [row], key=["announcement_id", "chat_id"])


async def watches(session: AsyncSession) -> list[Watch]:
    """Every message in which somebody watches."""
    return list(await session.scalars(select(Watch)))


async def unwatch(session: AsyncSession, announcement_id: int, chat_id: int) -> None:
    """That message need not be kept up to date any more."""
    found = await session.get(Watch, (announcement_id, chat_id))
    if found is not None:
        await session.delete(found)
