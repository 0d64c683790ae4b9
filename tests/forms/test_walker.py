"""The walker: what steers a form is never an answer, and every answer can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import City
from bot.forms import (
    SUMMARY,
    Act,
    Again,
    Choice,
    Drop,
    Entry,
    Field,
    Form,
    Pressed,
    Refused,
    Say,
    Sheet,
    State,
    Status,
    Stored,
    Typed,
    Unread,
    choices,
    filled,
    lines,
    progress,
    prompt,
    walk,
)
from bot.forms.parts import Outcome
from bot.forms.words import Command, command, correction, is_no, is_none, is_yes
from tests.house import city

CITY = City(city()[0])
SHEET = Sheet(CITY, city()[1], datetime(2026, 12, 11, 2, tzinfo=UTC), 1, "Ani")


def _name(entry: Entry, sheet: Sheet) -> Outcome:
    return Stored({"name": entry.text}) if isinstance(entry, Typed) else Unread(Say("n"))


def _size(entry: Entry, sheet: Sheet) -> Outcome:
    said = entry.text if isinstance(entry, Typed) else entry.value if isinstance(entry, Pressed) else ""
    if sheet.pending and said in {"one", "two"}:
        return Stored({"size": said})
    match said:
        case "big" | "small":
            return Stored({"size": said}, Say("noted"))
        case "middle":
            return Again(Say("which"), {"candidates": ["one", "two"]})
        case "huge":
            return Refused(Say("too-big"))
        case "none of it":
            return Drop(Say("dropped"))
        case _:
            return Unread(Say("unread"))


def _colour(entry: Entry, sheet: Sheet) -> Outcome:
    known = {"red", "blue"}
    said = entry.text if isinstance(entry, Typed) else getattr(entry, "value", "")
    return Stored({"colour": said}) if said in known else Unread(Say("unread"))


async def _save(session: object, sheet: Sheet, key: str) -> dict[str, str]:
    return {}


def _offered(sheet: Sheet) -> list[list[Choice]]:
    return [[Choice(one, one) for one in (sheet.pending or {}).get("candidates", ["big", "small"])]]


FORM = Form(
    "test",
    "businesses",
    (
        Field("name", _name, loose=True, show=lambda s: s.answers.get("name"), words=frozenset({"nama"})),
        Field("size", _size, choices=_offered, show=lambda s: s.answers.get("size"), words=frozenset({"ukuran"})),
        Field("extra", _colour, when=lambda s: s.answers.get("size") == "big", stores=("colour",)),
        Field("colour", _colour, optional=True, show=lambda s: s.answers.get("colour"), words=frozenset({"warna"})),
    ),
    _save,
)


def told(*texts: str, form: Form = FORM) -> State:
    """The state after these messages."""
    state = State.fresh(form.fields[0].id)
    for text in texts:
        state = walk(form, state, Typed(text), SHEET).state
    return state


def test_answers_lead_from_question_to_question_to_the_summary() -> None:
    state = told("Dapur Bu Tutik", "small", "red")
    assert state.step == SUMMARY
    assert state.answers == {"name": "Dapur Bu Tutik", "size": "small", "colour": "red"}
    assert [field.id for field, _ in lines(FORM, state, SHEET)] == ["name", "size", "colour"]


def test_a_question_whose_condition_does_not_hold_is_not_asked() -> None:
    assert told("A1", "small").step == "colour"
    assert told("A1", "big").step == "extra"


@pytest.mark.parametrize(
    "text",
    [
        "lanjut",
        "Lanjut dong",
        "batal",
        "nanti",
        "nanti aja ya",
        "kembali",
        "lewati",
        "ulang",
        "ntar dulu",
        "skip",
        "lanjut kak",
    ],
)
def test_a_word_that_steers_is_never_stored(text: str) -> None:
    for before in ([], ["Toko A"], ["Toko A", "small"]):
        state = told(*before, text)
        assert text not in state.answers.values()
        assert set(state.answers.values()) <= {"Toko A", "small"}


def test_back_returns_to_the_question_before_and_its_new_answer_counts() -> None:
    state = told("Toko A", "small", "kembali")
    assert state.step == "size"
    assert told("Toko A", "small", "kembali", "big").answers["size"] == "big"
    assert told("kembali").step == "name"


def test_what_may_be_skipped_is_and_what_is_needed_is_not() -> None:
    assert told("Toko A", "small", "lewati").step == SUMMARY
    turn = walk(FORM, told("Toko A"), Typed("lewati"), SHEET)
    assert turn.state.step == "size" and turn.notes == (Say("forms-needed"),)


@pytest.mark.parametrize("text", ["belum punya", "ga ada", "-", "tidak ada kak", "gak punya", "Belum."])
def test_having_none_skips_what_may_be_skipped(text: str) -> None:
    assert told("Toko A", "small", text).step == SUMMARY


def test_an_empty_answer_is_shown_as_forgotten_after_skipping() -> None:
    state = told("Toko A", "small", "red")
    again = walk(FORM, walk(FORM, state, Pressed(SUMMARY, "!edit.colour"), SHEET).state, Typed("lewati"), SHEET).state
    assert again.step == SUMMARY and "colour" not in again.answers


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("eh salah, Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("salah ketik, Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("bukan, Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("ralat: Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("maaf salah, maksudnya Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("maksudnya Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("bukan Dapur Mbak Tutik tapi Dapur Bu Tutik", "Dapur Bu Tutik"),
        ("eh Dapur Bu Tutik maksudnya", "Dapur Bu Tutik"),
    ],
)
def test_a_correction_replaces_the_answer_before_and_the_question_stays(text: str, name: str) -> None:
    state = told("Dapur Mbak Tutik", text)
    assert state.answers == {"name": name}
    assert state.step == "size"


def test_a_name_that_sounds_like_a_correction_is_a_name_at_the_first_question() -> None:
    assert told("Bukan Kopi Biasa").answers == {"name": "Bukan Kopi Biasa"}
    assert told("Salah, Tapi Enak").answers == {"name": "Salah, Tapi Enak"}


def test_while_a_choice_is_asked_back_a_correction_means_that_choice() -> None:
    state = told("Toko A", "middle", "bukan, two")
    assert state.answers == {"name": "Toko A", "size": "two"}


def test_a_question_in_the_middle_is_answered_and_the_form_waits() -> None:
    for text in ("berapa umkm bpp", "kantor dinas dimana?", "cara urus NIB gimana"):
        state = told("Toko A")
        turn = walk(FORM, state, Typed(text), SHEET)
        assert turn.act is Act.ASIDE, text
        assert turn.state == state


def test_what_is_asked_about_the_open_question_is_helped_with() -> None:
    turn = walk(FORM, told("Toko A"), Typed("ukuran itu apa?"), SHEET)
    assert turn.notes == (Say("businesses-help-size"),)


@pytest.mark.parametrize(
    "name",
    ["Pentol Kejedot", "Keripik Pisang Halal", "Warung Apa Aja", "KUR Coffee", "Ramadan Cake", "Terima Kasih Laundry",
     "Berapa Aja Store", "Apa Kabar Coffee", "Warung Makan Bu Siti", "<b>Dapur</b> & Co", "مطبخ أم علي", "🍜 Mie"],
)  # fmt: skip
def test_odd_names_are_names(name: str) -> None:
    assert told(name).answers == {"name": name}


def test_a_name_taken_for_a_question_can_be_used_as_it_is() -> None:
    turn = walk(FORM, State.fresh("name"), Typed("Laper? Makan!?"), SHEET)
    assert turn.act is Act.ASIDE
    offered = [choice.value for row in choices(FORM, turn.state, SHEET) for choice in row]
    assert Command.HELD in offered
    kept = walk(FORM, turn.state, Pressed("name", Command.HELD), SHEET).state
    assert kept.answers == {"name": "Laper? Makan!?"} and kept.step == "size"


def test_asking_back_keeps_the_candidates_until_it_is_answered() -> None:
    turn = walk(FORM, told("Toko A"), Typed("middle"), SHEET)
    assert turn.notes == (Say("which"),) and turn.asked
    assert turn.state.pending == {"candidates": ["one", "two"]}
    after = walk(FORM, turn.state, Pressed("size", "two"), SHEET).state
    assert after.answers["size"] == "two" and after.pending is None


def test_refused_and_unread_leave_everything_as_it_was() -> None:
    for text in ("huge", "qwertz"):
        turn = walk(FORM, told("Toko A"), Typed(text), SHEET)
        assert turn.state.answers == {"name": "Toko A"} and turn.state.step == "size"
        assert turn.notes


@pytest.mark.parametrize(
    "text", ["6471010101900001", "6471 0101 0190 0001", "nik saya 6471010101900001 ya", "64.71.0101.01900001"]
)
def test_sixteen_digits_are_refused_everywhere_and_kept_nowhere(text: str) -> None:
    for before in ([], ["Toko A"], ["Toko A", "small"], ["Toko A", "small", "red"]):
        turn = walk(FORM, told(*before), Typed(text), SHEET)
        assert turn.notes == (Say("forms-no-identity"),)
        assert "6471" not in str(turn.state)


def test_a_button_of_an_answered_question_does_nothing() -> None:
    state = told("Toko A", "small")
    turn = walk(FORM, state, Pressed("size", "big"), SHEET)
    assert turn.act is Act.STALE and turn.state == state


@pytest.mark.parametrize("value", ["!nonsense", "!edit.nonsense", "", "!save", "!rest"])
def test_forged_buttons_do_no_harm(value: str) -> None:
    state = told("Toko A")
    turn = walk(FORM, state, Pressed("size", value), SHEET)
    assert turn.state.answers == {"name": "Toko A"} and turn.act is not Act.SAVE


def test_from_the_summary_any_answer_is_changed_and_the_summary_comes_back() -> None:
    state = told("Toko A", "small", "red")
    edit = walk(FORM, state, Pressed(SUMMARY, "!edit.name"), SHEET).state
    assert edit.step == "name"
    back = walk(FORM, edit, Typed("Toko B"), SHEET).state
    assert back.step == SUMMARY and back.answers == {"name": "Toko B", "size": "small", "colour": "red"}


@pytest.mark.parametrize(
    ("text", "answers"),
    [("namanya jadi Toko B", {"name": "Toko B"}), ("ganti warna jadi blue", {"colour": "blue"}),
     ("ukurannya harusnya big", {"size": "big"})],
)  # fmt: skip
def test_in_the_summary_words_change_an_answer(text: str, answers: dict[str, str]) -> None:
    state = told("Toko A", "small", "red", text)
    assert state.step == SUMMARY
    assert state.answers == {"name": "Toko A", "size": "small", "colour": "red", **answers}


def test_in_the_summary_a_named_field_is_opened() -> None:
    assert told("Toko A", "small", "red", "namanya salah").step == "name"
    assert told("Toko A", "small", "red", "warna").step == "colour"


def test_in_the_summary_an_answer_to_what_was_skipped_fills_it() -> None:
    skipped = told("Toko A", "small", "lewati")
    assert skipped.step == SUMMARY and "colour" not in skipped.answers
    late = walk(FORM, skipped, Typed("red"), SHEET)
    assert late.state.step == SUMMARY and late.state.answers["colour"] == "red" and late.act is not Act.SAVE
    assert walk(FORM, skipped, Typed("green"), SHEET).state.answers == skipped.answers
    assert told("Toko A", "small", "blue", "red").answers["colour"] == "blue", "what was answered is not overwritten"


def test_only_a_clear_yes_saves() -> None:
    state = told("Toko A", "small", "red")
    for yes in ("ya", "iya simpan", "oke kak", "sudah benar", "betul"):
        assert walk(FORM, state, Typed(yes), SHEET).act is Act.SAVE, yes
    for no in ("tidak", "salah", "bukan", "lanjut", "hm", "belum"):
        assert walk(FORM, state, Typed(no), SHEET).act is not Act.SAVE, no


@pytest.mark.parametrize(("text", "status"), [("nanti dulu", Status.PAUSED), ("batal", Status.PAUSED)])
def test_put_aside_the_answers_stay_and_lanjut_takes_them_up(text: str, status: Status) -> None:
    turn = walk(FORM, told("Toko A"), Typed(text), SHEET)
    assert turn.act is Act.LEFT and turn.state.status is status and turn.state.answers == {"name": "Toko A"}
    again = walk(FORM, turn.state, Typed("lanjut"), SHEET)
    assert again.state.is_open and again.state.step == "size"


def test_starting_again_forgets_the_answers() -> None:
    state = told("Toko A", "small", "ulang")
    assert state.step == "name" and state.answers == {}


def test_a_form_that_is_not_needed_ends() -> None:
    turn = walk(FORM, told("Toko A"), Typed("none of it"), SHEET)
    assert turn.drop and turn.act is Act.LEFT


def test_progress_counts_what_is_asked_and_the_summary() -> None:
    def at(*texts: str) -> tuple[int, int]:
        state = told(*texts)
        return progress(FORM, state, filled(SHEET, state))

    assert at() == (1, 4)
    assert at("Toko A", "small") == (3, 4)
    assert at("Toko A", "small", "red") == (4, 4)


def test_the_question_is_the_open_fields() -> None:
    assert prompt(FORM, told("Toko A"), SHEET) == Say("businesses-ask-size")


STEERING = (
    "kembali", "lewati", "ulang", "batal", "lanjut", "nanti", "big", "small", "middle", "one", "red", "eh salah, X",
    "bukan, big", "ya", "tidak", "namanya salah", "nama jadi Q", "?", "berapa umkm", "-", "6471010101900001",
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(STEERING))


@given(st.lists(_TEXTS, max_size=12))
def test_no_conversation_breaks_the_walker_or_loses_its_place(texts: list[str]) -> None:
    state = State.fresh("name")
    for text in texts:
        turn = walk(FORM, state, Typed(text), SHEET)
        state = State.load(turn.state.step, turn.state.data())
        assert state == turn.state, "what is stored is the whole state"
        assert state.step in {SUMMARY, *(field.id for field in FORM.fields)}
        assert "6471010101900001" not in str(state)
        if turn.act is Act.SAVE:
            assert {"name", "size"} <= set(state.answers)


@given(st.text(max_size=80))
def test_words_are_read_without_ever_failing(text: str) -> None:
    command(text), correction(text), is_yes(text), is_no(text), is_none(text)


def test_yes_and_no_are_never_the_same() -> None:
    for text in ("ya", "tidak", "iya benar", "bukan itu", "salah", "belum", "sudah"):
        assert not (is_yes(text) and is_no(text)), text
