"""Corrections and retractions in the chat: what officials read while they go on, and what people are told later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db.announcements import State
from handlers.announcements import watching
from handlers.house import House
from tests.announcements.chat import (
    approved,
    budi,
    number_of,
    owners,
    reread,
    rina,
    sent,
    tallied,
    two,
    unhurried,
    until,
    until_sees,
    until_state,
)
from tests.house import open_house

__all__ = ["budi", "rina", "unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")

BAZAAR = "Bazar UMKM di lapangan Merdeka, Minggu pukul 8 pagi"


async def corrected(house: House, author: Person, approver: Person, number: int, text: str) -> int:
    """Everybody has the new text; the number of the correction."""
    await author.press_data(f"ann-fix:{number}")
    await author.say(text)
    return await carried_out(house, author, approver)


async def retracted(house: House, author: Person, approver: Person, number: int) -> int:
    """It is taken back; the number of the retraction."""
    await author.press_data(f"ann-retract:{number}")
    await author.press("Ya, siapkan penarikan")
    return await carried_out(house, author, approver)


async def carried_out(house: House, author: Person, approver: Person) -> int:
    draft = number_of(author.last)
    await approved(house, author, approver, draft)
    await until_state(house, draft, State.FINISHED)
    await until_sees(author, f"(berkas nomor {draft}): selesai")
    return draft


@pytest.mark.parametrize(
    ("button", "prepare", "going", "done", "undone"),
    [
        ("ann-fix", BAZAAR.replace("Minggu", "Sabtu"), "pesannya sedang diralat", "Sudah diralat", "Belum diralat"),
        ("ann-retract", "", "pesannya sedang ditarik", "Sudah ditarik", "Belum ditarik"),
    ],
)
async def test_while_it_goes_on_a_correction_speaks_of_correcting_and_not_of_sending(
    sim: Simulator, clock: MovableClock, tmp_path: Path, button: str, prepare: str, going: str, done: str, undone: str
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'house.db'}"
    async with open_house(sim, url, clock, send_rate=1000) as house:
        author, approver = await two(house, sim)
        await owners(house, sim, 40)
        number = await sent(house, author, approver, BAZAAR)
    async with open_house(sim, url, clock, send_rate=20) as house:
        await author.press_data(f"{button}:{number}")
        await (author.say(prepare) if prepare else author.press("Ya, siapkan penarikan"))
        draft = number_of(author.last)
        await approved(house, author, approver, draft)
        progress = await until_sees(author, going)
        assert f"pengumuman nomor {number} (berkas nomor {draft})" in progress.text, "approved, it is a draft no more"
        assert done in progress.text and undone in progress.text
        assert not {"dikirim", "Terkirim"} & set(progress.text.replace(":", " ").split())
        await author.press("Batalkan", progress)
        assert f"pengumuman nomor {number}" in progress.text and "tetap ada" in progress.text
        assert "jalan terus" in progress.text, "nothing stops while the question stands"
        await author.press("Ya, batalkan", progress)
        assert "tetap seperti semula: " in (author.toast or "")

        async def settled() -> bool:
            return not (await tallied(house, draft)).left

        await until(settled, "what was under way to be written down")
        clock.move_by(watching.EVERY)
        await until_sees(author, f"{undone}: 0")
        await author.press("Laporan", progress)
        assert "Dibatalkan: " in author.last.text and "Selesai: " not in author.last.text
        assert (await reread(house, draft)).state == State.CANCELLED


async def test_cek_says_when_it_was_first_sent_and_apart_from_that_when_it_was_corrected(
    house: House, sim: Simulator, clock: MovableClock, rina: Person, budi: Person
) -> None:
    ani, *_ = await owners(house, sim, 3)
    number = await sent(house, rina, budi, BAZAAR)
    clock.move_by(timedelta(minutes=75))
    await corrected(house, rina, budi, number, BAZAAR.replace("Minggu", "Sabtu"))
    await ani.forward(await until_sees(ani, "Sabtu pukul 8"))
    assert f"Pengumuman nomor {number}, dikirim Jumat, 11 Desember 2026 pukul 10.00 WITA" in ani.last.text
    assert "Isi ini hasil ralat Jumat, 11 Desember 2026 pukul 11.15 WITA oleh Rina, DKUMKMP" in ani.last.text
    assert "Isi yang berlaku" not in ani.last.text, "what they have is what counts"
    await ani.say(f"/cek {BAZAAR}")
    assert "dikirim Jumat, 11 Desember 2026 pukul 10.00 WITA" in ani.last.text
    assert "sudah diralat Jumat, 11 Desember 2026 pukul 11.15 WITA" in ani.last.text and "Sabtu" in ani.last.text
    await ani.say(f"/cek {BAZAAR.replace('Minggu', 'Sabtu')}. Bawa uang tunai")
    assert "pada Jumat, 11 Desember 2026 pukul 10.00 WITA" in ani.last.text and "sudah diubah" in ani.last.text

    clock.move_by(timedelta(minutes=15))
    again = await corrected(house, rina, budi, number, BAZAAR.replace("Minggu", "Jumat"))
    await ani.forward(await until_sees(ani, "Jumat pukul 8"))
    assert "pukul 11.30" in ani.last.text and "11.15" not in ani.last.text, "of two corrections the last one counts"
    await ani.say(f"/cek {again}")
    assert f"tidak pernah mengirim pengumuman nomor {again}" in ani.last.text, "people never saw that number"
    await rina.press_data(f"ann-card:{number}")
    assert "✏️ Diralat Jumat, 11 Desember 2026 pukul 11.30 WITA" in rina.last.text, "officials see it on the card"

    await retracted(house, rina, budi, number)
    await ani.say("/riwayat")
    assert "Isinya dulu:\nBazar UMKM di lapangan Merdeka, Jumat" in ani.last.text, "as it stood last in their chat"


async def test_what_was_taken_back_is_not_corrected_any_more(
    house: House, sim: Simulator, rina: Person, budi: Person
) -> None:
    ani, *_ = await owners(house, sim, 3)
    number = await sent(house, rina, budi, BAZAAR)
    await rina.press_data(f"ann-fix:{number}")
    await rina.say(BAZAAR.replace("Minggu", "Sabtu"))
    begun_before = number_of(rina.last)
    await retracted(house, rina, budi, number)
    for button in (f"ann-fix:{number}", f"ann-retracted:{number}", f"ann-submit:{begun_before}"):
        await rina.press_data(button)
        assert f"Pengumuman nomor {number} sudah ditarik" in (rina.toast or ""), button
    assert (await reread(house, begun_before)).state == State.DRAFT
    await rina.press_data(f"ann-card:{number}")
    assert "🗑 Ditarik " in rina.last.text and not {"✏️ Ralat isinya", "🗑 Tarik"} & set(rina.last.buttons)
    await ani.say("/riwayat")
    assert "Sudah ditarik" in ani.last.text and "Sabtu" not in ani.last.text
