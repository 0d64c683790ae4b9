"""Announcements in the chat, through the simulator: two officials and thirty owners, as they see it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.announcements import composing
from bot.clock import MovableClock
from bot.simulator import Simulator
from db import schema
from db.announcements import State, records
from db.engine import Database
from db.forms import Draft
from db.people import Audit, OptOut, Right
from handlers.house import House
from tests.announcements.chat import (
    compose,
    number_of,
    official,
    owners,
    reread,
    sees,
    tallied,
    unhurried,
    until,
    until_sees,
    until_state,
)
from tests.house import ADMIN, Process
from tests.house import until as until_true

__all__ = ["unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")

FORMATTED = {
    "text": "🎉🎉 Halo {nama}! Daftar di sini ya",
    "entities": [
        {"type": "bold", "offset": 5, "length": 4},
        {"type": "italic", "offset": 10, "length": 6},
        {"type": "text_link", "offset": 18, "length": 14, "url": "https://balikpapan.go.id/pelatihan"},
    ],
}  # fmt: skip


async def test_an_announcement_goes_from_the_first_word_to_the_report_and_ledger_and_screens_agree(
    house: House, sim: Simulator
) -> None:
    rina = await official(house, sim, "Rina", Right.ANNOUNCE)
    budi = await official(house, sim, "Budi", Right.APPROVE)
    warga = await owners(house, sim, 30)
    for one in warga[:3]:
        one.block()  # the bot hears of it
    for one in warga[3:6]:
        one.user.blocked = True  # it will find out
    async with house.db.write() as session:
        session.add_all(OptOut(person_id=one.id, kind="deadline", since=house.clock.now()) for one in warga[6:10])

    await rina.say("/petugas")
    await rina.press("Pengumuman")
    await rina.press("Tulis baru")
    rina.send(FORMATTED)
    await rina.hears()
    assert "{nama} tidak diketahui" in rina.last.text
    await rina.press("Bapak/Ibu")
    await rina.send_photo()
    await rina.say("Daftar | https://balikpapan.go.id/daftar")
    await rina.press("Info tenggat")
    await rina.press("Semua orang")
    assert "Akan menerima: 25" in rina.last.text
    assert "Mematikan jenis ini: 4" in rina.last.text
    assert "Memblokir bot atau tidak aktif: 3" in rina.last.text
    assert "Jumlah semuanya: 32" in rina.last.text
    await rina.press("Lanjut")
    await rina.press("Segera")
    number = number_of(rina.last)

    shown, explained = await rina.press("Pratinjau")
    assert shown.photo is not None
    assert explained.text.count("• Warga") + explained.text.count("• Budi") + explained.text.count("• Rina") == 3
    await rina.press("Minta persetujuan")
    await until_sees(budi, "Rina meminta persetujuan")
    assert not any("Setujui" in label for one in rina.screen for label in one.buttons), "not offered to its author"
    await budi.press("Setujui")
    await until_state(house, number, State.FINISHED)

    tally = await tallied(house, number)
    assert (tally.sent, tally.blocked, tally.skipped, tally.total) == (22, 3, 7, 32)
    got = [one for one in warga if sees(one, f"Pengumuman nomor {number}")]
    assert got == warga[10:] and len(got) == 20, "who got it is who the ledger says; the officials are two more"
    for one in got:
        assert "Daftar" in one.last.buttons and "🔕 Matikan info tenggat" in one.last.buttons
    report = await until_sees(rina, "Laporan pengumuman")
    assert "Terkirim: 22" in report.text and "sama dengan jumlah penerima" in report.text
    assert "Tidak ingin menerima jenis ini: 4" in report.text
    assert "Sudah memblokir bot atau tidak aktif sebelumnya: 3" in report.text
    done = await until_sees(rina, f"Pengumuman nomor {number}: selesai dikirim\n")
    assert "100%" in done.text and "Hentikan sementara" not in str(done.buttons)
    async with house.db.read() as session:
        assert await until_nobody_watches(house) and list(await records.watches(session)) == []

    greeting = got[0].last
    assert greeting.html.startswith(
        f'🎉🎉 <b>Halo</b> <i>{got[0].name}</i>! <a href="https://balikpapan.go.id/pelatihan">Daftar di sini</a> ya'
    ), "formatting arrives as composed, emoji before it or not, and moves along with a filled blank"


async def until_nobody_watches(house: House) -> bool:
    async def none() -> bool:
        async with house.db.read() as session:
            return not await records.watches(session)

    return await until(none, "the progress message to be let go")


async def test_nobody_approves_their_own_and_a_change_after_approval_asks_again(
    house: House, sim: Simulator, clock: MovableClock
) -> None:
    admin = sim.person("Kepala", id=ADMIN)
    await admin.start()
    budi = await official(house, sim, "Budi", Right.APPROVE)
    number = await compose(admin)
    await admin.press("Waktu kirim")
    await admin.say("besok 09.00")
    await admin.press("Minta persetujuan")
    seen = await until_sees(budi, "meminta persetujuan")
    forged = seen.data["✅ Setujui"]
    await admin.press_data(forged)
    assert "harus disetujui petugas lain" in (admin.toast or ""), "all rights, and still not one's own"
    assert (await reread(house, number)).state == State.AWAITING

    await budi.press("Tolak")
    await budi.say("Tanggalnya keliru")
    await until_sees(admin, "Alasannya: Tanggalnya keliru")
    await admin.say("/pengumuman")
    await admin.press(f"{number} ·")
    assert "Alasan penolakan: Tanggalnya keliru" in admin.last.text
    await budi.press_data(forged, seen)
    assert "tidak sedang menunggu" in (budi.toast or "") and (await reread(house, number)).state == State.REJECTED

    await admin.press("Salin jadi draf baru")
    second = number_of(admin.last)
    await admin.press("Waktu kirim")
    await admin.say("besok 10.00")
    await admin.press("Minta persetujuan")
    first_request = await until_sees(budi, f"persetujuan untuk pengumuman nomor {second}")
    await admin.press("Tarik untuk diubah")
    await admin.press("Isi pesan")
    await admin.say("Pelatihan kemasan gratis, hari Jumat pukul 9")
    await admin.press("Minta persetujuan")
    await until(lambda: _requests(budi, second, 2), "the changed one to be shown again")
    await budi.press("Setujui", first_request)
    assert "berubah sejak ditampilkan" in (budi.toast or ""), "what was shown is not what would be sent"
    await budi.press("Setujui")
    await until_sees(admin, "sudah disetujui")
    assert (await reread(house, second)).approved_hash

    old_card = next(one for one in reversed(admin.screen) if "✏️ Tarik untuk diubah" in one.buttons)
    await admin.press("Tarik", old_card)
    assert (await reread(house, second)).approved_hash is None, "taken back: not approved any more"
    clock.move_by(timedelta(days=2))
    await asyncio.sleep(1.5)
    assert (await reread(house, second)).state == State.DRAFT
    assert sim.deliveries().get(budi.id) is not None and not sees(budi, "hari Jumat pukul 9\n\n📢 Pengumuman nomor 0")


async def _requests(person: object, number: int, many: int) -> bool:
    found = [one for one in person.screen if f"persetujuan untuk pengumuman nomor {number}" in one.text]  # type: ignore[attr-defined]
    return len(found) >= many


async def test_an_emergency_is_confirmed_by_two_and_passes_the_night(
    house: House, sim: Simulator, clock: MovableClock
) -> None:
    rina = await official(house, sim, "Rina", Right.ANNOUNCE)
    budi, citra = [await official(house, sim, name, Right.APPROVE) for name in ("Budi", "Citra")]
    warga = await owners(house, sim, 3)
    clock.move_by(timedelta(hours=12))  # ten in the evening
    number = await compose(rina, "Banjir di pasar, pindahkan barang ke lantai atas")
    await rina.press("Jenis")
    await rina.press("Darurat")
    assert "Benar darurat?" in rina.last.text
    await rina.press("Ya, ini darurat")
    await rina.press("Minta persetujuan")
    await until_sees(citra, "Perlu dua petugas")
    await budi.press("Setujui")
    assert "masih perlu disetujui 1 petugas lagi" in budi.last.text
    await budi.press_data(next(d for one in budi.screen for d in one.data.values() if d.startswith("ann-card")))
    await budi.press("Setujui")
    assert "sudah tercatat" in (budi.toast or ""), "one person is one pair of eyes"
    assert (await reread(house, number)).state == State.AWAITING
    await citra.press("Setujui")
    await until_state(house, number, State.FINISHED)
    assert all(sees(one, "Banjir di pasar") for one in warga)


async def test_forged_buttons_do_nothing_and_are_logged(house: House, sim: Simulator, capsys: object) -> None:
    rina = await official(house, sim, "Rina", Right.ANNOUNCE)
    number = await compose(rina)
    before = (await reread(house, number)).updated_at
    mallory = sim.person("Mallory")
    await mallory.start()
    for data in (f"ann-yes:{number}:0123456789abcdef", f"ann-submit:{number}", f"ann-dropped:{number}", "ann-new",
                 f"ann-see:{number}", f"ann-sheet:{number}", "ann-list"):  # fmt: skip
        await mallory.press_data(data)
        assert "hanya untuk petugas" in (mallory.toast or ""), data
    for data in ("ann-card:999", "ann-card:abc", "ann-card", f"ann-kind:{number}:season", f"ann-put:{number}:sectors:x",
                 f"ann-put:{number}:nope:x", f"ann-ask:{number}:nope", f"ann-off:{number}:text",
                 f"ann-time:{number}:when:x",
                 f"ann-blank:{number}:nama:9", "mute:emergency", "mute:nope", f"ann-card:{10**17}"):  # fmt: skip
        assert await rina.press_data(data) == [], data
    assert "forged button" in capsys.readouterr().out  # type: ignore[attr-defined]
    found = await reread(house, number)
    assert (found.state, found.updated_at) == (State.DRAFT, before)
    async with house.db.read() as session:
        assert not list(await session.scalars(select(Audit).where(Audit.actor_id == mallory.id)))
        assert not list(await session.scalars(select(OptOut)))

    other = await official(house, sim, "Lain", Right.ANNOUNCE)
    await other.press_data(f"ann-ask:{number}:text")
    assert "ditulis petugas lain" in (other.toast or "")
    async with house.db.write() as session:
        await session.execute(Audit.__table__.insert().values(at=before, actor_id=1, act="x", subject="", detail={}))
        from db import people

        await people.take(session, rina.id, Right.ANNOUNCE)
    await rina.press_data(f"ann-submit:{number}")
    assert "hanya untuk petugas" in (rina.toast or ""), "rights taken away count at once, also on old buttons"


async def test_what_an_author_sends_wrongly_is_answered_with_what_to_do(house: House, sim: Simulator) -> None:
    rina = await official(house, sim, "Rina", Right.ANNOUNCE)
    await rina.say("/pengumuman")
    await rina.press("Tulis baru")
    for wrong, said in (("Halo {alamat}", "tidak dikenal"), ("x" * 4000, "4.000 huruf, padahal muatnya 3.876")):
        assert said in (await rina.say(wrong))[-1].text
    await rina.send_sticker()
    assert "Isi pesannya belum ada" in rina.last.text
    await rina.say("Pelatihan gratis")
    await rina.send_voice()
    assert "satu foto, dokumen, atau video" in rina.last.text
    sim.misbehave("403", method="sendDocument", times=1)
    await rina.send_document()
    assert "belum bisa dipakai" in rina.last.text
    await rina.send_document()
    assert "tombol tautan" in rina.last.text
    for wrong in ("https://tanpa-judul.id", "Judul | bukan tautan", "Judul | ftp://x.id"):
        await rina.say(wrong)
        assert "https://contoh.go.id" in rina.last.text
    await rina.say("\n".join(f"T{n} | https://contoh.id/{n}" for n in range(4)))
    assert "Paling banyak 3 tombol" in rina.last.text
    await rina.say("Satu | https://contoh.id/1")
    await rina.say("darurat dong")
    assert sees(rina, "Pilih jenisnya lewat tombol")
    await rina.press("Lewati")
    await rina.press("Bidang usaha")
    await rina.press("Kuliner")
    await rina.press("Selesai")
    assert "Akan menerima: 0" in rina.last.text and "Di luar pilihan: 1" in rina.last.text
    await rina.press("Semua orang")
    await rina.press("Lanjut")
    for wrong, said in (("kapan-kapan", "belum terbaca"), ("31-02-2027", "tidak ada di kalender"),
                        ("hari ini 07.00", "sudah lewat")):  # fmt: skip
        await rina.say(wrong)
        assert said in rina.last.text
    await rina.say("12-12-2026 08.30")
    assert "Sabtu, 12 Desember 2026 pukul 08.30 WITA" in rina.last.text
    await rina.press("Paling lambat")
    await rina.say("11-12-2026 20.00")
    assert "sesudah waktu kirim" in rina.last.text
    await rina.press("Lihat pengumuman")
    await rina.press("Isi pesan")
    await rina.say("batal")
    assert "Pelatihan gratis" in rina.last.text, "a word that leaves is not taken for the text"
    await rina.press("Isi pesan")
    await rina.say("/batal")
    assert sees(rina, "Drafnya tetap tersimpan")
    await rina.say("berapa jumlah umkm?")
    assert "93" in rina.last.text, "with no question open the bot answers as always"


async def test_kill_9_in_the_middle_of_composing_forgets_nothing(sim: Simulator, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'house.db'}"
    rina = sim.person("Rina", id=ADMIN)
    async with Process(sim, url) as bot:
        await until_true(lambda: sim.desk.counts["getUpdates"] > 0)
        await rina.say("/pengumuman", timeout=20)
        await rina.press("Tulis baru")
        await rina.say("Pelatihan gratis untuk {usaha}")
        bot.kill()
        await bot.ended()
    rina.queue("usaha Kakak sekalian")
    async with Process(sim, url):
        await until_sees(rina, "Langkah 2 dari 6")
        await rina.press("Lewati")
        await rina.press("Simpan, lanjut nanti")
    assert "Pelatihan gratis untuk {usaha}" in rina.last.text and "usaha Kakak sekalian" in rina.last.text
    db = Database(url)
    assert await schema.is_current(db)
    async with db.read() as session:
        open_ones = await session.scalars(select(Draft).where(Draft.form == composing.FORM))
        assert list(open_ones) == [], "no question is open after the author left"
    await db.close()
