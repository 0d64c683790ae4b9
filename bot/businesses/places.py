"""Where a business is: a kelurahan, typed, chosen or from a shared point. The point itself is never stored."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from bot.content import City
from bot.content.places import District, Ward
from bot.forms.parts import (
    Again,
    Choice,
    Choices,
    Entry,
    Outcome,
    Place,
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
from bot.language import AreaGuess

NEAREST = 3
OUTSIDE_KM = 15.0
"""Further than this from the middle of every kelurahan is outside the city: its largest are some 10 km across."""

DISTRICT, WARD, SHARE, ALL = "d", "w", "loc", "all"


def check(entry: Entry, sheet: Sheet) -> Outcome:
    """A kelurahan, or a question back."""
    match entry:
        case Place():
            return _near(entry, sheet)
        case Pressed():
            return _pressed(entry.value, sheet)
        case Typed():
            return _typed(entry.text, sheet)
        case _:
            return Unread(Say("businesses-ward-unread"))


def _pressed(value: str, sheet: Sheet) -> Outcome:
    city = sheet.city
    if value == SHARE:
        return Again(Say("businesses-ward-share"), {"share": True})
    if value == ALL:
        return Again(Say("businesses-ward-district"), {"all": True})
    codes = {ward.code for district in city.areas.districts for ward in district.wards}
    codes |= {district.code for district in city.areas.districts}
    if value[1:] not in codes:
        return Unread(Say("businesses-ward-unread"))
    if value[0] == DISTRICT:
        return _within(city.district_of(value[1:]))
    return stored(city, value[1:])


def _within(district: District) -> Again:
    candidates = [ward.code for ward in district.wards]
    return Again(Say("businesses-ward-which", district=district.name), {"candidates": candidates})


def stored(city: City, ward: str) -> Stored:
    """The ward with its district."""
    district = city.district_of(ward)
    note = Say("businesses-ward-noted", ward=city.area(ward).name, district=district.name)
    return Stored({"kelurahan": ward, "kecamatan": district.code}, note)


def _typed(text: str, sheet: Sheet) -> Outcome:
    areas = sheet.understanding.slots.areas
    guess = areas.find(text)
    if guess.ward is not None and not guess.landmark:
        return stored(sheet.city, guess.ward)
    plain = _addressed(text, guess, sheet)
    if plain is not None:
        return stored(sheet.city, plain)
    pending = sheet.pending or {}
    candidates = tuple(pending.get("candidates", ()))
    if candidates:
        chosen = areas.choose(text, candidates) or _numbered(text, candidates)
        if chosen is not None:
            return stored(sheet.city, chosen)
        if pending.get("guess") and is_yes(text):
            return stored(sheet.city, candidates[0])
        if is_no(text):
            return Again(Say("businesses-ward-district"), {"all": True})
    if pending.get("either") and "kecamatan" in text.lower() and guess.district is None:
        return _within(sheet.city.district_of(pending["either"]))
    return _guessed(guess, sheet.city)


_ADDRESS = re.compile(r"\b(?:rt|rw|jl|jln|jalan|gang|gg|no|nomor|blok|perum|perumahan)\b", re.IGNORECASE)


def _addressed(text: str, guess: AreaGuess, sheet: Sheet) -> str | None:
    """ "gn samarinda rt 20": in an address the bare name is the ward of that name, not one that begins like it."""
    if guess.landmark or len(guess.candidates) < 2 or not _ADDRESS.search(text):
        return None
    return sheet.understanding.slots.areas.choose(text, guess.candidates)


def _numbered(text: str, candidates: Sequence[str]) -> str | None:
    """ "2": the second of the list that was shown."""
    digits = text.strip().rstrip(".")
    at = int(digits) if digits.isdecimal() and len(digits) < 3 else 0
    return candidates[at - 1] if 1 <= at <= len(candidates) else None


def _guessed(guess: AreaGuess, city: City) -> Outcome:
    if guess.ask is not None:
        return Again(guess.ask, {"either": _named_like_the_city(city)})
    if guess.candidates:
        key = "businesses-ward-landmark" if guess.landmark else "businesses-ward-alike"
        return Again(Say(key, count=len(guess.candidates)), {"candidates": list(guess.candidates)})
    if guess.district is not None:
        return _within(city.district_of(guess.district))
    if guess.city:
        return Again(Say("businesses-ward-district"), {"all": True})
    if guess.other_city:
        return Refused(Say("businesses-ward-elsewhere", city=city.info.name))
    return Unread(Say("businesses-ward-unread"))


def _named_like_the_city(city: City) -> str:
    """The district whose name may also mean the city."""
    words = {word for either in city.areas.ambiguous for word in either.words}
    alike = [district.code for district in city.areas.districts if district.name.lower() in words]
    return alike[0] if alike else city.areas.districts[0].code


def _near(place: Place, sheet: Sheet) -> Outcome:
    """A guess by the nearest middle of a kelurahan, to be confirmed; middles are no borders."""
    wards = [ward for district in sheet.city.areas.districts for ward in district.wards]
    by_distance = sorted(wards, key=lambda ward: kilometres(place, ward))
    if kilometres(place, by_distance[0]) > OUTSIDE_KM:
        return Refused(Say("businesses-ward-far", city=sheet.city.info.name))
    nearest = [ward.code for ward in by_distance[:NEAREST]]
    first = by_distance[0]
    note = Say("businesses-ward-guess", ward=first.name, district=sheet.city.district_of(first.code).name)
    return Again(note, {"candidates": nearest, "guess": True})


def kilometres(place: Place, ward: Ward) -> float:
    """Distance over the ground; flat is exact enough within a city."""
    north = (place.latitude - ward.lat) * 111.2
    east = (place.longitude - ward.lng) * 111.2 * math.cos(math.radians(ward.lat))
    return math.hypot(north, east)


def choices(sheet: Sheet) -> Choices:
    """Districts first, then the wards that were asked back."""
    pending, city = sheet.pending or {}, sheet.city
    if pending.get("either"):
        district = city.district_of(pending["either"])
        named = Choice(DISTRICT + district.code, Say("businesses-button-district", name=district.name))
        return ((named,), (Choice(ALL, Say("businesses-button-other-district")),))
    if pending.get("candidates"):
        return _wards(pending["candidates"], city, guess=bool(pending.get("guess")))
    short = {d.code: d.name.removeprefix(city.info.short_name).strip() or d.name for d in city.areas.districts}
    districts = [Choice(DISTRICT + code, name) for code, name in short.items()]
    return (*_rows(districts, 3), (Choice(SHARE, Say("businesses-button-location")),))


def _wards(codes: Sequence[str], city: City, *, guess: bool) -> Choices:
    labels: list[Words] = [city.area(code).name for code in codes]
    if guess:
        labels[0] = Say("businesses-button-guess", ward=city.area(codes[0]).name)
    wards = [Choice(WARD + code, label) for code, label in zip(codes, labels, strict=True)]
    return (*_rows(wards, 1 if guess else 2), (Choice(ALL, Say("businesses-button-other-district")),))


def _rows(found: Sequence[Choice], width: int) -> list[Sequence[Choice]]:
    return [found[start : start + width] for start in range(0, len(found), width)]


def shared(sheet: Sheet) -> Literal["contact", "place"] | None:
    """The key that sends the place, once it was asked for."""
    return "place" if (sheet.pending or {}).get("share") else None


def show(sheet: Sheet) -> Words | None:
    """Kelurahan and kecamatan."""
    return Say("businesses-shown-ward", **names(sheet.city, sheet.answers.get("kelurahan"), sheet.answers["kecamatan"]))


def names(city: City, kelurahan: str | None, kecamatan: str) -> dict[str, str]:
    """Names of both, also for a code that is no longer in the content."""
    ward = name_of(city, kelurahan) if kelurahan else ""
    return {"known": "yes" if ward else "no", "ward": ward, "district": name_of(city, kecamatan)}


def name_of(city: City, code: str) -> str:
    """An area's name, or its code when the content has it no more."""
    try:
        return city.area(code).name
    except KeyError:
        return code
