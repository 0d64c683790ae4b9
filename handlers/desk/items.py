"""What lies on the officials' desk.

A noun puts its own there: `DESK.append(DeskItem(Right.X, "noun-button-x", "prefix"))`.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.people import Right
from bot.texts import Texts
from handlers.keyboards import button, columns, keyboard
from handlers.people import home_button


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A button of the desk, seen by those with `right`; `prefix` is called without arguments and edits the message."""

    right: Right
    label_key: str
    prefix: str


DESK: list[DeskItem] = []
"""Every item, from every noun; shown in the order of the rights."""


def desk_keyboard(t: Texts, rights: frozenset[Right]) -> InlineKeyboardMarkup:
    """The buttons somebody with these rights may see, and the way to everybody's menu."""
    order = list(Right)
    mine = sorted((item for item in DESK if item.right in rights), key=lambda item: order.index(item.right))
    keys = dict.fromkeys((item.label_key, item.prefix) for item in mine)  # two rights may show the same
    rows = columns([button(t.plain(label), prefix) for label, prefix in keys], 2)
    return keyboard([*rows, home_button(t)])


def back_to_desk(t: Texts) -> list[InlineKeyboardButton]:
    """A row with the way back."""
    return [button(t.plain("desk-button-back"), "desk")]
