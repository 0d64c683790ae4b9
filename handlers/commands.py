"""What the command line does with the house: load content, invite, export, examine."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from sqlalchemy import text
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import content, people
from bot.people import Right
from bot.settings import TELEGRAM, Settings, SettingsError
from db import schema
from db.engine import Database, cause, checked
from handlers.request import AiohttpRequest

LEAST_FREE_MB = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    what: str
    well: bool
    says: str


async def load_content(settings: Settings, folder: Path) -> str:
    """Bring `folder` into the database; returns what happened in one sentence. Raises ValueError for faulty content."""
    loaded = content.load_folder(folder)
    problems = content.check(loaded)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    db = Database(settings.database_url)
    try:
        await schema.upgrade(db)
        return str(await content.load(db, loaded, datetime.now(UTC)))
    finally:
        await db.close()


async def make_invite(settings: Settings, right: str) -> str:
    """A one-time link for `right`. Raises ValueError for a right there is not."""
    if right not in set(Right):
        raise ValueError(f"There is no right {right!r}; there are {', '.join(Right)}.")
    db = Database(settings.database_url)
    try:
        await schema.upgrade(db)
        secret = await people.invite_by_operator(db, Right(right), now=datetime.now(UTC))
        username = await _username(settings)
    finally:
        await db.close()
    return f"https://t.me/{username}?start=undang-{secret}"


async def _username(settings: Settings) -> str:
    bot = Bot(settings.token, base_url=f"{settings.bot_api_url}/bot", request=AiohttpRequest())
    try:
        async with bot:
            return bot.username
    except InvalidToken:
        raise ValueError("Telegram does not accept BOT_TOKEN: copy it again from @BotFather into .env.") from None
    except TelegramError as error:
        raise ValueError(f"Telegram cannot be reached to learn the bot's name ({type(error).__name__}).") from None


async def export_businesses(settings: Settings, file: Path) -> str:
    """Write the spreadsheet; returns what was written in one sentence."""
    from bot import reports

    db = Database(settings.database_url)
    try:
        await schema.upgrade(db)
        city = await content.read_city(db, content.load_folder(settings.content))
        count = await reports.export(db, city, file)
    finally:
        await db.close()
    return f"{file} written: {count} businesses."


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything that keeps the bot from working well."""
    return [
        await _token(settings),
        *await _database(settings),
        _door(settings),
        _content(settings),
        Finding("clock", True, f"{datetime.now(settings.zone):%d-%m-%Y %H.%M} in {settings.timezone}"),
        _admins(settings),
        _disk(settings),
    ]


async def _token(settings: Settings) -> Finding:
    if settings.bot_token is None:
        return Finding("token", False, "BOT_TOKEN is not set; get one from @BotFather and write it into .env")
    where = "Telegram" if settings.bot_api_url == TELEGRAM else "the server at BOT_API_URL"
    try:
        return Finding("token", True, f"{where} knows this bot as @{await _username(settings)}")
    except (ValueError, aiohttp.ClientError) as error:
        return Finding("token", False, str(error))


def _to_be_made(db: Database) -> bool:
    return db.dialect == "sqlite" and not Path(db.url.database or "").exists()


async def _database(settings: Settings) -> list[Finding]:
    try:
        db = Database(settings.database_url)
    except ValueError as error:
        return [Finding("database", False, str(error))]
    if _to_be_made(db):
        return [Finding("database", True, f"{db.url.database} will be made at the first start")]
    try:
        async with db.read() as session:
            await session.execute(text("SELECT 1"))
        current = await schema.is_current(db)
    except Exception as error:
        return [Finding("database", False, f"cannot be reached and written ({cause(error)}); check DATABASE_URL")]
    finally:
        await db.close()
    says = "up to date" if current else "not applied yet; they will be at the next start"
    return [Finding("database", True, db.dialect), Finding("migrations", current, says)]


def _door(settings: Settings) -> Finding:
    """Where the webhook and the watchers' pages will be."""
    try:
        host, port = settings.address
    except SettingsError as error:
        return Finding("port", False, str(error))
    by = "webhook" if settings.webhook_url else "polling"
    return Finding("port", True, f"updates by {by}; /healthz, /readyz and /metrics at {host}:{port}")


def _content(settings: Settings) -> Finding:
    try:
        problems = content.check(content.load_folder(settings.content))
    except ValueError as error:
        return Finding("content", False, str(error))
    if problems:
        return Finding("content", False, f"{len(problems)} problem(s), see umkm-bot content check")
    return Finding("content", True, f"{settings.city} is in order")


def _admins(settings: Settings) -> Finding:
    if settings.admin_ids:
        return Finding("admins", True, f"{len(settings.admin_ids)} in ADMIN_IDS")
    return Finding("admins", False, "ADMIN_IDS is empty; nobody can approve or invite")


def _disk(settings: Settings) -> Finding:
    """Room where the database grows, or here when it is elsewhere."""
    here = Path.cwd()
    with contextlib.suppress(ValueError):
        url = checked(settings.database_url)
        here = Path(url.database or "").absolute().parent if url.get_backend_name() == "sqlite" else here
    folder = here if here.is_dir() else Path.cwd()
    free = shutil.disk_usage(folder).free // 2**20
    return Finding("disk", free >= LEAST_FREE_MB, f"{free} MB free")
