"""Who is in a chat, what is pinned, reactions, files to fetch, answers to buttons."""

from __future__ import annotations

import re

from bot.simulator.entities import utf16_length
from bot.simulator.errors import BadRequest
from bot.simulator.methods.common import Api, method
from bot.simulator.records import Json, Upload

Uploads = dict[str, Upload]
MAX_TOAST = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(api: Api, params: Json, uploads: Uploads) -> bool:
    """Stops the waiting sign on a button, with a toast or an alert; works once, and not too late."""
    callback = api.world.callback(params["callback_query_id"])
    if callback is None:
        raise BadRequest(TOO_OLD)
    if utf16_length(params.get("text", "")) > MAX_TOAST:
        raise BadRequest("MESSAGE_TOO_LONG")
    if params.get("url") and not re.match(rf"(https?://)?t\.me/{api.world.bot['username']}\?", params["url"]):
        raise BadRequest("URL_INVALID")  # a button may open nothing but this bot's own start links
    callback.answer = {name: value for name, value in params.items() if name != "callback_query_id"}
    del api.world.callbacks[callback.id]
    api.world.tell("toast", chat_id=callback.message.chat.id, person=callback.user.id, **callback.answer)
    return True


@method("getChat")
def get_chat(api: Api, params: Json, uploads: Uploads) -> Json:
    """A chat with details."""
    chat = api.world.chat(params["chat_id"])
    api.world.inside(chat)
    found = chat.as_json() | {"accent_color_id": 0, "max_reaction_count": 11}
    found["accepted_gift_types"] = dict.fromkeys(_GIFTS, False)
    if chat.pinned:
        found["pinned_message"] = chat.messages[chat.pinned[-1]].as_json(api.world.bot, shallow=True)
    return found


_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getChatMember")
def get_chat_member(api: Api, params: Json, uploads: Uploads) -> Json:
    """Someone's place in a chat."""
    chat = api.world.chat(params["chat_id"])
    if params["user_id"] == api.world.bot["id"]:
        return member(api.world.bot, chat.bot_status)
    api.world.inside(chat)
    user = api.world.users.get(params["user_id"])
    if user is None:
        raise BadRequest("user not found")
    here = chat.user is user or any(message.sender is user for message in chat.messages.values())
    return member(user.as_json(), "member" if here else "left")


def member(user: Json, status: str) -> Json:
    """The Bot API's `ChatMember`."""
    found: Json = {"user": user, "status": status}
    if status == "kicked":
        found["until_date"] = 0
    if status == "administrator":
        found |= dict.fromkeys(_RIGHTS, True)
    return found


_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_post_messages", "can_edit_messages",
)  # fmt: skip


@method("getChatMemberCount")
def get_chat_member_count(api: Api, params: Json, uploads: Uploads) -> int:
    """The bot and everyone who wrote there."""
    chat = api.world.chat(params["chat_id"])
    api.world.inside(chat)
    senders = {message.sender.id for message in chat.messages.values() if message.sender}
    return 2 if chat.user else 1 + len(senders)


@method("leaveChat")
def leave_chat(api: Api, params: Json, uploads: Uploads) -> bool:
    """The bot goes."""
    chat = api.world.chat(params["chat_id"])
    api.world.inside(chat)
    if chat.user:
        raise BadRequest("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


@method("pinChatMessage")
def pin_chat_message(api: Api, params: Json, uploads: Uploads) -> bool:
    """Shows a message on top."""
    chat = api.world.writable(params["chat_id"])
    message = api.world.message(chat, params["message_id"], "message to pin not found")
    chat.pinned = [number for number in chat.pinned or [] if number != message.message_id]
    chat.pinned.append(message.message_id)
    api.world.tell("pinned", chat_id=chat.id, message_id=message.message_id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(api: Api, params: Json, uploads: Uploads) -> bool:
    """Takes it off, by default the latest."""
    chat = api.world.writable(params["chat_id"])
    pinned = chat.pinned or []
    number = params.get("message_id", pinned[-1] if pinned else None)
    if number not in pinned:
        raise BadRequest("message to unpin not found")
    chat.pinned = [other for other in pinned if other != number]
    api.world.tell("pinned", chat_id=chat.id, message_id=chat.pinned[-1] if chat.pinned else None)
    return True


# The emoji that may be put under messages, as the documentation lists them.
_REACTIONS = {
    *"❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡",
    *("❤\u200d🔥", "👨\u200d💻", "🤷\u200d♂", "🤷\u200d♀"),
}


@method("setMessageReaction")
def set_message_reaction(api: Api, params: Json, uploads: Uploads) -> bool:
    """The bot's emoji under a message; a bot may put one."""
    chat = api.world.writable(params["chat_id"])
    message = api.world.message(chat, params["message_id"], "message to react not found")
    wanted = params.get("reaction", [])
    if len(wanted) > 1:
        raise BadRequest("REACTIONS_TOO_MANY")
    if any(item["type"] != "emoji" or item.get("emoji") not in _REACTIONS for item in wanted):
        raise BadRequest("REACTION_INVALID")
    message.reaction = wanted[0] if wanted else None
    api.world.tell("edit", chat_id=chat.id, message=api.world.page_message(message))
    return True


@method("getFile")
def get_file(api: Api, params: Json, uploads: Uploads) -> Json:
    """Where a file can be fetched."""
    return api.world.files.path(params["file_id"])
