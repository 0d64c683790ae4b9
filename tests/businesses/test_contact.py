"""NIB and telephone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.businesses import contact
from bot.forms import Again, Contact, Pressed, Stored, Typed
from tests.businesses.sheets import key, sheet, values


@pytest.mark.parametrize(
    "typed", ["9120001234567", "9120 0012 34567", "NIB: 9120001234567", "nib saya 9120001234567 kak"]
)
def test_a_nib_has_thirteen_digits(typed: str) -> None:
    assert values(contact.check_nib(Typed(typed), sheet())) == {"nib": "9120001234567"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [("912000123456", "businesses-nib-length"), ("6471010101900001", "forms-no-identity"),
     ("abc", "businesses-nib-unread"),
     ("6281254321000", "businesses-nib-or-phone"), ("081254321000", "businesses-nib-is-phone")],
)  # fmt: skip
def test_what_is_no_nib_is_noticed(typed: str, said: str) -> None:
    assert key(contact.check_nib(Typed(typed), sheet())) == said


def test_a_phone_in_the_nib_question_is_kept_as_phone_if_they_say_so() -> None:
    pending = dict(contact.check_nib(Typed("6281254321000"), sheet()).pending)  # type: ignore[union-attr]
    assert values(contact.check_nib(Pressed("nib", "phone"), sheet(pending)))["phone"] == "+6281254321000"
    assert values(contact.check_nib(Typed("bukan nib itu nomor hp"), sheet(pending)))["phone"] == "+6281254321000"
    assert values(contact.check_nib(Pressed("nib", "yes"), sheet(pending))) == {"nib": "6281254321000"}
    assert not contact.wants_phone(sheet(phone_told=True, phone="+6281254321000"))


@pytest.mark.parametrize(
    ("typed", "phone"),
    [("0812-5432-1000", "+6281254321000"), ("+62 812 5432 1000", "+6281254321000"), ("6281254321000", "+6281254321000"),
     ("81254321000", "+6281254321000"), ("(0542) 421234", "+62542421234"), ("0542421234", "+62542421234"),
     ("https://wa.me/6281254321000", "+6281254321000"), ("0812 5432 1000 (WA)", "+6281254321000"),
     ("421234", "+62542421234"),
     ("wa 081254321000 ya", "+6281254321000")],
)  # fmt: skip
def test_phones_as_people_write_them(typed: str, phone: str) -> None:
    assert values(contact.check_phone(Typed(typed), sheet())) == {"phone": phone}


@pytest.mark.parametrize("typed", ["08125", "112", "9120001234567", "0000000000", "+1"])
def test_what_is_no_phone_is_refused(typed: str) -> None:
    assert not isinstance(contact.check_phone(Typed(typed), sheet()), Stored)


def test_an_own_shared_contact_is_taken_and_somebody_elses_asked_about() -> None:
    assert values(contact.check_phone(Contact("6281254321000", True), sheet())) == {"phone": "+6281254321000"}
    outcome = contact.check_phone(Contact("+6281254321000", False), sheet())
    assert key(outcome) == "businesses-phone-others"
    pending = dict(outcome.pending)  # type: ignore[union-attr]
    assert values(contact.check_phone(Typed("iya"), sheet(pending))) == {"phone": "+6281254321000"}
    assert isinstance(contact.check_phone(Typed("bukan"), sheet(pending)), Again)


def test_phones_are_shown_readable_and_masked_for_others() -> None:
    assert contact.shown_phone("+6281254321000") == "0812-5432-1000"
    assert contact.masked_phone("+6281254321000") == "0812-****-1000"


@given(st.text(alphabet="0123456789+-() wa.me/", max_size=30))
def test_any_digits_are_a_valid_phone_or_none(text: str) -> None:
    phone = contact.phone_of(text, "0542")
    assert phone is None or (phone.startswith("+") and phone[1:].isdigit() and contact.shown_phone(phone))
