"""Registering through the front door: by words, by buttons, with everything people do in between."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select, text

from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db.businesses import Business
from db.forms import Draft
from db.people import Consent
from handlers import forms
from handlers.house import House
from tests.businesses.conftest import BUTTONS, TYPED, Key, Tap, do, go, registered, said


@pytest.fixture
def ani(sim: Simulator) -> Person:
    sim.limits.mode = "off"
    return sim.person("Ani", phone="6281298765432")


async def test_a_registration_in_words_takes_nine_messages(house: House, ani: Person) -> None:
    shown = await go(ani, TYPED)
    [business] = await registered(house)
    assert (business.name, business.sector, business.kelurahan) == ("Dapur Bu Tutik", "kuliner", "64.71.05.1011")
    assert (business.started_year, business.yearly_sales, business.scale) == (2019, 180_000_000, "mikro")
    assert (business.nib, business.phone) == ("9120001234567", "+6281254321000")
    assert business.number in said(shown) and "usaha mikro" in said(shown) and "PP 7/2021" in said(shown)
    assert len(TYPED) <= 9


async def test_a_registration_by_buttons_only_needs_no_letter(house: House, ani: Person) -> None:
    await ani.start()
    await go(ani, BUTTONS)
    [business] = await registered(house)
    assert (business.name, business.sector, business.kelurahan) == ("Usaha Ani", "fesyen", "64.71.05.1011")
    assert (business.started_year, business.amount_range, business.scale) == (2024, "s2", "mikro")
    assert (business.nib, business.phone) == (None, "+6281298765432")


async def test_the_result_is_a_card_with_a_code_that_fits_and_an_offer_of_reminders(
    house: House, ani: Person, tmp_path: Path
) -> None:
    card, fitting = await go(ani, TYPED)
    (tmp_path / "card.png").write_bytes(card.photo or b"")
    assert Image.open(tmp_path / "card.png").size == (1200, 680)
    assert "SEHATI" in fitting.text
    assert "remind:on" in fitting.data.values()
    async with house.db.read() as session:
        purposes = set(await session.scalars(select(Consent.purpose)))
    assert purposes == {"registration"}, "reminders are agreed to separately"


async def test_consent_comes_before_the_first_stored_answer(house: House, ani: Person) -> None:
    [asked] = await ani.say("mau daftarin usaha")
    for word in ("disimpan", "Untuk apa", "Berapa lama", "Hak Kakak", "/hapus", "NIK"):
        assert word in asked.text
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Draft)) == 0
    await ani.press("Setuju")
    async with house.db.read() as session:
        [consent] = (await session.scalars(select(Consent))).all()
    assert (consent.purpose, consent.version, consent.withdrawn_at) == ("registration", "1", None)


async def test_whoever_refuses_may_use_everything_else(house: House, ani: Person) -> None:
    await ani.say("mau daftarin usaha")
    [refused] = await ani.press("Tidak")
    assert "tidak ada yang disimpan" in refused.text
    [answer] = await ani.say("berapa umkm balikpapan")
    assert "93 ribu" in answer.text
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Draft)) == 0
        assert await session.scalar(select(func.count()).select_from(Consent)) == 0


async def test_a_question_at_the_consent_is_answered_and_agrees_to_nothing(house: House, ani: Person) -> None:
    await ani.say("mau daftarin usaha")
    shown = await ani.say("data saya dijual ga?")
    assert "Pendaftarannya menunggu" in said(shown)
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Consent)) == 0
    shown = await ani.say("oke setuju")
    assert "1/8" in said(shown)


@pytest.mark.parametrize("text", ["6471010101900001", "081254321000", "🍜"])
async def test_what_is_no_name_agrees_to_nothing(house: House, ani: Person, text: str) -> None:
    await ani.say("mau daftarin usaha")
    shown = await ani.say(text)
    assert "Pendaftarannya menunggu" in said(shown)
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Consent)) == 0
    await ani.say("Toko Ani")
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Consent)) == 1


async def test_new_words_of_consent_are_agreed_to_again(
    house: House, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await go(ani, TYPED)
    monkeypatch.setattr("bot.privacy.VERSION", "2")
    [asked] = await ani.say("/daftar")
    assert "Setuju" in asked.text
    await ani.press("Setuju")
    async with house.db.read() as session:
        consents = (await session.scalars(select(Consent).order_by(Consent.id))).all()
    assert [(one.version, one.withdrawn_at is None) for one in consents] == [("1", False), ("2", True)]


# -- conversations ----------------------------------------------------------------------------------------------------


async def test_a_correction_in_the_middle_replaces_the_name(house: House, ani: Person) -> None:
    await go(ani, ["mau daftarin usaha", "Dapur Mbak Tutik"])
    shown = await ani.say("eh salah, Dapur Bu Tutik")
    assert "Dapur Bu Tutik" in said(shown) and "bidang" in said(shown)
    await ani.say("katering")
    shown = await ani.say("di damai")
    assert shown[0].buttons[:3] == ["Damai", "Damai Baru", "Damai Bahagia"]
    shown = await ani.say("yg baru")
    assert "Damai Baru" in said(shown)
    assert await registered(house) == []
    await go(ani, ["lewati"] * 4)
    await ani.say("iya")
    [business] = await registered(house)
    assert (business.name, business.kelurahan, business.scale) == ("Dapur Bu Tutik", "64.71.05.1011", None)


async def test_a_vague_figure_is_not_stored_and_a_clear_one_is_said_back(house: House, ani: Person) -> None:
    await go(ani, ["isi data usaha"])
    shown = await ani.say("baru")
    assert "nama usaha" in said(shown)
    await go(ani, ["Pentol Kejedot", "jual pentol", "manggar baru", "2020"])
    shown = await ani.say("omset ya ga nentu bos kadang 500rb kadang sejuta sehari klo hujan ya zonk")
    assert "kisaran" in said(shown) and any("sebulan" in label for label in shown[0].buttons)
    shown = await ani.say("ya kira2 15 jt lah sebulan")
    assert "Rp15.000.000 sebulan × 12 bulan = Rp180.000.000 setahun" in said(shown)
    shown = await ani.say("eh itu kotor ya bukan bersih")
    assert "penjualan kotor" in said(shown) and "NIB" in said(shown)
    await go(ani, ["lewati", "lewati", "simpan"])
    [business] = await registered(house)
    assert (business.name, business.yearly_sales) == ("Pentol Kejedot", 180_000_000)


@pytest.mark.parametrize("question", ["berapa umkm bpp", "kantor dinas dimana"])
async def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(
    house: House, ani: Person, question: str
) -> None:
    await go(ani, ["mau daftarin usaha", "Toko Ani"])
    answer, again = await ani.say(question)
    assert "Usahanya bergerak" not in answer.text and "bergerak di bidang apa" in again.text
    await go(ani, ["laundry", "damai baru"])
    async with house.db.read() as session:
        [draft] = (await session.scalars(select(Draft))).all()
    assert draft.data["answers"]["sector"] == "jasa"


async def test_what_omzet_is_is_explained_where_it_is_asked(house: House, ani: Person) -> None:
    await go(ani, [*TYPED[:5]])
    shown = await ani.say("omzet itu apa?")
    assert "bukan laba" in said(shown) and "5/8" in said(shown)


async def test_nanti_puts_aside_lanjut_takes_up_and_nothing_is_lost(house: House, ani: Person) -> None:
    await go(ani, TYPED[:4])
    shown = await ani.say("nanti dulu ya")
    assert "lanjut" in said(shown)
    [answer] = await ani.say("berapa umkm balikpapan")
    assert "93 ribu" in answer.text
    shown = await ani.say("lanjut")
    assert "4/8" in said(shown)
    await go(ani, TYPED[4:])
    assert len(await registered(house)) == 1


async def test_after_days_a_name_is_not_taken_for_the_answer_of_last_week(
    house: House, ani: Person, sim: Simulator
) -> None:
    await go(ani, ["mau daftarin usaha", "ya"])
    sim.move_clock(by=timedelta(days=3))
    shown = await ani.say("terong dicabein enak")
    assert "Lanjutkan?" in said(shown)
    await ani.press("Lanjutkan")
    await ani.say("Toko Ani")
    sim.move_clock(by=timedelta(days=3))
    await ani.say("laundry")
    shown = await ani.say("damai baru")
    assert "4/8" in said(shown), "a clear answer counts after days as well"


async def test_from_the_summary_any_answer_is_changed(house: House, ani: Person) -> None:
    await go(ani, TYPED[:-1])
    await go(ani, [Tap("Ubah isian"), Tap("Wilayah"), "lamaru"])
    assert "Lamaru" in ani.last.text and "8/8" in ani.last.text
    await go(ani, ["namanya jadi Dapur Mama Ani", "simpan"])
    [business] = await registered(house)
    assert (business.name, business.kelurahan) == ("Dapur Mama Ani", "64.71.01.1002")


async def test_what_was_skipped_may_still_be_typed_before_it_is_saved(house: House, ani: Person) -> None:
    await go(ani, ["mau daftarin usaha", "Toko Ani", "laundry", "damai baru", "2019", "lewati", "lewati", "lewati"])
    assert "belum diisi" in ani.last.text
    await go(ani, ["1234567890123"])
    assert "NIB</b>: belum" not in ani.last.html and "1234567890123" in ani.last.text
    await go(ani, ["15 juta sebulan", "simpan"])
    [business] = await registered(house)
    assert (business.nib, business.yearly_sales) == ("1234567890123", 180_000_000)


async def test_back_and_another_answer(house: House, ani: Person) -> None:
    await go(ani, ["mau daftarin usaha", "Toko Ani", "laundry", Tap("Kembali"), "jahit baju", *TYPED[3:]])
    [business] = await registered(house)
    assert business.sector == "fesyen"


async def test_a_shared_place_is_confirmed_and_its_point_is_stored_nowhere(house: House, ani: Person) -> None:
    await go(ani, TYPED[:3])
    await ani.press("Kirim lokasi")
    shown = await ani.share_location(-1.2485, 116.8659)
    assert "Damai Baru" in said(shown) and "meleset" in said(shown)
    await go(ani, [Tap("Ya, Damai Baru"), *TYPED[4:]])
    [business] = await registered(house)
    assert business.kelurahan == "64.71.05.1011"
    assert await found_anywhere(house, "116.8659") == []


async def test_sixteen_digits_are_stored_nowhere_and_logged_nowhere(
    house: House, ani: Person, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await ani.say("mau daftarin usaha")
    for act in ("Toko Ani", "laundry", "damai baru", "2019", "15 juta sebulan"):
        shown = await ani.say("nik saya 6471010101900001")
        if act != "Toko Ani":
            assert "tidak kami simpan" in said(shown)
        await ani.say(act)
    await ani.say("6471010101900001")
    assert await found_anywhere(house, "6471010101900001") == []
    out, err = capsys.readouterr()
    assert "6471010101900001" not in out + err + caplog.text


async def found_anywhere(house: House, needle: str) -> list[str]:
    """Tables in which some column of some row holds these characters."""
    from db import schema

    found = []
    async with house.db.read() as session:
        for table in schema.METADATA.sorted_tables:
            rows = await session.execute(text(f'SELECT * FROM "{table.name}"'))
            if any(needle in str(tuple(row)) for row in rows):
                found.append(table.name)
    return found


async def test_a_shared_contact_of_somebody_else_is_asked_about(house: House, ani: Person) -> None:
    await go(ani, TYPED[:7])
    shown = await ani.share_contact("6281254321999", own=False)
    assert "bukan nomor akun Kakak" in said(shown)
    await go(ani, ["ya", "simpan"])
    assert (await registered(house))[0].phone == "+6281254321999"


async def test_the_same_business_twice_is_noticed(house: House, ani: Person) -> None:
    await go(ani, TYPED)
    shown = await go(ani, ["/daftar", "Warung Dapur Bu Tuti", "katering", "damai baru"])
    assert "usaha yang sama" in said(shown) and "UMKM-2026-000001" in said(shown)
    await ani.press("Usaha yang sama")
    assert len(await registered(house)) == 1
    await go(ani, ["/daftar", "Dapur Bu Tutik", "katering", "damai baru", Tap("Usaha lain"), *TYPED[4:]])
    assert len(await registered(house)) == 2


# -- twice, at once, forged -------------------------------------------------------------------------------------------


async def test_a_double_tap_saves_once(house: House, ani: Person) -> None:
    await go(ani, TYPED[:-1])
    summary = ani.last
    data = next(b["callback_data"] for row in summary.rows for b in row if "Simpan" in b["text"])
    await asyncio.gather(*(ani.press_data(data, summary) for _ in range(3)))
    assert len(await registered(house)) == 1
    await ani.press_data(data, summary)
    assert "Sudah tersimpan" in (ani.toast or "")


async def test_old_buttons_say_kindly_which_question_is_open(house: House, ani: Person) -> None:
    await go(ani, ["mau daftarin usaha", "Toko Ani"])
    old = ani.last
    await go(ani, ["laundry", "damai baru"])
    await ani.press("Kuliner", old)
    assert "Mulai tahun" in (ani.toast or "")
    async with house.db.read() as session:
        [draft] = (await session.scalars(select(Draft))).all()
    assert draft.data["answers"]["sector"] == "jasa"


FORGED = (
    "form", "form:register", "form:register:x:name:own", "form:nonsense:x:y:z", "form:register:::!save", "biz",
    "biz:view",
    "biz:view:999", "biz:view:-1", "biz:field:1:nonsense", "biz:delete:abc", "grow:1:x:1", "grow", "minat:nonsense",
    "minat:kur:77", "consent", "privacy:withdraw:nonsense", "privacy",
)  # fmt: skip


async def test_forged_buttons_change_nothing(house: House, ani: Person, sim: Simulator) -> None:
    await ani.start()
    for data in FORGED:
        await ani.press_data(data)
    assert await registered(house) == []
    assert not any("kendala" in message.text for message in sim.delivered(ani.id))


async def test_nobody_touches_anothers_business(house: House, ani: Person, sim: Simulator) -> None:
    await go(ani, TYPED)
    eve = sim.person("Eve")
    await eve.start()
    for data in (
        "biz:view:1",
        "biz:delete:1",
        "biz:close:1",
        "biz:field:1:name",
        "biz:card:1",
        "grow:1:buku:1",
        "minat:kur:1",
    ):
        await eve.press_data(data)
    [business] = await registered(house)
    assert business.status == "open"
    assert "Dapur Bu Tutik" not in said(eve.screen)


async def test_many_owners_at_once_are_saved_once_and_rightly(house: House, sim: Simulator) -> None:
    sim.limits.mode = "off"
    chance = random.Random(7)

    async def owner(number: int) -> None:
        person = sim.person(f"P{number}")
        for act in ("mau daftarin usaha", f"Usaha {number}", *TYPED[2:4], str(2000 + number),
        f"{number + 1} juta sebulan",
                    "lewati", "lewati", "simpan"):  # fmt: skip
            person.queue(act)
            await asyncio.sleep(chance.random() / 20)

    await asyncio.gather(*(owner(number) for number in range(20)))
    async with asyncio.timeout(60):
        while len(await registered(house)) < 20 or house.busy():
            await asyncio.sleep(0.1)
    saved = {int(one.name.removeprefix("Usaha ")): one for one in await registered(house)}
    assert len(saved) == 20 == len({one.number for one in saved.values()})
    for number, business in saved.items():
        assert (business.started_year, business.yearly_sales) == (2000 + number, (number + 1) * 12_000_000)


# -- the reminder -----------------------------------------------------------------------------------------------------


async def test_one_nudge_after_a_day_by_day_and_only_one(
    house: House, ani: Person, sim: Simulator, clock: MovableClock
) -> None:
    await go(ani, TYPED[:3])
    await forms.nudges(house)
    await ani.hears_nothing(0.1)
    sim.move_clock(by=timedelta(hours=35))  # 21.00 in Balikpapan
    await forms.nudges(house)
    await ani.hears_nothing(0.1)
    sim.move_clock(by=timedelta(hours=12))
    await forms.nudges(house)
    [nudge] = await ani.hears()
    assert "Dapur Bu Tutik" in nudge.text and "satu-satunya" in nudge.text
    sim.move_clock(by=timedelta(days=2))
    await forms.nudges(house)
    await ani.hears_nothing(0.1)
    await go(ani, [Tap("Lanjutkan"), *TYPED[3:]])
    assert len(await registered(house)) == 1


@pytest.mark.parametrize("last", ["batal", "simpan"])
async def test_who_cancelled_or_finished_is_not_nudged(house: House, ani: Person, sim: Simulator, last: str) -> None:
    await go(ani, [*TYPED[:-1], last])
    sim.move_clock(by=timedelta(days=2))
    await forms.nudges(house)
    await ani.hears_nothing(0.1)


async def test_texts_of_people_are_shown_as_they_wrote_them(house: House, ani: Person) -> None:
    name = "<b>Mie</b> & 🍜 مطبخ"
    shown = await go(ani, ["mau daftarin usaha", name, *TYPED[2:]])
    assert "<b>Mie</b> & 🍜" in shown[0].text
    [business] = await registered(house)
    assert business.name == name


async def test_forgetting_what_was_filled_in(house: House, ani: Person) -> None:
    await go(ani, [*TYPED[:3], "batal", Tap("Hapus isian")])
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Draft)) == 0
    shown = await ani.say("/daftar")
    assert "1/8" in said(shown)


async def test_the_keys_below_the_input_go_away(house: House, ani: Person) -> None:
    await go(ani, TYPED[:7])
    assert any("Bagikan" in label for label in ani.keyboard)
    await do(ani, Key("Lewati"))
    assert ani.keyboard == []
    assert await session_count(house, Business) == 0


async def session_count(house: House, model: type) -> int:
    async with house.db.read() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0
