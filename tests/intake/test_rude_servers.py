"""A server that is not what it should be: the bot neither ends nor storms it, and takes what can be taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.simulator import Simulator
from handlers.intake.poll import poll
from handlers.request import Flood, Lost
from tests.house import Process

Answer = Callable[[], Any]


class Server:
    """In place of the bot's way to Telegram: answers getUpdates by the script, then as its last line for ever."""

    def __init__(self, *script: Any) -> None:
        self.script, self.offsets = list(script), list[Any]()

    async def do_api_request(self, _method: str, api_kwargs: dict[str, Any], **_: Any) -> Any:
        self.offsets.append(api_kwargs.get("offset"))
        await asyncio.sleep(0)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Kept:
    """In place of the desk."""

    def __init__(self) -> None:
        self.updates: list[int] = []

    async def accept(self, raws: list[dict[str, Any]]) -> None:
        self.updates += [raw["update_id"] for raw in raws]


async def polled(server: Server, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.3) -> list[int]:
    """Poll for a moment; what was kept."""
    monkeypatch.setattr("handlers.intake.poll.BACKOFF_SECONDS", (0.05,))
    monkeypatch.setattr("handlers.intake.poll.AT_ONCE_SECONDS", 0.05)
    desk = Kept()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(poll(server, desk), seconds)  # type: ignore[arg-type]
    return desk.updates


@pytest.mark.parametrize("answer", [Lost("a reset, a page, half an answer"), NetworkError("502"), [], True, None, {}])
async def test_a_server_that_only_ever_fails_is_not_stormed(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(answer)
    assert await polled(server, monkeypatch) == []
    assert 2 <= len(server.offsets) <= 10, "without a pause it is asked thousands of times a second"


async def test_a_server_that_asks_for_years_of_patience_gets_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.intake.poll.LONGEST_WAIT_SECONDS", 0.05)
    assert await polled(Server(Flood(10**9), [{"update_id": 7}], []), monkeypatch) == [7]


async def test_one_answer_that_gets_lost_costs_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.intake.poll.BACKOFF_SECONDS", (60,))
    server = Server(Lost("reset"), [{"update_id": 7}], [])
    desk = Kept()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(poll(server, desk), 0.2)  # type: ignore[arg-type]
    assert desk.updates == [7]


async def test_what_has_no_usable_id_is_left_out_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    junk = [1, None, "x", {"message": {}}, *({"update_id": odd} for odd in ("7", 2**63, -3, 1.5, True, None))]
    server = Server([*junk, {"update_id": 9}, {"update_id": 4}], [])
    assert await polled(server, monkeypatch) == [9, 4]
    assert server.offsets[:2] == [None, 10], "what was kept is confirmed, whatever its order"


@pytest.mark.parametrize("method", ["getMe", "setWebhook"])
async def test_a_server_that_refuses_at_the_start_ends_the_process_with_one_sentence(
    sim: Simulator, sqlite_url: str, method: str
) -> None:
    sim.misbehave("403", method=method)
    async with Process(sim, sqlite_url, WEBHOOK_URL="https://bot.example.id/telegram") as bot:
        assert await bot.ended() == 1
    last = bot.output.decode().strip().splitlines()[-1]
    assert last.startswith("Telegram refuses") and b"Traceback" not in bot.output and b"Unclosed" not in bot.output
