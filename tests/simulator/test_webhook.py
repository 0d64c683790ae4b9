"""Delivery to a webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.simulator import Person, Simulator
from tests.simulator.conftest import Wire
from tests.web import taking


class Hook:
    """A bot behind a webhook: notes what comes, answers with the statuses it was given, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.updates: list[dict] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []
        self.answer: dict = {}
        self.at_once = self.most = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.gate.wait()
        self.at_once -= 1
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.updates.append(await request.json())
        if self.answer:
            return web.json_response(self.answer)
        return web.Response(status=status, headers={"Location": "/"} if status == 301 else {})

    async def until(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.updates) < count:
                await asyncio.sleep(0.01)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    taker = Hook()
    async with taking("/hook", taker.take) as taker.url:
        yield taker
        taker.gate.set()


async def test_updates_are_brought_with_the_secret(sim: Simulator, wire: Wire, hook: Hook) -> None:
    sim.person("Ani").queue("sebelum")
    await wire.result("setWebhook", url=hook.url, secret_token="rahasia_1")
    sim.person("Budi").queue("sesudah")
    await hook.until(2)
    assert {update["message"]["text"] for update in hook.updates} == {"sebelum", "sesudah"}
    assert set(hook.secrets) == {"rahasia_1"}
    assert (await wire.result("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_refused_update_is_brought_again_and_the_error_told(sim: Simulator, wire: Wire, hook: Hook) -> None:
    hook.statuses = [500, 503]
    await wire.result("setWebhook", url=hook.url)
    sim.person("Ani").queue("halo")
    await hook.until(1)
    info = await wire.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert sim.webhook.failed == 2


async def test_a_redirect_is_not_followed(sim: Simulator, wire: Wire, hook: Hook) -> None:
    hook.statuses = [301]
    await wire.result("setWebhook", url=hook.url)
    sim.person("Ani").queue("halo")
    await hook.until(1)
    info = await wire.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 301 Moved Permanently"


async def test_a_call_in_the_answer_is_carried_out(sim: Simulator, wire: Wire, hook: Hook, ani: Person) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": ani.id, "text": "sudah"}
    await wire.result("setWebhook", url=hook.url)
    ani.queue("halo")
    assert [shown.text for shown in await ani.hears()] == ["sudah"]


async def test_a_webhook_ends_the_poll_that_waits(wire: Wire) -> None:
    poll = asyncio.create_task(wire("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await wire.result("setWebhook", url="http://127.0.0.1:9/hook")
    ended = await asyncio.wait_for(poll, 5)
    assert (ended["status"], ended["description"]) == (409, "Conflict: terminated by setWebhook request")


async def test_order_within_a_chat_is_kept_and_chats_run_side_by_side(sim: Simulator, wire: Wire, hook: Hook) -> None:
    ani, budi = sim.person("Ani"), sim.person("Budi")
    hook.gate.clear()
    await wire.result("setWebhook", url=hook.url)
    for number in range(3):
        ani.queue(f"ani {number}")
        budi.queue(f"budi {number}")
    await asyncio.sleep(0.1)
    assert hook.at_once == 2
    hook.gate.set()
    await hook.until(6)
    texts = [update["message"]["text"] for update in hook.updates]
    assert [text for text in texts if "ani" in text] == ["ani 0", "ani 1", "ani 2"]


async def test_no_more_connections_than_asked_for(sim: Simulator, wire: Wire, hook: Hook) -> None:
    hook.gate.clear()
    await wire.result("setWebhook", url=hook.url, max_connections=2)
    for number in range(5):
        sim.person(f"Warga {number}").queue("halo")
    await asyncio.sleep(0.1)
    hook.gate.set()
    await hook.until(5)
    assert hook.most == 2


async def test_a_dead_webhook_keeps_the_updates(sim: Simulator, wire: Wire) -> None:
    await wire.result("setWebhook", url="http://127.0.0.1:9/hook")
    sim.person("Ani").queue("halo")
    await asyncio.sleep(0.1)
    await wire.result("deleteWebhook")
    assert len(await wire.result("getUpdates")) == 1


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:8080/hook"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "http://127.0.0.1/h", "secret_token": "tidak boleh"}, "secret token contains unallowed characters"),
        ({"url": "http://127.0.0.1/h", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_bad_webhook_is_refused(wire: Wire, params: dict, reason: str) -> None:
    assert await wire.refused("setWebhook", **params) == (400, f"Bad Request: {reason}")


async def test_a_poisonous_update_does_not_stop_the_delivery(sim: Simulator, wire: Wire, hook: Hook) -> None:
    await wire.result("setWebhook", url=hook.url)
    sim.inject({"message": [1, 2], "callback_query": {"message": "x"}})
    sim.person("Ani").queue("halo")
    await hook.until(2)
