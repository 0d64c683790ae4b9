"""A raw update as python-telegram-bot's objects.

A message has a hundred fields; what a person types carries seven of them. The library's reader sets every other one
to None by itself, for the update, the message, the person and the chat: 0.1 ms, an eighth of all that an update costs
here. So what is plainly typed text is read into the same classes with only the fields it has; anything else goes to the
library.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from telegram import Bot, Chat, Message, MessageEntity, Update, User

One = TypeVar("One")

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class _Person(User):
    """A User that has what it was given, and for the rest what a bare one has."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(_BARE_PERSON, name)


class _Place(Chat):
    """The same for a Chat."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(_BARE_PLACE, name)


class _Typed(Message):
    """The same for a Message."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(_BARE_MESSAGE, name)


class _Came(Update):
    """The same for an Update."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(_BARE_UPDATE, name)


_BARE_UPDATE = Update(0)
_BARE_PERSON = User(0, "", is_bot=False)
_BARE_PLACE = Chat(0, Chat.PRIVATE)
_BARE_MESSAGE = Message(0, datetime.fromtimestamp(0, UTC), _BARE_PLACE)

_PERSON = frozenset({"id", "is_bot", "first_name", "last_name", "username", "language_code"})
_PLACE = frozenset({"id", "type", "first_name", "last_name", "username"})
_TYPED = frozenset({"message_id", "date", "chat", "from", "text"})


LARGEST_ID = 2**63
"""What a column of the database holds."""


def can_be_kept(raw: object) -> bool:
    """Whether this is an object with an id of its own; whatever else it holds can be kept and looked at later."""
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    return type(update_id) is int and 0 <= update_id < LARGEST_ID


def read(raw: Mapping[str, Any], bot: Bot) -> Update:
    """The update. Raises whatever the library raises for what is none."""
    message = raw.get("message")
    if len(raw) == 2 and isinstance(message, dict) and _is_typed(message):
        typed = _typed(message, bot)
        given = {
            "update_id": raw["update_id"],
            "message": typed,
            "_effective_message": typed,
            "_effective_chat": typed.chat,
            "_effective_user": typed.from_user,
        }
        return _made(_Came, bot, given, (raw["update_id"],))
    return Update.de_json(dict(raw), bot)


def _is_typed(message: Mapping[str, Any]) -> bool:
    """Words alone, from a person, in a private chat: the fields of such a message, each of its own type."""
    if message.keys() - _ENTITIES != _TYPED or type(message["text"]) is not str:
        return False
    person, place = message["from"], message["chat"]
    return (
        type(person) is dict
        and type(place) is dict
        and person.keys() <= _PERSON
        and place.keys() <= _PLACE
        and type(person.get("id")) is type(place.get("id")) is type(message["date"]) is int
        and type(message["message_id"]) is int
        and person.get("is_bot") is False
        and type(person.get("first_name")) is str
        and place.get("type") == Chat.PRIVATE
    )


_ENTITIES = frozenset({"entities"})


def _typed(raw: Mapping[str, Any], bot: Bot) -> Message:
    chat = _made(_Place, bot, raw["chat"], (raw["chat"]["id"],))
    given = {
        "message_id": raw["message_id"],
        "date": datetime.fromtimestamp(raw["date"], UTC),
        "chat": chat,
        "from_user": _made(_Person, bot, raw["from"], (raw["from"]["id"],)),
        "text": raw["text"],
        "_effective_attachment": _BARE_MESSAGE._effective_attachment,
    }
    if "entities" in raw:
        given["entities"] = MessageEntity.de_list(raw["entities"], bot)
    return _made(_Typed, bot, given, (raw["message_id"], chat))


def _made(kind: type[One], bot: Bot, given: Mapping[str, Any], identity: tuple[object, ...]) -> One:
    made = kind.__new__(kind)
    put = object.__setattr__
    for name, value in given.items():
        put(made, name, value)
    put(made, "_bot", bot)
    put(made, "_id_attrs", identity)
    put(made, "api_kwargs", _NOTHING)
    put(made, "_frozen", True)
    return made
