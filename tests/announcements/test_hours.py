"""Quiet times: every minute of weeks, and when something will be through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.hours import Hours, Span
from db.announcements import Action, Kind
from tests.announcements.conftest import office

WITA = ZoneInfo("Asia/Makassar")
HOURS = Hours.of(office())
MONDAY = datetime(2026, 12, 7, 0, 0, tzinfo=WITA)


def quiet_by_the_book(moment: datetime) -> bool:
    """The rule as people say it, in minutes of the city's day."""
    local = moment.astimezone(WITA)
    minute = local.hour * 60 + local.minute
    night = minute >= 20 * 60 or minute < 8 * 60
    prayer = local.isoweekday() == 5 and 11 * 60 + 30 <= minute < 13 * 60 + 30
    return night or prayer


def test_every_minute_of_three_weeks_is_as_the_rule_says() -> None:
    for minute in range(3 * 7 * 24 * 60):
        moment = (MONDAY + timedelta(minutes=minute)).astimezone(UTC)
        assert HOURS.is_quiet(moment) == quiet_by_the_book(moment), moment


@given(st.integers(0, 8 * 7 * 24 * 60 * 60))
def test_it_opens_at_the_first_moment_that_is_not_quiet(seconds: int) -> None:
    now = MONDAY.astimezone(UTC) + timedelta(seconds=seconds)
    opens = HOURS.opens(now)
    assert opens >= now and not HOURS.is_quiet(opens)
    assert opens == now or HOURS.is_quiet(opens - timedelta(seconds=1))
    assert opens - now <= timedelta(hours=12)


@given(st.integers(0, 8 * 7 * 24 * 60 * 60))
def test_it_closes_at_the_first_moment_that_is_quiet(seconds: int) -> None:
    now = MONDAY.astimezone(UTC) + timedelta(seconds=seconds)
    closes = HOURS.closes(now)
    assert HOURS.is_quiet(closes)
    assert closes == now or not HOURS.is_quiet(closes - timedelta(seconds=1))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.EMERGENCY])
def test_only_an_emergency_is_sent_at_night(kind: Kind) -> None:
    night = datetime(2026, 12, 7, 23, 0, tzinfo=WITA)
    assert not HOURS.may_send(kind, Action.SEND, night)
    assert HOURS.may_send(Kind.EMERGENCY, Action.SEND, night)
    assert HOURS.may_send(kind, Action.EDIT, night), "an edit makes no sound"


def test_what_does_not_fit_into_the_day_goes_on_in_the_morning() -> None:
    start = datetime(2026, 12, 7, 19, 0, tzinfo=WITA)
    assert HOURS.finish(start, 2 * 3600 * 30, 30) == datetime(2026, 12, 8, 9, 0, tzinfo=WITA)
    assert HOURS.finish(start, 2 * 3600 * 30, 30, always=True) == datetime(2026, 12, 7, 21, 0, tzinfo=WITA)


def test_friday_prayer_is_left_out_of_the_estimate() -> None:
    start = datetime(2026, 12, 11, 11, 0, tzinfo=WITA)
    assert HOURS.finish(start, 3600 * 30, 30) == datetime(2026, 12, 11, 14, 0, tzinfo=WITA)


@given(st.integers(0, 7 * 24 * 3600), st.integers(0, 200_000), st.floats(1, 1000))
def test_the_estimate_is_the_time_that_is_not_quiet(seconds: int, count: int, pace: float) -> None:
    start = MONDAY.astimezone(UTC) + timedelta(seconds=seconds)
    finish = HOURS.finish(start, count, pace)
    work, moment = timedelta(0), HOURS.opens(start)
    while moment < finish:
        until = min(HOURS.closes(moment), finish)
        work += until - moment
        moment = HOURS.opens(until) if until < finish else finish
    assert abs(work - timedelta(seconds=count / pace)) < timedelta(seconds=1)


@pytest.mark.parametrize("text", ["20-08", "malam", "25", "8 pagi"])
def test_hours_that_make_no_sense_are_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"20\.00-08\.00"):
        Span.parse(text)


def test_quiet_times_can_be_switched_off() -> None:
    hours = Hours.of(office(quiet_hours="00.00-00.00", friday_prayer=" "))
    assert not any(hours.is_quiet(MONDAY + timedelta(hours=hour)) for hour in range(7 * 24))
    assert hours.finish(MONDAY, 36_000, 10) == MONDAY + timedelta(hours=1)
