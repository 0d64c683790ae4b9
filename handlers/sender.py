"""The way out to Telegram: every error becomes one of four fates, and replies reach people in one piece.

`attempt` is for whoever keeps a ledger (bulk): one call, one Outcome. `Sender` is for answers to people: it splits,
falls back and repeats what is certain not to have arrived; it never raises for what Telegram says.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    MessageId,
    TelegramObject,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.html import CAPTION_LIMIT, plain, split_html, visible_length
from bot.outcomes import Later, Never, Outcome, Sent, Unknown
from handlers.request import Given, Lost, NotSent, ServerFailed

__all__ = ["Later", "Never", "Outcome", "Sender", "Sent", "Unknown", "attempt", "judge"]

log = structlog.get_logger()

Call = Callable[[], Awaitable[Any]]


def _flood(error: TelegramError) -> Later:
    wait = error._retry_after if isinstance(error, RetryAfter) else None  # its public name warns of deprecation
    return Later(wait.total_seconds() if wait else 1.0, "flood")


def _migrated(error: TelegramError) -> Later:
    return Later(0, "migrated", error.new_chat_id if isinstance(error, ChatMigrated) else None)


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` of error with `words` in it (any case) -> its fate. `detail` is added to a Never."""

    kind: type[TelegramError]
    words: str
    fate: Outcome | Callable[[TelegramError], Outcome]


def _gone(reason: str) -> Never:
    return Never(reason, blocked=True)


RULES = (
    # Most special first: BadRequest and TimedOut are both NetworkErrors, NotSent and Lost are ours.
    Rule(RetryAfter, "", _flood),
    Rule(ChatMigrated, "", _migrated),
    Rule(NotSent, "", Later(5, "not_sent")),
    Rule(ServerFailed, "", Later(10, "server")),
    Rule(Lost, "", Unknown("lost")),
    Rule(TimedOut, "", Unknown("lost")),
    Rule(InvalidToken, "", Later(300, "token")),  # the operator's trouble, not the recipient's
    Rule(EndPointNotFound, "", Never("unsupported")),
    Rule(Conflict, "", Later(30, "conflict")),
    Rule(Forbidden, "blocked by the user", _gone("blocked")),
    Rule(Forbidden, "user is deactivated", _gone("deactivated")),
    Rule(Forbidden, "can't initiate conversation", _gone("never_started")),
    Rule(Forbidden, "can't send messages to bots", _gone("is_a_bot")),
    Rule(Forbidden, "kicked", _gone("kicked")),
    Rule(Forbidden, "not a member", _gone("kicked")),
    Rule(Forbidden, "group chat was deleted", _gone("chat_gone")),
    Rule(Forbidden, "", _gone("forbidden")),
    Rule(BadRequest, "chat not found", Never("chat_not_found")),
    Rule(BadRequest, "peer_id_invalid", Never("chat_not_found")),
    Rule(BadRequest, "user not found", Never("chat_not_found")),
    Rule(BadRequest, "group chat was deactivated", Never("chat_gone")),
    Rule(BadRequest, "rights to send", Never("no_rights")),
    Rule(BadRequest, "not enough rights", Never("no_rights")),
    Rule(BadRequest, "chat_write_forbidden", Never("no_rights")),
    Rule(BadRequest, "message is not modified", Never("not_modified")),
    Rule(BadRequest, "query is too old", Never("query_too_old")),
    Rule(BadRequest, "query id is invalid", Never("query_too_old")),
    Rule(BadRequest, "message to edit not found", Never("not_editable")),
    Rule(BadRequest, "message can't be edited", Never("not_editable")),
    Rule(BadRequest, "no text in the message to edit", Never("not_editable")),
    Rule(BadRequest, "no caption in the message to edit", Never("not_editable")),
    Rule(BadRequest, "message_id_invalid", Never("not_editable")),
    Rule(BadRequest, "message to delete not found", Never("not_deletable")),
    Rule(BadRequest, "message can't be deleted", Never("not_deletable")),
    Rule(BadRequest, "message identifier is not specified", Never("not_deletable")),
    Rule(BadRequest, "can't parse entities", Never("bad_html")),
    Rule(BadRequest, "message is too long", Never("too_long")),
    Rule(BadRequest, "caption is too long", Never("too_long")),
    Rule(BadRequest, "message_too_long", Never("too_long")),  # of an edit
    Rule(BadRequest, "caption_too_long", Never("too_long")),
    Rule(BadRequest, "text is too long", Never("too_long")),  # 32 KB before its formatting is read
    Rule(BadRequest, "text is empty", Never("empty")),
    Rule(BadRequest, "text must be non-empty", Never("empty")),
    Rule(BadRequest, "wrong file identifier", Never("bad_file")),
    Rule(BadRequest, "wrong remote file", Never("bad_file")),
    Rule(BadRequest, "invalid file_id", Never("bad_file")),
    Rule(BadRequest, "photo_invalid_dimensions", Never("bad_file")),
    Rule(BadRequest, "image_process_failed", Never("bad_file")),
    Rule(BadRequest, "http url content", Never("bad_file")),
    Rule(BadRequest, "file is too big", Never("file_too_big")),
    Rule(BadRequest, "too big for a photo", Never("file_too_big")),
    Rule(BadRequest, "too large", Never("file_too_big")),
    Rule(BadRequest, "button", Never("bad_button")),
    Rule(BadRequest, "", Never("refused")),
    Rule(NetworkError, "", Unknown("error")),
    Rule(TelegramError, "", Unknown("error")),
)
"""Read from the top, the first that fits. Words as Telegram's server says them (github.com/tdlib/telegram-bot-api)."""

