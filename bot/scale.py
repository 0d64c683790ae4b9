"""Micro, small or medium: the classes of PP 7/2021 Art. 35, their limits taken from the city's figures.

The top of each class belongs to it ("sampai dengan paling banyak"): exactly Rp2 miliar of yearly sales is still micro.
A business with a year of sales is judged by them, a new one by its capital without land and building.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.content import City


class Scale(StrEnum):
    """The classes, smallest first; above all of them it is no UMKM any more."""

    MICRO = "mikro"
    SMALL = "kecil"
    MEDIUM = "menengah"
    LARGE = "di_atas"


class Basis(StrEnum):
    """What a class is judged by."""

    SALES = "sales"
    CAPITAL = "capital"


LIMITS = ((Scale.MICRO, "micro"), (Scale.SMALL, "small"), (Scale.MEDIUM, "medium"))
"""Each class with the beginning of its figures' ids: micro_sales_max, micro_capital_max ..."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class, what it is based on, and how far the next one is. Amounts in rupiah.

    `limit` is the top of this class (None above all); `other` the class by the other basis where it differs.
    """

    scale: Scale
    basis: Basis
    amount: int
    limit: int | None
    other: Scale | None = None

    @property
    def distance(self) -> int | None:
        """How much more it takes to pass the limit; None where there is none."""
        return None if self.limit is None else self.limit - self.amount

    @property
    def times(self) -> float | None:
        """How many times today's amount the limit is; None for nothing yet or no limit."""
        return self.limit / self.amount if self.limit is not None and self.amount > 0 else None


def limit(city: City, scale: Scale, basis: Basis) -> int | None:
    """The top of a class in rupiah; None for the one above all."""
    name = dict(LIMITS).get(scale)
    return int(city.value(f"{name}_{basis}_max")) if name else None


def classify(city: City, *, sales: int | None = None, capital: int | None = None) -> Verdict | None:
    """The class of a business, by yearly sales where there are any, else by capital; None without either.

    Raises ValueError for a negative amount.
    """
    by_sales = None if sales is None else _by(city, Basis.SALES, sales)
    by_capital = None if capital is None else _by(city, Basis.CAPITAL, capital)
    first = by_sales or by_capital
    if first is None or by_sales is None or by_capital is None or by_sales.scale == by_capital.scale:
        return first
    return Verdict(first.scale, first.basis, first.amount, first.limit, other=by_capital.scale)


def _by(city: City, basis: Basis, amount: int) -> Verdict:
    if amount < 0:
        raise ValueError("an amount is not negative")
    for scale, _ in LIMITS:
        top = limit(city, scale, basis)
        if top is not None and amount <= top:
            return Verdict(scale, basis, amount, top)
    return Verdict(Scale.LARGE, basis, amount, None)
