"""What Telegram refuses in keyboards."""

from __future__ import annotations

from bot.simulator.entities import checked_url
from bot.simulator.errors import BadRequest
from bot.simulator.records import Json

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA = 64  # bytes
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "pay",
)  # fmt: skip


def check_markup(markup: Json | None) -> Json | None:
    """The markup to keep (None for an empty inline keyboard); raises BadRequest."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        _check_size(markup["inline_keyboard"])
        for row in markup["inline_keyboard"]:
            for button in row:
                _check_inline(button)
        return markup if any(markup["inline_keyboard"]) else None
    if "keyboard" in markup:
        _check_reply(markup)
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise BadRequest("input field placeholder is too long")
    return markup


def _check_size(rows: list[list[Json]]) -> None:
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise BadRequest("reply markup is too long")
    if any(len(row) > MAX_ROW for row in rows):
        raise BadRequest(f"reply markup is too long: more than {MAX_ROW} buttons in a row")


def _check_reply(markup: Json) -> None:
    if not any(markup["keyboard"]):
        raise BadRequest("reply keyboard must be non-empty")
    _check_size(markup["keyboard"])
    for row in markup["keyboard"]:
        for button in row:
            if not button["text"].strip():
                raise BadRequest("can't parse keyboard button: text must be non-empty")


def _check_inline(button: Json) -> None:
    if not button["text"].strip():
        raise BadRequest("can't parse inline keyboard button: text must be non-empty")
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        both = " and ".join(actions)
        raise BadRequest(f"can't parse inline keyboard button: exactly one action is allowed, got {both}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MAX_DATA:
        raise BadRequest("BUTTON_DATA_INVALID")
    if "url" in button and not checked_url(button["url"]):
        raise BadRequest(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
