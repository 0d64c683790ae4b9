"""Texts for Telegram: measured as Telegram does, and cut without breaking a tag."""

from __future__ import annotations

import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from bot.html import plain, split_html, visible_length

TAGS = ["b", "i", "u", "code", 'a href="https://x.id/?a=1"']
words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from(" \n.&<🙂"), max_size=30).map(escape)
htmls = st.recursive(
    words,
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    ),
    max_leaves=12,
)


def is_balanced(html: str) -> bool:
    stack: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z]+)[^<>]*>", html):
        if not closing:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_length_is_counted_in_utf16_units_without_tags_and_with_entities_as_one():
    assert visible_length("<b>a&amp;b</b> 🙂") == 6


def test_a_text_that_fits_stays_as_it_is():
    assert split_html("<b>halo</b>", 4) == ["<b>halo</b>"]


def test_a_long_text_is_cut_between_paragraphs_first():
    assert split_html("Satu dua.\n\nTiga empat.\nLima.", 25) == ["Satu dua.", "Tiga empat.\nLima."]


def test_then_between_lines_sentences_and_words():
    assert split_html("satu dua\ntiga empat", 14) == ["satu dua", "tiga empat"]
    assert split_html("Satu dua. Tiga empat", 14) == ["Satu dua.", "Tiga empat"]
    assert split_html("satu dua tiga empat", 14) == ["satu dua tiga", "empat"]


def test_a_word_without_end_is_cut_where_it_must():
    assert split_html("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_tags_open_at_the_cut_are_closed_and_opened_again():
    assert split_html('<a href="u"><b>satu dua</b> tiga</a>', 9) == [
        '<a href="u"><b>satu dua</b></a>',
        '<a href="u">tiga</a>',
    ]


@given(htmls, st.integers(5, 40))
def test_every_part_fits_is_balanced_and_no_word_is_lost(html: str, limit: int):
    parts = split_html(html, limit)
    assert all(visible_length(part) <= limit and is_balanced(part) for part in parts)
    assert bare("".join(plain(part) for part in parts)) == bare(plain(html))
