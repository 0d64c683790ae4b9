"""A NIK is not kept, in whatever form and by whatever door it comes in."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from bot.clock import MovableClock
from bot.simulator import Simulator
from bot.sixteen import found, masked
from tests.house import open_house, until

NIK = "6471051234560001"
WRITTEN = [
    NIK, "6471 0512 3456 0001", "647105.123456.0001", "6471-0512-3456-0001", "6471_0512_3456_0001",
    "6471/0512/3456/0001", "6471  0512  3456  0001", "6471, 0512, 3456, 0001",
    "6471\n0512\n3456\n0001", "6471–0512–3456–0001", "6471\u200b0512\u200b3456\u200b0001",
    "6 4 7 1 0 5 1 2 3 4 5 6 0 0 0 1", "６４７１０５１２３４５６０００１",
]  # fmt: skip


@pytest.mark.parametrize("nik", WRITTEN)
def test_a_16_digit_number_is_hidden_however_it_is_grouped(nik: str) -> None:
    hidden = masked(f"nik saya {nik}, tolong dicek")
    assert not re.search(r"\d", hidden) and found(f"nik saya {nik}")
    assert hidden.startswith("nik saya ") and hidden.endswith(", tolong dicek")


@pytest.mark.parametrize(
    "text",
    ["081234567890", "omzet 400.000.000", "NIB 1234567890123", "12345678901234567", "12/05/2026-14/05/2026",
     "12-05-2026 14-05-2026", "10.000.000-50.000.000", "Rp10.000.000 - Rp50.000.000"],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text and not found(text)


@given(st.text(max_size=80))
def test_masking_never_fails_and_is_done_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)


async def test_by_whatever_door_it_comes_no_row_keeps_it(
    sim: Simulator, sqlite_url: str, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.answers.WRITES_ON_SECONDS", 0.05)
    ani = sim.person(f"Ani {NIK}", started=True)
    sender, now = {"id": ani.id, "is_bot": False, "first_name": f"Ani {NIK}"}, int(clock.now().timestamp())
    place = {"chat": {"id": ani.id, "type": "private"}, "from": sender}
    async with open_house(sim, sqlite_url, clock) as house:
        for text in (f"/start {NIK}", NIK, "mau tanya petugas", f"nik saya {WRITTEN[4]} sudah terdaftar belum ya?",
                     "mau daftarin usaha", f"Warung {WRITTEN[5]}"):  # fmt: skip
            await ani.say(text, timeout=10)
        sim.inject({"callback_query": {"id": "1", "from": sender, "chat_instance": "1", "data": f"ask:{NIK}"}})
        sim.inject({"edited_message": {"message_id": 5, "date": now, "edit_date": now, **place, "text": NIK}})
        sim.inject({"message": {"message_id": 6, "date": f"poison {NIK}", **place, "text": NIK}})
        contact = {"phone_number": NIK, "first_name": NIK, "user_id": ani.id}
        sim.inject({"message": {"message_id": 7, "date": now, **place, "contact": contact}})
        await ani.say("/help", timeout=10)  # what came before is handled before it
        await until(lambda: house.busy() == 0)
    with closing(sqlite3.connect(make_url(sqlite_url).database or "")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [(name, row) for name in tables for row in db.execute(f'SELECT * FROM "{name}"')]
    assert [one for one in kept if NIK in re.sub(r"\D", "", repr(one).replace("\\u200b", ""))] == []
