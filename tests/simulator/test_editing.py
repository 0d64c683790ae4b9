"""Edits and deletions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.simulator import Person, Simulator
from bot.simulator.samples import upload
from tests.simulator.conftest import Wire

BUTTON = {"inline_keyboard": [[{"text": "Tekan", "callback_data": "x"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@pytest.fixture
async def sent(wire: Wire, ani: Person) -> dict:
    return await wire.result("sendMessage", chat_id=ani.id, text="<b>lama</b>", parse_mode="HTML", reply_markup=BUTTON)


async def test_an_edit_returns_the_message_and_keeps_the_history(wire: Wire, ani: Person, sent: dict) -> None:
    edited = await wire.result("editMessageText", chat_id=ani.id, message_id=sent["message_id"], text="baru")
    assert (edited["text"], "reply_markup" in edited, "edit_date" in edited) == ("baru", False, True)
    assert ani.last.edited
    assert ani.last.message.history[0]["body"]["text"] == "lama"


async def test_the_same_content_again_is_not_modified(wire: Wire, ani: Person, sent: dict) -> None:
    same = {"text": "<b>lama</b>", "parse_mode": "HTML", "reply_markup": BUTTON}
    refused = await wire.refused("editMessageText", chat_id=ani.id, message_id=sent["message_id"], **same)
    assert refused == (400, NOT_MODIFIED)
    refused = await wire.refused(
        "editMessageReplyMarkup", chat_id=ani.id, message_id=sent["message_id"], reply_markup=BUTTON
    )
    assert refused == (400, NOT_MODIFIED)


async def test_an_edit_that_is_too_long_is_refused_in_other_words(
    sim: Simulator, wire: Wire, ani: Person, sent: dict
) -> None:
    refused = await wire.refused("editMessageText", chat_id=ani.id, message_id=sent["message_id"], text="a" * 4097)
    assert refused == (400, "Bad Request: MESSAGE_TOO_LONG")
    photo = sim.file_body("photo", upload("photo"))["photo"][0]["file_id"]
    number = (await wire.result("sendPhoto", chat_id=ani.id, photo=photo))["message_id"]
    refused = await wire.refused("editMessageCaption", chat_id=ani.id, message_id=number, caption="a" * 1025)
    assert refused == (400, "Bad Request: MEDIA_CAPTION_TOO_LONG")


async def test_another_formatting_is_a_modification(wire: Wire, ani: Person, sent: dict) -> None:
    edited = await wire.result(
        "editMessageText", chat_id=ani.id, message_id=sent["message_id"], text="lama", reply_markup=BUTTON
    )
    assert "entities" not in edited


async def test_what_is_not_there_cannot_be_edited_or_deleted(wire: Wire, ani: Person) -> None:
    edit = await wire.refused("editMessageText", chat_id=ani.id, message_id=99, text="a")
    delete = await wire.refused("deleteMessage", chat_id=ani.id, message_id=99)
    assert edit == (400, "Bad Request: message to edit not found")
    assert delete == (400, "Bad Request: message to delete not found")


async def test_a_persons_message_and_one_with_a_reply_keyboard_cannot_be_edited(wire: Wire, ani: Person) -> None:
    ani.queue("halo")
    keyboard = {"keyboard": [[{"text": "Ya"}]]}
    own = await wire.result("sendMessage", chat_id=ani.id, text="Betul?", reply_markup=keyboard)
    for number in (ani.screen[0].message_id, own["message_id"]):
        refused = await wire.refused("editMessageText", chat_id=ani.id, message_id=number, text="a")
        assert refused == (400, "Bad Request: message can't be edited")


async def test_a_text_has_no_caption_and_a_photo_no_text_to_edit(
    sim: Simulator, wire: Wire, ani: Person, sent: dict
) -> None:
    refused = await wire.refused("editMessageCaption", chat_id=ani.id, message_id=sent["message_id"], caption="a")
    assert refused == (400, "Bad Request: there is no caption in the message to edit")
    file_id = sim.file_body("photo", upload("photo"))["photo"][0]["file_id"]
    photo = await wire.result("sendPhoto", chat_id=ani.id, photo=file_id, caption="lama")
    refused = await wire.refused("editMessageText", chat_id=ani.id, message_id=photo["message_id"], text="a")
    assert refused == (400, "Bad Request: there is no text in the message to edit")
    edited = await wire.result("editMessageCaption", chat_id=ani.id, message_id=photo["message_id"], caption="baru")
    assert edited["caption"] == "baru"


async def test_a_deleted_message_leaves_the_screen_but_not_the_record(
    sim: Simulator, wire: Wire, ani: Person, sent: dict
) -> None:
    assert await wire.result("deleteMessage", chat_id=ani.id, message_id=sent["message_id"]) is True
    assert ani.screen == []
    (kept,) = sim.delivered(ani.id)
    assert (kept.deleted, kept.text) == (True, "lama")
    refused = await wire.refused("deleteMessage", chat_id=ani.id, message_id=sent["message_id"])
    assert refused == (400, "Bad Request: message to delete not found")


async def test_a_message_can_be_deleted_for_48_hours_only(sim: Simulator, wire: Wire, ani: Person, sent: dict) -> None:
    sim.move_clock(by=timedelta(hours=48, minutes=1))
    refused = await wire.refused("deleteMessage", chat_id=ani.id, message_id=sent["message_id"])
    assert refused == (400, "Bad Request: message can't be deleted for everyone")
    sim.move_clock(by=timedelta(minutes=-2))
    assert await wire.result("deleteMessage", chat_id=ani.id, message_id=sent["message_id"]) is True


async def test_several_are_deleted_at_once_and_the_missing_are_skipped(wire: Wire, ani: Person, sent: dict) -> None:
    assert await wire.result("deleteMessages", chat_id=ani.id, message_ids=[sent["message_id"], 999]) is True
    assert ani.screen == []


async def test_one_that_is_too_old_keeps_all_of_them(sim: Simulator, wire: Wire, ani: Person, sent: dict) -> None:
    sim.move_clock(by=timedelta(hours=49))
    fresh = (await wire.result("sendMessage", chat_id=ani.id, text="baru"))["message_id"]
    refused = await wire.refused("deleteMessages", chat_id=ani.id, message_ids=[fresh, sent["message_id"]])
    assert refused == (400, "Bad Request: message can't be deleted for everyone")
    assert len(ani.screen) == 2
    refused = await wire.refused("deleteMessages", chat_id=ani.id, message_ids=[])
    assert refused == (400, "Bad Request: message identifiers are not specified")


async def test_media_can_be_replaced(sim: Simulator, wire: Wire, ani: Person) -> None:
    photo = sim.file_body("photo", upload("photo"))["photo"][0]["file_id"]
    paper = sim.file_body("document", upload("document"))["document"]["file_id"]
    sent = await wire.result("sendPhoto", chat_id=ani.id, photo=photo)
    edited = await wire.result(
        "editMessageMedia", chat_id=ani.id, message_id=sent["message_id"],
        media={"type": "document", "media": paper, "caption": "Laporan"},
    )  # fmt: skip
    assert ("photo" in edited, edited["document"]["file_id"], edited["caption"]) == (False, paper, "Laporan")


async def test_an_answer_needs_a_message_to_answer(wire: Wire, ani: Person, sent: dict) -> None:
    answered = await wire.result(
        "sendMessage", chat_id=ani.id, text="ya", reply_parameters={"message_id": sent["message_id"]}
    )
    assert answered["reply_to_message"]["message_id"] == sent["message_id"]
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="ya", reply_parameters={"message_id": 999})
    assert refused == (400, "Bad Request: message to be replied not found")
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await wire.result(
        "sendMessage", chat_id=ani.id, text="ya", reply_parameters=lenient
    )


async def test_copies_lose_their_origin_and_forwards_tell_it(wire: Wire, ani: Person, sent: dict) -> None:
    from_here = {"chat_id": ani.id, "from_chat_id": ani.id, "message_id": sent["message_id"]}
    copy = await wire.result("copyMessage", **from_here)
    assert list(copy) == ["message_id"]
    forward = await wire.result("forwardMessage", **from_here)
    assert forward["forward_origin"]["type"] == "user"
    assert [shown.text for shown in ani.screen] == ["lama"] * 3
    refused = await wire.refused("copyMessage", **from_here | {"message_id": 999})
    assert refused == (400, "Bad Request: message to copy not found")
