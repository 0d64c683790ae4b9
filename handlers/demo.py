"""The bot against the simulator, with a chat page in the browser: no token, no network, nothing left behind."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot import content
from bot.clock import MovableClock
from bot.settings import Settings
from bot.simulator import Simulator
from db import schema
from db.engine import Database
from handlers import app as building
from handlers import ready_made
from handlers.run import living, until_stopped

OPENING_HOUR = 9
OFFICIALS = {"Rina": 9001, "Joko": 9002}
OWNERS = {"Ani": 101, "Budi": 102, "Sari": 103}


async def demonstrate(settings: Settings, *, port: int, now: str | None) -> None:
    """Serve the chat page on `port` until Ctrl+C. Raises ValueError when `now` is not a day."""
    loaded = content.load_folder(settings.content)
    settings = building.on_the_city_clock(settings, loaded.city.timezone)
    clock = MovableClock(start_of(now, settings))
    with tempfile.TemporaryDirectory(prefix="umkm-demo-", ignore_cleanup_errors=True) as folder:
        async with Simulator(clock=clock, port=port, zone=settings.timezone) as sim:
            people(sim)
            db = Database(f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}")
            await schema.upgrade(db)
            house = await building.furnish(demo_settings(settings, sim), db, clock, loaded=loaded)
            await ready_made.furnish(house, sim)
            async with living(house) as work:
                watching = asyncio.create_task(ready_made.notice_jumps(house, sim))
                _welcome(sim.base_url)
                await until_stopped(work)
                watching.cancel()
            await db.close()


def demo_settings(settings: Settings, sim: Simulator) -> Settings:
    """The given settings, pointed at the simulator."""
    return settings.model_copy(
        update={
            "bot_token": SecretStr(sim.token),
            "bot_api_url": sim.base_url,
            "webhook_url": None,
            "listen": "127.0.0.1:0",
            "admin_ids": frozenset(OFFICIALS.values()),
        }
    )


def people(sim: Simulator) -> None:
    """Owners and officials to play."""
    for name, number in OWNERS.items():
        sim.person(name, id=number, role="Pemilik usaha")
    for name, number in OFFICIALS.items():
        sim.person(name, id=number, role="Petugas dinas")


def start_of(text: str | None, settings: Settings) -> datetime | None:
    """ "2026-12-11" -> nine in the morning of that day in the city. Raises ValueError in words."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--now takes a day such as 2026-12-11, not {text!r}.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=settings.zone)
    return moment + timedelta(hours=OPENING_HOUR) if len(text) == len("2026-12-11") else moment


def _welcome(url: str) -> None:
    print(f"\n  Buka {url} di peramban, lalu mengobrollah dengan bot.\n  Berhenti: Ctrl+C\n", flush=True)  # noqa: T201
