"""The life of the process: start in order, work, stop within ten seconds with what is in hand finished."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from sqlalchemy import text
from telegram.error import BadRequest, Conflict, EndPointNotFound, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application

from bot.clock import Clock
from bot.listening import Listener
from bot.settings import Settings
from db import schema
from db.alone import alone
from db.engine import Database, is_away
from handlers import app as building
from handlers.announcements.lane import carrying
from handlers.announcements.watching import Teller
from handlers.house import House
from handlers.intake import webhook
from handlers.intake.desk import Desk
from handlers.intake.poll import ALLOWED, TOKEN_REFUSED, Stopped, poll
from handlers.timetable import timetable

log = structlog.get_logger()

App = Application[Any, Any, Any, Any, Any, Any]

FINISH_SECONDS = 8
YOUNG = 20_000
"""New objects between two looks for garbage. At Python's 700 an update is looked through several times while it is
handled, when nearly all of it is still in use: a tenth of its time."""
M_ARENA_MAX = -8
"""Its number in glibc's malloc.h."""
READY_SECONDS = 3
RETRY_SECONDS = (0.5, 1, 2, 5, 10)


async def serve(settings: Settings, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT. Raises Stopped with a sentence for the operator, or SettingsError."""
    _share_one_heap()
    db = Database(settings.database_url)
    try:
        await _patiently("database", lambda: schema.upgrade(db))
        async with _nobody_else(settings, db):
            house = await building.furnish(settings, db, clock)
            async with living(house) as work:
                _settle()
                await until_stopped(work)
    finally:
        await db.close()


def _share_one_heap() -> None:
    """glibc gives every thread a heap of its own. Ours wait for the database and hardly ever allocate at the same time:
    separate heaps are 2 MB that nobody else can use.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):  # glibc only
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


@asynccontextmanager
async def _nobody_else(settings: Settings, db: Database) -> AsyncIterator[None]:
    """Where there may be one process only, hold the place of the one. Raises Stopped when it is taken."""
    if not _alone(settings, db):
        yield
        return
    async with alone(db) as mine:
        if not mine:
            raise Stopped("Another process already works with this database: stop that one first.")
        yield


