"""The desk where updates arrive: kept, handled in order, marked as done, and taken up again after a crash."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import structlog

from bot.grouping import Grouped
from db import intake, people
from db.engine import is_away
from db.intake import Waiting
from handlers import metrics
from handlers.intake.order import Order
from handlers.intake.reading import read

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession
    from telegram.ext import Application

    from handlers.house import House

log = structlog.get_logger()

Raw = dict[str, Any]

LEASE = timedelta(seconds=90)
RENEW_SECONDS = 30
TRIES = 3
WAITED_FOR = 16
CROWD, GATHER_SECONDS = 32, 0.005
"""With so many in hand, marks are written together: one at a time each costs a third of its whole update."""
AWAY_SECONDS = (0.2, 0.5, 1, 2, 5)


class Desk:
    """Keeps raw updates and hands them to the application. One per process."""

    def __init__(self, house: House, app: Application[Any, Any, Any, Any, Any, Any], *, alone: bool) -> None:
        self._house, self._app, self._alone = house, app, alone
        self._order = Order(self._handle)
        self._held: set[int] = set()
        self._waited_for = 0
        self._mark: Grouped[int, None] = Grouped(self._mark_all, gather=self._company)
        self._begin_again: Grouped[int, None] = Grouped(self._count_again)
        self.keep: Grouped[Raw, bool] = Grouped(self._keep, most=100)

    def _company(self) -> float:
        """Seconds that what is done waits to be marked together with others: none, unless many are in hand."""
        return GATHER_SECONDS if self._order.count >= CROWD else 0.0

    # -- in ---------------------------------------------------------------------------------------------------

    async def accept(self, raws: list[Raw]) -> None:
        """Make a batch safe, then line it up. When this returns, the batch may be confirmed to Telegram.

        Raises while the database is away; nothing is confirmed then.
        """
        fresh = await self._keep(raws)
        await self.line_up(raw for raw, new in zip(raws, fresh, strict=True) if new)

    async def _keep(self, raws: list[Raw]) -> list[bool]:
        now = self._house.clock.now()
        rows = [
            {
                "update_id": raw["update_id"],
                "raw": orjson.dumps(raw).decode(),
                "received_at": now,
                "lease_until": now + LEASE,
            }
            for raw in {raw["update_id"]: raw for raw in raws}.values()
        ]
        taken = {row["update_id"] for row in rows} - self._held
        self._held |= taken  # before it is in the database: whoever takes up what was left must not take this
        new: set[int] = set()
        try:
            new = await self._house.db.write_at_once(lambda session: intake.keep(session, rows))
        finally:
            self._held -= taken - new
        metrics.RECEIVED.inc(len(new))
        first: set[int] = set()
        return [_first(raw["update_id"], new, first) for raw in raws]

    async def line_up(self, raws: Iterable[Raw]) -> None:
        """Hand kept updates to their chats' queues; waits while too much is in hand."""
        for raw in raws:
            await self._line_up(raw, again=False)

    async def _line_up(self, raw: Raw, *, again: bool) -> None:
        self._held.add(raw["update_id"])
        await self._order.put(whose(raw), (raw, again))

    async def take_up(self) -> int:
        """Line up all that a crash left unhandled, however much; returns how many."""
        taken, after = 0, -1
        while left := await self._left_behind(after):
            for waiting in left:
                if waiting.update_id not in self._held:
                    await self._take_up(waiting)
                    taken += 1
            after = left[-1].update_id
        if taken:
            log.info("taken up", updates=taken)
        return taken

    async def _left_behind(self, after: int) -> list[Waiting]:
        now = self._house.clock.now()
        async with self._house.db.write() as session:
            return await intake.take_up(session, now, now + LEASE, everyones=self._alone, after=after)

    async def _take_up(self, waiting: Waiting) -> None:
        """What was in hand in two crashes is handled alone, so that a third blames nobody else; then it is parked."""
        if waiting.attempts >= TRIES:
            await self._park(waiting.update_id, "ended the process again and again")
            return
        if waiting.attempts:
            await self._order.quiet()
        await self._line_up(orjson.loads(waiting.raw), again=True)
        if waiting.attempts:
            await self._order.quiet()

    async def hold(self) -> None:
        """Renew the leases of what is in hand, and take up what others dropped, for as long as the process lives."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await self._renew()
                if not self._alone:
                    await self.take_up()
            except Exception as error:
                if not is_away(error):
                    raise

    async def _renew(self) -> None:
        if self._held:
            async with self._house.db.write() as session:
                await intake.renew(session, list(self._held), self._house.clock.now() + LEASE)

    # -- handled ----------------------------------------------------------------------------------------------

    async def _handle(self, item: tuple[Raw, bool]) -> None:
        raw, again = item
        update_id = raw["update_id"]
        started = time.perf_counter()
        tries = 0
        if again:
            await self._patiently(self._begin_again, update_id)
        while True:
            try:
                await self._process(raw)
                break
            except Exception as error:  # the next update goes on whatever this one did
                if not is_away(error):
                    log.exception("update failed", update_id=update_id)
                    metrics.FAILED.inc()
                    await self._patiently(self._park, update_id, type(error).__name__)
                    break
                await asyncio.sleep(AWAY_SECONDS[min(tries, len(AWAY_SECONDS) - 1)])
                tries += 1
        self._held.discard(update_id)
        metrics.HANDLING.observe(time.perf_counter() - started)

    async def _process(self, raw: Raw) -> None:
        update_id = raw["update_id"]
        try:
            update = read(raw, self._app.bot)
        except Exception as error:
            log.warning("unparsable update parked", update_id=update_id, error=type(error).__name__)
            await self._park(update_id, f"unparsable: {type(error).__name__}")
            return
        await self._app.process_update(update)
        await self._patiently(self._mark, update_id)  # what is answered is not answered again for want of a mark
        metrics.HANDLED.inc()

    async def _count_again(self, update_ids: list[int]) -> list[None]:
        async with self._house.db.write() as session:
            await intake.begun_again(session, update_ids)
        return [None] * len(update_ids)

    async def _mark_all(self, update_ids: list[int]) -> list[None]:
        talks, self._house.talks = self._house.talks, {}
        try:
            await self._write_marks(update_ids, talks)
        except Exception as error:
            if is_away(error):
                self._house.talks = {**talks, **self._house.talks}
                raise
            log.exception("talks that cannot be kept are forgotten", people=len(talks))
            await self._write_marks(update_ids, {})
        return [None] * len(update_ids)

    async def _write_marks(self, update_ids: list[int], talks: dict[int, dict[str, Any]]) -> None:
        now = self._house.clock.now()

        async def write(session: AsyncSession) -> None:
            await intake.handled(session, update_ids)
            await people.remember_talks(session, talks, now)

        await self._house.db.write_at_once(write)

    async def _park(self, update_id: int, error: str) -> None:
        async with self._house.db.write() as session:
            await intake.park(session, update_id, error)
        metrics.PARKED.inc()

    async def _patiently(self, step: Any, *arguments: Any) -> None:
        while True:
            try:
                await step(*arguments)
                return
            except Exception as error:
                if not is_away(error):
                    raise
                await asyncio.sleep(AWAY_SECONDS[-1])

    # -- out --------------------------------------------------------------------------------------------------

    async def more(self, person_id: int, seconds: float) -> bool:
        """Whether somebody writes on: True as soon as their next update is here, False after `seconds`.

        Only so many are waited for at once, because each keeps its place among those handled side by side.
        """
        if self._waited_for >= WAITED_FOR:
            return False
        self._waited_for += 1
        try:
            return await self._order.another(person_id, seconds)
        finally:
            self._waited_for -= 1

    @property
    def in_hand(self) -> int:
        """How many updates are lined up or being handled."""
        return self._order.count

    async def finish(self, seconds: float) -> bool:
        """Finish what is in hand, but no longer than `seconds`; the rest is taken up at the next start."""
        return await self._order.drain(seconds)


def _first(update_id: int, new: set[int], seen: set[int]) -> bool:
    fresh = update_id in new and update_id not in seen
    seen.add(update_id)
    return fresh


def whose(raw: Mapping[str, Any]) -> int:
    """Whose queue a raw update belongs in: the person's, else the chat's; 0 for what has neither."""
    for value in raw.values():
        if isinstance(value, dict):
            for key in ("from", "user", "chat", "sender_chat"):
                one = value.get(key)
                if isinstance(one, dict) and isinstance(one.get("id"), int):
                    return int(one["id"])
    return 0
