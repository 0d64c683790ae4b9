"""Forms and businesses as people talk about them: corrections by name, changes of mind, words that are no answers."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.forms.words import correction_of
from bot.simulator import Person, Simulator
from db.forms import Draft
from handlers.house import House
from tests.businesses.conftest import TYPED, go, has_registered, registered, said

KUE = ("Kue Bunda Ica", "kue kering", "manggar baru", "2020", "12 juta sebulan", "lewati", "lewati", "simpan")
KONVEKSI = ("Konveksi Berkah", "konveksi", "damai baru", "2018", "30 juta sebulan", "lewati", "lewati", "simpan")


@pytest.fixture
async def ani(sim: Simulator) -> Person:
    """Somebody new."""
    return sim.person("Ani")


@pytest.fixture
async def owner(sim: Simulator, house: House) -> Person:
    """Owner of a bakery and a tailor's shop."""
    person = sim.person("Tutik")
    await has_registered(house, person, *KUE)
    await has_registered(house, person, *KONVEKSI)
    return person


async def answers_of(house: House, form: str = "register") -> dict[str, object]:
    async with house.db.read() as session:
        draft = (await session.scalars(select(Draft).where(Draft.form == form))).one()
    return dict(draft.data["answers"])


# -- in the middle of a form ------------------------------------------------------------------------------------------


async def test_an_earlier_answer_is_corrected_by_its_name_and_the_open_question_stays(
    house: House, ani: Person
) -> None:
    await go(ani, TYPED[:4])
    shown = await ani.say("eh namanya salah, Dapur Bu Atik")
    assert "Dapur Bu Atik" in said(shown) and "4/8" in said(shown)
    shown = await ani.say("bidangnya harusnya laundry")
    assert "Jasa" in said(shown) and "4/8" in said(shown)
    answers = await answers_of(house)
    assert (answers["name"], answers["sector"]) == ("Dapur Bu Atik", "jasa")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("eh namanya salah, Salon Ayu", ("nama", "Salon Ayu")),
        ("omzetnya keliru, 5 juta sebulan", ("omzet", "5 juta sebulan")),
        ("alamatnya harusnya damai", ("alamat", "damai")),
        ("nama ganti jadi Toko Ani", ("nama", "Toko Ani")),
        ("Salah Tapi Enak", None),
        ("warung makan", None),
    ],
)
def test_what_is_wrong_and_what_it_should_be(text: str, meant: tuple[str, str] | None) -> None:
    assert correction_of(text) == meant


@pytest.mark.parametrize("later", ["nanti dulu ya mau masak", "eh besok aja lanjut ya", "udah deh ga jadi"])
async def test_a_form_is_put_aside_in_ones_own_words_and_taken_up_again(house: House, ani: Person, later: str) -> None:
    await go(ani, TYPED[:4])
    assert "lanjut" in said(await ani.say(later))
    assert "4/8" in said(await ani.say("lanjut"))


@pytest.mark.parametrize("unknown", ["ga tau", "waduh lupa kak", "udah ga inget tahunnya", "kurang tau pasti min"])
async def test_who_does_not_know_goes_on_where_an_answer_may_be_left_out(
    house: House, ani: Person, unknown: str
) -> None:
    await go(ani, TYPED[:4])
    assert "5/8" in said(await ani.say(unknown))


@pytest.mark.parametrize("asked", ["idenya apa buat bengkel", "ramadan tu kapan sih kak", "terus cara urus nib gimana"])
async def test_a_question_that_does_not_begin_as_one_is_answered_in_the_middle(
    house: House, ani: Person, asked: str
) -> None:
    await go(ani, TYPED[:4])
    shown = said(await ani.say(asked))
    assert "Tulis tahunnya saja" not in shown and "Kembali ke isian" in shown and "4/8" in shown


async def test_a_picture_or_a_voice_shows_the_question_again(house: House, ani: Person) -> None:
    await ani.say("mau daftarin usaha")
    assert "Pendaftarannya menunggu" in said(await ani.send_photo())
    await ani.say("Toko Ani")
    for shown in (await ani.send_voice(), await ani.send_photo(caption="ini foto toko")):
        assert "membaca tulisan" in said(shown) and "2/8" in said(shown)
    assert set(await answers_of(house)) == {"name"}


async def test_a_changed_message_says_how_an_answer_is_changed(house: House, ani: Person) -> None:
    await go(ani, ["mau daftarin usaha", "Salon Cntik"])
    mine = [shown for shown in ani.screen if not shown.from_bot][-1]
    shown = await ani.edit(mine, "Salon Cantik")
    assert "tidak mengganti jawaban" in said(shown) and "2/8" in said(shown)
    assert "Salon Cantik" in said(await ani.say("salah, Salon Cantik"))


