"""An announcement as officials see it on a phone: composer, audience, preview, approval, progress, report.

The pictures in docs/announcements.md are these screenshots.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.clock import MovableClock
from bot.simulator import Simulator
from db import people
from db.base import insert_many
from db.businesses import Business
from db.people import OptOut, Person, Right
from handlers.house import House
from tests.browser.looking import PATIENCE, choose, picture, ready, to_the_end
from tests.house import open_house

pytestmark = pytest.mark.browser
SIZE = {"width": 430, "height": 900}
BOT = ".message.theirs"
OWNERS = 600
NAMES = ("Ani", "Beni", "Citra", "Dedi", "Eka", "Fitri", "Galih", "Hani", "Indra", "Joko", "Kartika", "Lukman")
SHOPS = ("Dapur", "Warung", "Kue", "Keripik", "Rotan", "Batik", "Sambal", "Kopi")
SECTORS = ("kuliner", "kuliner", "kriya", "fesyen")


@pytest.fixture
async def sim(clock: MovableClock) -> AsyncIterator[Simulator]:
    async with Simulator(clock=clock) as simulator:
        yield simulator
        assert simulator.complaints == []


@pytest.fixture
async def house(sim: Simulator, clock: MovableClock, tmp_path: Path) -> AsyncIterator[House]:
    """An office with two officials and six hundred owners; Telegram is slow enough to watch."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'house.db'}"
    async with open_house(sim, url, clock, send_rate=60) as opened:
        await fill(opened, sim)
        yield opened


async def fill(house: House, sim: Simulator) -> None:
    now, districts = house.clock.now(), house.city.areas.districts
    rina, budi = (sim.person(name, role="Petugas dinas", started=True) for name in ("Rina", "Budi"))
    ids = list(sim.crowd(OWNERS))
    person = {"language": "id", "phone": None, "first_seen": now, "last_seen": now, "unreachable_since": None}
    business = {"draft_key": "", "created_at": now, "updated_at": now, "scale": "mikro", "description": "",
                "status": "open"}  # fmt: skip
    async with house.db.write() as session:
        for who, right in ((rina, Right.ANNOUNCE), (budi, Right.APPROVE)):
            await people.welcome(session, who.id, who.name, "id", now)
            await people.give(session, who.id, right, 0, now, confirmed=True)
        await insert_many(session, Person, [
            {**person, "id": one, "name": NAMES[one % 12], "unreachable_since": now if one % 47 == 0 else None}
            for one in ids
        ])  # fmt: skip
        await insert_many(session, Business, [
            {**business, "owner_id": one, "draft_key": f"{one}", "token": f"{one}", "sector": SECTORS[one % 4],
             "kecamatan": districts[one % 6].code, "name": f"{SHOPS[one % 8]} {NAMES[one % 12]}"}
            for one in ids if one % 5
        ])  # fmt: skip
        await insert_many(session, OptOut, [{"person_id": one, "kind": "deadline", "since": now} for one in ids[::29]])
    for one in ids[3::61]:
        sim.world.users[one].blocked = True


@pytest.fixture
async def page(sim: Simulator, house: House, browser: Browser) -> AsyncIterator[Page]:
    opened = await browser.new_page(viewport=SIZE, locale="id-ID")
    opened.set_default_timeout(15_000)
    await opened.goto(sim.base_url)
    await ready(opened)
    yield opened
    await opened.close()


async def become(page: Page, name: str) -> None:
    await choose(page, name)
    start = page.get_by_role("button", name="Mulai", exact=True)
    if await start.is_visible():
        await start.click()
        await expect(page.locator(BOT).last).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Tulis pesan").fill(text)
    await page.keyboard.press("Enter")


async def press(page: Page, label: str) -> None:
    await page.locator(BOT).get_by_role("button", name=label).last.click()


async def shows(page: Page, words: str) -> None:
    await expect(page.locator(BOT).filter(has_text=words).last).to_be_visible(timeout=PATIENCE)


async def shot(page: Page, name: str) -> None:
    await to_the_end(page)
    await picture(page, f"announcements-{name}", page.locator(".pane"))


async def test_from_the_first_word_to_the_report(page: Page) -> None:
    await become(page, "Rina")
    await say(page, "/pengumuman")
    await shows(page, "Belum ada pengumuman")
    await press(page, "Tulis baru")
    await shows(page, "Langkah 1 dari 6")
    await say(page, "Halo {nama}! Pelatihan kemasan gratis untuk 40 usaha kuliner, Kamis 17 Desember pukul 09.00. "
                    "Pendaftaran ditutup Rabu pukul 16.00.")  # fmt: skip
    await press(page, "Kak")
    await shows(page, "Langkah 2 dari 6")
    await press(page, "Lewati")
    await shows(page, "Langkah 3 dari 6")
    await say(page, "Daftar | https://balikpapan.go.id/pelatihan")
    await shows(page, "Langkah 4 dari 6")
    await shot(page, "composer")
    await press(page, "Info tenggat")
    await press(page, "Bidang usaha")
    await press(page, "Kuliner")
    await press(page, "Selesai memilih")
    await shows(page, "Mematikan jenis ini")
    await shot(page, "audience")
    await press(page, "Lanjut ➡️")
    await press(page, "Segera setelah disetujui")
    await shows(page, "Keadaan: draf")
    await press(page, "Pratinjau")
    await shows(page, "Contoh penerima")
    await shot(page, "preview")
    await press(page, "Minta persetujuan")
    await shows(page, "Sudah ditunjukkan kepada 1 petugas")

    await become(page, "Budi")
    await shows(page, "Rina meminta persetujuan")
    await shot(page, "approval")
    await press(page, "Setujui")
    await shows(page, "sudah disetujui")

    await become(page, "Rina")
    await shows(page, "sedang dikirim")
    await expect(page.locator(BOT).filter(has_text="Kecepatan").last).not_to_contain_text(
        "Terkirim: 0", timeout=PATIENCE
    )
    await shot(page, "progress")
    await expect(page.locator(BOT).filter(has_text="Laporan pengumuman")).to_be_visible(timeout=60_000)
    await shows(page, "sama dengan jumlah penerima")
    await shot(page, "report")
