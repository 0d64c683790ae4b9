"""What Telegram refuses in keyboards."""

from __future__ import annotations

from collections.abc import Callable

from bot.simulator.entities import check_url, person_in
from bot.simulator.errors import BadRequest
from bot.simulator.records import Chat, Json

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA = 64  # bytes
MAX_COPIED = 256
STYLES = ("", "default", "primary", "danger", "success")
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "pay",
)  # fmt: skip
_EMPTY_IS_NONE = ("url", "callback_data")
_PRIVATE_ONLY = {"request_contact": "phone number", "request_location": "location"}


def check_markup(markup: Json | None, chat: Chat) -> Json | None:
    """The markup to keep (None for an empty inline keyboard); raises BadRequest."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return _checked_inline(markup)
    if "keyboard" in markup:
        markup = _checked_reply(markup, chat)
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise BadRequest("input field placeholder is too long")
    return markup


def _checked_inline(markup: Json) -> Json | None:
    rows = [[_checked_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    _check_size(rows)
    return {**markup, "inline_keyboard": rows} if rows else None


def _checked_reply(markup: Json, chat: Chat) -> Json:
    rows = [[_as_object(button) for button in row] for row in markup["keyboard"] if row]
    if not rows:
        raise BadRequest("reply keyboard must be non-empty")
    _check_size(rows)
    for button in (button for row in rows for button in row):
        _check_label(button, "keyboard button")
        for wish, what in _PRIVATE_ONLY.items():
            if button.get(wish) and chat.type != "private":
                raise BadRequest(f"{what} can be requested in private chats only")
    return {**markup, "keyboard": rows}


def _as_object(button: Json | str) -> Json:
    """A key may be only its text."""
    return {"text": button} if isinstance(button, str) else button


def _check_size(rows: list[list[Json]]) -> None:
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise BadRequest("reply markup is too long")


def _check_label(button: Json, what: str) -> None:
    if not button["text"].strip():
        raise BadRequest(f"{what} text must be non-empty")
    if button.get("style", "") not in STYLES:
        raise BadRequest(f"can't parse {what}: invalid button style specified")


def _checked_button(button: Json) -> Json:
    """An inline button as it is kept: its address as Telegram writes it."""
    _check_label(button, "inline keyboard button")
    actions = [name for name in _ACTIONS if name in button and not (name in _EMPTY_IS_NONE and not button[name])]
    if not actions:
        raise BadRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        both = " and ".join(actions)
        raise BadRequest(f"can't parse inline keyboard button: exactly one action is allowed, got {both}")
    check = _CHECKS.get(actions[0])
    return check(button) if check else button


def _check_data(button: Json) -> Json:
    if len(button["callback_data"].encode()) > MAX_DATA:
        raise BadRequest("BUTTON_DATA_INVALID")
    return button


def _check_link(button: Json) -> Json:
    return button if person_in(button["url"]) else {**button, "url": _address(button["url"], "")}


def _check_app(button: Json) -> Json:
    address = _address(button["web_app"]["url"], "Web App ")
    if not address.startswith("https://"):
        raise BadRequest(f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are allowed")
    return button


def _address(given: str, what: str) -> str:
    try:
        return check_url(given)
    except ValueError as error:
        raise BadRequest(f"inline keyboard button {what}URL '{given}' is invalid: {error}") from error


def _check_copied(button: Json) -> Json:
    if not 1 <= len(button["copy_text"]["text"]) <= MAX_COPIED:
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")
    return button


_CHECKS: dict[str, Callable[[Json], Json]] = {
    "callback_data": _check_data,
    "url": _check_link,
    "web_app": _check_app,
    "copy_text": _check_copied,
}
