"""The Bot API as tables: what every method and object may carry. `!` marks what is required.

One line of a table is `name:Type` pairs. Types are Integer, Float, String, Boolean, Chat (number or @name), File
(upload, file_id or address), Key (KeyboardButton or its text), [Type] for arrays, or the name of an object below.
Telegram ignores what it does not know;
the simulator refuses it, because it is nearly always a slip of the pen. Real parameters that nothing here does justice
to (forum topics, business accounts, suggested posts) are not in the tables, so they are refused as well.
"""

from __future__ import annotations

_SEND = (
    "chat_id!:Chat disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean "
    "message_effect_id:String reply_parameters:ReplyParameters reply_markup:Markup "
)
_CAPTION = "caption:String parse_mode:String caption_entities:[MessageEntity] "
_ABOVE = "show_caption_above_media:Boolean "
_TEXT = "parse_mode:String entities:[MessageEntity] link_preview_options:LinkPreviewOptions "
_EDIT = "chat_id:Chat message_id:Integer inline_message_id:String reply_markup:Markup "
_PLACE = "latitude!:Float longitude!:Float "

METHOD_TABLE: dict[str, str] = {
    "getMe": "",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:[String]",
    "setWebhook": "url!:String certificate:File ip_address:String max_connections:Integer "
    "allowed_updates:[String] drop_pending_updates:Boolean secret_token:String",
    "deleteWebhook": "drop_pending_updates:Boolean",
    "getWebhookInfo": "",
    "sendMessage": _SEND + _TEXT + "text!:String",
    "sendPhoto": _SEND + _CAPTION + _ABOVE + "photo!:File has_spoiler:Boolean",
    "sendDocument": _SEND + _CAPTION + "document!:File thumbnail:File disable_content_type_detection:Boolean",
    "sendVideo": _SEND + _CAPTION + _ABOVE + "video!:File duration:Integer width:Integer height:Integer "
    "thumbnail:File cover:File start_timestamp:Integer has_spoiler:Boolean supports_streaming:Boolean",
    "sendMediaGroup": "chat_id!:Chat media!:[InputMedia] disable_notification:Boolean protect_content:Boolean "
    "allow_paid_broadcast:Boolean message_effect_id:String reply_parameters:ReplyParameters",
    "sendLocation": _SEND + _PLACE + "horizontal_accuracy:Float live_period:Integer heading:Integer "
    "proximity_alert_radius:Integer",
    "sendVenue": _SEND + _PLACE + "title!:String address!:String foursquare_id:String foursquare_type:String "
    "google_place_id:String google_place_type:String",
    "sendContact": _SEND + "phone_number!:String first_name!:String last_name:String vcard:String",
    "sendChatAction": "chat_id!:Chat action!:String",
    "copyMessage": _SEND + _CAPTION + _ABOVE + "from_chat_id!:Chat message_id!:Integer video_start_timestamp:Integer",
    "forwardMessage": "chat_id!:Chat from_chat_id!:Chat video_start_timestamp:Integer disable_notification:Boolean "
    "protect_content:Boolean message_effect_id:String message_id!:Integer",
    "editMessageText": _EDIT + _TEXT + "text:String",
    "editMessageCaption": _EDIT + _CAPTION + _ABOVE,
    "editMessageMedia": _EDIT + "media!:InputMedia",
    "editMessageReplyMarkup": _EDIT,
    "deleteMessage": "chat_id!:Chat message_id!:Integer",
    "deleteMessages": "chat_id!:Chat message_ids!:[Integer]",
    "answerCallbackQuery": "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer",
    "setMyCommands": "commands!:[BotCommand] scope:BotCommandScope language_code:String",
    "getMyCommands": "scope:BotCommandScope language_code:String",
    "deleteMyCommands": "scope:BotCommandScope language_code:String",
    "setMyName": "name:String language_code:String",
    "getMyName": "language_code:String",
    "setMyDescription": "description:String language_code:String",
    "getMyDescription": "language_code:String",
    "setMyShortDescription": "short_description:String language_code:String",
    "getMyShortDescription": "language_code:String",
    "setChatMenuButton": "chat_id:Integer menu_button:MenuButton",
    "getChatMenuButton": "chat_id:Integer",
    "getFile": "file_id!:String",
    "getChat": "chat_id!:Chat",
    "getChatMember": "chat_id!:Chat user_id!:Integer",
    "getChatMemberCount": "chat_id!:Chat",
    "leaveChat": "chat_id!:Chat",
    "pinChatMessage": "chat_id!:Chat message_id!:Integer disable_notification:Boolean",
    "unpinChatMessage": "chat_id!:Chat message_id:Integer",
    "setMessageReaction": "chat_id!:Chat message_id!:Integer reaction:[ReactionType] is_big:Boolean",
}

