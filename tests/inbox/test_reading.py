"""What a question's words tell: numbers to hide, others like it, a complaint and what to do with it."""

from __future__ import annotations

import pytest

from bot.inbox.cues import Cue, is_a_complaint, read_cue, sounds_like_a_complaint
from bot.inbox.likeness import alike, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kapan bazar Ramadan dibuka?", "min kapan bazar ramadan di buka"),
     ("syarat ikut galeri bandara", "SYARAT IKUT GALERI BANDARA!!")],
)  # fmt: skip
def test_nearly_equal_questions_count_as_one(one: str, other: str) -> None:
    assert alike(likeness(one), likeness(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("kapan bazar ramadan", "kapan bazar natal"), ("syarat kur", "syarat kue"), ("", ""),
     ("stan nomor 7 punya siapa ya", "stan nomor 8 punya siapa ya")],
)  # fmt: skip
def test_different_questions_stay_apart(one: str, other: str) -> None:
    assert not alike(likeness(one), likeness(other))


def test_complaints_are_told_from_questions() -> None:
    assert is_a_complaint("pembagian lapak tidak adil, panitianya pilih kasih")
    assert not is_a_complaint("apakah ada pungutan untuk bikin NIB?")
    assert not is_a_complaint("berapa umkm di balikpapan")
    assert sounds_like_a_complaint("saya mau komplain")
    assert not sounds_like_a_complaint("mau bicara sama petugas")


@pytest.mark.parametrize(
    ("text", "cue"),
    [("yaudah kirim aja", Cue.SEND), ("nama saya tolong dirahasiakan", Cue.ANONYMOUS), ("gak jadi deh", Cue.CANCEL),
     ("percuma juga lapor", Cue.DOUBT), ("kejadiannya di pasar pandansari hari senin", None),
     ("saya sudah kirim berkas tiga kali ke kantor tapi tidak pernah dibalas sampai sekarang", None)],
)  # fmt: skip
def test_short_messages_steer_a_complaint_long_ones_tell_it(text: str, cue: Cue | None) -> None:
    assert read_cue(text) is cue
