"""The bulk lane at the top floor: the only part of announcements that calls Telegram for the many.

`carrying(house)` runs it for as long as the bot lives. Every call goes through the limiter's bulk lane, so that answers
to people never wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from telegram.ext import ExtBot

from bot import numbers
from bot.announcements.content import Message, counted_link
from bot.announcements.delivery import Courier
from bot.announcements.frame import closing
from bot.announcements.jobs import Parcel
from bot.announcements.tending import Tell
from bot.clock import city_day
from bot.html import units
from bot.outcomes import Later, Never, Outcome
from bot.texts import Texts
from db.announcements import Action, Kind
from handlers.house import House
from handlers.keyboards import button
from handlers.limiter import Lane, TwoLaneLimiter
from handlers.sender import attempt

log = structlog.get_logger()

MUTE = "mute"
"""Prefix of the button that mutes a kind; its argument is the kind."""

KEPT = 256
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PLAINLY: dict[str, Any] = {"parse_mode": None, "rate_limit_args": Lane.BULK}
"""Formatting comes as entities, so nothing is parsed."""


class Dressed(NamedTuple):
    """A message with its frame, as python-telegram-bot wants it."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None
    media_kind: str | None
    media_id: str | None


class Frame:
    """What every announcement carries besides its own words: number, sender, how to check and how to mute."""

    def __init__(
        self, t: Texts, office: str, link: Callable[[str], str], today: Callable[[], date], bot: Callable[[], str]
    ) -> None:
        self._t, self._office, self._link, self._today, self._bot = t, office, link, today, bot
        self._kept = lru_cache(maxsize=KEPT)(self._dress)
        self._line = lru_cache(maxsize=KEPT)(self._write_line)
        self._keyboards: dict[tuple[int, int, bool], tuple[object, InlineKeyboardMarkup | None]] = {}

    def __call__(self, parcel: Parcel) -> Dressed:
        """The message of `parcel`, dressed. One that goes to many is dressed once."""
        private = parcel.person_id > 0
        return self._kept(parcel.message, parcel.announcement_id, parcel.number, parcel.kind, parcel.action, private)

    def _dress(
        self, message: Message, announcement_id: int, number: int, kind: Kind, action: Action, private: bool
    ) -> Dressed:
        line = self.line(number, action, message.signed, private=private)
        text = f"{message.text}\n\n{line}" if message.text else line
        start = units(text) - units(line)
        entities = [_entity(one) for one in message.entities]
        entities.append(MessageEntity(MessageEntity.ITALIC, start, units(line)))
        keyboard = self._keyboard(message, announcement_id, kind, mute=private and action != Action.DELETE)
        return Dressed(text, tuple(entities), keyboard, message.media_kind, message.media_id)

    def line(self, number: int, action: Action = Action.SEND, signed: str = "", *, private: bool = True) -> str:
        """The closing lines."""
        return self._line(number, action, signed, self._today(), "" if private else self._bot())

    def _write_line(self, number: int, action: Action, signed: str, today: date, bot: str) -> str:
        at = numbers.day(today)
        return closing(self._t, self._office, number, signed=signed, action=action, at=at, bot=bot)

    def _keyboard(
        self, message: Message, announcement_id: int, kind: Kind, *, mute: bool
    ) -> InlineKeyboardMarkup | None:
        """The buttons; messages that differ in a name only share one tuple of them, and so one keyboard."""
        key = (id(message.buttons), announcement_id, mute)
        kept = self._keyboards.get(key)
        if kept is None or kept[0] is not message.buttons:
            if len(self._keyboards) >= KEPT:
                self._keyboards.clear()
            kept = self._keyboards[key] = (message.buttons, self._make_keyboard(message, announcement_id, kind, mute))
        return kept[1]

    def _make_keyboard(
        self, message: Message, announcement_id: int, kind: Kind, mute: bool
    ) -> InlineKeyboardMarkup | None:
        rows: list[list[InlineKeyboardButton]] = []
        for place, one in enumerate(message.buttons):
            made = self._button(one, announcement_id, place)
            if rows and _short(made) and _short(rows[-1][0]) and len(rows[-1]) == 1:
                rows[-1].append(made)
            else:
                rows.append([made])
        if mute and kind != Kind.EMERGENCY:
            name = self._t.plain(f"announcements-kind-{kind}")
            rows.append([button(self._t.plain("announcements-button-mute", kind=name), MUTE, kind)])
        return InlineKeyboardMarkup(rows) if rows else None

    def _button(self, one: Mapping[str, Any], announcement_id: int, place: int) -> InlineKeyboardButton:
        if "data" in one:
            return InlineKeyboardButton(one["label"], callback_data=one["data"])
        url = self._link(counted_link(announcement_id, place)) if one.get("counted") else one["url"]
        return InlineKeyboardButton(one["label"], url=url)


