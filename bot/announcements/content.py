"""What is sent: its parts, its hash for the approval, and its fingerprint for /cek."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.html import CAPTION_LIMIT, TEXT_LIMIT
from db.announcements import Announcement

FRAME = 220
"""UTF-16 units kept free for the lines every announcement carries: its number, who sends it, that it is corrected."""

MOST_BUTTONS = 3
LABEL_LIMIT = 64
MEDIA = ("photo", "document", "video")

LINK = "tautan"
"""Prefix of the deep link of a counted button: tautan-<announcement>-<position>."""

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """A message as it goes out, framed or not. Compared by identity, so that what is made of it can be kept."""

    text: str
    entities: tuple[Entity, ...] = ()
    media_kind: str | None = None
    media_id: str | None = None
    buttons: tuple[Mapping[str, Any], ...] = ()
    signed: str = ""


def limit(media_kind: str | None) -> int:
    """How long the text may be, the frame already taken off."""
    return (CAPTION_LIMIT if media_kind else TEXT_LIMIT) - FRAME


HASHED = ("kind", "action", "text", "entities", "media_kind", "media_id", "buttons", "blanks", "audience",
          "corrects_id", "origin")  # fmt: skip


def content_hash(announcement: Announcement) -> str:
    """SHA-256 over everything an approval is about: content, signature, audience, times, priority."""
    parts: dict[str, Any] = {name: getattr(announcement, name) for name in HASHED}
    if announcement.signed:  # left out when empty, so that what was approved unsigned stays approved
        parts["signed"] = announcement.signed
    for name in ("send_at", "not_after"):
        moment = getattr(announcement, name)
        parts[name] = moment.isoformat() if moment else None
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def counted_link(announcement_id: int, place: int) -> str:
    """The argument of the deep link behind a counted button."""
    return f"{LINK}-{announcement_id}-{place}"


def normal(text: str) -> str:
    """Text as it is compared: small letters, single spaces, no formatting marks people's keyboards change."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff*_~`]+", " ", folded).strip()


def fingerprint(text: str) -> str:
    """The same for texts that differ in spacing, case and marks only; "" for no text."""
    plain = normal(text)
    return hashlib.sha256(plain.encode()).hexdigest() if plain else ""


def message(source: Any, of: Announcement) -> Message:
    """The message in `source` (an announcement or one of its variants), with the announcement's media and signature."""
    entities: Sequence[Entity] = source.entities or ()
    return Message(source.text, tuple(entities), of.media_kind, of.media_id, tuple(source.buttons or ()), of.signed)
