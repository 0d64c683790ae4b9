"""Moments as officials type them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import numbers
from bot.announcements import moments
from bot.announcements.moments import NotAMoment

CITY = ZoneInfo("Asia/Makassar")
FRIDAY_TEN = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)


def said(text: str, now: datetime = FRIDAY_TEN) -> str:
    return f"{moments.read(text, now, CITY).astimezone(CITY):%d-%m-%Y %H.%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("besok 09.00", "12-12-2026 09.00"),
        ("Besok jam 9 pagi", "12-12-2026 09.00"),
        ("12-12-2026 08.30", "12-12-2026 08.30"),
        ("12/12/26 8:30", "12-12-2026 08.30"),
        ("2026-12-20 7.15", "20-12-2026 07.15"),
        ("Sabtu, 12 Desember 2026 pukul 08.30 WITA", "12-12-2026 08.30"),
        ("3 januari 14.00", "03-01-2027 14.00"),
        ("senin", "14-12-2026 09.00"),
        ("senin depan pukul 8", "14-12-2026 08.00"),
        ("jumat 11.00", "11-12-2026 11.00"),
        ("jum'at jam 9", "18-12-2026 09.00"),
        ("lusa", "13-12-2026 09.00"),
        ("hari ini 15.00", "11-12-2026 15.00"),
        ("jam 9", "12-12-2026 09.00"),
        ("2 siang", "11-12-2026 14.00"),
        ("jam 12 siang", "11-12-2026 12.00"),
        ("7 malam", "11-12-2026 19.00"),
        ("besok 1 malam", "12-12-2026 01.00"),
        ("besok setengah 3 sore", "12-12-2026 14.30"),
        ("besok 09.00 WIB", "12-12-2026 10.00"),
        ("24.00", "11-12-2026 23.59"),
    ],
)
def test_a_moment_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "unclear"), ("kapan-kapan", "unclear"), ("minggu depan", "unclear"), ("besok siang", "unclear"),
        ("besok 25.00", "unclear"), ("9.99", "unclear"), ("besok 09.00 atau 10.00", "unclear"),
        ("31-02-2027", "no-such-day"), ("32 januari", "no-such-day"), ("12-13-2026 09.00", "no-such-day"),
        ("hari ini 09.00", "past"), ("10-12-2026 09.00", "past"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_moment_is_not_guessed(text: str, why: str) -> None:
    with pytest.raises(NotAMoment) as error:
        moments.read(text, FRIDAY_TEN, CITY)
    assert error.value.why == why


def test_a_day_alone_gets_the_time_that_fits_the_question() -> None:
    until = moments.read("20-12-2026", FRIDAY_TEN, CITY, moments.END_OF_DAY)
    assert f"{until.astimezone(CITY):%d %H.%M}" == "20 23.59"


@given(st.datetimes(datetime(2026, 12, 12), datetime(2027, 12, 31)))  # noqa: DTZ001
def test_the_way_the_bot_writes_a_moment_is_read_back(naive: datetime) -> None:
    moment = naive.replace(second=0, microsecond=0, tzinfo=CITY).astimezone(UTC)
    assert moments.read(numbers.moment(moment, CITY, "WITA"), FRIDAY_TEN, CITY) == moment
    assert said(f"{moment.astimezone(CITY):%d-%m-%Y %H.%M}") == f"{moment.astimezone(CITY):%d-%m-%Y %H.%M}"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_moment_to_come_or_refused_in_words(text: str) -> None:
    try:
        found = moments.read(text, FRIDAY_TEN, CITY)
    except NotAMoment as error:
        assert error.why in {"unclear", "no-such-day", "past"}
    else:
        assert found > FRIDAY_TEN and found.tzinfo is not None
