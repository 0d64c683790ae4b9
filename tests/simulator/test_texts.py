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
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="", parse_mode="HTML")
    assert refused == (400, "Bad Request: message text is empty")


@pytest.mark.parametrize("text", ["   \n ", "<b></b>", "<i> </i>", "\u200b", "\u00a0", "&#8203;\u3000"])
async def test_a_text_that_shows_nothing_is_refused(wire: Wire, ani: Person, text: str) -> None:
    refused = await wire.refused("sendMessage", chat_id=ani.id, text=text, parse_mode="HTML")
    assert refused == (400, "Bad Request: text must be non-empty")


async def test_32_kilobytes_before_parsing_go_through_and_one_more_does_not(wire: Wire, ani: Person) -> None:
    tags = "<b>a</b>" * 4000 + "<b></b>" * 109
    assert len(tags) < 32768
    await wire.result("sendMessage", chat_id=ani.id, text=tags, parse_mode="HTML")
    longer = tags + " " * (32769 - len(tags))
    refused = await wire.refused("sendMessage", chat_id=ani.id, text=longer, parse_mode="HTML")
    assert refused == (400, "Bad Request: text is too long")


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
        ("<tg-emoji emoji-id='5368324170671202286'>a</tg-emoji>", "a",
         {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"}),
        ("<tg-time unix='1647531900' format='wDT'>a</tg-time>", "a",
         {"type": "date_time", "unix_time": 1647531900, "date_time_format": "wDT"}),
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
        ("<tg-emoji emoji-id='x'>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<tg-time unix='1' format='x'>a</tg-time>", "Invalid date-time format specified"),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
            "surrogate code units",
        ),
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
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#65;&#x42;", "AB"),
        ("&nbsp;&copy", "&nbsp;&copy"),
        ("a & b", "a & b"),
        ("&#xD83C;&#xDF89;", "🎉"),
        ("&#X42;", "&#X42;"),
        ("&#00000065;", "&#00000065;"),
        ("&amp;lt;", "&lt;"),
    ],
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


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("lihat peraturan.go.id, ya", ["peraturan.go.id"]),
        ("t.me/sahabat_umkm_bot?start=x.", ["t.me/sahabat_umkm_bot?start=x"]),
        ("Rp2.000.000 pada 12.12, dst.", []),
        ("toko.com.xx dan a@b.id", []),
    ],
)
def test_addresses_without_http_are_links_too(text: str, links: list[str]) -> None:
    found = [entity for entity in plain(text)[1] if entity["type"] == "url"]
    assert [text[entity["offset"] :][: entity["length"]] for entity in found] == links


async def test_explicit_entities_are_taken_and_checked(wire: Wire, ani: Person) -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}
    sent = await wire.result("sendMessage", chat_id=ani.id, text="halo", entities=[bold])
    assert sent["entities"] == [bold]


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"offset": 4}, "entity begins after the end of the text at UTF-16 offset 4"),
        ({"length": 5}, "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5"),
        ({"length": 3}, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 2"),
        ({"offset": 3}, "entity begins in a middle of a UTF-16 symbol at byte offset 2"),
        ({"type": "besar"}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "text_link"}, "can't parse MessageEntity: Can't find field \"url\""),
        ({"type": "text_link", "url": "localhost"}, "entity URL 'localhost' is invalid: Wrong HTTP URL"),
    ],
)
async def test_an_explicit_entity_that_cannot_be_is_refused(wire: Wire, ani: Person, entity: dict, reason: str) -> None:
    given = {"type": "bold", "offset": 0, "length": 1, **entity}
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="ha🎉", entities=[given])
    assert refused == (400, f"Bad Request: {reason}")


async def test_empty_entities_and_those_telegram_finds_itself_are_ignored(wire: Wire, ani: Person) -> None:
    given = [{"type": "bold", "offset": 0, "length": 0}, {"type": "url", "offset": 0, "length": 4}]
    assert "entities" not in await wire.result("sendMessage", chat_id=ani.id, text="halo", entities=given)


async def test_parse_mode_wins_over_explicit_entities(wire: Wire, ani: Person) -> None:
    italic = {"type": "italic", "offset": 0, "length": 4}
    sent = await wire.result("sendMessage", chat_id=ani.id, text="<b>halo</b>", parse_mode="HTML", entities=[italic])
    assert (sent["text"], sent["entities"]) == ("halo", [{"type": "bold", "offset": 0, "length": 4}])


