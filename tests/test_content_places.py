"""Seasons, areas and sectors: the days are the announced ones, names that may mean two things lead to a question."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from bot.content import City
from tests.test_content import content

YEARS = range(2025, 2031)
ANNOUNCED = {
    "imlek": ["2025-01-29", "2026-02-17", "2027-02-06"],
    "ramadan": ["2025-03-01", "2026-02-19"],
    "idul_fitri": ["2025-03-31", "2026-03-21"],
    "nyepi": ["2025-03-29", "2026-03-19", "2027-03-08"],
    "idul_adha": ["2025-06-06", "2026-05-27"],
    "waisak": ["2025-05-12", "2026-05-31", "2027-05-20"],
    "tahun_baru_islam": ["2025-06-27", "2026-06-16", "2027-06-06"],
    "maulid": ["2025-09-05", "2026-08-25", "2027-08-15"],
}


@pytest.fixture(scope="module")
def city() -> City:
    return City(content())


# -- seasons


def test_there_are_twenty_two_seasons_with_a_day_in_every_year(city: City) -> None:
    assert len(city.seasons) == 22
    for season in city.seasons:
        assert {when.year for when in season.dates} == set(YEARS), season.id


@pytest.mark.parametrize(("season", "days"), ANNOUNCED.items())
def test_announced_days_are_certain_and_later_ones_are_not(city: City, season: str, days: list[str]) -> None:
    certain = [when.date.isoformat() for when in city.season(season).dates if when.status == "pasti"]
    assert certain == days
    assert all(when.is_estimate for when in city.season(season).dates if when.date.isoformat() not in days)


def test_the_year_2030_has_two_ramadans(city: City) -> None:
    days = [when.date for when in city.season("ramadan").dates if when.year == 2030]
    assert days == [date(2030, 1, 6), date(2030, 12, 26)]


def test_where_libraries_disagree_the_government_wins_over_umm_al_qura(city: City) -> None:
    assert len(city.disagreements) == 18
    for dispute in city.disagreements:
        when = next(w for w in city.season(dispute.season).dates if w.date == dispute.chosen)
        assert when.checks == dispute.values
        assert dispute.chosen == dispute.values.get("sidang_isbat", dispute.values.get("holidays"))
        if "sidang_isbat" not in dispute.values:
            assert dispute.chosen != dispute.values["hijridate"]


def test_an_estimate_says_that_it_waits_for_the_isbat(city: City) -> None:
    coming = city.coming(date(2027, 2, 1))
    assert [(o.season.id, o.when.date.day) for o in coming] == [("imlek", 6), ("ramadan", 8), ("hut_balikpapan", 10)]
    assert city.season_date(coming[0]) == "6 Februari 2027"
    assert city.season_date(coming[1]) == "8 Februari 2027 (perkiraan, menunggu sidang isbat)"
    school = city.occurrence("tahun_ajaran_baru", date(2027, 2, 1))
    assert school
    assert city.season_date(school) == "12 Juli 2027 (perkiraan, bisa berubah)"


def test_at_the_end_of_2030_both_nataru_and_the_second_ramadan_come(city: City) -> None:
    assert [o.season.id for o in city.coming(date(2030, 12, 20))] == ["nataru", "ramadan"]


def test_new_years_day_still_belongs_to_the_season(city: City) -> None:
    now = city.occurrence("nataru", date(2027, 1, 1))
    assert now
    assert now.when.date == date(2026, 12, 25)


def test_after_the_last_year_nothing_is_invented(city: City) -> None:
    assert city.coming(date(2032, 1, 1)) == ()
    assert "Belum tersedia" in city.answer("season.next", date(2032, 1, 1)).text


def test_seasons_people_must_ask_for_are_not_among_the_next(city: City) -> None:
    optional = {season.id for season in city.seasons if season.opt_in}
    assert optional == {
        "valentine", "nyepi", "paskah", "hari_kartini", "waisak", "tahun_baru_islam", "maulid", "hari_ibu",
    }  # fmt: skip
    for day in (date(2026, month, 1) for month in range(1, 13)):
        assert not optional & {o.season.id for o in city.coming(day, limit=30)}
    assert optional <= {o.season.id for o in city.coming(date(2026, 1, 1), limit=30, opt_in=True)}


def test_every_season_has_ideas_for_the_four_main_sectors_and_no_idea_stands_twice(city: City) -> None:
    main = {"kuliner", "fesyen", "alat_rumah_tangga", "kebutuhan_harian"}
    for season in city.seasons:
        assert main <= set(season.ideas), season.id
        assert all(len(season.ideas[sector]) >= 3 for sector in main)
    ideas = Counter(idea for season in city.seasons for group in season.ideas.values() for idea in group)
    assert sum(ideas.values()) >= 286
    assert max(ideas.values()) == 1


def test_a_reminder_at_eight_in_the_city_is_midnight_utc(city: City) -> None:
    assert (str(city.zone), city.calendar.rules.reminder_hour) == ("Asia/Makassar", 8)
    assert city.lead_profile("nataru").days == (60, 30, 14, 7, 1)
    assert {str(day) for profile in city.calendar.lead_profiles.values() for day in profile.days} <= set(
        city.calendar.phases
    )


def test_people_say_seasons_in_their_own_words_and_no_word_means_two(city: City) -> None:
    said = Counter(word for season in city.seasons for word in season.synonyms)
    assert max(said.values()) == 1
    for season, word in (("nataru", "taun baru"), ("idul_fitri", "riyoyo"), ("hut_ri", "17an"), ("ramadan", "puasa")):
        assert word in city.season(season).synonyms


# -- areas


def test_six_districts_with_thirty_four_wards_and_their_codes(city: City) -> None:
    districts = city.areas.districts
    assert [len(district.wards) for district in districts] == [4, 6, 6, 6, 7, 5]
    for district in districts:
        assert all(ward.code.startswith(f"{district.code}.") for ward in district.wards)
        codes = [ward.code for ward in district.wards]
        assert codes == sorted(codes)


def test_gunung_samarinda_is_in_the_north_of_balikpapan(city: City) -> None:
    ward = city.area("64.71.03.1002")
    assert ward.name == "Gunung Samarinda"
    assert city.district_of(ward.code).name == "Balikpapan Utara"


@pytest.mark.parametrize(("stem", "n"), [("sepinggan", 3), ("damai", 3), ("manggar", 2), ("klandasan", 2)])
def test_a_name_that_begins_several_wards_leads_to_a_question(city: City, stem: str, n: int) -> None:
    hint = next(hint for hint in city.areas.stems if stem in hint.words)
    assert len(hint.wards) == n
    assert all(city.area(code).name.lower().startswith(stem) for code in hint.wards)


def test_the_district_kota_and_the_city_are_told_apart(city: City) -> None:
    assert "bpp" in city.areas.city_words
    assert any("bpp kota" in case.words and case.ask.endswith("?") for case in city.areas.ambiguous)


def test_wards_lie_in_the_city_and_neighbours_are_not_on_one_spot(city: City) -> None:
    wards = sorted((w.lat, w.lng) for d in city.areas.districts for w in d.wards)
    assert all(-1.30 < lat < -1.05 and 116.75 < lng < 117.05 for lat, lng in wards)
    assert all(a != b for a, b in pairwise(wards))


# -- sectors


def test_eleven_sectors_of_which_the_article_names_four(city: City) -> None:
    assert len(city.sectors.sectors) == 11
    named = [sector.id for sector in city.sectors.sectors if sector.source_term]
    assert named == ["kuliner", "fesyen", "alat_rumah_tangga", "kebutuhan_harian"]


def test_services_moved_to_section_t_in_kbli_2025(city: City) -> None:
    assert "T" in city.sector("jasa").kbli2025
    assert "S" in city.sector("jasa").kbli2020


def test_a_word_stands_in_one_sector_only(city: City) -> None:
    words = Counter(word for sector in city.sectors.sectors for word in sector.synonyms)
    assert [word for word, n in words.items() if n > 1] == []
    assert len(words) == 385


@pytest.mark.parametrize("word", ["sanggar", "warung", "kebutuhan rumah tangga", "toko"])
def test_a_word_with_two_meanings_has_its_question(city: City, word: str) -> None:
    case = next(case for case in city.sectors.ambiguous if case.word == word)
    assert case.ask.endswith("?")
    assert len(case.sectors) > 1
