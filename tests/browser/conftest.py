"""Chromium, the chat page, and a small scripted bot behind it. Screenshots go to the ignored folder .screenshots/."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from bot.simulator import Simulator
from tests.browser.looking import keep, ready

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1360, "height": 840}
PHONE = {"width": 390, "height": 780}
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Jumlah UMKM", "callback_data": "jumlah"}, {"text": "Nomor saya", "callback_data": "nomor"}],
        [{"text": "Hapus pesan ini", "callback_data": "hapus"}],
    ]
}
CONTACT = {"keyboard": [[{"text": "Bagikan nomor", "request_contact": True}], [{"text": "Lewati"}]]}
COMMANDS = [{"command": "start", "description": "Mulai"}, {"command": "statistik", "description": "Angka UMKM"}]
WELCOME = (
    "<b>Halo, {}!</b> Lihat <i>angka</i> atau <code>tanya</code>.\n<blockquote>Kutipan</blockquote>"
    "<tg-spoiler>Rahasia</tg-spoiler>"
)


class ScriptedBot:
    """Does one thing for every kind of update, so that the page has something to show."""

    def __init__(self, sim: Simulator, session: aiohttp.ClientSession) -> None:
        self.sim = sim
        self.session = session

    async def call(self, method: str, **params: Any) -> Any:
        """One Bot API call; failures are the tester's business."""
        async with self.session.post(f"{self.sim.base_url}/bot{self.sim.token}/{method}", json=params) as reply:
            return (await reply.json(content_type=None)).get("result")

    async def run(self) -> None:
        """Polls for ever."""
        await self.call("setMyCommands", commands=COMMANDS)
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=10) or []:
                offset = update["update_id"] + 1
                if "callback_query" in update:
                    await self.pressed(update["callback_query"])
                elif "message" in update:
                    await self.heard(update["message"])

    async def heard(self, message: dict[str, Any]) -> None:
        """Welcomes, thanks for files and contacts, repeats everything else."""
        chat = message["chat"]["id"]
        await self.call("sendChatAction", chat_id=chat, action="typing")
        if message.get("text", "").startswith("/start"):
            text = WELCOME.format(message["from"]["first_name"])
            await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", reply_markup=KEYBOARD)
        elif "photo" in message:
            photo = message["photo"][-1]["file_id"]
            await self.call("sendPhoto", chat_id=chat, photo=photo, caption="Foto diterima")
        elif "contact" in message:
            number = message["contact"]["phone_number"]
            await self.call("sendMessage", chat_id=chat, text=f"Nomor {number}", reply_markup={"remove_keyboard": True})
        else:
            answer = {"message_id": message["message_id"]}
            text = f"Kata Kakak: {message.get('text', '?')}"
            await self.call("sendMessage", chat_id=chat, text=text, reply_parameters=answer)

    async def pressed(self, query: dict[str, Any]) -> None:
        """Answers the button, then edits, asks or deletes."""
        chat, number = query["message"]["chat"]["id"], query["message"]["message_id"]
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Sebentar, Kak")
        if query["data"] == "jumlah":
            text = "Sekitar <b>93 ribu</b> UMKM"
            await self.call(
                "editMessageText", chat_id=chat, message_id=number, text=text, parse_mode="HTML", reply_markup=KEYBOARD
            )
        elif query["data"] == "nomor":
            await self.call("sendMessage", chat_id=chat, text="Boleh minta nomor?", reply_markup=CONTACT)
        else:
            await self.call("deleteMessage", chat_id=chat, message_id=number)


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    moments = [{"label": "Sehari sebelum Ramadan", "at": "2027-02-17T08:00:00+08:00"}]
    async with Simulator(moments=moments) as simulator, aiohttp.ClientSession() as session:
        simulator.person("Ibu Ani", role="Warung makan")
        simulator.person("Pak Budi", role="Kerajinan rotan")
        simulator.person("Citra", role="Petugas dinas")
        running = asyncio.create_task(ScriptedBot(simulator, session).run())
        yield simulator
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        await opened.close()


def _is_slip(message: ConsoleMessage) -> bool:
    """Errors and warnings, but not the browser's word about an event stream that was cut: the page reconnects."""
    return message.type in ("error", "warning") and not message.location["url"].endswith("/control/events")


Opener = Callable[..., Awaitable[Page]]


@pytest.fixture
async def open_page(sim: Simulator, browser: Browser) -> AsyncIterator[Opener]:
    """Opens the chat page; at the end it must have had no errors and reached nothing but the simulator."""
    slips: list[str] = []

    async def opened(viewport: dict[str, int] = WIDE, **options: Any) -> Page:
        page = await browser.new_page(viewport=viewport, locale="id-ID", **options)
        page.set_default_timeout(10_000)
        page.on("console", lambda m: slips.append(m.text) if _is_slip(m) else None)
        page.on("pageerror", lambda error: slips.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((sim.base_url, "data:")) else slips.append(r.url))
        await page.goto(sim.base_url)
        await ready(page)
        return page

    yield opened
    assert slips == []


@pytest.fixture
def shot() -> Callable[[Page, str], Awaitable[None]]:
    """Keeps a picture in .screenshots/."""
    return keep
