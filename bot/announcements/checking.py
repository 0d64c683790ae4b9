"""For people: what did I get, and is this really from the office?

A forged announcement is usually a real one with another link or account number. So what is pasted is compared with what
went out, and links, numbers and names in it that the real one does not have are named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.announcements.blanks import BLANK
from bot.announcements.content import fingerprint, normal
from db.announcements import Announcement, records
from db.announcements.records import Published, Received
from db.engine import Database

NUMBER = re.compile(r"^\W*(?:pengumuman)?\W*(?:nomor|no)?\W*(\d{1,9})\W*$", re.IGNORECASE)
NUMBER_INSIDE = re.compile(r"pengumuman\s*(?:nomor|no\.?)?\s*#?\s*(\d{1,9})", re.IGNORECASE)
TELLTALE = re.compile(
    r"(?:https?://|www\.|t\.me/)[^\s<>]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|id|net|org|me|info|xyz|site|online|link|ly|top)\b"
    r"(?:/[^\s<>]*)?|@\w{4,}|\d(?:[\s.-]?\d){5,}",
    re.IGNORECASE,
)
"""What a forger changes: links, @names, telephone and account numbers."""

ALIKE_FROM = 80.0
COMPARED = 500


@dataclass(frozen=True, slots=True)
class Found:
    """The announcement that was meant. `exact`: word for word (or asked for by number).

    `altered`: links, names and numbers in what was asked that the real one does not have; a forgery if not empty.
    `corrections`: what the office changed or took back afterwards, oldest first.
    """

    announcement: Announcement
    exact: bool
    likeness: float
    altered: tuple[str, ...] = ()
    corrections: list[Announcement] = field(default_factory=list)


async def history(db: Database, person_id: int, most: int = 10) -> list[Received]:
    """What a person got from the office, newest first; `state` unknown means "may have got"."""
    async with db.read() as session:
        return await records.history(session, person_id, most)


async def lookup(db: Database, asked: str) -> Found | None:
    """The announcement behind a number or a pasted text; None when the office sent nothing like it."""
    async with db.read() as session:
        by_number = NUMBER.match(asked.strip())
        if by_number:
            found = await records.one(session, int(by_number[1]))
            if found is None or found.started_at is None:
                return None
            return Found(found, True, 100.0, (), await records.corrections(session, found.corrects_id or found.id))
        for part in _without_frame(asked):
            number = await records.by_fingerprint(session, fingerprint(part))
            if number is not None:
                return await _found(session, number, 100.0, ())
        published = await records.published(session, COMPARED)
        best = _most_alike(asked, published)
        return await _found(session, best[0].announcement_id, best[1], altered(asked, best[0].text)) if best else None


async def _found(session: AsyncSession, number: int, likeness: float, changed: tuple[str, ...]) -> Found:
    announcement = await session.get_one(Announcement, number)
    later = await records.corrections(session, announcement.corrects_id or number)
    return Found(announcement, likeness >= 100, likeness, changed, later)


def _without_frame(asked: str) -> list[str]:
    """What was pasted, whole and without the paragraph that every announcement ends with."""
    blocks = re.split(r"\n\s*\n", asked.strip())
    return [asked, "\n\n".join(blocks[:-1])] if len(blocks) > 1 else [asked]


def _most_alike(asked: str, published: list[Published]) -> tuple[Published, float] | None:
    from rapidfuzz import fuzz

    plain = max((normal(part) for part in _without_frame(asked)), key=len, default="")
    if len(plain) < 12:
        return None
    best: tuple[Published, float] | None = None
    for one in published:
        likeness = _likeness(asked, plain, one.text, fuzz.ratio)
        if likeness >= ALIKE_FROM and (best is None or likeness > best[1]):
            best = (one, likeness)
    return best


def _likeness(asked: str, plain: str, text: str, ratio: object) -> float:
    """0-100. A text with blanks filled is the same text."""
    for part in _without_frame(asked):
        if BLANK.search(text) and _pattern(text).fullmatch(normal(part)):
            return 100.0
    parts = [plain, *(normal(part) for part in _without_frame(asked))]
    return min(99.9, max(ratio(part, normal(text)) for part in parts))  # type: ignore[operator]


def _pattern(text: str) -> re.Pattern[str]:
    pieces = [re.escape(normal(piece)) for piece in BLANK.split(text)[::2]]
    return re.compile(r"\s?.{0,100}?\s?".join(pieces))


def altered(asked: str, original: str) -> tuple[str, ...]:
    """Links, @names and long numbers that are in what was asked and not in the original."""
    known = {_bare(found) for found in TELLTALE.findall(original)}
    seen = (found.rstrip(".,;:!?)") for found in TELLTALE.findall(asked))
    return tuple(dict.fromkeys(found for found in seen if _bare(found) not in known))


def _bare(token: str) -> str:
    stripped = re.sub(r"^https?://(?:www\.)?", "", token.casefold()).rstrip("/.,;:!?)")
    return re.sub(r"[\s.-]", "", stripped) if re.fullmatch(r"[\d\s.-]+", stripped) else stripped
