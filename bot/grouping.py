"""One statement for everybody who is waiting.

A commit through aiosqlite costs 1.1-1.7 ms and a read 0.8 ms, whatever it holds. So calls that come in while one is
under way wait a moment and go together in the next: a lone caller waits for nobody, a crowd shares the cost.

Where work takes about as long as the next item takes to come, groups stay at two or three. Then a group may gather for
some milliseconds before it goes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Grouped(Generic[Item, Answer]):
    """Callable that hands items, as many as have gathered, to `work`, which answers them in the same order."""

    def __init__(
        self,
        work: Callable[[list[Item]], Awaitable[Sequence[Answer]]],
        *,
        most: int = 200,
        gather: Callable[[], float] = float,
    ) -> None:
        """`gather` gives the seconds for which the next group waits for company; 0 by itself."""
        self._work, self._most, self._gather = work, most, gather
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._runner: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Answer:
        """The answer for `item`. Raises what `work` raised for its group."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        while self._waiting:
            if seconds := self._gather():
                await asyncio.sleep(seconds)
            group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                answers = await self._work([item for item, _ in group])
            except Exception as error:  # every caller of this group learns of it
                for _, future in group:
                    if not future.done():
                        future.set_exception(error)
            else:
                for (_, future), answer in zip(group, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)
