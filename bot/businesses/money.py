"""Capital or yearly sales, in people's own way: figures with a period that is multiplied where they can see it, or a
range. What is kept is always rupiah a year (or rupiah of capital), with what was said beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import numbers
from bot.content import City
from bot.forms.parts import (
    Again,
    Choice,
    Choices,
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
from bot.language.amounts import (
    LARGEST,
    Amount,
    Ask,
    Doubt,
    Mention,
    Period,
    Reject,
    Role,
    Skip,
    Unknown,
    find_amounts,
    parse_amount,
    parse_count,
)
from bot.scale import Basis, Scale, Verdict, classify, limit

KEEPS = ("yearly_sales", "capital", "amount_range", "said")

MILLION = 1_000_000
FINER = {Basis.SALES: (60 * MILLION, 300 * MILLION), Basis.CAPITAL: (10 * MILLION, 100 * MILLION)}
"""Cuts of ours inside the first class, where nearly everybody is: rupiah a year of sales (5 and 25 million a month),
rupiah of capital. The other cuts are the limits of the law, from the content."""

OPEN_DAYS = (20, 25, 26, 30)
MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Range:
    """More than `low` up to `high` rupiah; `high` None is everything above."""

    id: str
    basis: Basis
    low: int
    high: int | None

    @property
    def stands_for(self) -> int:
        """An amount of the same class: limits belong to the class below, so the top speaks for the range."""
        return self.low + 1 if self.high is None else self.high


def ranges(city: City, basis: Basis) -> list[Range]:
    """The ranges to choose from, smallest first. None straddles a limit of the law."""
    legal = [top for scale in Scale if (top := limit(city, scale, basis)) is not None]
    cuts = [cut for cut in FINER[basis] if cut < legal[0]] + legal
    edges: list[tuple[int, int | None]] = list(zip([0, *cuts], [*cuts, None], strict=True))
    return [Range(f"{basis[0]}{at}", basis, low, high) for at, (low, high) in enumerate(edges, 1)]


def find_range(city: City, id: str) -> Range | None:
    """The range of that id ("s2" of sales, "c1" of capital)."""
    return next((one for basis in Basis for one in ranges(city, basis) if one.id == id), None)


def verdict(city: City, answers: Mapping[str, Any]) -> Verdict | None:
    """The class by what was told, or None: then nobody guesses. No sales yet: the capital, where there is one."""
    chosen = find_range(city, answers["amount_range"]) if answers.get("amount_range") else None
    if chosen is not None:
        if chosen.basis is Basis.SALES:
            return classify(city, sales=chosen.stands_for)
        return classify(city, capital=chosen.stands_for)
    sales, capital = answers.get("yearly_sales"), answers.get("capital")
    if sales == 0 and capital is not None:
        sales = None
    return classify(city, sales=sales, capital=capital)


# -- the question ---------------------------------------------------------------------------------------------------


def basis_of(sheet: Sheet) -> Basis:
    """A business of this year is asked for its capital, any other for its sales (PP 7/2021 Art. 35)."""
    year = sheet.answers.get("started_year")
    return Basis.CAPITAL if year is not None and year >= sheet.now.astimezone(sheet.city.zone).year else Basis.SALES


def ask(sheet: Sheet) -> Say:
    """The question, or what is still open of it."""
    return Say(f"businesses-ask-money-{basis_of(sheet)}")


def choices(sheet: Sheet) -> Choices:
    """Ranges; or what was asked back: which of the figures, per what, on how many days."""
    pending = sheet.pending or {}
    if pending.get("guesses"):
        return tuple((Choice(f"g{value}", numbers.rupiah(value)),) for value in pending["guesses"])
    if pending.get("period") == Period.DAY:
        return (tuple(Choice(f"n{days}", Say("businesses-button-days", days=days)) for days in OPEN_DAYS),)
    if pending.get("value") is not None:
        per = (Period.DAY, Period.MONTH, Period.YEAR)
        return (tuple(Choice(f"p{period}", Say(f"businesses-button-per-{period}")) for period in per),)
    return tuple((Choice(one.id, range_label(one)),) for one in ranges(sheet.city, basis_of(sheet)))


def range_label(one: Range, *, shown: bool = False) -> Say:
    """A range in words: per month as long as that gives round figures, else per year; capital has no period."""
    kind = "capital" if one.basis is Basis.CAPITAL else "month" if _is_round(one) else "year"
    key = "above" if one.high is None else "up-to" if one.low == 0 else "between"
    share = 12 if kind == "month" else 1
    where = "shown" if shown else "button"
    return Say(
        f"businesses-{where}-range-{key}", kind=kind, low=numbers.rupiah_short(one.low // share),
        high=numbers.rupiah_short((one.high or 0) // share),
    )  # fmt: skip


def _is_round(one: Range) -> bool:
    return one.high is not None and all(edge % (12 * MILLION) == 0 for edge in (one.low, one.high)) and one.high < 10**9


# -- the answer -----------------------------------------------------------------------------------------------------


def check(entry: Entry, sheet: Sheet) -> Outcome:
    """Rupiah a year, capital, a range, or a question back."""
    match entry:
        case Pressed():
            return _with_capital(_pressed(entry.value, sheet), sheet)
        case Typed():
            return _with_capital(_typed(entry.text, sheet), sheet)
        case _:
            return Unread(Say("businesses-money-unread"))


def _with_capital(outcome: Outcome, sheet: Sheet) -> Outcome:
    """A capital that was told together with the sales goes along while the sales' period is asked for."""
    capital = (sheet.pending or {}).get("capital")
    if capital is None:
        return outcome
    if isinstance(outcome, Again) and "value" in outcome.pending:
        return Again(outcome.note, {"capital": capital, **outcome.pending})
    if isinstance(outcome, Stored) and "yearly_sales" in outcome.values:
        return Stored({"capital": capital, **outcome.values}, outcome.note)
    return outcome


