"""Name, trade and year, and what holds for every field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.businesses import fields
from bot.businesses.forms import EDITABLE
from bot.forms import Again, Contact, Drop, Place, Pressed, Refused, Stored, Typed, Unread
from tests.businesses.sheets import CITY, key, sheet, values


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
