"""Sales and capital: a figure with its period, a range, or a secret; and the class that follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.businesses import money
from bot.forms import Again, Pressed, Stored, Typed
from tests.businesses.sheets import CITY, key, sheet, values


@pytest.mark.parametrize(
    ("typed", "yearly"),
    [("3jt/bln", 36_000_000), ("ya kira2 15 jt lah sebulan", 180_000_000), ("2 M setahun", 2_000_000_000),
     ("Rp2.000.000.001 setahun", 2_000_000_001), ("1,5 juta per minggu", 78_000_000), ("400 juta setahun", 400_000_000),
     ("setengah miliar setahun", 500_000_000), ("omzet 10jt sebulan", 120_000_000)],
)  # fmt: skip
def test_sales_with_a_period_are_counted_for_a_year(typed: str, yearly: int) -> None:
    assert values(money.check(Typed(typed), sheet()))["yearly_sales"] == yearly


def test_the_multiplication_is_shown_in_figures_and_words() -> None:
    outcome = money.check(Typed("2 M setahun"), sheet())
    assert outcome.note is not None and outcome.note.arguments["words"] == "dua miliar rupiah"  # type: ignore[union-attr]
    outcome = money.check(Typed("3jt/bln"), sheet())
    assert outcome.note.arguments["times"] == 12  # type: ignore[union-attr]


def test_without_a_period_it_is_asked_for() -> None:
    outcome = money.check(Typed("sekitar 400 juta"), sheet())
    assert key(outcome) == "businesses-money-period"
    pending = dict(outcome.pending)  # type: ignore[union-attr]
    assert values(money.check(Typed("sebulan"), sheet(pending)))["yearly_sales"] == 4_800_000_000
    assert values(money.check(Typed("tahun"), sheet(pending)))["yearly_sales"] == 400_000_000
    assert values(money.check(Pressed("money", "pyear"), sheet(pending)))["yearly_sales"] == 400_000_000


def test_a_daily_figure_is_multiplied_by_the_days_one_is_open() -> None:
    outcome = money.check(Typed("500rb sehari"), sheet())
    assert key(outcome) == "businesses-money-days"
    pending = dict(outcome.pending)  # type: ignore[union-attr]
    assert values(money.check(Pressed("money", "n26"), sheet(pending)))["yearly_sales"] == 156_000_000
    assert values(money.check(Typed("25 hari"), sheet(pending)))["yearly_sales"] == 150_000_000
    assert not isinstance(money.check(Typed("99 hari"), sheet(pending)), Stored)


@pytest.mark.parametrize(
    "typed", ["5jt-10jt", "kadang 500rb kadang sejuta sehari", "1-2 M", "puluhan juta", "antara 5 sampai 10 juta"]
)
def test_a_range_is_never_added_up_but_asked_about(typed: str) -> None:
    assert key(money.check(Typed(typed), sheet())) == "businesses-money-varies"


@pytest.mark.parametrize(("typed", "guess"), [("1jt5", 1_500_000), ("2.5", None), ("15", 15_000_000)])
def test_slang_is_asked_back_with_what_it_may_mean(typed: str, guess: int | None) -> None:
    outcome = money.check(Typed(typed), sheet())
    assert isinstance(outcome, Again)
    if guess is not None:
        pending = dict(outcome.pending)
        assert guess in pending["guesses"]
        then = money.check(Pressed("money", f"g{guess}"), sheet(pending))
        assert key(then) == "businesses-money-period"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("-5 juta", "businesses-money-negative"), ("999999999999999999", "businesses-money-large"),
     ("9000 triliun", "businesses-money-large"), ("ga tau", "businesses-money-unknown"),
     ("halo", "businesses-money-unread"),
     ("untung 5jt sebulan", "businesses-money-profit"), ("bersihnya 3 juta sebulan", "businesses-money-profit")],
)  # fmt: skip
def test_an_amount_that_cannot_be_is_refused_in_words(typed: str, said: str) -> None:
    assert key(money.check(Typed(typed), sheet())) == said


def test_keeping_it_secret_is_fine() -> None:
    assert values(money.check(Typed("rahasia"), sheet())) == {}


def test_capital_and_sales_in_one_sentence_are_both_kept() -> None:
    kept = values(money.check(Typed("modal 50jt omset 3jt/bln"), sheet()))
    assert (kept["capital"], kept["yearly_sales"]) == (50_000_000, 36_000_000)


def test_capital_stays_while_the_period_of_the_sales_is_asked_for() -> None:
    outcome = money.check(Typed("modal 50jt omset 300jt"), sheet())
    kept = values(money.check(Typed("setahun"), sheet(dict(outcome.pending))))  # type: ignore[union-attr]
    assert (kept["capital"], kept["yearly_sales"]) == (50_000_000, 300_000_000)


def test_a_new_business_is_asked_for_its_capital() -> None:
    assert money.ask(sheet(started_year=2026)).key == "businesses-ask-money-capital"
    assert money.ask(sheet(started_year=2020)).key == "businesses-ask-money-sales"
    assert values(money.check(Typed("20 juta"), sheet(started_year=2026))) == {"capital": 20_000_000}
    assert "yearly_sales" in values(money.check(Typed("omzet 2 juta sebulan"), sheet(started_year=2026)))


def test_that_it_was_gross_keeps_it_and_that_it_was_net_asks_again() -> None:
    had = sheet(yearly_sales=180_000_000, said={"value": 15_000_000, "period": "month"})
    assert isinstance(money.remark("eh itu kotor ya bukan bersih", had), Stored)
    assert isinstance(money.remark("eh itu bersih ya", had), Again)
    assert money.remark("9120001234567", had) is None
    assert money.remark("omzet itu apa?", had) is None


def test_no_range_straddles_a_limit_of_the_law() -> None:
    for basis in money.Basis:
        for one in money.ranges(CITY, basis):
            top = money.classify(CITY, **{str(basis): one.stands_for})
            bottom = money.classify(CITY, **{str(basis): one.low + 1})
            assert top is not None and bottom is not None and top.scale == bottom.scale, one


def test_a_range_says_the_class_and_no_figure() -> None:
    for choice in [one for row in money.choices(sheet()) for one in row]:
        kept = values(money.check(Pressed("money", choice.value), sheet()))
        assert set(kept) == {"amount_range"}
        assert money.verdict(CITY, kept) is not None


@pytest.mark.parametrize(
    ("answers", "scale"),
    [
        ({"capital": 0}, "mikro"), ({"capital": 1_000_000_000}, "mikro"), ({"capital": 1_000_000_001}, "kecil"),
        ({"capital": 5_000_000_000}, "kecil"), ({"capital": 5_000_000_001}, "menengah"),
        ({"capital": 10_000_000_000}, "menengah"),
        ({"capital": 10_000_000_001}, "di_atas"), ({"yearly_sales": 0}, "mikro"),
        ({"yearly_sales": 2_000_000_000}, "mikro"),
        ({"yearly_sales": 2_000_000_001}, "kecil"), ({"yearly_sales": 15_000_000_000}, "kecil"),
        ({"yearly_sales": 15_000_000_001}, "menengah"), ({"yearly_sales": 50_000_000_000}, "menengah"),
        ({"yearly_sales": 50_000_000_001}, "di_atas"), ({"yearly_sales": 400_000_000}, "mikro"),
        ({"yearly_sales": 0, "capital": 2_000_000_000}, "kecil"),
        ({"yearly_sales": 36_000_000, "capital": 2_000_000_000}, "mikro"),
    ],
)  # fmt: skip
def test_the_class_by_law_at_its_borders(answers: dict[str, int], scale: str) -> None:
    verdict = money.verdict(CITY, answers)
    assert verdict is not None and verdict.scale == scale


def test_without_figures_nobody_guesses_a_class() -> None:
    assert money.verdict(CITY, {}) is None


@given(st.text(max_size=60))
def test_any_text_about_money_is_read_without_failing(text: str) -> None:
    outcome = money.check(Typed(text), sheet())
    if isinstance(outcome, Stored):
        assert all(value >= 0 for name, value in outcome.values.items() if name in {"yearly_sales", "capital"})


@given(st.integers(1, 10**12), st.sampled_from([("sebulan", 12), ("setahun", 1), ("seminggu", 52)]))
def test_any_amount_is_multiplied_rightly(amount: int, period: tuple[str, int]) -> None:
    word, times = period
    written = f"{amount:,}".replace(",", ".")
    outcome = money.check(Typed(f"Rp{written} {word}"), sheet())
    assert values(outcome)["yearly_sales"] == amount * times
