"""What Telegram lets through as a keyboard."""

from __future__ import annotations

import pytest

from bot.simulator import Person, Simulator
from tests.simulator.conftest import Wire


def inline(*rows: list[dict]) -> dict:
    return {"inline_keyboard": list(rows)}


def key(data: str = "x", **other: object) -> dict:
    return {"text": "Tekan", "callback_data": data, **other}


@pytest.mark.parametrize("data", ["x", "x" * 64, "é" * 32])
async def test_callback_data_up_to_64_bytes_is_taken(wire: Wire, ani: Person, data: str) -> None:
    sent = await wire.result("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([key(data)]))
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == data


@pytest.mark.parametrize("data", ["x" * 65, "é" * 33])
async def test_callback_data_is_1_to_64_bytes(wire: Wire, ani: Person, data: str) -> None:
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([key(data)]))
    assert refused == (400, "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (key(data=""), "Text buttons are unallowed in the inline keyboard"),
        ({"text": "Tekan"}, "Text buttons are unallowed in the inline keyboard"),
        (key(url="https://example.org"), "exactly one action is allowed, got url and callback_data"),
        ({"text": " ", "callback_data": "x"}, "text must be non-empty"),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
        (key(style="merah"), "invalid button style specified"),
        ({"text": "Salin", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "Buka", "web_app": {"url": "http://x.id"}}, "URL 'http://x.id/' is invalid: Only HTTPS links"),
    ],
)
async def test_an_inline_button_has_text_and_exactly_one_action(
    wire: Wire, ani: Person, button: dict, reason: str
) -> None:
    status, said = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([button]))
    assert status == 400
    assert reason in said


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("bukan alamat", "Disallowed character in URL host"),
        ("http://localhost:8000/x", "Wrong HTTP URL"),
        ("ftp://example.org", "Unsupported URL protocol"),
        ("tel:+6281", "Wrong port number specified in the URL"),
        ("https://", "URL host is empty"),
        ("tg://a.b", "Unallowed characters in URL host"),
        ("https://a%zz.id", "Wrong percent-encoded symbol in URL host"),
    ],
)
async def test_a_button_opens_only_what_telegram_would_open(wire: Wire, ani: Person, address: str, reason: str) -> None:
    button = {"text": "Buka", "url": address}
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([button]))
    assert refused == (400, f"Bad Request: inline keyboard button URL '{address}' is invalid: {reason}")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("example.org", "http://example.org/"),
        ("HTTPS://Example.org:8443/A?b=c d#e", "https://example.org:8443/A?b=c%20d#e"),
        ("https://example.org?x=1", "https://example.org/?x=1"),
        ("http://127.0.0.1:80/x", "http://127.0.0.1:80/x"),
        ("tg:resolve?domain=x", "tg://resolve?domain=x"),
        ("tg://user?id=5", "tg://user?id=5"),
    ],
)
async def test_an_address_comes_back_as_telegram_writes_it(wire: Wire, ani: Person, address: str, kept: str) -> None:
    markup = inline([{"text": "Buka", "url": address}])
    sent = await wire.result("sendMessage", chat_id=ani.id, text="hai", reply_markup=markup)
    assert sent["reply_markup"]["inline_keyboard"][0][0]["url"] == kept


async def test_empty_rows_are_left_out(wire: Wire, ani: Person) -> None:
    sent = await wire.result("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([key()], [], [key()]))
    assert len(sent["reply_markup"]["inline_keyboard"]) == 2
    assert "reply_markup" not in await wire.result("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([]))


async def test_a_key_may_be_only_its_text(wire: Wire, ani: Person) -> None:
    await wire.result("sendMessage", chat_id=ani.id, text="Betul?", reply_markup={"keyboard": [["Ya", "Tidak"]]})
    assert ani.keyboard == ["Ya", "Tidak"]


async def test_a_group_is_not_asked_for_a_number(sim: Simulator, wire: Wire) -> None:
    keyboard = {"keyboard": [[{"text": "Nomor", "request_contact": True}]]}
    refused = await wire.refused("sendMessage", chat_id=sim.group("Grup").id, text="?", reply_markup=keyboard)
    assert refused == (400, "Bad Request: phone number can be requested in private chats only")


async def test_a_keyboard_holds_100_buttons_and_8_in_a_row(wire: Wire, ani: Person) -> None:
    full = inline(*[[key()] * 8] * 12, [key()] * 4)
    await wire.result("sendMessage", chat_id=ani.id, text="hai", reply_markup=full)
    for broken in (inline(*[[key()] * 8] * 12, [key()] * 5), inline([key()] * 9)):
        refused = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=broken)
        assert refused == (400, "Bad Request: reply markup is too long")


async def test_a_markup_has_exactly_one_of_the_four_shapes(wire: Wire, ani: Person) -> None:
    for broken in ({}, {"buttons": []}, {"inline_keyboard": [], "keyboard": []}, [], "x"):
        status, _ = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=broken)
        assert status == 400


async def test_a_reply_keyboard_stays_until_it_is_removed(wire: Wire, ani: Person) -> None:
    keyboard = {"keyboard": [[{"text": "Ya"}, {"text": "Tidak"}]], "resize_keyboard": True}
    await wire.result("sendMessage", chat_id=ani.id, text="Betul?", reply_markup=keyboard)
    await wire.result("sendMessage", chat_id=ani.id, text="Silakan pilih.")
    assert ani.keyboard == ["Ya", "Tidak"]
    await wire.result("sendMessage", chat_id=ani.id, text="Baik.", reply_markup={"remove_keyboard": True})
    assert ani.keyboard == []


async def test_an_edit_takes_inline_keyboards_only(wire: Wire, ani: Person) -> None:
    sent = await wire.result("sendMessage", chat_id=ani.id, text="hai")
    refused = await wire.refused(
        "editMessageText", chat_id=ani.id, message_id=sent["message_id"], text="lain",
        reply_markup={"keyboard": [[{"text": "Ya"}]]},
    )  # fmt: skip
    assert refused == (400, "Bad Request: inline keyboard expected")
