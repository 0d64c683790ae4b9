"""A whole registration in the chat page, step by step, as the README shows it."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import CHROMIUM
from tests.browser.looking import picture, to_the_end
from tests.browser.test_demo import BOT, page, say, shot

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")]
__all__ = ["page"]

STEPS = (
    ("mau daftarin usaha", "Setuju", "registration-1-consent"),
    ("Dapur Bu Ani", "bidang apa", "registration-2-name"),
    ("jual nasi kuning", "kelurahan mana", "registration-3-trade"),
    ("damai baru", "tahun berapa", "registration-4-area"),
    ("2019", "omzetnya", "registration-5-year"),
    ("15 jt sebulan", "Rp180.000.000", "registration-6-sales"),
    ("lewati", "nomor HP", "registration-7-nib"),
    ("lewati", "Sudah benar", "registration-8-summary"),
)
"""What is typed, what the bot then says, and the picture's name."""


async def test_a_registration_takes_nine_messages(page: Page) -> None:
    await page.get_by_role("button", name="Mulai", exact=True).click()
    await expect(page.locator(BOT).last).to_contain_text("Tanyakan apa saja")
    for text, answer, name in STEPS:
        await say(page, text)
        await expect(page.locator(BOT).last).to_contain_text(answer)
        await shot(page, name)
    await page.get_by_role("button", name="Simpan").last.click()
    await expect(page.locator(BOT).last).to_contain_text("Mau diingatkan", timeout=20_000)
    card = page.locator(f"{BOT} img").last
    await to_the_end(page)  # the picture has come
    await card.evaluate("one => one.scrollIntoView({ block: 'start', behavior: 'instant' })")
    await picture(page, "registration-9-card")
