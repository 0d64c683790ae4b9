"""What was worked out before, kept; but not without end, since people can type any number of words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
_DIGIT = re.compile(r"\d")


class Memory(dict[str, Value]):
    """memory[word] is what `work_out` makes of the word, worked out once.

    Words with digits are not kept: an amount or a number of somebody's hardly ever comes again.
    """

    def __init__(self, work_out: Callable[[str], Value], most: int = 5_000) -> None:
        self._work_out, self._most = work_out, most

    def __missing__(self, word: str) -> Value:
        value = self._work_out(word)
        if not _DIGIT.search(word):
            if len(self) >= self._most:
                self.clear()
            self[word] = value
        return value
