"""/start, /help, /bahasa and the main menu; somebody blocks the bot or comes back."""

from __future__ import annotations

from telegram import ChatMember, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationHandlerStop, ChatMemberHandler, CommandHandler

from bot import people
from bot.texts import Texts
from handlers.gate import Context
from handlers.keyboards import button, columns, keyboard, on_button

MENU = ("stat", "program", "season", "legal", "business", "reminder", "office", "human")
"""The main menu, in order; the words are `people-button-menu-<item>`."""

COMMANDS = (
    "start", "menu", "daftar", "usaha", "ubah", "pengingat", "statistik", "riwayat", "cek", "privasi", "datasaya",
    "hapus", "tarikpersetujuan", "help", "bahasa",
)  # fmt: skip
"""Commands shown in Telegram's menu, in this order; the words are `people-command-<name>`."""

GONE = {ChatMember.BANNED, ChatMember.LEFT}


def menu_keyboard(context: Context) -> InlineKeyboardMarkup:
    """The main menu; officials find their desk below it."""
    t = context.t
    rows = columns([button(t.plain(f"people-button-menu-{item}"), "menu", item) for item in MENU], 2)
    desk = [[button(t.plain("people-button-menu-desk"), "desk")]] if context.visitor.is_official else []
    return keyboard([*rows, *desk])


def home_button(t: Texts) -> list:
    """A row with the way back to the main menu."""
    return [button(t.plain("people-button-home"), "home")]


async def start(update: Update, context: Context) -> None:
    """Greet, or follow the deep link's argument to the feature that made it."""
    argument = context.args[0] if context.args else ""
    for prefix, follow in context.house.deep_links.items():
        if argument == prefix or argument.startswith(f"{prefix}-"):
            await follow(update, context, argument[len(prefix) + 1 :])
            return
    name = update.effective_user.first_name if update.effective_user else ""
    office = context.house.city.office
    await context.reply(
        context.t("people-start", name=name, office=office.short_name, city=context.house.city.info.short_name),
        menu_keyboard(context),
    )


async def show_help(update: Update, context: Context) -> None:
    """What the bot can do, with examples."""
    await context.reply(context.t("people-help"), menu_keyboard(context))


async def home(update: Update, context: Context) -> None:
    """The main menu again, in place."""
    await context.toast()
    await context.edit(context.t("people-menu"), menu_keyboard(context))


async def languages(update: Update, context: Context) -> None:
    """Offer the languages there are texts for."""
    texts = context.house.texts
    choices = [button(texts[code].plain("people-language-name"), "lang", code) for code in texts.languages]
    await context.reply(context.t("people-languages", count=len(choices)), keyboard(columns(choices, 2)))


async def speak(update: Update, context: Context) -> None:
    """Switch the language."""
    code = context.argument(0)
    if code not in context.house.texts.languages:
        await context.toast()
        return
    await people.speak(context.house.db, context.visitor.person_id, code, now=context.now)
    context.visitor.language = code
    await context.toast()
    await context.edit(context.t("people-language-set"), menu_keyboard(context))


async def membership(update: Update, context: Context) -> None:
    """Somebody blocked the bot, or came back."""
    change = update.my_chat_member
    if change is None or change.chat.type != change.chat.PRIVATE:
        return
    if change.new_chat_member.status in GONE:
        await people.leave(context.house.db, context.visitor.person_id, now=context.now)
    else:
        await people.greet(context.house.db, context.visitor, change.from_user.first_name, "id", now=context.now)
    raise ApplicationHandlerStop


def register(app: Application) -> None:
    """Add this noun's handlers."""
    app.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CommandHandler(["help", "bantuan"], show_help))
    app.add_handler(CommandHandler("menu", show_help))
    app.add_handler(CommandHandler("bahasa", languages))
    on_button(app, "home", home)
    on_button(app, "lang", speak)
