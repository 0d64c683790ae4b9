"""Reads one number out of a list of words: digits with Indonesian separators, number words, units, slang.

Knows nothing of what the number is for; `amounts` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """A number found at words[start:end].

    unit      rupiah of its last unit (1000 for "rb"), 0 when it had none
    currency  it was written with Rp or rupiah
    joined    "-" or "sampai" stood between it and the number before
    doubt     "slang" or "decimal" when it cannot be read one way only; `guesses` says how it may be read
    """

    value: Decimal
    start: int
    end: int
    unit: int = 0
    currency: bool = False
    approx: bool = False
    negative: bool = False
    joined: bool = False
    doubt: str | None = None
    guesses: tuple[Decimal, ...] = ()


UNITS: dict[str, int] = {
    **dict.fromkeys(("rb", "rbu", "rebu", "ribu", "k", "thousand", "rban", "ribuan", "rebuan"), 10**3),
    **dict.fromkeys(("jt", "jta", "jut", "juta", "jtan", "jutaan", "million", "jeti"), 10**6),
    **dict.fromkeys(
        ("m", "mlyr", "miliar", "milyar", "milyard", "miliyar", "milliar", "miliaran", "milyaran", "billion"), 10**9
    ),
    **dict.fromkeys(("t", "triliun", "trilyun", "triliunan", "trillion"), 10**12),
}
_APPROXIMATE_UNITS = frozenset(("rban", "ribuan", "rebuan", "jtan", "jutaan", "miliaran", "milyaran", "triliunan"))
_ONE_UNIT = {"seribu": 10**3, "sejuta": 10**6, "semiliar": 10**9, "semilyar": 10**9, "setriliun": 10**12}
_SLANG_WORDS = {"seceng": 1000, "ceban": 10_000, "goban": 50_000, "cepek": 100, "gopek": 500}
_DIGITS = {
    "nol": 0, "kosong": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7,
    "delapan": 8, "sembilan": 9, "siji": 1, "loro": 2, "telu": 3, "papat": 4, "limo": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100}
_FRACTIONS = {"setengah": Decimal("0.5"), "separuh": Decimal("0.5"), "seperempat": Decimal("0.25")}
_JOINTS = frozenset(
    ("-", "sampai", "sampe", "smp", "hingga", "sd", "to", "atau", "atw", "ato", "ke", "dan", "sama", "kadang")
)
_CURRENCY = frozenset(("rp", "idr", "rph", "rupiah", "perak"))
_MINUS = frozenset(("-", "minus", "min"))
_FOLLOWS_AMOUNT = frozenset(
    [
        "an",
        "lah",
        "per",
        "tiap",
        "setiap",
        "sehari",
        "seminggu",
        "sebulan",
        "setahun",
        "perhari",
        "perbulan",
        "pertahun",
        "rupiah",
        "rp",
        "kak",
        "min",
        "pak",
        "bu",
        "ya",
        "aja",
        "saja",
        "kurang",
        "lebih",
        "sih",
        "doang",
        "gitu",
        "sampai",
        "sampe",
        "hingga",
        "-",
        "/",
        "+",
        "!",
        "?",
    ]
)


MONEY_WORDS = frozenset().union(UNITS, _CURRENCY, _SLANG_WORDS, _ONE_UNIT)
"""Without one of them a number has neither unit nor currency."""
_FIRST_WORDS = frozenset().union(_MINUS, _CURRENCY, _SLANG_WORDS, _ONE_UNIT, _FRACTIONS, _WHOLE, _DIGITS)


def read(words: list[str], at: int) -> Reading | None:
    """The number that begins at words[at], with currency sign, units and all its parts; None if none does."""
    if words[at] not in _FIRST_WORDS and not words[at][0].isdigit():
        return None
    start, negative, joined = at, False, False
    if words[at] in _MINUS and at + 1 < len(words) and _begins(words, at + 1):
        negative, joined = _is_minus(words, at), words[at] == "-"
        at += 1
    currency = words[at] in _CURRENCY and at + 1 < len(words)
    if currency:
        at += 1
        if words[at] == "-" and at + 1 < len(words):
            negative, at = True, at + 1
    found = _parts(words, at)
    if found is None:
        return None
    joined = joined or (start > 0 and words[start - 1] in _JOINTS)
    return _finished(words, found, start, currency, negative, joined)


def _begins(words: list[str], at: int) -> bool:
    word = words[at]
    return word[0].isdigit() or word in _CURRENCY or _quantity(words, at) is not None or word in _ONE_UNIT


def _is_minus(words: list[str], at: int) -> bool:
    """A minus sign, not the dash of "5jt-10jt", "H-3" or "admin"."""
    if words[at] == "min":
        return False
    return at == 0 or (words[at] == "minus") or (not words[at - 1][0].isdigit() and not _ends_amount(words[at - 1]))


def _ends_amount(word: str) -> bool:
    return word in UNITS or word in _CURRENCY or word in _DIGITS or word == "an" or len(word) == 1


@dataclass(slots=True)
class _Sum:
    total: Decimal
    end: int
    unit: int
    approx: bool = False
    doubt: str | None = None
    guesses: tuple[Decimal, ...] = ()
    currency: bool = False


def _parts(words: list[str], at: int) -> _Sum | None:
    """Parts with falling units: "dua juta" + "lima ratus ribu"."""
    first = _part(words, at)
    if first is None:
        return None
    while first.unit and first.doubt is None:
        following = _part(words, first.end) if first.end < len(words) else None
        if following is None or following.doubt is not None or not _continues(words, first, following):
            break
        if following.unit and following.unit < first.unit:
            first = _Sum(first.total + following.total, following.end, following.unit, following.approx)
        elif first.unit == _THOUSAND and not following.unit and following.total >= _HUNDRED:
            return _Sum(first.total + following.total, following.end, first.unit, first.approx)
        elif following.end < len(words) and words[following.end] == "rupiah":
            first = _Sum(first.total + following.total, following.end + 1, 1, currency=True)
        elif not following.unit and _stands_alone(words, following.end):
            guess = first.total + following.total * first.unit / Decimal(10 ** len(str(int(following.total))))
            return _Sum(guess, following.end, first.unit, doubt="slang", guesses=(guess,))
        else:
            break
    return first


_THOUSAND, _HUNDRED = 1000, 100


def _continues(words: list[str], first: _Sum, following: _Sum) -> bool:
    return not words[first.end].startswith("0") and following.total < first.unit and following.total > 0


def _stands_alone(words: list[str], end: int) -> bool:
    """Nothing after it that it could be counting: "1 juta 5", but not "1 juta 5 karyawan"."""
    return end >= len(words) or words[end] in _FOLLOWS_AMOUNT


def _part(words: list[str], at: int) -> _Sum | None:
    """One quantity with its unit: "2,5 M", "lima ratus ribu", "sejuta setengah", "satu setengah juta"."""
    word = words[at]
    if word in _SLANG_WORDS:
        return _Sum(Decimal(_SLANG_WORDS[word]), at + 1, 1)
    if word in _ONE_UNIT:
        return _with_half(words, _Sum(Decimal(_ONE_UNIT[word]), at + 1, _ONE_UNIT[word]))
    quantity = _quantity(words, at)
    if quantity is None:
        return None
    value, end, doubt, approx = quantity
    if end < len(words) and words[end] == "an":
        approx, end = True, end + 1
    unit = UNITS.get(words[end], 0) if end < len(words) else 0
    if not unit:
        guesses = (value, value * 10**6) if doubt else ()
        return None if word in _FRACTIONS else _Sum(value, end, 0, approx, doubt, guesses)
    approx = approx or words[end] in _APPROXIMATE_UNITS
    return _with_half(words, _Sum(value * unit, end + 1, unit, approx))


def _with_half(words: list[str], part: _Sum) -> _Sum:
    """ "sejuta setengah" is one and a half million."""
    if part.end < len(words) and words[part.end] == "setengah":
        return _Sum(part.total + Decimal(part.unit) / 2, part.end + 1, part.unit, part.approx)
    return part


def _quantity(words: list[str], at: int) -> tuple[Decimal, int, str | None, bool] | None:
    """(value, end, doubt, approx) of a number without its unit."""
    word = words[at]
    if word[0].isdigit():
        digits = _digits(word, followed_by_unit=at + 1 < len(words) and words[at + 1] in UNITS)
        if digits is None:
            return None
        if at + 1 < len(words) and words[at + 1] in ("ratus", "puluh"):  # 5 ratus ribu
            return digits[0] * _SCALES[words[at + 1]], at + 2, digits[1], False
        return (*_and_a_half(words, digits[0], at + 1), digits[1], False)
    if word in _FRACTIONS:
        return _FRACTIONS[word], at + 1, None, False
    spelled = _spelled(words, at)
    return None if spelled is None else (*_and_a_half(words, *spelled), None, False)


def _and_a_half(words: list[str], value: Decimal, end: int) -> tuple[Decimal, int]:
    if end + 1 < len(words) and words[end] == "setengah" and words[end + 1] in UNITS:
        return value + Decimal("0.5"), end + 1
    if end + 1 < len(words) and words[end] == "koma" and words[end + 1] in _DIGITS:
        return value + Decimal(_DIGITS[words[end + 1]]) / 10, end + 2
    return value, end


def _spelled(words: list[str], at: int) -> tuple[Decimal, int] | None:
    """Number words below a thousand: "dua ratus lima puluh"."""
    total, start = 0, at
    while at < len(words):
        word = words[at]
        scale = words[at + 1] if at + 1 < len(words) else ""
        if word in _WHOLE:
            total, at = total + _WHOLE[word], at + 1
        elif word in _DIGITS and scale in _SCALES:
            total, at = total + _DIGITS[word] * _SCALES[scale] + (10 if scale == "belas" else 0), at + 2
        elif word in _DIGITS:
            return Decimal(total + _DIGITS[word]), at + 1
        else:
            break
    return None if at == start else (Decimal(total), at)


_SCALES = {"belas": 1, "puluh": 10, "ratus": 100}


def _digits(text: str, *, followed_by_unit: bool) -> tuple[Decimal, str | None] | None:
    """(value, doubt) of digits with separators; None for a phone number or a torn one."""
    if _PLAIN.fullmatch(text):
        return None if len(text) > 1 and text.startswith("0") and len(text) > _LONGEST_ZEROS else (Decimal(text), None)
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ".")), None
    if _ENGLISH_THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", "")), None
    if _DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", ".")), None if followed_by_unit else "decimal"
    return None


_LONGEST_ZEROS = 3
_PLAIN = re.compile(r"\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?")
_ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d{1,2})?")
_DECIMAL = re.compile(r"\d+[.,]\d+")


def _finished(words: list[str], found: _Sum, start: int, currency: bool, negative: bool, joined: bool) -> Reading:
    end, approx = found.end, found.approx
    if end < len(words) and words[end] in ("an", "+"):
        approx, end = True, end + 1
    if end + 1 < len(words) and words[end] == "-" and words[end + 1] == "an":
        approx, end = True, end + 2
    currency = currency or found.currency
    if end < len(words) and words[end] in _CURRENCY:
        currency, end = True, end + 1
    doubt = None if currency and found.doubt == "decimal" and not found.unit else found.doubt
    return Reading(found.total, start, end, found.unit, currency, approx, negative, joined, doubt, found.guesses)
