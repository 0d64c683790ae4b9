"""When a handler fails: logged with an id, an apology with that id, maintainers told once per incident."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.error import Forbidden, NetworkError, RetryAfter
from telegram.ext import Application

from bot import people
from bot.people import NotAllowed
from db.engine import is_away
from handlers import metrics
from handlers.gate import Context, Forged

log = structlog.get_logger()

ONCE_PER = timedelta(hours=1)


class HouseApplication(Application):
    """An application that lets one kind of error out: while the database is away, the update is tried again."""

    __slots__ = ()

    async def process_error(self, update: object, error: Exception, *args: Any, **kwargs: Any) -> bool:
        if is_away(error) and not isinstance(error, NetworkError):
            raise error
        return await super().process_error(update, error, *args, **kwargs)


class Incidents:
    """Which kinds of failure the maintainers already know of."""

    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}

    def is_new(self, kind: str, now: datetime) -> bool:
        """True once an hour for each kind."""
        told = self._told.get(kind)
        if told is not None and told <= now < told + ONCE_PER:
            return False
        self._told[kind] = now
        return True


def handler(incidents: Incidents) -> Any:
    """The application's error handler."""

    async def on_error(update: object, context: Context) -> None:
        error = context.error
        if error is None or not isinstance(update, Update):
            return
        if isinstance(error, Forbidden) and update.effective_user:
            await people.leave(context.house.db, update.effective_user.id, now=context.now)
            return
        if isinstance(error, Forged):
            await forged_button(update, context)
            return
        if isinstance(error, NotAllowed):
            await context.reply(context.t("gate-not-allowed-message"))
            return
        if isinstance(error, RetryAfter):
            log.warning("reply given up after waiting", person=update.effective_user and update.effective_user.id)
            return
        await _apologise(update, context, error, incidents)

    return on_error


async def forged_button(update: Update, context: Context) -> None:
    """A button that no message of ours has: nothing is done, and the log knows who pressed it."""
    query = update.callback_query
    log.warning("forged button", person=context.visitor.person_id, data=query.data if query else None)
    await context.toast()


async def _apologise(update: Update, context: Context, error: Exception, incidents: Incidents) -> None:
    incident = secrets.token_hex(3).upper()
    kind = f"{type(error).__name__} {_place(error)}"
    log.error("handler failed", incident=incident, kind=kind, update_id=update.update_id, exc_info=error)
    metrics.ERRORS.labels(type(error).__name__).inc()
    if isinstance(error, NetworkError):
        return  # the way to Telegram is the trouble; an apology would not arrive either
    if getattr(context, "visitor", None) is not None:
        await context.reply(context.t("gate-error", incident=incident))
    if incidents.is_new(kind, context.now):
        for admin in context.house.settings.admin_ids:
            await _tell(context, admin, incident, kind)


async def _tell(context: Context, admin: int, incident: str, kind: str) -> None:
    sender = context.house.sender
    try:
        await sender.reply(admin, context.house.texts[None]("gate-incident", incident=incident, kind=kind))
    except Exception:
        log.warning("could not tell an admin of an incident", incident=incident)


def _place(error: BaseException) -> str:
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"{last.tb_frame.f_code.co_name}:{last.tb_lineno}" if last else ""
