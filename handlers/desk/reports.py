"""The figures of the bot itself at a glance."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup
from telegram import Update

from bot import numbers, people
from bot.inbox import answering
from bot.people import Right
from db.inbox import Status
from handlers.desk.items import back_to_desk
from handlers.gate import Context, official
from handlers.keyboards import keyboard

WINDOW = timedelta(days=30)
TOPICS = 8


@official(Right.REPORTS)
async def reports(update: Update, context: Context) -> None:
    """People, registered businesses, and what came for officials in the last 30 days."""
    await context.toast()
    house, t, actor = context.house, context.t, context.visitor.actor
    count = await people.counts(house.db, actor, since=context.now - WINDOW)
    by_status, by_topic = await answering.counts(house.db, actor, context.now - WINDOW)
    lines = [
        t("desk-reports-people", all=numbers.number(count.people), new=numbers.number(count.new),
          away=numbers.number(count.unreachable)),
        t("desk-reports-businesses", count=numbers.number(count.businesses)),
        t("desk-reports-questions", open=by_status.get(Status.OPEN, 0), answered=by_status.get(Status.ANSWERED, 0),
          missed=by_status.get(Status.MISSED, 0)),
    ]  # fmt: skip
    if by_topic:
        lines.append(t("desk-reports-topics"))
    lines += [t("desk-reports-topic", topic=_title(context, id), count=times) for id, times in by_topic[:TOPICS]]
    when = house.moment(context.now)
    await context.edit(Markup("\n").join([t("desk-reports", when=when), *lines]), keyboard([back_to_desk(t)]))


def _title(context: Context, topic: str | None) -> str:
    city = context.house.city
    return city.topic(topic).title if topic and city.has_topic(topic) else context.t.plain("desk-reports-no-topic")
