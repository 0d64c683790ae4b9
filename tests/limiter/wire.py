"""What leaves through the limiter, and when. Time is virtual: what is stated in seconds is exact, waits for nothing."""

from __future__ import annotations

import asyncio
import bisect
from collections.abc import Callable, Coroutine
from typing import Any

from hypothesis import settings

from handlers.limiter import Lane, TwoLaneLimiter
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


def once(seconds: float, at: int = 1) -> Judge:
    """A judge that says 429 to the call number `at`."""
    return lambda wire: seconds if len(wire.left) == at else None
