"""What people answer to the questions of a registration, and what is made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.businesses import contact, fields, money, places
from bot.businesses.forms import EDITABLE
from bot.content import FOLDER, City, load_folder
from bot.forms import Again, Contact, Drop, Place, Pressed, Refused, Say, Sheet, Stored, Typed, Unread
from bot.forms.parts import Outcome
from bot.language import Understanding

CITY = City(load_folder(FOLDER / "balikpapan"))
UNDERSTANDING = Understanding.from_city(CITY)
NOW = datetime(2026, 12, 11, 2, tzinfo=UTC)


def sheet(pending: dict[str, Any] | None = None, **answers: Any) -> Sheet:
    return Sheet(CITY, UNDERSTANDING, NOW, 1, "Ani", answers, pending)


def key(outcome: Outcome) -> str:
    """The key of what is said, or the content's own words."""
    note = outcome.note
    assert note is not None
    return note.key if isinstance(note, Say) else note


def values(outcome: Outcome) -> dict[str, Any]:
    assert isinstance(outcome, Stored), outcome
    return dict(outcome.values)


# -- name -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Dapur   Bu\nTutik ", "Dapur Bu Tutik"),
        ("nama usaha saya Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("namanya Pentol Kejedot", "Pentol Kejedot"),
        ("Namaste Cafe", "Namaste Cafe"),
        ("<b>Toko</b> & Co", "<b>Toko</b> & Co"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("\u202eTerbalik", "Terbalik"),
        ("Toko\u200b Sunyi", "Toko Sunyi"),
    ],
)
def test_a_name_is_kept_as_people_write_it_on_one_line(typed: str, name: str) -> None:
    assert values(fields.check_name(Typed(typed), sheet())) == {"name": name}


@pytest.mark.parametrize(
    ("typed", "said"),
    [("081254321000", "businesses-name-letters"), ("🍜🍜", "businesses-name-letters"), ("A", "businesses-name-length"),
     ("x" * 81, "businesses-name-length"), ("baru", "businesses-name-new"),
     ("daftar usaha baru", "businesses-name-new"),
     ("ya", "businesses-name-new")],
)  # fmt: skip
def test_what_is_no_name_is_asked_again_in_words(typed: str, said: str) -> None:
    assert key(fields.check_name(Typed(typed), sheet())) == said


@given(st.text(max_size=120))
def test_any_text_is_a_clean_name_or_refused(text: str) -> None:
    outcome = fields.check_name(Typed(text), sheet())
    if isinstance(outcome, Stored):
        name = outcome.values["name"]
        assert 2 <= len(name) <= fields.NAME_LONGEST
        assert name == name.strip() and "\n" not in name and "\u202e" not in name
        assert values(fields.check_name(Pressed("name", fields.OWN), sheet()))["name"] == "Usaha Ani"


# -- trade ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sector"),
    [("katering", "kuliner"), ("jual sanggar", "kuliner"), ("sanggar tari", "ekraf_digital"), ("laundry", "jasa"),
     ("jualan bakso dan es teh di depan rumah", "kuliner"), ("bikin baju pesta", "fesyen"), ("dodol", "kuliner"),
     ("konter pulsa", "perdagangan")],
)  # fmt: skip
def test_ones_own_words_become_a_sector_and_stay(typed: str, sector: str) -> None:
    assert values(fields.check_trade(Typed(typed), sheet())) == {"sector": sector, "description": typed}


@pytest.mark.parametrize("typed", ["warung", "batik", "toko", "plastik", "frozen", "kebutuhan rumah tangga"])
def test_a_word_of_several_trades_is_asked_back(typed: str) -> None:
    outcome = fields.check_trade(Typed(typed), sheet())
    assert isinstance(outcome, Again) and isinstance(outcome.note, str) and outcome.note.endswith("?")
    pending = dict(outcome.pending)
    offered = [one.value for row in fields.trade_choices(sheet(pending)) for one in row]
    assert offered == [one for one in [s.id for s in CITY.sectors.sectors] if one in pending["candidates"]]
    chosen = values(fields.check_trade(Pressed("trade", offered[0]), sheet(pending)))
    assert chosen == {"sector": offered[0], "description": typed}


def test_the_second_answer_makes_an_ambiguous_trade_clear() -> None:
    pending = {"description": "warung", "candidates": ["kuliner", "kebutuhan_harian"]}
    assert values(fields.check_trade(Typed("sembako"), sheet(pending))) == {
        "sector": "kebutuhan_harian",
        "description": "warung, sembako",
    }


def test_an_unknown_trade_is_chosen_from_all_and_its_words_are_kept() -> None:
    outcome = fields.check_trade(Typed("asdfgh"), sheet())
    assert isinstance(outcome, Unread)
    assert len([one for row in fields.trade_choices(sheet(dict(outcome.pending))) for one in row]) == len(
        CITY.sectors.sectors
    )
    assert values(fields.check_trade(Pressed("trade", "jasa"), sheet(dict(outcome.pending))))["description"] == "asdfgh"


