"""Text, captions and formatting, as Telegram counts and parses them."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import ApiError, Person, Simulator
from bot.simulator.entities import parse_html, plain, to_html, utf16_length
from tests.simulator.conftest import Wire

PICTURE = 1  # marks the caption cases


async def test_an_empty_text_is_refused(wire: Wire, ani: Person) -> None:
    for text in ("", "   \n ", "<b></b>"):
        reason = await wire.refused("sendMessage", chat_id=ani.id, text=text, parse_mode="HTML")
        assert reason == (400, "Bad Request: message text is empty")


async def test_4096_units_go_through_and_4097_do_not(wire: Wire, ani: Person) -> None:
    await wire.result("sendMessage", chat_id=ani.id, text="a" * 4096)
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="a" * 4097)
    assert refused == (400, "Bad Request: message is too long")


async def test_length_is_counted_in_utf16_units(wire: Wire, ani: Person) -> None:
    await wire.result("sendMessage", chat_id=ani.id, text="🎉" * 2048)
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="🎉" * 2048 + "a")
    assert refused == (400, "Bad Request: message is too long")


async def test_length_is_counted_after_entity_parsing(wire: Wire, ani: Person) -> None:
    text = "<b>" + "&lt;" * 4096 + "</b>"
    sent = await wire.result("sendMessage", chat_id=ani.id, text=text, parse_mode="HTML")
    assert sent["text"] == "<" * 4096


async def test_a_caption_holds_1024_units(sim: Simulator, wire: Wire, ani: Person) -> None:
    photo = sim.file_body("photo", _sample())["photo"][0]["file_id"]
    await wire.result("sendPhoto", chat_id=ani.id, photo=photo, caption="a" * 1024)
    refused = await wire.refused("sendPhoto", chat_id=ani.id, photo=photo, caption="a" * 1025)
    assert refused == (400, "Bad Request: message caption is too long")


def _sample():
    from bot.simulator.samples import upload

    return upload("photo")


async def test_html_comes_back_as_text_and_entities_in_utf16_offsets(wire: Wire, ani: Person) -> None:
    sent = await wire.result("sendMessage", chat_id=ani.id, text="🎉 <b>halo <i>Kak</i></b>", parse_mode="HTML")
    assert sent["text"] == "🎉 halo Kak"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 8},
        {"type": "italic", "offset": 8, "length": 3},
    ]


@pytest.mark.parametrize(
    ("source", "text", "entity"),
    [
        ("<strong>a</strong>", "a", {"type": "bold"}),
        ("<em>a</em>", "a", {"type": "italic"}),
        ("<ins>a</ins>", "a", {"type": "underline"}),
        ("<del>a</del>", "a", {"type": "strikethrough"}),
        ("<span class='tg-spoiler'>a</span>", "a", {"type": "spoiler"}),
        ("<tg-spoiler>a</tg-spoiler>", "a", {"type": "spoiler"}),
        ("<code>a</code>", "a", {"type": "code"}),
        ("<pre>a</pre>", "a", {"type": "pre"}),
        ('<pre><code class="language-python">a</code></pre>', "a", {"type": "pre", "language": "python"}),
        ("<blockquote>a</blockquote>", "a", {"type": "blockquote"}),
        ("<blockquote expandable>a</blockquote>", "a", {"type": "expandable_blockquote"}),
        ('<a href="https://example.org/a?b=1&amp;c=2">a</a>', "a",
         {"type": "text_link", "url": "https://example.org/a?b=1&c=2"}),
        ("<a href='example.org'>a</a>", "a", {"type": "text_link", "url": "http://example.org/"}),
        ("<B>a</B>", "a", {"type": "bold"}),
    ],
)  # fmt: skip
def test_every_tag_becomes_its_entity(source: str, text: str, entity: dict) -> None:
    assert parse_html(source) == (text, ({"offset": 0, "length": 1} | entity,))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a <h1>b", 'Unsupported start tag "h1" at byte offset 2'),
        ("é <h1>b", 'Unsupported start tag "h1" at byte offset 3'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x">a', 'Can\'t find end tag corresponding to start tag "a"'),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


async def test_broken_html_is_a_400_on_the_wire(wire: Wire, ani: Person) -> None:
    status, reason = await wire.refused("sendMessage", chat_id=ani.id, text="5 <br> 6", parse_mode="HTML")
    assert status == 400
    assert reason == 'Bad Request: can\'t parse entities: Unsupported start tag "br" at byte offset 2'


@pytest.mark.parametrize(
    ("source", "text"),
    [("&lt;&gt;&amp;&quot;", '<>&"'), ("&#65;&#x42;", "AB"), ("&nbsp;&copy", "&nbsp;&copy"), ("a & b", "a & b")],
)
def test_only_the_four_named_references_and_numbers_are_decoded(source: str, text: str) -> None:
    assert parse_html(source)[0] == text


def test_text_is_stripped_and_entities_move_along() -> None:
    assert parse_html("\n  <b> halo </b> \n") == ("halo", ({"type": "bold", "offset": 0, "length": 4},))


def test_links_commands_and_mentions_are_found_without_formatting() -> None:
    text, entities = plain("/start lihat https://example.org/a. atau @dinas, a@b.id #umkm")
    found = {entity["type"]: text[entity["offset"] :][: entity["length"]] for entity in entities}
    assert found == {
        "bot_command": "/start",
        "url": "https://example.org/a",
        "mention": "@dinas",
        "email": "a@b.id",
        "hashtag": "#umkm",
    }


async def test_explicit_entities_are_taken_and_checked(wire: Wire, ani: Person) -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}
    sent = await wire.result("sendMessage", chat_id=ani.id, text="halo", entities=[bold])
    assert sent["entities"] == [bold]
    status, reason = await wire.refused("sendMessage", chat_id=ani.id, text="halo", entities=[bold | {"length": 5}])
    assert (status, "incorrect length" in reason) == (400, True)


async def test_markdown_is_refused_loudly(wire: Wire, ani: Person) -> None:
    status, reason = await wire.refused("sendMessage", chat_id=ani.id, text="*a*", parse_mode="MarkdownV2")
    assert status == 400
    assert "unsupported parse_mode" in reason


def test_entities_beyond_a_hundred_are_ignored() -> None:
    assert len(parse_html("<b>a</b> " * 150)[1]) == 100


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"))))
def test_escaped_text_always_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text))[0] == text.strip()


_pieces = st.recursive(
    st.text(alphabet="ab 🎉é<&", min_size=1, max_size=5).map(lambda text: html.escape(text, quote=False)),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "u", "s", "code"]), st.lists(inner, min_size=1, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=6,
)


@given(st.lists(_pieces, min_size=1, max_size=4).map("".join))
def test_html_made_from_entities_means_the_same_again(source: str) -> None:
    text, entities = parse_html(source)
    assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)
    assert parse_html(to_html(text, entities))[0] == text
