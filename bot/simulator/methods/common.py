"""What every method needs: the registry, formatted text, keyboards, replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.simulator import entities
from bot.simulator.errors import BadRequest
from bot.simulator.keyboards import check_markup
from bot.simulator.limits import Limits
from bot.simulator.records import Chat, Json, Message, Upload
from bot.simulator.webhook import Webhook
from bot.simulator.world import World

MAX_TEXT = 4096  # UTF-16 units after entity parsing
MAX_CAPTION = 1024


@dataclass(slots=True)
class Api:
    """What the methods work on."""

    world: World
    limits: Limits
    webhook: Webhook


Handler = Callable[[Api, Json, dict[str, Upload]], Any]
HANDLERS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Registers a function as the Bot API method of that name."""

    def keep(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return keep


def formatted(source: str, parse_mode: str | None, given: list[Json] | None) -> tuple[str, list[Json]]:
    """Text with its entities, from parse_mode or from explicit entities."""
    if given:
        text, found = entities.with_entities(source, given)
    elif not parse_mode:
        text, found = entities.plain(source)
    elif parse_mode.lower() == "html":
        text, found = entities.parse_html(source)
    else:
        raise BadRequest(f"unsupported parse_mode: the simulator knows HTML, not {parse_mode}")
    return text, list(found)


def text_body(params: Json) -> Json:
    """{"text", "entities"?} of a message; raises when empty or longer than 4096."""
    text, found = formatted(params.get("text", ""), params.get("parse_mode"), params.get("entities"))
    if not text:
        raise BadRequest("message text is empty")
    if entities.utf16_length(text) > MAX_TEXT:
        raise BadRequest("message is too long")
    return {"text": text, "entities": found} if found else {"text": text}


def caption_body(params: Json) -> Json:
    """{"caption", "caption_entities"?} or {}; raises when longer than 1024."""
    text, found = formatted(params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    if entities.utf16_length(text) > MAX_CAPTION:
        raise BadRequest("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": found} if found else {"caption": text}


def reply_body(world: World, chat: Chat, params: Json) -> Json:
    """{"reply_to_message"} when the message answers another one of the chat."""
    wanted = params.get("reply_parameters")
    if not wanted:
        return {}
    found = chat.messages.get(wanted["message_id"])
    if found is None or found.deleted:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise BadRequest("message to be replied not found")
    return {"reply_to_message": found.as_json(world.bot, shallow=True)}


def send(api: Api, params: Json, body: Json, *, check_first: Chat | None = None) -> Message:
    """Posts a message of the bot: may it, how fast, with which keyboard."""
    chat = check_first or api.world.writable(params["chat_id"])
    markup = check_markup(params.get("reply_markup"))
    body |= reply_body(api.world, chat, params)
    if params.get("protect_content"):
        body["has_protected_content"] = True
    api.limits.take(chat)
    return api.world.post(chat, None, body, markup)


def sent(api: Api, message: Message) -> Json:
    """A message as the answer of a call."""
    return message.as_json(api.world.bot)
