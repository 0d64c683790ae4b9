"""The message itself as recipients will see it, shown to officials beforehand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import LinkPreviewOptions

from bot.announcements.blanks import Template
from bot.announcements.content import message
from bot.announcements.jobs import Parcel
from bot.outcomes import Outcome
from db.announcements import Action, Announcement, Kind
from handlers.announcements.lane import Dressed, frame
from handlers.house import House
from handlers.sender import attempt


async def show(house: House, chat_id: int, it: Announcement, values: Mapping[str, str] | None = None) -> Outcome:
    """Send the real message to `chat_id`, framed, its blanks filled by `values` or their fallbacks."""
    filled = Template(message(it, it), it.blanks).fill(values or {})
    number = it.corrects_id or it.id
    dressed = frame(house)(Parcel(it.id, number, Kind(it.kind), Action(it.action), chat_id, filled))
    return await attempt(lambda: _send(house, chat_id, dressed))


async def _send(house: House, chat_id: int, dressed: Dressed) -> Any:
    bot = house.bot
    plainly: dict[str, Any] = {"parse_mode": None, "reply_markup": dressed.keyboard}
    if dressed.media_kind is None:
        quiet = LinkPreviewOptions(is_disabled=True)
        return await bot.send_message(
            chat_id, dressed.text, entities=dressed.entities, link_preview_options=quiet, **plainly
        )
    return await _sender(house, dressed.media_kind)(
        chat_id, dressed.media_id, caption=dressed.text, caption_entities=dressed.entities, **plainly
    )


async def check_file(house: House, chat_id: int, kind: str, file_id: str) -> Outcome:
    """Send a file to its author, once before it goes to many: whether Telegram takes it by its id."""
    return await attempt(lambda: _sender(house, kind)(chat_id, file_id))


def _sender(house: House, kind: str) -> Callable[..., Awaitable[Any]]:
    bot = house.bot
    send: dict[str, Callable[..., Awaitable[Any]]] = {
        "photo": bot.send_photo, "document": bot.send_document, "video": bot.send_video,
    }  # fmt: skip
    return send[kind]
