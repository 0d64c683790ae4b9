"""NIB and telephone: two numbers of thirteen digits that look alike, and a third of sixteen that is never taken."""

from __future__ import annotations

import re
from typing import Literal

from bot.forms.parts import (
    Again,
    Choice,
    Choices,
    Contact,
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

NIB_DIGITS = 13
NIK_DIGITS = 16
COUNTRY = "ID"
YES, NO, PHONE = "yes", "no", "phone"

_DIGITS = re.compile(r"\d(?:[\d\s.-]*\d)?")
_WRAPPING = re.compile(r"https?://|wa\.me/|api\.whatsapp\.com/send\?phone=|\([^)\d]*\)", re.IGNORECASE)
_PHONE_WORDS = re.compile(
    r"\b(?:hp|wa|whatsapp|tel(?:e)?p(?:on)?|telepon|nomor\s*(?:hp|wa))(?:nya|ku)?\b", re.IGNORECASE
)
_USABLE = ("MOBILE", "FIXED_LINE", "FIXED_LINE_OR_MOBILE", "VOIP", "PERSONAL_NUMBER", "UAN")


def digits_of(text: str) -> str:
    """The longest run of digits in a text, without the blanks, dots and dashes people write into it."""
    runs = [re.sub(r"\D", "", run) for run in _DIGITS.findall(text)]
    return max(runs, key=len, default="")


def phone_of(text: str, area_code: str = "") -> str | None:
    """The number in E.164 ("+6281254321000"), or None. Takes wa.me links, "(WA)", local numbers without area code."""
    bare = _WRAPPING.sub(" ", text).strip()
    found = re.search(r"\+?\(?\d[\d\s().-]*\d", bare)
    if found is None:
        return None
    number = found.group()
    digits = re.sub(r"\D", "", number)
    if digits.startswith("62") and not number.startswith("+"):
        number = f"+{digits}"
    elif digits.startswith("8"):
        number = f"0{digits}"
    return _formatted(number) or (
        _formatted(area_code + digits) if area_code and 5 <= len(digits) <= 7 and digits[0] != "0" else None
    )


def _formatted(number: str) -> str | None:
    # Every country's plan, which few conversations need, would cost each start a tenth of a second.
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    usable = {getattr(phonenumbers.PhoneNumberType, kind) for kind in _USABLE}
    if not phonenumbers.is_valid_number(parsed) or phonenumbers.number_type(parsed) not in usable:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(e164: str) -> str:
    """ "+6281254321000" -> "0812-5432-1000"."""
    import phonenumbers

    parsed = phonenumbers.parse(e164, COUNTRY)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def masked_phone(e164: str) -> str:
    """For lists that others see: "0812-****-1000"."""
    digits = re.sub(r"\D", "", shown_phone(e164))
    return f"{digits[:4]}-****-{digits[-4:]}"


# -- NIB ------------------------------------------------------------------------------------------------------------


def check_nib(entry: Entry, sheet: Sheet) -> Outcome:
    """Thirteen digits; a telephone number among them is noticed."""
    pending = sheet.pending or {}
    if isinstance(entry, Pressed):
        return _decided(entry.value, pending)
    if not isinstance(entry, Typed):
        return Unread(Say("businesses-nib-unread"))
    if pending.get("nib") and (is_yes(entry.text) or is_no(entry.text)):
        return _decided(YES if is_yes(entry.text) else PHONE, pending)
    if pending.get("phone") and not digits_of(entry.text) and _PHONE_WORDS.search(entry.text):
        return _decided(PHONE, pending)
    digits = digits_of(entry.text)
    if not digits:
        return Unread(Say("businesses-nib-unread"))
    if len(digits) == NIK_DIGITS:
        return Refused(Say("forms-no-identity"))
    if len(digits) != NIB_DIGITS:
        phone = phone_of(entry.text)
        if phone is not None:
            return Again(Say("businesses-nib-is-phone"), {"phone": phone})
        return Refused(Say("businesses-nib-length", count=len(digits)))
    if _looks_like_phone(digits):
        return Again(Say("businesses-nib-or-phone", number=digits), {"nib": digits, "phone": phone_of(digits)})
    return Stored({"nib": digits})


def _looks_like_phone(digits: str) -> bool:
    return digits.startswith(("628", "08", "8")) and phone_of(digits) is not None


def _decided(value: str, pending: dict[str, str] | object) -> Outcome:
    known = pending if isinstance(pending, dict) else {}
    if value == YES and known.get("nib"):
        return Stored({"nib": known["nib"]})
    if value == PHONE and known.get("phone"):
        told = {"phone": known["phone"], "phone_told": True}
        return Stored(told, Say("businesses-nib-kept-as-phone", phone=shown_phone(known["phone"])))
    return Unread(Say("businesses-nib-unread"))


def nib_choices(sheet: Sheet) -> Choices:
    """Only where a number may be either."""
    pending = sheet.pending or {}
    yes = (Choice(YES, Say("businesses-button-is-nib")),) if pending.get("nib") else ()
    phone = (Choice(PHONE, Say("businesses-button-is-phone")),) if pending.get("phone") else ()
    return tuple(row for row in (yes, phone) if row)


def show_nib(sheet: Sheet) -> Words | None:
    """The number, or that there is none."""
    return sheet.answers.get("nib") or Say("forms-empty")


# -- telephone ------------------------------------------------------------------------------------------------------


def check_phone(entry: Entry, sheet: Sheet) -> Outcome:
    """A number in E.164; somebody else's shared card is asked about."""
    pending = sheet.pending or {}
    match entry:
        case Contact(phone=phone, own=own):
            return _shared(phone, own)
        case Pressed(value=value):
            return _kept(value, pending.get("phone"))
        case Typed(text=text):
            if pending.get("phone") and (is_yes(text) or is_no(text)):
                return _kept(YES if is_yes(text) else NO, pending["phone"])
            return _typed(text, sheet)
        case _:
            return Unread(Say("businesses-phone-unread"))


def _shared(phone: str, own: bool) -> Outcome:
    number = phone_of(phone if phone.startswith("+") else f"+{phone}") or phone_of(phone)
    if number is None:
        return Refused(Say("businesses-phone-invalid"))
    if not own:
        return Again(Say("businesses-phone-others", phone=shown_phone(number)), {"phone": number})
    return Stored({"phone": number})


def _kept(value: str, phone: str | None) -> Outcome:
    if value == YES and phone:
        return Stored({"phone": phone})
    return Again(Say("businesses-phone-unread"))


def _typed(text: str, sheet: Sheet) -> Outcome:
    number = phone_of(text, sheet.city.info.phone_area_code)
    if number is not None:
        return Stored({"phone": number})
    digits = digits_of(text)
    if len(digits) == NIK_DIGITS:
        return Refused(Say("forms-no-identity"))
    return Refused(Say("businesses-phone-invalid")) if len(digits) >= 3 else Unread(Say("businesses-phone-unread"))


def phone_choices(sheet: Sheet) -> Choices:
    """Only where somebody else's card was shared."""
    if not (sheet.pending or {}).get("phone"):
        return ()
    return ((Choice(YES, Say("businesses-button-phone-yes")), Choice(NO, Say("businesses-button-phone-no"))),)


def wants_phone(sheet: Sheet) -> bool:
    """Not asked again when it came with the NIB question."""
    return not sheet.answers.get("phone_told")


def shares_phone(sheet: Sheet) -> Literal["contact", "place"] | None:
    """The key that shares one's own number, as long as nothing else is being asked."""
    return None if (sheet.pending or {}).get("phone") else "contact"


def show_phone(sheet: Sheet) -> Words | None:
    """The number as people write it, or that there is none."""
    phone = sheet.answers.get("phone")
    return shown_phone(phone) if phone else Say("forms-empty")
