"""What Telegram lets through as a keyboard."""

from __future__ import annotations

import pytest

from bot.simulator import Person
from tests.simulator.conftest import Wire


def inline(*rows: list[dict]) -> dict:
    return {"inline_keyboard": list(rows)}


def key(data: str = "x", **other: object) -> dict:
    return {"text": "Tekan", "callback_data": data, **other}


@pytest.mark.parametrize("data", ["x", "x" * 64, "é" * 32])
async def test_callback_data_up_to_64_bytes_is_taken(wire: Wire, ani: Person, data: str) -> None:
    sent = await wire.result("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([key(data)]))
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == data


@pytest.mark.parametrize("data", ["", "x" * 65, "é" * 33])
async def test_callback_data_is_1_to_64_bytes(wire: Wire, ani: Person, data: str) -> None:
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([key(data)]))
    assert refused == (400, "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "Tekan"}, "Text buttons are unallowed in the inline keyboard"),
        (key(url="https://example.org"), "exactly one action is allowed, got url and callback_data"),
        ({"text": " ", "callback_data": "x"}, "text must be non-empty"),
        ({"callback_data": "x"}, 'field "text" is missing'),
        ({"text": "Tekan", "url": "bukan alamat"}, "URL 'bukan alamat' is invalid: Wrong HTTP URL"),
    ],
)
async def test_an_inline_button_has_text_and_exactly_one_action(
    wire: Wire, ani: Person, button: dict, reason: str
) -> None:
    status, said = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=inline([button]))
    assert status == 400
    assert reason in said


async def test_a_keyboard_holds_100_buttons_and_8_in_a_row(wire: Wire, ani: Person) -> None:
    full = inline(*[[key()] * 8] * 12, [key()] * 4)
    await wire.result("sendMessage", chat_id=ani.id, text="hai", reply_markup=full)
    for broken in (inline(*[[key()] * 8] * 12, [key()] * 5), inline([key()] * 9)):
        status, reason = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=broken)
        assert (status, "reply markup is too long" in reason) == (400, True)


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
    status, _ = await wire.refused(
        "editMessageText", chat_id=ani.id, message_id=sent["message_id"], text="lain",
        reply_markup={"keyboard": [[{"text": "Ya"}]]},
    )  # fmt: skip
    assert status == 400
