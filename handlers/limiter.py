"""How fast messages leave: two lanes, one budget, and a pace for every chat.

Telegram allows about 30 messages a second in all, one a second to a chat (short bursts are let through) and 20 a
minute to a group; beyond that it says 429 and for how long. It never says which of these limits was hit.

- **Replies** go at once. They wait only for their own chat, for a 429 that was really received, and, in the minute
  after one, for the budget. They never wait for bulk.
- **Bulk** gets what replies leave of the budget, evenly spaced; a 429 halts it until the very moment Telegram named
  and slows it, then it recovers in steps.

python-telegram-bot's AIORateLimiter has no priorities: there a reply waits 9 s behind a broadcast.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from handlers.request import Flood, on_departure

RATE = 30.0
CHAT_RATE, CHAT_BURST = 1.0, 15
GROUP_MESSAGES, GROUP_WINDOW = 20, 60.0
"""Telegram's limits (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). How long a burst to one
chat may be it does not say: 15 let somebody press through a menu, and a chat that met a 429 has no burst left."""

MARGIN, WINDOW_MARGIN = 0.015, 0.012
"""By how much a second is stretched: Telegram counts arrivals, and the way there takes now longer, now shorter. What
delays a message in this process (a busy loop) is known: the second counts from when it really left."""

CATCH_UP = 0.02
"""Seconds by which a timer that rang late may be caught up. At 1000 a second these are bursts of 20."""

SLOWER, FASTER, RECOVERY = 0.7, 0.1, 10.0
"""Bulk goes on at 0.7 of its rate after a 429, and gains 0.1 of the full rate for every 10 s without one."""

CHANCE, SHORT = 0.9, 3.0
"""A first 429 that asks for few seconds was a hair's breadth: bulk goes on at 0.9."""

CEILING, LOWEST_CEILING, REMEMBERED = 0.97, 0.93, 120.0
"""A second 429 within so many seconds: the line jitters more than MARGIN. Bulk stays below 0.97 of the rate, then of
that, but not below 0.93, until ten minutes pass without one; it would otherwise meet one 429 after the other."""

CAPPED_FOR = 60.0
REPLY_PATIENCE, REPLY_RETRIES = 30.0, 3
BULK_PATIENCE = 2.0
"""Seconds of a pause that a bulk call sits out; for a longer one it gets its RetryAfter without a request."""


class Lane(StrEnum):
    """What to pass as `rate_limit_args` of a call of python-telegram-bot; without it a call is a reply."""

    REPLY = "reply"
    BULK = "bulk"


@dataclass(slots=True)
class Departure:
    """When a message left, put right once that is known."""

    moment: float


class Budget:
    """What everyone together may send: at most `rate` in any second, as far as bulk is concerned.

    Replies are only counted. To leave room for those to come, bulk keeps the square root of their present rate
    free. All moments are seconds on the limiter's clock.
    """

    def __init__(self, rate: float) -> None:
        if rate <= 0:
            raise ValueError("the rate is messages a second, above 0")
        self.rate = rate
        self._slots = max(1, math.floor(rate))
        self._window = max(1.0, 1 / rate) * (1 + WINDOW_MARGIN)
        self._left = deque([Departure(-math.inf) for _ in range(self._slots)], maxlen=self._slots)
        self._next = -math.inf
        self._replies, self._replied = 0.0, -math.inf
        self._bulk_rate, self._recovers, self._slowed = rate, math.inf, -math.inf
        self._ceiling = rate

    def bulk_rate(self, now: float) -> float:
        """Messages a second that bulk may reach at `now`, after what floods have taught."""
        if self._ceiling < self.rate and now >= self._slowed + 5 * REMEMBERED:
            self._ceiling, self._recovers = self.rate, now
        while now >= self._recovers:
            self._bulk_rate = min(self._ceiling, self._bulk_rate + FASTER * self.rate)
            self._recovers = self._recovers + RECOVERY if self._bulk_rate < self._ceiling else math.inf
        return self._bulk_rate

    def slow_down(self, now: float, until: float) -> None:
        """A 429 that pauses until then. Those of one flood, all in flight together, count once."""
        if now >= self._slowed:
            again = now < self._slowed + REMEMBERED
            if again:
                self._ceiling = max(LOWEST_CEILING * self.rate, CEILING * self._ceiling)
            slower = SLOWER if again or until - now > SHORT else CHANCE
            self._bulk_rate = max(FASTER * self.rate, self.bulk_rate(now) * slower)
        self._slowed = max(self._slowed, until)
        self._recovers = self._slowed + RECOVERY

    def reserve(self, now: float) -> int:
        """Places in the second that bulk leaves to replies; none when there were none for about five seconds."""
        expected = self._replies * math.exp((self._replied - now) / 2) / 2
        return math.ceil(math.sqrt(expected)) if expected >= 0.05 else 0

    def used(self, now: float) -> float:
        """Share of the budget that went in the last second."""
        return sum(departure.moment > now - 1 for departure in self._left) / self._slots

    def reply_wait(self, now: float) -> float:
        """Seconds until one more message keeps to the rate."""
        return self._left[0].moment + self._window - now

    def bulk_wait(self, now: float) -> float:
        """Seconds until bulk may send; 0 or less for now."""
        slots = max(1, min(self._slots, math.floor(self.bulk_rate(now))) - self.reserve(now))
        return max(self._next, self._left[-slots].moment + self._window) - now

    def spend(self, now: float, *, reply: bool) -> Departure:
        """A message leaves now, or as soon as the process comes to it."""
        departure = Departure(now)
        self._left.append(departure)
        paced = max(self._next, now - CATCH_UP) + (1 + MARGIN) / self.bulk_rate(now)
        self._next = min(paced, now + self._window / min(1.0, self._bulk_rate))
        if reply:
            self._replies = 1 + self._replies * math.exp((self._replied - now) / 2)
            self._replied = now
        return departure


