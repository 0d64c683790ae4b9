"""The whole bot for a test: in this process, or in one of its own that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from pydantic import SecretStr

from bot.clock import Clock
from bot.content import City, CityContent, load_folder
from bot.language import Understanding
from bot.settings import CONTENT, Settings
from bot.simulator import Simulator
from db import schema
from db.engine import Database
from handlers import app as building
from handlers.house import House
from handlers.run import living

ROOT = Path(__file__).parent.parent
ADMIN = 9001


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def settings_for(sim: Simulator, database_url: str, **more: object) -> Settings:
    """Settings that point at the simulator, whatever stands in the environment."""
    values = {
        "bot_token": SecretStr(sim.token),
        "bot_api_url": sim.base_url,
        "database_url": database_url,
        "admin_ids": frozenset({ADMIN}),
        "listen": "127.0.0.1:0",
        "send_rate": 1000,
        **more,
    }
    return Settings(_env_file=None, **values)  # type: ignore[arg-type, call-arg]


@cache
def city() -> tuple[CityContent, Understanding]:
    """Balikpapan's content and its understanding, read once for all tests of a process."""
    loaded = load_folder(CONTENT / "balikpapan")
    return loaded, Understanding.from_city(City(loaded))


@asynccontextmanager
async def open_house(sim: Simulator, database_url: str, clock: Clock, **more: object) -> AsyncIterator[House]:
    """The bot, working in this process against `sim`."""
    db = Database(database_url)
    await schema.upgrade(db)
    loaded, understanding = city()
    settings = settings_for(sim, database_url, **more)
    house = await building.furnish(settings, db, clock, loaded=loaded, understanding=understanding)
    async with living(house) as work:
        await ready(house, work)
        sim.bot_is_idle = lambda: house.busy() == 0
        yield house
        sim.bot_is_idle = None
    await db.close()


async def ready(house: House, work: asyncio.Task[None]) -> None:
    """Wait until updates are brought; what keeps them from being brought is raised."""
    waiting = asyncio.create_task(house.ready.wait())
    await asyncio.wait({waiting, work}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if work.done():
        work.result()


class Process:
    """The bot in a process of its own: `umkm-bot run`. `hurried`: with leases and waits that a test can sit out."""

    def __init__(self, sim: Simulator, database_url: str, *, hurried: bool = False, **more: str) -> None:
        self._module = "tests.intake.hurried" if hurried else "bot"
        self.env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "BOT_TOKEN": sim.token,
            "BOT_API_URL": sim.base_url,
            "DATABASE_URL": database_url,
            "ADMIN_IDS": str(ADMIN),
            "LISTEN": f"127.0.0.1:{free_port()}",
            "SEND_RATE": "1000",
            **more,
        }  # fmt: skip
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the object
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> Process:
        """Start it; does not wait until it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module, "run", cwd=ROOT, env=self.env,
            stdout=self._printed, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        return self

    @property
    def command(self) -> list[str]:
        """The command it runs now, as the kernel has it."""
        assert self._process is not None
        return Path(f"/proc/{self._process.pid}/cmdline").read_text().rstrip("\0").split("\0")

    def kill(self) -> None:
        """kill -9: nothing is finished, nothing is said."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM: finish what is in hand."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)

    async def ended(self, seconds: float = 30) -> int:
        """Wait for its end; the exit code. What it printed is in `output`."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), seconds)

    @property
    def output(self) -> bytes:
        """Everything it printed so far."""
        self._printed.seek(0)
        return self._printed.read()

    async def __aenter__(self) -> Process:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self.ended()


async def until(condition: object, seconds: float = 30) -> None:
    """Wait until `condition()` is true."""
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.02)
