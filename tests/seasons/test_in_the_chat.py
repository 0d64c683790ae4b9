"""Seasons in the chat: asked about, chosen, brought by the timer, answered, stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.clock import TIMETABLE
from bot.seasons import choosing, making
from db.businesses import Business
from db.seasons import choices
from handlers.house import House
from handlers.seasons import job
from tests.house import open_house, until

ANI = 101
DECEMBER = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)


async def business(house: House, owner: int, sector: str, number: int = 1) -> None:
    """An open business of `owner`."""
    async with house.db.write() as session:
        session.add(
            Business(owner_id=owner, draft_key=f"{owner}-{number}", token=f"t{owner}-{number}", name="Usaha",
                     sector=sector, kecamatan="64.71.01", created_at=DECEMBER, updated_at=DECEMBER)
        )  # fmt: skip


async def test_what_comes_next_how_far_ideas_and_a_reminder_in_one_conversation(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    (said,) = await ani.say("abis ini momen jualan apa")
    assert "Natal & Tahun Baru" in said.text
    assert "14 hari lagi" in said.text
    (said,) = await ani.say("brp minggu lagi")
    assert "Natal & Tahun Baru" in said.text
    assert "2 minggu lagi (tepatnya 14 hari)" in said.text
    (said,) = await ani.say("ide buat usahaku dong")
    assert "Usaha Kakak di bidang apa?" in said.text
    (said,) = await ani.say("kue kering sm bolu")
    assert "kue kering" in said.text
    assert "kuliner" in said.text
    (said,) = await ani.say("ingetin ya ntar sebulan sebelumnya")
    assert "Sebulan sebelumnya sudah lewat" in said.text
    assert "Jumat, 18 Desember 2026 pukul 08.00 WITA" in said.text
    assert "stop" in said.text
    chosen = await choosing.choice(house.db, ANI)
    assert chosen.agreed
    assert chosen.chosen == {"nataru"}


async def test_the_owners_own_trade_is_used_when_it_is_known(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.start()
    await business(house, ANI, "fesyen")
    (said,) = await ani.say("jualan apa pas lebaran")
    assert "konveksi & fesyen" in said.text
    assert "baju sarimbit" in said.text


async def test_the_picture_of_ninety_days_is_drawn_once_and_sent_again_by_its_id(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.say("habis ini momen apa")
    (sent,) = await ani.press("Gambar 90 hari", timeout=30)  # the first picture loads what draws
    assert sent.photo
    assert "Natal & Tahun Baru: 25 Desember 2026, 14 hari lagi" in sent.text
    await ani.say("habis ini momen apa")
    await ani.press("Gambar 90 hari")
    uploads = [call for call in sim.calls if call.method == "sendPhoto"]
    assert len(uploads) == 2
    assert len(house.pictures) == 1


async def test_main_seasons_are_switched_on_only_by_a_press_that_says_what_for(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    (offer,) = await ani.say("/pengingat")
    assert "Kakak setuju" in offer.text
    assert not (await choosing.choice(house.db, ANI)).agreed
    (shown,) = await ani.press("Nyalakan musim utama")
    assert "semua musim utama" in shown.text
    assert "Berikutnya: Belanja daring 12.12" not in shown.text
    chosen = await choosing.choice(house.db, ANI)
    assert chosen.main
    assert choosing.wants(house.city, chosen, "nataru")
    assert not choosing.wants(house.city, chosen, "valentine")


async def test_seasons_hour_and_pause_are_chosen_with_buttons(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.say("/pengingat")
    await ani.press("Nyalakan musim utama")
    await ani.press("Pilih musim")
    await ani.press("✅ Tahun Baru Imlek")
    await ani.press("▫️ Valentine")
    (shown,) = await ani.press("Kembali")
    assert "semua musim utama ditambah Valentine, kecuali Tahun Baru Imlek" in shown.text
    await ani.press("Ganti jam")
    (shown,) = await ani.press("17.00 WITA")
    assert "Jam: 17.00 WITA" in shown.text
    (shown,) = await ani.press("Jeda 30 hari")
    assert "Jeda: sampai 10 Januari 2027" in shown.text
    (shown,) = await ani.press("Lanjutkan")
    assert "Jeda: tidak" in shown.text


async def test_stop_in_words_stops_everything_at_once_and_can_be_taken_back(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.say("/pengingat")
    await ani.press("Nyalakan musim utama")
    for words in ("stop", "jangan kirim lagi", "berhenti"):
        (said,) = await ani.say(words)
        assert "Sudah saya hentikan" in said.text
        chosen = await choosing.choice(house.db, ANI)
        assert not chosen.on
        assert chosen.stopped == {"season", "deadline", "information"}
        (said,) = await ani.press("Batalkan")
        assert "dinyalakan lagi" in said.text
        assert (await choosing.choice(house.db, ANI)).on


async def test_a_season_named_in_the_stop_is_the_only_one_that_stops(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.say("/pengingat")
    await ani.press("Nyalakan musim utama")
    (said,) = await ani.say("stop pengingat imlek")
    assert "Tahun Baru Imlek" in said.text
    chosen = await choosing.choice(house.db, ANI)
    assert chosen.off == {"imlek"}
    assert choosing.wants(house.city, chosen, "ramadan")


async def test_the_reminder_comes_by_itself_once_with_the_trades_ideas_and_its_buttons_work(house, sim, clock) -> None:
    ani, budi = sim.person("Ani", id=ANI), sim.person("Budi", id=102)
    await budi.start()
    await ani.start()
    await business(house, ANI, "kuliner")
    await choosing.switch_main_on(house.db, ANI, now=clock.now())
    clock.move_to(datetime(2027, 1, 7, 0, 1, tzinfo=UTC))
    await job.make_due(house)
    await job.make_due(house)
    (said,) = await ani.hears()
    assert "Tahun Baru Imlek, Ramadan, dan HUT Kota Balikpapan berdekatan" in said.text
    assert "perkiraan, menunggu sidang isbat" in said.text
    assert "kue keranjang" in said.text
    await ani.hears_nothing(1.5)
    await budi.hears_nothing(0.1)
    (said,) = await ani.press("Ide lain")
    assert "Ramadan" in said.text
    (said,) = await ani.press("Ingatkan lagi", message=_reminder(ani))
    assert "Sabtu, 23 Januari 2027" in said.text
    (said,) = await ani.press("Matikan musim ini", message=_reminder(ani))
    assert "Musim mana" in said.text
    (said,) = await ani.press("Tahun Baru Imlek", message=said)
    assert "dimatikan" in said.text
    (said,) = await ani.press("Sudah siap", message=_reminder(ani))
    assert "Mantap" in said.text
    planned = next(w for w in making.plan(house.city) if w.day == date(2027, 1, 23))
    assert await making.recipients(house.db, house.city, planned, now=clock.now()) == []


async def test_the_timetable_brings_a_reminder_that_is_due(sim, clock, sqlite_url, monkeypatch) -> None:
    rings = tuple(replace(ring, seconds=1) for ring in TIMETABLE if ring.job in {"seasons", "announcements"})
    monkeypatch.setattr("handlers.timetable.TIMETABLE", rings)
    ani = sim.person("Ani", id=ANI)
    async with open_house(sim, sqlite_url, clock) as house:
        await ani.start()
        await choosing.switch_main_on(house.db, ANI, now=clock.now())
        clock.move_to(datetime(2027, 1, 7, 0, 1, tzinfo=UTC))
        await until(lambda: any("Tahun Baru Imlek, Ramadan" in message.text for message in sim.delivered(ANI)))


def _reminder(person):
    return next(message for message in reversed(person.screen) if "berdekatan" in message.text)


async def test_officials_hold_preview_note_and_release_a_reminder(house, sim, clock) -> None:
    rina, ani = sim.person("Rina", id=9001), sim.person("Ani", id=ANI)
    await ani.start()
    for _ in range(2):  # what is due, then what is late
        await job.make_due(house)
    await choosing.switch_main_on(house.db, ANI, now=clock.now())
    (said,) = await rina.say("/kalender")
    assert "18 Desember 2026" in said.text
    line = next(line for line in said.text.splitlines() if "Natal" in line and "H-7" in line)
    (said,) = await rina.press(line.split(".")[0], message=said)
    assert "Penerima saat ini: 1 orang" in said.text
    (seen,) = await rina.press("Lihat pesannya")
    (seen,) = await rina.press("Fesyen")
    assert "Natal & Tahun Baru" in seen.text
    assert "kaus keluarga" in seen.text or "jaket" in seen.text or "setelan" in seen.text
    await rina.press("Kembali")
    await rina.press("Kembali")
    (said,) = await rina.press("Tahan")
    assert "ditahan" in said.text
    (said,) = await rina.press("Tulis catatan")
    (said,) = await rina.say("Bazar Natal di BSCC, hubungi dinas.")
    (said,) = await rina.press("Kembali")
    assert "Bazar Natal" in said.text
    clock.move_to(datetime(2026, 12, 18, 0, 1, tzinfo=UTC))
    await job.make_due(house)
    await ani.hears_nothing(1.5)
    await rina.press("Lepaskan")
    await job.make_due(house)
    (heard,) = await ani.hears()
    assert "Catatan dinas: Bazar Natal di BSCC" in heard.text
    await rina.say("/petugas")
    await rina.press("Catatan tindakan")
    assert "menahan pengingat Hari Ibu, Natal & Tahun Baru 2026, H-7" in rina.last.text


async def test_an_official_moves_an_estimated_day_and_what_is_not_sent_moves_with_it(house, sim, clock) -> None:
    rina = sim.person("Rina", id=9001)
    await rina.say("/petugas")
    await rina.press("Tetapkan tanggal")
    await rina.press("Ramadan, ± 8 Februari 2027")
    (said,) = await rina.press("Tetapkan 9 Februari 2027")
    assert "ditetapkan: Selasa, 9 Februari 2027" in said.text
    ani = sim.person("Ani", id=ANI)
    (said,) = await ani.say("ramadan kapan")
    assert "Selasa, 9 Februari 2027" in said.text
    assert "perkiraan" not in said.text
    days = [w.day for w in making.plan(house.city) if any(e.key == ("ramadan", 2027, 1) for e in w.events)]
    assert date(2026, 12, 11) in days


async def test_an_official_adds_an_idea_in_the_chat(house, sim) -> None:
    rina, ani = sim.person("Rina", id=9001), sim.person("Ani", id=ANI)
    (said,) = await rina.say("/kalender")
    line = next(line for line in said.text.splitlines() if "Belanja daring" in line)
    await rina.press(line.split(".")[0], message=said)
    await rina.press("Tambah ide")
    await rina.press("Jasa")
    await rina.say("Buka jasa kemas dan kirim untuk tetangga yang jualan daring.")
    ideas = house.city.season("harbolnas_1212").ideas["jasa"]
    assert ideas[0].startswith("Buka jasa kemas")
    (said,) = await ani.say("ide 12.12 buat laundry")
    assert "Buka jasa kemas" in said.text


async def test_people_without_the_right_get_nothing_of_the_calendar(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    (said,) = await ani.say("/kalender")
    assert "petugas" in said.text
    await ani.press_data("cal-set:27:ramadan:2027-02-20", said)
    await ani.press_data("cal-do:skip:7:26:nataru", said)
    await ani.press_data("season:drop:gibberish", said)
    await ani.press_data("remind:at:3", said)
    when = next(one for one in house.city.season("ramadan").dates if one.year == 2027)
    assert when.date == date(2027, 2, 8)
    async with house.db.read() as session:
        assert not (await choices.choice_of(session, ANI)).agreed


async def test_a_reminder_at_ones_own_hour(house, sim, clock) -> None:
    ani, budi = sim.person("Ani", id=ANI), sim.person("Budi", id=102)
    await job.make_due(house)
    for person in (ani, budi):
        await person.start()
        await choosing.switch_main_on(house.db, person.id, now=clock.now())
    await choosing.set_hour(house.db, ANI, 17, now=clock.now())
    clock.move_to(datetime(2026, 12, 18, 0, 5, tzinfo=UTC))
    await job.make_due(house)
    await budi.hears()
    await ani.hears_nothing(1)
    clock.move_to(datetime(2026, 12, 18, 9, 0, 5, tzinfo=UTC))
    await ani.hears()
    assert clock.now() - datetime(2026, 12, 18, 9, tzinfo=UTC) < timedelta(minutes=2)


async def test_asking_how_reminders_stand_switches_none_on(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.say("lebaran kapan")
    await ani.say("status pengingatku gimana")
    assert not (await choosing.choice(house.db, ANI)).on


async def test_reminders_come_back_for_the_season_that_is_named(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.say("ingetin kalau mau lebaran")
    await ani.say("matiin semua notifnya")
    await ani.say("eh jangan, nyalain lagi yg natal")
    chosen = await choosing.choice(house.db, ANI)
    assert chosen.on and "nataru" in chosen.chosen


async def test_the_second_of_the_moments_and_then_its_reminder(house, sim) -> None:
    ani = sim.person("Ani", id=ANI)
    await ani.say("habis ini momen jualan apa")
    (said,) = await ani.say("yang kedua")
    second = said.text.split(":")[0]
    (said,) = await ani.say("ingetin yang itu")
    assert f"Pengingat {second} menyala" in said.text
