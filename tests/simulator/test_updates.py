"""getUpdates: nothing is gone until it is confirmed."""

from __future__ import annotations

import asyncio

from bot.simulator import Person, Simulator
from tests.simulator.conftest import Wire

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: list[dict]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_an_offset_confirms_them(wire: Wire, ani: Person) -> None:
    for text in ("satu", "dua", "tiga"):
        ani.queue(text)
    first = await wire.result("getUpdates")
    assert texts(first) == texts(await wire.result("getUpdates")) == ["satu", "dua", "tiga"]
    assert texts(await wire.result("getUpdates", offset=first[1]["update_id"])) == ["dua", "tiga"]
    assert texts(await wire.result("getUpdates")) == ["dua", "tiga"]
    assert await wire.result("getUpdates", offset=first[-1]["update_id"] + 1) == []


async def test_update_numbers_rise_by_one(wire: Wire, ani: Person) -> None:
    for text in ("satu", "dua"):
        ani.queue(text)
    first, second = await wire.result("getUpdates")
    assert second["update_id"] == first["update_id"] + 1


async def test_a_limit_gives_the_oldest_first(wire: Wire, ani: Person) -> None:
    for number in range(5):
        ani.queue(str(number))
    assert texts(await wire.result("getUpdates", limit=2)) == ["0", "1"]


async def test_odd_limits_and_timeouts_are_brought_into_range(wire: Wire, ani: Person) -> None:
    for number in range(3):
        ani.queue(str(number))
    assert texts(await wire.result("getUpdates", limit=0)) == ["0"]
    assert len(await wire.result("getUpdates", limit=1000, timeout=-5)) == 3


async def test_a_negative_offset_keeps_only_the_latest(wire: Wire, ani: Person) -> None:
    for number in range(5):
        ani.queue(str(number))
    assert texts(await wire.result("getUpdates", offset=-2)) == ["3", "4"]
    assert texts(await wire.result("getUpdates")) == ["3", "4"]


async def test_a_long_poll_answers_as_soon_as_something_comes(wire: Wire, ani: Person) -> None:
    poll = asyncio.create_task(wire.result("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    ani.queue("halo")
    assert texts(await asyncio.wait_for(poll, 5)) == ["halo"]


async def test_a_second_poller_ends_the_first(wire: Wire, ani: Person) -> None:
    first = asyncio.create_task(wire("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(wire("getUpdates", timeout=30))
    ended = await asyncio.wait_for(first, 5)
    assert (ended["status"], ended["description"]) == (409, OTHER)
    ani.queue("halo")
    assert texts((await second)["result"]) == ["halo"]


async def test_a_poller_that_hung_up_is_no_rival(sim: Simulator, wire: Wire, ani: Person) -> None:
    lost = asyncio.create_task(wire("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    lost.cancel()
    await asyncio.gather(lost, return_exceptions=True)
    ani.queue("halo")
    assert texts(await wire.result("getUpdates", timeout=5)) == ["halo"]


async def test_polling_is_refused_while_a_webhook_is_set(wire: Wire) -> None:
    await wire.result("setWebhook", url="http://127.0.0.1:9/hook")
    status, reason = await wire.refused("getUpdates")
    assert status == 409
    assert reason.startswith("Conflict: can't use getUpdates method while webhook is active")
    await wire.result("deleteWebhook")
    assert await wire.result("getUpdates") == []


async def test_only_the_kinds_that_were_asked_for_come(wire: Wire, ani: Person) -> None:
    await wire.result("getUpdates", allowed_updates=["callback_query"])
    ani.queue("tak terdengar")
    await wire.result("getUpdates", allowed_updates=[])
    ani.queue("terdengar")
    assert texts(await wire.result("getUpdates")) == ["terdengar"]


async def test_pending_updates_can_be_dropped(wire: Wire, ani: Person) -> None:
    ani.queue("halo")
    await wire.result("deleteWebhook", drop_pending_updates=True)
    assert await wire.result("getUpdates") == []


async def test_a_poisonous_update_is_passed_on_as_it_is(sim: Simulator, wire: Wire) -> None:
    number = sim.inject({"message": {"chat": "bukan obrolan"}})
    assert await wire.result("getUpdates") == [{"update_id": number, "message": {"chat": "bukan obrolan"}}]


async def test_message_dates_come_from_the_simulators_clock(sim: Simulator, wire: Wire, ani: Person) -> None:
    from datetime import UTC, datetime

    sim.move_clock(to=datetime(2027, 2, 17, 1, 0, tzinfo=UTC))
    ani.queue("halo")
    (update,) = await wire.result("getUpdates")
    assert datetime.fromtimestamp(update["message"]["date"], UTC).date().isoformat() == "2027-02-17"
