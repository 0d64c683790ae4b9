"""Reminders as owners of three trades read them, the picture of 90 days, and the officials' calendar, on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from bot.clock import MovableClock
from bot.simulator import Simulator
from handlers import ready_made
from handlers.house import House
from handlers.seasons import job
from tests.browser.looking import choose, picture, to_the_end
from tests.house import ADMIN, open_house

pytestmark = pytest.mark.browser
SIZE = {"width": 430, "height": 1010}
BOT = ".message.theirs"
PATIENCE = 20_000
TRADES = {"kuliner": "season-food", "fesyen": "season-tailor", "kebutuhan_harian": "season-grocery"}


@pytest.fixture
async def sim(clock: MovableClock) -> AsyncIterator[Simulator]:
    async with Simulator(clock=clock) as simulator:
        yield simulator
        assert simulator.complaints == []


@pytest.fixture
async def house(sim: Simulator, clock: MovableClock, tmp_path: Path) -> AsyncIterator[House]:
    """A reminded owner of every trade."""
    async with open_house(sim, f"sqlite+aiosqlite:///{tmp_path / 'house.db'}", clock) as opened:
        await ready_made.furnish(opened, sim)
        yield opened


@pytest.fixture
async def phone(browser: Browser, sim: Simulator) -> AsyncIterator[Page]:
    """The chat page on a phone."""
    page = await browser.new_page(viewport=SIZE)
    page.set_default_timeout(PATIENCE)
    yield page
    await page.close()


async def look_at(page: Page, sim: Simulator, name: str) -> None:
    """That person's chat, at its end."""
    await page.goto(sim.base_url)
    await choose(page, name)
    await page.locator(BOT).last.wait_for()
    await to_the_end(page)


async def test_each_trade_reads_its_own_reminder(
    house: House, sim: Simulator, clock: MovableClock, phone: Page
) -> None:
    clock.move_to(datetime(2026, 12, 18, 0, 1, tzinfo=UTC))
    await job.make_due(house)
    sectors = list(house.city.sectors.sectors)
    said = {}
    for sector, name in TRADES.items():
        number = ready_made.FIRST + [one.id for one in sectors].index(sector)
        person = sim.somebody(number)
        (heard,) = await person.hears(timeout=20)
        assert "Natal & Tahun Baru: 7 hari lagi" in heard.text
        said[sector] = heard.text
        await look_at(phone, sim, person.name)
        await picture(phone, name)
    assert len(set(said.values())) == len(TRADES)


async def test_the_coming_ninety_days_and_the_officials_calendar(house: House, sim: Simulator, phone: Page) -> None:
    citra, rina = sim.person("Citra", id=101), sim.person("Rina", id=ADMIN)
    await citra.say("habis ini momen jualan apa?")
    await citra.press("Gambar 90 hari", timeout=30)  # the first picture loads what draws
    await look_at(phone, sim, "Citra")
    await picture(phone, "season-picture")
    await citra.say("/pengingat")
    await citra.press("Nyalakan musim utama")
    await look_at(phone, sim, "Citra")
    await picture(phone, "season-settings")
    (shown,) = await rina.say("/kalender")
    await look_at(phone, sim, "Rina")
    await picture(phone, "season-calendar")
    line = next(line for line in shown.text.splitlines() if "Imlek" in line and "H-30" in line)
    await rina.press(line.split(".")[0], message=shown)
    await look_at(phone, sim, "Rina")
    await picture(phone, "season-card")
