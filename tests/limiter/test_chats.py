"""Each chat has a pace of its own, and none holds up another."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.limiter import CHAT_BURST, Chats, Lane
from handlers.request import Flood
from tests.limiter.wire import Wire, few, most_in, once, virtually
from tests.virtual import run_virtually


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


def test_chats_that_are_quiet_are_forgotten():
    chats = Chats()
    for n in range(3000):
        chats(n, n * 0.05).take(n * 0.05)
    assert len(chats) < 100
