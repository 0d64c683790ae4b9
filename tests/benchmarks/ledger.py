"""Who asked what, and what came back: nothing lost, nothing twice, each chat in its own order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Asked:
    """A question: when it was asked, how its answer begins (None: unknown), and when that came."""

    at: float
    expected: str | None
    answered: float | None = None


@dataclass(slots=True)
class Ledger:
    """One load. The nth reply in a chat is taken for the answer to its nth question.

    What begins as the answer to another question of the chat, but not as that to its own, came out of order. A reply
    that begins like none of them proves nothing (the bot may have read the question in its context).
    """

    asked: dict[int, list[Asked]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    duplicates: int = 0
    disorder: int = 0
    verified: int = 0
    count: int = 0
    answered: int = 0
    last: float = 0.0

    def ask(self, chat: int, expected: str | None, at: float) -> None:
        """A question goes out to the bot."""
        self.asked[chat].append(Asked(at, expected))
        self.count += 1

    def reply(self, chat: int, text: str, at: float) -> None:
        """A reply came in."""
        turn = self.replies[chat]
        self.replies[chat] += 1
        if turn >= len(self.asked[chat]):
            self.duplicates += 1
            return
        mine = self.asked[chat][turn]
        mine.answered, self.last = at, at
        self.answered += 1
        self._compare(mine, self.asked[chat], text)

    def _compare(self, mine: Asked, all_of_chat: Sequence[Asked], text: str) -> None:
        if mine.expected is not None and text.startswith(mine.expected):
            self.verified += 1
        elif any(other.expected is not None and text.startswith(other.expected) for other in all_of_chat):
            self.disorder += 1

    @property
    def lost(self) -> int:
        """Questions without a reply so far."""
        return self.count - self.answered

    def latencies(self) -> list[float]:
        """Seconds from question to reply, sorted; infinite for those not answered."""
        every = (one for chat in self.asked.values() for one in chat)
        return sorted(math.inf if one.answered is None else one.answered - one.at for one in every)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the sorted `values` lie (nearest rank); infinite for none."""
    return values[max(0, math.ceil(len(values) * share) - 1)] if values else math.inf
