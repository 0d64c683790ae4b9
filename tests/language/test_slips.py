"""One letter wrong is forgiven, and finding that out gives just what comparing with every word would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from bot.language.slips import Slips

WORDS = st.text("abc", min_size=1, max_size=7)


@given(st.lists(WORDS, max_size=20), WORDS)
def test_a_slip_is_found_as_if_every_word_had_been_compared(known: list[str], text: str) -> None:
    found = Slips(known).near(text, limit=100)
    expected = {word for word in known if DamerauLevenshtein.distance(text, word) <= 1}
    assert set(found) == expected and len(found) == len(expected)


def test_the_word_itself_comes_first_and_the_rest_in_their_order() -> None:
    assert Slips(["sepinggas", "sepinggan", "sepinggal"]).near("sepinggan", limit=2) == ["sepinggan", "sepinggas"]


def test_two_slips_are_too_many() -> None:
    assert Slips(["laundry"]).near("lndri", limit=3) == []
