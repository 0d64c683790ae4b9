"""Money as people type it. The table is the city's convention; the rest are ways it could go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.amounts import (
    Amount,
    Ask,
    Doubt,
    Period,
    Reject,
    Role,
    Skip,
    Unknown,
    Unreadable,
    find_amounts,
    parse_amount,
    parse_count,
)
from bot.numbers import rupiah

MILLION, BILLION = 10**6, 10**9


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("93.000", 93_000),
        ("93 ribu", 93_000),
        ("93rb", 93_000),
        ("Rp2 miliar", 2 * BILLION),
        ("2 M", 2 * BILLION),
        ("2,5 M", 2_500_000_000),
        ("1.5 jt", 1_500_000),
        ("1,5 juta", 1_500_000),
        ("500k", 500_000),
        ("Rp 1.500.000,00", 1_500_000),
        ("rp. 25.000,-", 25_000),
        ("setengah miliar", 500_000_000),
        ("dua juta lima ratus ribu", 2_500_000),
        ("Rp500.000.000", 500_000_000),
        ("1 milyard", BILLION),
        ("satu setengah juta", 1_500_000),
        ("sejuta setengah", 1_500_000),
        ("dua juta setengah", 2_500_000),
        ("setengah juta", 500_000),
        ("sejuta", MILLION),
        ("tiga ratus dua puluh lima ribu", 325_000),
        ("dua koma lima miliar", 2_500_000_000),
        ("1jt500rb", 1_500_000),
        ("lima ribu lima ratus", 5_500),
        ("2 M 1 rupiah", 2_000_000_001),
        ("2.000.000.001", 2_000_000_001),
        ("3 million", 3 * MILLION),
        ("rp 0", 0),
        ("1,500,000", 1_500_000),
        ("goban", 50_000),
        ("\u200b2\u200b M\ufeff", 2 * BILLION),
        ("２ Ｍ", 2 * BILLION),
    ],
)
def test_a_clear_figure_is_understood(typed: str, value: int) -> None:
    assert parse_amount(typed) == Amount(value)


@pytest.mark.parametrize(
    "typed", ["2jtan", "2jt-an", "sekitar 2 juta", "kira2 2 jt", "2 jutaan", "± 2jt", "kurleb kurang lebih 2jt"]
)
def test_about_so_much_is_kept_as_about(typed: str) -> None:
    assert parse_amount(typed) == Amount(2 * MILLION, approx=True)


@pytest.mark.parametrize(
    ("typed", "period", "yearly"),
    [
        ("3jt/bln", Period.MONTH, 36 * MILLION),
        ("3 juta per bulan", Period.MONTH, 36 * MILLION),
        ("3jt sebulan", Period.MONTH, 36 * MILLION),
        ("3 juta setahun", Period.YEAR, 3 * MILLION),
        ("3jt/thn", Period.YEAR, 3 * MILLION),
        ("3 juta tiap hari", Period.DAY, 1080 * MILLION),
        ("3jt seminggu", Period.WEEK, 156 * MILLION),
        ("3 million a month", Period.MONTH, 36 * MILLION),
    ],
)
def test_the_period_is_kept_and_never_multiplied_silently(typed: str, period: Period, yearly: int) -> None:
    read = parse_amount(typed)
    assert read == Amount(3 * MILLION, period)
    assert isinstance(read, Amount)
    assert read.yearly() == yearly


def test_a_day_counts_only_the_days_the_shop_is_open() -> None:
    assert Amount(100_000, Period.DAY).yearly(open_days_a_month=26) == 31_200_000


def test_about_fifteen_million_a_month_in_a_chatty_sentence() -> None:
    assert parse_amount("ya kira2 15 jt lah sebulan") == Amount(15 * MILLION, Period.MONTH, approx=True)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("5jt-10jt", 5 * MILLION, 10 * MILLION),
        ("5-10jt", 5 * MILLION, 10 * MILLION),
        ("5jt s/d 10jt", 5 * MILLION, 10 * MILLION),
        ("1 sampai 2 M", BILLION, 2 * BILLION),
        ("antara 5 dan 10 juta", 5 * MILLION, 10 * MILLION),
    ],
)
def test_a_range_is_asked_back_and_never_added_up(typed: str, low: int, high: int) -> None:
    assert parse_amount(typed) == Ask(Doubt.RANGE, (low, high))


def test_now_this_now_that_is_a_range_too() -> None:
    typed = "omset ya ga nentu bos kadang 500rb kadang sejuta sehari klo hujan ya zonk"
    assert parse_amount(typed) == Ask(Doubt.RANGE, (500_000, MILLION), Period.DAY)


@pytest.mark.parametrize("typed", ["1jt5", "1 juta 5", "1 jt 500", "satu juta lima", "satu juta lima ratus"])
def test_slang_for_one_and_a_half_million_is_confirmed(typed: str) -> None:
    assert parse_amount(typed) == Ask(Doubt.SLANG, (1_500_000,))


@pytest.mark.parametrize("typed", ["2.5", "2,5", "1.25"])
def test_decimals_without_a_unit_are_asked_back(typed: str) -> None:
    read = parse_amount(typed)
    assert isinstance(read, Ask)
    assert read.why is Doubt.DECIMAL


def test_a_small_bare_number_may_be_thousands_or_millions() -> None:
    assert parse_amount("15") == Ask(Doubt.UNIT, (15_000, 15 * MILLION))


@pytest.mark.parametrize("typed", ["puluhan juta", "ratusan ribu lah", "belasan juta"])
def test_tens_of_millions_is_no_figure(typed: str) -> None:
    assert parse_amount(typed) == Ask(Doubt.VAGUE)


@pytest.mark.parametrize("typed", ["-5 juta", "- 5 juta", "minus 5 jt", "Rp -5.000", "−5 juta"])
def test_less_than_nothing_is_refused(typed: str) -> None:
    assert parse_amount(typed) == Reject("negative")


@pytest.mark.parametrize("typed", ["99999999 triliun", "9" * 40, "9" * 4000 + " juta"])
def test_more_than_any_business_turns_over_is_refused(typed: str) -> None:
    assert parse_amount(typed) == Reject("too_large")


@pytest.mark.parametrize(
    "typed", ["ga tau", "tidak tahu", "nda tau", "kurang tau min", "lupa", "kada tahu", "??", "ga pernah ngitung"]
)
def test_not_knowing_is_an_answer(typed: str) -> None:
    assert parse_amount(typed) == Unknown()


@pytest.mark.parametrize("typed", ["rahasia", "lewati", "skip aja", "-", "ga mau bilang", "males ah"])
def test_not_telling_is_an_answer(typed: str) -> None:
    assert parse_amount(typed) == Skip()


@pytest.mark.parametrize("typed", ["", "ayam geprek", "rb", "1.50.000", "0812-5432-1000", "+62 812 5432 1000", "😀"])
def test_what_is_no_amount_is_said_to_be_none(typed: str) -> None:
    assert parse_amount(typed) == Unreadable()


def test_a_sentence_may_hold_several_amounts_with_their_roles() -> None:
    capital, sales = find_amounts("modal 50jt omset 3jt/bln karyawan 2")
    assert (capital.role, capital.answer) == (Role.CAPITAL, Amount(50 * MILLION))
    assert (sales.role, sales.answer) == (Role.SALES, Amount(3 * MILLION, Period.MONTH))


def test_profit_is_not_taken_for_turnover() -> None:
    (only,) = find_amounts("untung bersih 5jt sebulan")
    assert only.role is Role.PROFIT


@pytest.mark.parametrize(
    "typed",
    [
        "rt 20 no 15 kode pos 76115",
        "km 15 jam 10",
        "tahun 2027",
        "93 ribu umkm",
        "hp 081254321000",
        "nib 1234567890123",
    ],
)
def test_numbers_that_are_no_money_are_left_alone(typed: str) -> None:
    assert find_amounts(typed) == []


def test_boundary_of_the_law_survives_reading() -> None:
    exact, above = find_amounts("omzet 2 M setahun")[0].answer, find_amounts("omzet 2.000.000.001 setahun")[0].answer
    assert (exact, above) == (Amount(2 * BILLION, Period.YEAR), Amount(2 * BILLION + 1, Period.YEAR))


@pytest.mark.parametrize(
    ("typed", "count"),
    [("3", 3), ("dua orang", 2), ("sendiri aja", 1), ("banyak", None), ("2-3 orang", None), ("12 karyawan", 12)],
)
def test_people_are_counted(typed: str, count: int | None) -> None:
    assert parse_count(typed) == count


@given(st.integers(min_value=1000, max_value=10**15))
def test_what_the_bot_writes_it_reads_back(value: int) -> None:
    assert parse_amount(rupiah(value)) == Amount(value)


@given(
    st.integers(min_value=1, max_value=999),
    st.sampled_from([("rb", 10**3), ("jt", 10**6), (" juta", 10**6), (" miliar", 10**9), ("k", 10**3)]),
)
def test_any_number_with_a_unit_is_that_many(number: int, unit: tuple[str, int]) -> None:
    assert parse_amount(f"{number}{unit[0]}") == Amount(number * unit[1])


@given(st.integers(min_value=1, max_value=500), st.integers(min_value=501, max_value=999))
def test_two_figures_are_never_added(low: int, high: int) -> None:
    read = parse_amount(f"{low}jt-{high}jt")
    assert read == Ask(Doubt.RANGE, (low * MILLION, high * MILLION))


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(typed: str) -> None:
    parse_amount(typed)
    find_amounts(typed)
    parse_count(typed)


WORDS = [
    "5",
    "jt",
    "-",
    "rp",
    "setengah",
    "dua",
    "puluh",
    "ribu",
    "1.5",
    "koma",
    "sampai",
    "an",
    "/bln",
    "M",
    "0",
    "minus",
    "belas",
    "rupiah",
    "2,5",
    "juta",
]


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_no_mixture_of_number_words_breaks_the_reader_or_gives_a_negative_amount(typed: str) -> None:
    read = parse_amount(typed)
    assert not isinstance(read, Amount) or 0 <= read.value <= 10**15
    find_amounts(typed)
