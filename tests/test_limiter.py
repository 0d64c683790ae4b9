"""How fast messages leave. Time is virtual: what is stated in seconds here is exact and waits for nothing."""

from __future__ import annotations

import asyncio
import bisect
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, RetryAfter

from handlers.limiter import CHAT_BURST, Budget, Lane, TwoLaneLimiter
from handlers.request import Flood
from tests.virtual import run_virtually

Judge = Callable[["Wire"], float | None]
few = settings(max_examples=40, deadline=None)


class Wire:
    """What left, when. `judge` looks at it and may answer 429 with so many seconds. An answer takes `latency`."""

    def __init__(self, rate: float = 30, judge: Judge = lambda _: None, latency: float = 0.0) -> None:
        self.time = asyncio.get_running_loop().time
        self.limiter = TwoLaneLimiter(rate, now=self.time)
        self.left: list[tuple[float, str, int]] = []
        self.floods: list[float] = []
        self.judge, self.latency = judge, latency

    async def send(self, chat: int | str, lane: Lane | None = None, endpoint: str = "sendMessage") -> float:
        """Seconds from asking to leaving."""
        asked = self.time()

        async def call(_: object) -> float:
            moment = self.time()
            self.left.append((moment, lane or Lane.REPLY, chat))  # type: ignore[arg-type]
            seconds = self.judge(self)
            if self.latency:
                await asyncio.sleep(self.latency)
            if seconds is not None:
                self.floods.append(moment)
                raise Flood(seconds)
            return moment - asked

        return await self.limiter.process_request(call, (None,), {}, endpoint, {"chat_id": chat}, lane)

    async def broadcast(self, count: int, first: int = 1000) -> list[object]:
        sends = [self.send(first + n, Lane.BULK) for n in range(count)]
        return await asyncio.gather(*sends, return_exceptions=True)

    def moments(self, lane: str | None = None, chat: int | None = None) -> list[float]:
        return [
            moment for moment, its_lane, its_chat in self.left if lane in {None, its_lane} and chat in {None, its_chat}
        ]


def most_in(moments: list[float], window: float = 1.0) -> int:
    """The most that left in any `window` seconds, its end not included."""
    moments = sorted(moments)
    return max(
        (bisect.bisect_left(moments, start + window - 1e-9) - index for index, start in enumerate(moments)), default=0
    )


