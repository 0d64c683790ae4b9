"""Announcing to 93,000: counted and prepared in how long, sent how fast, with how much memory.

`python -m tests.benchmarks.bulk [--quick]`. The lane runs here, on one core; Telegram is another process on the other:
for the lifted limit a server that is never the bottleneck, for 30/s the simulator, which answers 429 above it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from bot.announcements import counting, starting
from bot.announcements.approval import approve, submit
from bot.announcements.content import content_hash
from bot.announcements.report import write_spreadsheet
from bot.announcements.writing import edit, write
from bot.clock import MovableClock
from bot.people import Actor
from bot.settings import Settings
from bot.texts import Catalogue
from db import schema
from db.announcements import Announcement, Kind, State, ledger
from db.announcements.audience import Audience
from db.base import insert_many
from db.businesses import Business
from db.engine import Database
from db.people import OptOut, Person, Right
from handlers.request import PLAIN
from tests.announcements.runner import make_bot, make_courier
from tests.benchmarks.measuring import CHATS, Server, session
from tests.benchmarks.peers import BOT_CORE, OURS, ROOT, SERVER_CORE, TOKEN, pinned, temporary_folder

EVERYBODY = 93_000
FIRST = 10_000_001
AUTHOR = Actor(1, frozenset(Right))
MORNING = datetime(2026, 12, 9, 1, 0, tzinfo=UTC)
ASKING = 10
"""Questions a second beside the announcement."""

SECTORS = ("kuliner", "kriya", "fesyen", "jasa", "perikanan")


def settings(**more: Any) -> Settings:
    """No environment, no second official."""
    return Settings(_env_file=None, four_eyes=False, **more)  # type: ignore[call-arg]


async def fill(db: Database, count: int) -> None:
    """People, six of ten with a business, some muted or blocked, and one announcement that everybody got."""
    ids = range(FIRST, FIRST + count)
    person = {"name": "Ani", "language": "id", "first_seen": MORNING, "last_seen": MORNING}
    async with db.write() as opened:
        await insert_many(opened, Person, [
            {**person, "id": one, "unreachable_since": MORNING if one % 50 == 0 else None} for one in ids
        ])  # fmt: skip
        await insert_many(opened, OptOut, [
            {"person_id": one, "kind": "information", "since": MORNING} for one in ids if one % 40 == 1
        ])  # fmt: skip
        await insert_many(opened, Business, [
            {"owner_id": one, "draft_key": str(one), "token": str(one), "name": f"Usaha {one}", "description": "",
             "sector": SECTORS[one % 5], "kecamatan": f"k{one % 6}", "status": "open", "created_at": MORNING,
             "updated_at": MORNING} for one in ids if one % 10 < 6
        ])  # fmt: skip
    before = await approved(db, MORNING - timedelta(days=2), "Yang lalu")
    await starting.start(db, before, settings(), now=MORNING - timedelta(days=2))
    async with db.write() as opened:
        await opened.execute(text("UPDATE delivery SET state = 'sent', message_id = 1 WHERE state = 'queued'"))
        await opened.execute(text("UPDATE announcement SET state = 'finished'"))


async def approved(db: Database, now: datetime, words: str) -> int:
    """An announcement to everybody, ready to start."""
    draft = await write(db, AUTHOR, now=now)
    fields = {"text": f"{words}, {{nama}}.", "audience": Audience(everyone=True), "blanks": {"nama": "Kak"}}
    await edit(db, AUTHOR, draft.id, now=now, **fields)
    await submit(db, AUTHOR, draft.id, settings(), now=now)
    return draft.id


async def timed(label: str, work: Any) -> Any:
    """Print how long something takes."""
    started = time.perf_counter()
    found = await work
    print(f"{label:<52}{(time.perf_counter() - started) * 1000:>10,.0f} ms", flush=True)
    return found


def memory() -> float:
    """MB in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def count_and_prepare(db: Database, number: int) -> None:
    """What an official waits for before sending, and the start itself."""
    async with db.read() as opened:
        of = await opened.get_one(Announcement, number)
    reach = await timed("count with reasons, everybody", counting.count(db, AUTHOR, of, settings(), now=MORNING))
    print(f"    {reach}")
    of.audience = Audience(sectors=("kuliner", "kriya"), kecamatan=("k1", "k2")).as_json()
    await timed("count with reasons, two sectors in two kecamatan",
                counting.count(db, AUTHOR, of, settings(), now=MORNING))  # fmt: skip
    await timed("three samples", counting.samples(db, AUTHOR, of, settings(), now=MORNING))
    await timed("ledger written (one transaction)", starting.start(db, number, settings(), now=MORNING))


