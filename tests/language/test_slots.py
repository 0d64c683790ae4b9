"""What a message is about: trades, places, seasons, numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.slots import Slots


@pytest.mark.parametrize(
    ("typed", "sector"),
    [
        ("jual sanggar", "kuliner"),
        ("sanggar tari", "ekraf_digital"),
        ("sanggar rias", "jasa"),
        ("dodol", "kuliner"),
        ("warung makan", "kuliner"),
        ("warung sembako", "kebutuhan_harian"),
        ("es batu", "kebutuhan_harian"),
        ("es teh", "kuliner"),
        ("batu akik", "kerajinan"),
        ("kantong plastik", "kebutuhan_harian"),
        ("frozen food", "kuliner"),
        ("ikan beku", "kebutuhan_harian"),
        ("baju batik", "fesyen"),
        ("suvenir batik", "kerajinan"),
        ("jual tahu tempe", "kuliner"),
        ("laundry sepatu", "jasa"),
        ("olshop hijabku", "fesyen"),
        ("toko kue", "kuliner"),
        ("kue kering sm bolu", "kuliner"),
        ("konvexsi", "fesyen"),
        ("usaha saya rental mobil", "jasa"),
        ("wadai banjar", "kuliner"),
    ],
)
def test_a_trade_is_recognised(slots: Slots, typed: str, sector: str) -> None:
    assert slots.find_sector(typed).sector == sector


@pytest.mark.parametrize("typed", ["warung", "plastik", "batik", "toko", "jualan", "frozen"])
def test_a_word_for_several_trades_is_asked_back(slots: Slots, typed: str) -> None:
    guess = slots.find_sector(typed)
    assert guess.sector is None
    assert len(guess.candidates) > 1
    assert guess.ask


@pytest.mark.parametrize("typed", ["mau tahu dong", "di batu ampar", "halo", "", "🙏"])
def test_no_trade_is_read_into_other_words(slots: Slots, typed: str) -> None:
    assert not slots.find_sector(typed).found


def test_two_trades_of_equal_weight_are_asked_back(slots: Slots) -> None:
    assert set(slots.find_sector("jual hijab dan kue").candidates) == {"fesyen", "kuliner"}


@pytest.mark.parametrize("typed", ["sy di bpp kota", "balikpapan kota"])
def test_district_or_city_is_asked_back(slots: Slots, typed: str) -> None:
    guess = slots.find_area(typed)
    assert guess.ask
    assert guess.district is None


@pytest.mark.parametrize("typed", ["bpp", "balikpapan", "kota balikpapan"])
def test_the_city_alone_is_no_district(slots: Slots, typed: str) -> None:
    guess = slots.find_area(typed)
    assert guess.city
    assert not guess.found


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("sepinggan", 3),
        ("sepingan", 3),
        ("damai", 3),
        ("manggar", 2),
        ("klandasan", 2),
        ("gn samarinda", 2),
        ("gunung sari", 2),
    ],
)
def test_names_that_begin_alike_are_asked_back(slots: Slots, typed: str, choices: int) -> None:
    guess = slots.find_area(typed)
    assert guess.ward is None
    assert len(guess.candidates) == choices


@pytest.mark.parametrize(
    ("typed", "ward"),
    [
        ("sepinggan baru", "64.71.05.1008"),
        ("kel damai", "64.71.06.1005"),
        ("damai, balikpapan kota", "64.71.06.1005"),
        ("telagasari", "64.71.06.1002"),
        ("gunung bahgia", "64.71.05.1006"),
        ("Sungainangka", "64.71.05.1010"),
        ("sei nangka", "64.71.05.1010"),
        ("krg joang", "64.71.03.1003"),
        ("gn samarinda baru", "64.71.03.1005"),
    ],
)
def test_a_ward_is_recognised(slots: Slots, typed: str, ward: str) -> None:
    guess = slots.find_area(typed)
    assert (guess.ward, guess.district) == (ward, ward[:8])


@pytest.mark.parametrize(
    ("typed", "district"),
    [
        ("bpp utara", "64.71.03"),
        ("kecamatan balikpapan kota", "64.71.06"),
        ("kec bpp tengah", "64.71.04"),
        ("timur", "64.71.01"),
    ],
)
def test_a_district_is_recognised(slots: Slots, typed: str, district: str) -> None:
    assert slots.find_area(typed).district == district


def test_gunung_samarinda_is_in_the_city_and_samarinda_is_not(slots: Slots) -> None:
    assert slots.find_area("gunung samarinda").district == "64.71.03"
    assert slots.find_area("gunung samarinda").other_city is None
    assert slots.find_area("umkm samarinda").other_city == "samarinda"


@pytest.mark.parametrize("typed", ["kalimantan timur", "usaha baru", "usaha menengah", "karang taruna apa"])
def test_ordinary_words_are_no_places(slots: Slots, typed: str) -> None:
    assert not slots.find_area(typed).found


def test_a_landmark_is_only_a_hint(slots: Slots) -> None:
    guess = slots.find_area("dekat bandara")
    assert guess.landmark
    assert guess.ward is None
    assert guess.candidates


def test_the_answer_to_which_one_is_understood(slots: Slots) -> None:
    alike = slots.find_area("damai").candidates
    assert slots.areas.choose("yg baru", alike) == "64.71.05.1011"
    assert slots.areas.choose("damai aja", alike) == "64.71.06.1005"
    assert slots.areas.choose("tidak tahu", alike) is None


@pytest.mark.parametrize(
    ("typed", "season"),
    [
        ("lebaran jual apa", "idul_fitri"),
        ("riyoyo", "idul_fitri"),
        ("lebaran haji", "idul_adha"),
        ("tahun baru islam", "tahun_baru_islam"),
        ("akhir tahun", "nataru"),
        ("17an", "hut_ri"),
        ("imlek tahun depan", "imlek"),
        ("puasa", "ramadan"),
        ("besaran pajak", None),
        ("korban penipuan", None),
    ],
)
def test_a_season_is_recognised(slots: Slots, typed: str, season: str | None) -> None:
    assert slots.about(typed).season == season


def test_numbers_find_their_place(slots: Slots) -> None:
    assert slots.about("40 persen itu berapa usaha").percent == 40
    assert slots.about("empat puluh persen").percent == 40
    assert slots.about("yang kedua tadi").ordinal == 2
    assert slots.about("2").ordinal == 2
    assert slots.about("umkm 2024").year == 2024
    assert slots.about("tahun depan").year_offset == 1
    assert slots.about("saya punya 3 cabang").count == 3
    assert slots.about("kalau yang mikro?").scale == "mikro"
    assert slots.about("usaha kecil dan menengah").scales == ("kecil", "menengah")
    assert slots.about("ikut pelatihan").programme == "program.training"


@given(st.text(max_size=120))
def test_no_text_breaks_the_finder(slots: Slots, typed: str) -> None:
    slots.about(typed)
