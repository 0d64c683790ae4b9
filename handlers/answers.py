"""Free text and menus: what people ask, answered from the city's content."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from markupsafe import escape
from prometheus_client import Counter
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatAction
from telegram.ext import Application, CommandHandler, MessageHandler, filters

from bot.answers import Answer
from bot.answers.answering import GREETING, HELLO, SALAM
from bot.answers.chart import chart, draw
from bot.content import City
from bot.sixteen import masked
from bot.texts import Texts
from handlers import metrics
from handlers.gate import Context
from handlers.keyboards import button, columns, keyboard, on_button
from handlers.people import home_button, show_help

MENUS = {
    "stat": ("stat.total", "stat.micro", "stat.small_medium", "stat.sector_culinary", "stat.sectors", "stat.growth",
             "stat.regional"),
    "program": ("program.list", "program.training", "program.mentoring", "program.promotion", "program.financing",
                "program.kur", "program.scale_up", "program.apply"),
    "season": ("season.next", "season.year_end", "season.ramadan", "season.ideas"),
    "legal": ("legal.nib", "legal.pirt", "legal.halal", "legal.bpom", "legal.tax", "legal.brand", "legal.qris",
              "legal.bookkeeping", "legal.ecatalog", "legal.scam"),
    "office": ("office.contact", "office.mpp", "human.handoff"),
}  # fmt: skip
"""The topics behind each item of the main menu."""

ALONE = {"business": "business.status", "reminder": "subscription.start", "human": "human.handoff"}
"""Items of the main menu that are one topic."""


WITHOUT_WORDS = (("voice", "answers-voice"), ("audio", "answers-voice"), ("video_note", "answers-voice"),
                 ("sticker", "answers-sticker"), ("photo", "answers-picture"))  # fmt: skip
"""What to say to a message that carries no words, by what it carries instead."""


SHORT_WORDS = 3
WRITES_ON_SECONDS = 2.5
"""An unclear message of so few words may be the beginning of several: so long we wait for the next."""


async def free_text(update: Update, context: Context) -> None:
    """Answer whatever somebody wrote, unless an open form or the like takes it first."""
    for take in context.house.takers:
        if await take(update, context):
            return
    message = update.effective_message
    text = message.text or message.caption if message else None
    if message is None or not text:
        key = next((key for what, key in WITHOUT_WORDS if message and getattr(message, what)), "answers-not-text")
        await context.reply(context.t(key))
        return
    answer = understood(text, context)
    if (_vague(answer) or _only_opens(answer)) and await _writes_on(text, context):
        return
    await show(update, context, answer)


def understood(text: str, context: Context) -> Answer:
    """The answer to `text`, taken together with unclear words sent just before if it is unclear by itself."""
    talk = dict(context.visitor.talk)
    before = talk.pop("unclear", "")
    answer = answer_to(text, context, talk)
    if not before or not (_vague(answer) or answer.parent.startswith("chitchat")):
        return answer
    together = answer_to(f"{before} {text}", context, talk)
    return answer if _vague(together) else together


def answer_to(text: str, context: Context, talk: Mapping[str, Any]) -> Answer:
    """The answer to `text` for this visitor, after `talk`."""
    return context.house.answers.answer(
        text, now=context.now, talk=talk, texts=context.t, sectors=context.visitor.sectors
    )


def _vague(answer: Answer) -> bool:
    return answer.unsure or answer.topic == "out_of_scope.gibberish"


def _only_opens(answer: Answer) -> bool:
    """ "min", "mau nanya": the question is still being written, while "halo" wants to be greeted."""
    if answer.topic != GREETING or answer.understood is None:
        return False
    return answer.understood.normalised.split(" ", 1)[0] not in GREETS


GREETS = frozenset({*HELLO, *SALAM}) - {"permisi"}
"""First words of a message that is complete as a greeting; "permisi" begins a question."""


def is_missed(answer: Answer) -> bool:
    """Nothing was found that fits, not even a reason to decline; officials may want to know."""
    return _vague(answer) or answer.topic == "out_of_scope.other"


async def _writes_on(text: str, context: Context) -> bool:
    """Wait a moment after a few unclear words. If more comes, keep them for the next message and say nothing yet."""
    before = context.visitor.talk.get("unclear", "")
    if len(text.split()) > SHORT_WORDS or not await context.house.more(context.visitor.person_id, WRITES_ON_SECONDS):
        return False
    unclear = masked(f"{before} {text}".strip())
    context.house.talks[context.visitor.person_id] = {**context.visitor.talk, "unclear": unclear}
    return True


async def show(update: Update, context: Context, answer: Answer) -> None:
    """Send an answer with its next steps, do what it is about, and remember what was talked about."""
    _counter(answer.parent).inc()
    if answer.talk:
        context.house.talks[context.visitor.person_id] = answer.talk
    act = context.house.actions.get(answer.action or ("missed" if is_missed(answer) else ""))
    if act is not None and await act(update, context, answer):
        return
    await context.reply(answer.html, next_steps(context, answer))


@cache
def _counter(topic: str) -> Counter:
    """prometheus_client looks its labels up under a lock each time; topics are few."""
    return metrics.ANSWERS.labels(topic)


def next_steps(context: Context, answer: Answer) -> InlineKeyboardMarkup:
    """At most three likely next topics, and a human where the bot could not help."""
    offered = tuple(one for offers in context.house.offers for one in offers(context, answer.topic))
    return _steps(context.house.city, context.t, offered, answer.next, answer.unsure)


@lru_cache(256)
def _steps(
    city: City, t: Texts, offered: tuple[InlineKeyboardButton, ...], topics: tuple[str, ...], human: bool
) -> InlineKeyboardMarkup:
    """Few of them differ, and they are made of objects that take longer than an answer."""
    buttons = [*offered, *_buttons(city, topics)]
    if human:
        buttons.append(button(t.plain("answers-button-human"), "ask", "human.handoff"))
    return keyboard([[one] for one in buttons])


def topic_buttons(context: Context, topics: Sequence[str]) -> list[InlineKeyboardButton]:
    """A button for each topic, with its title."""
    return _buttons(context.house.city, topics)


def _buttons(city: City, topics: Sequence[str]) -> list[InlineKeyboardButton]:
    return [button(city.topic(topic).title, "ask", topic) for topic in topics if city.has_topic(topic)]


async def pressed_topic(update: Update, context: Context) -> None:
    """A topic's button: its answer as a new message, so that what was said stays."""
    await context.toast()
    topic = context.argument(0)
    if context.house.city.has_topic(topic):
        await show(update, context, context.house.answers.about(topic, now=context.now))


