"""People's spelling in plain words: what must change, and what must be left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.lexicon import Lexicon
from bot.language.normalise import clauses, normalise


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("min, brp umkm bpp skrg?", "admin berapa umkm balikpapan sekarang"),
        ("ulun handak mandaftar", "saya mau mendaftar"),
        ("gmn carane", "bagaimana caranya"),
        ("ndak bisa", "tidak bisa"),
        ("usaha nya  DI MANA", "usaha nya di mana"),
        ("jual2an", "jual-jualan"),
        ("jual2 kue", "jual-jual kue"),
        ("17an jual apa", "tujuh belasan jual apa"),
        ("p-irt brp", "pirt berapa"),
        ("p irt", "pirt"),
        ("haloooo", "halo"),
        ("maaaaf", "maaf"),
        ("bagus bgttt", "bagus sekali"),
        ("bisa kah", "bisa"),
        ("u/ usaha", "untuk usaha"),
        ("40%", "40 persen"),
        ("hal\u200blo\u200d", "halo"),
    ],
)
def test_spelling_becomes_plain(lexicon: Lexicon, typed: str, plain: str) -> None:
    assert normalise(typed, lexicon) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("omset 2 m", "omzet 2 miliar"),
        ("500k", "500 ribu"),
        ("rt 5 rw 2", "rt 5 rw 2"),
        ("rt2", "rt2"),
        ("dodol", "dodol"),
        ("dodolan", "berjualan"),
        ("250 g", "250 gram"),
        ("g bisa", "tidak bisa"),
        ("km 15", "km 15"),
        ("km siapa", "kamu siapa"),
        ("kel damai", "kelurahan damai"),
        ("kec utara", "kecamatan utara"),
        ("halo min", "halo admin"),
        ("min 10 pcs", "minimal 10 buah"),
        ("fotokopi kk", "fotokopi kartu keluarga"),
        ("kk mau tanya", "kakak mau tanya"),
        ("jual mi ayam", "jual mie ayam"),
        ("sudah mi", "sudah"),
        ("mengerti ki", "mengerti"),
        ("bisa ji", "bisa"),
        ("p", "halo"),
        ("p berapa", "p berapa"),
        ("ac 1 pk", "ac 1 pk"),
        ("pk jasa", "pakai jasa"),
        ("online", "online"),
        ("ush saya", "usaha saya"),
        ("bayar pake kris", "bayar pakai qris"),
        ("pak kris", "bapak kris"),
        ("nip usaha", "nib usaha"),
        ("nip guru", "nip guru"),
        ("jual 2", "jual 2"),
        ("kurang apa", "kurang apa"),
    ],
)
def test_traps_of_public_word_lists_are_avoided(lexicon: Lexicon, typed: str, plain: str) -> None:
    assert normalise(typed, lexicon) == plain


@pytest.mark.parametrize("typed", ["pelatihn", "pelatiihan", "sertifkat", "pinjamman", "balikpapn"])
def test_one_slip_in_a_domain_word_is_forgiven(lexicon: Lexicon, typed: str) -> None:
    assert normalise(typed, lexicon) in lexicon.known


@pytest.mark.parametrize("typed", ["model", "mobil", "nib", "kur", "kue", "pasar", "malam"])
def test_real_words_and_abbreviations_are_never_corrected(lexicon: Lexicon, typed: str) -> None:
    assert normalise(typed, lexicon) == typed


def test_a_long_story_falls_into_clauses() -> None:
    assert clauses("saya jual kue, sudah lama. terus mau tanya nib gimana?") == [
        "saya jual kue", "sudah lama", "terus mau tanya nib gimana",
    ]  # fmt: skip


@given(st.text(max_size=120))
def test_any_text_is_normalised_once_and_for_all(lexicon: Lexicon, typed: str) -> None:
    once = normalise(typed, lexicon)
    assert once == " ".join(once.split())


def test_every_word_of_the_lexicon_is_stable(lexicon: Lexicon) -> None:
    twice = {word: normalise(normalise(word, lexicon), lexicon) for word in lexicon.words}
    unstable = {
        word: (normalise(word, lexicon), then) for word, then in twice.items() if normalise(word, lexicon) != then
    }
    assert unstable == {}
