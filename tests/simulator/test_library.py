"""python-telegram-bot talks to the simulator unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.simulator import Person, Simulator
from bot.simulator.samples import picture


def make(sim: Simulator, token: str | None = None) -> telegram.Bot:
    return telegram.Bot(token or sim.token, base_url=f"{sim.base_url}/bot", base_file_url=f"{sim.base_url}/file/bot")


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[telegram.Bot]:
    async with make(sim) as made:
        yield made


async def test_messages_buttons_and_files_come_back_as_objects(bot: telegram.Bot, ani: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="ya")]])
    sent = await bot.send_message(ani.id, "<b>halo</b> Kak", parse_mode=ParseMode.HTML, reply_markup=keyboard)
    assert sent.text_html == "<b>halo</b> Kak"
    assert sent.reply_markup == keyboard
    edited = await sent.edit_text("baru")
    assert isinstance(edited, telegram.Message)
    photo = await bot.send_photo(ani.id, picture(), caption="Warung")
    file = await bot.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture()
    album = await bot.send_media_group(ani.id, [InputMediaPhoto(picture()), InputMediaPhoto(picture())])
    assert len(album) == 2
    assert await bot.send_chat_action(ani.id, "typing")
    assert (await bot.copy_message(ani.id, ani.id, sent.message_id)).message_id
    assert (await bot.get_chat(ani.id)).first_name == "Ani"
    assert await bot.delete_message(ani.id, sent.message_id)
    assert await bot.set_my_commands([("start", "Mulai")])
    assert (await bot.get_my_commands())[0].command == "start"
    assert (await bot.get_webhook_info()).url == ""


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_failures_become_the_librarys_errors(sim: Simulator, bot: telegram.Bot, ani: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "hai")
    ani.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ani.id, "hai")
    ani.unblock()
    sim.misbehave("429", times=1, retry_after=9)
    with pytest.raises(RetryAfter, match="Retry in 9 seconds"):
        await bot.send_message(ani.id, "hai")
    sim.misbehave("502_page", times=1)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(ani.id, "hai")
    sim.misbehave("reset_after", times=1)
    with pytest.raises(NetworkError):
        await bot.send_message(ani.id, "terkirim")
    sim.misbehave("timeout_after", times=1, seconds=30)
    with pytest.raises(TimedOut):
        await bot.send_message(ani.id, "terkirim juga", read_timeout=0.2)
    assert [shown.text for shown in sim.delivered(ani.id)] == ["terkirim", "terkirim juga"]
    with pytest.raises(InvalidToken):
        await make(sim, "1:SALAH").initialize()


async def test_a_second_poller_is_a_conflict(sim: Simulator, bot: telegram.Bot) -> None:
    async with make(sim) as other:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(other.get_updates(timeout=1))
        with pytest.raises(Conflict):
            await first
        assert await second == ()


async def test_an_application_that_polls_talks_with_a_person(sim: Simulator) -> None:
    async def start(update: Update, _: object) -> None:
        key = InlineKeyboardButton("Tekan", callback_data="tekan")
        await update.message.reply_text("Selamat datang", reply_markup=InlineKeyboardMarkup([[key]]))

    async def echo(update: Update, _: object) -> None:
        await update.message.reply_html(f"<i>{update.message.text}</i>")

    async def pressed(update: Update, _: object) -> None:
        await update.callback_query.answer("oke")
        await update.callback_query.edit_message_text("ditekan")

    application = (
        Application.builder()
        .token(sim.token)
        .base_url(f"{sim.base_url}/bot")
        .base_file_url(f"{sim.base_url}/file/bot")
        .build()
    )
    application.add_handlers(
        [CommandHandler("start", start), CallbackQueryHandler(pressed), MessageHandler(filters.TEXT, echo)]
    )
    async with application:
        await application.start()
        await application.updater.start_polling()
        ani = sim.person("Ani")
        assert (await ani.start())[0].buttons == ["Tekan"]
        assert (await ani.press("Tekan"))[0].text == "ditekan"
        assert ani.toast == "oke"
        assert (await ani.say("apa kabar"))[0].html == "<i>apa kabar</i>"
        await application.updater.stop()
        await application.stop()
    assert sim.complaints == []
    assert sim.unanswered_callbacks == []