async def test_an_unknown_parse_mode_is_refused_and_none_is_plain(wire: Wire, ani: Person) -> None:
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="a", parse_mode="BBCode")
    assert refused == (400, "Bad Request: unsupported parse_mode")
    assert (await wire.result("sendMessage", chat_id=ani.id, text="<b>", parse_mode="None"))["text"] == "<b>"


async def test_a_mention_by_number_tells_whom_and_one_of_a_stranger_is_only_text(wire: Wire, ani: Person) -> None:
    text = f'<a href="tg://user?id={ani.id}">Ani</a> dan <a href="tg://user?id=5">siapa</a>'
    sent = await wire.result("sendMessage", chat_id=ani.id, text=text, parse_mode="HTML")
    assert [(one["type"], one["user"]["first_name"]) for one in sent["entities"]] == [("text_mention", "Ani")]


async def test_preview_options_are_part_of_the_message(wire: Wire, ani: Person) -> None:
    options = {"is_disabled": True}
    sent = await wire.result("sendMessage", chat_id=ani.id, text="a", link_preview_options=options)
    assert sent["link_preview_options"] == options
    edited = await wire.result("editMessageText", chat_id=ani.id, message_id=sent["message_id"], text="a")
    assert "link_preview_options" not in edited


async def test_a_quote_must_stand_in_the_message(wire: Wire, ani: Person) -> None:
    first = (await wire.result("sendMessage", chat_id=ani.id, text="🎉 satu dua"))["message_id"]
    reply = {"message_id": first, "quote": "<b>satu</b>", "quote_parse_mode": "HTML"}
    sent = await wire.result("sendMessage", chat_id=ani.id, text="ya", reply_parameters=reply)
    assert (sent["quote"]["text"], sent["quote"]["position"]) == ("satu", 3)
    reply = {"message_id": first, "quote": "tiga"}
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="ya", reply_parameters=reply)
    assert refused == (400, "Bad Request: QUOTE_TEXT_INVALID")


async def test_a_reply_into_another_chat_is_refused_loudly(sim: Simulator, wire: Wire, ani: Person) -> None:
    budi = sim.person("Budi", started=True)
    there = (await wire.result("sendMessage", chat_id=budi.id, text="a"))["message_id"]
    reply = {"message_id": there, "chat_id": budi.id}
    assert (await wire.refused("sendMessage", chat_id=ani.id, text="b", reply_parameters=reply))[0] == 400
    assert len(sim.complaints) == 1


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("<i><b>a</b></i>", [("bold", 0, 1), ("italic", 0, 1)]),
        ("<b>a<b>b</b></b>", [("bold", 0, 2)]),
        ("<b>a</b><b>b</b>", [("bold", 0, 2)]),
        ("<b>a<code>b</code>c</b>", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<code><b>a</b></code>", [("code", 0, 1)]),
        ('<code>a<a href="x.id">b</a></code>', [("code", 0, 2)]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", 0, 2)]),
        ("<i>a<b>b</b></i><b>c</b>", [("italic", 0, 1), ("bold", 1, 2), ("italic", 1, 1)]),
    ],
)
def test_entities_are_disentangled_and_ordered(source: str, kinds: list) -> None:
    assert [(one["type"], one["offset"], one["length"]) for one in parse_html(source)[1]] == kinds


@pytest.mark.parametrize(
    "address",
    ["http://localhost/x", "tel:+62811", "javascript:alert(1)", "ftp://x.id", "http://x", "bukan alamat", "x.id:0"],
)
def test_a_link_that_is_none_becomes_plain_text(address: str) -> None:
    assert parse_html(f'<a href="{address}">a</a>') == ("a", ())


def test_control_characters_become_spaces_and_some_signs_vanish() -> None:
    assert parse_html("a\tb\r\n<b>c\u202ed</b>") == ("a b\ncd", ({"type": "bold", "offset": 4, "length": 2},))


def test_entities_beyond_a_hundred_are_ignored() -> None:
    assert len(parse_html("<b>a</b> " * 150)[1]) == 100


GONE = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u0333\u033f\u030a"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters=GONE)))
def test_escaped_text_always_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text))[0] == text.strip(" \n")


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
