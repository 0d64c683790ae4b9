"""Updates on their way to the bot: kept until confirmed, given out by long polling (or by `webhook.py`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.simulator.errors import conflict
from bot.simulator.records import Json

# What a bot gets that did not ask for anything in particular: all but these.
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
BY_WEBHOOK = "terminated by setWebhook request"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Mailbox:
    """The queue of updates of one bot. An update leaves it only when it is confirmed."""

    def __init__(self, first_id: int = 1000) -> None:
        self.pending: dict[int, Json] = {}
        self.next_id = first_id
        self.allowed: set[str] | None = None
        self.webhook_url = ""
        self.on_arrival: Callable[[], None] = lambda: None  # the webhook sender listens here
        self.on_confirm: Callable[[], None] = lambda: None
        self._poll: asyncio.Future[None] | None = None
        self._closed = False

    def put(self, kind: str, content: Json) -> int | None:
        """Queues an update; None when the bot did not ask for this kind."""
        if not self._wanted(kind):
            return None
        return self.put_raw({kind: content})

    def put_raw(self, update: Json) -> int:
        """Queues an update as it is, sound or not; without `update_id` it gets the next one."""
        number = update.get("update_id", self.next_id)
        self.next_id = max(self.next_id, number + 1)
        self.pending[number] = {"update_id": number, **update}
        self._wake()
        self.on_arrival()
        return int(number)

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def allow(self, kinds: list[str] | None) -> None:
        """Remembers `allowed_updates`; None leaves it as it is, [] is the default again."""
        if kinds is not None:
            self.allowed = set(kinds) or None

    def confirm(self, number: int) -> None:
        """One update is the bot's now."""
        if self.pending.pop(number, None) is not None:
            self.on_confirm()

    def clear(self) -> None:
        """Forgets what is pending (drop_pending_updates)."""
        self.pending.clear()
        self.on_confirm()

    def close(self) -> None:
        """Ends a poll that waits."""
        self._closed = True
        self._wake()

    def give_way(self) -> None:
        """A poll that waits ends, because updates go to a webhook from now on."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(BY_WEBHOOK))

    def _wake(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def _confirm_before(self, offset: int) -> None:
        """Positive: everything before it is confirmed. Negative: only that many of the latest are kept."""
        if offset < 0:
            gone: list[int] = list(self.pending)[:offset]
        else:
            gone = [number for number in self.pending if number < offset]
        for number in gone:
            del self.pending[number]
        if gone:
            self.on_confirm()

    async def poll(self, params: Json) -> list[Json]:
        """getUpdates. A second poller ends the first one with 409, as Telegram does."""
        if self.webhook_url:
            raise conflict(WEBHOOK_ACTIVE)
        limit = min(max(params.get("limit", 100), 1), 100)
        self.allow(params.get("allowed_updates"))
        self._confirm_before(params.get("offset", 0))
        return await self._wait(limit, min(max(params.get("timeout", 0), 0), 50))

    async def _wait(self, limit: int, seconds: float) -> list[Json]:
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(OTHER_POLLER))
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            if not self.pending and seconds > 0 and not self._closed:
                await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is mine:
                self._poll = None
        return list(_first(self.pending, limit))


def _first(pending: dict[int, Any], limit: int) -> list[Any]:
    """The oldest `limit` updates, by number."""
    if len(pending) <= limit:
        return [pending[number] for number in sorted(pending)]
    return [pending[number] for number in sorted(pending)[:limit]]
