"""Changing and removing what was sent."""

from __future__ import annotations

from datetime import timedelta

from bot.simulator.errors import BadRequest
from bot.simulator.keyboards import check_markup
from bot.simulator.methods.common import Api, caption_body, method, sent, text_body
from bot.simulator.methods.media import media_body
from bot.simulator.records import Chat, Json, Message, Upload

Uploads = dict[str, Upload]
DELETE_WITHIN = timedelta(hours=48)
MAX_DELETED = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
# Telegram has other words for the same when it is an edit.
TEXT_TOO_LONG = "MESSAGE_TOO_LONG"
CAPTION_TOO_LONG = "MEDIA_CAPTION_TOO_LONG"
_MEDIA = ("photo", "document", "video")
_CONTENT = (
    "text", "entities", "link_preview_options", "caption", "caption_entities", "show_caption_above_media",
    "has_media_spoiler", *_MEDIA,
)  # fmt: skip


def _editable(api: Api, params: Json) -> Message:
    """The bot's own message that an edit means."""
    if "inline_message_id" in params:
        raise BadRequest("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise BadRequest("chat_id is empty")
    if "message_id" not in params:
        raise BadRequest("message identifier is not specified")
    chat = api.world.writable(params["chat_id"])
    message = api.world.message(chat, params["message_id"], "message to edit not found")
    # Telegram edits only the bot's own messages, and none that brought a reply keyboard.
    if message.sender is not None or (message.markup and "inline_keyboard" not in message.markup):
        raise BadRequest("message can't be edited")
    return message


def _change(api: Api, message: Message, body: Json, params: Json) -> Json:
    markup = check_markup(params.get("reply_markup"), message.chat)
    if markup and "inline_keyboard" not in markup:
        raise BadRequest("inline keyboard expected")
    if body == message.body and markup == message.markup:
        raise BadRequest(NOT_MODIFIED)
    api.limits.take(message.chat)
    api.world.edit(message, body, markup)
    return sent(api, message)


def _kept(message: Message, *without: str) -> Json:
    """The message's body without the fields that an edit replaces."""
    return {key: value for key, value in message.body.items() if key not in without}


@method("editMessageText")
def edit_message_text(api: Api, params: Json, uploads: Uploads) -> Json:
    """Another text; without reply_markup the buttons go."""
    body = text_body(api.world, params, TEXT_TOO_LONG)
    message = _editable(api, params)
    if "text" not in message.body:
        raise BadRequest("there is no text in the message to edit")
    return _change(api, message, _kept(message, "text", "entities", "link_preview_options") | body, params)


@method("editMessageCaption")
def edit_message_caption(api: Api, params: Json, uploads: Uploads) -> Json:
    """Another caption under a photo, document or video."""
    body = caption_body(api.world, params, CAPTION_TOO_LONG)
    message = _editable(api, params)
    if not any(kind in message.body for kind in _MEDIA):
        raise BadRequest("there is no caption in the message to edit")
    return _change(
        api, message, _kept(message, "caption", "caption_entities", "show_caption_above_media") | body, params
    )


@method("editMessageMedia")
def edit_message_media(api: Api, params: Json, uploads: Uploads) -> Json:
    """Another file in place of the one shown."""
    message = _editable(api, params)
    kept = _kept(message, *_CONTENT)
    return _change(api, message, kept | media_body(api, params["media"], uploads, CAPTION_TOO_LONG), params)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(api: Api, params: Json, uploads: Uploads) -> Json:
    """Other buttons, or none."""
    message = _editable(api, params)
    return _change(api, message, message.body, params)


@method("deleteMessage")
def delete_message(api: Api, params: Json, uploads: Uploads) -> bool:
    """Takes one message away, within 48 hours."""
    chat = api.world.writable(params["chat_id"])
    message = api.world.message(chat, params["message_id"], "message to delete not found")
    if not _deletable(api, chat, message):
        raise BadRequest("message can't be deleted for everyone")
    api.world.delete(message)
    return True


@method("deleteMessages")
def delete_messages(api: Api, params: Json, uploads: Uploads) -> bool:
    """Takes several away; those that cannot be found are skipped, one that is too old keeps all of them."""
    chat = api.world.writable(params["chat_id"])
    if not params["message_ids"]:
        raise BadRequest("message identifiers are not specified")
    if len(params["message_ids"]) > MAX_DELETED:
        raise BadRequest("too many message identifiers specified")
    found = [chat.messages[number] for number in dict.fromkeys(params["message_ids"]) if number in chat.messages]
    standing = [message for message in found if not message.deleted]
    if not all(_deletable(api, chat, message) for message in standing):
        raise BadRequest("message can't be deleted for everyone")
    for message in standing:
        api.world.delete(message)
    return True


def _deletable(api: Api, chat: Chat, message: Message) -> bool:
    fresh = api.world.now().timestamp() - message.date < DELETE_WITHIN.total_seconds()
    own = message.sender is None or chat.type == "private"
    return fresh and own
