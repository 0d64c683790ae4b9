"""Writing with less work, in the chat: templates, copies, another signature; and albums, of which one part goes out."""

from __future__ import annotations

import pytest

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
    owners,
    reread,
    rina,
    sees,
    send_album,
    sent,
    unhurried,
    until_sees,
    until_state,
)

__all__ = ["budi", "rina", "unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")


async def test_a_template_is_kept_used_by_others_and_thrown_away(
    house: House, sim: Simulator, rina: Person, budi: Person
) -> None:
    number = await compose(rina, "Undangan pelatihan bulanan")
    await rina.press("Simpan sebagai templat")
    await rina.send_sticker()
    assert "diberi nama apa" in rina.last.text
    await rina.say("Pelatihan   bulanan")
    assert sees(rina, "Tersimpan sebagai templat Pelatihan bulanan")
    assert number_of(rina.last) == number, "the draft it was made of goes on"
    await rina.press("Semua pengumuman")
    assert len([label for label in rina.last.buttons if "Undangan" in label]) == 1, "a template is no announcement"

    lain = await official(house, sim, "Lain", Right.ANNOUNCE)
    await lain.say("/pengumuman")
    await lain.press("Templat")
    await lain.press("Pelatihan bulanan")
    assert "Templat: Pelatihan bulanan" in lain.last.text and "🗑 Buang templat" not in lain.last.buttons
    template = number_of(lain.last)
    await lain.press("Pakai templat ini")
    used = number_of(lain.last)
    assert used not in {number, template} and "Pengirim: Lain, DKUMKMP" in lain.last.text
    await approved(house, lain, budi, used)
    await until_state(house, used, State.FINISHED)
    assert sees(rina, "Undangan pelatihan bulanan\n\n📢 Pengumuman nomor")
    await lain.press_data(f"ann-dropped:{template}")
    assert "petugas lain" in (lain.toast or "") and (await reread(house, template)).state == State.DRAFT

    await rina.say("/pengumuman")
    await rina.press("Templat")
    await rina.press("Pelatihan bulanan")
    await rina.press("Buang templat")
    assert "Buang templat Pelatihan bulanan?" in rina.last.text
    await rina.press("Ya, buang")
    assert "Templat Pelatihan bulanan sudah dibuang" in rina.last.text
    await rina.say("/pengumuman")
    await rina.press("Templat")
    assert "Belum ada templat" in rina.last.text
    assert (await reread(house, used)).state == State.FINISHED, "what was made of it stays"


async def test_an_earlier_one_is_copied_with_all_that_fits_and_goes_its_own_way(
    house: House, sim: Simulator, rina: Person, budi: Person
) -> None:
    ani, *_ = await owners(house, sim, 2)
    number = await sent(house, rina, budi, "Bazar mingguan di lapangan")
    lain = await official(house, sim, "Lain", Right.ANNOUNCE)
    await lain.say("/pengumuman")
    await lain.press(f"{number} ·")
    await lain.press("Salin jadi draf baru")
    assert sees(lain, "Isinya sudah disalin ke draf nomor")
    copy = number_of(lain.last)
    assert "Bazar mingguan" in lain.last.text and "Penerima: semua orang" in lain.last.text
    assert "Waktu kirim: segera setelah disetujui" in lain.last.text
    await lain.press("Pratinjau")
    assert f"Isinya hampir sama (100%) dengan pengumuman nomor {number}" in lain.last.text
    await lain.press("Minta persetujuan")
    await budi.press("Setujui", await until_sees(budi, f"persetujuan untuk pengumuman nomor {copy}"))
    await until_state(house, copy, State.FINISHED)
    got = [one.text for one in ani.screen if "Bazar mingguan" in one.text]
    assert [one.split("\n")[2] for one in got] == [
        f"📢 Pengumuman nomor {number} · Rina, DKUMKMP", f"📢 Pengumuman nomor {copy} · Lain, DKUMKMP",
    ]  # fmt: skip
    await ani.forward(next(one for one in ani.screen if f"nomor {number}" in one.text))
    assert f"Pengumuman nomor {number}, dikirim" in ani.last.text and "oleh Rina, DKUMKMP" in ani.last.text