_MEDIA = "type!:String media!:String " + _CAPTION
_SIZE = "width:Integer height:Integer duration:Integer "

OBJECT_TABLE: dict[str, str] = {
    "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
    "InlineKeyboardButton": "text!:String icon_custom_emoji_id:String style:String url:String callback_data:String "
    "web_app:WebAppInfo login_url:LoginUrl switch_inline_query:String switch_inline_query_current_chat:String "
    "switch_inline_query_chosen_chat:SwitchInlineQueryChosenChat copy_text:CopyTextButton pay:Boolean",
    "ReplyKeyboardMarkup": "keyboard!:[[Key]] is_persistent:Boolean resize_keyboard:Boolean "
    "one_time_keyboard:Boolean input_field_placeholder:String selective:Boolean",
    "KeyboardButton": "text!:String icon_custom_emoji_id:String style:String request_contact:Boolean "
    "request_location:Boolean web_app:WebAppInfo",
    "ReplyKeyboardRemove": "remove_keyboard!:Boolean selective:Boolean",
    "ForceReply": "force_reply!:Boolean input_field_placeholder:String selective:Boolean",
    "MessageEntity": "type!:String offset!:Integer length!:Integer url:String user:User language:String "
    "custom_emoji_id:String unix_time:Integer date_time_format:String",
    "User": "id!:Integer is_bot:Boolean first_name:String last_name:String username:String language_code:String",
    "LinkPreviewOptions": "is_disabled:Boolean url:String prefer_small_media:Boolean prefer_large_media:Boolean "
    "show_above_text:Boolean",
    "ReplyParameters": "message_id:Integer chat_id:Chat allow_sending_without_reply:Boolean quote:String "
    "quote_parse_mode:String quote_entities:[MessageEntity] quote_position:Integer",
    "WebAppInfo": "url!:String",
    "LoginUrl": "url!:String forward_text:String bot_username:String request_write_access:Boolean",
    "SwitchInlineQueryChosenChat": "query:String allow_user_chats:Boolean allow_bot_chats:Boolean "
    "allow_group_chats:Boolean allow_channel_chats:Boolean",
    "CopyTextButton": "text!:String",
    "BotCommand": "command!:String description!:String",
    "BotCommandScope": "type!:String chat_id:Chat user_id:Integer",
    "MenuButton": "type!:String text:String web_app:WebAppInfo",
    "ReactionType": "type!:String emoji:String custom_emoji_id:String",
    "InputMediaPhoto": _MEDIA + _ABOVE + "has_spoiler:Boolean",
    "InputMediaVideo": _MEDIA + _ABOVE + _SIZE + "thumbnail:String cover:String start_timestamp:Integer "
    "supports_streaming:Boolean has_spoiler:Boolean",
    "InputMediaDocument": _MEDIA + "thumbnail:String disable_content_type_detection:Boolean",
}

# An abstract type -> (the key that tells which, {value of that key: concrete type}).
CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "InputMedia": (
        "type",
        {"photo": "InputMediaPhoto", "video": "InputMediaVideo", "document": "InputMediaDocument"},
    ),
}
# `Markup` is told by the one key that each of the four shapes requires.
MARKUPS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}

Fields = dict[str, tuple[str, bool]]


def _fields(line: str) -> Fields:
    """`a!:Integer b:String` -> {"a": ("Integer", True), "b": ("String", False)}."""
    found: Fields = {}
    for pair in line.split():
        name, kind = pair.split(":", 1)
        found[name.rstrip("!")] = (kind, name.endswith("!"))
    return found


METHODS: dict[str, Fields] = {name: _fields(line) for name, line in METHOD_TABLE.items()}
OBJECTS: dict[str, Fields] = {name: _fields(line) for name, line in OBJECT_TABLE.items()}
METHOD_NAMES = {name.lower(): name for name in METHODS}
