"""For people: what did I get, and is this really from the office?

What is pasted is compared with what went out (`comparing`). Whatever it has that the real one has not is named: a
forgery is usually a real announcement with something added, or with another link or account number.
"""

from __future__ import annotations

import asyncio
import heapq
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements import comparing
from bot.announcements.comparing import Difference, Shown, telltales
from bot.announcements.content import counted_link, fingerprint
from bot.announcements.frame import closing
from bot.texts import Texts
from db.announcements import Action, Announcement, audience, records
from db.announcements.records import Published, Received, Text
from db.engine import Database

NUMBER = re.compile(r"^\W*(?:pengumuman)?\W*(?:nomor|no)?\W*(\d{1,9})\W*$", re.IGNORECASE)
PAGE, NEAREST, NEAR = 500, 200, 0.5
"""All texts that ever went out are looked at, in pages; the nearest of those with so much in common are compared word
by word. 5,000 take a quarter of a second, in a thread."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What this office's closing lines and counted buttons are made with. `link`: a deep link of this bot's."""

    t: Texts
    office: str
    bot: str
    link: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Found:
    """The announcement that was meant, and its `text` as the office wrote it.

    `first`: what was sent in the first place, when `announcement` is a correction or a retraction of it; else the same.
    `exact`: word for word (or asked for by number). `added`: passages of what was asked that the real one does not
    have; `altered`: links, names and long numbers among them. A forgery if any. `likeness`: 0-100.
    `corrections`: what the office changed or took back afterwards, oldest first.
    """

    announcement: Announcement
    first: Announcement
    exact: bool
    likeness: float
    text: str = ""
    altered: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    corrections: list[Announcement] = field(default_factory=list)

    @property
    def last(self) -> Announcement | None:
        """The correction that counts now; what was corrected before it was taken back does not."""
        taken_back = [one for one in self.corrections if one.action == Action.DELETE]
        return next(reversed(taken_back or self.corrections), None)


async def history(db: Database, person_id: int, most: int = 10) -> list[Received]:
    """What a person got from the office, newest first; `state` unknown means "may have got"."""
    async with db.read() as session:
        return await records.history(session, person_id, most)


async def lookup(db: Database, asked: str, ours: Ours, asker: int = 0) -> Found | None:
    """The announcement behind a number or a pasted text; None when the office sent nothing like it. `asker`: who shows
    it, whose name may stand in it.
    """
    async with db.read() as session:
        by_number = NUMBER.match(asked.strip())
        if by_number:
            found = await records.one(session, int(by_number[1]))
            if found is None or found.started_at is None or found.corrects_id is not None:
                return None  # the number of a correction is the officials' own
            return await _found(session, found.id, found.text, Difference())
        number = await records.by_fingerprint(session, fingerprint(asked))
        if number is not None:
            same = await session.get_one(Announcement, number)
            return await _found(session, number, same.text or asked, Difference())
        called = await _called(session, asker)
    shown = Shown(asked)
    nearest = await _nearest(db, shown)
    async with db.read() as session:
        published = await records.published(session, nearest)
    best = await asyncio.to_thread(_closest, shown, published, ours, called)  # which others need not wait for
    if best is None:
        return None
    async with db.read() as session:
        return await _found(session, best[0].announcement_id, best[0].text, best[1])


async def _nearest(db: Database, shown: Shown) -> list[Text]:
    """Of all texts that went out those that have the most in common with what is shown, the newer of equals."""
    best: list[tuple[float, Text]] = []
    for varied in (False, True):
        before: int | None = None
        while shown.plain:
            async with db.read() as session:
                page = await records.texts(session, PAGE, varied=varied, before=before)
            best = await asyncio.to_thread(_better, shown, best, page)
            if len(page) < PAGE:
                break
            before = page[-1].key
    return [one for _, one in best]


def _better(shown: Shown, best: list[tuple[float, Text]], page: Iterable[Text]) -> list[tuple[float, Text]]:
    scored = ((shown.share(one.text), one) for one in page)
    near = [*best, *(one for one in scored if one[0] >= NEAR)]
    return heapq.nlargest(NEAREST, near, key=lambda one: (one[0], one[1].announcement_id))


async def _called(session: AsyncSession, person_id: int) -> dict[str, list[str]]:
    """What {nama} and {usaha} are for somebody."""
    names = await audience.first_names(session, [person_id])
    shops = await audience.business_names(session, [person_id])
    return {"nama": list(names.values()), "usaha": list(shops.values())}


async def _found(session: AsyncSession, number: int, text: str, apart: Difference) -> Found:
    announcement = await session.get_one(Announcement, number)
    first = await session.get_one(Announcement, announcement.corrects_id or number)
    later = await records.corrections(session, first.id)
    likeness = 100.0 if apart.none else min(99.0, 100 * apart.alike)
    altered = tuple(dict.fromkeys(one for passage in apart.added for one in telltales(passage)))
    return Found(announcement, first, apart.none, likeness, text, altered, apart.added, later)


def _closest(
    shown: Shown, published: Iterable[Published], ours: Ours, called: Mapping[str, Sequence[str]]
) -> tuple[Published, Difference] | None:
    """The real one that what was shown differs from the least, the newest of equals."""
    best: tuple[Published, Difference] | None = None
    for one in published:
        if not shown.may_be(one.text):
            continue
        known, fillings = _links(one, ours), _fillings(one, called)
        for ending in _closings(one, ours):
            apart = shown.beside(one.text, ending, known, fillings)
            if apart is not None and (best is None or apart.closeness > best[1].closeness):
                best = one, apart
    return best


def _fillings(one: Published, called: Mapping[str, Sequence[str]]) -> dict[str, list[list[str]]]:
    """What surely may stand where its blanks were: what the reader is called, and what stood there for the nameless."""
    return {
        name: [comparing.said(filling) for filling in (fallback, *called.get(name, ()))]
        for name, fallback in one.blanks.items()
    }


def _closings(one: Published, ours: Ours) -> tuple[str, str]:
    """The lines it ended with, for people and for groups. Its signature may have been erased since, and the day of a
    correction was any.
    """
    signed = one.signed or (comparing.GAP if one.by_official else "")
    for_people, for_groups = (
        closing(ours.t, ours.office, one.number, signed=signed, action=one.action, at=comparing.GAP, bot=bot)
        for bot in ("", ours.bot)
    )
    return for_people, for_groups


def _links(of: Published | Announcement, ours: Ours) -> frozenset[str]:
    """What stands behind its buttons and words."""
    number = of.announcement_id if isinstance(of, Published) else of.id
    behind = [str(part["url"]) for part in (*of.buttons, *of.entities) if part.get("url")]
    counted = [ours.link(counted_link(number, place)) for place in range(len(of.buttons))]
    return frozenset(comparing.bare(url) for url in (*behind, *counted))


def foreign(of: Announcement, hidden: Iterable[str], ours: Ours) -> list[str]:
    """Of the addresses `hidden` behind words and buttons those that the genuine one does not have."""
    known = _links(of, ours)
    return [url for url in dict.fromkeys(hidden) if comparing.bare(url) not in known]
