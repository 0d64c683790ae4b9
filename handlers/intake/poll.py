"""Long polling, our own loop: the offset moves only past what is committed.

python-telegram-bot's Updater confirms a batch before it is handled: kill -9 with 100 queued loses 67-82 of them.
"""

from __future__ import annotations

import asyncio
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

log = structlog.get_logger()

LONG_POLL_SECONDS = 25
BATCH = 100
REFUSED_WAIT_SECONDS = 2
BACKOFF_SECONDS = (0.5, 1, 2, 5, 10, 30)
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
                offset = batch[-1]["update_id"] + 1


async def _fetch(bot: ExtBot[Any], offset: int | None) -> list[dict[str, Any]]:
    asked = {"timeout": LONG_POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED}
    if offset is not None:
        asked["offset"] = offset
    return await bot.do_api_request("getUpdates", api_kwargs=asked, read_timeout=LONG_POLL_SECONDS + 10)


async def _wait_out(error: Exception, trouble: int) -> None:
    if isinstance(error, TimedOut):
        return
    if isinstance(error, RetryAfter):
        seconds = float(error._retry_after.total_seconds())
    elif isinstance(error, (NetworkError, TelegramError)) or is_away(error):
        seconds = BACKOFF_SECONDS[min(trouble, len(BACKOFF_SECONDS)) - 1]
    else:
        raise error
    metrics.TROUBLE.labels("database" if is_away(error) and not isinstance(error, TelegramError) else "telegram").inc()
    log.warning("cannot fetch updates, trying again", error=type(error).__name__, seconds=seconds)
    await asyncio.sleep(seconds)