REASONS = frozenset(rule.fate.reason for rule in RULES if isinstance(rule.fate, Never))
"""Every reason a Never can have; each has a text for officials."""


def judge(error: TelegramError) -> Outcome:
    """The fate that `error` means."""
    words = str(error).lower()
    rule = next(rule for rule in RULES if isinstance(error, rule.kind) and rule.words in words)
    if isinstance(rule.fate, Never):
        return Never(rule.fate.reason, rule.fate.blocked, str(error))
    return rule.fate(error) if callable(rule.fate) else rule.fate


async def attempt(call: Call) -> Outcome:
    """Make one call to Telegram, e.g. `lambda: bot.send_message(...)`, and say what became of it.

    Never raises for anything Telegram or the network does. What else is raised is a bug of ours; after a bug while
    reading Telegram's answer the message is out, so whoever keeps a ledger must treat it as unknown.
    """
    try:
        return _sent(await call())
    except TelegramError as error:
        return judge(error)


def _sent(result: object) -> Sent:
    """Message (or the first of an album), MessageId or True -> Sent."""
    first = result[0] if isinstance(result, (list, tuple)) and result else result
    if isinstance(first, Message):
        return Sent(first.message_id, _file_id(first))
    return Sent(first.message_id if isinstance(first, MessageId) else None)


def _file_id(message: Message) -> str | None:
    """Id under which what this message carries can be sent again without an upload."""
    if message.photo:
        return message.photo[-1].file_id
    media = message.document or message.video or message.animation or message.audio or message.voice
    return media.file_id if media else None


