"""Long polling, our own loop: the offset moves only past what is committed.

python-telegram-bot's Updater confirms a batch before it is handled: kill -9 with 100 queued loses 67-82 of them.
"""

from __future__ import annotations

import asyncio
import time
import warnings
from typing import Any

import structlog
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from db.engine import is_away
from handlers import metrics
from handlers.intake.desk import Desk
from handlers.intake.reading import can_be_kept

log = structlog.get_logger()

LONG_POLL_SECONDS = 25
BATCH = 100
REFUSED_WAIT_SECONDS = 2
AT_ONCE_SECONDS = 0.5
"""Nothing, sooner than this: a server that does not know long polling, which is asked again only after a while."""
BACKOFF_SECONDS = (0.5, 1, 2, 5, 10, 30)
LONGEST_WAIT_SECONDS = 600
"""However long a server asks us to keep away: nobody would come to wake us."""
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]


class Stopped(Exception):
    """The process cannot go on; the message is the one sentence the operator reads."""


TOKEN_REFUSED = "Telegram does not accept BOT_TOKEN: copy it again from @BotFather into .env."  # noqa: S105
FATAL: dict[type[TelegramError], str] = {
    Conflict: "Another process is already fetching this bot's updates (Telegram says 409 Conflict): "
    "stop that one first, or remove its webhook.",
    InvalidToken: TOKEN_REFUSED,
    EndPointNotFound: TOKEN_REFUSED,  # what do_api_request makes of the 401 for a token that was revoked
}
"""What ends the process when Telegram says it twice in a row, and the sentence for the operator."""


async def poll(bot: ExtBot[Any], desk: Desk) -> None:
    """Fetch, keep, confirm, for ever. Raises Stopped when somebody else polls or the token is not accepted."""
    warnings.filterwarnings("ignore", message="Please use .Bot.getUpdates", category=PTBUserWarning)
    offset: int | None = None
    trouble = refused = 0
    while True:
        try:
            asked = time.monotonic()
            batch = await _fetch(bot, offset)
            await desk.accept(batch)
        except tuple(FATAL) as error:
            refused += 1
            if refused > 1:
                raise Stopped(FATAL[type(error)]) from None
            await asyncio.sleep(REFUSED_WAIT_SECONDS)  # the poll of a process killed a moment ago may linger
        except Exception as error:
            trouble += 1
            await _wait_out(error, trouble)
        else:
            trouble = refused = 0
            if batch:
                offset = max(raw["update_id"] for raw in batch) + 1
            elif time.monotonic() - asked < AT_ONCE_SECONDS:
                await asyncio.sleep(AT_ONCE_SECONDS)


async def _fetch(bot: ExtBot[Any], offset: int | None) -> list[dict[str, Any]]:
    asked = {"timeout": LONG_POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED}
    if offset is not None:
        asked["offset"] = offset
    answer = await bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=LONG_POLL_SECONDS + 10)
    return _sound(answer)


def _sound(answer: object) -> list[dict[str, Any]]:
    """The updates that can be kept. What has no id can be neither kept nor confirmed: it is counted and left out."""
    if not isinstance(answer, list):
        raise NetworkError("getUpdates brought no list")
    sound = [raw for raw in answer if can_be_kept(raw)]
    if len(sound) < len(answer):
        log.warning("updates without a usable id are left out", updates=len(answer) - len(sound))
        metrics.PARKED.inc(len(answer) - len(sound))
    return sound


async def _wait_out(error: Exception, trouble: int) -> None:
    if isinstance(error, TimedOut) and trouble == 1:
        return  # one answer may get lost; when none comes any more, asking a thousand times a second brings none either
    if isinstance(error, RetryAfter):
        seconds = min(float(error._retry_after.total_seconds()), LONGEST_WAIT_SECONDS)
    elif isinstance(error, (NetworkError, TelegramError)) or is_away(error):
        seconds = BACKOFF_SECONDS[min(trouble, len(BACKOFF_SECONDS)) - 1]
    else:
        raise error
    metrics.TROUBLE.labels("database" if is_away(error) and not isinstance(error, TelegramError) else "telegram").inc()
    log.warning("cannot fetch updates, trying again", error=type(error).__name__, seconds=seconds)
    await asyncio.sleep(seconds)