@dataclass(slots=True)
class ChatPace:
    """One chat: CHAT_RATE a second with a burst of CHAT_BURST, for groups also GROUP_MESSAGES in a GROUP_WINDOW."""

    due: float = -math.inf
    blocked_until: float = -math.inf
    recent: deque[float] | None = None

    def start(self, now: float) -> float:
        """The earliest moment at which one more may leave."""
        moment = max(now, self.blocked_until, self.due - (CHAT_BURST - 1) / CHAT_RATE)
        if self.recent is not None and len(self.recent) == GROUP_MESSAGES:
            moment = max(moment, self.recent[0] + GROUP_WINDOW * (1 + MARGIN))
        return moment

    def take(self, moment: float) -> None:
        """One more leaves at `moment`."""
        self.due = max(self.due, moment) + 1 / CHAT_RATE
        if self.recent is not None:
            self.recent.append(moment)

    def block(self, until: float) -> None:
        """Telegram says so; after it one message goes at a time, until the chat has been quiet."""
        self.blocked_until = max(self.blocked_until, until)
        self.due = max(self.due, until + (CHAT_BURST - 1) / CHAT_RATE)

    def is_busy(self, now: float) -> bool:
        """Whether it got more than one message in the last second or so."""
        return self.due - now > 1 / CHAT_RATE

    def is_idle(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        recent = not self.recent or self.recent[-1] + GROUP_WINDOW * (1 + MARGIN) <= now
        return recent and self.due <= now and self.blocked_until <= now


class Chats:
    """The paces of the chats that are in use; each visit drops up to two that no longer matter."""

    def __init__(self) -> None:
        self._paces: dict[int | str, ChatPace] = {}

    def __len__(self) -> int:
        return len(self._paces)

    def __call__(self, chat_id: int | str, now: float) -> ChatPace:
        pace = self._paces.pop(chat_id, None) or self._new(chat_id)
        for _ in range(min(2, len(self._paces))):
            oldest = next(iter(self._paces))
            old = self._paces.pop(oldest)
            if not old.is_idle(now):
                self._paces[oldest] = old
        self._paces[chat_id] = pace
        return pace

    @staticmethod
    def _new(chat_id: int | str) -> ChatPace:
        is_group = isinstance(chat_id, str) or chat_id < 0  # a name is a channel's or a supergroup's
        return ChatPace(recent=deque(maxlen=GROUP_MESSAGES) if is_group else None)


class TwoLaneLimiter(BaseRateLimiter[str]):
    """`ApplicationBuilder().rate_limiter(TwoLaneLimiter())`; bulk passes `rate_limit_args=Lane.BULK`.

    A reply gets through a 429 by waiting and trying again, up to 30 s in all. Bulk gets each RetryAfter raised, so
    that its ledger knows, and whoever sends it looks at `bulk_pause_left` first. `now` and `sleep` are for tests.
    """

    def __init__(
        self,
        rate: float = RATE,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now, self._sleep = now, sleep
        self._budget, self._chats = Budget(rate), Chats()
        self._bulk_turn, self._reply_turn = asyncio.Lock(), asyncio.Lock()
        self._bulk_paused_until = self._paused_until = self._capped_until = -math.inf
        self._flooded_chat: int | str | None = None
        self._flooded_at = -math.inf
        self.replies_waiting = 0

    @property
    def bulk_pause_left(self) -> float:
        """Seconds until bulk goes on; 0 when it is not halted."""
        return max(0.0, self._bulk_paused_until - self._now())

    @property
    def bulk_rate(self) -> float:
        """Messages a second that bulk may reach at present."""
        return self._budget.bulk_rate(self._now())

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        """Make the call when its turn has come. Raises what it raises; RetryAfter for replies only after 30 s."""
        chat_id = _counted_chat(endpoint, data)
        if Lane(rate_limit_args or Lane.REPLY) is Lane.REPLY:
            return await self._as_reply(callback, args, kwargs, chat_id)
        departure = await self._enter_bulk(chat_id)
        try:
            return await self._timed(departure, callback, args, kwargs)
        except RetryAfter as error:
            self._halt_bulk(_seconds(error))
            raise

    async def _timed(
        self, departure: Departure | None, callback: Callable[..., Coroutine[Any, Any, Any]], args: Any, kwargs: Any
    ) -> Any:
        """Make the call, and note when its request really left."""

        def left() -> None:
            if departure is not None:
                departure.moment = self._now()

        token = on_departure.set(left)
        try:
            return await callback(*args, **kwargs)
        finally:
            on_departure.reset(token)

    async def _as_reply(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        chat_id: int | str | None,
    ) -> Any:
        deadline = self._now() + REPLY_PATIENCE
        for turn in range(REPLY_RETRIES + 1):
            departure = await self._enter_reply(chat_id, deadline) if chat_id is not None else None
            try:
                return await self._timed(departure, callback, args, kwargs)
            except RetryAfter as error:
                seconds = _seconds(error)
                self._note_flood(chat_id, seconds)
                if turn == REPLY_RETRIES or self._now() + seconds > deadline:
                    raise
            if chat_id is None:
                await self._sleep(seconds)
        raise AssertionError("the last turn returns or raises")

    async def _enter_reply(self, chat_id: int | str, deadline: float) -> Departure:
        """Wait for the chat, for a flood to end, and after one for the budget; then count it."""
        now = self._now()
        chat = self._chats(chat_id, now)
        start = max(chat.start(now), self._paused_until)
        if start > deadline:
            raise Flood(start - now)
        chat.take(start)
        while (wait := max(start, chat.blocked_until, self._paused_until) - self._now()) > 0:
            if self._now() + wait > deadline:
                raise Flood(wait)
            await self._sleep(wait)
        if self._now() < self._capped_until:
            return await self._enter_capped()
        return self._budget.spend(self._now(), reply=True)

    async def _enter_capped(self) -> Departure:
        """One after the other, in the order of arrival, at the budget's rate, with bulk standing back."""
        self.replies_waiting += 1
        try:
            async with self._reply_turn:
                while (wait := max(self._budget.reply_wait(self._now()), self._paused_until - self._now())) > 0:
                    await self._sleep(wait)
                return self._budget.spend(self._now(), reply=True)
        finally:
            self.replies_waiting -= 1

    async def _enter_bulk(self, chat_id: int | str | None) -> Departure:
        """Wait for the chat, then in line for the budget. A long pause is raised instead of waited for."""
        if chat_id is not None:
            await self._enter_chat(chat_id)
        async with self._bulk_turn:
            while True:
                now = self._now()
                if (pause := self._bulk_paused_until - now) > BULK_PATIENCE:
                    raise Flood(pause)
                wait = max(pause, self._budget.bulk_wait(now))
                if self.replies_waiting:
                    wait = max(wait, self._budget.reply_wait(now), 1 / self._budget.rate)
                if wait <= 0:
                    break
                await self._sleep(wait)
            return self._budget.spend(now, reply=False)

    async def _enter_chat(self, chat_id: int | str) -> None:
        now = self._now()
        chat = self._chats(chat_id, now)
        if chat.blocked_until - now > BULK_PATIENCE:
            raise Flood(chat.blocked_until - now)
        start = chat.start(now)
        chat.take(start)
        while (wait := start - self._now()) > 0:
            await self._sleep(wait)

    def _halt_bulk(self, seconds: float) -> None:
        now = self._now()
        self._bulk_paused_until = max(self._bulk_paused_until, now + seconds)
        self._budget.slow_down(now, self._bulk_paused_until)
        self._capped_until = max(self._capped_until, now + CAPPED_FOR)

    def _note_flood(self, chat_id: int | str | None, seconds: float) -> None:
        """A reply met a 429: halt its chat, or everyone."""
        if chat_id is None:
            return  # a call that counts towards no limit we know; it waits by itself
        now = self._now()
        self._capped_until = now + CAPPED_FOR
        chat = self._chats(chat_id, now)
        if self._is_the_chats_own(chat_id, chat, now):
            chat.block(now + seconds)
        else:
            self._paused_until = max(self._paused_until, now + seconds)
            self._halt_bulk(seconds)
        self._flooded_chat, self._flooded_at = chat_id, now

    def _is_the_chats_own(self, chat_id: int | str, chat: ChatPace, now: float) -> bool:
        """A guess, since Telegram does not tell: two chats in ten seconds, or a full second, mean everyone."""
        if self._flooded_chat not in {None, chat_id} and now - self._flooded_at < 10:
            return False
        return chat.is_busy(now) or self._budget.used(now) < 0.8


FREE = ("get", "sendChatAction", "answerCallbackQuery", "setMyCommands", "setChatMenuButton")


def _counted_chat(endpoint: str, data: dict[str, Any]) -> int | str | None:
    """The chat whose limits this call counts towards; None if towards none."""
    chat_id = data.get("chat_id")
    if chat_id is None or endpoint.startswith(FREE):
        return None
    try:
        return int(chat_id)
    except ValueError:
        return str(chat_id)


def _seconds(error: RetryAfter) -> float:
    return error._retry_after.total_seconds()  # its public name warns of deprecation
