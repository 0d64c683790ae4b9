"""The classes of PP 7/2021: boundaries belong to the smaller class, old laws and other thresholds do not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import City
from bot.scale import Basis, Scale, classify
from tests.house import city

CITY = City(city()[0])
MILLIARD = 1_000_000_000


@pytest.mark.parametrize(
    ("capital", "scale"),
    [
        (0, "mikro"), (MILLIARD, "mikro"), (MILLIARD + 1, "kecil"), (5 * MILLIARD, "kecil"),
        (5 * MILLIARD + 1, "menengah"), (10 * MILLIARD, "menengah"), (10 * MILLIARD + 1, "di_atas"),
    ],
)  # fmt: skip
def test_a_new_business_is_judged_by_its_capital(capital: int, scale: str) -> None:
    verdict = classify(CITY, capital=capital)
    assert verdict is not None and (verdict.scale, verdict.basis) == (scale, Basis.CAPITAL)


@pytest.mark.parametrize(
    ("sales", "scale"),
    [
        (0, "mikro"), (400_000_000, "mikro"), (2 * MILLIARD, "mikro"), (2 * MILLIARD + 1, "kecil"),
        (15 * MILLIARD, "kecil"), (15 * MILLIARD + 1, "menengah"), (50 * MILLIARD, "menengah"),
        (50 * MILLIARD + 1, "di_atas"),
    ],
)  # fmt: skip
def test_a_running_business_is_judged_by_its_yearly_sales(sales: int, scale: str) -> None:
    verdict = classify(CITY, sales=sales)
    assert verdict is not None and (verdict.scale, verdict.basis) == (scale, Basis.SALES)


def test_sales_decide_and_a_differing_capital_is_told() -> None:
    verdict = classify(CITY, sales=900_000_000, capital=1_500_000_000)
    assert verdict is not None
    assert (verdict.scale, verdict.basis, verdict.other) == (Scale.MICRO, Basis.SALES, Scale.SMALL)


def test_without_any_figure_nothing_is_guessed() -> None:
    assert classify(CITY) is None


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        classify(CITY, sales=-1)


def test_the_distance_to_the_next_class_is_honest() -> None:
    verdict = classify(CITY, sales=480_000_000)
    assert verdict is not None
    assert verdict.distance == 1_520_000_000
    assert verdict.times is not None and round(verdict.times, 1) == 4.2


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_sales_never_mean_a_smaller_class(one: int, two: int) -> None:
    order = list(Scale)
    first, second = classify(CITY, sales=min(one, two)), classify(CITY, sales=max(one, two))
    assert first is not None and second is not None
    assert order.index(first.scale) <= order.index(second.scale)
