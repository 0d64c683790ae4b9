"""A wave of reminders for 93,000 owners: announcement, texts and recipients made in how long, in how much memory.

`python -m tests.benchmarks.seasons [--quick]`. Owners are spread over all sectors; each has agreed and chosen.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.content import FOLDER, City, load_folder
from bot.seasons import making
from bot.settings import Settings
from bot.texts import Catalogue
from db import schema
from db.base import insert_many
from db.businesses import Business
from db.engine import Database
from db.people import Consent, Person
from db.seasons import ReminderChoice

EVERYBODY, QUICK = 93_000, 10_000
WAVE = datetime(2027, 1, 7, 8, tzinfo=ZoneInfo("Asia/Makassar")).astimezone(UTC)
"""Imlek, Ramadan and HUT Kota in one message."""


async def fill(db: Database, city: City, count: int) -> None:
    """So many owners, each with one business."""
    sectors = [sector.id for sector in city.sectors.sectors]
    rows = range(1, count + 1)
    async with db.write() as session:
        await insert_many(session, Person, [
            {"id": i, "name": f"P{i}", "language": "id", "first_seen": WAVE, "last_seen": WAVE} for i in rows
        ])  # fmt: skip
        await insert_many(session, Consent, [
            {"person_id": i, "purpose": "reminder", "version": "1", "given_at": WAVE} for i in rows
        ])  # fmt: skip
        await insert_many(session, ReminderChoice, [
            {"person_id": i, "main": i % 10 > 0, "hour": 8, "updated_at": WAVE} for i in rows
        ])  # fmt: skip
        await insert_many(session, Business, [
            {"owner_id": i, "draft_key": str(i), "token": str(i), "name": f"U{i}", "description": "",
             "sector": sectors[i % len(sectors)], "kecamatan": "64.71.01", "status": "open", "created_at": WAVE,
             "updated_at": WAVE} for i in rows
        ])  # fmt: skip


async def run(url: str, count: int) -> None:
    """Make the wave, ring once more, and print what it took."""
    db = Database(url)
    await schema.upgrade(db)
    city, texts, settings = City(load_folder(FOLDER / "balikpapan")), Catalogue(), Settings(_env_file=None)  # type: ignore[call-arg]
    await fill(db, city, count)
    began = time.perf_counter()
    made = await making.ring(db, city, texts, settings, now=WAVE)
    took = time.perf_counter() - began
    began = time.perf_counter()
    again = await making.ring(db, city, texts, settings, now=WAVE)
    idle = time.perf_counter() - began
    assert len(made.announcements) == 1 and again.announcements == ()
    print(f"  a wave for {count:,} owners prepared in {took:.1f} s ({count / took:,.0f} a second)")
    print(f"  a ring with nothing due: {idle * 1000:.1f} ms")
    print(f"  memory peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    await db.close()


def main() -> None:
    """SQLite, and PostgreSQL if asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} owners")
    parser.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    given = parser.parse_args()
    count = QUICK if given.quick else EVERYBODY
    print("Season reminders, SQLite")
    with TemporaryDirectory(prefix="umkm-seasons-") as folder:
        asyncio.run(run(f"sqlite+aiosqlite:///{Path(folder) / 'umkm.db'}", count))
    if given.postgres:
        from tests.postgres import server

        print("Season reminders, PostgreSQL")
        with server() as url:
            asyncio.run(run(url, count))


if __name__ == "__main__":
    main()
