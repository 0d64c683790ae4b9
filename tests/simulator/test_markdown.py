"""MarkdownV2 and the old Markdown, for bots that are not ours."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import ApiError, Person
from bot.simulator.entities import parse_markdown, parse_markdown_v2
from tests.simulator.conftest import Wire


def kinds(parsed: tuple) -> list[tuple[str, int, int]]:
    return [(one["type"], one["offset"], one["length"]) for one in parsed[1]]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("*a* _b_ __c__ ~d~ ||e||", "a b c d e", [("bold", 0, 1), ("italic", 2, 1), ("underline", 4, 1),
                                                  ("strikethrough", 6, 1), ("spoiler", 8, 1)]),
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("🎉 *é*", "🎉 é", [("bold", 3, 1)]),
        (r"1\. a\*b", "1. a*b", []),
        ("`a*b_`", "a*b_", [("code", 0, 4)]),
        ("```\na\n```", "a", [("pre", 0, 1)]),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 4)]),
        (">a\n>b||", "a\nb", [("expandable_blockquote", 0, 3)]),
    ],
)  # fmt: skip
def test_v2_becomes_text_and_entities(source: str, text: str, found: list) -> None:
    parsed = parse_markdown_v2(source)
    assert (parsed[0], kinds(parsed)) == (text, found)


def test_v2_knows_addresses_languages_and_emoji() -> None:
    text, (code, link, emoji) = parse_markdown_v2(
        "```python\nx``` [a](https://x.id/\\)b) ![👍](tg://emoji?id=5368324170671202286)"
    )
    assert text == "x a 👍"
    assert (code["type"], code["language"]) == ("pre", "python")
    assert (link["type"], link["url"]) == ("text_link", "https://x.id/)b")
    assert emoji["custom_emoji_id"] == "5368324170671202286"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1. a", r"Character '.' is reserved and must be escaped with the preceding '\'"),
        ("é *a", "Can't find end of Bold entity at byte offset 3"),
        ("_a*b_c*", "Can't find end of Bold entity at byte offset 6"),
        ("[a](x.id", "Can't find end of a URL at byte offset 4"),
        ("![a](x.id)", "Invalid tg://emoji or tg://time URL specified"),
        ("a | b", r"Character '|' is reserved and must be escaped with the preceding '\'"),
        ("a > b", r"Character '>' is reserved and must be escaped with the preceding '\'"),
        ("```a", "Can't find end of Pre entity at byte offset 0"),
    ],
)
def test_broken_v2_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_markdown_v2(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@given(st.text(alphabet="aé🎉 _*[]()~`>#+-=|{}.!\\\n", max_size=30))
def test_whatever_is_escaped_comes_back_as_it_was(text: str) -> None:
    escaped = re.sub(r"([\\_*\[\]()~`>#+\-=|{}.!])", r"\\\1", text)
    assert parse_markdown_v2(escaped)[0] == text.strip(" \n")


def test_the_old_markdown_knows_four_marks() -> None:
    parsed = parse_markdown("*a* _b_ `c` [d](x.id) \\*e ```python\nf```")
    assert parsed[0] == "a b c d *e f"
    assert kinds(parsed) == [
        ("bold", 0, 1), ("italic", 2, 1), ("code", 4, 1), ("text_link", 6, 1), ("pre", 11, 1),
    ]  # fmt: skip


async def test_both_are_taken_on_the_wire(wire: Wire, ani: Person) -> None:
    for mode in ("MarkdownV2", "Markdown", "markdown"):
        sent = await wire.result("sendMessage", chat_id=ani.id, text="*halo* Kak", parse_mode=mode)
        assert (sent["text"], sent["entities"]) == ("halo Kak", [{"type": "bold", "offset": 0, "length": 4}])
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="_halo", parse_mode="Markdown")
    assert refused == (
        400,
        "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 0",
    )
