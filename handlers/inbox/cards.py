"""How a question looks to officials, and how its messages in their chats are kept up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import numbers, people
from bot.inbox import answering
from bot.inbox.answering import LIKELY, Card
from bot.people import Actor, Right
from bot.texts import Texts
from db.inbox import Kind, Status, Told
from handlers.house import House
from handlers.keyboards import button, keyboard

HOUSE = Actor(0, frozenset({Right.ANSWER}))
"""The bot itself, when it shows officials what came in."""
SHORT = 60


def short(text: str, length: int = SHORT) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def title(house: House, topic: str | None) -> str:
    """A topic's name as people read it; "" for one there is not."""
    return house.city.topic(topic).title if topic and house.city.has_topic(topic) else ""


def card_html(house: House, t: Texts, card: Card) -> Markup:
    """A question as officials see it."""
    lines = [
        t(f"inbox-card-{card.kind}", reference=card.reference),
        t("inbox-card-from", name=card.name, when=_when(house, card)) if card.name
        else t("inbox-card-nameless", when=_when(house, card)),
        t("inbox-card-text", text=card.text or t.plain("inbox-gone")),
        *[t("inbox-card-part", text=part) for part in card.parts],
        *_about(house, t, card),
        *_fate(house, t, card),
    ]  # fmt: skip
    return Markup("\n").join(lines)


def _when(house: House, card: Card) -> str:
    return house.moment(card.created_at)


def _about(house: House, t: Texts, card: Card) -> Sequence[Markup]:
    before = ", ".join(filter(None, (title(house, topic) for topic in card.topics)))
    guess = title(house, card.topic)
    lines = []
    if before:
        lines.append(t("inbox-card-before", topics=before))
    if guess and (card.confidence or 0) >= LIKELY:
        lines.append(t("inbox-card-guess", topic=guess, share=numbers.percent(card.confidence or 0)))
    if card.asked > 1:
        lines.append(t("inbox-card-asked", count=card.asked))
    return lines


def _fate(house: House, t: Texts, card: Card) -> Sequence[Markup]:
    if card.status == Status.WITHDRAWN:
        return [t("inbox-card-withdrawn")]
    if card.status == Status.OPEN or card.answered_at is None:
        return [t("inbox-card-how")]
    when = house.moment(card.answered_at)
    gone = t.plain("inbox-gone")
    told = [t(f"inbox-told-{state}", count=card.told[state]) for state in Told if card.told.get(state)]
    return [t("inbox-card-answered", name=card.answered_by or "-", when=when, answer=card.answer or gone), *told]


def card_keyboard(t: Texts, card: Card, *, may_edit: bool = False) -> InlineKeyboardMarkup | None:
    """What an official can do with a question."""
    if card.status == Status.OPEN:
        return keyboard([[button(t.plain("inbox-button-answer"), "q-answer", card.group_id)]])
    if card.status == Status.ANSWERED and card.kind == Kind.QUESTION and may_edit:
        return keyboard([[button(t.plain("inbox-button-article"), "q-article", card.group_id)]])
    return None


async def show_to_officials(house: House, group_id: int) -> int:
    """Put the question as it is now before every official who answers; how many have it before them."""
    card = await answering.card(house.db, HOUSE, group_id)
    if card is None:
        return 0
    may = set(await people.holders(house.db, Right.ANSWER, house.settings.admin_ids))
    there = [row for row in await answering.official_messages(house.db, group_id) if row[0] in may]
    new = may - {official for official, _ in there} if card.status == Status.OPEN else set()
    edits = [_renew(house, card, official, message) for official, message in there]
    shown = await asyncio.gather(*edits, *(_send(house, card, official) for official in new))
    return sum(shown)


async def _send(house: House, card: Card, official: int) -> bool:
    t = house.texts[None]
    message = await house.sender.reply(official, card_html(house, t, card), card_keyboard(t, card))
    if message is not None:
        await answering.remember_message(house.db, card.group_id, official, message.message_id)
    return message is not None


async def _renew(house: House, card: Card, official: int, message_id: int) -> bool:
    t = house.texts[None]
    message = await house.sender.edit_message(official, message_id, card_html(house, t, card), card_keyboard(t, card))
    if message is not None and message.message_id != message_id:
        await answering.remember_message(house.db, card.group_id, official, message.message_id)
    return True
