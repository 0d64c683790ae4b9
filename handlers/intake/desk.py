"""The desk where updates arrive: kept, handled in order, marked as done, and taken up again after a crash."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import structlog

from bot.grouping import Grouped
from db import intake, people
from db.engine import is_away
from db.intake import Waiting
from handlers import metrics
from handlers.gate import comes_again
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
SHELF_SECONDS = 0.2
"""How often it is looked whether another process is through with the earlier updates of a person."""
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
        self._shelf: dict[int, list[Raw]] = {}
        self._caught_up = asyncio.Event()
        self._waited_for = 0
        self._mark: Grouped[int, None] = Grouped(self._mark_all, gather=self._company)
        self._begin_again: Grouped[int, None] = Grouped(self._count_again)
        self.keep: Grouped[Raw, bool] = Grouped(self._keep, most=100)
        metrics.IN_HAND.set_function(lambda: self.in_hand)

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
                "whose": whose(raw),
                "raw": _written(raw),
                "received_at": now,
                "lease_until": now + LEASE,
            }
            for raw in {raw["update_id"]: raw for raw in raws}.values()
        ]
        taken = {row["update_id"] for row in rows} - self._held
        self._held |= taken  # before it is in the database: whoever takes up what was left must not take this
        new: set[int] = set()
        kept: list[tuple[int, int]] = []

        async def keep(session: AsyncSession) -> tuple[set[int], list[tuple[int, int]]]:
            people = set() if self._alone else {row["whose"] for row in rows} - {0}
            return await intake.keep(session, rows), await intake.waiting_of(session, people) if people else []

        try:
            new, kept = await self._house.db.write_at_once(keep)
        finally:
            self._held -= taken - new
        for person in self._behind_others(kept, _firsts(raw for raw in raws if raw["update_id"] in new)):
            self._shelf.setdefault(person, [])
        metrics.RECEIVED.inc(len(new))
        first: set[int] = set()
        return [_first(raw["update_id"], new, first) for raw in raws]

    async def line_up(self, raws: Iterable[Raw]) -> None:
        """Hand kept updates to their chats' queues, behind what a crash left; waits while too much is in hand."""
        await self._caught_up.wait()
        for raw in raws:
            if (shelf := self._shelf.get(whose(raw))) is not None:
                self._held.add(raw["update_id"])
                shelf.append(raw)
            else:
                await self._line_up(raw, again=False)

    def _behind_others(self, kept: Iterable[tuple[int, int]], first: Mapping[int, int]) -> set[int]:
        """People of whom another process, alive or dead, has something earlier in hand than `first` (ids by person)."""
        return {person for person, number in kept if number < first.get(person, 0) and number not in self._held}

    async def _clear_shelf(self) -> None:
        """Line up what waits for no other process any more."""
        first = _firsts(raw for shelf in self._shelf.values() for raw in shelf)
        async with self._house.db.read() as session:
            kept = await intake.waiting_of(session, first)
        for person in first.keys() - self._behind_others(kept, first):
            shelf = self._shelf[person]
            while shelf:  # what comes meanwhile still goes on the shelf, behind these
                await self._line_up(shelf[0], again=False)
                del shelf[0]
            del self._shelf[person]

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
        self._caught_up.set()
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
            await self._unless_away(self._renew)
            if not self._alone:
                await self._unless_away(self.take_up)

    async def keep_order(self) -> None:
        """Hand on what waits for other processes as soon as they are through, for as long as the process lives."""
        while not self._alone:
            await asyncio.sleep(SHELF_SECONDS)
            if self._shelf:
                await self._unless_away(self._clear_shelf)

    async def _unless_away(self, step: Callable[[], Awaitable[Any]]) -> None:
        try:
            await step()
        except Exception as error:
            if not is_away(error):
                raise

    async def _renew(self, lease: timedelta | None = None) -> None:
        if self._held:
            until = self._house.clock.now() + (LEASE if lease is None else lease)
            async with self._house.db.write() as session:
                await intake.renew(session, list(self._held), until)

    # -- handled ----------------------------------------------------------------------------------------------

    async def _handle(self, item: tuple[Raw, bool]) -> None:
        raw, again = item
        update_id = raw["update_id"]
        started = time.perf_counter()
        tries = 0
        comes_again.set(again)
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
        return self._order.count + sum(map(len, self._shelf.values()))

    async def finish(self, seconds: float) -> bool:
        """Finish what is in hand, but no longer than `seconds`; the rest is left to the next start, or to others."""
        finished = await self._order.drain(seconds)
        if self._held and not self._alone:
            await self._unless_away(lambda: self._renew(timedelta()))
        return finished and not self._shelf


def _written(raw: Raw) -> str:
    """Its JSON. What is nested too deeply to be written again (read 1,024 deep, written 254) is kept by its id alone:
    handled now it is as harmless as ever, and after a crash it is parked."""
    try:
        return orjson.dumps(raw).decode()
    except TypeError:
        return orjson.dumps({"update_id": raw["update_id"], "unwritable": True}).decode()


def _firsts(raws: Iterable[Raw]) -> dict[int, int]:
    """The earliest update of each person."""
    first: dict[int, int] = {}
    for raw in raws:
        person = whose(raw)
        first[person] = min(raw["update_id"], first.get(person, raw["update_id"]))
    return first


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
