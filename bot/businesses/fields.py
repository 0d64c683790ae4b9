"""The first questions of a registration: what it is called, what it does, since when, and is it known already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.content import City
from bot.forms.parts import (
    Again,
    Choice,
    Choices,
    Drop,
    Entry,
    Outcome,
    Pressed,
    Refused,
    Say,
    Sheet,
    Stored,
    Typed,
    Unread,
    Words,
)
from bot.forms.words import is_no, is_yes
from bot.language.normalise import clean

# -- name -----------------------------------------------------------------------------------------------------------

NAME_SHORTEST, NAME_LONGEST = 2, 80
DESCRIPTION_LONGEST = 300
OWN = "own"

_INTRODUCED = re.compile(
    r"^(?:nama(?:nya)?(?:\s+(?:usaha|toko|warung|bisnis)(?:ku|nya)?)?(?:\s+(?:saya|aku|kami))?(?:\s*[:=]|\s+(?:adalah|itu|ya))?"
    r"|usaha(?:ku|nya|\s+saya)\s+(?:namanya|bernama|bernm))\s+(?P<name>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NEW = re.compile(
    r"^(?:mau\s+)?(?:daftar(?:in|kan)?\s+)?(?:usaha\s+)?(?:yang\s+|yg\s+)?baru(?:\s+(?:kak|min|aja|saja|dong|ya))*$",
    re.I,
)
_SENTENCE = re.compile(
    r"^(?:saya|aku|ibu|bapak|mama|dia|kami|suami|istri|anak|orangnya|ibunya|ibuku|bapakku)(?:\s+saya)?\s+"
    r"(?:ga|gak|nggak|ngga|tidak|tdk|belum|blm|mau|punya|cuma|hanya|lagi|sudah|udah|udh|bisa|pengen|ingin|sedang)\b",
    re.IGNORECASE,
)
"""Somebody who tells something rather than a name: "ibu ga punya hp"."""
_WIDE = re.compile(r"\s+")


def tidy(text: str) -> str:
    """One line in one Unicode form, without invisible characters that turn or hide text."""
    return _WIDE.sub(" ", clean(text)).strip()


def check_name(entry: Entry, sheet: Sheet) -> Outcome:
    """Any name with a letter in it; odd ones are nobody's business."""
    if isinstance(entry, Pressed):
        return _named(own_name(sheet)) if entry.value == OWN else Unread(Say("businesses-name-unread"))
    if not isinstance(entry, Typed):
        return Unread(Say("businesses-name-unread"))
    name = tidy(entry.text)
    if _NEW.match(name) or is_yes(name) or is_no(name):
        return Unread(Say("businesses-name-new"))
    introduced = _INTRODUCED.match(name)
    if introduced is None and _SENTENCE.match(name):
        return Unread(Say("businesses-name-sentence"))
    name = introduced["name"].strip(" .,:") if introduced else name
    if not any(character.isalpha() for character in name):
        return Refused(Say("businesses-name-letters"))
    if not NAME_SHORTEST <= len(name) <= NAME_LONGEST:
        return Refused(Say("businesses-name-length", shortest=NAME_SHORTEST, most=NAME_LONGEST))
    return _named(name)


def _named(name: str) -> Stored:
    return Stored({"name": name}, Say("businesses-name-noted", name=name))


def own_name(sheet: Sheet) -> str:
    """A name for a business that has none: its owner's."""
    return tidy(f"Usaha {sheet.person_name or 'Saya'}")[:NAME_LONGEST]


def name_choices(sheet: Sheet) -> Choices:
    """For a business without a name."""
    return ((Choice(OWN, Say("businesses-button-own-name", name=own_name(sheet))),) if sheet.person_name else (),)


# -- what it does ---------------------------------------------------------------------------------------------------


def check_trade(entry: Entry, sheet: Sheet) -> Outcome:
    """The sector that the owner's own words mean; asked back where they may mean several."""
    pending = sheet.pending or {}
    before = str(pending.get("description", ""))
    if isinstance(entry, Pressed):
        return _sector(sheet.city, entry.value, before)
    if not isinstance(entry, Typed):
        return Unread(Say("businesses-trade-unread"))
    text = tidy(entry.text)[:DESCRIPTION_LONGEST]
    if pending.get("candidates") and (is_yes(text) or is_no(text)):
        return Again(Say("businesses-trade-choose"), {"description": before})
    guess = sheet.understanding.slots.find_sector(text)
    described = f"{before}, {text}"[:DESCRIPTION_LONGEST] if before and pending.get("candidates") else text
    if guess.sector is not None:
        return _sector(sheet.city, guess.sector, described)
    if guess.candidates:
        note: Words = guess.ask or Say("businesses-trade-choose")
        return Again(note, {"description": text, "candidates": list(guess.candidates)})
    return Unread(Say("businesses-trade-unread"), {"description": text})


def _sector(city: City, sector: str, description: str) -> Outcome:
    if sector not in {one.id for one in city.sectors.sectors}:
        return Unread(Say("businesses-trade-unread"))
    label = city.sector(sector).label
    return Stored({"sector": sector, "description": description}, Say("businesses-trade-noted", sector=label))