SHORT_LABEL = 20
"""So long two of the bot's own buttons fit beside each other on a phone."""


def _short(one: InlineKeyboardButton) -> bool:
    return one.callback_data is not None and len(one.text) <= SHORT_LABEL


def _entity(one: Mapping[str, Any]) -> MessageEntity:
    entity = MessageEntity.de_json(dict(one), None)
    if entity is None:
        raise ValueError("an empty entity")
    return entity


class PostOffice:
    """Makes the call of a parcel and says what became of it. `frame` dresses what it sends."""

    def __init__(self, bot: ExtBot[Any], frame: Frame) -> None:
        self._bot, self._frame = bot, frame
        self._media: dict[str, Callable[..., Awaitable[Any]]] = {
            "photo": bot.send_photo, "document": bot.send_document, "video": bot.send_video,
        }  # fmt: skip
        self._acts: dict[Action, Callable[[Parcel, Dressed], Awaitable[Outcome]]] = {
            Action.SEND: self._send, Action.EDIT: self._edit, Action.DELETE: self._delete,
        }  # fmt: skip

    async def __call__(self, parcel: Parcel) -> Outcome:
        """One call (two where a group has moved, or cannot be deleted from any more)."""
        try:
            dressed = self._frame(parcel)
        except Exception:  # nothing has left yet, so this is not unknown
            log.exception("bulk.undressed", announcement=parcel.announcement_id)
            return Never("refused")
        outcome = await self._acts[parcel.action](parcel, dressed)
        if isinstance(outcome, Later) and outcome.why == "migrated":
            return Never("chat_gone")
        return outcome

    async def _send(self, parcel: Parcel, dressed: Dressed) -> Outcome:
        outcome = await attempt(lambda: self._call(parcel.person_id, dressed))
        if isinstance(outcome, Later) and outcome.why == "migrated" and outcome.chat_id is not None:
            moved = outcome.chat_id
            return await attempt(lambda: self._call(moved, dressed))
        return outcome

    async def _call(self, chat_id: int, dressed: Dressed) -> Any:
        options: dict[str, Any] = {"reply_markup": dressed.keyboard, **PLAINLY}
        if dressed.media_kind is None:
            return await self._bot.send_message(
                chat_id, dressed.text, entities=dressed.entities, link_preview_options=NO_PREVIEW, **options
            )
        send = self._media[dressed.media_kind]
        return await send(chat_id, dressed.media_id, caption=dressed.text, caption_entities=dressed.entities, **options)

    async def _edit(self, parcel: Parcel, dressed: Dressed) -> Outcome:
        where: dict[str, Any] = {"chat_id": parcel.person_id, "message_id": parcel.target_id}
        options: dict[str, Any] = {"reply_markup": dressed.keyboard, **PLAINLY}
        if dressed.media_kind is None:
            return await attempt(lambda: self._bot.edit_message_text(
                dressed.text, entities=dressed.entities, link_preview_options=NO_PREVIEW, **where, **options,
            ))  # fmt: skip
        return await attempt(lambda: self._bot.edit_message_caption(
            caption=dressed.text, caption_entities=dressed.entities, **where, **options,
        ))  # fmt: skip

    async def _delete(self, parcel: Parcel, dressed: Dressed) -> Outcome:
        """Where Telegram does not let it be deleted any more, it is edited to say that it was taken back."""
        target = parcel.target_id or 0
        outcome = await attempt(lambda: self._bot.delete_message(parcel.person_id, target, rate_limit_args=Lane.BULK))
        if isinstance(outcome, Never) and outcome.reason == "not_deletable":
            return await self._edit(parcel, dressed)
        return outcome


def frame(house: House) -> Frame:
    """The frame with this office's name. Officials see the same in the preview."""
    zone, clock = house.settings.zone, house.clock
    office, today = house.city.office.short_name, lambda: city_day(clock.now(), zone)
    return Frame(house.texts["id"], office, house.link, today, lambda: house.username)


def courier(house: House, tell: Tell | None = None, **options: Any) -> Courier:
    """The courier of this house; its pace is what the limiter lets bulk have at present."""
    limiter = house.bot.rate_limiter
    if not isinstance(limiter, TwoLaneLimiter):
        raise TypeError("the bulk lane needs the two-lane limiter")
    post = PostOffice(house.bot, frame(house))
    return Courier(
        house.db, house.clock, post, house.settings, pace=lambda: limiter.bulk_rate,
        pause_left=lambda: limiter.bulk_pause_left, tell=tell, **options,
    )  # fmt: skip


@asynccontextmanager
async def carrying(house: House, tell: Tell | None = None, **options: Any) -> AsyncIterator[Courier]:
    """Run the lane; at the end finish what is under way within a few seconds."""
    runs = courier(house, tell, **options)
    task = asyncio.create_task(runs.run())
    try:
        yield runs
    finally:
        await runs.stop(5)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
