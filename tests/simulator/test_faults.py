"""Telegram on a bad day."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.simulator import Person, Simulator
from tests.simulator.conftest import Wire


def hai(ani: Person) -> dict:
    return {"chat_id": ani.id, "text": "hai"}


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("500", 500, "Internal Server Error"),
        ("429", 429, "Too Many Requests: retry after 7"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_refusals_look_like_telegrams(
    sim: Simulator, wire: Wire, ani: Person, kind: str, status: int, description: str
) -> None:
    sim.misbehave(kind, method="sendMessage", times=1, retry_after=7)
    assert await wire.refused("sendMessage", **hai(ani)) == (status, description)
    assert sim.delivered(ani.id) == []
    await wire.result("sendMessage", **hai(ani))


async def test_a_502_page_is_no_json(sim: Simulator, wire: Wire, ani: Person) -> None:
    sim.misbehave("502_page", times=1)
    async with wire.session.post(f"{sim.base_url}/bot{sim.token}/sendMessage", json=hai(ani)) as reply:
        assert reply.status == 502
        assert "<h1>502 Bad Gateway</h1>" in await reply.text()


@pytest.mark.parametrize(("kind", "delivered"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_reset_cuts_the_line_before_or_after_the_delivery(
    sim: Simulator, wire: Wire, ani: Person, kind: str, delivered: int
) -> None:
    sim.misbehave(kind, method="sendMessage", times=1)
    with pytest.raises((aiohttp.ClientConnectionError, ConnectionError)):
        await wire("sendMessage", **hai(ani))
    assert len(sim.delivered(ani.id)) == delivered
    assert sim.calls[0].outcome == f"fault {kind}"


@pytest.mark.parametrize(("kind", "delivered"), [("timeout_before", 0), ("timeout_after", 1)])
async def test_a_timeout_says_nothing_before_or_after_the_delivery(
    sim: Simulator, wire: Wire, ani: Person, kind: str, delivered: int
) -> None:
    sim.misbehave(kind, method="sendMessage", times=1, seconds=30)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(wire("sendMessage", **hai(ani)), 0.1)
    assert len(sim.delivered(ani.id)) == delivered


async def test_slow_is_late_but_right(sim: Simulator, wire: Wire, ani: Person) -> None:
    sim.misbehave("slow", method="sendMessage", seconds=0.1)
    await wire.result("sendMessage", **hai(ani))
    assert sim.calls[0].ok
    assert sim.calls[0].seconds >= 0.1


async def test_latency_is_added_to_every_answer(sim: Simulator, wire: Wire) -> None:
    sim.latency = 0.05
    await wire.result("getMe")
    assert sim.calls[0].seconds >= 0.05


async def test_faults_leave_polling_alone_unless_told(sim: Simulator, wire: Wire, ani: Person) -> None:
    sim.misbehave("500")
    ani.queue("halo")
    assert len(await wire.result("getUpdates")) == 1
    sim.misbehave("500", method="*")
    assert (await wire.refused("getUpdates"))[0] == 500


async def test_a_fault_can_hit_one_chat_only(sim: Simulator, wire: Wire, ani: Person) -> None:
    budi = sim.person("Budi", started=True)
    sim.misbehave("403", method="sendMessage", chat_id=budi.id)
    await wire.result("sendMessage", **hai(ani))
    assert (await wire.refused("sendMessage", **hai(budi)))[0] == 403


async def test_probability_hits_some_and_calm_ends_it(sim: Simulator, wire: Wire) -> None:
    sim.misbehave("500", method="getMe", probability=0.5)
    statuses = {(await wire("getMe"))["status"] for _ in range(60)}
    assert statuses == {200, 500}
    sim.calm()
    assert {(await wire("getMe"))["status"] for _ in range(10)} == {200}


async def test_an_unknown_fault_is_refused_in_words(sim: Simulator) -> None:
    with pytest.raises(ValueError, match="no such fault: 418"):
        sim.misbehave("418")
