"""The calendar: the right days, merged where they are close, each reminder once and never too late. Pure functions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import City
from bot.seasons import calendar, making
from bot.seasons.calendar import AFTER, LOOK_BACK_LATE, NEXT_IS_NEAR, Planned, due, events, groups, plan, resting_days
from db.seasons import WaveState
from tests.test_content import content

EXPECTED = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text("utf8"))
CITY = City(content())
FIRST, LAST = date(2025, 1, 1), date(2030, 12, 31)
ALL_DAYS = (LAST - FIRST).days
HOLIDAYS = {
    "imlek": "Lunar New Year", "nyepi": "Day of Silence", "idul_fitri": "Eid al-Fitr", "idul_adha": "Eid al-Adha",
    "waisak": "Vesak Day", "tahun_baru_islam": "Islamic New Year", "maulid": "Prophet's Birthday",
    "paskah": "Easter Sunday", "hut_ri": "Independence Day", "nataru": "Christmas Day",
}  # fmt: skip


@pytest.mark.parametrize("season", EXPECTED["days"])
def test_every_season_is_on_its_published_day_in_every_year(season: str) -> None:
    found = [f"{e.date}{'*' if e.estimate else ''}" for e in events(CITY) if e.season == season]
    assert found == EXPECTED["days"][season].split()


def test_the_table_names_every_season() -> None:
    assert {season.id for season in CITY.seasons} == set(EXPECTED["days"])


@pytest.mark.parametrize("line", EXPECTED["disagreements"])
def test_where_libraries_differ_the_chosen_day_stands(line: str) -> None:
    season, chosen, _, others = line.split(" ", 3)
    days = {event.date.isoformat() for event in events(CITY) if event.season == season}
    assert chosen in days
    assert not {other.split()[1] for other in others.split(",")} & days


@pytest.mark.parametrize(("season", "name"), HOLIDAYS.items())
def test_the_holidays_package_agrees_with_the_calendar(season: str, name: str) -> None:
    published = holidays.country_holidays("ID", years=range(2025, 2031), language="en_US")
    theirs = {day for day, said in published.items() if re.match(rf"{name}( \(estimated\))?$", said.split(";")[0])}
    assert {event.date for event in events(CITY) if event.season == season} == theirs


def test_2030_has_two_ramadans_and_they_are_told_apart() -> None:
    keys = [event.key for event in events(CITY) if event.season == "ramadan" and event.year == 2030]
    assert keys == [("ramadan", 2030, 1), ("ramadan", 2030, 2)]


@pytest.mark.parametrize(("day", "names"), EXPECTED["groups"].items())
def test_seasons_less_than_seven_days_apart_share_their_reminders(day: str, names: str) -> None:
    made = groups(events(CITY), 7)
    shown = {
        f"{group[0].date}": " ".join(f"({e.season})" if e.opt_in else e.season for e in group)
        for group in made
        if len(group) > 1
    }
    assert shown[day] == names


def test_every_event_is_in_exactly_one_group_that_reaches_less_than_seven_days() -> None:
    made = groups(events(CITY), 7)
    assert sorted(e.key for group in made for e in group) == sorted(e.key for e in events(CITY))
    for group in made:
        days = [event.date for event in group]
        assert (max(days) - min(days)).days < 7


@pytest.mark.parametrize(("name", "line"), EXPECTED["waves"].items())
def test_reminders_go_out_on_their_days(name: str, line: str) -> None:
    season, year = name.split()
    found = [
        f"{wave.wave} {wave.day} {event.left(wave.day)}"
        for wave in plan(CITY)
        for event in wave.events
        if (event.season, event.year, event.number) == (season, int(year), 1)
    ]
    assert found == line.split(", ")


def test_every_wave_of_every_profile_is_planned_once() -> None:
    planned = [key for wave in plan(CITY) for key in wave.keys]
    wanted = [(*e.key, n) for e in events(CITY) for n in (*e.days, *([AFTER] if e.after else []))]
    assert sorted(planned) == sorted(wanted)


def test_no_reminder_is_planned_on_a_religious_day_or_one_that_may_be() -> None:
    resting = resting_days(CITY)
    assert date(2026, 12, 25) in resting
    assert {date(2027, 3, 9), date(2027, 3, 10), date(2027, 3, 11)} <= resting
    assert [wave for wave in plan(CITY) if wave.day in resting] == []
    for wave in plan(CITY):
        ahead = [event.left(wave.day) for event in wave.events]
        assert all(left < 0 for left in ahead) if wave.wave == AFTER else all(left > 0 for left in ahead)


@given(st.sampled_from(events(CITY)))
def test_a_button_names_its_events_and_fits(event: calendar.Event) -> None:
    group = next(group for group in groups(events(CITY), 7) if event in group)
    for found in ([event], group):
        name = calendar.ref(found)
        assert len(f"cal-do:release:60:{name}".encode()) <= 64
        assert calendar.resolve(CITY, *name.split(":")) == tuple(found)


# -- a process that is down for hours or weeks, and starts a hundred times ------------------------------------------


def live(days_up: list[date]) -> list[tuple[date, Planned]]:
    """What a process sends that runs on these days only."""
    taken: dict[tuple[str, int, int, int], WaveState] = {}
    sent = []
    every, days = plan(CITY), [wave.day for wave in plan(CITY)]
    for today in days_up:
        begin, end = bisect_left(days, today - making.LOOK_BACK), bisect_right(days, today + timedelta(days=70))
        window = every[begin:end]
        ready, missed = due(window, taken, today, resting_days(CITY), busy=bool(sent) and sent[-1][0] == today)
        for wave in ready:
            assert not set(wave.keys) & set(taken)
            taken |= dict.fromkeys(wave.keys, WaveState.MADE)
            sent.append((today, wave))
        taken |= dict.fromkeys(missed, WaveState.MISSED)
    return sent


def check(sent: list[tuple[date, Planned]], up: set[date]) -> None:
    """At most once, never stale, never on the day itself; late ones one a day."""
    late = [today for today, wave in sent if today > wave.day]
    assert len(late) == len(set(late))
    assert not set(late) & {today for today, wave in sent if today == wave.day}
    keys = [key for _, wave in sent for key in wave.keys]
    assert len(keys) == len(set(keys))
    days = {(*event.key, wave.wave): wave.day for wave in plan(CITY) for event in wave.events}
    for today, wave in sent:
        assert today not in resting_days(CITY)
        assert today >= wave.day
        for event in wave.events:
            if wave.wave == AFTER:
                assert event.last_day < today <= wave.day + timedelta(days=LOOK_BACK_LATE)
                continue
            assert event.date > today
            if today > wave.day:
                assert wave.day not in up
                later = [
                    day for (*of, n), day in days.items() if tuple(of) == event.key and n != AFTER and day > wave.day
                ]
                assert all((day - today).days > NEXT_IS_NEAR for day in later)


def test_a_process_that_never_stops_sends_every_wave_on_its_day() -> None:
    every_day = [FIRST - timedelta(days=70) + timedelta(days=n) for n in range(ALL_DAYS + 71)]
    sent = live(every_day)
    check(sent, set(every_day))
    in_range = [wave for wave in plan(CITY) if every_day[0] <= wave.day <= LAST]
    assert [wave for _, wave in sent] == in_range
    assert all(today == wave.day for today, wave in sent)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 45), st.integers(1, 60)), min_size=1, max_size=50))
def test_whenever_it_was_down_each_wave_comes_at_most_once_and_never_stale(pattern: list[tuple[int, int]]) -> None:
    days, today = [], FIRST
    for down, up in pattern:
        today += timedelta(days=down)
        days += [today + timedelta(days=n) for n in range(up)]
        today += timedelta(days=up)
    days = [day for day in days if day <= LAST]
    check(live(days), set(days))


@settings(max_examples=60, deadline=None)
@given(st.dates(FIRST, LAST), st.integers(1, 3))
def test_started_on_any_day_and_again_and_again_it_sends_once(day: date, times: int) -> None:
    sent = live([day] * (times * 3))
    check(sent, {day})
    assert len(sent) == len(live([day]))


@settings(max_examples=40, deadline=None)
@given(st.sets(st.dates(FIRST, LAST), min_size=1, max_size=40))
def test_up_on_single_days_only_what_is_late_is_the_nearest_wave_with_the_true_days(days: set[date]) -> None:
    sent = live(sorted(days))
    check(sent, days)
    for today, wave in sent:
        if wave.wave != AFTER:
            left = wave.events[0].left(today)
            assert calendar.phase(CITY, left) in CITY.calendar.phases
            assert int(calendar.phase(CITY, left)) >= min(left, 60)


def test_a_wave_that_was_missed_is_said_to_be_and_the_next_one_comes() -> None:
    nataru = [wave for wave in plan(CITY) if any(e.key == ("nataru", 2026, 1) for e in wave.events)]
    ready, missed = due(nataru, {}, date(2026, 12, 15), resting_days(CITY))
    assert [(wave.wave, wave.events[-1].left(date(2026, 12, 15))) for wave in ready] == [(14, 10)]
    assert {key[3] for key in missed} == {60, 30}
    ready, missed = due(nataru, {}, date(2026, 12, 16), resting_days(CITY))
    assert ready == []
    assert ("nataru", 2026, 1, 14) in missed


@pytest.mark.parametrize("state", [WaveState.HELD, WaveState.SKIPPED])
def test_a_held_wave_keeps_its_day_and_a_skipped_one_leaves_it_to_what_is_late(state: WaveState) -> None:
    today = date(2026, 12, 18)
    window = [wave for wave in plan(CITY) if wave.day >= date(2026, 12, 10)]
    own = [wave for wave in window if wave.day == today]
    taken = {key: state for wave in own for key in wave.keys}
    ready, _ = due(window, taken, today, resting_days(CITY))
    late = [(wave.wave, wave.events[0].season) for wave in ready]
    assert late == ([] if state is WaveState.HELD else [(60, "ramadan")])


@pytest.mark.parametrize(
    ("left", "phase"), [(107, "60"), (60, "60"), (33, "60"), (30, "30"), (8, "14"), (2, "7"), (1, "1"), (-3, "after")]
)
def test_the_checklist_is_that_of_the_true_number_of_days(left: int, phase: str) -> None:
    assert calendar.phase(CITY, left) == phase
