"""/petugas: the desk, with only what its official may do."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from telegram import BotCommand, BotCommandScopeChat, Update

from bot.people import Right
from bot.texts import Texts
from handlers.desk.items import desk_keyboard
from handlers.gate import Context
from handlers.house import House
from handlers.people import COMMANDS
from handlers.sender import attempt


def right_names(t: Texts, rights: Iterable[Right]) -> Markup:
    """The rights in words, in their order."""
    held = set(rights)
    return Markup(", ").join(t(f"desk-right-{right}") for right in Right if right in held)


async def open_desk(update: Update, context: Context) -> None:
    """/petugas. Whoever is no official learns how one becomes one."""
    visitor, t = context.visitor, context.t
    if not visitor.is_official:
        await context.reply(t("desk-not-an-official", office=context.house.city.office.short_name))
        return
    await show_command(context.house, visitor.person_id)
    await context.reply(_words(context), desk_keyboard(t, visitor.rights))


async def desk(update: Update, context: Context) -> None:
    """Back to the desk, in place. What lies on it is read from the rights of this moment."""
    await context.toast()
    if not context.visitor.is_official:
        await context.edit(context.t("desk-not-an-official", office=context.house.city.office.short_name))
        return
    await context.edit(_words(context), desk_keyboard(context.t, context.visitor.rights))


def _words(context: Context) -> Markup:
    return context.t("desk-menu", rights=right_names(context.t, context.visitor.rights))


async def show_command(house: House, person_id: int) -> None:
    """Put /petugas into an official's command menu."""
    bot, t = house.bot, house.texts[None]
    assert bot is not None
    commands = [BotCommand(name, t.plain(f"people-command-{name}")) for name in ("petugas", *COMMANDS)]
    await attempt(lambda: bot.set_my_commands(commands, scope=BotCommandScopeChat(person_id)))


async def hide_command(house: House, person_id: int) -> None:
    """Give somebody who is no official any more the commands that everybody has."""
    bot = house.bot
    assert bot is not None
    await attempt(lambda: bot.delete_my_commands(scope=BotCommandScopeChat(person_id)))
