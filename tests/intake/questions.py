"""Questions as people ask them, and what became of them."""

from __future__ import annotations

from bot.simulator import Simulator
from db import intake
from db.engine import Database

QUESTION = "berapa jumlah umkm di balikpapan?"


async def states(url: str) -> dict[str, int]:
    db = Database(url)
    async with db.read() as session:
        found = await intake.counts(session)
    await db.close()
    return found


def answered(sim: Simulator, people: list) -> list[int]:
    """How many answers each of `people` got."""
    return [len([m for m in sim.delivered(person.id) if "93 ribu" in m.text]) for person in people]
