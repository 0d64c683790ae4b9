"""The way out: each error is one of four fates, and people get their answer whatever Telegram says to its form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardMarkup, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.outcomes import Later, Never, Sent, Unknown
from bot.texts import Texts
from handlers.request import Flood, Lost, NotSent, ServerFailed
from handlers.sender import PAUSES, REASONS, Sender, attempt, judge

TOKEN = "1234567890:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
CHAT = {"id": 7, "type": "private", "first_name": "Ani"}


class Telegram(BaseRequest):
    """Answers from a script; when that is at its end, every message is accepted."""

    def __init__(self, *script: TelegramError | tuple[int, str]) -> None:
        self.script, self.calls = list(script), list[tuple[str, dict[str, Any]]]()
        self.ids = iter(range(100, 10_000))

    read_timeout = 5.0  # type: ignore[assignment]

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        endpoint, data = url.rsplit("/", 1)[-1], request_data.parameters if request_data else {}
        self.calls.append((endpoint, {**data, "files": [*(request_data.multipart_data if request_data else ())]}))
        turn = self.script.pop(0) if self.script else None
        if isinstance(turn, TelegramError):
            raise turn
        if turn is not None:
            status, words = turn
            return status, json.dumps({"ok": False, "error_code": status, "description": words}).encode()
        return 200, json.dumps({"ok": True, "result": self.result(endpoint, data)}).encode()

    def result(self, endpoint: str, data: dict[str, Any]) -> Any:
        if not endpoint.startswith(("send", "editMessageText")) or endpoint == "sendChatAction":
            return True
        message = {"message_id": data.get("message_id") or next(self.ids), "date": 1, "chat": CHAT}
        if endpoint == "sendPhoto":
            size = {"file_unique_id": "u", "width": 9, "height": 9}
            message["photo"] = [{"file_id": "small", **size}, {"file_id": "large", **size}]
        if endpoint == "sendDocument":
            message["document"] = {"file_id": "doc", "file_unique_id": "u"}
        return message

    @property
    def said(self) -> list[str]:
        return [data["text"] for endpoint, data in self.calls if endpoint == "sendMessage"]


class Desk:
    """A Sender in front of a scripted Telegram; its pauses and the blocked are kept, nothing is waited for."""

    def __init__(self, *script: TelegramError | tuple[int, str]) -> None:
        self.telegram, self.blocked, self.pauses = Telegram(*script), list[int](), list[float]()
        self.bot = Bot(TOKEN, request=self.telegram)
        self.sender = Sender(self.bot, self.note, sleep=self.pause)

    async def note(self, person_id: int) -> None:
        self.blocked.append(person_id)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def press(self) -> Update:
        """A press on a button under message 55."""
        message = {"message_id": 55, "date": 1, "chat": CHAT, "text": "lama"}
        query = {
            "id": "q1",
            "from": {"id": 7, "is_bot": False, "first_name": "Ani"},
            "chat_instance": "1",
            "data": "x",
            "message": message,
        }
        update = Update.de_json({"update_id": 1, "callback_query": query}, self.bot)
        assert update is not None
        return update


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (Flood(17), Later(17, "flood")),
        (Flood(1.5), Later(2, "flood")),
        (NotSent("x"), Later(5, "not_sent")),
        (ServerFailed(502), Later(10, "server")),
        (Lost("x"), Unknown("lost")),
        (TimedOut(), Unknown("lost")),
        (NetworkError("x"), Unknown("error")),
        (TelegramError("x"), Unknown("error")),
        (ChatMigrated(-100), Later(0, "migrated", -100)),
        (InvalidToken("x"), Later(300, "token")),
        (Conflict("x"), Later(30, "conflict")),
    ],
)
def test_what_may_come_through_later_and_what_nobody_can_know(error: TelegramError, fate: object):
    assert judge(error) == fate


@pytest.mark.parametrize(
    ("error", "reason", "blocked"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), "blocked", True),
        (Forbidden("Forbidden: user is deactivated"), "deactivated", True),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), "never_started", True),
        (Forbidden("Forbidden: bot was kicked from the group chat"), "kicked", True),
        (Forbidden("Forbidden: bot is not a member of the supergroup chat"), "kicked", True),
        (Forbidden("Forbidden: something new"), "forbidden", True),
        (BadRequest("Chat not found"), "chat_not_found", False),
        (BadRequest("Not enough rights to send text messages to the chat"), "no_rights", False),
        (BadRequest("Message is too long"), "too_long", False),
        (BadRequest("Message_too_long"), "too_long", False),
        (BadRequest("Media_caption_too_long"), "too_long", False),
        (BadRequest("Text is too long"), "too_long", False),
        (BadRequest("File of size 12000000 bytes is too big for a photo"), "file_too_big", False),
        (BadRequest('Can\'t parse entities: unsupported start tag "x" at byte offset 3'), "bad_html", False),
        (BadRequest("Wrong file identifier/HTTP URL specified"), "bad_file", False),
        (BadRequest("Message is not modified: specified new message content ..."), "not_modified", False),
        (BadRequest("Query is too old and response timeout expired or query ID is invalid"), "query_too_old", False),
        (BadRequest("BUTTON_DATA_INVALID"), "bad_button", False),
        (BadRequest("Request Entity Too Large"), "file_too_big", False),
        (BadRequest("Something nobody has seen"), "refused", False),
    ],
)
def test_what_is_refused_for_good_says_why_and_whether_the_person_is_gone(
    error: TelegramError, reason: str, blocked: bool
):
    assert judge(error) == Never(reason, blocked, str(error))


def test_every_reason_has_words_for_officials():
    texts = Texts("id")
    assert not [reason for reason in REASONS if Never(reason).key not in texts]


async def test_an_attempt_gives_the_id_under_which_a_message_can_be_corrected():
    desk = Desk()
    assert await attempt(lambda: desk.bot.send_message(7, "halo")) == Sent(100)


async def test_an_attempt_gives_the_file_id_of_the_largest_picture_for_the_next_recipient():
    desk = Desk()
    assert await attempt(lambda: desk.bot.send_photo(7, b"x")) == Sent(100, "large")


async def test_an_attempt_at_something_without_a_message_is_sent_without_an_id():
    desk = Desk()
    assert await attempt(lambda: desk.bot.delete_message(7, 3)) == Sent()


async def test_an_attempt_does_not_hide_our_own_mistakes():
    with pytest.raises(TypeError):
        await attempt(lambda: Desk().bot.send_message(7))  # type: ignore[call-arg]


async def test_a_reply_is_html_without_a_link_preview():
    desk = Desk()
    message = await desk.sender.reply(7, "<b>halo</b>", disable_notification=True)
    ((_, data),) = desk.telegram.calls
    assert message is not None and message.message_id == 100
    assert data["parse_mode"] == "HTML" and data["disable_notification"] is True
    assert data["link_preview_options"] == {"is_disabled": True}


async def test_a_long_reply_comes_in_parts_with_the_keyboard_under_the_last():
    desk = Desk()
    html = "\n\n".join(f"<b>Bagian {n}</b> " + "kata " * 300 for n in range(6))
    await desk.sender.reply(7, html, {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]})
    markups = [data.get("reply_markup") for _, data in desk.telegram.calls]
    assert len(markups) == 3 and markups[:2] == [None, None] and markups[2]
    assert all(text.startswith("<b>Bagian") for text in desk.telegram.said)


async def test_html_that_telegram_cannot_read_arrives_as_bare_words():
    desk = Desk((400, "Bad Request: can't parse entities: Unmatched end tag"))
    assert await desk.sender.reply(7, "<b>halo &amp; salam") is not None
    assert desk.telegram.said == ["<b>halo &amp; salam", "halo & salam"]
    assert "parse_mode" not in desk.telegram.calls[1][1]


@pytest.mark.parametrize("trouble", [NotSent("x"), ServerFailed(502)])
async def test_a_reply_that_certainly_did_not_arrive_is_tried_again(trouble: TelegramError):
    desk = Desk(trouble, trouble)
    assert await desk.sender.reply(7, "halo") is not None
    assert len(desk.telegram.calls) == 3 and desk.pauses == [0.5, 2.0]


async def test_a_reply_is_given_up_after_some_tries_without_an_exception():
    desk = Desk(*[NotSent("x")] * 10)
    assert await desk.sender.reply(7, "halo") is None
    assert len(desk.telegram.calls) == 1 + len(PAUSES)


async def test_a_reply_that_may_have_arrived_is_not_sent_twice():
    desk = Desk(Lost("x"))
    assert await desk.sender.reply(7, "halo") is None
    assert len(desk.telegram.calls) == 1


async def test_who_has_blocked_the_bot_is_reported_once_and_no_more_parts_follow():
    desk = Desk((403, "Forbidden: bot was blocked by the user"))
    assert await desk.sender.reply(7, "kata " * 2000) is None
    assert desk.blocked == [7] and len(desk.telegram.calls) == 1


async def test_a_group_that_threw_the_bot_out_is_nobody_to_report():
    desk = Desk((403, "Forbidden: bot was kicked from the group chat"))
    await desk.sender.reply(-5, "halo")
    assert desk.blocked == []


async def test_a_pressed_buttons_message_is_changed_in_place():
    desk = Desk()
    message = await desk.sender.edit(desk.press(), "baru")
    assert message is not None and message.message_id == 55
    assert [endpoint for endpoint, _ in desk.telegram.calls] == ["editMessageText"]


async def test_a_message_that_already_says_so_is_no_error():
    desk = Desk(
        (
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message",
        )
    )
    await desk.sender.edit(desk.press(), "lama")
    assert len(desk.telegram.calls) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: message can't be edited",
        "Bad Request: message to edit not found",
        "Bad Request: there is no text in the message to edit",
    ],
)
async def test_what_cannot_be_changed_is_said_anew(words: str):
    desk = Desk((400, words))
    assert await desk.sender.edit(desk.press(), "baru") is not None
    assert desk.telegram.said == ["baru"]


async def test_an_edit_too_long_for_one_message_goes_on_in_the_next():
    desk = Desk()
    await desk.sender.edit(desk.press(), "kata " * 1000, {"inline_keyboard": []})
    (first, head), (second, tail) = desk.telegram.calls
    assert (first, second) == ("editMessageText", "sendMessage")
    assert "reply_markup" not in head and "reply_markup" in tail


async def test_a_chart_is_uploaded_once_and_then_sent_by_its_id():
    desk = Desk()
    for _ in range(2):
        await desk.sender.photo(7, b"png", "grafik", key="chart:1")
    assert [data["files"] for _, data in desk.telegram.calls] == [["photo"], []]
    assert desk.telegram.calls[1][1]["photo"] == "large"


async def test_a_file_id_that_is_no_longer_good_is_replaced_by_an_upload():
    desk = Desk()
    await desk.sender.document(7, b"pdf", "a.pdf", key="k")
    desk.telegram.script = [(400, "Bad Request: wrong file identifier/HTTP URL specified")]
    assert await desk.sender.document(7, b"pdf", "a.pdf", key="k") is not None
    assert [data["files"] for _, data in desk.telegram.calls] == [["document"], [], ["document"]]


async def test_only_so_many_file_ids_are_kept():
    desk = Desk()
    sender = Sender(desk.bot, files_kept=2)
    for key in "abc":
        await sender.photo(7, b"x", key=key)
    await sender.photo(7, b"x", key="a")
    assert all(data["files"] for _, data in desk.telegram.calls)


async def test_a_caption_that_is_too_long_becomes_a_message_of_its_own_with_the_keyboard():
    desk = Desk()
    await desk.sender.photo(7, b"x", "kata " * 300, {"inline_keyboard": []})
    (_, picture), (_, words) = desk.telegram.calls
    assert "caption" not in picture and "reply_markup" not in picture
    assert words["text"].startswith("kata") and "reply_markup" in words


async def test_a_button_pressed_too_long_ago_is_answered_without_complaint():
    desk = Desk((400, "Bad Request: query is too old and response timeout expired or query ID is invalid"))
    await desk.sender.toast(desk.press(), "ya" * 150)
    ((endpoint, data),) = desk.telegram.calls
    assert endpoint == "answerCallbackQuery" and len(data["text"]) == 200


async def test_typing_and_taking_off_buttons_never_fail():
    desk = Desk((403, "Forbidden: bot was blocked by the user"), Lost("x"))
    await desk.sender.typing(7)
    await desk.sender.remove_keyboard(7, 3)


@pytest.mark.parametrize(("script", "gone"), [((), True), (((400, "Bad Request: message can't be deleted"),), False)])
async def test_deleting_says_whether_it_is_gone(script: tuple[Any, ...], gone: bool):
    assert await Desk(*script).sender.delete(7, 3) is gone


async def test_no_buttons_are_no_keyboard():
    """Telegram refuses a message with an empty keyboard ("object expected as reply markup")."""
    desk = Desk()
    await desk.sender.reply(7, "Sama-sama!", InlineKeyboardMarkup([]))
    [(_, data)] = desk.telegram.calls
    assert not data.get("reply_markup")
