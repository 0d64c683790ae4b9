"""Looking at the chat page: wait until it stands still, choose somebody, keep a picture."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page, expect

SCREENSHOTS = Path(__file__).parents[2] / ".screenshots"
COLOURS = 256
"""A picture in so many colours takes a quarter of the space, and docs/images are kept in the repository."""

PLAIN = ".pane { background-image: none !important }"
"""Shades that pass into each other would take all of them."""

PATIENCE = 20_000
_TO_THE_END = "all => all.forEach(one => one.scrollTo({ top: one.scrollHeight, behavior: 'instant' }))"
_PICTURES_LOADED = "[...document.images].every(one => one.complete)"


async def ready(page: Page) -> None:
    """Waits until the page has decided what it shows: on a phone's width the list or a chat."""
    await page.locator("body[data-ready]").wait_for(timeout=PATIENCE)


async def choose(page: Page, name: str) -> None:
    """Opens the chat of the person with this name, wherever the page stands."""
    await ready(page)
    person = page.locator(".person").filter(has_text=name).first
    number = await person.get_attribute("data-person")
    listed = await page.evaluate("document.querySelector('.people').offsetParent !== null")
    if not listed:
        await page.get_by_label("Kembali ke daftar orang").click()
    await person.click()
    await page.locator(f".pane[data-person='{number}']").wait_for(timeout=PATIENCE)


async def to_the_end(page: Page) -> None:
    """Shows the newest message, at once. The page's own arrow vanishes while one goes for it, so it is not pressed."""
    await page.wait_for_function(_PICTURES_LOADED, timeout=PATIENCE)
    await page.eval_on_selector_all(".scroll", _TO_THE_END)


async def picture(page: Page, name: str, part: Locator | None = None) -> None:
    """Keeps what is seen, without toasts and standing still, in the ignored folder .screenshots/."""
    await expect(page.locator(".toasts")).to_be_empty(timeout=PATIENCE)
    await page.mouse.move(0, 0)  # or what lies under it is shown as pressed
    await keep(page, name, part)


async def keep(page: Page, name: str, part: Locator | None = None) -> None:
    """Keeps what is seen this moment."""
    SCREENSHOTS.mkdir(exist_ok=True)
    seen = await (part or page).screenshot(animations="disabled", style=PLAIN)
    with Image.open(io.BytesIO(seen)) as image:
        small = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    small.save(SCREENSHOTS / f"{name}.png", optimize=True)
