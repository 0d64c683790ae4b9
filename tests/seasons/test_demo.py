"""The demo: an owner of every sector, quick days from the calendar, and reminders as soon as the clock is moved."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.seasons import choosing
from handlers import ready_made


async def test_every_sector_has_an_owner_who_is_reminded_when_the_clock_is_moved(house, sim, clock) -> None:
    await ready_made.furnish(house, sim)
    assert len(ready_made.OWNERS) == len(house.city.sectors.sectors)
    tuti = sim.somebody(ready_made.FIRST)
    assert (await choosing.choice(house.db, tuti.id)).main
    assert await choosing.sectors(house.db, tuti.id) == ("kuliner",)
    moment = next(one for one in sim.moments if one["label"] == "H-30 Tahun Baru Imlek + Ramadan")
    assert moment["at"] == "2027-01-07T08:00:05+08:00"
    watching = asyncio.create_task(ready_made.notice_jumps(house, sim))
    await asyncio.sleep(0)
    clock.move_to(datetime.fromisoformat(moment["at"]).astimezone(UTC))
    heard = [message.text for message in await tuti.hears(timeout=15)]
    assert any("Tahun Baru Imlek, Ramadan, dan HUT Kota Balikpapan" in text for text in heard)
    assert any("kuliner" in text for text in heard)
    watching.cancel()
    assert all(one["at"] > "2027-01-07T08:00:05" for one in sim.moments)