# -- place ----------------------------------------------------------------------------------------------------------


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


# -- year -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "year"),
    [("2019", 2019), ("sejak 2019", 2019), ("mei 2020", 2020), ("tahun lalu", 2025), ("tahun ini", 2026),
     ("3 tahun lalu", 2023),
     ("sudah lima tahun", 2021), ("'19", 2019), ("thn 98", 1998), ("setahun lalu", 2025),
     ("baru buka bulan lalu", 2026)],
)  # fmt: skip
def test_a_year_in_peoples_words(typed: str, year: int) -> None:
    assert values(fields.check_year(Typed(typed), sheet())) == {"started_year": year}


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2030", "businesses-year-future"), ("1500", "businesses-year-old"), ("2018 atau 2019", "businesses-year-one"),
     ("lama", "businesses-year-unread")],
)  # fmt: skip
def test_a_year_that_cannot_be_is_refused(typed: str, said: str) -> None:
    assert key(fields.check_year(Typed(typed), sheet())) == said


# -- money ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "yearly"),
    [("3jt/bln", 36_000_000), ("ya kira2 15 jt lah sebulan", 180_000_000), ("2 M setahun", 2_000_000_000),
     ("Rp2.000.000.001 setahun", 2_000_000_001), ("1,5 juta per minggu", 78_000_000), ("400 juta setahun", 400_000_000),
     ("setengah miliar setahun", 500_000_000), ("omzet 10jt sebulan", 120_000_000)],
)  # fmt: skip
def test_sales_with_a_period_are_counted_for_a_year(typed: str, yearly: int) -> None:
    assert values(money.check(Typed(typed), sheet()))["yearly_sales"] == yearly


def test_the_multiplication_is_shown_in_figures_and_words() -> None:
    outcome = money.check(Typed("2 M setahun"), sheet())
    assert outcome.note is not None and outcome.note.arguments["words"] == "dua miliar rupiah"  # type: ignore[union-attr]
    outcome = money.check(Typed("3jt/bln"), sheet())
    assert outcome.note.arguments["times"] == 12  # type: ignore[union-attr]


def test_without_a_period_it_is_asked_for() -> None:
    outcome = money.check(Typed("sekitar 400 juta"), sheet())
    assert key(outcome) == "businesses-money-period"
    pending = dict(outcome.pending)  # type: ignore[union-attr]
    assert values(money.check(Typed("sebulan"), sheet(pending)))["yearly_sales"] == 4_800_000_000
    assert values(money.check(Typed("tahun"), sheet(pending)))["yearly_sales"] == 400_000_000
    assert values(money.check(Pressed("money", "pyear"), sheet(pending)))["yearly_sales"] == 400_000_000


def test_a_daily_figure_is_multiplied_by_the_days_one_is_open() -> None:
    outcome = money.check(Typed("500rb sehari"), sheet())
    assert key(outcome) == "businesses-money-days"
    pending = dict(outcome.pending)  # type: ignore[union-attr]
    assert values(money.check(Pressed("money", "n26"), sheet(pending)))["yearly_sales"] == 156_000_000
    assert values(money.check(Typed("25 hari"), sheet(pending)))["yearly_sales"] == 150_000_000
    assert not isinstance(money.check(Typed("99 hari"), sheet(pending)), Stored)


@pytest.mark.parametrize(
    "typed", ["5jt-10jt", "kadang 500rb kadang sejuta sehari", "1-2 M", "puluhan juta", "antara 5 sampai 10 juta"]
)
def test_a_range_is_never_added_up_but_asked_about(typed: str) -> None:
    assert key(money.check(Typed(typed), sheet())) == "businesses-money-varies"


@pytest.mark.parametrize(("typed", "guess"), [("1jt5", 1_500_000), ("2.5", None), ("15", 15_000_000)])
def test_slang_is_asked_back_with_what_it_may_mean(typed: str, guess: int | None) -> None:
    outcome = money.check(Typed(typed), sheet())
    assert isinstance(outcome, Again)
    if guess is not None:
        pending = dict(outcome.pending)
        assert guess in pending["guesses"]
        then = money.check(Pressed("money", f"g{guess}"), sheet(pending))
        assert key(then) == "businesses-money-period"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("-5 juta", "businesses-money-negative"), ("999999999999999999", "businesses-money-large"),
     ("9000 triliun", "businesses-money-large"), ("ga tau", "businesses-money-unknown"),
     ("halo", "businesses-money-unread"),
     ("untung 5jt sebulan", "businesses-money-profit"), ("bersihnya 3 juta sebulan", "businesses-money-profit")],
)  # fmt: skip
def test_an_amount_that_cannot_be_is_refused_in_words(typed: str, said: str) -> None:
    assert key(money.check(Typed(typed), sheet())) == said