def virtually(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    def run() -> None:
        run_virtually(test())

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run


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
async def test_one_chat_gets_a_burst_and_then_one_a_second():
    wire = Wire()
    await asyncio.gather(*(wire.send(7) for _ in range(CHAT_BURST + 3)))
    assert wire.moments() == pytest.approx([0] * CHAT_BURST + [1, 2, 3])


@virtually
async def test_a_chat_that_met_a_429_gets_no_burst_until_it_was_quiet():
    wire = Wire(judge=once(3))
    await wire.send(7)
    await asyncio.gather(*(wire.send(7) for _ in range(3)))
    assert wire.moments() == pytest.approx([0, 3, 4, 5, 6])
    await asyncio.sleep(30)
    assert max(await asyncio.gather(*(wire.send(7) for _ in range(CHAT_BURST)))) == 0


@virtually
async def test_a_busy_chat_does_not_hold_up_another():
    wire = Wire()
    busy = asyncio.gather(*(wire.send(7) for _ in range(CHAT_BURST + 5)))
    await asyncio.sleep(0.01)
    assert await wire.send(8) == 0
    await busy


@few
@given(st.lists(st.floats(0, 2), min_size=20, max_size=40))
def test_a_group_gets_no_more_than_twenty_a_minute(pauses: list[float]):
    async def main() -> None:
        wire = Wire()

        async def ask() -> None:
            for pause in pauses:
                await asyncio.sleep(pause)
                await wire.send(-100)

        await asyncio.wait([asyncio.ensure_future(ask())], timeout=600)
        assert most_in(wire.moments(), 60) <= 20

    run_virtually(main())


@virtually
async def test_a_channels_name_is_paced_as_a_group():
    wire = Wire()
    results = await asyncio.gather(*(wire.send("@umkm") for _ in range(21)), return_exceptions=True)
    assert len(wire.left) == 20
    assert [type(result) for result in results if not isinstance(result, float)] == [Flood], "half a minute is too long"


@virtually
async def test_bulk_to_a_slow_group_does_not_hold_up_the_others():
    wire = Wire()
    group = asyncio.gather(*(wire.send(-100, Lane.BULK) for _ in range(CHAT_BURST + 3)))
    people = asyncio.create_task(wire.broadcast(60))
    await people
    assert max(moment for moment, _, chat in wire.left if chat > 0) < 2.5
    await group


def once(seconds: float, at: int = 1) -> Judge:
    """A judge that says 429 to the call number `at`."""
    return lambda wire: seconds if len(wire.left) == at else None


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
        assert wire.limiter.bulk_paused_until == pytest.approx(seconds)
        while wire.time() < seconds - 1:
            with pytest.raises(Flood) as caught:
                await wire.send(1001, Lane.BULK)
            assert caught.value.seconds == pytest.approx(seconds - wire.time())
            await asyncio.sleep(max(1.0, seconds / 7))
            if wire.limiter.bulk_pause_left <= 2:
                break
        await wire.limiter.bulk_ready()
        assert wire.time() >= seconds and wire.limiter.bulk_paused_until is None
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
    wire = Wire(30, judge=once(1))
    await wire.broadcast(1)
    rates = []
    for _ in range(6):
        rates.append(round(wire.limiter.bulk_rate))
        await asyncio.sleep(10)
    assert rates == [21, 21, 24, 27, 30, 30]


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
        await wire.limiter.bulk_ready()
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
async def test_a_429_to_one_chat_halts_that_chat_only():
    wire = Wire(judge=lambda wire: 3 if wire.left[-1][2] == 5 and wire.time() < 1 else None)
    first = asyncio.create_task(wire.send(5))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(wire.send(5))
    assert await wire.send(6) == 0
    await asyncio.gather(first, second)
    assert wire.moments(chat=5)[1:] == [3, 4]


@virtually
async def test_429s_to_two_chats_halt_everyone_bulk_too():
    wire = Wire(judge=lambda wire: 3 if wire.time() < 1 else None)
    replies = [asyncio.create_task(wire.send(chat)) for chat in (5, 6)]
    await asyncio.sleep(1)
    assert wire.limiter.bulk_pause_left == pytest.approx(2)
    assert await wire.send(7) == 2
    await asyncio.gather(*replies)


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


@virtually
async def test_answers_to_buttons_and_typing_are_free():
    wire = Wire(1)
    await wire.broadcast(1)
    for _ in range(20):
        assert await wire.send(5, endpoint="sendChatAction") == 0
        assert await wire.send(None, endpoint="answerCallbackQuery") == 0  # type: ignore[arg-type]
    assert await wire.send(5) == 0


@virtually
async def test_edits_and_deletions_count_as_messages():
    wire = Wire()
    for n in range(CHAT_BURST):
        await wire.send(5, endpoint=("editMessageText", "deleteMessage", "sendPhoto", "copyMessage")[n % 4])
    assert await wire.send(5) == 1


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
async def test_chats_that_are_quiet_are_forgotten():
    wire = Wire()
    for n in range(3000):
        await wire.send(n)
        await asyncio.sleep(0.05)
    assert wire.limiter.chats_known < 100


@virtually
async def test_a_cancelled_wait_leaves_the_lane_to_the_next():
    wire = Wire(1)
    waiting = [asyncio.create_task(wire.send(chat, Lane.BULK)) for chat in range(4)]
    await asyncio.sleep(0.1)
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert [chat for _, _, chat in wire.left] == [0, 2, 3]
