"""Every handler of announcements, and their place on the officials' desk."""

from __future__ import annotations

from telegram import Update
from telegram.ext import Application, ApplicationHandlerStop, CommandHandler

from bot.announcements.content import LINK
from bot.people import Right
from handlers.announcements import (
    approval,
    audience,
    composer,
    correcting,
    pressed,
    recipients,
    reporting,
    steps,
    watching,
)
from handlers.announcements.lane import MUTE
from handlers.desk.items import DESK, DeskItem
from handlers.gate import Context
from handlers.keyboards import on_button

BUTTONS = {
    "ann-list": composer.show_list,
    "ann-templates": composer.show_templates,
    "ann-new": composer.start,
    "ann-card": composer.show_card,
    "ann-drop": composer.ask_to_drop,
    "ann-dropped": approval.drop,
    "ann-ask": pressed.open_question,
    "ann-kind": pressed.choose_kind,
    "ann-sure": pressed.confirm_emergency,
    "ann-off": pressed.leave_out,
    "ann-count": pressed.count_presses,
    "ann-blank": pressed.choose_fallback,
    "ann-time": pressed.choose_time,
    "ann-who": audience.open_screen,
    "ann-pick": audience.pick,
    "ann-put": audience.put,
    "ann-all": audience.choose_everyone,
    "ann-see": approval.preview,
    "ann-test": approval.test,
    "ann-submit": approval.submit,
    "ann-remind": approval.remind,
    "ann-pull": approval.pull_back,
    "ann-yes": approval.approve,
    "ann-no": approval.reject,
    "ann-watch": watching.watch,
    "ann-pause": watching.pause,
    "ann-resume": watching.resume,
    "ann-stop": watching.ask_to_cancel,
    "ann-stopped": watching.cancel,
    "ann-report": reporting.show,
    "ann-sheet": reporting.spreadsheet,
    "ann-again": reporting.send_again,
    "ann-unknown": reporting.ask_about_unknown,
    "ann-leave": reporting.leave_unknown,
    "ann-twice": reporting.send_unknown_again,
    "ann-fix": correcting.correct,
    "ann-retract": correcting.ask_to_retract,
    "ann-retracted": correcting.retract,
    MUTE: recipients.mute,
    "unmute": recipients.unmute,
    "ann-check-not": recipients.check_not,
}

DESK += [
    DeskItem(Right.ANNOUNCE, "announcements-button-desk", "ann-list"),
    DeskItem(Right.APPROVE, "announcements-button-desk", "ann-list"),
]


async def leave(update: Update, context: Context) -> None:
    """/batal while a question of ours is open; otherwise others see to it."""
    if await steps.leave(context) or await recipients.leave(context):
        raise ApplicationHandlerStop


def register(app: Application) -> None:
    """Add this noun's handlers. The composer and /cek look at free text before it is a question."""
    house = app.bot_data["house"]
    app.add_handler(CommandHandler("pengumuman", composer.show_list))
    app.add_handler(CommandHandler("batal", leave), group=-1)
    app.add_handler(CommandHandler("riwayat", recipients.history))
    app.add_handler(CommandHandler("cek", recipients.check))
    for prefix, callback in BUTTONS.items():
        on_button(app, prefix, callback)
    house.takers += [steps.take, recipients.take]
    house.deep_links[LINK] = recipients.follow
