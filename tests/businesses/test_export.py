"""The spreadsheet for the office."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import reports
from bot.content import City
from db import people
from db.base import insert_many
from db.businesses import Business
from db.engine import Database
from tests.house import city

NOW = datetime(2026, 12, 11, 2, tzinfo=UTC)
CITY = City(city()[0])


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Where what is tested does not depend on the database."""


def row(number: int, **more: object) -> dict:
    return {
        "owner_id": 1, "draft_key": str(number), "token": f"t{number}", "number": f"UMKM-2026-{number:06d}",
        "name": f"Usaha {number}", "description": "", "sector": "kuliner", "kecamatan": "64.71.05",
        "kelurahan": "64.71.05.1011",
        "status": "open", "created_at": NOW, "updated_at": NOW, **more,
    }  # fmt: skip


async def fill(db: Database, rows: list[dict]) -> None:
    async with db.write() as session:
        await people.welcome(session, 1, "=Ani", "id", NOW)
        for start in range(0, len(rows), 500):
            await insert_many(session, Business, rows[start : start + 500])


def read(file: Path) -> list[dict]:
    rows = list(openpyxl.load_workbook(file, read_only=True).active.iter_rows(values_only=True))
    return [dict(zip(rows[0], values, strict=True)) for values in rows[1:]]


async def test_every_business_is_a_row_under_the_offices_own_headings(db: Database, tmp_path: Path) -> None:
    more = {
        "nib": "9120001234567",
        "phone": "+6281254321000",
        "yearly_sales": 180_000_000,
        "scale": "mikro",
        "started_year": 2019,
    }
    await fill(db, [row(1, **more), row(2, status="closed", closed_at=NOW, amount_range="s2", scale="mikro")])
    assert await reports.export(db, CITY, tmp_path / "a.xlsx") == 2
    first, second = read(tmp_path / "a.xlsx")
    for heading in ("NIB", "Nama Usaha", "Badan Usaha", "Skala Usaha", "Risiko", "KBLI 5 Digit", "Kecamatan",
    "Kelurahan",
                    "Tenaga Kerja L", "Tenaga Kerja P"):  # fmt: skip
        assert heading in first
    assert (first["NIB"], first["Skala Usaha"], first["Kelurahan"]) == ("9120001234567", "Mikro", "Damai Baru")
    assert first["Penjualan Setahun (Rp)"] == 180_000_000 and first["Nomor HP"] == "0812-5432-1000"
    assert first["Terdaftar (waktu setempat)"] == "2026-12-11 10:00"
    assert second["Status"] == "Tutup" and "sebulan" in second["Kisaran Modal/Penjualan"]


@pytest.mark.parametrize("name", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", ' =HYPERLINK("http://x")'])
@on_sqlite
async def test_cells_that_look_like_formulas_are_text(db: Database, tmp_path: Path, name: str) -> None:
    await fill(db, [row(1, name=name, description=name)])
    await reports.export(db, CITY, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for cells in book.active.iter_rows(min_row=2) for cell in cells if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    [only] = read(tmp_path / "a.xlsx")
    assert only["Nama Usaha"].startswith("'") and only["Nama Pemilik (Telegram)"] == "'=Ani"


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = reports.harmless(text)
    assert not cell.lstrip(" \u00a0").startswith(reports.FORMULAS)
    assert "\x00" not in cell


@on_sqlite
async def test_thousands_are_streamed_in_little_memory(db: Database, tmp_path: Path) -> None:
    await fill(db, [row(number) for number in range(1, 2501)])
    tracemalloc.start()
    assert await reports.export(db, CITY, tmp_path / "a.xlsx") == 2500
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000
    assert [path.name for path in tmp_path.glob("*.xlsx*")] == ["a.xlsx"], "nothing unfinished is left"