async def send_all(db: Database, number: int, url: str, rate: float, seconds: float = 3600) -> tuple[int, float]:
    """Run the lane until it is finished or time is up; messages sent and seconds taken."""
    clock = MovableClock(MORNING)
    bot = make_bot(url, TOKEN, clock, rate, PLAIN)
    await bot.initialize()
    courier = make_courier(db, clock, bot, settings())
    running = asyncio.create_task(courier.run())
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        await asyncio.sleep(0.25)
        async with db.read() as opened:
            state = await opened.scalar(text(f"SELECT state FROM announcement WHERE id = {number}"))
        if state != State.SENDING:
            break
    took = time.perf_counter() - started
    await courier.stop(5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await bot.shutdown()
    async with db.read() as opened:
        assert await ledger.ledger_sums(opened, number)
        return (await ledger.tally(opened, number)).sent, took


async def lifted(db: Database, number: int, url: str) -> None:
    """As fast as it goes."""
    before, cpu = memory(), time.process_time()
    sent, took = await send_all(db, number, url, 2000)
    used = (time.process_time() - cpu) / sent * 1e6
    print(f"{'limit lifted: messages a second, ledger kept':<52}{sent / took:>10,.0f}   (asked: 500)")
    print(f"{'    CPU us a message, one core':<52}{used:>10,.0f}")
    print(f"{'    memory before, after (MB)':<52}{before:>10,.0f} {memory():,.0f}", flush=True)


@contextmanager
def simulator() -> Iterator[str]:
    """The simulator in a process of its own, strict about its limits."""
    running = subprocess.Popen(
        [sys.executable, "-m", "bot.simulator", "--token", TOKEN, "--no-record"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=pinned(SERVER_CORE),
    )  # fmt: skip
    assert running.stdout is not None
    try:
        yield running.stdout.readline().strip()
    finally:
        running.terminate()
        running.wait()


def control(url: str, what: str, **given: Any) -> None:
    """Tell the simulator something."""
    request = urllib.request.Request(
        f"{url}/control/{what}", json.dumps(given).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["ok"]


async def limited(db: Database, number: int, url: str, rate: int, seconds: float) -> None:
    """Against a limit: which share of it is used, and whether it is ever overstepped."""
    control(url, "limits", mode="strict", overall=rate)
    control(url, "latency", seconds=0.05)
    sent, took = await send_all(db, number, url, rate, seconds)
    with urllib.request.urlopen(f"{url}/control/state") as answer:
        refused = json.load(answer)["limits"]["refused"]
    share = sent / (rate * min(took, seconds))
    label = f"limit of {rate}/s, {seconds:.0f} s, 50 ms away: share used"
    print(f"{label:<52}{share:>10.1%}   (asked: 98%), 429: {refused}", flush=True)


async def run(url: str, fast: str, strict: str, count: int, seconds: float) -> None:
    """Everything on one database. `fast`, `strict`: the servers."""
    db = Database(url)
    await schema.upgrade(db)
    await fill(db, count)
    number = await approved(db, MORNING, "Pelatihan kemasan gratis")
    await count_and_prepare(db, number)
    await lifted(db, number, fast)
    again = await approved(db, MORNING + timedelta(seconds=1), "Bazar akhir tahun")
    await starting.start(db, again, settings(), now=MORNING)
    await limited(db, again, strict, 30, seconds)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "laporan.xlsx"
        await timed("report as XLSX, person by person", write_spreadsheet(
            db, AUTHOR, number, file, Catalogue()["id"], settings(), now=MORNING))  # fmt: skip
        print(f"{'    memory at most (MB)':<52}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10,.0f}")
    await db.close()


async def urgent(url: str, count: int) -> None:
    """An emergency (it passes the night, whenever this runs) to people who ask nothing, approved by two."""
    db = Database(url)
    now = datetime.now(UTC)
    person = {"name": "Ani", "language": "jv", "first_seen": now, "last_seen": now}
    async with db.write() as opened:
        await insert_many(opened, Person, [{**person, "id": one} for one in range(FIRST, FIRST + count)])
    draft = await write(db, AUTHOR, now=now, kind=Kind.EMERGENCY)
    audience = Audience(languages=("jv",))
    await edit(db, AUTHOR, draft.id, now=now, text="Banjir di pasar", audience=audience)
    seen = content_hash(await submit(db, AUTHOR, draft.id, settings(), now=now))
    for other in (2, 3):
        await approve(db, Actor(other, AUTHOR.rights), draft.id, seen, settings(), now=now)
    await db.close()


def beside(count: int, seconds: float) -> None:
    """Answers to people while 30 messages a second go out, against answers while nothing does; the whole bot."""
    with temporary_folder() as name, session(OURS, Path(name)) as work:
        work.wait()
        work.load(CHATS)
        idle = work.load(int(ASKING * seconds), rate=ASKING)
        asyncio.run(urgent(f"sqlite+aiosqlite:///{Path(name) / 'bench.db'}", count))
        time.sleep(3)
        busy = work.load(int(ASKING * seconds), rate=ASKING)
    for mark in ("p50", "p95"):
        ratio = (busy[mark] or 0) / (idle[mark] or 1)
        label = f"answers at {ASKING}/s, {mark} idle and beside bulk (ms)"
        asked = "   (asked: at most 1.25)" if mark == "p95" else ""
        print(f"{label:<52}{idle[mark] * 1000:>10.1f} {busy[mark] * 1000:.1f}: {ratio:.2f}{asked}", flush=True)


def main() -> None:
    """SQLite first, then PostgreSQL where the wheel is there."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bulk")
    parser.add_argument("--quick", action="store_true", help="10,000 people, shorter")
    parser.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    given = parser.parse_args()
    count, seconds = (10_000, 20.0) if given.quick else (EVERYBODY, 600.0)
    with servers(count) as (fast, strict):
        print(f"{count:,} people, SQLite")
        with TemporaryDirectory(prefix="umkm-bulk-") as folder:
            on_one_core(run(f"sqlite+aiosqlite:///{Path(folder) / 'umkm.db'}", fast, strict, count, seconds))
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    beside(count, 20 if given.quick else 60)
    if given.postgres:
        from tests.postgres import server

        with server() as url, servers(count) as (fast, strict):
            print(f"\n{count:,} people, PostgreSQL")
            on_one_core(run(url, fast, strict, count, seconds))


@contextmanager
def servers(count: int) -> Iterator[tuple[str, str]]:
    """Both servers, started before this process goes to its own core."""
    fast = Server()
    try:
        with simulator() as strict:
            control(strict, "crowd", count=count, first_id=FIRST)
            yield fast.url, strict
    finally:
        fast.end()


def on_one_core(work: Any) -> None:
    """On uvloop, as the bot runs."""
    import uvloop

    pin = pinned(BOT_CORE)
    if pin is not None:
        pin()
    uvloop.run(work)


if __name__ == "__main__":
    main()
