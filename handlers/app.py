"""The table of contents of the bot: what it is built of, and in which order its handlers are asked.

Note: order matters. The gate comes first; a command before free text; free text, which understands everything, last.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import BotCommand, Update
from telegram.constants import ParseMode
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, ContextTypes, Defaults, ExtBot

from bot import content
from bot import people as services
from bot.answers import Answers
from bot.clock import Clock, SystemClock
from bot.language import Understanding
from bot.settings import Settings, SettingsError
from bot.texts import Catalogue
from db.engine import Database
from handlers import (
    announcements,
    answers,
    businesses,
    desk,
    errors,
    forms,
    gate,
    inbox,
    people,
    privacy,
    seasons,
    waiting,
)
from handlers.gate import Context, Gate
from handlers.house import House
from handlers.keyboards import SEPARATOR
from handlers.limiter import TwoLaneLimiter
from handlers.request import AiohttpRequest
from handlers.sender import Sender

NOUNS = (people, waiting, desk, forms, businesses, privacy, inbox, announcements, seasons, answers)
"""Every noun's handlers, in the order they are asked."""


async def furnish(
    settings: Settings,
    db: Database,
    clock: Clock | None = None,
    *,
    loaded: content.CityContent | None = None,
    understanding: Understanding | None = None,
) -> House:
    """Everything the handlers share, read from the database and the city's content folder.

    `loaded` and `understanding` save reading the folder and training when somebody has them already.
    """
    loaded = loaded or content.load_folder(settings.content)
    settings = on_the_city_clock(settings, loaded.city.timezone)
    clock = clock or SystemClock()
    await content.load(db, loaded, clock.now())
    city = await content.read_city(db, loaded)
    return House(
        settings=settings,
        db=db,
        clock=clock,
        texts=Catalogue(),
        answers=Answers(city, understanding or Understanding.from_city(city)),
    )


def on_the_city_clock(settings: Settings, timezone: str) -> Settings:
    """Settings with the city's time zone. Raises SettingsError when another one was written down."""
    if "timezone" in settings.model_fields_set and settings.timezone != timezone:
        raise SettingsError(
            f"TIMEZONE is {settings.timezone}, but {settings.city} lives by {timezone}: write that, or nothing."
        )
    return settings.model_copy(update={"timezone": timezone})


def build(house: House) -> Application:
    """The application with all its handlers, ready to be initialised."""
    settings = house.settings
    limiter = TwoLaneLimiter(rate=settings.send_rate)
    app = (
        ApplicationBuilder()
        .application_class(errors.HouseApplication)
        .token(settings.token)
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .rate_limiter(limiter)
        .context_types(ContextTypes(context=Context))
        .defaults(Defaults(parse_mode=ParseMode.HTML))
        .updater(None)
        .job_queue(None)
        .build()
    )
    house.bot = app.bot
    house.sender = Sender(app.bot, _blocked(house))
    app.bot_data["house"] = house
    gate.install(app, Gate(house))
    answers.register_words(app)
    for noun in NOUNS:
        noun.register(app)
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_error_handler(errors.handler(errors.Incidents()))
    return app


async def pressed(update: Update, context: gate.Context) -> None:
    """A button: whoever registered its prefix handles it; nobody did, so somebody made it up."""
    data = update.callback_query.data if update.callback_query else None
    prefix = (data or "").partition(SEPARATOR)[0]
    await context.house.buttons.get(prefix, errors.forged_button)(update, context)


def _blocked(house: House) -> Callable[[int], Awaitable[None]]:
    async def blocked(person_id: int) -> None:
        await services.leave(house.db, person_id, now=house.clock.now())

    return blocked


async def introduce(bot: ExtBot[Any], house: House) -> None:
    """Tell Telegram which commands there are, in each language, and what the bot is."""
    for language in house.texts.languages:
        t = house.texts[language]
        commands = [BotCommand(name, t.plain(f"people-command-{name}")) for name in people.COMMANDS]
        code = None if language == "id" else language
        await bot.set_my_commands(commands, language_code=code)
        await bot.set_my_short_description(
            t.plain("people-short-description", city=house.city.info.name), language_code=code
        )
