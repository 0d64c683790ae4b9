"""/usaha: seeing, changing, closing and deleting businesses, in words and by buttons; card, class and interest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import businesses
from bot.businesses import meant
from bot.businesses.card import Card, draw
from bot.businesses.records import alike
from bot.people import Actor, NotAllowed, Right
from bot.simulator import Person, Simulator
from db.businesses import Business, BusinessGone, BusinessHistory, Interest
from handlers.house import House
from tests.businesses.conftest import TYPED, Tap, go, has_registered, registered, said
from tests.house import ADMIN

LAUNDRY = (
    "Laundry Kilat",
    "laundry",
    "damai baru",
    "2019",
    "5 juta sebulan",
    "lewati",
    "lewati",
    "simpan",
)
PULSA = ("Konter Jaya", "konter pulsa", "lamaru", "lewati", "lewati", "lewati", "lewati", "simpan")


@pytest.fixture
async def ani(sim: Simulator, house: House) -> Person:
    """Owner of a laundry and a shop for telephone credit."""
    person = sim.person("Ani")
    await has_registered(house, person, *LAUNDRY)
    await has_registered(house, person, *PULSA)
    return person


async def test_two_businesses_are_spoken_of_in_words(house: House, ani: Person) -> None:
    shown = await ani.say("data usahaku apa aja")
    assert "1. Laundry Kilat" in said(shown) and "2. Konter Jaya" in said(shown)
    shown = await ani.say("yg pertama alamatnya pindah")
    assert "kelurahan mana" in said(shown)
    shown = await ani.say("gn samarinda rt 20")
    assert "Laundry Kilat" in said(shown)
    assert "sebelum: Damai Baru" in said(shown) and "sekarang: Gunung Samarinda" in said(shown)
    shown = await ani.say("yg satunya hapus aja")
    assert "Konter Jaya" in said(shown) and len(await registered(house)) == 2
    shown = await ani.say("iya")
    assert "Konter Jaya sudah dihapus" in said(shown) and "Laundry Kilat" in said(shown)
    [left] = await registered(house)
    assert (left.name, left.kelurahan) == ("Laundry Kilat", "64.71.03.1002")


@pytest.mark.parametrize(
    ("text", "talk", "expected"),
    [
        ("yg pertama alamatnya pindah", {}, (0, "edit", "ward")),
        ("yang kedua", {}, (1, "view", None)),
        ("yang terakhir hapus", {}, (1, "delete", None)),
        ("yg satunya hapus aja", {"about_at": 0}, (1, "delete", None)),
        ("konter jaya sudah tutup", {}, (1, "close", None)),
        ("laundry kilat buka lagi", {}, (0, "reopen", None)),
        ("omzet laundry kilat naik", {}, (0, "edit", "money")),
        ("berapa umkm balikpapan", {}, None),
        ("yang pertama itu apa?", {}, None),
        ("makasih", {}, None),
        ("yg satunya", {}, None),
        ("ide jualan laundry kilat dong", {}, None),
        ("laundry kilat alamatnya di manggar", {}, (0, "edit", "ward")),
    ],
)
def test_which_business_and_what_is_meant(text: str, talk: dict, expected: tuple | None) -> None:
    from tests.businesses.sheets import UNDERSTANDING

    found = meant(text, ["Laundry Kilat", "Konter Jaya"], talk, UNDERSTANDING)
    assert (found and (found.at, found.action, found.field)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ide jualan akhir tahun dong", None),
        ("cari modal buat tambah stok", None),
        ("izin halal buat produk saya", None),
        ("jumlah umkm per kecamatan", None),
        ("nomor wa dinas", None),
        ("alamatnya pindah ke manggar", ("edit", "ward")),
        ("omzetku sekarang 20 juta", ("edit", "money")),
        ("ganti nomor hp", ("edit", "phone")),
        ("tutup usahaku", ("close", None)),
    ],
)
def test_a_word_of_the_form_is_no_wish_to_change_the_only_business(text: str, expected: tuple | None) -> None:
    from tests.businesses.sheets import UNDERSTANDING

    found = meant(text, ["Dapur Bu Ani"], {}, UNDERSTANDING)
    assert (found and (found.action, found.field)) == expected


async def test_who_asks_something_else_while_a_change_is_open_gets_an_answer_and_nothing_is_changed(
    house: House, ani: Person
) -> None:
    await go(ani, ["/ubah", Tap("Laundry Kilat"), Tap("Bidang")])
    shown = await ani.say("saya mau tanya soal izin pirt untuk sambal kemasan")
    assert "PIRT" in said(shown) and "sudah diperbarui" not in said(shown)
    assert (await registered(house))[0].description == "laundry"


async def test_every_change_is_in_the_history_with_before_and_after(house: House, ani: Person) -> None:
    await go(ani, ["/ubah", Tap("Laundry Kilat"), Tap("Nama usaha"), "Laundry Bersih"])
    await go(ani, ["/ubah", Tap("Laundry Bersih"), Tap("Omzet"), "300 juta sebulan"])
    business = (await registered(house))[0]
    assert (business.name, business.scale) == ("Laundry Bersih", "kecil")
    async with house.db.read() as session:
        rows = (
            await session.execute(select(BusinessHistory.field, BusinessHistory.before, BusinessHistory.after))
        ).all()
    assert rows == [
        ("name", "Laundry Kilat", "Laundry Bersih"),
        ("yearly_sales", "60000000", "3600000000"),
        ("scale", "mikro", "kecil"),
    ]
    await go(ani, ["/usaha", Tap("Laundry Bersih")])
    [history] = await ani.press("Riwayat")
    assert "Laundry Kilat → Laundry Bersih" in history.text and "Rp60.000.000 → Rp3.600.000.000" in history.text


async def test_an_answer_can_be_emptied(house: House, ani: Person) -> None:
    await go(ani, ["/ubah", Tap("Laundry Kilat"), Tap("Omzet"), Tap("Kosongkan")])
    business = (await registered(house))[0]
    assert (business.yearly_sales, business.scale) == (None, None)


async def test_a_bad_change_is_asked_again_and_the_old_value_stays(house: House, ani: Person) -> None:
    shown = await go(ani, ["/ubah", Tap("Laundry Kilat"), Tap("NIB"), "12345"])
    assert "13 angka" in said(shown)
    assert (await registered(house))[0].nib is None
    await ani.say("9120001234567")
    assert (await registered(house))[0].nib == "9120001234567"


async def test_a_change_in_between_does_not_disturb_an_unfinished_registration(house: House, ani: Person) -> None:
    await go(ani, ["/daftar", "Warung Baru Ani", "katering"])
    await go(ani, ["/ubah", Tap("Laundry Kilat"), Tap("Nama usaha"), "Laundry Dua"])
    await ani.press("Lanjutkan")
    await go(ani, ["damai baru", "lewati", "lewati", "lewati", "lewati", "simpan"])
    assert [one.name for one in await registered(house)] == ["Laundry Dua", "Konter Jaya", "Warung Baru Ani"]


async def test_closing_and_opening_again(house: House, ani: Person) -> None:
    await go(ani, ["/usaha", Tap("Konter Jaya"), Tap("Tutup usaha")])
    closed = (await registered(house))[1]
    assert closed.status == "closed" and closed.closed_at is not None
    shown = await ani.say("/usaha")
    assert "(tutup)" in said(shown)
    await go(ani, [Tap("Konter Jaya"), Tap("Buka lagi")])
    assert (await registered(house))[1].closed_at is None


async def test_after_half_a_year_it_is_asked_whether_it_is_still_there(
    house: House, ani: Person, sim: Simulator
) -> None:
    sim.move_clock(by=timedelta(days=200))
    shown = await go(ani, ["/usaha", Tap("Laundry Kilat")])
    assert "masih jalan, Kak?" in said(shown)
    await ani.press("Masih jalan")
    shown = await go(ani, ["/usaha", Tap("Laundry Kilat")])
    assert "masih jalan, Kak?" not in said(shown)


async def test_deleting_needs_a_clear_yes_and_counts_stay(house: House, ani: Person) -> None:
    await go(ani, ["/usaha", Tap("Konter Jaya"), Tap("Hapus"), "jangan"])
    assert len(await registered(house)) == 2
    await go(ani, ["/usaha", Tap("Konter Jaya"), Tap("Hapus"), Tap("Ya, hapus")])
    assert [one.name for one in await registered(house)] == ["Laundry Kilat"]
    async with house.db.read() as session:
        [gone] = (await session.scalars(select(BusinessGone))).all()
    assert (gone.sector, gone.kecamatan) == ("perdagangan", "64.71.01")


async def test_naik_kelas_says_the_distance_honestly_and_has_a_checklist(house: House, ani: Person) -> None:
    await go(ani, ["/ubah", Tap("Laundry Kilat"), Tap("Omzet"), "40 juta sebulan"])
    [shown] = await go(ani, ["/usaha", Tap("Laundry Kilat"), Tap("Naik kelas")])
    assert "Rp480 juta" in shown.text and "Rp1,52 miliar" in shown.text and "4,2 kali" in shown.text
    assert "masih dirumuskan" in shown.text and "bukan syarat resmi" in shown.text and "0 dari 8" in shown.text
    [shown] = await ani.press("Catatan keuangan")
    assert "1 dari 8" in shown.text
    [shown] = await ani.press("Catatan keuangan")
    assert "0 dari 8" in shown.text


async def test_without_figures_no_distance_is_made_up(house: House, ani: Person) -> None:
    [shown] = await go(ani, ["/usaha", Tap("Konter Jaya"), Tap("Naik kelas")])
    assert "belum bisa dihitung" in shown.text


async def test_interest_is_noted_seen_and_taken_back(house: House, ani: Person, sim: Simulator) -> None:
    await ani.say("info KUR dong")
    await ani.press("Minat: KUR")
    shown = await ani.press("Laundry Kilat")
    assert "dicatat" in said(shown) and "belum pendaftaran program" in said(shown)
    [seen] = await go(ani, ["/usaha", Tap("1. Laundry Kilat"), Tap("Minat program")])
    assert "KUR" in seen.text
    official = Actor(ADMIN, frozenset({Right.REPORTS}))
    [row] = await businesses.interested(house.db, official, "kur")
    assert (row.name, row.kecamatan) == ("Laundry Kilat", "64.71.05")
    assert await businesses.interest_counts(house.db, official) == {"kur": 1}
    with pytest.raises(NotAllowed):
        await businesses.interested(house.db, Actor(1), "kur")
    await ani.press("Batalkan: KUR")
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Interest)) == 0


async def test_interest_without_a_business_offers_to_register(house: House, sim: Simulator) -> None:
    budi = sim.person("Budi")
    await budi.say("info KUR dong")
    shown = await budi.press("Minat: KUR")
    assert any("Daftarkan usaha" in label for label in shown[0].buttons)


async def test_a_card_is_checked_by_officials_in_full_and_by_others_in_short(
    house: House, ani: Person, sim: Simulator
) -> None:
    token = (await registered(house))[0].token
    shown = await sim.person("Rina", id=ADMIN).start(f"usaha-{token}")
    assert "Kartu asli" in said(shown) and "Damai Baru" in said(shown)
    shown = await sim.person("Eve").start(f"usaha-{token}")
    assert "Kartu asli" in said(shown) and "Damai" not in said(shown)
    shown = await sim.person("Eko").start("usaha-nonsense")
    assert "tidak ada di data" in said(shown)


async def test_without_a_business_everything_says_so_and_offers_one(house: House, sim: Simulator) -> None:
    budi = sim.person("Budi")
    for words in ("/usaha", "/ubah", "usaha saya mana"):
        shown = await budi.say(words)
        assert any("Daftarkan usaha" in label for label in shown[0].buttons), words


# -- parts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["🍜🍜", "مطبخ أم علي", "中文店", "A" * 200, "Dapur Bu Tutik", "x y " * 50])
def test_any_name_gives_a_card(name: str) -> None:
    card = Card("K", "D", name, "N", (("Bidang", name), ("Wilayah", name)), "https://t.me/x?start=usaha-a", "h", "f")
    assert draw(card).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("Dapur Bu Tutik", "Warung Dapur Bu Tuti", True), ("Toko Berkah", "Toko Barokah", False),
     ("Berkah", "Toko Berkah", True),
     ("Laundry Kilat", "Konter Jaya", False), ("Usaha 1", "Usaha 2", False)],
)  # fmt: skip
def test_names_that_are_much_the_same(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


async def test_what_fits_is_made_for_the_sector_first_and_never_only_drafted(house: House) -> None:
    city = house.city
    food = Business(sector="kuliner", scale="mikro", name="x", kecamatan="64.71.05")
    found = businesses.fitting(city, food)
    assert len(found) == 3 and "sehati" in [one.id for one in found]
    assert all(one.status != "dirumuskan" for one in found)
    big = Business(sector="jasa", scale="di_atas", name="x", kecamatan="64.71.05")
    assert all(not one.scales for one in businesses.fitting(city, big))


async def test_typed_registration_leads_here(house: House, sim: Simulator) -> None:
    citra = sim.person("Citra")
    await go(citra, TYPED)
    shown = await citra.press("Usaha saya")
    assert "Dapur Bu Tutik" in said(shown) and "0812-5432-1000" in said(shown)


async def test_deleting_data_is_not_taken_for_deleting_the_only_business(house: House, sim: Simulator) -> None:
    budi = sim.person("Budi")
    await has_registered(house, budi, *LAUNDRY)
    shown = await budi.say("hapus data saya")
    assert any("Semua data saya" in label for label in shown[0].buttons)
    shown = await budi.press("Semua data saya")
    assert "selamanya" in said(shown) and "1 usaha" in said(shown)
    await budi.say("tidak")
    shown = await budi.say("hapus usaha saya")
    assert "Laundry Kilat" in said(shown)
