"""Who asked what, and what came back: nothing lost, nothing twice, each chat in its own order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Asked:
    """A question: when it was asked, words of its answer (None: unknown), and what came when."""

    at: float
    expected: str | None
    answered: float | None = None
    reply: str = ""

    def is_answered_by(self, reply: str) -> bool:
        """Whether `reply` has the words of its answer."""
        return self.expected is not None and self.expected in reply

    @property
    def verified(self) -> bool:
        """Whether what came is its answer."""
        return self.is_answered_by(self.reply)


@dataclass(slots=True)
class Ledger:
    """One load. The nth reply in a chat is taken for the answer to its nth question."""

    asked: dict[int, list[Asked]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    duplicates: int = 0
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
        mine.answered, mine.reply, self.last = at, text, at
        self.answered += 1

    @property
    def verified(self) -> int:
        """Replies that have the words of the answer to their question."""
        return sum(one.verified for chat in self.asked.values() for one in chat)

    @property
    def disorder(self) -> int:
        """Replies that came in the place of another: they answer a question of the chat that did not get its own.
        A reply that answers none proves nothing: the bot may have read the question in its context."""
        return sum(_out_of_place(one, chat) for chat in self.asked.values() for one in chat)

    @property
    def lost(self) -> int:
        """Questions without a reply so far."""
        return self.count - self.answered

    def latencies(self) -> list[float]:
        """Seconds from question to reply, sorted; infinite for those not answered."""
        every = (one for chat in self.asked.values() for one in chat)
        return sorted(math.inf if one.answered is None else one.answered - one.at for one in every)


def _out_of_place(mine: Asked, chat: Sequence[Asked]) -> bool:
    return not mine.verified and any(
        other is not mine and not other.verified and other.is_answered_by(mine.reply) for other in chat
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the sorted `values` lie (nearest rank); infinite for none."""
    return values[max(0, math.ceil(len(values) * share) - 1)] if values else math.inf
