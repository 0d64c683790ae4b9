"""Every handler of the seasons, and where it is hooked in."""

from __future__ import annotations

from telegram.ext import Application, CommandHandler

from bot.people import Right
from handlers.desk.items import DESK, DeskItem
from handlers.keyboards import on_button
from handlers.seasons import asking, content, job, office, pressed, reminders
from handlers.timetable import JOBS
from handlers.waiting import WAITING

BUTTONS = {
    "remind": reminders.pressed,
    "season": pressed.pressed,
    "cal": office.opened,
    "cal-card": office.card,
    "cal-see": office.preview,
    "cal-do": office.decide,
    "cal-note": office.ask_note,
    "cal-idea": content.ask_idea,
    "cal-dates": content.open_dates,
    "cal-day": content.day,
    "cal-set": content.set_day,
    "cal-other": content.ask_day,
}

WAITING |= {"season-note": office.heard_note, "season-idea": content.heard_idea, "season-day": content.heard_day}
DESK += [
    DeskItem(Right.ANNOUNCE, "seasons-office-button-calendar", "cal"),
    DeskItem(Right.CONTENT, "seasons-office-button-open-dates", "cal-dates"),
]
JOBS["seasons"] = job.make_due


def register(app: Application) -> None:
    """Add this noun's handlers."""
    house = app.bot_data["house"]
    app.add_handler(CommandHandler("pengingat", reminders.command))
    app.add_handler(CommandHandler(["stop", "berhenti"], reminders.stop_command))
    app.add_handler(CommandHandler("kalender", office.command))
    for prefix, callback in BUTTONS.items():
        on_button(app, prefix, callback)
    house.actions["seasons"] = asking.answer
    house.actions["stop"] = reminders.stop_in_words
    house.actions["start"] = reminders.start_in_words
