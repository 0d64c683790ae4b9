"""Scores are added up as large integers; here the same is done number by number."""

from __future__ import annotations

import math
from array import array
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import Understanding
from bot.language.classifier import STRANGE, ZERO, Classifier, Model, name_hash
from bot.language.features import Features
from bot.language.memory import Memory

WORDS = ("umkm", "umkmnya", "usaha", "usahanya", "modal", "modalin", "kue", "nib", "kur", "2026", "zzzz", "an")


def one_by_one(classifier: Classifier, text: str) -> list[float]:
    model, features = classifier.model, Features()
    words = features.words(text)
    names = [name for word in words for name in features.of_word(word)] + features.of_text(words)
    values = {
        at: (1 + math.log(often)) * model.rarity[at]
        for name, often in Counter(names).items()
        if (at := model.find(name)) is not None
    }
    strange = sum(model.find(name) is None for word in set(words) for name in features.of_word(word))
    length = math.sqrt(sum(value**2 for value in values.values()) + STRANGE * strange)
    rows, wide = array("B", model.rows), len(model.classes)
    return [
        sum(
            value / model.rarity[at] * model.unit * (rows[at * wide + number] - ZERO) for at, value in values.items()
        ) / length if values else 0.0
        for number in range(wide)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def classifier(understanding: Understanding) -> Classifier:
    """The learned numbers, read with plain features: no silent words, no tags."""
    return Classifier(understanding.model, Features())


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
@settings(deadline=None)
def test_scores_are_what_adding_number_by_number_gives(classifier: Classifier, words: list[str]) -> None:
    text = " ".join(words)
    assert classifier.scores(text) == pytest.approx(one_by_one(classifier, text), abs=1e-6)


def test_the_longest_message_does_not_run_over_its_lanes(classifier: Classifier) -> None:
    text = " ".join(f"{word}{ending}" for ending in ("", "nya", "an", "ku") for word in WORDS * 18)[:4096]
    assert classifier.scores(text) == pytest.approx(one_by_one(classifier, text), abs=1e-6)


def test_a_text_of_nothing_known_scores_nothing() -> None:
    known = array("I", [name_hash("=usaha")])
    model = Model(("a", "b"), known, array("f", [2.0]), 0.5, array("B", [ZERO + 3, ZERO - 1]).tobytes())
    assert (model.find("=usaha"), model.find("=modal")) == (0, None)
    assert Classifier(model).scores("qqq") == [0.0, 0.0]
    assert Classifier(model).scores("") == [0.0, 0.0]


@given(st.lists(st.text("ab1", max_size=3), max_size=60), st.integers(1, 5))
def test_a_memory_gives_what_would_be_worked_out_and_does_not_grow_without_end(asked: list[str], most: int) -> None:
    worked_out: list[str] = []
    memory = Memory(lambda word: worked_out.append(word) or word.upper(), most)
    for word in asked:
        assert memory[word] == word.upper()
        assert len(memory) <= most
    assert not any("1" in word for word in memory)


def test_what_is_in_a_memory_is_not_worked_out_again() -> None:
    worked_out: list[str] = []
    memory = Memory(lambda word: worked_out.append(word) or word)
    assert [memory["a"], memory["a"], memory["1"], memory["1"]] == ["a", "a", "1", "1"]
    assert worked_out == ["a", "1", "1"]
