"""Order within a chat, chats side by side, both bounded; and one statement for everybody who waits."""

from __future__ import annotations

import asyncio

import pytest

from bot.grouping import Grouped
from handlers.intake.desk import whose
from handlers.intake.order import Order


async def test_one_chat_keeps_its_order_while_others_go_on() -> None:
    done: list[tuple[int, int]] = []
    slow = asyncio.Event()

    async def handle(item: tuple[int, int]) -> None:
        if item == (1, 0):
            await slow.wait()
        done.append(item)

    order: Order[tuple[int, int]] = Order(handle)
    for item in [(1, 0), (1, 1), (2, 0), (1, 2), (2, 1)]:
        await order.put(item[0], item)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    slow.set()
    assert await order.drain(5)
    assert [n for chat, n in done if chat == 1] == [0, 1, 2]
    assert [n for chat, n in done if chat == 2] == [0, 1]
    assert done.index((2, 0)) < done.index((1, 0)), "chat 2 does not wait for chat 1"


async def test_no_more_chats_than_allowed_run_at_once() -> None:
    running = most = 0

    async def handle(_item: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    order: Order[int] = Order(handle, side_by_side=3)
    for chat in range(20):
        await order.put(chat, chat)
    assert await order.drain(5)
    assert most == 3


async def test_whoever_brings_too_much_has_to_wait() -> None:
    gate = asyncio.Event()

    async def handle(_item: int) -> None:
        await gate.wait()

    order: Order[int] = Order(handle, in_hand=2)
    await order.put(1, 1)
    await order.put(2, 2)
    third = asyncio.create_task(order.put(3, 3))
    await asyncio.sleep(0)
    assert not third.done()
    gate.set()
    await third
    assert await order.drain(5)


async def test_a_failure_does_not_stop_the_chat_behind_it() -> None:
    done = []

    async def handle(item: int) -> None:
        done.append(item)

    order: Order[int] = Order(handle)
    await order.put(1, 1)
    assert await order.drain(5)
    await order.put(1, 2)
    assert await order.drain(5)
    assert done == [1, 2]


async def test_what_is_not_done_in_time_is_given_up() -> None:
    order: Order[int] = Order(lambda _item: asyncio.sleep(60))
    await order.put(1, 1)
    assert not await order.drain(0.01)
    assert order.count == 0


async def test_those_who_wait_together_share_one_statement() -> None:
    groups: list[list[int]] = []

    async def work(items: list[int]) -> list[int]:
        groups.append(items)
        await asyncio.sleep(0)
        return [item * 10 for item in items]

    grouped = Grouped(work)
    answers = await asyncio.gather(*(grouped(n) for n in range(50)))
    assert answers == [n * 10 for n in range(50)]
    assert len(groups) < 5


async def test_a_group_that_gathers_goes_with_those_who_come_meanwhile() -> None:
    groups: list[list[int]] = []

    async def work(items: list[int]) -> list[int]:
        groups.append(items)
        return items

    grouped = Grouped(work, gather=lambda: 0.02)
    first = asyncio.create_task(grouped(1))
    await asyncio.sleep(0)
    assert await asyncio.gather(first, grouped(2), grouped(3)) == [1, 2, 3]
    assert groups == [[1, 2, 3]]


async def test_everybody_in_a_group_learns_of_its_failure_and_the_next_group_works() -> None:
    async def work(items: list[int]) -> list[int]:
        if 13 in items:
            raise ConnectionError
        return items

    grouped = Grouped(work, most=2)
    results = await asyncio.gather(*(grouped(n) for n in (13, 1, 2, 3)), return_exceptions=True)
    assert [type(result) for result in results[:2]] == [ConnectionError, ConnectionError]
    assert results[2:] == [2, 3]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"update_id": 1, "message": {"from": {"id": 7}, "chat": {"id": -5}}}, 7),
        ({"update_id": 1, "callback_query": {"id": "x", "from": {"id": 8}}}, 8),
        ({"update_id": 1, "channel_post": {"chat": {"id": -9}}}, -9),
        ({"update_id": 1, "something_new": {"odd": True}}, 0),
        ({"update_id": 1, "message": "not even a dict"}, 0),
    ],
)
def test_an_update_lines_up_behind_its_persons_others(raw: dict, key: int) -> None:
    assert whose(raw) == key