def _pressed(value: str, sheet: Sheet) -> Outcome:
    pending = sheet.pending or {}
    chosen = find_range(sheet.city, value)
    if chosen is not None:
        return Stored(
            {"amount_range": chosen.id}, Say("businesses-money-range-noted", range=range_label(chosen, shown=True))
        )
    number = value[1:]
    if value[:1] == "g" and number.isdecimal() and int(number) in pending.get("guesses", ()):
        return _figure(int(number), _period(pending.get("period")), Basis(pending["basis"]))
    if value[:1] == "p" and pending.get("value") is not None and number in set(Period):
        return _figure(pending["value"], Period(number), Basis.SALES)
    if value[:1] == "n" and number.isdecimal() and pending.get("period") == Period.DAY:
        return _daily(pending["value"], int(number))
    return Unread(Say("businesses-money-unread"))


_VARIES = re.compile(
    r"\b(?:kadang\w*|tergantung|naik turun|(?:ga|gak|nggak|tidak|tdk) (?:ten?tu|menentu|pasti)|musiman)\b",
    re.IGNORECASE,
)


def _typed(text: str, sheet: Sheet) -> Outcome:
    pending = sheet.pending or {}
    if pending.get("value") is not None:
        continued = _continued(text, pending)
        if continued is not None:
            return continued
    if _VARIES.search(text) and not any(character.isdigit() for character in text):
        return Unread(Say("businesses-money-varies"))
    mentions = [one for one in find_amounts(text) if isinstance(one.answer, Amount)]
    roles = {mention.role for mention in mentions}
    if (Role.PROFIT in roles and Role.SALES not in roles) or (
        PROFIT.search(text) and not GROSS.search(text) and mentions
    ):
        return Again(Say("businesses-money-profit"))
    if {Role.SALES, Role.CAPITAL} <= roles:
        return _both(mentions)
    basis = Basis.CAPITAL if Role.CAPITAL in roles else Basis.SALES if Role.SALES in roles else None
    return _read(text, basis or basis_of(sheet))


def _read(text: str, basis: Basis) -> Outcome:
    match parse_amount(text):
        case Amount(value=value, period=period):
            return _figure(value, period, Basis.SALES if period else basis)
        case Ask(why=Doubt.RANGE) | Ask(why=Doubt.VAGUE) | Ask(guesses=()):
            return Again(Say("businesses-money-varies"))
        case Ask(guesses=guesses, period=period):
            return Again(Say("businesses-money-which"), {"guesses": list(guesses), "period": period, "basis": basis})
        case Reject(why="negative"):
            return Refused(Say("businesses-money-negative"))
        case Reject():
            return Refused(Say("businesses-money-large"))
        case Unknown():
            return Again(Say("businesses-money-unknown"))
        case Skip():
            return Stored({}, Say("businesses-money-skipped"))
        case _:
            return Unread(Say("businesses-money-unread"))


