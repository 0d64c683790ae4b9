"""To the office's groups and channels, in the chat; and what an author reads when nobody can approve."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from openpyxl import load_workbook

from bot.clock import MovableClock
from bot.simulator import Simulator
from db.announcements import State
from db.people import Right
from handlers.house import House
from tests.announcements.chat import (
    approved,
    compose,
    number_of,
    official,
    owners,
    reread,
    sees,
    tallied,
    two,
    unhurried,
    until_sees,
    until_state,
)
from tests.house import ADMIN, open_house

__all__ = ["unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")


@asynccontextmanager
async def office(sim: Simulator, url: str, clock: MovableClock, *chats: int) -> AsyncIterator[House]:
    async with open_house(sim, url, clock, announce_chats=frozenset(chats)) as opened:
        yield opened


async def test_groups_and_channels_get_it_when_they_are_chosen_are_corrected_and_named_when_lost(
    sim: Simulator, clock: MovableClock, database_url: str
) -> None:
    group, channel, lost = sim.group("Paguyuban Kuliner"), sim.channel("Kanal Dinas"), sim.group("Bubar")
    async with office(sim, database_url, clock, group.id, channel.id, lost.id) as house:
        rina, budi = await two(house, sim)
        warga = await owners(house, sim, 5)
        lost.kick_bot()
        number = await compose(rina)
        await rina.press("Pratinjau")
        assert "Grup dan kanal dinas tidak dipilih." in rina.last.text
        await rina.press("Lihat pengumuman")
        await rina.press("Penerima")
        assert "Akan menerima: 7" in rina.last.text
        await rina.press("Grup dan kanal dinas")
        assert "Akan menerima: 10" in rina.last.text and "termasuk 3 grup dan kanal" in rina.last.text
        assert "Pilihan: semua orang · grup dan kanal dinas" in rina.last.text
        await rina.press("Lihat pengumuman")
        await approved(house, rina, budi, number)
        await until_state(house, number, State.FINISHED)
        tally = await tallied(house, number)
        assert (tally.sent, tally.blocked, tally.total) == (9, 1, 10)
        for chat in (group, channel):
            (message,) = sim.delivered(chat.id)
            line = f"📢 Pengumuman nomor {number} · Rina, DKUMKMP\nAsli atau bukan? Kirim /cek {number} ke"
            assert message.text.endswith(f"{line} @{house.username}"), "in a group the bot answers nobody"
            assert message.buttons == [], "nobody mutes for a whole group"
        assert sim.delivered(lost.id) == [] and all(sees(one, "Pelatihan kemasan") for one in warga)
        report = await until_sees(rina, "Laporan pengumuman")
        assert "Bot sudah dikeluarkan dari grup: 1" in report.text

        await rina.press("Unduh rincian", report)
        sheet = load_workbook(io.BytesIO(rina.last.document or b"")).active
        rows = {row[0]: row[1:3] for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert rows[str(group.id)] == ("(grup atau kanal dinas)", "Terkirim"), "its id as it is, and what it is"
        assert rows[str(lost.id)] == ("(grup atau kanal dinas)", "Tidak terjangkau")

        await rina.press("Ralat isinya", report)
        await rina.say("Pelatihan kemasan gratis, Jumat pukul 9")
        draft = number_of(rina.last)
        await approved(house, rina, budi, draft)
        await until_state(house, draft, State.FINISHED)
        await until_sees(rina, f"Laporan ralat pengumuman nomor {number} (berkas nomor {draft})")
        for chat in (group, channel):
            (message,) = sim.delivered(chat.id)
            assert message.edited and "Jumat pukul 9" in message.text and "Ralat pengumuman nomor" in message.text


async def test_not_chosen_they_get_nothing(sim: Simulator, clock: MovableClock, database_url: str) -> None:
    group = sim.group("Paguyuban")
    async with office(sim, database_url, clock, group.id) as house:
        rina, budi = await two(house, sim)
        number = await compose(rina)
        await approved(house, rina, budi, number)
        await until_state(house, number, State.FINISHED)
        assert sim.delivered(group.id) == []


# -- nobody to approve ------------------------------------------------------------------------------------------------


async def test_the_only_admin_is_told_whom_to_invite(house: House, sim: Simulator) -> None:
    admin = sim.person("Kepala", id=ADMIN)
    await admin.start()
    number = await compose(admin)
    await admin.press("Minta persetujuan")
    said = await until_sees(admin, "masih perlu satu petugas lain")
    assert "Undang seorang rekan lewat /petugas" in said.text and "Pengumuman ini tetap menunggu" in said.text
    budi = await official(house, sim, "Budi", Right.APPROVE)
    await admin.press("Tunjukkan lagi", said)
    await until_sees(admin, "Sudah ditunjukkan kepada 1 petugas")
    await budi.press("Setujui", await until_sees(budi, f"persetujuan untuk pengumuman nomor {number}"))
    await until_state(house, number, State.FINISHED)
    await admin.press("Tunjukkan lagi", said)
    assert "sekarang: selesai dikirim" in (admin.toast or "")


async def test_approvers_out_of_reach_are_named_with_what_to_do(house: House, sim: Simulator) -> None:
    rina, budi = await two(house, sim)
    budi.block()
    number = await compose(rina)
    await rina.press("Minta persetujuan")
    said = await until_sees(rina, "tidak bisa dihubungi")
    assert "admin yang belum pernah membuka bot" in said.text and "Budi" in said.text
    assert "Minta mereka membuka bot ini dan menekan Mulai" in said.text and "Sudah ditunjukkan" not in said.text
    assert (await reread(house, number)).state == State.AWAITING
    await budi.start()
    await rina.press("Tunjukkan lagi", said)
    await budi.press("Setujui", await until_sees(budi, f"persetujuan untuk pengumuman nomor {number}"))
    assert (await reread(house, number)).approved_hash
    other = await official(house, sim, "Lain", Right.ANNOUNCE)
    await other.press_data(f"ann-remind:{number}")
    assert "petugas lain" in (other.toast or "")


async def test_an_emergency_with_one_approver_in_reach_says_that_one_is_missing(house: House, sim: Simulator) -> None:
    rina, budi = await two(house, sim)
    await compose(rina, "Banjir di pasar")
    await rina.press("Jenis")
    await rina.press("Darurat")
    await rina.press("Ya, ini darurat")
    await rina.press("Minta persetujuan")
    said = await until_sees(rina, "Sudah ditunjukkan kepada 1 petugas. Persetujuan yang masih diperlukan: 2.")
    assert "admin yang belum pernah membuka bot" in said.text
    assert sees(budi, "Perlu dua petugas yang menyetujui")
