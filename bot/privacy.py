"""Personal data by UU 27/2022: consent before the first stored answer, a copy, withdrawal, erasure."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import numbers
from bot.announcements.system import Letter, announce_by_system
from bot.clock import city_day, city_moment
from bot.content import City
from bot.forms import Choice, Drop, Entry, Field, Form, Pressed, Say, Sheet, Stored, Typed, Unread
from bot.forms.parts import Choices, Outcome
from bot.forms.words import is_no, is_yes, words_in
from bot.language.matching import words_of
from bot.settings import Settings
from bot.texts import Texts
from db import businesses, forms, privacy
from db.announcements import Kind
from db.businesses import Business
from db.engine import Database
from db.people import Consent, Person

REGISTRATION, REMINDER = "registration", "reminder"
PURPOSES = (REGISTRATION, REMINDER)
"""What somebody can agree to; separate, and neither is a condition of the other."""

VERSION = "1"
"""Of the words of the registration's consent (`privacy-consent`). A change of their meaning is a new version, and
everybody is asked again."""

KEPT_FOR = timedelta(days=730)
"""After so long without a visit somebody's data is erased. Our proposal; the law gives no number."""

BATCH = 50


async def may_register(db: Database, person_id: int) -> bool:
    """Whether answers of a registration may be stored: agreed to these words, and not taken back."""
    async with db.read() as session:
        return await privacy.agreed(session, person_id, REGISTRATION, VERSION)


async def agree(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Record the consent to registration, in the transaction that stores the first answer."""
    await privacy.agree(session, person_id, REGISTRATION, VERSION, now)


# -- what there is --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of somebody, to be told in a message. `others`: rows by table, for what is not told by name."""

    person: Person | None
    businesses: Sequence[Business]
    consents: Sequence[Consent]
    interests: Mapping[int, Sequence[str]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]

    @property
    def in_force(self) -> list[Consent]:
        """Consents that are not taken back."""
        return [one for one in self.consents if one.withdrawn_at is None]


async def held(db: Database, person_id: int) -> Held:
    """Everything kept of somebody."""
    async with db.read() as session:
        person = await session.get(Person, person_id)
        mine = await businesses.all_of(session, person_id)
        interests = await businesses.interests(session, [one.id for one in mine])
        given = await privacy.consents(session, person_id)
        return Held(person, mine, given, interests, await privacy.everything(session, person_id))


def as_json(held: Held, now: datetime) -> bytes:
    """The copy as a file: every row of every table that is about them."""
    whole = {"dibuat": now.isoformat(), "data": held.rows}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=str).encode()


# -- erasure --------------------------------------------------------------------------------------------------------


def pseudonym() -> int:
    """A large negative number that is nobody's: instead of an id where a count has to keep a line."""
    return -(2**60 + secrets.randbelow(2**60))


async def warn_inactive(db: Database, settings: Settings, t: Texts, *, now: datetime) -> int | None:
    """Tell those whose data is erased next month, once; whoever then shows up stays. Gives the number it got."""
    month = _next_month(city_day(now, settings.zone))
    begins, ends = (city_moment(day, 0, 0, settings.zone) for day in (month, _next_month(month)))
    async with db.read() as session:
        silent = await privacy.inactive(session, ends - KEPT_FOR, since=begins - KEPT_FOR)
    if not silent:
        return None
    keep = {"label": t.plain("privacy-button-keep"), "data": "privacy:keep"}
    letter = Letter(t.plain("privacy-keep-letter", day=numbers.day(month), years=KEPT_FOR.days // 365), buttons=(keep,))
    recipients = ((person_id, "keep") for person_id in silent)
    origin = f"privacy:{month:%Y-%m}"
    return await announce_by_system(
        db, origin, {"keep": letter}, recipients, now=now, kind=Kind.DEADLINE, not_after=begins
    )


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


async def erase_inactive(db: Database, city: City, *, now: datetime) -> int:
    """Erase who has not been here for two years; officials are left out. Gives how many there were."""
    async with db.read() as session:
        gone = await privacy.inactive(session, now - KEPT_FOR, limit=BATCH)
    for person_id in gone:
        async with db.write() as session:
            await privacy.erase(session, person_id, pseudonym(), now, now.astimezone(city.zone).date())
    return len(gone)


_DELETE_WORDS = words_in("hapus hapuskan delete musnahkan")


def _sure(entry: Entry, kept: str) -> Outcome:
    """A clear yes, a clear no, or the question again."""
    text = entry.text if isinstance(entry, Typed) else ""
    pressed = entry.value if isinstance(entry, Pressed) else ""
    words = set(words_of(text))
    if pressed == "no" or is_no(text):
        return Drop(Say(kept))
    if pressed == "yes" or is_yes(text) or (words & _DELETE_WORDS and not words & {"jangan", "tidak", "batal", "ga"}):
        return Stored({"sure": True})
    return Unread(Say("privacy-sure-unread"))


def _check_erase(entry: Entry, sheet: Sheet) -> Outcome:
    return _sure(entry, "privacy-erase-kept")


def _erase_choices(sheet: Sheet) -> Choices:
    return ((Choice("yes", Say("privacy-button-erase-yes")),), (Choice("no", Say("privacy-button-no")),))


def _ask_erase(sheet: Sheet) -> Say:
    return Say("privacy-ask-erase", businesses=int(sheet.answers.get("businesses", 0)))


async def _erase(session: AsyncSession, sheet: Sheet, key: str) -> Mapping[str, Any]:
    today = sheet.now.astimezone(sheet.city.zone).date()
    await privacy.erase(session, sheet.person_id, pseudonym(), sheet.now, today)
    return {"gone": True}


ERASE = Form(
    "erase", "privacy", (Field("erase", _check_erase, choices=_erase_choices, ask=_ask_erase),), _erase, summary=False
)


# -- withdrawal -----------------------------------------------------------------------------------------------------


def _check_withdraw(entry: Entry, sheet: Sheet) -> Outcome:
    return _sure(entry, "privacy-withdraw-kept")


def _withdraw_choices(sheet: Sheet) -> Choices:
    return ((Choice("yes", Say("privacy-button-withdraw-yes")),), (Choice("no", Say("privacy-button-no")),))


def _ask_withdraw(sheet: Sheet) -> Say:
    return Say("privacy-ask-withdraw", businesses=int(sheet.answers.get("businesses", 0)))


async def _withdraw(session: AsyncSession, sheet: Sheet, key: str) -> Mapping[str, Any]:
    """Without consent nothing of a registration may be kept: businesses and unfinished forms go with it."""
    today = sheet.now.astimezone(sheet.city.zone).date()
    await privacy.withdraw(session, sheet.person_id, REGISTRATION, sheet.now)
    dropped = await privacy.drop_businesses(session, sheet.person_id, today)
    await forms.drop(session, sheet.person_id)
    return {"dropped": dropped}


WITHDRAW = Form(
    "withdraw", "privacy", (Field("withdraw", _check_withdraw, choices=_withdraw_choices, ask=_ask_withdraw),),
    _withdraw, summary=False,
)  # fmt: skip

FORMS = (ERASE, WITHDRAW)


async def withdraw_reminder(db: Database, person_id: int, *, now: datetime) -> bool:
    """Take back the consent to reminders; True when there was one."""
    async with db.write() as session:
        return await privacy.withdraw(session, person_id, REMINDER, now)
