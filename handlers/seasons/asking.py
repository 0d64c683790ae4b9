"""Questions about seasons: the answer from the calendar, for the asker's own trade, with a picture of 90 days."""

from __future__ import annotations

import asyncio
from functools import lru_cache

from markupsafe import Markup, escape
from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ChatAction

from bot.answers import Answer
from bot.clock import city_day
from bot.content import City
from bot.seasons.asking import SeasonAnswer, season_answer
from bot.seasons.calendar import Event, ref
from bot.seasons.ideas import AT_ONCE
from bot.seasons.picture import draw, picture
from bot.texts import Texts
from handlers.gate import Context
from handlers.keyboards import SEPARATOR, button, columns, keyboard

KEPT_PICTURES = "seasons:"


async def answer(update: Update, context: Context, given: Answer) -> bool:
    """Say it better than the content's standing text can. Several questions in one message stay with that."""
    understood = given.understood
    if understood is not None and understood.questions:
        return False
    said = given.season or _pressed(context, given.topic)
    _remember(context, given, said)
    await context.reply(said.html, _buttons(context, said))
    return True


def _pressed(context: Context, topic: str) -> SeasonAnswer:
    """The same for the button of a topic, where nothing was asked in words."""
    house, visitor = context.house, context.visitor
    today = city_day(context.now, house.city.zone)
    return season_answer(house.city, context.t, topic, today, talk=visitor.talk, sectors=visitor.sectors)


def _remember(context: Context, given: Answer, said: SeasonAnswer) -> None:
    """ "brp minggu lagi" next is about the same season, "ide lain" about the same trade."""
    talk = dict(context.house.talks.get(context.visitor.person_id) or given.talk)
    talk |= {"topic": given.topic, **said.remembered()}
    if given.understood is None:
        talk["listed"] = []
    if said.events:
        talk["season"] = said.events[0].season
    if said.sector:
        talk["sector"] = said.sector
    context.house.talks[context.visitor.person_id] = talk


def _buttons(context: Context, said: SeasonAnswer) -> InlineKeyboardMarkup:
    first = said.events[0] if said.events else None
    return _keyboard(context.house.city, context.t, first, said.has_ideas, said.also)


@lru_cache(64)
def _keyboard(
    city: City, t: Texts, first: Event | None, has_ideas: bool, also: tuple[str, ...]
) -> InlineKeyboardMarkup:
    """Few of them differ."""
    found = []
    if first is not None:
        if has_ideas:
            of = ref([first]).split(SEPARATOR)
            found.append(button(t.plain("seasons-button-more"), "season", "more", *of, AT_ONCE))
        found.append(button(t.plain("seasons-button-remind"), "remind", "one", first.season))
    found.append(button(t.plain("seasons-button-picture"), "season", "picture"))
    found += [button(city.topic(topic).title, "ask", topic) for topic in also if city.has_topic(topic)]
    return keyboard(columns(found, 2))


async def send_picture(context: Context) -> None:
    """The coming 90 days; drawn once a day and content version, uploaded once."""
    house = context.house
    shown = picture(house.city, context.t, city_day(context.now, house.city.zone))
    png = house.pictures.get(shown.key)
    if png is None:
        await house.sender.typing(context.chat, ChatAction.UPLOAD_PHOTO)
        png = await asyncio.to_thread(draw, shown)
        for old in [key for key in house.pictures if key.startswith(KEPT_PICTURES)]:
            house.pictures.pop(old, None)
        house.pictures[shown.key] = png
    caption = Markup("{}\n{}").format(context.t("seasons-picture-caption"), escape(shown.alt))
    await house.sender.photo(context.chat, png, caption, key=shown.key)
