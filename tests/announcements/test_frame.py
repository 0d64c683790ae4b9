"""The closing lines: they always fit, and a name in them can neither hide nor break anything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.content import FRAME
from bot.announcements.frame import SIGNED_LIMIT, closing, signature
from bot.content import load_folder
from bot.html import units
from bot.settings import CONTENT
from bot.texts import Catalogue
from db.announcements import Action

TEXTS = Catalogue()["id"]
OFFICES = [load_folder(folder).office.short_name for folder in sorted(CONTENT.iterdir()) if folder.is_dir()]


@pytest.mark.parametrize(("office", "action"), list(product(OFFICES, Action)))
def test_the_longest_closing_lines_fit_into_what_the_length_check_keeps_free(office: str, action: Action) -> None:
    lines = closing(TEXTS, office, 10**9, signed="W" * SIGNED_LIMIT, action=action, at="30 September 2026")
    in_groups = closing(
        TEXTS, office, 10**9, signed="W" * SIGNED_LIMIT, action=action, at="30 September 2026", bot="b" * 32
    )
    assert units(f"\n\n{lines}") <= FRAME and units(f"\n\n{in_groups}") <= FRAME
    assert "W" * SIGNED_LIMIT in lines and office in lines


@given(st.text(max_size=200))
def test_a_signature_is_one_short_line_of_what_can_be_seen(name: str) -> None:
    made = signature(name)
    assert units(made) <= SIGNED_LIMIT and made == made.strip() and signature(made) == made
    assert len(made.splitlines()) <= 1 and not set(made) & set("\u202e\u200b\u2066\x00\n")
