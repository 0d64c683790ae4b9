"""Chats side by side, the updates of one chat in order, and both bounded."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

SIDE_BY_SIDE = 128
IN_HAND = 300
"""Three batches: enough that nobody waits for the next one, few enough that a crowd costs little memory."""


class Order(Generic[Item]):
    """Runs `handle` for each item: one at a time per key, at most `side_by_side` keys at once.

    `put` waits while `in_hand` items are not done, which holds back whoever brings more.
    """

    def __init__(
        self,
        handle: Callable[[Item], Awaitable[None]],
        *,
        side_by_side: int = SIDE_BY_SIDE,
        in_hand: int = IN_HAND,
    ) -> None:
        self._handle = handle
        self._queues: dict[int, deque[Item]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = asyncio.Semaphore(side_by_side)
        self._room = asyncio.Semaphore(in_hand)
        self._listeners: dict[int, asyncio.Event] = {}
        self.count = 0

    async def another(self, key: int, seconds: float) -> bool:
        """True as soon as a further item of `key` lines up behind the one being handled, False after `seconds`."""
        queue = self._queues.get(key)
        if queue is not None and len(queue) > 1:
            return True
        event = self._listeners.setdefault(key, asyncio.Event())
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._listeners.pop(key, None)

    async def put(self, key: int, item: Item) -> None:
        """Line `item` up behind the others of `key`."""
        await self._room.acquire()
        self.count += 1
        queue = self._queues.get(key)
        if queue is not None:
            queue.append(item)
            if key in self._listeners:
                self._listeners[key].set()
            return
        self._queues[key] = deque([item])
        task = asyncio.create_task(self._work(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, key: int) -> None:
        queue = self._queues[key]
        while queue:
            async with self._running:
                try:
                    await self._handle(queue[0])
                finally:
                    queue.popleft()
                    self.count -= 1
                    self._room.release()
        del self._queues[key]

    async def quiet(self) -> None:
        """Wait until all that is lined up now is done."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def drain(self, seconds: float) -> bool:
        """Wait until all is done, but no longer than `seconds`; True when it is."""
        pending: set[asyncio.Task[Any]] = set(self._tasks)
        if pending:
            _, pending = await asyncio.wait(pending, timeout=seconds)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        return not pending
