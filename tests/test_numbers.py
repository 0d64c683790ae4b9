"""Numbers, money and dates read as Indonesians write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import numbers


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "Rp0"), (1_500_000, "Rp1.500.000"), (93_000, "Rp93.000"), (-5_000, "-Rp5.000")],
)
def test_money_has_no_space_and_dots_for_thousands(amount: int, shown: str) -> None:
    assert numbers.rupiah(amount) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (2_000_000_000, "Rp2 miliar"),
        (1_520_000_000, "Rp1,52 miliar"),
        (500_000_000, "Rp500 juta"),
        (2_000_000_001, "Rp2.000.000.001"),
        (25_000, "Rp25.000"),
    ],
)
def test_round_money_is_short_and_nothing_is_rounded_away(amount: int, shown: str) -> None:
    assert numbers.rupiah_short(amount) == shown


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (1_111, "seribu seratus sebelas"),
        (2_500_000, "dua juta lima ratus ribu"),
        (1_000_000_000, "satu miliar"),
        (-7, "minus tujuh"),
    ],
)
def test_amounts_are_echoed_in_words(value: int, spoken: str) -> None:
    assert numbers.words(value) == spoken


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_every_amount_has_words_of_its_own(value: int) -> None:
    assert numbers.words(value) != numbers.words(value + 1)


def test_a_share_is_whole_percent_unless_digits_are_asked_for() -> None:
    assert numbers.percent(0.4) == "40%"
    assert numbers.percent(0.005, 1) == "0,5%"


def test_moments_are_shown_on_the_citys_clock() -> None:
    moment = datetime(2025, 11, 10, 0, 0, tzinfo=UTC)
    shown = numbers.moment(moment, ZoneInfo("Asia/Makassar"), "WITA")
    assert shown == "Senin, 10 November 2025 pukul 08.00 WITA"
    assert numbers.day(date(2026, 8, 17)) == "17 Agustus 2026"