def trade_choices(sheet: Sheet) -> Choices:
    """The sectors: those asked back first, or all."""
    candidates = (sheet.pending or {}).get("candidates")
    sectors = sheet.city.sectors.sectors
    offered = [one for one in sectors if one.id in candidates] if candidates else list(sectors)
    buttons = [Choice(one.id, f"{one.emoji} {one.short if not candidates else one.label}") for one in offered]
    return _rows(buttons, 1 if candidates else 3)


def show_trade(sheet: Sheet) -> Words | None:
    """The sector, with the owner's words for it."""
    label = sector_label(sheet.city, sheet.answers["sector"])
    description = sheet.answers.get("description")
    return Say("businesses-shown-trade", sector=label, description=description) if description else label


def sector_label(city: City, sector: str) -> str:
    """The sector's name, or its id when the content has it no more."""
    try:
        return city.sector(sector).label
    except KeyError:
        return sector


# -- since when -----------------------------------------------------------------------------------------------------

OLDEST_YEAR = 1900
YEAR_BUTTONS = 6

_FOUR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_TWO = re.compile(r"^(?:(?:sejak|dari|tahun|thn|th|mulai|awal|akhir|')\s*)*'?(\d{2})$", re.IGNORECASE)
_AGO = re.compile(
    r"\b(?P<count>\d{1,2}|se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\s*(?:tahun|taun|thn|th)"
    r"(?:an)?\b|\b(?P<one>setahun)\b", re.IGNORECASE,
)  # fmt: skip
_WORDS = {
    "se": 1, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10,
}  # fmt: skip
_THIS = re.compile(
    r"\b(?:tahun ini|thn ini|taun ini|baru mulai|baru buka|baru aja|baru saja|bulan lalu|bulan ini|minggu (?:lalu|ini)"
    r"|kemarin|baru)\b"
)
_LAST = re.compile(r"\b(?:tahun|thn|taun)\s+(?:lalu|kemarin|kmrn|kmaren|kemaren)\b")


def this_year(sheet: Sheet) -> int:
    """The year in the city."""
    return sheet.now.astimezone(sheet.city.zone).year


def check_year(entry: Entry, sheet: Sheet) -> Outcome:
    """A year: "2019", "tahun lalu", "3 tahun lalu"."""
    now = this_year(sheet)
    if isinstance(entry, Pressed):
        return _year(int(entry.value), now) if entry.value.isdecimal() else Unread(Say("businesses-year-unread"))
    if not isinstance(entry, Typed):
        return Unread(Say("businesses-year-unread"))
    text = entry.text.lower()
    told = {int(year) for year in _FOUR.findall(text)}
    if len(told) > 1:
        return Refused(Say("businesses-year-one"))
    if told:
        return _year(told.pop(), now)
    return _relative(text, now)


def _relative(text: str, now: int) -> Outcome:
    ago = _AGO.search(text)
    if ago is None and _LAST.search(text):
        return _year(now - 1, now)
    if ago:
        count = ago["count"]
        return _year(now - (1 if count is None else _WORDS.get(count) or int(count)), now)
    two = _TWO.match(text.strip())
    if two:
        short = int(two[1])
        return _year(2000 + short if 2000 + short <= now else 1900 + short, now)
    return _year(now, now) if _THIS.search(text) else Unread(Say("businesses-year-unread"))


def _year(year: int, now: int) -> Outcome:
    if year > now:
        return Refused(Say("businesses-year-future", now=str(now)))
    if year < OLDEST_YEAR:
        return Refused(Say("businesses-year-old"))
    return Stored({"started_year": year})


def year_choices(sheet: Sheet) -> Choices:
    """The last few years; older ones are typed."""
    now = this_year(sheet)
    return _rows([Choice(str(now - back), str(now - back)) for back in range(YEAR_BUTTONS)], 3)


def show_year(sheet: Sheet) -> Words | None:
    """The year, or that none was told."""
    year = sheet.answers.get("started_year")
    return str(year) if year is not None else Say("forms-empty")


# -- is it known already --------------------------------------------------------------------------------------------


def has_twin(sheet: Sheet) -> bool:
    """A business of the same owner with much the same name and place was found, and nobody said yet that it is
    another."""
    return bool(sheet.answers.get("twin")) and not sheet.answers.get("twin_ok")


def ask_twin(sheet: Sheet) -> Say:
    """Names the one that is there."""
    twin = sheet.answers.get("twin") or {}
    return Say("businesses-ask-twin", name=twin.get("name", ""), number=twin.get("number", ""))


def check_twin(entry: Entry, sheet: Sheet) -> Outcome:
    """Another one, or the same: then there is nothing to register."""
    text = entry.text.lower() if isinstance(entry, Typed) else ""
    pressed = entry.value if isinstance(entry, Pressed) else ""
    if pressed == "other" or "lain" in text or "beda" in text or (text and is_no(text)):
        return Stored({"twin_ok": True})
    if pressed == "same" or "sama" in text or (text and is_yes(text)):
        return Drop(Say("businesses-twin-same"))
    return Unread(Say("businesses-twin-unread"))


def twin_choices(sheet: Sheet) -> Choices:
    """The two answers."""
    return (
        (Choice("other", Say("businesses-button-twin-other")),),
        (Choice("same", Say("businesses-button-twin-same")),),
    )


def _rows(found: Sequence[Choice], width: int) -> list[Sequence[Choice]]:
    return [found[start : start + width] for start in range(0, len(found), width)]
