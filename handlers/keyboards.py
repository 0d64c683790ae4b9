"""Buttons. Their data is "prefix:argument:argument"; every prefix belongs to one handler, which a test compares."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit
from telegram.ext import Application

SEPARATOR = ":"

Row = Sequence[InlineKeyboardButton]


def data(prefix: str, *arguments: object) -> str:
    """Callback data. Raises ValueError above Telegram's 64 bytes, at the desk of whoever writes the button."""
    joined = SEPARATOR.join([prefix, *map(str, arguments)])
    if len(joined.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"callback data is longer than 64 bytes: {joined}")
    return joined


def button(label: str, prefix: str, *arguments: object) -> InlineKeyboardButton:
    """A button that calls the handler of `prefix`."""
    return InlineKeyboardButton(label, callback_data=data(prefix, *arguments))


class Keyboard(InlineKeyboardMarkup):
    """Buttons under a message, which remember how they are written for Telegram: most are sent again and again."""

    __slots__ = ("_written",)

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__(rows)
        self._written: dict[str, Any] = super().to_dict()

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:
        return self._written if recursive else super().to_dict(recursive)


def keyboard(rows: Iterable[Row]) -> Keyboard:
    """Rows of buttons under a message; empty rows are left out."""
    return Keyboard([list(row) for row in rows if row])


def columns(buttons: Sequence[InlineKeyboardButton], width: int) -> list[Row]:
    """The buttons in rows of `width`."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def shares(*buttons: KeyboardButton, placeholder: str | None = None) -> ReplyKeyboardMarkup:
    """A keyboard for once, below the input field: to share a contact or a location."""
    return ReplyKeyboardMarkup(
        [[one] for one in buttons], resize_keyboard=True, one_time_keyboard=True, input_field_placeholder=placeholder
    )


Callback = Callable[[Any, Any], Coroutine[Any, Any, None]]


def on_button(app: Application, prefix: str, callback: Callback) -> None:
    """Let `callback` handle every button of `prefix`; it finds the arguments in `context.arguments`.

    They stand in one table and not each in a handler with a pattern, because every message, pressed or not, is held
    against each handler there is. Raises ValueError for a prefix that somebody has.
    """
    if app.bot_data["house"].buttons.setdefault(prefix, callback) is not callback:
        raise ValueError(f"two handlers for the buttons of {prefix}")
