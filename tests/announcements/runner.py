"""Only the bulk lane, in a process of its own that can be killed: `python -m tests.announcements.runner '{...}'`.

Its clock runs `ahead` seconds before the machine's; "move <seconds>" on stdin moves it further.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta
from typing import Any

from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.announcements.delivery import Courier
from bot.announcements.jobs import Rules
from bot.clock import MovableClock, city_day
from bot.settings import Settings
from bot.texts import Catalogue
from db.engine import Database
from handlers.announcements.lane import Frame, PostOffice
from handlers.limiter import TwoLaneLimiter
from handlers.request import AiohttpRequest, Patience

IMPATIENT = Patience(write=1, read=0.6, connect=1, pool=1)


def make_bot(
    base_url: str, token: str, clock: MovableClock, rate: float, patience: Patience = IMPATIENT
) -> ExtBot[Any]:
    """A bot as handlers/app.py makes it, whose limiter lives by the movable clock."""

    async def nap(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.05))

    limiter = TwoLaneLimiter(rate, now=lambda: clock.now().timestamp(), sleep=nap)
    return ExtBot(
        token, base_url=f"{base_url}/bot", request=AiohttpRequest(plain=patience), rate_limiter=limiter,
        defaults=Defaults(parse_mode=ParseMode.HTML),
    )  # fmt: skip


def make_courier(db: Database, clock: MovableClock, bot: ExtBot[Any], settings: Settings, **rules: Any) -> Courier:
    """The courier with the real way out to Telegram."""
    limiter = bot.rate_limiter
    assert isinstance(limiter, TwoLaneLimiter)
    today = lambda: city_day(clock.now(), settings.zone)  # noqa: E731
    frame = Frame(Catalogue()["id"], "DKUMKMP", lambda argument: f"https://t.me/umkm_bot?start={argument}", today,
                  lambda: "umkm_bot")  # fmt: skip
    post = PostOffice(bot, frame)
    return Courier(db, clock, post, settings, pace=lambda: limiter.bulk_rate,
                   pause_left=lambda: limiter.bulk_pause_left, rules=Rules(**rules))  # fmt: skip


async def obey(clock: MovableClock, courier: Courier) -> None:
    """Follow what stdin says."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        clock.move_by(timedelta(seconds=float(line.split()[1])))
        courier.ring()


async def main() -> None:
    """Carry until killed."""
    given = json.loads(sys.argv[1])
    clock = MovableClock()
    clock.move_by(timedelta(seconds=given["ahead"]))
    settings = Settings(_env_file=None, **given.get("settings", {}))  # type: ignore[call-arg]
    db = Database(given["database_url"])
    bot = make_bot(given["base_url"], given["token"], clock, given.get("rate", 1000))
    await bot.initialize()
    courier = make_courier(db, clock, bot, settings, beat_seconds=0.1)
    await asyncio.gather(courier.run(), obey(clock, courier))


if __name__ == "__main__":
    asyncio.run(main())
