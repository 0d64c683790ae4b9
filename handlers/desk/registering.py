"""Every handler of the desk."""

from __future__ import annotations

from telegram.ext import Application, CommandHandler

from bot.people import Right
from handlers.desk import audit, content, invites, menu, people, reports
from handlers.desk.items import DESK, DeskItem
from handlers.keyboards import on_button
from handlers.waiting import AGAIN, WAITING

BUTTONS = {
    "desk": menu.desk,
    "desk-reports": reports.reports,
    "desk-people": people.officials,
    "desk-person": people.one,
    "desk-take": people.ask_to_take,
    "desk-taken": people.take,
    "desk-confirm": people.confirm,
    "desk-invite": invites.choose,
    "desk-link": invites.make,
    "desk-audit": audit.acts,
    "desk-content": content.kinds,
    "c-kind": content.listed,
    "c-item": content.shown,
    "c-field": content.change,
    "c-save": content.save,
    "c-undo": content.ask_to_undo,
    "c-undone": content.undo,
}

WAITING["content"] = content.heard_value
AGAIN["content"] = content.heard_again
DESK += [
    DeskItem(Right.CONTENT, "desk-button-content", "desk-content"),
    DeskItem(Right.REPORTS, "desk-button-reports", "desk-reports"),
    DeskItem(Right.PEOPLE, "desk-button-people", "desk-people"),
    DeskItem(Right.PEOPLE, "desk-button-audit", "desk-audit"),
]


def register(app: Application) -> None:
    """Add this noun's handlers."""
    app.add_handler(CommandHandler("petugas", menu.open_desk))
    for prefix, callback in BUTTONS.items():
        on_button(app, prefix, callback)
    app.bot_data["house"].deep_links["undang"] = invites.accept
