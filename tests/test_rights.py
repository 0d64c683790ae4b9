"""Every official's handler and every official's service is gated: rules that people forget, as tests."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from pydantic import SecretStr
from telegram.ext import Application, BaseHandler, CallbackQueryHandler, CommandHandler

import bot
from bot.people import Actor, NotAllowed, Right
from bot.settings import Settings
from db.engine import Database
from handlers import app as building
from handlers.desk.items import DESK
from handlers.waiting import WAITING

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)

OPEN_BUTTONS = {
    # people.py, answers.py, waiting.py
    "home", "lang", "ask", "menu", "wait-stop",
    # inbox/asking.py: one's own question
    "q-send", "q-complain", "q-anon", "q-add", "q-back", "q-gone", "q-keep", "q-again", "q-forward",
    # forms.py, businesses/, privacy.py: one's own business and data
    "form", "consent", "biz", "grow", "minat", "privacy",
    # announcements/recipients.py: what one gets
    "mute", "unmute", "ann-check-not",
    # seasons/: one's own reminders
    "remind", "season",
    # the desk itself shows only what one may
    "desk",
}  # fmt: skip
"""Buttons everybody may press. Whoever adds a button either gates it or says here that it is for everybody."""

OPEN_COMMANDS = {
    "start", "help", "bantuan", "menu", "bahasa", "statistik", "petugas", "batal", "daftar", "usaha", "ubah", "privasi",
    "datasaya", "hapus", "tarikpersetujuan", "riwayat", "cek", "pengingat", "stop", "berhenti",
}  # fmt: skip
"""Commands everybody may use; /petugas tells others that it is not for them."""

OFFICIALS_WAITS = {"reply": Right.ANSWER, "article": Right.CONTENT, "content": Right.CONTENT}
"""Texts the bot asks officials for."""


@pytest.fixture
async def house_db(sqlite_url: str) -> AsyncIterator[Database]:
    """A database with nothing in it."""
    db = Database(sqlite_url)
    yield db
    await db.close()


@pytest.fixture
async def app(house_db: Database) -> Application:
    """The bot with every handler, not started."""
    settings = Settings(_env_file=None, bot_token=SecretStr("123:abc"))  # type: ignore[call-arg]
    return building.build(await building.furnish(settings, house_db))


def handlers(app: Application, kind: type) -> Iterator[BaseHandler]:
    return (one for group in app.handlers.values() for one in group if isinstance(one, kind))


def buttons(app: Application) -> dict[str, Callable[..., Any]]:
    return app.bot_data["house"].buttons


def enough(callback: Callable[..., Any]) -> frozenset[Right]:
    """The rights any of which lets somebody in; none for what everybody may do."""
    if not hasattr(callback, "needs_right"):
        return frozenset()
    return getattr(callback, "needs_any", frozenset({callback.needs_right}))


async def test_every_button_is_for_officials_or_said_to_be_for_everybody(app: Application) -> None:
    undecided, doubly = [], []
    for name, callback in buttons(app).items():
        gated = hasattr(callback, "needs_right")
        if not gated and name not in OPEN_BUTTONS:
            undecided.append(f"{name} ({callback.__module__})")
        if gated and name in OPEN_BUTTONS:
            doubly.append(name)
    assert undecided == [] and doubly == []


async def test_every_command_is_for_officials_or_said_to_be_for_everybody(app: Application) -> None:
    undecided = [
        (sorted(handler.commands), handler.callback.__module__)
        for handler in handlers(app, CommandHandler)
        if not hasattr(handler.callback, "needs_right") and not handler.commands <= OPEN_COMMANDS
    ]
    assert undecided == []


async def test_every_open_button_exists(app: Application) -> None:
    assert set(buttons(app)) >= OPEN_BUTTONS


async def test_every_item_of_the_desk_needs_the_right_for_which_it_is_shown(app: Application) -> None:
    lets_in = {prefix: enough(callback) for prefix, callback in buttons(app).items()}
    assert [item for item in DESK if item.right not in lets_in.get(item.prefix, ())] == []


async def test_no_handler_of_buttons_bypasses_the_table(app: Application) -> None:
    [handler] = handlers(app, CallbackQueryHandler)
    assert handler.callback is building.pressed and handler.pattern is None


def test_texts_asked_of_officials_are_taken_from_officials_only() -> None:
    for what, right in OFFICIALS_WAITS.items():
        source = inspect.getsource(WAITING[what])
        assert re.search(rf"require\((context\.visitor\.)?actor, Right\.{right.name}\)", source), what


# -- services ---------------------------------------------------------------------------------------------------------


def services() -> list[tuple[str, Callable[..., Any]]]:
    """Every public function of bot/ that acts for somebody."""
    found = []
    for info in pkgutil.walk_packages(bot.__path__, "bot."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, function in vars(module).items():
            own = inspect.iscoroutinefunction(function) and function.__module__ == info.name
            if own and not name.startswith("_") and get_type_hints(function).get("actor") is Actor:
                found.append((f"{info.name}.{name}", function))
    return found


def sample(hint: Any, db: Database) -> Any:
    """Something of the right type for a parameter; the check of rights must come before it matters."""
    if hint is Database:
        return db
    if hint is Actor:
        return Actor(424242)
    if hint is datetime:
        return NOW
    if hint is Settings:
        return Settings(_env_file=None)  # type: ignore[call-arg]
    if hint is Right:
        return Right.ANSWER
    return {int: 1, str: "x", bool: True}.get(hint)


def arguments(service: Callable[..., Any], db: Database) -> dict[str, Any]:
    hints = get_type_hints(service)
    return {
        parameter.name: sample(hints.get(parameter.name), db)
        for parameter in inspect.signature(service).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    }


async def test_every_service_refuses_whoever_has_no_right_before_anything_else(house_db: Database) -> None:
    found = services()
    assert len(found) >= 30
    open_ones = {}
    for name, service in found:
        try:
            await service(**arguments(service, house_db))
            open_ones[name] = "let everybody in"
        except NotAllowed:
            pass
        except Exception as error:
            open_ones[name] = f"{type(error).__name__} before the right was looked at"
    assert open_ones == {}
