"""Inline buttons: pressed, answered once, in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.simulator import Person, Silence, Simulator
from tests.simulator.conftest import Wire

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(*labels: str) -> dict:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"pilih:{label}"}] for label in labels]}


@pytest.fixture
async def query(wire: Wire, ani: Person) -> dict:
    await wire.result("sendMessage", chat_id=ani.id, text="Pilih", reply_markup=keyboard("Mikro", "Kecil"))
    await ani.press("Mikro", timeout=0.01)
    (update,) = await wire.result("getUpdates")
    return update["callback_query"]


async def test_a_press_arrives_with_its_message_and_data(ani: Person, query: dict) -> None:
    assert (query["data"], query["message"]["text"], query["from"]["id"]) == ("pilih:Mikro", "Pilih", ani.id)


async def test_an_answer_is_seen_by_the_person(sim: Simulator, wire: Wire, ani: Person, query: dict) -> None:
    assert ani.toast is None
    assert await wire.result("answerCallbackQuery", callback_query_id=query["id"], text="Tersimpan") is True
    assert ani.toast == "Tersimpan"
    assert sim.unanswered_callbacks == []


async def test_an_unanswered_press_is_listed(sim: Simulator, query: dict) -> None:
    assert [callback.data for callback in sim.unanswered_callbacks] == ["pilih:Mikro"]


async def test_a_press_can_be_answered_once(wire: Wire, query: dict) -> None:
    await wire.result("answerCallbackQuery", callback_query_id=query["id"])
    assert await wire.refused("answerCallbackQuery", callback_query_id=query["id"]) == (400, TOO_OLD)
    assert await wire.refused("answerCallbackQuery", callback_query_id="7") == (400, TOO_OLD)


async def test_a_press_cannot_be_answered_late(sim: Simulator, wire: Wire, query: dict) -> None:
    sim.move_clock(by=timedelta(minutes=2))
    assert await wire.refused("answerCallbackQuery", callback_query_id=query["id"]) == (400, TOO_OLD)
    assert len(sim.unanswered_callbacks) == 1


async def test_a_toast_holds_200_units(wire: Wire, query: dict) -> None:
    refused = await wire.refused("answerCallbackQuery", callback_query_id=query["id"], text="a" * 201)
    assert refused == (400, "Bad Request: MESSAGE_TOO_LONG")


async def test_a_part_of_the_label_finds_the_newest_button(wire: Wire, ani: Person, query: dict) -> None:
    old = ani.last
    await wire.result("sendMessage", chat_id=ani.id, text="Lagi", reply_markup=keyboard("Usaha mikro"))
    await ani.press("mikro", timeout=0.01)
    await ani.press("Mikro", old, timeout=0.01)
    await ani.press_data("palsu:1", timeout=0.01)
    updates = await wire.result("getUpdates")
    assert [update["callback_query"]["data"] for update in updates[1:]] == [
        "pilih:Usaha mikro",
        "pilih:Mikro",
        "palsu:1",
    ]


async def test_a_button_that_is_not_there_cannot_be_pressed(ani: Person, query: dict) -> None:
    with pytest.raises(Silence, match=r"sees no button 'Besar'.*'Mikro', 'Kecil'"):
        await ani.press("Besar")


async def test_a_link_button_opens_and_tells_the_bot_nothing(sim: Simulator, wire: Wire, ani: Person) -> None:
    link = {"inline_keyboard": [[{"text": "Situs", "url": "https://example.org/"}]]}
    await wire.result("sendMessage", chat_id=ani.id, text="Lihat", reply_markup=link)
    assert await ani.press("Situs") == []
    assert ani.opened == ["https://example.org/"]
    assert sim.world.mailbox.pending == {}
