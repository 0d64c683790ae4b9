"""What every method needs: the registry, formatted text, keyboards, replies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.simulator import entities
from bot.simulator.errors import BadRequest, Complaint
from bot.simulator.keyboards import check_markup
from bot.simulator.limits import Limits
from bot.simulator.records import Chat, Json, Message, Upload
from bot.simulator.webhook import Webhook
from bot.simulator.world import World

MAX_TEXT = 4096  # UTF-16 units after entity parsing
MAX_CAPTION = 1024
MAX_SOURCE = 32768  # bytes before parsing


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


def formatted(world: World, source: str, parse_mode: str | None, given: list[Json] | None) -> tuple[str, list[Json]]:
    """Text with its entities, from parse_mode (which wins) or from explicit entities."""
    if len(source.encode()) > MAX_SOURCE:
        raise BadRequest("text is too long")
    mode = (parse_mode or "none").lower()
    if mode != "none" and mode not in entities.PARSERS:
        raise BadRequest("unsupported parse_mode")
    if mode != "none":
        text, found = entities.PARSERS[mode](source)
    elif given:
        text, found = entities.with_entities(source, given)
    else:
        text, found = entities.plain(source)
    return text, [entity for entity in (_introduced(world, one) for one in found) if entity]


def _introduced(world: World, entity: Json) -> Json:
    """A mention tells whom it means; one of somebody the bot cannot know is only text."""
    if entity["type"] != "text_mention":
        return entity
    user = world.users.get(entity["user"]["id"])
    return {**entity, "user": user.as_json()} if user else {}


def text_body(world: World, params: Json, too_long: str = "message is too long") -> Json:
    """{"text", "entities"?, "link_preview_options"?} of a message; raises when empty or longer than 4096."""
    source = params.get("text", "")
    text, found = formatted(world, source, params.get("parse_mode"), params.get("entities"))
    if entities.says_nothing(text):
        raise BadRequest("text must be non-empty" if source else "message text is empty")
    if entities.utf16_length(text) > MAX_TEXT:
        raise BadRequest(too_long)
    body: Json = {"text": text, "entities": found} if found else {"text": text}
    if preview := params.get("link_preview_options"):
        body["link_preview_options"] = preview
    return body


def caption_body(world: World, params: Json, too_long: str = "message caption is too long") -> Json:
    """{"caption", "caption_entities"?, "show_caption_above_media"?} or {}; raises when longer than 1024."""
    text, found = formatted(world, params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    if entities.utf16_length(text) > MAX_CAPTION:
        raise BadRequest(too_long)
    if entities.says_nothing(text):
        return {}
    body: Json = {"caption": text, "caption_entities": found} if found else {"caption": text}
    if params.get("show_caption_above_media"):
        body["show_caption_above_media"] = True
    return body


def reply_body(world: World, chat: Chat, params: Json) -> Json:
    """{"reply_to_message", "quote"?} when the message answers another one of the chat."""
    wanted = params.get("reply_parameters")
    if not wanted:
        return {}
    if wanted.get("chat_id", chat.id) != chat.id:
        world.chat(wanted["chat_id"])
        raise Complaint("the simulator knows no replies to messages of another chat")
    if "message_id" not in wanted:
        raise BadRequest('can\'t find field "message_id"')
    found = chat.messages.get(wanted["message_id"])
    if found is None or found.deleted:
        if wanted.get("allow_sending_without_reply"):
            return {}
        raise BadRequest("message to be replied not found")
    return {"reply_to_message": found.as_json(world.bot, shallow=True), **_quote(world, found, wanted)}


def _quote(world: World, found: Message, wanted: Json) -> Json:
    """The quoted part, which must stand in the message word for word."""
    if not wanted.get("quote"):
        return {}
    text, marks = formatted(world, wanted["quote"], wanted.get("quote_parse_mode"), wanted.get("quote_entities"))
    if not text or text not in found.text:
        raise BadRequest("QUOTE_TEXT_INVALID")
    position = entities.utf16_length(found.text[: found.text.index(text)])
    quote: Json = {"text": text, "position": position, "is_manual": True}
    return {"quote": quote | ({"entities": marks} if marks else {})}


def send(api: Api, params: Json, body: Json, *, check_first: Chat | None = None) -> Message:
    """Posts a message of the bot: may it, how fast, with which keyboard."""
    chat = check_first or api.world.writable(params["chat_id"])
    markup = check_markup(params.get("reply_markup"), chat)
    body |= reply_body(api.world, chat, params)
    if params.get("protect_content"):
        body["has_protected_content"] = True
    if params.get("message_effect_id"):
        body["effect_id"] = params["message_effect_id"]
    api.limits.take(chat)
    return api.world.post(chat, None, body, markup)


def sent(api: Api, message: Message) -> Json:
    """A message as the answer of a call."""
    return message.as_json(api.world.bot)
