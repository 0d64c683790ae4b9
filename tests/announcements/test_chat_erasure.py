"""An official erases their data while an announcement of theirs waits: nothing of it happens silently."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db.announcements import State
from db.people import Right
from handlers.house import House
from tests.announcements.chat import (
    approved,
    budi,
    compose,
    number_of,
    official,
    reread,
    rina,
    sees,
    sent,
    unhurried,
    until_asked,
    until_sees,
)
from tests.house import ADMIN

__all__ = ["budi", "rina", "unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")

LOST = "karena petugas yang menulisnya menghapus datanya"


async def erase(person: Person) -> None:
    await person.say("/hapus")
    await person.press("Ya, hapus semua")
    await until_sees(person, "Semua data Kakak sudah dihapus")


async def test_the_others_are_told_once_that_an_approved_one_will_not_go_out_and_can_copy_it(
    house: House, sim: Simulator, clock: MovableClock, rina: Person, budi: Person
) -> None:
    lain = await official(house, sim, "Lain", Right.ANNOUNCE)
    warga = sim.person("Warga")
    await warga.start()
    number = await compose(rina)
    await rina.press("Waktu kirim")
    await rina.press("Besok 09.00")
    await approved(house, rina, budi, number)
    await erase(rina)
    for one in (budi, lain):
        assert f"Pengumuman nomor {number} belum sempat dikirim" in (await until_sees(one, LOST)).text
    assert (await reread(house, number)).state == State.DRAFT
    clock.move_by(timedelta(days=1))
    await asyncio.sleep(1.2)
    assert not sees(warga, "Pelatihan kemasan")
    assert sum(LOST in one.text for one in lain.screen) == 1 and not sees(warga, LOST) and not sees(rina, LOST)

    await lain.press("Lihat pengumuman", await until_sees(lain, LOST))
    await lain.press("Salin jadi draf baru")
    assert number_of(lain.last) > number and "Pelatihan kemasan gratis" in lain.last.text

    kepala = sim.person("Kepala", id=ADMIN)
    await kepala.start()
    await kepala.say("/petugas")
    await kepala.press("Catatan tindakan")
    assert f"membatalkan persetujuan, karena data penulisnya dihapus, untuk pengumuman {number}" in kepala.last.text


async def test_one_that_awaits_approval_is_not_left_with_a_button_that_cannot_work(
    house: House, sim: Simulator, rina: Person, budi: Person
) -> None:
    done = await sent(house, rina, budi)
    await rina.press_data(f"ann-retract:{done}")
    await rina.press("Ya, siapkan penarikan")
    draft = number_of(rina.last)
    await rina.press("Minta persetujuan")
    asked = await until_asked(budi, draft)
    await erase(rina)
    told = await until_sees(budi, LOST)
    assert f"siapkan lagi dari laporan pengumuman nomor {done}" in told.text
    await budi.press("Setujui", asked)
    assert "tidak sedang menunggu persetujuan" in (budi.toast or "")
