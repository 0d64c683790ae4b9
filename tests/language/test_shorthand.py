"""Words without their vowels, or with another dialect's, are read as the one word they can be."""

from __future__ import annotations

import pytest

from bot.language.lexicon import Lexicon
from bot.language.normalise import normalise
from bot.language.shorthand import Shorthand


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pndmpngan", "pendampingan"),
        ("srtfikat", "sertifikat"),
        ("prsntase", "persentase"),
        ("malihat", "melihat"),  # Banjar has no e
        ("hapusakan", "hapuskan"),
    ],
)
def test_fewer_vowels_or_those_of_banjar_are_the_same_word(typed: str, meant: str) -> None:
    words = ["pendampingan", "sertifikat", "persentase", "melihat", "hapuskan"]
    assert Shorthand(words).meant(typed) == meant


@pytest.mark.parametrize("real", ["pusing", "pasangan", "dapur", "dong"])
def test_other_vowels_are_another_word(real: str) -> None:
    assert Shorthand(["pasang", "depot", "dongo"]).meant(real) is None


def test_two_words_that_it_could_be_are_none() -> None:
    assert Shorthand(["tambah", "tumbuh"]).meant("tmbah") == "tambah"
    assert Shorthand(["kripik", "kripuk"]).meant("krpk") is None


@pytest.mark.parametrize("real", ["tinggal", "pasang", "kursi", "beres", "lulus", "dpr", "penasaran", "menjahit"])
def test_the_city_knows_real_words_from_typing_errors(lexicon: Lexicon, real: str) -> None:
    assert normalise(f"saya {real} usaha", lexicon).split()[1] == real


@pytest.mark.parametrize(
    ("typed", "plain"), [("plathian", "pelatihan"), ("pnddampingan", "pendampingan"), ("sertfikasi", "sertifikasi")]
)
def test_a_long_word_of_the_city_forgives_more(lexicon: Lexicon, typed: str, plain: str) -> None:
    assert normalise(typed, lexicon) == plain
