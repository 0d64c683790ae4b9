"""Money and numbers as people write them: "2,5 M", "500k", "dua juta lima ratus ribu", "kira2 15 jt lah sebulan".

Nothing is guessed silently: a range, a slang form like "1jt5" or "2.5" without a unit is asked back.
Source of the rules and of the tests: conventions of the city's content (Indonesian number style).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.language.numerals import MONEY_WORDS, Reading, read

LARGEST = 10**15
"""More rupiah than any small business turns over; above it the person has slipped."""


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Doubt(StrEnum):
    """Why one clear figure has to be asked for."""

    RANGE = "range"
    SLANG = "slang"
    DECIMAL = "decimal"
    UNIT = "unit"
    VAGUE = "vague"


class Role(StrEnum):
    """What an amount in a sentence is: the word before it says so."""

    SALES = "sales"
    CAPITAL = "capital"
    PROFIT = "profit"
    LOAN = "loan"


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in rupiah (or pieces); `approx` when the person said about; `period` only if they named one."""

    value: int
    period: Period | None = None
    approx: bool = False

    def yearly(self, open_days_a_month: int = 30) -> int:
        """The same a year; a day counts `open_days_a_month` times a month. No period means a year."""
        match self.period:
            case Period.DAY:
                return self.value * open_days_a_month * 12
            case Period.WEEK:
                return self.value * 52
            case Period.MONTH:
                return self.value * 12
            case _:
                return self.value


@dataclass(frozen=True, slots=True)
class Ask:
    """One clear figure is needed; `guesses` are what it may have meant, for buttons."""

    why: Doubt
    guesses: tuple[int, ...] = ()
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A figure that cannot be: "negative" or "too_large"."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The person does not know."""


@dataclass(frozen=True, slots=True)
class Skip:
    """The person would rather not say."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No figure in it."""


