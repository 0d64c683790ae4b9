"""Before it goes out, in the chat: times that cannot be kept, a photo that came with the text, who is asked again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.announcements.hours import Hours
from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db.announcements import State
from db.people import Right
from handlers.announcements import words
from handlers.house import House
from tests.announcements.chat import (
    approved,
    budi,
    compose,
    official,
    owners,
    reread,
    rina,
    two,
    unhurried,
    until_asked,
    until_sees,
)
from tests.house import open_house

__all__ = ["budi", "rina", "unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")


async def timed(author: Person, when: str, until: str) -> None:
    """The draft whose card the author sees gets these times."""
    await author.press("Waktu kirim")
    await author.say(when)
    await author.press("Paling lambat")
    await author.say(until)


async def test_an_end_before_the_start_is_refused_when_it_is_typed(house: House, rina: Person) -> None:
    number = await compose(rina)
    await timed(rina, "besok 12.00", "besok 09.00")
    assert "Batas “Paling lambat” harus sesudah waktu kirim" in rina.last.text
    await rina.say("besok 15.00")
    assert "Paling lambat: Sabtu, 12 Desember 2026 pukul 15.00 WITA" in rina.last.text
    await rina.press("Waktu kirim")
    await rina.say("besok 16.00")
    assert "Ubah salah satunya" in rina.last.text
    draft = await reread(house, number)
    assert draft.send_at is not None and draft.not_after is not None and draft.send_at < draft.not_after


async def test_what_could_only_start_after_its_end_because_of_quiet_hours_is_not_handed_in(
    house: House, rina: Person, budi: Person
) -> None:
    number = await compose(rina)
    await timed(rina, "hari ini 12.00", "hari ini 13.00")  # a Friday
    await rina.press("Minta persetujuan")
    assert "hanya ada jam tenang" in (rina.toast or "") and (await reread(house, number)).state == State.DRAFT
    await rina.press("Jenis")
    await rina.press("Darurat")
    assert "tidak menunggu" not in rina.last.text
    await rina.press("Ya, ini darurat")
    await rina.press("Waktu kirim")
    assert "Yang ini tidak menunggu jam tenang" in rina.last.text
    await rina.press("Lihat pengumuman")
    await rina.press("Minta persetujuan")
    assert (await reread(house, number)).state == State.AWAITING, "an emergency waits for no quiet hour"


async def test_the_card_says_until_when_quiet_hours_put_it_off(house: House, rina: Person) -> None:
    number = await compose(rina)
    await timed(rina, "hari ini 12.00", "besok 13.00")  # a Friday
    await rina.press("Lihat pengumuman")
    due = (await reread(house, number)).send_at
    assert due is not None
    ends = Hours.of(house.settings).opens(due)
    assert f"Waktu kirim: setelah jam tenang, {words.moment(house, ends)}" in rina.last.text
    await rina.press("Jenis")
    await rina.press("Darurat")
    await rina.press("Ya, ini darurat")
    assert "setelah jam tenang" not in rina.last.text


async def test_the_preview_warns_when_not_everybody_can_be_reached_in_time(
    sim: Simulator, clock: MovableClock, tmp_path: Path
) -> None:
    async with open_house(sim, f"sqlite+aiosqlite:///{tmp_path / 'house.db'}", clock, send_rate=1) as house:
        author, _ = await two(house, sim)
        await owners(house, sim, 100)
        await compose(author)
        await timed(author, "hari ini 14.00", "hari ini 14.01")
        await author.press("Pratinjau")
        assert "Tidak semua sempat menerimanya" in author.last.text
        await author.press("Lihat pengumuman")
        await author.press("Paling lambat")
        await author.say("hari ini 15.00")
        await author.press("Pratinjau")
        assert "Tidak semua sempat" not in author.last.text


async def test_what_expires_before_anybody_got_it_says_so(
    house: House, clock: MovableClock, rina: Person, budi: Person
) -> None:
    number = await compose(rina)
    await timed(rina, "besok 09.00", "besok 10.00")
    await approved(house, rina, budi, number)
    clock.move_by(timedelta(days=2))
    await until_sees(rina, f"Pengumuman nomor {number} lewat masa berlakunya sebelum sempat dikirim")


async def test_a_photo_that_came_with_the_text_is_not_asked_for_again_and_who_approves_reads_what_is_filled_in(
    house: House, rina: Person, budi: Person
) -> None:
    await rina.say("/pengumuman")
    await rina.press("Tulis baru")
    await rina.send_photo(caption="Halo {nama}, bazar dibuka")
    await rina.press("Bapak/Ibu")
    assert "Lampiran sudah terpasang" in rina.last.text and "Tambah lampiran?" not in rina.last.text
    await rina.press("Lewati")
    await rina.press("Lewati")
    await rina.press("Info umum")
    await rina.press("Semua orang")
    await rina.press("Lanjut")
    await rina.press("Segera setelah disetujui")
    await rina.press("Minta persetujuan")
    asked = await until_sees(budi, "Rina meminta persetujuan")
    assert "{nama} terisi sendiri; kalau tidak diketahui: Bapak/Ibu" in asked.text


async def test_shown_again_an_emergency_goes_to_those_who_have_not_confirmed_it(
    house: House, sim: Simulator, rina: Person, budi: Person
) -> None:
    number = await compose(rina, "Banjir di pasar")
    await rina.press("Jenis")
    await rina.press("Darurat")
    await rina.press("Ya, ini darurat")
    await rina.press("Minta persetujuan")
    said = await until_sees(rina, "masih diperlukan: 2")
    await budi.press("Setujui", await until_asked(budi, number))
    sari = await official(house, sim, "Sari", Right.APPROVE)
    before = len(budi.screen)
    await rina.press("Tunjukkan lagi", said)
    await until_sees(rina, "masih diperlukan: 1")
    await until_asked(sari, number)
    await asyncio.sleep(0.3)
    assert len(budi.screen) == before, "who has confirmed is not asked twice"