def test_keeping_it_secret_is_fine() -> None:
    assert values(money.check(Typed("rahasia"), sheet())) == {}


def test_capital_and_sales_in_one_sentence_are_both_kept() -> None:
    kept = values(money.check(Typed("modal 50jt omset 3jt/bln"), sheet()))
    assert (kept["capital"], kept["yearly_sales"]) == (50_000_000, 36_000_000)


def test_capital_stays_while_the_period_of_the_sales_is_asked_for() -> None:
    outcome = money.check(Typed("modal 50jt omset 300jt"), sheet())
    kept = values(money.check(Typed("setahun"), sheet(dict(outcome.pending))))  # type: ignore[union-attr]
    assert (kept["capital"], kept["yearly_sales"]) == (50_000_000, 300_000_000)


def test_a_new_business_is_asked_for_its_capital() -> None:
    assert money.ask(sheet(started_year=2026)).key == "businesses-ask-money-capital"
    assert money.ask(sheet(started_year=2020)).key == "businesses-ask-money-sales"
    assert values(money.check(Typed("20 juta"), sheet(started_year=2026))) == {"capital": 20_000_000}
    assert "yearly_sales" in values(money.check(Typed("omzet 2 juta sebulan"), sheet(started_year=2026)))


def test_that_it_was_gross_keeps_it_and_that_it_was_net_asks_again() -> None:
    had = sheet(yearly_sales=180_000_000, said={"value": 15_000_000, "period": "month"})
    assert isinstance(money.remark("eh itu kotor ya bukan bersih", had), Stored)
    assert isinstance(money.remark("eh itu bersih ya", had), Again)
    assert money.remark("9120001234567", had) is None
    assert money.remark("omzet itu apa?", had) is None


def test_no_range_straddles_a_limit_of_the_law() -> None:
    for basis in money.Basis:
        for one in money.ranges(CITY, basis):
            top = money.classify(CITY, **{str(basis): one.stands_for})
            bottom = money.classify(CITY, **{str(basis): one.low + 1})
            assert top is not None and bottom is not None and top.scale == bottom.scale, one


def test_a_range_says_the_class_and_no_figure() -> None:
    for choice in [one for row in money.choices(sheet()) for one in row]:
        kept = values(money.check(Pressed("money", choice.value), sheet()))
        assert set(kept) == {"amount_range"}
        assert money.verdict(CITY, kept) is not None


@pytest.mark.parametrize(
    ("answers", "scale"),
    [
        ({"capital": 0}, "mikro"), ({"capital": 1_000_000_000}, "mikro"), ({"capital": 1_000_000_001}, "kecil"),
        ({"capital": 5_000_000_000}, "kecil"), ({"capital": 5_000_000_001}, "menengah"),
        ({"capital": 10_000_000_000}, "menengah"),
        ({"capital": 10_000_000_001}, "di_atas"), ({"yearly_sales": 0}, "mikro"),
        ({"yearly_sales": 2_000_000_000}, "mikro"),
        ({"yearly_sales": 2_000_000_001}, "kecil"), ({"yearly_sales": 15_000_000_000}, "kecil"),
        ({"yearly_sales": 15_000_000_001}, "menengah"), ({"yearly_sales": 50_000_000_000}, "menengah"),
        ({"yearly_sales": 50_000_000_001}, "di_atas"), ({"yearly_sales": 400_000_000}, "mikro"),
        ({"yearly_sales": 0, "capital": 2_000_000_000}, "kecil"),
        ({"yearly_sales": 36_000_000, "capital": 2_000_000_000}, "mikro"),
    ],
)  # fmt: skip
def test_the_class_by_law_at_its_borders(answers: dict[str, int], scale: str) -> None:
    verdict = money.verdict(CITY, answers)
    assert verdict is not None and verdict.scale == scale


def test_without_figures_nobody_guesses_a_class() -> None:
    assert money.verdict(CITY, {}) is None


@given(st.text(max_size=60))
def test_any_text_about_money_is_read_without_failing(text: str) -> None:
    outcome = money.check(Typed(text), sheet())
    if isinstance(outcome, Stored):
        assert all(value >= 0 for name, value in outcome.values.items() if name in {"yearly_sales", "capital"})


@given(st.integers(1, 10**12), st.sampled_from([("sebulan", 12), ("setahun", 1), ("seminggu", 52)]))
def test_any_amount_is_multiplied_rightly(amount: int, period: tuple[str, int]) -> None:
    word, times = period
    written = f"{amount:,}".replace(",", ".")
    outcome = money.check(Typed(f"Rp{written} {word}"), sheet())
    assert values(outcome)["yearly_sales"] == amount * times


