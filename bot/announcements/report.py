"""How it goes and how it went: numbers for the progress message, the report, and the spreadsheet person by person."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.announcements import counting
from bot.announcements.book import REST
from bot.clock import city_time
from bot.people import Actor, NotAllowed
from bot.settings import Settings
from bot.texts import Texts
from db import leases
from db.announcements import Action, Announcement, Fate, State, ledger, records
from db.announcements.ledger import Line, Tally
from db.announcements.states import NOBODY_FROM
from db.engine import Database
from db.people import Right

PAGE = 1000
PACE_OVER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Progress:
    """How an announcement stands. `pace` is messages a second over the last minute; `finish_at` is None unless it is
    being sent. `clicks`: (label, presses) of its counted links. `sums`: the buckets sum to the audience.
    `resting_until`: Telegram asked for a pause until then.
    """

    announcement: Announcement
    tally: Tally
    pace: float
    finish_at: datetime | None
    clicks: tuple[tuple[str, int], ...]
    sums: bool
    resting_until: datetime | None = None

    @property
    def undecided(self) -> int:
        """Unknown ones that no official has decided about."""
        return sum(number for state, why, number in self.tally.reasons if state == Fate.UNKNOWN and why != "left")


async def progress(
    db: Database, actor: Actor, announcement_id: int, settings: Settings, *, now: datetime, pace: float | None = None
) -> Progress:
    """The numbers of one announcement. `pace`: what the lane may reach at present, for a finish time before it is seen.

    Raises NotAllowed, and LookupError when there is none.
    """
    if not actor.rights & {Right.ANNOUNCE, Right.APPROVE, Right.REPORTS}:
        raise NotAllowed(Right.REPORTS)
    async with db.read() as session:
        found = await records.one(session, announcement_id)
        if found is None:
            raise LookupError(announcement_id)
        tally = await ledger.tally(session, announcement_id)
        over = min(PACE_OVER, max(timedelta(seconds=1), now - (found.started_at or now)))
        sending = found.state == State.SENDING
        sent = await ledger.sent_since(session, announcement_id, now - over) if sending else 0
        links = await records.links(session, announcement_id)
        rest = await leases.kept_until(session, REST) if sending else None
    resting = rest if rest is not None and rest > now else None
    seen = sent / over.total_seconds()
    expected = (0 if resting else seen) or pace or settings.send_rate  # the last minute says nothing about a pause
    begins = resting or now
    finish = counting.finish_time(found, tally.left, settings, now=begins, pace=expected) if sending else None
    clicks = tuple((link.label, link.clicks) for link in links)
    return Progress(found, tally, seen, finish, clicks, found.audience_size in (None, tally.total), resting)


def reason(t: Texts, state: str, why: str | None) -> str:
    """Why a delivery ended as it did, in words; "" where there is nothing to say."""
    if not why:
        return ""
    for key in (f"announcements-{state}-{why}", f"sender-reason-{why}"):
        name = key.replace("_", "-")
        if name in t:
            return t.plain(name)
    return t.plain("announcements-reason-other")


async def write_spreadsheet(
    db: Database, actor: Actor, announcement_id: int, file: Path, t: Texts, settings: Settings, *, now: datetime
) -> int:
    """Write the ledger person by person into an XLSX, in pages, so that 93,000 lines need little memory.

    Returns the number of lines. Raises NotAllowed: it holds names, so announcing alone is not enough unless it is one's
    own; the right is `reports`.
    """
    found = await _readable(db, actor, announcement_id)
    book, sheet = await asyncio.to_thread(_open, file, t)
    words = Words(t, settings, found.action)
    row, after = 1, None
    while True:
        async with db.read() as session:
            page = await ledger.lines(session, announcement_id, after, PAGE)
        await asyncio.to_thread(_write_rows, sheet, row, page, words)
        row += len(page)
        if len(page) < PAGE:
            break
        after = page[-1].person_id
    await asyncio.to_thread(book.close)
    return row - 1


async def _readable(db: Database, actor: Actor, announcement_id: int) -> Announcement:
    async with db.read() as session:
        found = await records.one(session, announcement_id)
    mine = found is not None and found.author_id == actor.person_id and Right.ANNOUNCE in actor.rights
    if found is None or not (mine or Right.REPORTS in actor.rights):
        raise NotAllowed(Right.REPORTS)
    return found


COLUMNS = ("person", "name", "state", "reason", "attempts", "again", "at")
WIDTHS = (16, 28, 18, 40, 10, 14, 18)


def _open(file: Path, t: Texts) -> tuple[Any, Any]:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(t.plain("announcements-sheet"))
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, t.plain(f"announcements-column-{name}"), bold)
    return book, sheet


class Words:
    """The words of the spreadsheet, each looked up once however many lines need it."""

    def __init__(self, t: Texts, settings: Settings, action: Action) -> None:
        self._zone = settings.zone
        self._erased, self._chat = (t.plain(f"announcements-name-{whose}") for whose in ("erased", "chat"))
        self.state = cache(lambda state: t.plain(f"announcements-fate-{state}", action=action))
        self.reason = cache(lambda state, why: reason(t, state, why))

    def cells(self, line: Line) -> tuple[str | int, ...]:
        """One line of the ledger, as it stands in the sheet."""
        at = city_time(line.updated_at, self._zone).strftime("%d-%m-%Y %H.%M.%S")
        erased = line.person_id <= NOBODY_FROM
        person = "" if erased else str(line.person_id)
        nameless = self._erased if erased else self._chat if line.person_id < 0 else ""
        why = self.reason(line.state, line.reason)
        return person, line.name or nameless, self.state(line.state), why, line.attempts, line.again, at


def _write_rows(sheet: Any, first: int, page: Iterable[Line], words: Words) -> None:
    for row, line in enumerate(page, first):
        for column, cell in enumerate(words.cells(line)):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif cell:
                sheet.write_string(row, column, harmless(cell))


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also when it is saved as CSV and opened again."""
    if re.fullmatch(r"-\d+", text):  # a group's id is a number, whoever reads it
        return text
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
