"""What the bot says about itself: commands, descriptions, menu button."""

from __future__ import annotations

import re

from bot.simulator.errors import BadRequest
from bot.simulator.methods.common import Api, method
from bot.simulator.records import Json, Upload
from bot.simulator.spec import SCOPES
from bot.simulator.world import Profile

Uploads = dict[str, Upload]
MAX_COMMANDS = 100
MAX_NAME = 32
MAX_DESCRIPTION = 256


@method("getMe")
def get_me(api: Api, params: Json, uploads: Uploads) -> Json:
    """The bot's own account."""
    return api.world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands")
def set_my_commands(api: Api, params: Json, uploads: Uploads) -> bool:
    """The list behind the menu button."""
    commands = params["commands"]
    if len(commands) > MAX_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    api.world.profile.commands[_key(api, params)] = [_checked(command) for command in commands]
    api.world.tell("commands")
    return True


def _checked(command: Json) -> Json:
    name, description = command["command"].strip().removeprefix("/"), command["description"].strip()
    if not name:
        raise BadRequest("command must be non-empty")
    if len(name) > MAX_NAME:
        raise BadRequest(f"command length must not exceed {MAX_NAME}")
    if not description:
        raise BadRequest("command description must be non-empty")
    if len(description) > MAX_DESCRIPTION:
        raise BadRequest(f"command description length must not exceed {MAX_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise BadRequest("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


@method("getMyCommands")
def get_my_commands(api: Api, params: Json, uploads: Uploads) -> list[Json]:
    """The list of exactly this scope and language."""
    return api.world.profile.commands.get(_key(api, params), [])


@method("deleteMyCommands")
def delete_my_commands(api: Api, params: Json, uploads: Uploads) -> bool:
    """Back to the wider scope's list."""
    api.world.profile.commands.pop(_key(api, params), None)
    api.world.tell("commands")
    return True


def _key(api: Api, params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    needed = SCOPES.get(scope["type"])
    if needed is None:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    for name in needed:
        if name not in scope:
            raise BadRequest(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    if "chat_id" in needed:
        api.world.chat(scope["chat_id"])
    language = _language(params)
    return ":".join([scope["type"], *(str(scope[name]) for name in needed)]), language


def _language(params: Json) -> str:
    language = str(params.get("language_code", ""))
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise BadRequest("invalid language code specified")
    return language


def commands_for(profile: Profile, chat_id: int, user_id: int, language: str) -> list[Json]:
    """What a person sees in a private or group chat: the narrowest scope that was set, own language first."""
    wide = "all_private_chats" if chat_id > 0 else "all_group_chats"
    for scope in (f"chat_member:{chat_id}:{user_id}", f"chat:{chat_id}", wide, "default"):
        for code in (language, ""):
            if found := profile.commands.get((scope, code)):
                return found
    return []


def _register_text(noun: str, limit: int) -> None:
    """setMyX and getMyX, alike for the three texts of a profile."""
    title = "".join(part.title() for part in noun.split("_"))

    @method(f"setMy{title}")
    def set_text(api: Api, params: Json, uploads: Uploads) -> bool:
        text = params.get(noun, "")
        if len(text) > limit:
            raise BadRequest(f"bot {noun.replace('_', ' ')} is too long")
        getattr(api.world.profile, noun)[_language(params)] = text
        return True

    @method(f"getMy{title}")
    def get_text(api: Api, params: Json, uploads: Uploads) -> Json:
        texts = getattr(api.world.profile, noun)
        unset = api.world.bot["first_name"] if noun == "name" else ""
        return {noun: texts.get(_language(params), "") or texts.get("", "") or unset}


for _noun, _limit in {"name": 64, "description": 512, "short_description": 120}.items():
    _register_text(_noun, _limit)


@method("setChatMenuButton")
def set_chat_menu_button(api: Api, params: Json, uploads: Uploads) -> bool:
    """What the button beside the input does."""
    button = params.get("menu_button", {"type": "default"})
    if button["type"] not in ("default", "commands", "web_app"):
        raise BadRequest("MenuButton has unsupported type")
    if button["type"] == "web_app" and not (button.get("text") and button.get("web_app")):
        raise BadRequest("BUTTON_INVALID")
    if params.get("chat_id"):
        api.world.writable(params["chat_id"])
    api.world.profile.menu_buttons[params.get("chat_id", 0)] = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(api: Api, params: Json, uploads: Uploads) -> Json:
    """The button of a chat, or everyone's."""
    if params.get("chat_id"):
        api.world.chat(params["chat_id"])
    buttons = api.world.profile.menu_buttons
    return buttons.get(params.get("chat_id", 0)) or buttons.get(0) or {"type": "commands"}