Answer = Amount | Ask | Reject | Unknown | Skip | Unreadable


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount somewhere in a sentence, and what it is the amount of."""

    answer: Amount | Ask | Reject
    role: Role | None = None


def parse_amount(text: str) -> Answer:
    """The answer to "how much money?". Never raises, whatever the text."""
    words = _words(text)
    readings = _telling(list(_readings(words)))
    if not readings:
        vague = _vague(words)
        return vague or _without_figure(text, words)
    if any(r.negative for r in readings):
        return Reject("negative")
    return _answer(readings, _period(words), _hedged(words) or any(r.approx for r in readings))


def find_amounts(text: str) -> list[Mention]:
    """Every amount of money in a sentence with its own period and role: "modal 50jt omset 3jt/bln".

    Bare numbers (house numbers, years, phone numbers) are left out: money has a unit, "Rp" or thousands dots.
    """
    words = _words(text)
    if MONEY_WORDS.isdisjoint(words) and not any("." in word or _stem(word) in _ROLES for word in words):
        return []  # nothing in it could be money: most messages
    money = [r for r in _readings(words) if _is_money(r, words)]
    groups = _grouped(money)
    mentions = []
    for at, group in enumerate(groups):
        last = at + 1 == len(groups)
        before = words[groups[at - 1][-1].end if at else 0 : group[0].start]
        after = _own(words[group[-1].end : None if last else groups[at + 1][0].start])
        mentions.append(_mention(group, before, after, words[group[-1].end :][:1] if last else []))
    return mentions


def _mention(group: list[Reading], before: list[str], after: list[str], following: list[str]) -> Mention:
    period = _period(after) or _period(before[-_NEAR:])
    if any(r.negative for r in group):
        return Mention(Reject("negative"), _role(before, following))
    hedged = _hedged(before[-_NEAR:]) or any(r.approx for r in group)
    return Mention(_answer(group, period, hedged), _role(before, following))


def _own(after: list[str]) -> list[str]:
    """The few words after an amount that still belong to it: up to the next "omzet" or "modal"."""
    stop = next((i for i, word in enumerate(after) if _stem(word) in _ROLES), len(after))
    return after[: min(stop, _NEAR)]


_NEAR = 3


def parse_count(text: str) -> int | None:
    """A whole number of things ("dua orang", "3", "sendiri"), or None."""
    words = _words(text)
    readings = list(_readings(words))
    if len(readings) != 1:
        return 1 if not readings and not _ALONE.isdisjoint(words) else None
    only = readings[0]
    whole = only.value == only.value.to_integral_value()
    return int(only.value) if whole and not only.negative and only.doubt is None else None


def _answer(readings: list[Reading], period: Period | None, approx: bool) -> Amount | Ask | Reject:
    values = tuple(dict.fromkeys(_rupiah(r.value) for r in _with_shared_unit(readings)))
    if any(value > LARGEST for value in values):
        return Reject("too_large")
    if len(values) > 1:
        return Ask(Doubt.RANGE, values, period)
    first = readings[0]
    if first.doubt is not None:
        return Ask(Doubt(first.doubt), tuple(_rupiah(g) for g in first.guesses), period)
    if 0 < first.value < _SMALLEST_BARE and not first.unit and not first.currency:
        return Ask(Doubt.UNIT, (_rupiah(first.value * 1000), _rupiah(first.value * 1_000_000)), period)
    return Amount(values[0], period, approx)


_SMALLEST_BARE = 1000


def _telling(readings: list[Reading]) -> list[Reading]:
    """Without the bare numbers beside real amounts: the 5 of "1 juta 5 karyawan"."""
    if not any(r.unit or r.currency for r in readings):
        return readings
    after = [*readings[1:], None]
    return [
        r for r, then in zip(readings, after, strict=True) if r.unit or r.currency or r.joined or (then and then.joined)
    ]


def _rupiah(value: Decimal) -> int:
    return int(value.to_integral_value())


def _with_shared_unit(readings: list[Reading]) -> list[Reading]:
    """ "1-2 M" is one to two thousand million: the first number borrows the unit of the second."""
    last = readings[-1]
    if len(readings) < 2 or not last.unit:
        return readings
    return [
        r if r.unit or r.currency or r.value >= _SMALLEST_BARE else replace(r, value=r.value * last.unit)
        for r in readings
    ]


def _words(text: str) -> list[str]:
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower().translate(_SIGNS)
    return _WORD.findall(_DOUBLED.sub(r"\1", _PHONE.sub(" ", plain)))


_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "’": "'"})
_DOUBLED = re.compile(r"([^\W\d_]{3,})2\b")  # kira2
_PHONE = re.compile(r"(?<![\d.,])(?:\+62|0|628)(?:[\s-]?\d){8,}(?![.,]?\d)")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[-/±~+!?]")


def _readings(words: list[str]) -> Iterator[Reading]:
    at = 0
    while at < len(words):
        reading = read(words, at)
        if reading is None:
            at += 1
            continue
        yield reading
        at = reading.end


def _is_money(reading: Reading, words: list[str]) -> bool:
    if _NOT_MONEY.intersection(words[reading.end : reading.end + 1]):
        return False
    if reading.unit or reading.currency:
        return True
    digits = words[reading.start]
    if reading.value < _SMALLEST_DOTTED:
        return False
    return bool(_DOTTED.fullmatch(digits)) or _role(words[: reading.start][-3:], ()) is not None


_SMALLEST_DOTTED = 10_000
_DOTTED = re.compile(r"\d{1,3}(\.\d{3})+")
_NOT_MONEY = frozenset(
    [
        "umkm",
        "usaha",
        "orang",
        "unit",
        "pelaku",
        "warung",
        "karyawan",
        "pegawai",
        "porsi",
        "bungkus",
        "kotak",
        "pcs",
        "buah",
        "meter",
        "persegi",
        "persen",
        "ekor",
    ]
)


def _grouped(readings: list[Reading]) -> list[list[Reading]]:
    """Readings joined by "-" or "sampai" belong together: a range."""
    groups: list[list[Reading]] = []
    for reading in readings:
        if groups and reading.joined:
            groups[-1].append(reading)
        else:
            groups.append([reading])
    return groups


def _role(before: list[str] | tuple[str, ...], after: list[str] | tuple[str, ...]) -> Role | None:
    """The role named nearest before the amount, or right after it."""
    named = (_ROLES.get(_stem(word)) for word in (*reversed(before), *after))
    return next((role for role in named if role), None)


def _stem(word: str) -> str:
    return word.removesuffix("nya").removesuffix("ku")


_ROLES = {
    **dict.fromkeys(
        [
            "omzet",
            "omset",
            "omst",
            "omjet",
            "penjualan",
            "pendapatan",
            "pemasukan",
            "peredaran",
            "bruto",
            "kotor",
            "revenue",
            "sales",
            "turnover",
            "jualan",
        ],
        Role.SALES,
    ),
    **dict.fromkeys(["modal", "mdl", "investasi", "capital", "aset"], Role.CAPITAL),
    **dict.fromkeys(["laba", "untung", "untng", "bersih", "profit", "keuntungan"], Role.PROFIT),
    **dict.fromkeys(
        ["pinjam", "pinjaman", "pinjem", "minjam", "minjem", "kur", "kredit", "utang", "loan", "plafon"], Role.LOAN
    ),
}


def _period(words: list[str]) -> Period | None:
    for at, word in enumerate(words):
        if word in _PERIODS:
            return _PERIODS[word]
        if word in _PER and at + 1 < len(words):
            following = words[at + 1]
            if following in _TIMES:
                return _TIMES[following]
    return None


_PER = frozenset(("/", "per", "tiap", "setiap", "dalam", "a", "1", "satu", "selama"))
_TIMES = {
    **dict.fromkeys(("hr", "hari", "hri", "day"), Period.DAY),
    **dict.fromkeys(("mgg", "mggu", "minggu", "pekan", "week"), Period.WEEK),
    **dict.fromkeys(("bln", "bulan", "bl", "month"), Period.MONTH),
    **dict.fromkeys(("thn", "th", "tahun", "taun", "year"), Period.YEAR),
}
_PERIODS = {
    **dict.fromkeys(("sehari", "harian", "perhari", "perhr", "seharinya", "sehariannya", "daily"), Period.DAY),
    **dict.fromkeys(("seminggu", "mingguan", "perminggu", "permgg", "sepekan", "weekly"), Period.WEEK),
    **dict.fromkeys(("sebulan", "bulanan", "perbulan", "perbln", "sebulannya", "sebln", "monthly"), Period.MONTH),
    **dict.fromkeys(
        ("setahun", "tahunan", "pertahun", "perthn", "setaun", "setahunnya", "sethn", "yearly", "annual"), Period.YEAR
    ),
}


def _hedged(words: list[str]) -> bool:
    return not _HEDGES.isdisjoint(words)


_HEDGES = frozenset(
    [
        "kira",
        "sekitar",
        "sekitaran",
        "sktr",
        "lah",
        "paling",
        "hampir",
        "lebih",
        "kurang",
        "krg",
        "krng",
        "±",
        "~",
        "rata",
        "kisaran",
        "mungkin",
        "about",
        "around",
        "roughly",
    ]
)


def _vague(words: list[str]) -> Ask | None:
    return Ask(Doubt.VAGUE) if not _VAGUE.isdisjoint(words) else None


_VAGUE = frozenset(["belasan", "puluhan", "ratusan", "ribuan", "jutaan", "miliaran", "milyaran"])


def _without_figure(text: str, words: list[str]) -> Unknown | Skip | Unreadable:
    joined = " ".join(words)
    if not _SKIPS.isdisjoint(words) or text.strip() in ("-", "--"):
        return Skip()
    if _UNKNOWN.search(joined):
        return Unknown()
    return Skip() if _REFUSAL.search(joined) else Unreadable()


_SKIPS = frozenset(["rahasia", "skip", "lewat", "lewati", "lewatin", "privasi", "privat", "pribadi", "males", "malas"])
_REFUSAL = re.compile(r"\b(ga|gak|nggak|ngga|tidak|tdk|ndak|nda|kada|emoh)\b.*\b(mau|usah|perlu|boleh)\b")
_UNKNOWN = re.compile(
    r"\b(ga|gak|gk|g|nggak|ngga|enggak|tidak|tdk|ndak|nda|kada|kurang|krg|belum|blm|ora|tak)\s+"
    r"(tau|tahu|ngerti|hafal|hapal|ingat|inget|pernah|yakin|jelas|nentu|tentu|menentu|pasti|weruh)\b"
    r"|\b(lupa|bingung|entah|embuh|gatau|gtau|gatw)\b|^[? ]+$"
)
_ALONE = frozenset(("sendiri", "sendirian", "dewekan", "saorang"))
