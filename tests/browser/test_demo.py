"""`make demo` as a newcomer tries it: the command, the page it prints, a question, a button."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.looking import picture, ready, to_the_end
from tests.house import ROOT, free_port

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")]
BOT = ".message.theirs"
SIZE = {"width": 1180, "height": 820}


@asynccontextmanager
async def running_demo(*options: str) -> AsyncIterator[str]:
    """`umkm-bot demo` in a process of its own; gives the address it prints."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", str(port), "--now", "2026-12-11", *options,
        cwd=ROOT, env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            while "http" not in (line := (await process.stdout.readline()).decode()):
                assert line, "the demo ended before it printed its address"
        yield line.split()[1]
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 15) == 0
    finally:
        if process.returncode is None:
            process.kill()


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """The demo's page, as Ani."""
    async with running_demo() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        opened = await browser.new_page(viewport=SIZE)
        await opened.goto(address)
        await ready(opened)
        yield opened
        await browser.close()


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Tulis pesan").fill(text)
    await page.keyboard.press("Enter")


async def shot(page: Page, name: str) -> None:
    await to_the_end(page)
    await picture(page, name)


async def test_a_newcomer_asks_and_gets_the_figure_with_who_when_and_source(page: Page) -> None:
    await page.get_by_role("button", name="Mulai", exact=True).click()
    await expect(page.locator(BOT).last).to_contain_text("Tanyakan apa saja")
    await say(page, "min brp jumlah umkm di balikpapan?")
    answer = page.locator(BOT).last
    for words in ("sekitar 93 ribu", "DKUMKMP", "10 November 2025", "Sumber"):
        await expect(answer).to_contain_text(words)
    await shot(page, "ask")
    await page.get_by_role("button", name="Usaha mikro", exact=True).last.click()
    await expect(page.locator(BOT).last).to_contain_text("87 ribu usaha mikro")


async def test_the_figures_come_as_a_picture(page: Page) -> None:
    await page.get_by_role("button", name="Mulai", exact=True).click()
    await say(page, "/statistik")
    chart = page.locator(f"{BOT} img").last
    await expect(chart).to_be_visible(timeout=15_000)
    await expect(page.locator(BOT).last).to_contain_text("94%")
    await shot(page, "statistik")
