"""How much Telegram lets a bot send: 429 with the seconds to wait. Real (monotonic) time, not the world's clock."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from bot.simulator.errors import too_many
from bot.simulator.records import Chat


@dataclass(slots=True)
class Limits:
    """Telegram's documented rates as knobs.

    mode: "burst" (default) lets a chat have `burst` messages at once, then `per_chat` a second; "strict" has no
    burst at all; "off" lifts everything. A refused call closes its lane (the chat, or everything) for `penalty`
    seconds, so a bot that does not wait stays refused.
    """

    mode: Literal["burst", "strict", "off"] = "burst"
    overall: int = 30  # messages in any one second
    per_chat: float = 1.0  # messages a second to one private chat, sustained
    burst: int = 20  # that many at once are tolerated
    per_group: int = 20  # messages a minute to one group or channel
    penalty: int = 1  # seconds, at least
    refused: int = 0  # how many calls were refused
    _recent: deque[float] = field(default_factory=deque)
    _closed_until: float = 0.0
    _full: dict[int, float] = field(default_factory=dict)  # chat -> when its bucket is empty again
    _chat_closed: dict[int, float] = field(default_factory=dict)

    def take(self, chat: Chat, messages: int = 1) -> None:
        """Counts messages to a chat; raises 429."""
        if self.mode == "off":
            return
        now = time.monotonic()
        self._check_closed(now, chat)
        self._check_chat(now, chat, messages)
        self._check_overall(now, messages)

    def reset(self) -> None:
        """Forgets what was sent so far."""
        self._recent.clear()
        self._full.clear()
        self._chat_closed.clear()
        self._closed_until = 0.0

    def _check_closed(self, now: float, chat: Chat) -> None:
        until = max(self._closed_until, self._chat_closed.get(chat.id, 0.0))
        if until > now:
            self._refuse(until - now)

    def _check_chat(self, now: float, chat: Chat, messages: int) -> None:
        """A leaking bucket, one float per chat: when it would be empty."""
        group = chat.type != "private"
        step = 60 / self.per_group if group else 1 / self.per_chat
        room = (self.per_group if group else self.burst if self.mode == "burst" else 1) * step
        empty_at = max(self._full.get(chat.id, 0.0), now) + step * messages
        if empty_at - now > room + 1e-6 and messages <= room / step:
            wait = max(empty_at - now - room, self.penalty)
            self._chat_closed[chat.id] = now + wait
            self._refuse(wait)
        self._full[chat.id] = empty_at

    def _check_overall(self, now: float, messages: int) -> None:
        while self._recent and now - self._recent[0] >= 1:
            self._recent.popleft()
        if len(self._recent) + messages > self.overall:
            self._closed_until = now + self.penalty
            self._refuse(self.penalty)
        self._recent.extend([now] * messages)

    def _refuse(self, seconds: float) -> None:
        self.refused += 1
        raise too_many(max(1, math.ceil(seconds)))
