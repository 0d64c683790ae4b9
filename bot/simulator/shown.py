"""A message as somebody sees it on the screen; what the tests read."""

from __future__ import annotations

from bot.simulator.entities import to_html
from bot.simulator.files import FileStore
from bot.simulator.records import Json, Message


class Shown:
    """A live view of one message: it changes when the bot edits or deletes the message."""

    def __init__(self, message: Message, files: FileStore) -> None:
        self.message = message
        self._files = files

    @property
    def message_id(self) -> int:
        """Its number in the chat."""
        return self.message.message_id

    @property
    def chat_id(self) -> int:
        """The chat it stands in."""
        return self.message.chat.id

    @property
    def text(self) -> str:
        """Text or caption, without formatting."""
        return self.message.text

    @property
    def html(self) -> str:
        """Text or caption as HTML."""
        return to_html(self.message.text, self.message.entities)

    @property
    def rows(self) -> list[list[Json]]:
        """Inline buttons as Telegram's objects, row by row."""
        return list((self.message.markup or {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[str]:
        """Labels of the inline buttons."""
        return [button["text"] for row in self.rows for button in row]

    @property
    def data(self) -> dict[str, str]:
        """Label -> callback data of the inline buttons that have it."""
        return {b["text"]: b["callback_data"] for row in self.rows for b in row if "callback_data" in b}

    @property
    def keyboard(self) -> list[str]:
        """Labels of the reply keyboard that came with it."""
        rows = (self.message.markup or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]

    @property
    def photo(self) -> bytes | None:
        """The picture's bytes."""
        sizes = self.message.body.get("photo")
        return self._files.by_id[sizes[-1]["file_id"]].content if sizes else None

    @property
    def document(self) -> bytes | None:
        """The file's bytes."""
        return self._bytes("document")

    @property
    def video(self) -> bytes | None:
        """The film's bytes."""
        return self._bytes("video")

    @property
    def file_name(self) -> str:
        """The document's name, or ""."""
        return str((self.message.body.get("document") or {}).get("file_name", ""))

    def _bytes(self, kind: str) -> bytes | None:
        found = self.message.body.get(kind)
        return self._files.by_id[found["file_id"]].content if found else None

    @property
    def body(self) -> Json:
        """All content fields, as the Bot API names them."""
        return self.message.body

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.message.sender is None

    @property
    def edited(self) -> bool:
        """Whether it was changed since it was sent."""
        return bool(self.message.edit_date)

    @property
    def deleted(self) -> bool:
        """Whether it is gone from the screen."""
        return self.message.deleted

    @property
    def reply_to(self) -> int | None:
        """The number of the message it answers."""
        found = self.message.body.get("reply_to_message")
        return found["message_id"] if found else None

    def __repr__(self) -> str:
        signs = "".join(sign for sign, on in (("*", self.edited), ("x", self.deleted)) if on)
        what = self.text or "/".join(self.body)
        return f"<{'bot' if self.from_bot else 'person'} {self.message_id}{signs} {what[:70]!r} {self.buttons}>"
