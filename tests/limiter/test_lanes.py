"""How fast messages leave: replies at once, bulk at the rate that is left."""

from __future__ import annotations

import asyncio
import bisect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest

from handlers.limiter import Lane, TwoLaneLimiter
from tests.limiter.wire import Wire, few, most_in, virtually
from tests.virtual import run_virtually


@few
@given(st.integers(1, 60), st.integers(1, 300))
def test_bulk_never_exceeds_the_rate_in_any_second(rate: int, count: int):
    async def main() -> None:
        wire = Wire(rate)
        await wire.broadcast(count)
        assert len(wire.left) == count and most_in(wire.moments()) <= rate

    run_virtually(main())


@virtually
async def test_bulk_alone_uses_98_percent_of_the_rate():
    wire = Wire(30)
    await wire.broadcast(3000)
    took = wire.left[-1][0] - wire.left[0][0]
    assert 3000 / took >= 0.98 * 30


@virtually
async def test_timers_that_ring_a_little_late_do_not_cost_the_rate():
    wire = Wire(30)
    loop_sleep = asyncio.sleep

    async def late(seconds: float) -> None:
        await loop_sleep(seconds + 0.0015)

    wire.limiter = TwoLaneLimiter(30, now=wire.time, sleep=late)
    await wire.broadcast(900)
    assert 900 / wire.left[-1][0] >= 0.98 * 30 and most_in(wire.moments()) <= 30


@virtually
async def test_bulk_is_spread_over_the_second_instead_of_sent_in_bursts():
    wire = Wire(30)
    await wire.broadcast(300)
    assert most_in(wire.moments()[30:], 0.1) <= 4


@virtually
async def test_a_rate_of_a_thousand_is_reached_too():
    wire = Wire(1000)
    await wire.broadcast(5000)
    assert most_in(wire.moments()) <= 1000 and 5000 / wire.left[-1][0] >= 980


@few
@given(st.lists(st.floats(0, 30), max_size=80), st.integers(1, 40))
def test_a_reply_never_waits_for_bulk(asked: list[float], rate: int):
    async def main() -> None:
        wire = Wire(rate)

        async def reply(chat: int, moment: float) -> float:
            await asyncio.sleep(moment)
            return await wire.send(chat)

        bulk = asyncio.create_task(wire.broadcast(30 * rate))
        waits = await asyncio.gather(*(reply(chat, moment) for chat, moment in enumerate(asked)))
        await bulk
        assert max(waits, default=0) < 1e-6

    run_virtually(main())


@few
@given(st.lists(st.floats(0, 20), max_size=60))
def test_every_reply_takes_a_place_from_bulk(asked: list[float]):
    """Whatever people ask, bulk leaves only when the last second, the replies in it included, has a place."""

    async def main() -> None:
        wire = Wire(20)

        async def reply(chat: int, moment: float) -> None:
            await asyncio.sleep(moment)
            await wire.send(chat)

        await asyncio.gather(wire.broadcast(300), *(reply(chat, moment) for chat, moment in enumerate(asked)))
        moments = wire.moments()
        for moment in wire.moments(Lane.BULK):
            before = bisect.bisect_right(moments, moment) - bisect.bisect_right(moments, moment - 1 + 1e-9)
            assert before <= 20

    run_virtually(main())


@virtually
async def test_a_steady_stream_of_questions_finds_the_room_that_bulk_left():
    wire = Wire(30)

    async def ask() -> None:
        for n in range(100):
            await wire.send(n)
            await asyncio.sleep(0.2)

    bulk = asyncio.create_task(wire.broadcast(600))
    await ask()
    await bulk
    later = [moment for moment in wire.moments() if moment > 1]
    assert most_in(later) <= 30


@virtually
async def test_bulk_goes_on_beside_a_steady_stream_of_questions():
    wire = Wire(30)
    bulk = asyncio.create_task(wire.broadcast(1000))
    for n in range(100):
        await wire.send(n)
        await asyncio.sleep(0.2)
    share = len([moment for moment in wire.moments(Lane.BULK) if moment < 20]) / 20
    assert share >= 20
    await bulk


@virtually
async def test_bulk_leaves_in_the_order_of_arrival():
    wire = Wire(30)
    await wire.broadcast(200)
    assert [chat for _, _, chat in wire.left] == list(range(1000, 1200))


@virtually
async def test_other_errors_pass_through_untouched():
    limiter = TwoLaneLimiter()

    async def fail() -> None:
        raise BadRequest("Chat not found")

    for lane in Lane:
        with pytest.raises(BadRequest):
            await limiter.process_request(fail, (), {}, "sendMessage", {"chat_id": 1}, lane)


@virtually
async def test_a_lane_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="fast"):
        await Wire().send(1, "fast")  # type: ignore[arg-type]


@virtually
async def test_a_cancelled_wait_leaves_the_lane_to_the_next():
    wire = Wire(1)
    waiting = [asyncio.create_task(wire.send(chat, Lane.BULK)) for chat in range(4)]
    await asyncio.sleep(0.1)
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert [chat for _, _, chat in wire.left] == [0, 2, 3]
