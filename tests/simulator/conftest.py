"""A simulator and a bare bot that speaks raw HTTP to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.simulator import Person, Simulator

Json = dict[str, Any]


class Wire:
    """Calls the Bot API without any library in between."""

    def __init__(self, sim: Simulator, session: aiohttp.ClientSession) -> None:
        self.sim = sim
        self.session = session

    async def __call__(self, method: str, **params: Any) -> Json:
        """Calls a method with JSON parameters; the answer's body with its HTTP status as "status"."""
        async with self.session.post(f"{self.sim.base_url}/bot{self.sim.token}/{method}", json=params) as reply:
            return {"status": reply.status, **(await reply.json(content_type=None))}

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Status and description of a call that must fail; the two codes must agree."""
        answer = await self(method, **params)
        assert answer["ok"] is False
        assert answer["error_code"] == answer["status"]
        return answer["status"], answer["description"]

    async def result(self, method: str, **params: Any) -> Any:
        """The result of a call that must work."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
async def wire(sim: Simulator) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(sim, session)


@pytest.fixture
def ani(sim: Simulator) -> Person:
    """Somebody who has started the bot."""
    return sim.person("Ani", started=True)


Answer = Callable[[Json], Awaitable[None]]


@pytest.fixture
async def polling(wire: Wire) -> AsyncIterator[Callable[[Answer], None]]:
    """Starts a bot that polls and hands every update to a function."""
    tasks: list[asyncio.Task[None]] = []

    async def loop(answer: Answer) -> None:
        offset = 0
        while True:
            for update in (await wire("getUpdates", offset=offset, timeout=5)).get("result", []):
                offset = update["update_id"] + 1
                await answer(update)

    yield lambda answer: tasks.append(asyncio.create_task(loop(answer)))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
