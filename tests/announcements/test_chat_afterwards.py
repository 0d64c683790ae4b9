"""After it went out, in the chat: watched, stopped, reported, corrected, taken back, and asked about by people."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db import people
from db.announcements import State, records
from handlers.announcements import watching
from handlers.house import House
from tests.announcements.chat import (
    approved,
    compose,
    number_of,
    owners,
    reread,
    sees,
    sent,
    tallied,
    two,
    unhurried,
    until,
    until_sees,
    until_state,
)
from tests.house import open_house

__all__ = ["unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")


async def test_a_correction_changes_what_people_have_and_a_retraction_takes_it_away(
    house: House, sim: Simulator, clock: MovableClock
) -> None:
    rina, budi = await two(house, sim)
    ani, *_ = await owners(house, sim, 5)
    number = await sent(house, rina, budi, "Pelatihan kemasan gratis, Kamis pukul 9 di kantor dinas")
    await rina.press("Ralat isinya")
    await rina.say("Pelatihan kemasan gratis, Jumat pukul 9 di kantor dinas")
    assert f"Ralat untuk pengumuman nomor {number}" in rina.last.text
    draft = number_of(rina.last)
    await rina.press("Pratinjau")
    assert "Pesan yang akan diubah: 7" in rina.last.text
    assert "Kamis" in ani.last.text, "nothing changes before somebody else agreed"
    await approved(house, rina, budi, draft)
    await until_state(house, draft, State.FINISHED)
    assert ani.last.edited and "Jumat pukul 9" in ani.last.text and "Ralat pengumuman nomor" in ani.last.text
    assert sum("Pelatihan" in one.text for one in ani.screen) == 1, "in place, not a second message"
    assert (await tallied(house, draft)).sent == 7

    await ani.say("/riwayat")
    assert "Sudah diralat" in ani.last.text and "Jumat pukul 9" in ani.last.text and "Kamis" not in ani.last.text
    await ani.say("/cek Pelatihan kemasan gratis, Kamis pukul 9 di kantor dinas")
    assert "Betul, ini dari" in ani.last.text and "sudah diralat" in ani.last.text and "Jumat pukul 9" in ani.last.text

    await rina.press_data(f"ann-retract:{number}")
    assert "48 jam" in rina.last.text
    await rina.press("Ya, siapkan penarikan")
    draft = number_of(rina.last)
    await approved(house, rina, budi, draft)
    await until_state(house, draft, State.FINISHED)
    assert not sees(ani, "📢 Pengumuman nomor") and not sees(ani, "Ralat pengumuman nomor")
    await ani.say(f"/cek {number:04d}")
    assert "sudah ditarik" in ani.last.text

    number = await sent(house, rina, budi, "Bazar akhir tahun di lapangan, Minggu pagi")
    clock.move_by(timedelta(days=3))
    await rina.press_data(f"ann-retract:{number}")
    await rina.press("Ya, siapkan penarikan")
    draft = number_of(rina.last)
    await approved(house, rina, budi, draft)
    await until_state(house, draft, State.FINISHED)
    await until_sees(ani, "Pengumuman ini ditarik")
    assert not sees(ani, "Bazar akhir tahun"), "after 48 hours it is edited, because it cannot be deleted"


async def test_people_find_out_what_is_genuine_what_is_altered_and_what_is_false(house: House, sim: Simulator) -> None:
    rina, budi = await two(house, sim)
    ani, beni, *_ = await owners(house, sim, 3)
    text = "Pelatihan kemasan gratis untuk {nama}. Daftar di https://balikpapan.go.id/pelatihan sebelum Kamis pukul 9"
    await rina.say("/pengumuman")
    await rina.press("Tulis baru")
    await rina.say(text)
    await rina.press("Kak")
    await rina.press("Lewati")
    await rina.say("Daftar | https://balikpapan.go.id/pelatihan")
    await rina.press("Info umum")
    await rina.press("Semua orang")
    await rina.press("Lanjut")
    await rina.press("Segera")
    number = number_of(rina.last)
    await approved(house, rina, budi, number)
    await until_state(house, number, State.FINISHED)
    got = await until_sees(ani, "Pelatihan kemasan")

    await ani.forward(got)
    assert "Betul, ini dari DKUMKMP" in ani.last.text and "https://balikpapan.go.id/pelatihan" in ani.last.text
    await ani.say("/cek")
    await ani.say(got.text.replace("balikpapan.go.id/pelatihan", "balikpapan-go-id.top/pelatihan"))
    assert "bukan pesan asli" in ani.last.text and "balikpapan-go-id.top/pelatihan" in ani.last.text
    assert "Jangan kirim foto KTP" in ani.last.text and "🙋 Tanya petugas" in ani.last.buttons
    link = {"type": "text_link", "offset": 0, "length": 9, "url": "https://jahat.example.com/"}
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Kenalan"}
    ani.send({"text": got.text.split("\n\n")[0], "entities": [link], "forward_origin": origin})
    await ani.hears()
    assert "bukan pesan asli" in ani.last.text and "jahat.example.com" in ani.last.text, "also behind a word"
    await ani.reply_to(got, "/cek")
    assert "Betul, ini dari DKUMKMP" in ani.last.text, "also as a reply to the message itself"
    await ani.say("/cek Selamat! Kakak menang undian dinas 10 juta, transfer biaya admin dulu ke 123456789")
    assert "tidak pernah mengirim pesan seperti itu" in ani.last.text and "Jangan kirim foto KTP" in ani.last.text
    await ani.say(f"/cek {number:04d}")
    assert f"Pengumuman nomor {number} memang dari DKUMKMP" in ani.last.text
    await ani.say("/cek 999")
    assert "tidak pernah mengirim" in ani.last.text
    await ani.say("/cek")
    await ani.press("Tidak jadi")
    await ani.say("berapa jumlah umkm di balikpapan?")
    assert "93" in ani.last.text, "not checked any more"

    await ani.say("/riwayat")
    assert f"Nomor {number} (info umum)" in ani.last.text and "Pelatihan kemasan gratis untuk Warga 00" in ani.last.text
    assert "Dikirim untuk: semua orang" in ani.last.text
    await ani.press("Matikan info umum", got)
    await beni.say("/riwayat")
    await sent(house, rina, budi, "Bazar akhir tahun")
    assert sees(beni, "Bazar akhir tahun") and not sees(ani, "Bazar akhir tahun")
    await ani.press("Nyalakan lagi")
    await sent(house, rina, budi, "Lomba kemasan")
    assert sees(ani, "Lomba kemasan")


async def test_presses_are_counted_and_what_is_called_off_in_time_reaches_nobody(
    house: House, sim: Simulator, clock: MovableClock
) -> None:
    rina, budi = await two(house, sim)
    ani, *_ = await owners(house, sim, 2)
    number = await compose(rina)
    await rina.press("Tombol tautan")
    await rina.say("Daftar | https://balikpapan.go.id/daftar")
    await rina.press("Hitung penekan")
    await rina.press("Lihat pengumuman")
    assert "penekan tombol dihitung" in rina.last.text
    await approved(house, rina, budi, number)
    await until_state(house, number, State.FINISHED)
    await ani.press("Daftar", await until_sees(ani, "Pelatihan"))
    link = ani.opened[-1]
    assert link.startswith("https://t.me/") and "start=tautan-" in link
    await ani.start(link.split("start=")[1])
    await ani.press("Buka")
    assert ani.opened[-1] == "https://balikpapan.go.id/daftar"
    await ani.start("tautan-1-9")
    assert "tautan itu sudah tidak ada" in ani.last.text
    await rina.press_data(f"ann-report:{number}")
    assert "Daftar: 1 kali" in rina.last.text

    number = await compose(rina, "Bazar yang tidak jadi")
    await rina.press("Waktu kirim")
    await rina.press("Besok 09.00")
    await approved(house, rina, budi, number)
    news = await until_sees(rina, f"nomor {number} sudah disetujui")
    assert "Sabtu, 12 Desember 2026 pukul 09.00 WITA" in news.text
    await rina.press("Lihat pengumuman", news)
    await rina.press("Batalkan")
    await rina.press("Ya, batalkan")
    await until_sees(rina, f"Pengumuman nomor {number} dibatalkan")
    assert (await reread(house, number)).state == State.CANCELLED
    clock.move_by(timedelta(days=2))
    await asyncio.sleep(1.2)
    assert not sees(ani, "Bazar yang tidak jadi")
    await rina.press_data(f"ann-stopped:{number}")
    assert "sekarang: dibatalkan" in (rina.toast or ""), "an old button says what the state is now"


async def test_it_is_paused_survives_a_restart_goes_on_in_the_same_message_and_unknown_ones_are_decided(
    sim: Simulator, clock: MovableClock, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'house.db'}"
    async with open_house(sim, url, clock, send_rate=40) as house:
        rina, budi = await two(house, sim)
        warga = await owners(house, sim, 60)
        async with house.db.write() as session:
            await people.welcome(session, 4_000_000, "Hilang", "id", clock.now())  # Telegram knows no such chat
        sim.misbehave("reset_after", method="sendMessage", chat_id=warga[1].id, times=1)
        number = await compose(rina)
        await approved(house, rina, budi, number)
        progress = await until_sees(rina, "sedang dikirim")
        async with asyncio.timeout(20):  # a busy machine says so before the first has left
            while not (await tallied(house, number)).sent:
                await asyncio.sleep(0.02)
        await rina.press("Hentikan sementara", progress)
        assert (await reread(house, number)).state == State.PAUSED
        await until_sees(rina, "dihentikan sementara")
        await asyncio.sleep(1.2)
        halfway = (await tallied(house, number)).sent
        assert 0 < halfway < 63
    async with open_house(sim, url, clock, send_rate=1000) as house:
        assert len(await watches(house)) == 1, "the row remembers which message is kept up to date"
        await asyncio.sleep(1.2)
        assert (await tallied(house, number)).sent == halfway, "paused stays paused over a restart"
        await rina.press("Lanjutkan", progress)
        await until_state(house, number, State.FINISHED)
        clock.move_by(watching.EVERY)
        await until(lambda: _nobody(house), "the last edit")
        assert "selesai dikirim" in progress.text and "❓ Belum pasti sampai: 1" in progress.text
        assert len(progress.message.history) < 8, "edited now and then, not for every message"

        report = await until_sees(rina, "Laporan pengumuman")
        assert "Belum pasti apakah 1 penerima" in report.text and "Percakapan tidak ditemukan: 1" in report.text
        await rina.press("Unduh rincian", report)
        sheet = load_workbook(io.BytesIO(rina.last.document or b"")).active
        rows = [tuple(str(cell) for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert rina.last.file_name == f"pengumuman-{number}.xlsx" and len(rows) == 63
        results = {row[0]: row[2] for row in rows}
        assert results[str(warga[1].id)] == "Belum pasti sampai" and results["4000000"] == "Gagal"
        assert [who for who, result in results.items() if result == "Terkirim"] == [
            str(one.id) for one in (rina, budi, *warga) if one is not warga[1] and copies(one) >= 1
        ]  # fmt: skip
        assert {copies(one) for one in warga} == {1}, "nobody got it twice"

        assert copies(warga[1]) == 1, "it did arrive, which nobody could know"
        await rina.press("Belum pasti sampai", report)
        assert "dua kali" in rina.last.text
        await rina.press("Kirim lagi saja")
        await until(lambda: _sent(house, number, 62), "the unknown one to be sent again")
        assert copies(warga[1]) == 2, "twice, because an official chose so"
        await until_state(house, number, State.FINISHED)
        await rina.press("Kirim ulang yang gagal", report)
        assert "Dikirim ulang ke 1 penerima yang tadinya gagal" in (rina.toast or "")
        await until_state(house, number, State.FINISHED)
        await until_sees(rina, "Laporan pengumuman")
        await rina.press("Belum pasti sampai", report)
        assert "Tidak ada penerima yang perlu dikirimi lagi" in (rina.toast or "")


def copies(person: Person) -> int:
    """How often they have the announcement."""
    return sum("Pelatihan kemasan" in one.text and "Asli atau bukan?" in one.text for one in person.screen)


async def watches(house: House) -> list[object]:
    async with house.db.read() as session:
        return list(await records.watches(session))


async def _nobody(house: House) -> bool:
    return not await watches(house)


async def _sent(house: House, number: int, many: int) -> bool:
    return (await tallied(house, number)).sent == many