async def pressed_menu(update: Update, context: Context) -> None:
    """An item of the main menu: its topics, in place."""
    await context.toast()
    item = context.argument(0)
    if item in ALONE:
        await show(update, context, context.house.answers.about(ALONE[item], now=context.now))
        return
    if item in MENUS:
        text = (
            context.t(f"answers-menu-{item}", city=context.house.city.info.name)
            if item == "stat"
            else context.t(f"answers-menu-{item}")
        )
        await context.edit(text, menu(context, item))


def menu(context: Context, item: str) -> InlineKeyboardMarkup:
    """The topics of one menu, and the way back."""
    return keyboard([*columns(topic_buttons(context, MENUS[item]), 2), home_button(context.t)])


async def statistics(update: Update, context: Context) -> None:
    """/statistik: the figures at a glance, as a picture whose caption says the same in words."""
    city = context.house.city
    shown = chart(city, context.t)
    key = f"statistics:{context.visitor.language}:{city.version}"
    picture = context.house.pictures.get(key)
    if picture is None:
        await context.house.sender.typing(context.chat, ChatAction.UPLOAD_PHOTO)
        picture = context.house.pictures[key] = await asyncio.to_thread(draw, shown)
    buttons = keyboard(columns(topic_buttons(context, MENUS["stat"][1:4]), 1))
    await context.house.sender.photo(context.chat, picture, escape(shown.alt), buttons, key=key)
    context.house.talks[context.visitor.person_id] = {"topic": "stat.total", "listed": list(MENUS["stat"][1:4])}


def register(app: Application) -> None:
    """Add this noun's handlers. A command nobody knows and free text are the last that are asked."""
    app.add_handler(CommandHandler("statistik", statistics))
    on_button(app, "ask", pressed_topic)
    on_button(app, "menu", pressed_menu)
    app.add_handler(MessageHandler(filters.COMMAND, show_help))
    app.add_handler(MessageHandler(~filters.StatusUpdate.ALL, free_text))


class _Words(filters.MessageFilter):
    """Text that is certainly no command."""

    def filter(self, message: Message) -> bool:
        return message.text is not None and not message.text.startswith("/")


def register_words(app: Application) -> None:
    """Add the handler of plain words, which most updates are, before they are held against every command."""
    app.add_handler(MessageHandler(_Words(), free_text))