async def test_the_name_below_can_be_a_section_or_the_office_alone_and_is_what_the_approver_saw(
    house: House, sim: Simulator, rina: Person, budi: Person
) -> None:
    ani, *_ = await owners(house, sim, 1)
    number = await compose(rina)
    assert "Pengirim: Rina, DKUMKMP" in rina.last.text
    await rina.press("Pengirim")
    assert "Sekarang tertulis: Rina, DKUMKMP" in rina.last.text
    await rina.say("x" * 41)
    assert "paling panjang 40 huruf" in rina.last.text
    await rina.send_sticker()
    assert "Ketik nama pengirimnya" in rina.last.text
    await rina.press("Hanya DKUMKMP")
    card = await until_sees(rina, "Pengirim: DKUMKMP\n")
    await rina.press("Pengirim", card)
    await rina.say("Bidang Usaha Mikro")
    assert "Pengirim: Bidang Usaha Mikro, DKUMKMP" in rina.last.text
    await rina.press("Minta persetujuan")
    shown = await until_sees(budi, f"nomor {number} · Bidang Usaha Mikro, DKUMKMP")
    assert shown.text.startswith("Pelatihan kemasan gratis")
    await budi.press("Setujui")
    await until_state(house, number, State.FINISHED)
    await until_sees(ani, f"nomor {number} · Bidang Usaha Mikro, DKUMKMP")
    await ani.say("/riwayat")
    assert "Dari Bidang Usaha Mikro, DKUMKMP. Dikirim untuk: semua orang" in ani.last.text


ONE_ONLY = "hanya bisa membawa satu lampiran"


async def heard_once(person: Person, words: str) -> bool:
    return sum(words in one.text for one in person.screen) == 1


async def test_of_an_album_the_first_part_goes_out_and_one_sentence_says_so(
    house: House, sim: Simulator, rina: Person
) -> None:
    await rina.say("/pengumuman")
    await rina.press("Tulis baru")
    send_album(sim, rina, "Pelatihan kemasan gratis", "", "")
    await rina.hears(3)
    await until_sees(rina, "Langkah 2 dari 6")
    await rina.say("/pengumuman")
    assert await heard_once(rina, ONE_ONLY)
    number = max(int(data.split(":")[1]) for data in rina.last.data.values() if data.startswith("ann-card"))
    kept = await reread(house, number)
    assert (kept.text, kept.media_kind) == ("Pelatihan kemasan gratis", "photo")
    photos = [one for one in rina.everything if one.message.body.get("photo") and not one.from_bot]
    assert kept.media_id == photos[0].message.body["photo"][-1]["file_id"], "the first, not the last"


async def test_the_words_of_an_album_are_kept_wherever_they_stand(house: House, sim: Simulator, rina: Person) -> None:
    await rina.say("/pengumuman")
    await rina.press("Tulis baru")
    send_album(sim, rina, "", "Bazar akhir tahun", "")
    await until_sees(rina, "Langkah 2 dari 6")
    assert await heard_once(rina, ONE_ONLY) and not sees(rina, "Isi pesannya belum ada")
    await rina.press("Simpan, lanjut nanti")
    assert "Bazar akhir tahun" in rina.last.text and "Lampiran: foto" in rina.last.text


async def test_an_album_sent_as_the_attachment_asks_nothing_twice(house: House, sim: Simulator, rina: Person) -> None:
    number = await compose(rina)
    await rina.press("Lampiran")
    send_album(sim, rina, "", "", kind="document")
    card = await until_sees(rina, "Lampiran: dokumen")
    await rina.say("berapa jumlah umkm?")
    assert await heard_once(rina, ONE_ONLY) and number_of(card) == number
    assert "93" in rina.last.text, "its rest is over with the next message"
    await rina.press("Lampiran", card)
    send_album(sim, rina, "", "", kind="voice")
    await until_sees(rina, "satu foto, dokumen, atau video. Kirim")
    await rina.say("/batal")
    assert await heard_once(rina, "satu foto, dokumen, atau video. Kirim"), (
        "an album that cannot be used is refused once"
    )
