"""The city's content: what it may say, what it must never say, and that every number is somebody's."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot import numbers
from bot.content import FOLDER, Answer, City, UnknownPlaceholder, check_folder, load_folder, spoken
from bot.content.basics import When
from bot.content.check import texts
from bot.content.fill import PLACEHOLDER, figures_in, without
from bot.content.models import CityContent
from bot.content.sums import BadFormula, compute

BALIKPAPAN = FOLDER / "balikpapan"
TODAY = date(2026, 12, 11)
DAYS = [date(2025, 11, 11), date(2026, 10, 17), date(2026, 10, 18), TODAY, date(2027, 2, 1), date(2030, 12, 20)]
FACTS = [f"F{n:02}" for n in range(1, 19)]
TOPICS = """
stat.total stat.micro stat.small_medium stat.growth stat.sector_culinary stat.sectors stat.regional
program.list program.training program.mentoring program.promotion program.financing program.scale_up program.apply
season.next season.year_end season.ramadan season.ideas
business.register business.status business.edit business.delete business.class
legal.nib legal.halal legal.pirt legal.tax office.contact human.handoff subscription.stop subscription.start
chitchat.greeting chitchat.thanks bot.help out_of_scope
""".split()  # noqa: SIM905 - reads better than quoted words
FINER = {
    "program.kur": "program.financing", "program.lpdb": "program.financing", "program.grant": "program.financing",
    "program.cooperative": "program.financing", "legal.kbli": "legal.nib", "legal.bpom": "legal.pirt",
    "legal.brand": None, "legal.qris": None, "legal.bookkeeping": "program.training",
    "legal.ecatalog": "program.promotion", "program.airport_gallery": "program.promotion",
    "program.packaging_clinic": "program.promotion", "program.ramadan_market": "season.ramadan",
    "office.mpp": "office.contact", "office.plut": "program.mentoring", "legal.scam": "human.handoff",
    "privacy.data": "bot.help", "chitchat.insult": "out_of_scope",
}  # fmt: skip
OUTSIDE = """
other_city unpublished_stat city_data prices jobs personal_docs personal_data injection politics buy_sell
personal_finance city_services knowledge weather_sport_fun about_bot gibberish
""".split()  # noqa: SIM905


@cache
def content() -> CityContent:
    return load_folder(BALIKPAPAN)


@cache
def city() -> City:
    return City(content())


def every_text() -> list[tuple[str, str]]:
    """(where, text as people read it) of everything the content can say."""
    said = [(f"{topic.id} on {day}", city().answer(topic.id, day).whole) for topic in city().topics for day in DAYS]
    for programme in city().programmes:
        said += [(programme.id, city().fill(text, TODAY)) for text in texts(programme)]
    said += [(figure.id, city().fill(figure.wording, TODAY)) for figure in city().figures if figure.wording]
    return said


def test_the_folder_of_the_city_has_no_fault() -> None:
    assert [str(problem) for problem in check_folder(BALIKPAPAN)] == []


# -- the facts of the article


def test_all_eighteen_facts_are_there_with_who_when_and_source() -> None:
    for id in FACTS:
        fact = city().figure(id)
        assert fact.kind == "fact"
        assert fact.who
        assert "SEED" in fact.sources
        assert fact.as_of.startswith("2025-11")


@pytest.mark.parametrize(
    ("id", "caveat"),
    [
        ("F03", "bukan target nasional"), ("F04", "tidak pernah disebut"), ("F05", "bukan omzet"),
        ("F06", "bukan|tidak berarti peringkat"), ("F07", "tidak konsisten"), ("F11", "masih dirumuskan"),
        ("F12", "Tanpa nama program"), ("F13", "Frekuensi tidak disebut"), ("F15", "jangan dinyatakan"),
    ],
)  # fmt: skip
def test_a_fact_keeps_its_caveat(id: str, caveat: str) -> None:
    assert re.search(caveat, city().figure(id).caveat or "")


def test_every_fact_that_may_be_told_is_told_in_some_answer() -> None:
    told = {id for topic in city().topics for id in figures_in(city(), topic.answer)}
    told |= {name for topic in city().topics for name, _ in PLACEHOLDER.findall(topic.answer)}
    assert {id for id in FACTS if city().figure(id).use == "boleh"} <= told


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("F01", "sekitar 93 ribu"), ("F02", "sekitar 87 ribu"), ("F03", "2%"), ("F05", "sekitar 40%"),
        ("D01", "sekitar 94%"), ("D02", "sekitar 6 ribu"), ("D03", "sekitar 37 ribu"), ("D04", "sekitar 56 ribu"),
        ("D05", "sekitar 1.900"), ("D06", "sekitar 6%"), ("D07", "sekitar 123"), ("C05", "87.397"),
        ("micro_sales_max", "Rp2 miliar"), ("tax_sales_max", "Rp4,8 miliar"), ("tax_rate", "0,5%"),
        ("brand_fee_small", "Rp500.000"), ("halal_deadline", "17 Oktober 2026"),
    ],
)  # fmt: skip
def test_a_figure_is_shown_as_people_write_it(id: str, shown: str) -> None:
    assert city().shown(id) == shown


@pytest.mark.parametrize(
    ("id", "exact"),
    [("D01", 93.548), ("D02", 6000), ("D03", 37200), ("D04", 55800), ("D05", 1860), ("D06", 6.41), ("D07", 122.8)],
)
def test_a_derived_figure_is_computed_from_its_formula(id: str, exact: float) -> None:
    assert city().figure(id).value is None
    assert city().value(id) == pytest.approx(exact, rel=1e-3)


@pytest.mark.parametrize(
    ("id", "low", "high"),
    [("D01", 92.51, 94.59), ("D02", 5001, 6999), ("D03", 34_687, 39_737), ("D06", 5.84, 6.98), ("F01", 92_500, 93_499)],
)
def test_how_far_a_rounded_figure_may_be_off_is_known(id: str, low: float, high: float) -> None:
    assert city().range(id) == pytest.approx((low, high), rel=2e-3)
    assert city().range("micro_sales_max") is None


def test_the_total_says_about_who_when_and_from_where() -> None:
    said = city().answer("stat.total", TODAY).whole
    for part in ("sekitar 93 ribu", "87 ribu", "Kepala DKUMKMP", "10 November 2025", "Fokusborneo.com"):
        assert part in said


def test_a_calculation_is_called_one() -> None:
    for topic in ("stat.micro", "stat.small_medium", "stat.growth", "stat.sector_culinary"):
        assert "hitungan" in city().answer(topic, TODAY).text


def test_forty_percent_is_of_the_number_of_businesses() -> None:
    assert "bukan omzet" in city().answer("stat.sector_culinary", TODAY).text


def test_no_growth_rate_is_given() -> None:
    said = city().answer("stat.growth", TODAY).text
    assert "Angka pertumbuhan yang sebenarnya tidak disebut" in said
    assert set(re.findall(r"[\d,]+%", said)) == {"2%"}


def test_the_national_target_has_no_number_anywhere() -> None:
    for where, text in every_text():
        for sentence in re.split(r"(?<=[.!?])\s", text):
            if "nasional" in sentence:
                assert not re.search(r"\d+ ?(%|persen)", sentence), where


def test_most_active_is_only_ever_called_an_opinion() -> None:
    for where, text in every_text():
        if "paling aktif" in text:
            assert where.startswith("stat.regional")
            assert "penilaian redaksi tanpa pembanding" in text
    with pytest.raises(UnknownPlaceholder):
        city().fill("{F15}", TODAY)


def test_the_scheme_for_moving_up_is_still_being_drafted() -> None:
    assert "sedang dirumuskan" in city().answer("program.scale_up", TODAY).text
    assert city().programme("naik_kelas").status == "dirumuskan"
    assert all(programme.status != "berjalan" for programme in city().programmes_of("scale_up"))


def test_no_answer_or_programme_shows_another_papers_count() -> None:
    comparators = {figure.id for figure in city().figures if figure.kind == "comparator"}
    for item in (*city().topics, *city().programmes):
        assert not comparators & {name for text in texts(item) for name, _ in PLACEHOLDER.findall(text)}, item.id


# -- numbers and sources


def digits(text: str) -> set[str]:
    return {found.strip(".,/") for found in re.findall(r"\d[\d.,/]*", text)}


def numbers_of_figures(answer: Answer, day: date) -> set[str]:
    """Digits the figures of an answer may show, and the days the calendar may."""
    known = {word for season in city().seasons for when in season.dates for word in digits(numbers.day(when.date))}
    named = {name for name, _ in PLACEHOLDER.findall(answer.topic.text(day))} - {"office", "city", "season", "seasons"}
    for figure in map(city().figure, named | set(answer.figures)):
        known |= digits(spoken(figure.as_of)) | digits(without(figure.wording or ""))
        if figure.value or figure.formula:
            known |= digits(city().shown(figure.id)) | digits(city().exact(figure.id))
    return known | {word for next in city().coming(day) for word in digits(next.season.label)}


def test_every_number_in_every_answer_has_a_source_row() -> None:
    real = {source.id for source in content().sources if source.tier != "none"}
    assert all(real & set(figure.sources) for figure in city().figures)
    for topic in city().topics:
        typed = {d for text in texts(topic) for d in digits(without(text))}
        assert not typed or real & set(topic.sources), topic.id
        for day in DAYS:
            answer = city().answer(topic.id, day)
            assert digits(answer.text) <= typed | numbers_of_figures(answer, day), topic.id


def test_an_answer_with_a_figure_names_a_source() -> None:
    for topic in city().topics:
        answer = city().answer(topic.id, TODAY)
        if answer.figures:
            assert answer.source_line
            assert answer.sources


def test_what_changes_often_says_when_it_held_and_whom_to_ask() -> None:
    for topic in city().topics:
        footer = city().answer(topic.id, TODAY).footer
        assert (footer is None) == (topic.stability == "stable"), topic.id
        if footer:
            assert footer.startswith("ℹ️ Info per ")


def test_the_validity_of_a_pirt_and_the_pdp_of_banks_are_not_promised() -> None:
    pirt = city().answer("legal.pirt", TODAY).text
    assert "5 tahun" not in pirt
    assert "Masa berlaku dan biayanya tanyakan" in pirt
    assert "tanyakan bank" in re.sub(r"\s+", " ", city().answer("program.kur", TODAY).text)


@given(total=st.integers(90_001, 400_000))
def test_a_changed_figure_changes_every_answer(total: int) -> None:
    new = city().figure("F01").model_copy(update={"value": total, "range": None})
    figures = tuple(new if figure.id == "F01" else figure for figure in content().figures)
    changed = City(content().model_copy(update={"figures": figures}))
    rounded = f"{numbers.number(int(total / 1000 + 0.5))} ribu"
    for topic in ("stat.total", "stat.small_medium", "out_of_scope.other_city"):
        assert rounded in changed.answer(topic, TODAY).text
    assert changed.version != city().version
    assert changed.value("D02") == total - 87_000


# -- topics


def test_every_topic_of_the_list_is_there() -> None:
    assert {topic for topic in TOPICS if not city().has_topic(topic)} == set()


@pytest.mark.parametrize(("topic", "parent"), FINER.items())
def test_a_finer_topic_counts_as_its_parent(topic: str, parent: str | None) -> None:
    assert city().topic(topic).parent == parent
    assert city().lineage(topic) == ((topic, parent) if parent else (topic,))


@pytest.mark.parametrize("kind", OUTSIDE)
def test_what_is_outside_is_declined_kindly_with_an_offer(kind: str) -> None:
    topic = city().topic(f"out_of_scope.{kind}")
    assert topic.parent == "out_of_scope"
    assert topic.decline
    assert topic.next
    assert len({city().topic(f"out_of_scope.{other}").answer for other in OUTSIDE}) == len(OUTSIDE)


def test_answers_are_short_and_in_plain_text() -> None:
    for where, text in every_text():
        assert len(text) <= 800, where
        assert not re.search(r"[<>{}*]", text), where
    for topic in city().topics:
        assert all(len(city().answer(topic.id, day).text) <= 600 for day in DAYS), topic.id


def test_a_sentence_begins_with_a_capital_letter() -> None:
    for where, text in ((topic.id, city().answer(topic.id, TODAY).text) for topic in city().topics):
        assert text[0].isupper(), where
        assert not re.search(r"[^A-Z.][.!?]\s+sekitar", text), where


def test_the_halal_answer_changes_after_the_deadline() -> None:
    before, after = (city().answer("legal.halal", day).text for day in (date(2026, 10, 17), date(2026, 10, 18)))
    assert "wajib bersertifikat halal; batas penahapannya 17 Oktober 2026" in before
    assert "berakhir 17 Oktober 2026" in after
    assert "belum punya info yang pasti" in after


def test_what_nobody_published_is_said_to_be_unpublished() -> None:
    said = city().answer("out_of_scope.unpublished_stat", TODAY).text
    assert "belum pernah diterbitkan" in said
    assert "sekitar 93 ribu" in said
    assert city().programme("pelatihan").requirements is None
    assert "belum diumumkan" in city().answer("program.training", TODAY).text


# -- the office


def test_the_unknown_address_of_the_office_is_not_guessed() -> None:
    said = city().answer("office.contact", TODAY).text
    assert "Alamat, telepon, dan jam buka belum tersedia" in said
    assert "Haryono" not in said
    assert not digits(said)


def test_a_known_address_is_shown() -> None:
    office = content().office.model_copy(update={"address": "Jalan Contoh 1", "hours": "08.00-16.00"})
    said = City(content().model_copy(update={"office": office})).answer("office.contact", TODAY).text
    assert "Alamat: Jalan Contoh 1" in said
    assert "Telepon belum tersedia" in said


def test_another_name_of_the_office_changes_the_answers() -> None:
    office = content().office.model_copy(update={"short_name": "DINAS BARU"})
    said = City(content().model_copy(update={"office": office})).answer("human.handoff", TODAY).text
    assert "DINAS BARU" in said


# -- parsers


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_may_be_a_day_a_month_or_a_year(day: date) -> None:
    when = TypeAdapter(When)
    whole = day.isoformat()
    assert [when.validate_python(text) for text in (whole, whole[:7], whole[:4])] == [whole, whole[:7], whole[:4]]
    assert spoken(whole) == numbers.day(day)
    assert spoken(whole[:7]) == numbers.month(day)
    assert spoken(whole[:4]) == str(day.year)


@pytest.mark.parametrize("text", ["2025-13", "2025-02-30", "10-11-2025", "Nov 2025", "", "20251110"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(When).validate_python(text)


@given(a=st.integers(1, 10**9), b=st.integers(1, 10**9))
def test_a_formula_is_arithmetic(a: int, b: int) -> None:
    values = {"A": float(a), "B": float(b)}
    assert compute("(A - B) / A * 100", values.__getitem__) == (a - b) / a * 100


@pytest.mark.parametrize("formula", ["__import__('os')", "A.real", "A ** 9", "A /", "'x'", "True", "A / 0", "[A]"])
def test_a_formula_is_nothing_else(formula: str) -> None:
    with pytest.raises(BadFormula):
        compute(formula, lambda name: 1.0)