Placed = Message | MessageId
"""A message that stands in a chat. Only its `message_id` can be relied upon."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NO_PREVIEW_WRITTEN = NO_PREVIEW.to_dict()
SEND = "sendMessage"
SHORT_WAY = frozenset({"parse_mode", "reply_markup", "link_preview_options"})

OnBlocked = Callable[[int], Awaitable[None]]
PAUSES = (0.5, 2.0, 5.0, 10.0)
"""Seconds before a reply that certainly did not arrive is tried again."""


class Sender:
    """Answers to people. Its methods give the message that stands in the chat now, or None if there is none.

    `on_blocked(person_id)` is told of everybody who turns out to be out of reach.
    """

    def __init__(
        self,
        bot: Bot,
        on_blocked: OnBlocked | None = None,
        *,
        files_kept: int = 500,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.bot = bot
        self._on_blocked = on_blocked
        self._sleep = sleep
        self._files: OrderedDict[str, str] = OrderedDict()
        self._files_kept = files_kept

    async def reply(
        self, chat_id: int, html: str, keyboard: Any = None, *, preview: bool = False, **extra: Any
    ) -> Placed | None:
        """Send HTML of any length, in parts if need be; the keyboard goes under the last.

        `extra` goes to send_message of python-telegram-bot. Gives the last part's message.
        """
        message = None
        parts = split_html(html)
        for part in parts:
            markup = keyboard if part is parts[-1] else None
            message = await self._say(chat_id, part, markup, preview, extra)
            if message is None:
                break
        return message

    async def edit(self, update: Update, html: str, keyboard: Any = None) -> Placed | None:
        """Put HTML into the message whose button was pressed; if that cannot be, send a new one."""
        pressed = update.callback_query.message if update.callback_query else None
        chat = update.effective_chat
        if pressed is None or not pressed.message_id:
            return await self.reply(chat.id, html, keyboard) if chat else None
        return await self.edit_message(pressed.chat.id, pressed.message_id, html, keyboard)

    async def edit_message(self, chat_id: int, message_id: int, html: str, keyboard: Any = None) -> Placed | None:
        """The same for any message of the bot. None also when it already says exactly this, which is no error."""
        first, *rest = split_html(html)
        markup = None if rest else _shown(keyboard)

        async def change() -> Any:
            return await self.bot.edit_message_text(
                first,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )

        outcome, message = await self._deliver(change)
        if isinstance(outcome, Never) and outcome.reason in {"not_editable", "too_long"}:
            return await self.reply(chat_id, html, keyboard)
        if isinstance(outcome, Never) and outcome.reason == "bad_html":
            log.error("reply.bad_html", chat_id=chat_id, detail=outcome.detail)
            return await self.reply(chat_id, plain(html), keyboard, parse_mode=None)
        if not (isinstance(outcome, Never) and outcome.reason == "not_modified"):
            await self._note(chat_id, outcome)
        for part in rest:
            message = await self._say(chat_id, part, keyboard if part is rest[-1] else None, False, {})
        return message

    async def remove_keyboard(self, chat_id: int, message_id: int) -> None:
        """Take the buttons off a message, if it still has any."""
        # python-telegram-bot adds the default parse_mode, which this method does not have.
        bare = {"parse_mode": None}
        await attempt(lambda: self.bot.edit_message_reply_markup(chat_id, message_id, api_kwargs=bare))

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Whether the message is gone. Telegram lets bots delete for 48 hours only."""
        outcome = await attempt(lambda: self.bot.delete_message(chat_id, message_id))
        return isinstance(outcome, Sent)

    async def photo(
        self,
        chat_id: int,
        content: bytes | str,
        caption: str = "",
        keyboard: Any = None,
        *,
        key: str = "",
        filename: str = "gambar.png",
    ) -> Placed | None:
        """Send a picture: its bytes, or a file id. With a `key`, the bytes are uploaded only the first time."""
        return await self._send_file(self.bot.send_photo, "photo", chat_id, content, caption, keyboard, key, filename)

    async def document(
        self,
        chat_id: int,
        content: bytes | str,
        filename: str,
        caption: str = "",
        keyboard: Any = None,
        *,
        key: str = "",
    ) -> Placed | None:
        """Send a file: its bytes, or a file id. With a `key`, the bytes are uploaded only the first time."""
        return await self._send_file(
            self.bot.send_document, "document", chat_id, content, caption, keyboard, key, filename
        )

    async def toast(self, update: Update, text: str = "", *, alert: bool = False) -> None:
        """Answer the pressed button (plain text, at most 200 units). That it is too old by now harms nobody."""
        query = update.callback_query
        if query is not None:
            await attempt(lambda: self.bot.answer_callback_query(query.id, text[:200] or None, show_alert=alert))

    async def typing(self, chat_id: int, action: str = ChatAction.TYPING) -> None:
        """Show for five seconds that an answer is being made."""
        await attempt(lambda: self.bot.send_chat_action(chat_id, action))

    async def _say(self, chat_id: int, html: str, keyboard: Any, preview: bool, extra: dict[str, Any]) -> Placed | None:
        """One message. HTML that Telegram cannot read is our bug: the person gets the bare words all the same."""
        options = {"parse_mode": ParseMode.HTML, "reply_markup": _shown(keyboard), **extra}
        if not preview:
            options.setdefault("link_preview_options", NO_PREVIEW)
        outcome, message = await self._deliver(lambda: self._post(chat_id, html, options))
        if isinstance(outcome, Never) and outcome.reason == "bad_html":
            log.error("reply.bad_html", chat_id=chat_id, detail=outcome.detail)
            options["parse_mode"] = None
            outcome, message = await self._deliver(lambda: self._post(chat_id, plain(html), options))
        await self._note(chat_id, outcome)
        return message

    async def _post(self, chat_id: int, text: str, options: dict[str, Any]) -> Placed:
        """sendMessage. What it takes is written as it stands, and only the id of what Telegram answers is read.

        `bot.send_message` fills in twenty defaults, looks at each value, and makes a Message of a hundred fields:
        0.2 ms, more than the request itself. The limiter and the request are the same.
        """
        limiter = getattr(self.bot, "rate_limiter", None)
        if limiter is None or not options.keys() <= SHORT_WAY:
            return await self.bot.send_message(chat_id, text, **options)
        written = {name: _written(value) for name, value in options.items() if value is not None}
        data = {"chat_id": chat_id, "text": text, **written}
        request = (f"{self.bot.base_url}/{SEND}", Given(data))
        sent = await limiter.process_request(self.bot.request.post, request, {}, SEND, data, None)
        return MessageId(sent["message_id"])

    async def _send_file(
        self,
        send: Callable[..., Awaitable[Message]],
        field: str,
        chat_id: int,
        content: bytes | str,
        caption: str,
        keyboard: Any,
        key: str,
        filename: str,
    ) -> Placed | None:
        """A caption that is too long for one becomes a message of its own, with the keyboard."""
        apart = visible_length(caption) > CAPTION_LIMIT
        options = {
            "caption": None if apart else caption or None,
            "parse_mode": ParseMode.HTML,
            "reply_markup": None if apart else _shown(keyboard),
        }
        known = self._files.get(key)

        def go(file: InputFile | str) -> Awaitable[tuple[Outcome, Placed | None]]:
            return self._deliver(lambda: send(chat_id, **{field: file}, **options))

        outcome, message = await go(known or _upload(content, filename))
        if known and isinstance(outcome, Never) and outcome.reason == "bad_file":
            self._files.pop(key, None)
            outcome, message = await go(_upload(content, filename))
        if isinstance(outcome, Never) and outcome.reason == "bad_html":
            log.error("reply.bad_html", chat_id=chat_id, detail=outcome.detail)
            options |= {"caption": plain(caption), "parse_mode": None}
            outcome, message = await go(known or _upload(content, filename))
        if key and isinstance(outcome, Sent) and outcome.file_id:
            self._keep(key, outcome.file_id)
        await self._note(chat_id, outcome)
        return await self.reply(chat_id, caption, keyboard) if apart else message

    def _keep(self, key: str, file_id: str) -> None:
        self._files[key] = file_id
        self._files.move_to_end(key)
        if len(self._files) > self._files_kept:
            self._files.popitem(last=False)

    async def _deliver(self, call: Call) -> tuple[Outcome, Placed | None]:
        """Try, and try again while it certainly did not arrive. The limiter has waited for floods already."""
        results: list[Any] = []

        async def keeping() -> Any:
            results.append(await call())
            return results[-1]

        outcome = await attempt(keeping)
        for pause in PAUSES:
            if not (isinstance(outcome, Later) and outcome.why in {"not_sent", "server"}):
                break
            await self._sleep(pause)
            outcome = await attempt(keeping)
        message = results[-1] if results and isinstance(results[-1], (Message, MessageId)) else None
        return outcome, message

    async def _note(self, chat_id: int, outcome: Outcome) -> None:
        """Log what did not arrive, and pass on who is out of reach."""
        match outcome:
            case Never(blocked=True):
                log.info("reply.unreachable", chat_id=chat_id, reason=outcome.reason)
                if self._on_blocked is not None and chat_id > 0:  # below are groups, which are nobody
                    await self._on_blocked(chat_id)
            case Never():
                log.error("reply.refused", chat_id=chat_id, reason=outcome.reason, detail=outcome.detail)
            case Later() | Unknown():
                log.warning("reply.failed", chat_id=chat_id, why=outcome.why)


def _written(value: Any) -> Any:
    """As the Bot API reads it."""
    if value is NO_PREVIEW:
        return NO_PREVIEW_WRITTEN
    return value.to_dict() if isinstance(value, TelegramObject) else value


def _shown(keyboard: Any) -> Any:
    """No buttons is no keyboard: Telegram refuses a message with an empty one."""
    return None if isinstance(keyboard, InlineKeyboardMarkup) and not keyboard.inline_keyboard else keyboard


def _upload(content: bytes | str, filename: str) -> InputFile | str:
    return content if isinstance(content, str) else InputFile(content, filename=filename)
