"""A loop whose time jumps to the next timer instead of waiting: hours pass in milliseconds, always in the same way."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.SelectSelector):
    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("everyone waits for something that no timer will bring")
        self.loop.seconds += max(timeout, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """`loop.time()` starts at 0 and moves only while everyone sleeps. No sockets, no threads."""

    def __init__(self) -> None:
        self.seconds = 0.0
        selector = _Jumping()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.seconds


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """The result of `main`, run on a virtual loop."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