# -- NIB and telephone ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["9120001234567", "9120 0012 34567", "NIB: 9120001234567", "nib saya 9120001234567 kak"]
)
def test_a_nib_has_thirteen_digits(typed: str) -> None:
    assert values(contact.check_nib(Typed(typed), sheet())) == {"nib": "9120001234567"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [("912000123456", "businesses-nib-length"), ("6471010101900001", "forms-no-identity"),
     ("abc", "businesses-nib-unread"),
     ("6281254321000", "businesses-nib-or-phone"), ("081254321000", "businesses-nib-is-phone")],
)  # fmt: skip
def test_what_is_no_nib_is_noticed(typed: str, said: str) -> None:
    assert key(contact.check_nib(Typed(typed), sheet())) == said


def test_a_phone_in_the_nib_question_is_kept_as_phone_if_they_say_so() -> None:
    pending = dict(contact.check_nib(Typed("6281254321000"), sheet()).pending)  # type: ignore[union-attr]
    assert values(contact.check_nib(Pressed("nib", "phone"), sheet(pending)))["phone"] == "+6281254321000"
    assert values(contact.check_nib(Typed("bukan nib itu nomor hp"), sheet(pending)))["phone"] == "+6281254321000"
    assert values(contact.check_nib(Pressed("nib", "yes"), sheet(pending))) == {"nib": "6281254321000"}
    assert not contact.wants_phone(sheet(phone_told=True, phone="+6281254321000"))


@pytest.mark.parametrize(
    ("typed", "phone"),
    [("0812-5432-1000", "+6281254321000"), ("+62 812 5432 1000", "+6281254321000"), ("6281254321000", "+6281254321000"),
     ("81254321000", "+6281254321000"), ("(0542) 421234", "+62542421234"), ("0542421234", "+62542421234"),
     ("https://wa.me/6281254321000", "+6281254321000"), ("0812 5432 1000 (WA)", "+6281254321000"),
     ("421234", "+62542421234"),
     ("wa 081254321000 ya", "+6281254321000")],
)  # fmt: skip
def test_phones_as_people_write_them(typed: str, phone: str) -> None:
    assert values(contact.check_phone(Typed(typed), sheet())) == {"phone": phone}


@pytest.mark.parametrize("typed", ["08125", "112", "9120001234567", "0000000000", "+1"])
def test_what_is_no_phone_is_refused(typed: str) -> None:
    assert not isinstance(contact.check_phone(Typed(typed), sheet()), Stored)


def test_an_own_shared_contact_is_taken_and_somebody_elses_asked_about() -> None:
    assert values(contact.check_phone(Contact("6281254321000", True), sheet())) == {"phone": "+6281254321000"}
    outcome = contact.check_phone(Contact("+6281254321000", False), sheet())
    assert key(outcome) == "businesses-phone-others"
    pending = dict(outcome.pending)  # type: ignore[union-attr]
    assert values(contact.check_phone(Typed("iya"), sheet(pending))) == {"phone": "+6281254321000"}
    assert isinstance(contact.check_phone(Typed("bukan"), sheet(pending)), Again)


def test_phones_are_shown_readable_and_masked_for_others() -> None:
    assert contact.shown_phone("+6281254321000") == "0812-5432-1000"
    assert contact.masked_phone("+6281254321000") == "0812-****-1000"


@given(st.text(alphabet="0123456789+-() wa.me/", max_size=30))
def test_any_digits_are_a_valid_phone_or_none(text: str) -> None:
    phone = contact.phone_of(text, "0542")
    assert phone is None or (phone.startswith("+") and phone[1:].isdigit() and contact.shown_phone(phone))


# -- twins and all fields -------------------------------------------------------------------------------------------


def test_a_twin_is_another_business_or_the_end_of_the_form() -> None:
    twin = sheet(twin={"id": 1, "name": "Dapur Bu Tutik", "number": "X"})
    assert fields.has_twin(twin)
    assert values(fields.check_twin(Pressed("twin", "other"), twin)) == {"twin_ok": True}
    assert values(fields.check_twin(Typed("usaha lain kok"), twin)) == {"twin_ok": True}
    assert isinstance(fields.check_twin(Typed("sama"), twin), Drop)
    assert isinstance(fields.check_twin(Typed("hmm"), twin), Unread)


@pytest.mark.parametrize("field", EDITABLE, ids=lambda field: field.id)
@pytest.mark.parametrize(
    "entry", [Place(-1.25, 116.86), Contact("6281254321000", True), Pressed("x", "forged:1"), Typed("")]
)
def test_every_field_survives_every_kind_of_entry(field: Any, entry: Any) -> None:
    assert isinstance(field.check(entry, sheet()), Stored | Again | Refused | Unread)
