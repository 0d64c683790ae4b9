"""Where a business is: in people's own words, by buttons, from a shared point."""

from __future__ import annotations

import pytest

from bot.businesses import places
from bot.forms import Again, Place, Pressed, Typed, Unread
from tests.businesses.sheets import CITY, key, sheet, values


@pytest.mark.parametrize(
    ("typed", "ward"),
    [("Damai Baru", "64.71.05.1011"), ("klandasan ilir", "64.71.06.1004"), ("sungai nangka", "64.71.05.1010"),
     ("gn sari ilir", "64.71.04.1002"), ("kariango", "64.71.02.1004"), ("damai, balikpapan kota", "64.71.06.1005"),
     ("jl mawar rt 10 kel gunung bahagia", "64.71.05.1006"), ("gn samarinda rt 20", "64.71.03.1002")],
)  # fmt: skip
def test_a_ward_is_found_by_the_names_people_use(typed: str, ward: str) -> None:
    assert values(places.check(Typed(typed), sheet())) == {"kelurahan": ward, "kecamatan": ward[:8]}


@pytest.mark.parametrize(
    ("typed", "count"),
    [("damai", 3), ("sepinggan", 3), ("manggar", 2), ("klandasan", 2), ("gunung sari", 2), ("karang", 3)],
)
def test_names_alike_are_asked_back(typed: str, count: int) -> None:
    outcome = places.check(Typed(typed), sheet())
    assert isinstance(outcome, Again) and len(outcome.pending["candidates"]) == count


@pytest.mark.parametrize(
    ("typed", "ward"), [("yg baru", "64.71.05.1011"), ("damai aja", "64.71.06.1005"), ("3", "64.71.05.1012")]
)
def test_which_of_them_is_told_in_a_few_words(typed: str, ward: str) -> None:
    pending = dict(places.check(Typed("di damai"), sheet()).pending)  # type: ignore[union-attr]
    assert values(places.check(Typed(typed), sheet(pending)))["kelurahan"] == ward


def test_another_ward_counts_although_one_was_asked_back() -> None:
    pending = {"candidates": ["64.71.06.1005", "64.71.05.1011"]}
    assert values(places.check(Typed("lamaru aja deh"), sheet(pending)))["kelurahan"] == "64.71.01.1002"


@pytest.mark.parametrize("typed", ["sy di bpp kota", "balikpapan kota"])
def test_the_district_that_is_named_like_the_city_is_asked_about(typed: str) -> None:
    outcome = places.check(Typed(typed), sheet())
    assert isinstance(outcome, Again) and outcome.pending == {"either": "64.71.06"}
    inside = places.check(Typed("kecamatannya"), sheet(dict(outcome.pending)))
    assert isinstance(inside, Again) and "64.71.06.1001" in inside.pending["candidates"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("samarinda", "businesses-ward-elsewhere"), ("jakarta", "businesses-ward-elsewhere"),
     ("bpp", "businesses-ward-district"),
     ("qwertz", "businesses-ward-unread"), ("km 15", "businesses-ward-landmark"),
     ("balikpapan timur", "businesses-ward-which")],
)  # fmt: skip
def test_what_is_no_ward_is_asked_again_in_words(typed: str, said: str) -> None:
    assert key(places.check(Typed(typed), sheet())) == said


def test_every_ward_can_be_reached_by_buttons() -> None:
    reached = set()
    for district in [c for row in places.choices(sheet()) for c in row if c.value.startswith("d")]:
        outcome = places.check(Pressed("ward", district.value), sheet())
        assert isinstance(outcome, Again)
        for ward in [c for row in places.choices(sheet(dict(outcome.pending))) for c in row if c.value.startswith("w")]:
            reached.add(values(places.check(Pressed("ward", ward.value), sheet()))["kelurahan"])
    assert reached == {ward.code for district in CITY.areas.districts for ward in district.wards}


def test_a_shared_place_is_a_guess_to_confirm_and_the_point_is_not_kept() -> None:
    outcome = places.check(Place(-1.2485, 116.8659), sheet())
    assert isinstance(outcome, Again) and outcome.pending["candidates"][0] == "64.71.05.1011"
    assert "116.86" not in str(outcome.pending) and len(outcome.pending["candidates"]) == 3
    assert values(places.check(Typed("ya betul"), sheet(dict(outcome.pending))))["kelurahan"] == "64.71.05.1011"
    assert key(places.check(Typed("bukan"), sheet(dict(outcome.pending)))) == "businesses-ward-district"


def test_a_place_outside_the_city_is_refused() -> None:
    assert key(places.check(Place(-0.5022, 117.1536), sheet())) == "businesses-ward-far"
    assert key(places.check(Place(-6.2, 106.8), sheet())) == "businesses-ward-far"


@pytest.mark.parametrize("value", ["w99.99", "d1", "", "x", "w64.71.05.1011x"])
def test_forged_areas_are_refused(value: str) -> None:
    assert isinstance(places.check(Pressed("ward", value), sheet()), Unread)
