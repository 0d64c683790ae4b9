"""What a 429 of Telegram halts, how long, and how the rate recovers."""

from __future__ import annotations

import asyncio
import bisect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter

from handlers.limiter import Budget, Lane
from handlers.request import Flood
from tests.limiter.wire import Wire, few, most_in, once, virtually
from tests.virtual import run_virtually


@virtually
async def test_a_429_is_given_to_the_bulk_caller_who_keeps_the_ledger():
    wire = Wire(judge=once(3))
    with pytest.raises(RetryAfter):
        await wire.send(1000, Lane.BULK)
    assert len(wire.left) == 1


@few
@given(st.integers(3, 20_000))
def test_bulk_stays_halted_until_the_very_moment_telegram_named(seconds: int):
    async def main() -> None:
        wire = Wire(judge=once(seconds))
        with pytest.raises(RetryAfter):
            await wire.send(1000, Lane.BULK)
        assert wire.limiter.bulk_pause_left == pytest.approx(seconds)
        while wire.time() < seconds - 1:
            with pytest.raises(Flood) as caught:
                await wire.send(1001, Lane.BULK)
            assert caught.value.seconds == pytest.approx(seconds - wire.time())
            await asyncio.sleep(max(1.0, seconds / 7))
            if wire.limiter.bulk_pause_left <= 2:
                break
        await asyncio.sleep(wire.limiter.bulk_pause_left)
        assert wire.time() >= seconds and wire.limiter.bulk_pause_left == 0
        await wire.send(1002, Lane.BULK)
        assert [moment for moment, _, _ in wire.left][1:] == [pytest.approx(max(seconds, wire.time()))]

    run_virtually(main())


@virtually
async def test_those_in_line_during_a_long_halt_are_told_instead_of_kept():
    wire = Wire(judge=once(7200), latency=0.2)
    results = await wire.broadcast(50)
    assert all(isinstance(result, RetryAfter) for result in results if not isinstance(result, float))
    assert wire.time() < 2 and len(wire.left) < 12


@virtually
async def test_a_short_halt_is_sat_out():
    wire = Wire(judge=once(1))
    results = await wire.broadcast(3)
    assert [type(result) for result in results] == [Flood, float, float]
    assert wire.moments()[1] == pytest.approx(1)


@virtually
async def test_a_halt_of_bulk_does_not_halt_replies():
    wire = Wire(judge=once(7200))
    await wire.broadcast(1)
    assert await wire.send(5) == 0


@virtually
async def test_bulk_slows_down_after_a_429_and_recovers_in_steps():
    wire = Wire(30, judge=once(5))
    await wire.broadcast(1)
    rates = []
    for _ in range(6):
        rates.append(round(wire.limiter.bulk_rate))
        await asyncio.sleep(10)
    assert rates == [21, 21, 24, 27, 30, 30]


@virtually
async def test_a_first_429_by_a_hairs_breadth_slows_bulk_down_little():
    wire = Wire(30, judge=once(1))
    await wire.broadcast(1)
    assert round(wire.limiter.bulk_rate) == 27
    await asyncio.sleep(12)
    assert round(wire.limiter.bulk_rate) == 30


def test_a_second_counts_from_when_a_message_really_left():
    budget = Budget(1)
    departure = budget.spend(0, reply=False)
    assert budget.bulk_wait(1) == pytest.approx(0.012, abs=0.001)
    departure.moment = 0.4  # the process was busy
    assert budget.bulk_wait(1) == pytest.approx(0.412, abs=0.001)


@virtually
async def test_several_429s_of_one_flood_slow_bulk_down_once():
    wire = Wire(30, judge=lambda wire: 5 if wire.time() < 1 else None, latency=0.3)
    await wire.broadcast(10)
    assert len(wire.floods) > 3 and round(wire.limiter.bulk_rate) == 21


@virtually
async def test_bulk_finds_a_rate_below_its_own_if_telegram_allows_less():
    def strict(wire: Wire) -> float | None:
        moments = wire.moments()
        return 1 if len(moments) - bisect.bisect_left(moments, wire.time() - 1 + 1e-9) > 20 else None

    wire = Wire(30, judge=strict)
    waiting = list(range(1000, 3000))
    while waiting and wire.time() < 200:
        await asyncio.sleep(wire.limiter.bulk_pause_left)
        try:
            await wire.send(waiting[-1], Lane.BULK)
            waiting.pop()
        except RetryAfter:
            pass
    assert not waiting and len(wire.floods) < 20, "2000 at 20 a second"


@virtually
async def test_the_second_429_in_a_row_teaches_a_ceiling_that_is_forgotten_after_ten_quiet_minutes():
    budget = Budget(30)
    budget.slow_down(0, 1)
    assert budget.bulk_rate(60) == 30, "one alone may be chance"
    budget.slow_down(60, 61)
    assert round(budget.bulk_rate(150), 1) == 29.1
    budget.slow_down(160, 161)
    assert round(budget.bulk_rate(260), 1) == 28.2
    assert budget.bulk_rate(161 + 600 + 60) == 30


@virtually
async def test_a_reply_gets_through_a_429_by_waiting_as_long_as_it_says():
    wire = Wire(judge=once(4))
    assert await wire.send(5) == 4
    assert wire.moments() == [0, 4]


@virtually
async def test_a_reply_gives_up_after_four_times():
    wire = Wire(judge=lambda _: 2)
    with pytest.raises(RetryAfter):
        await wire.send(5)
    assert len(wire.left) == 4


@virtually
async def test_a_reply_does_not_wait_for_hours():
    wire = Wire(judge=lambda _: 3600)
    with pytest.raises(RetryAfter):
        await wire.send(5)
    assert wire.time() == 0 and len(wire.left) == 1


@virtually
async def test_replies_are_not_capped_until_telegram_says_so_and_then_for_a_minute():
    def strict(wire: Wire) -> float | None:
        return 1 if wire.time() == 0 and len(wire.left) > 40 else None

    wire = Wire(30, judge=strict, latency=0.05)
    await asyncio.gather(*(wire.send(chat) for chat in range(100)))
    at_once = wire.moments().count(0)
    later = [moment for moment in wire.moments() if moment > 0]
    assert at_once == 100 and len(later) == 60 and most_in(later) <= 30
    await asyncio.sleep(61)
    assert max(await asyncio.gather(*(wire.send(1000 + chat) for chat in range(35)))) == 0


@virtually
async def test_while_replies_are_capped_bulk_stands_back():
    wire = Wire(10, judge=lambda wire: 1 if len(wire.left) == 1 else None)
    await wire.send(1)
    wire.left.clear()
    replies = asyncio.gather(*(wire.send(chat) for chat in range(10, 40)))
    await asyncio.sleep(0)
    bulk = asyncio.create_task(wire.broadcast(3))
    await replies
    last_reply = wire.moments(Lane.REPLY)[-1]
    await bulk
    assert min(wire.moments(Lane.BULK)) >= last_reply