@pytest.mark.parametrize("text", ["ibu ga punya hp", "saya belum punya nama", "suami saya lagi kerja"])
async def test_what_somebody_tells_is_no_name(house: House, ani: Person, text: str) -> None:
    await ani.say("mau daftarin warung ibu saya")
    shown = await ani.say(text)
    assert "nama usahanya" in said(shown) and "Pendaftarannya menunggu" in said(shown)


async def test_who_asks_what_the_consent_means_agrees_to_nothing(house: House, ani: Person) -> None:
    await ani.say("mau daftarin usaha")
    shown = await ani.say("maksudnya apa itu setuju")
    assert "Tidak wajib" in said(shown) and "Pendaftarannya menunggu" in said(shown)
    async with house.db.read() as session:
        assert (await session.scalars(select(Draft))).all() == []


async def test_whether_registering_costs_anything_is_answered_while_registering(house: House, ani: Person) -> None:
    await go(ani, ["mau daftarin usaha", "Toko Ani"])
    shown = await ani.say("bayar ga sih daftar ini?")
    assert "Gratis" in said(shown) and "2/8" in said(shown)


@pytest.mark.parametrize(("year", "told"), [("sejak th 98", 1998), ("udah 5 taun", 2021)])
async def test_a_year_as_people_write_it(house: House, ani: Person, year: str, told: int) -> None:
    await go(ani, [*TYPED[:4], year])
    assert (await answers_of(house))["started_year"] == told


async def test_turnover_that_goes_up_and_down_is_offered_ranges(house: House, ani: Person) -> None:
    await go(ani, TYPED[:5])
    shown = await ani.say("kadang rame kadang sepi")
    assert "naik turun" in said(shown) and any("sebulan" in label for label in shown[-1].buttons)


# -- one's own businesses ---------------------------------------------------------------------------------------------


async def test_a_change_says_of_which_business_it_is_and_takes_what_was_said_at_once(
    house: House, owner: Person
) -> None:
    await owner.say("data usahaku apa aja")
    assert "Mengubah Kue Bunda Ica" in said(await owner.say("yg pertama alamatnya pindah"))
    await owner.say("eh batal")
    shown = await owner.say("yg kedua ganti nama jadi Konveksi Barokah")
    assert "sebelum: Konveksi Berkah" in said(shown) and "sekarang: Konveksi Barokah" in said(shown)
    assert [one.name for one in await registered(house)] == ["Kue Bunda Ica", "Konveksi Barokah"]


async def test_a_business_is_called_by_one_word_of_its_name(house: House, owner: Person) -> None:
    await owner.say("data usahaku apa aja")
    assert "Konveksi Berkah dicatat tutup" in said(await owner.say("yang konveksi udah tutup"))
    assert "Konveksi Berkah dibuka lagi" in said(await owner.say("eh buka lagi deh yg itu"))


async def test_a_question_with_a_word_of_a_name_is_a_question(house: House, owner: Person) -> None:
    await owner.say("data usahaku apa aja")
    assert "Kue Bunda Ica" not in said(await owner.say("kue apa yang laris pas lebaran"))


async def test_deleting_explains_itself_and_may_become_closing(house: House, owner: Person) -> None:
    await owner.say("data usahaku apa aja")
    await owner.say("hapus yang kedua")
    shown = await owner.say("kalo dihapus bisa balik lagi ga")
    assert "Tutup usaha" in said(shown) and "Yakin mau menghapus Konveksi Berkah" in said(shown)
    assert "Konveksi Berkah dicatat tutup" in said(await owner.say("tutup sementara aja"))
    assert [str(one.status) for one in await registered(house)] == ["open", "closed"]


@pytest.mark.parametrize("no", ["eh jangan", "ga usah deh", "eh gak jadi"])
async def test_a_change_of_mind_deletes_nothing(house: House, owner: Person, no: str) -> None:
    await owner.say("data usahaku apa aja")
    await owner.say("hapus yang pertama")
    await owner.say(no)
    shown = await owner.say("iya")
    assert "sudah dihapus" not in said(shown)
    assert len(await registered(house)) == 2


async def test_asking_how_data_is_deleted_is_answered_and_demanding_it_asks_once_more(
    house: House, owner: Person
) -> None:
    await owner.say("data saya dipakai buat apa")
    assert "/hapus" in said(await owner.say("kalo mau dihapus?"))
    assert "Yakin?" in said(await owner.say("hapus semua data saya"))
    assert "tetap seperti semula" in said(await owner.say("gak jadi deh"))
    assert len(await registered(house)) == 2


async def test_ones_own_class_is_told_from_ones_own_figures(house: House, owner: Person) -> None:
    shown = said(await owner.say("usaha saya sekarang masuk kelas apa ya"))
    assert "Kue Bunda Ica" in shown and "Rp144 juta" in shown and "Rp1,86 miliar" in shown
    assert "Konveksi Berkah" in shown
    assert "Kue Bunda Ica" not in said(await owner.say("omzet 3 miliar setahun masuk apa"))