def _settle() -> None:
    """What is in memory now stays for the life of the process: the garbage collector need not look at it again, nor
    even once before, which takes longer than a first answer and finds two thousand objects. What only the start needed
    (the content's files, training) goes back to the system.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
    gc.enable()
    with contextlib.suppress(AttributeError, OSError, TypeError):  # glibc only
        ctypes.CDLL(None).malloc_trim(0)


@asynccontextmanager
async def living(house: House) -> AsyncIterator[asyncio.Task[None]]:
    """A working bot: all started in order, all stopped in reverse. Gives the task that brings updates."""
    app = building.build(house)
    try:
        await _patiently("Telegram", lambda: _meet(app))
    except BaseException:
        await app.bot.request.shutdown()
        raise
    await app.start()
    house.username = app.bot.username
    desk = Desk(house, app, alone=_alone(house.settings, house.db))
    pages = webhook.server(webhook.door(house.settings, desk, lambda: _ready(house, work)), *house.settings.address)
    house.more, house.busy = desk.more, lambda: desk.in_hand
    page_task = asyncio.create_task(_pages(pages, house.settings))
    work = asyncio.create_task(_bring(app, house, desk, lambda: _opened(pages, page_task)))
    holding = asyncio.create_task(desk.hold())
    ordering = asyncio.create_task(desk.keep_order())
    ticking = timetable(house, alone=_alone(house.settings, house.db))
    introducing = asyncio.create_task(_introduce(app, house))
    try:
        async with carrying(house, Teller(house)):
            yield work
    finally:
        log.info("stopping", in_hand=desk.in_hand)
        ticking.shutdown(wait=False)
        await _cancel(work, holding, ordering, introducing)
        if not await desk.finish(FINISH_SECONDS):
            log.warning("not everything could be finished; the rest is taken up at the next start")
        pages.leave()
        await _cancel(page_task, after=1)
        await app.stop()
        await app.shutdown()
        log.info("stopped")


async def _meet(app: App) -> None:
    """Ask Telegram who we are. Raises Stopped when whoever answers is no Bot API."""
    try:
        await app.initialize()
    except (TypeError, AttributeError):  # what python-telegram-bot makes of a getMe that is no person
        raise Stopped("The server at BOT_API_URL does not answer as the Bot API does: check the address.") from None


def _alone(settings: Settings, db: Database) -> bool:
    """Whoever polls is the only one (a second poller is refused), and SQLite has one process."""
    return settings.webhook_url is None or db.dialect == "sqlite"


async def _ready(house: House, work: asyncio.Task[None]) -> bool:
    """Whether updates are brought and the database would keep them; one that is locked or read-only only answers."""
    try:
        async with asyncio.timeout(READY_SECONDS), house.db.write() as session:
            await session.execute(text("SELECT 1"))
    except Exception as error:
        log.warning("the database cannot be written", error=type(error).__name__)
        return False
    return house.ready.is_set() and not work.done()


async def _pages(pages: Listener, settings: Settings) -> None:
    """The web door. Only a webhook cannot do without it, so while polling a taken port is no reason to stop."""
    try:
        await pages.serve()
    except SystemExit:
        message = f"LISTEN {settings.listen} is in use: choose another port."
        if settings.webhook_url:
            raise Stopped(message) from None
        log.warning(f"{message} Going on without /healthz and /metrics.")


async def _opened(pages: Listener, page_task: asyncio.Task[None]) -> None:
    """Come back when the port accepts; also when it never will and can be done without. Raises Stopped when not."""
    opening = asyncio.create_task(pages.opened.wait())
    try:
        await asyncio.wait({opening, page_task}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancel(opening)
    if page_task.done():
        page_task.result()


async def _bring(app: App, house: House, desk: Desk, opened: Callable[[], Awaitable[None]]) -> None:
    """Take up what was left, then have updates brought, one way or the other, until cancelled."""
    settings = house.settings
    await opened()
    await _patiently("database", desk.take_up)
    if settings.webhook_url is None:
        await _patiently("Telegram", lambda: _politely(app.bot.delete_webhook))
        _say_ready(house)
        await poll(app.bot, desk)
        return
    word = webhook.secret(settings)
    await _patiently(
        "Telegram", lambda: app.bot.set_webhook(settings.webhook_url, secret_token=word, allowed_updates=ALLOWED)
    )
    _say_ready(house)
    await asyncio.Event().wait()


def _say_ready(house: House) -> None:
    house.ready.set()
    log.info("ready", username=house.username, by="webhook" if house.settings.webhook_url else "polling")


async def _introduce(app: App, house: House) -> None:
    await _patiently("Telegram", lambda: _politely(lambda: building.introduce(app.bot, house)))


async def _politely(step: Callable[[], Awaitable[Any]]) -> None:
    """Do what is good to have; a server that does not know the method is no reason to stop."""
    try:
        await step()
    except (EndPointNotFound, BadRequest, Forbidden) as error:
        log.warning("the Bot API server refuses what is only good to have", error=str(error))


async def until_stopped(work: asyncio.Task[None]) -> None:
    """Wait for SIGTERM or SIGINT, or raise what the work failed with."""
    stop = asyncio.Event()
    _listen(stop)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({stopping, work}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if work.done():
        work.result()


def _listen(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no loop signals
            loop.add_signal_handler(number, stop.set)


async def _patiently(whom: str, step: Callable[[], Awaitable[Any]] | Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Try `step` until the other side is there. When it is there and refuses, the process ends in words."""
    tries = 0
    while True:
        try:
            await step()
            return
        except InvalidToken:
            raise Stopped(TOKEN_REFUSED) from None
        except (BadRequest, Conflict, EndPointNotFound, Forbidden) as error:
            raise Stopped(f"{whom} refuses what the settings ask for: {error.message.rstrip('.')}.") from None
        except (NetworkError, RetryAfter) as error:
            kind = type(error).__name__
        except Exception as error:
            if not is_away(error):
                raise
            kind = type(error).__name__
        gc.enable()  # this start may take hours
        seconds = RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)]
        log.warning(f"cannot reach {whom} yet, trying again", error=kind, seconds=seconds)
        await asyncio.sleep(seconds)
        tries += 1


async def _cancel(*tasks: asyncio.Task[Any], after: float = 0) -> None:
    if after:
        await asyncio.wait(tasks, timeout=after)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