def _continued(text: str, pending: Mapping[str, Any]) -> Outcome | None:
    """The period of a figure ("sebulan"), or on how many days, said in a message of its own."""
    value = pending["value"]
    if pending.get("period") == Period.DAY:
        days = parse_count(text)
        return _daily(value, days) if days is not None and 1 <= days <= MOST_DAYS else None
    for phrase in (f"{value} {text}", f"{value} per {text}"):
        answer = parse_amount(phrase)
        if isinstance(answer, Amount) and answer.value == value and answer.period is not None:
            return _figure(value, answer.period, Basis.SALES)
    return None


def _both(mentions: Sequence[Mention]) -> Outcome:
    """ "modal 50jt omset 3jt/bln": both are kept, the class goes by the sales."""
    figures = {m.role: m.answer for m in mentions if isinstance(m.answer, Amount)}
    capital, sales = figures[Role.CAPITAL], figures[Role.SALES]
    outcome = _figure(sales.value, sales.period, Basis.SALES, capital=capital.value)
    if not isinstance(outcome, Stored):
        return outcome
    return Stored({**outcome.values, "capital": capital.value}, outcome.note)


def _figure(value: int, period: Period | None, basis: Basis, capital: int | None = None) -> Outcome:
    if value > LARGEST:
        return Refused(Say("businesses-money-large"))
    if basis is Basis.CAPITAL and period is None:
        return Stored({"capital": value}, Say("businesses-money-capital-noted", **_spoken(value)))
    extra = {} if capital is None else {"capital": capital}
    if period is None:
        return Again(Say("businesses-money-period", amount=numbers.rupiah(value)), {"value": value, **extra})
    if period is Period.DAY:
        note = Say("businesses-money-days", amount=numbers.rupiah(value))
        return Again(note, {"value": value, "period": period, **extra})
    yearly = Amount(value, period).yearly()
    return _yearly(value, period, yearly, {"month": 12, "week": 52, "year": 1}[period])


def _daily(value: int, days: int) -> Outcome:
    return _yearly(value, Period.DAY, Amount(value, Period.DAY).yearly(days), 12, days)


def _yearly(value: int, period: Period, yearly: int, times: int, days: int | None = None) -> Outcome:
    if yearly > LARGEST:
        return Refused(Say("businesses-money-large"))
    said = {"value": value, "period": str(period)} | ({"days": days} if days else {})
    note = Say(
        "businesses-money-noted", period=str(period), said=numbers.rupiah(value), times=times, days=days or 0,
        **_spoken(yearly),
    )  # fmt: skip
    return Stored({"yearly_sales": yearly, "said": said}, note)


def _period(name: str | None) -> Period | None:
    return Period(name) if name else None


def _spoken(value: int) -> dict[str, str]:
    return {"amount": numbers.rupiah(value), "words": numbers.rupiah_words(value)}


# -- afterwards -----------------------------------------------------------------------------------------------------

GROSS = re.compile(r"\b(?:kotor|bruto|omzet|omset|gross)\b", re.IGNORECASE)
PROFIT = re.compile(r"\b(?:bersih|untung|untungnya|laba|keuntungan|profit|netto)\b", re.IGNORECASE)


def remark(text: str, sheet: Sheet) -> Outcome | None:
    """ "eh itu kotor ya bukan bersih" keeps the figure; "itu bersih" asks for the other one."""
    if find_amounts(text) or not (GROSS.search(text) or PROFIT.search(text)) or text.rstrip().endswith("?"):
        return None
    if not any(sheet.answers.get(name) is not None for name in KEEPS):
        return None
    if GROSS.search(text):
        shown = show(sheet)
        return Stored({}, Say("businesses-money-gross", money=shown)) if shown is not None else None
    return Again(Say("businesses-money-profit"))


def show(sheet: Sheet) -> Words | None:
    """What is kept, as people said it and as it counts."""
    return shown(sheet.city, sheet.answers)


def shown(city: City, answers: Mapping[str, Any]) -> Words:
    """The same of any set of values."""
    chosen = find_range(city, answers["amount_range"]) if answers.get("amount_range") else None
    if chosen is not None:
        return range_label(chosen, shown=True)
    sales, capital, said = answers.get("yearly_sales"), answers.get("capital"), answers.get("said") or {}
    if sales is None and capital is None:
        return Say("forms-empty")
    if sales is None:
        return Say("businesses-shown-capital", capital=numbers.rupiah(capital or 0))
    amounts = {
        "sales": numbers.rupiah(sales), "said": numbers.rupiah(said.get("value", sales)),
        "period": said.get("period", "year"),
    }  # fmt: skip
    if capital is None:
        return Say("businesses-shown-sales", **amounts)
    return Say("businesses-shown-both", capital=numbers.rupiah(capital), **amounts)
