"""Spreadsheets for the office: every registered business, with the column names its own register uses (SiRIBA).

Columns the bot does not ask for (legal form, risk, five-digit KBLI, workers) are there and empty, so that the file can
be matched and filled in.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.businesses.contact import shown_phone
from bot.businesses.fields import sector_label
from bot.businesses.money import find_range, range_label
from bot.businesses.places import name_of
from bot.content import City
from bot.texts import Catalogue, Texts
from db import businesses
from db.businesses import Business
from db.engine import Database

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

COLUMNS = (
    ("number", 18), ("nib", 16), ("name", 32), ("form", 12), ("scale", 12), ("risk", 10), ("kbli", 12), ("section", 12),
    ("sector", 24), ("description", 36), ("district", 20), ("district-code", 12), ("ward", 22), ("ward-code", 15),
    ("workers-male", 14), ("workers-female", 14), ("capital", 16), ("sales", 16), ("range", 34), ("since", 10),
    ("owner", 20), ("phone", 18), ("status", 12), ("registered", 17), ("updated", 17), ("closed", 17),
)  # fmt: skip
"""Column and its width in characters; the headings are `reports-column-<column>`."""

BATCH = 1000
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet, or a CSV made of it, would take for a formula."""


def harmless(text: str) -> str:
    """`text` as a cell that is never computed: an apostrophe before what begins like a formula, no control signs."""
    plain = "".join(one for one in text if one in "\t" or unicodedata.category(one) != "Cc")
    return f"'{plain}" if plain.lstrip(" \u00a0").startswith(FORMULAS) else plain


async def export(db: Database, city: City, file: Path) -> int:
    """Write every business into `file` (XLSX); gives how many. The file appears only when it is whole.

    A hundred thousand rows are read and written in batches, in constant memory, and off the event loop.
    """
    from xlsxwriter import Workbook

    t = Catalogue()[city.info.language]
    unfinished = file.with_name(f".{file.name}.part")
    book = Workbook(str(unfinished), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = _begun(book, t)
    written, batch = 0, list[list[Any]]()
    async with db.read() as session:
        async for business, owner in businesses.stream(session, BATCH):
            batch.append(_row(business, owner, city, t))
            if len(batch) == BATCH:
                await asyncio.to_thread(_write, sheet, written + 1, batch)
                written, batch = written + len(batch), []
    await asyncio.to_thread(_write, sheet, written + 1, batch)
    written += len(batch)
    sheet.autofilter(0, 0, written, len(COLUMNS) - 1)
    await asyncio.to_thread(book.close)
    await asyncio.to_thread(unfinished.replace, file)
    return written


def _begun(book: Workbook, t: Texts) -> Worksheet:
    sheet = book.add_worksheet(t.plain("reports-sheet-businesses"))
    heading = book.add_format({"bold": True, "bg_color": "#E6F4F1", "text_wrap": True, "valign": "top"})
    for at, (name, width) in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, t.plain(f"reports-column-{name}"), heading)
    sheet.freeze_panes(1, 3)
    return sheet


def _write(sheet: Worksheet, first: int, rows: Sequence[Sequence[Any]]) -> None:
    for at, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(at, column, value)
            elif value:
                sheet.write_string(at, column, harmless(value))


def _row(business: Business, owner: str, city: City, t: Texts) -> list[Any]:
    values: dict[str, Any] = {
        "number": business.number, "nib": business.nib, "name": business.name,
        "scale": t.plain(f"reports-scale-{business.scale}") if business.scale else None,
        "section": _sections(city, business.sector), "sector": sector_label(city, business.sector),
        "description": business.description, "district": name_of(city, business.kecamatan),
        "district-code": business.kecamatan,
        "ward": name_of(city, business.kelurahan) if business.kelurahan else None, "ward-code": business.kelurahan,
        "capital": business.capital, "sales": business.yearly_sales, "range": _range(city, business, t),
        "since": business.started_year, "owner": owner,
        "phone": shown_phone(business.phone) if business.phone else None,
        "status": t.plain(f"reports-status-{business.status}"), "registered": _when(business.created_at, city),
        "updated": _when(business.updated_at, city), "closed": _when(business.closed_at, city),
    }  # fmt: skip
    return [values.get(name) for name, _ in COLUMNS]


def _sections(city: City, sector: str) -> str | None:
    known = next((one for one in city.sectors.sectors if one.id == sector), None)
    return "/".join(known.kbli2025) if known else None


def _range(city: City, business: Business, t: Texts) -> str | None:
    chosen = find_range(city, business.amount_range) if business.amount_range else None
    if chosen is None:
        return business.amount_range
    label = range_label(chosen, shown=True)
    return t.plain(label.key, **label.arguments)


def _when(moment: datetime | None, city: City) -> str | None:
    """On the city's clock; texts sort the same as times."""
    return f"{moment.astimezone(city.zone):%Y-%m-%d %H:%M}" if moment else None
