"""What the simulated Telegram remembers: users, chats, messages, files. Lean: 93,000 people may get a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class User:
    """A person's account."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "id"
    phone: str = ""
    role: str = ""  # shown on the page beside the name, nowhere else
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_json(self) -> Json:
        """The Bot API's `User`."""
        found: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                found[name] = value
        return found


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat (of `user`), group, supergroup or channel, with its messages by id."""

    id: int
    type: str = "private"
    title: str = ""
    user: User | None = None
    bot_status: str = "member"  # of the bot: member, administrator, kicked, left
    migrated_to: int | None = None
    username: str = ""
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None  # the reply keyboard on the person's screen
    pinned: list[int] | None = None
    in_flight: int = 0  # the bot's calls about this chat that are not answered yet
    touched: float = 0.0  # loop time of the bot's latest call about this chat
    calls: int = 0  # how many of them were carried out

    def as_json(self) -> Json:
        """The Bot API's `Chat`."""
        found: Json = {"id": self.id, "type": self.type}
        if self.user:
            found["first_name"] = self.user.first_name
            for name in ("last_name", "username"):
                if value := getattr(self.user, name):
                    found[name] = value
        else:
            found["title"] = self.title
            if self.username:
                found["username"] = self.username
        return found


@dataclass(slots=True, eq=False)
class Message:
    """One message as it stands. `body` holds the Bot API's content fields and is replaced, never changed, on edit."""

    message_id: int
    chat: Chat
    date: int
    sender: User | None  # None: the bot
    body: Json
    markup: Json | None = None
    edit_date: int = 0
    deleted: bool = False
    seq: int = 0  # the world's count when the message last changed
    history: list[Json] | None = None  # earlier versions: {"until", "what", "body", "markup"}
    reaction: Json | None = None

    def as_json(self, bot: Json, *, shallow: bool = False) -> Json:
        """The Bot API's `Message`; `shallow` leaves out what it replies to."""
        found: Json = {
            "message_id": self.message_id,
            "from": self.sender.as_json() if self.sender else bot,
            "chat": self.chat.as_json(),
            "date": self.date,
            **self.body,
        }
        if shallow:
            found.pop("reply_to_message", None)
        if self.chat.type == "channel":  # a channel's posts are signed by the channel
            del found["from"]
            found["sender_chat"] = found["chat"]
        if self.edit_date:
            found["edit_date"] = self.edit_date
        if self.markup and "inline_keyboard" in self.markup:
            found["reply_markup"] = self.markup
        return found

    @property
    def text(self) -> str:
        """Text or caption."""
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """Entities of text or caption."""
        return list(self.body.get("entities") or self.body.get("caption_entities") or [])


@dataclass(slots=True, eq=False)
class StoredFile:
    """Bytes that were uploaded, by the bot or by a person."""

    file_id: str
    unique_id: str
    kind: str  # photo, document, video, voice, sticker
    content: bytes
    name: str
    mime: str
    width: int = 0
    height: int = 0

    def as_json(self) -> Json:
        """Fields common to every kind of file."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


@dataclass(slots=True, eq=False)
class Upload:
    """A part of a multipart request that carries a file."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Call:
    """One request of the bot, as kept in `sim.calls`."""

    method: str
    params: Json
    at: float  # seconds, monotonic
    outcome: str = "ok"  # "ok", "400 Bad Request: ...", "fault reset_after", "cancelled"
    seconds: float = 0.0
    message_id: int | None = None  # of the message it made or changed

    @property
    def ok(self) -> bool:
        """Whether the bot was told that it worked."""
        return self.outcome == "ok"
