"""Every handler of the inbox, and where it is hooked in."""

from __future__ import annotations

from telegram.ext import Application

from bot.inbox.answering import Shelf
from bot.people import Right
from handlers.desk.items import DESK, DeskItem
from handlers.inbox import answering, asking
from handlers.keyboards import on_button
from handlers.timetable import JOBS
from handlers.waiting import AGAIN, REPLIES, WAITING

BUTTONS = {
    "q-send": asking.send_told,
    "q-complain": asking.complain,
    "q-anon": asking.anonymous,
    "q-add": asking.add,
    "q-back": asking.withdraw,
    "q-gone": asking.withdrawn,
    "q-keep": asking.keep,
    "q-again": asking.ask_again,
    "q-forward": asking.forward,
    "q-answer": answering.answer,
    "q-list": answering.inbox,
    "q-open": answering.open_question,
    "q-missed": answering.missed,
    "q-article": answering.article,
    "q-write": answering.write_article,
    "q-articles": answering.articles,
    "q-retire": answering.retire,
}

WAITING |= {
    "question": asking.heard_question,
    "complaint": asking.heard_complaint,
    "addition": asking.heard_addition,
    "reply": answering.heard_answer,
    "article": answering.heard_article,
}
AGAIN["complaint"] = asking.heard_already
REPLIES.append(answering.by_reply)
DESK.append(DeskItem(Right.ANSWER, "desk-button-inbox", "q-list"))
JOBS["inbox"] = answering.bring_letters


def register(app: Application) -> None:
    """Add this noun's handlers."""
    house = app.bot_data["house"]
    app.bot_data[answering.SHELF] = Shelf(house.db)
    for prefix, callback in BUTTONS.items():
        on_button(app, prefix, callback)
    house.actions["handoff"] = asking.hand_over
    house.actions["missed"] = asking.missed
    house.takers.insert(0, asking.sent_already)  # before whatever was open when the question began, and is open again
    house.takers += [asking.plain_complaint, answering.by_article]
