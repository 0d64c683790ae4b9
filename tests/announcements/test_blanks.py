"""Blanks are filled per person, and formatting stays on the words it was on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.blanks import Template, used
from bot.announcements.content import Message, limit
from bot.html import units

NAMES = {"nama": "Kak", "usaha": "usaha Kakak"}
word = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=12)
piece = st.one_of(word, st.sampled_from(["{nama}", "{usaha}"]))


def sixteen(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@given(st.lists(st.tuples(piece, st.booleans()), max_size=8), word, word)
def test_formatting_stays_on_what_it_was_on(pieces: list[tuple[str, bool]], name: str, shop: str) -> None:
    text, entities, formatted = "", [], []
    for words, bold in pieces:
        if bold and words:
            entities.append({"type": "bold", "offset": units(text), "length": units(words)})
            formatted.append(words)
        text += words
    filled = Template(Message(text, tuple(entities)), NAMES).fill({"nama": name, "usaha": shop})
    values = {"{nama}": name.strip() or "Kak", "{usaha}": shop.strip() or "usaha Kakak"}

    def by_hand(words: str) -> str:
        return values.get(words, words)

    assert filled.text == "".join(by_hand(words) for words, _ in pieces)
    assert [sixteen(filled.text, one["offset"], one["length"]) for one in filled.entities] == [
        by_hand(words) for words in formatted
    ]


@given(word, word, word)
def test_formatting_around_a_blank_grows_with_it(before: str, inside: str, name: str) -> None:
    text = f"{before}[{inside}{{nama}}!] sekian"
    whole = {"type": "bold", "offset": units(before), "length": units(f"[{inside}{{nama}}!]")}
    filled = Template(Message(text, (whole,)), NAMES).fill({"nama": name})
    (entity,) = filled.entities
    assert sixteen(filled.text, entity["offset"], entity["length"]) == f"[{inside}{name.strip() or 'Kak'}!]"


@pytest.mark.parametrize("name", ["", "   "])
def test_without_a_name_the_fallback_stands_there(name: str) -> None:
    assert Template(Message("Halo {nama}!"), NAMES).fill({"nama": name}).text == "Halo Kak!"


def test_a_name_that_makes_it_too_long_gives_way_to_the_fallback() -> None:
    text = "x" * (limit(None) - 20) + " {nama}"
    assert Template(Message(text), NAMES).fill({"nama": "A" * 100}).text.endswith(" Kak")
    assert Template(Message(text), NAMES).fill({"nama": "Ani"}).text.endswith(" Ani")


def test_without_blanks_everybody_shares_one_message() -> None:
    template = Template(Message("Halo semua"), {})
    assert template.fill({"nama": "Ani"}) is template.fill({"nama": "Budi"})


def test_braces_that_are_no_blank_stay() -> None:
    assert Template(Message("Diskon {50}% untuk {nama}"), NAMES).fill({"nama": "Ani"}).text == "Diskon {50}% untuk Ani"
    assert used("{nama} {usaha} {nama} {50}") == ("nama", "usaha")
