"""Messages without files, copies and forwards, chat actions."""

from __future__ import annotations

from bot.simulator.errors import BadRequest
from bot.simulator.methods.common import Api, caption_body, method, send, sent, text_body
from bot.simulator.records import Json, Message, Upload

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
Uploads = dict[str, Upload]
# What belongs to the place of a message, not to its content: left behind by copy and forward.
_PLACE = (
    "reply_to_message",
    "quote",
    "effect_id",
    "forward_origin",
    "has_protected_content",
    "media_group_id",
    "pinned_message",
)


@method("sendMessage")
def send_message(api: Api, params: Json, uploads: Uploads) -> Json:
    """A text."""
    return sent(api, send(api, params, text_body(api.world, params)))


@method("sendLocation")
def send_location(api: Api, params: Json, uploads: Uploads) -> Json:
    """A point on the map."""
    return sent(api, send(api, params, {"location": _place(params)}))


@method("sendVenue")
def send_venue(api: Api, params: Json, uploads: Uploads) -> Json:
    """A place with name and address."""
    venue = {"location": _place(params), "title": params["title"], "address": params["address"]}
    return sent(api, send(api, params, {"venue": venue, "location": venue["location"]}))


@method("sendContact")
def send_contact(api: Api, params: Json, uploads: Uploads) -> Json:
    """A telephone number with a name."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: params[name] for name in names if name in params}
    return sent(api, send(api, params, {"contact": contact}))


def _place(params: Json) -> Json:
    if not (-90 <= params["latitude"] <= 90 and -180 <= params["longitude"] <= 180):
        raise BadRequest("wrong latitude or longitude specified")
    return {"latitude": params["latitude"], "longitude": params["longitude"]}


@method("copyMessage")
def copy_message(api: Api, params: Json, uploads: Uploads) -> Json:
    """The same content without its sender; a media caption may be replaced."""
    original = _original(api, params, "copy")
    body = {key: value for key, value in original.body.items() if key not in _PLACE}
    if "caption" in params and "text" not in body:
        body = {k: v for k, v in body.items() if k not in ("caption", "caption_entities")} | caption_body(
            api.world, params
        )
    return {"message_id": send(api, params, body).message_id}


@method("forwardMessage")
def forward_message(api: Api, params: Json, uploads: Uploads) -> Json:
    """The same content with a note where it comes from."""
    original = _original(api, params, "forward")
    if original.body.get("has_protected_content"):
        raise BadRequest("message has protected content and can't be forwarded")
    return sent(api, send(api, params, forwarded(original, api.world.bot)))


def forwarded(original: Message, bot: Json) -> Json:
    """The body of a forwarded message."""
    sender = original.sender.as_json() if original.sender else bot
    origin = original.body.get("forward_origin") or {
        "type": "user",
        "sender_user": sender,
        "date": original.date,
    }
    return {k: v for k, v in original.body.items() if k not in _PLACE} | {"forward_origin": origin}


def _original(api: Api, params: Json, verb: str) -> Message:
    chat = api.world.chat(params["from_chat_id"])
    return api.world.message(chat, params["message_id"], f"message to {verb} not found")


@method("sendChatAction")
def send_chat_action(api: Api, params: Json, uploads: Uploads) -> bool:
    """ "typing..." for five seconds."""
    if params["action"].lower() not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    chat = api.world.writable(params["chat_id"])
    api.world.tell("action", chat_id=chat.id, action=params["action"])
    return True
