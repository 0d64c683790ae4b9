"""Numbers, money and dates as Indonesians write them: 93.000 · Rp2.000.000 · 40% · Senin, 10 November 2025."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "id"
UNITS = (
    "",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"))


@lru_cache(1_000)
def number(value: int | float | Decimal) -> str:
    """93000 -> "93.000"; 122.8 -> "122,8". Remembered: Babel takes longer for one than all else in a sentence."""
    return format_decimal(value, locale=LOCALE)


def rounded(value: float, digits: int) -> Decimal:
    """Half away from zero, as people do it, without zeros at the end."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP).normalize() + 0


def thousands(value: float, digits: int = 0) -> str:
    """93000 -> "93 ribu"; with one digit of a thousand 1860 -> "1.900", since nobody says "1,9 ribu"."""
    kept = rounded(value / 1000, digits)
    return number(kept * 1000) if kept % 1 else f"{number(kept)} ribu"


def rupiah(amount: int) -> str:
    """2000000 -> "Rp2.000.000"; a debt is "-Rp5.000"."""
    return f"{'-' if amount < 0 else ''}Rp{number(abs(amount))}"


def rupiah_short(amount: int) -> str:
    """2000000000 -> "Rp2 miliar"; 1500000 -> "Rp1,5 juta"; what needs more than two decimals stays in digits."""
    for size, name in SCALES[:3]:
        if abs(amount) >= size and amount % (size // 100) == 0:
            return f"{'-' if amount < 0 else ''}Rp{number(Decimal(abs(amount)) / size)} {name}"
    return rupiah(amount)


def rupiah_about(amount: int) -> str:
    """1964000000 -> "Rp1,96 miliar": rounded to two decimals of the largest unit, for distances and estimates."""
    for size, name in SCALES[:3]:
        if abs(amount) >= size:
            return f"{'-' if amount < 0 else ''}Rp{number(round(Decimal(abs(amount)) / size, 2))} {name}"
    return rupiah(amount)


def percent(share: float, digits: int = 0) -> str:
    """0.4 -> "40%"; `share` is a fraction of one."""
    return f"{number(round(Decimal(str(share)) * 100, digits) if digits else round(share * 100))}%"


def words(value: int) -> str:
    """2500000 -> "dua juta lima ratus ribu". Whole numbers from 0 up to 999 trillion."""
    if value == 0:
        return "nol"
    if value < 0:
        return f"minus {words(-value)}"
    return " ".join(_words(value))


def _words(value: int) -> list[str]:
    if value < 12:
        return [UNITS[value]] if value else []
    if value < 20:
        return [UNITS[value - 10], "belas"]
    if value < 100:
        return [UNITS[value // 10], "puluh", *_words(value % 10)]
    for size, name in SCALES:
        if value >= size:
            count, rest = divmod(value, size)
            return [*_count(count, name), *_words(rest)]
    raise AssertionError(value)  # pragma: no cover - every value >= 100 has a scale


def _count(count: int, name: str) -> list[str]:
    return [f"se{name}"] if count == 1 and name in {"ratus", "ribu"} else [*_words(count), name]


def rupiah_words(amount: int) -> str:
    """2000000000 -> "dua miliar rupiah"."""
    return f"{words(amount)} rupiah"


def day(value: date) -> str:
    """date(2025, 11, 10) -> "10 November 2025"."""
    return format_date(value, "d MMMM y", locale=LOCALE)


def weekday(value: date) -> str:
    """date(2025, 11, 10) -> "Senin, 10 November 2025"."""
    return format_date(value, "EEEE, d MMMM y", locale=LOCALE)


def month(value: date) -> str:
    """date(2025, 11, 10) -> "November 2025"."""
    return format_date(value, "MMMM y", locale=LOCALE)


def clock(value: datetime, zone: ZoneInfo) -> str:
    """A moment on the city's clock, hours and minutes with a full stop: "08.00"."""
    return value.astimezone(zone).strftime("%H.%M")


def moment(value: datetime, zone: ZoneInfo, label: str) -> str:
    """A moment on the city's clock: "Senin, 10 November 2025 pukul 08.00 WITA"."""
    return f"{weekday(value.astimezone(zone).date())} pukul {clock(value, zone)} {label}"
