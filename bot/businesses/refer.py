"""What somebody means by "yg pertama alamatnya pindah" after their businesses were listed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.businesses.forms import EDITABLE
from bot.businesses.records import GENERIC
from bot.forms.questions import VERY_SURE
from bot.forms.words import STATED
from bot.language import Understanding
from bot.language.matching import words_of

VIEW, DELETE, CLOSE, REOPEN, EDIT = "view", "delete", "close", "reopen", "edit"

_ACTIONS = (
    (REOPEN, re.compile(r"\b(?:buka|bukain|aktif(?:kan)?)\s+(?:lagi|kembali)\b|\bdibuka lagi\b", re.IGNORECASE)),
    (DELETE, re.compile(r"\b(?:hapus|hapusin|dihapus|delete|buang|hilangkan|apus)\b", re.IGNORECASE)),
    (CLOSE, re.compile(r"\b(?:tutup|ditutup|bangkrut|gulung tikar|sudah tidak jalan|udah ga jalan)\b", re.IGNORECASE)),
)
_OTHER = re.compile(r"\b(?:satunya|yang lain|yg lain|lainnya|yang satu lagi|yg satu lg)\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:ubah|ganti|rubah|edit|salah|pindah|berubah|baru|naik|turun|perbaiki|update|koreksi)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Meant:
    """Which business (its place in the list, from 0), what to do with it, and with which field."""

    at: int
    action: str = VIEW
    field: str | None = None
    value: str | None = None
    """What the field is to become, where that was said at once."""


def meant(text: str, names: Sequence[str], talk: Mapping[str, Any], understanding: Understanding) -> Meant | None:
    """Read a message as being about one of the listed businesses; None when it is not.

    `talk["about"]` is the one spoken of last, so that "yang satunya" of two is the other.
    """
    if len(words_of(text)) > _LONGEST or text.rstrip().endswith("?"):
        return None
    at = _which(text, names, talk, understanding)
    action, field = _action(text), _field(text)
    if action == VIEW and not _changes(text):
        if _is_another_matter(text, understanding):
            return None
        field = field if at is not None else None
    if at is None and (action != VIEW or field is not None or _CHANGE.search(text) or _THE_ONE.match(text)):
        at = _called(words_of(text), names)
    if at is None and action in {CLOSE, REOPEN} and talk.get("about_at") in range(len(names)):
        at = int(talk["about_at"])
    if at is None and len(names) == 1 and (action != VIEW or field is not None):
        at = 0 if action != DELETE or _BUSINESS.search(text) else None
    if at is None:
        return None
    if field is not None and action == VIEW:
        value = STATED.search(text)
        return Meant(at, EDIT, field, value["value"].strip() if value else None)
    return Meant(at, EDIT if action == VIEW and _CHANGE.search(text) else action)


def _changes(text: str) -> bool:
    """Whether it says that something is different: "alamatnya di Manggar", but not "ide jualan dong"."""
    return bool(_CHANGE.search(text) or STATED.search(text)) or _names_own_field(text)


def _is_another_matter(text: str, understanding: Understanding) -> bool:
    read = understanding.understand(text)
    known = read.sure and not read.declined and not read.topic.startswith(("business.", "chitchat."))
    return known and read.confidence >= VERY_SURE


_LONGEST = 12
_BUSINESS = re.compile(r"\b(?:usaha|toko|warung|kedai|lapak|bisnis)(?:ku|nya)?\b|\b(?:itu|ini)\b", re.IGNORECASE)
""" "hapus data saya" may be everything, "hapus usaha saya" is the only business there is."""


def _which(text: str, names: Sequence[str], talk: Mapping[str, Any], understanding: Understanding) -> int | None:
    about = talk.get("about_at")
    if _OTHER.search(text) and len(names) == 2 and about in (0, 1):
        return 1 - int(about)
    ordinal = understanding.understand(text).about.ordinal
    if ordinal is not None and 1 <= (ordinal if ordinal > 0 else 1) <= len(names):
        return ordinal - 1 if ordinal > 0 else len(names) - 1
    said = " ".join(words_of(text))
    named = [at for at, name in enumerate(names) if (plain := " ".join(words_of(name))) and plain in said]
    return named[0] if len(named) == 1 else None


def _called(said: Sequence[str], names: Sequence[str]) -> int | None:
    """ "yang konveksi" of Kue Bunda Ica and Konveksi Berkah: by a word that only one of the names has."""
    has = [set(said) & set(words_of(name)) - GENERIC for name in names]
    called = [at for at, words in enumerate(has) if words]
    return called[0] if len(called) == 1 else None


_THE_ONE = re.compile(r"\s*(?:yang|yg|usaha|soal|kalau|klo|kalo)\b", re.IGNORECASE)


def means_everything(text: str) -> bool:
    """ "hapus semua data saya": not one business, everything."""
    return bool(_EVERYTHING.search(text))


_EVERYTHING = re.compile(r"\bsemua(?:nya)?\b.*\bdata|\bdata\b.*\bsemua(?:nya)?\b", re.IGNORECASE)


def _action(text: str) -> str:
    return next((action for action, pattern in _ACTIONS if pattern.search(text)), VIEW)


def _field(text: str) -> str | None:
    said = {word.removesuffix("nya").removesuffix("ku") for word in words_of(text)}
    return next((field.id for field in EDITABLE if (field.words - _TOO_COMMON) & said), None)


def _names_own_field(text: str) -> bool:
    """ "alamatnya", "omzetku"."""
    return _field(" ".join(word for word in words_of(text) if word.endswith(("nya", "ku")))) is not None


_TOO_COMMON = frozenset({"usaha", "no", "nomor", "mulai"})
