"""The officials' desk: only what one may, at once gone when a right is gone, and every change seen before it counts."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.content.editing import FIELDS, BadValue, EditField, read_value
from bot.content.models import MODELS, Kind
from bot.people import Right
from bot.simulator import Person, Simulator
from db import people
from db.people import Audit
from handlers.desk.content import SENTENCES
from handlers.desk.items import DESK
from handlers.house import House
from tests.house import ADMIN

JOKO = 77
HOME = "🏠 Menu utama"
QUESTION = "berapa jumlah umkm di balikpapan?"

Official = Callable[..., Awaitable[Person]]


@pytest.fixture
def official(house: House, sim: Simulator) -> Official:
    """Joko, an official with the given rights."""

    async def make(*rights: Right) -> Person:
        joko = sim.person("Joko", id=JOKO)
        await joko.start()
        async with house.db.write() as session:
            for right in rights:
                await people.give(session, JOKO, right, ADMIN, house.clock.now(), confirmed=True)
        return joko

    return make


def admin(sim: Simulator) -> Person:
    return sim.person("Rina", id=ADMIN, started=True)


async def acts(house: House) -> list[str]:
    async with house.db.read() as session:
        return list(await session.scalars(select(Audit.act).order_by(Audit.id)))


async def open_content(person: Person, kind: str, item: str) -> None:
    await person.say("/petugas")
    for label in ("Isi jawaban", kind, item):
        await person.press(label, person.last)


# -- what one sees ----------------------------------------------------------------------------------------------------


async def test_the_desk_shows_only_what_one_may(house: House, sim: Simulator, official: Official) -> None:
    [nobody] = await sim.person("Ani").say("/petugas")
    assert "untuk petugas DKUMKMP" in nobody.text and nobody.buttons == []
    joko = await official(Right.ANSWER)
    [desk] = await joko.say("/petugas")
    t = house.texts[None]
    labels = {right: {t.plain(item.label_key) for item in DESK if item.right is right} for right in Right}
    assert set(desk.buttons) == labels[Right.ANSWER] | {HOME}
    assert "menjawab pertanyaan" in desk.text and "mengatur petugas" not in desk.text
    [desk] = await admin(sim).say("/petugas")
    assert set(desk.buttons) == set().union(*labels.values()) | {HOME}


async def test_officials_have_the_command_in_their_menu_and_others_have_not(
    house: House, sim: Simulator, official: Official
) -> None:
    joko = await official(Right.ANSWER)
    await joko.say("/petugas")
    scoped = [call.params for call in sim.calls if call.method == "setMyCommands" and "scope" in call.params]
    assert [call["scope"]["chat_id"] for call in scoped] == [JOKO]
    everyone = [call.params for call in sim.calls if call.method == "setMyCommands" and "scope" not in call.params]
    assert all(command["command"] != "petugas" for call in everyone for command in call["commands"])


async def test_officials_find_the_desk_in_the_main_menu_and_others_do_not(
    house: House, sim: Simulator, official: Official
) -> None:
    [welcome] = await sim.person("Ani").say("/start")
    assert welcome.buttons and "🗂 Meja kerja petugas" not in welcome.buttons
    joko = await official(Right.ANSWER)
    [welcome] = await joko.say("/start")
    await joko.press("🗂 Meja kerja petugas", welcome)
    assert "menjawab pertanyaan" in joko.last.text


async def test_every_item_of_the_desk_opens_and_leads_back(house: House, sim: Simulator) -> None:
    rina, t = admin(sim), house.texts[None]
    await rina.say("/petugas")
    for label in {t.plain(item.label_key) for item in DESK}:
        await rina.press(label, rina.last)
        assert "Meja kerja petugas" not in rina.last.text, label
        await rina.press(t.plain("desk-button-back"), rina.last)
        assert "Meja kerja petugas" in rina.last.text, label


async def test_the_figures_at_a_glance_are_counted(house: House, sim: Simulator) -> None:
    rina, ani = admin(sim), sim.person("Ani")
    await ani.say("mau tanya petugas dong")
    await ani.say("boleh bawa anak waktu pelatihan?")
    await rina.say("/petugas")
    await rina.press("Ringkasan")
    assert "2 orang mengenal bot" in rina.last.text and "0 terjawab, 1 menunggu" in rina.last.text


# -- people -----------------------------------------------------------------------------------------------------------


async def invite(rina: Person, right: str) -> str:
    """The deep link's argument of a new invite."""
    await rina.say("/petugas")
    for label in ("👥 Petugas", "Undang petugas", right):
        await rina.press(label, rina.last)
    return rina.last.text.split("start=")[1].split()[0]


async def test_an_invite_makes_an_official_once_and_the_record_keeps_it(house: House, sim: Simulator) -> None:
    rina, ani, budi = admin(sim), sim.person("Ani"), sim.person("Budi")
    link = await invite(rina, "Menjawab pertanyaan")
    assert "menjawab pertanyaan" in (await ani.start(link))[-1].text
    assert "Ani memakai undangan" in rina.last.text, "whoever invited sees who came"
    assert "📥 Kotak masuk" in (await ani.say("/petugas"))[-1].buttons
    assert "sudah dipakai" in (await budi.start(link))[-1].text
    assert "tidak dikenal" in (await budi.start("undang-salah"))[-1].text
    assert "untuk petugas" in (await budi.say("/petugas"))[-1].text
    assert await acts(house) == ["invite.made", "invite.used"]
    await rina.say("/petugas")
    await rina.press("Catatan tindakan")
    assert "Ani menerima undangan" in rina.last.text and "Rina membuat undangan" in rina.last.text


async def test_an_invite_expires(house: House, sim: Simulator) -> None:
    link = await invite(admin(sim), "Menjawab pertanyaan")
    sim.move_clock(by=timedelta(days=2, minutes=1))
    assert "kedaluwarsa" in (await sim.person("Ani").start(link))[-1].text


async def test_the_right_to_approve_waits_for_an_admin_who_did_not_invite(
    house: House, sim: Simulator, official: Official
) -> None:
    rina, ani, joko = admin(sim), sim.person("Ani"), await official(Right.PEOPLE)
    await ani.start(await invite(rina, "Menyetujui pengumuman"))
    assert "menunggu persetujuan" in ani.last.text
    assert "untuk petugas" in (await ani.say("/petugas"))[-1].text, "a right that waits is none"
    await rina.press("Lihat petugas ini")
    assert not any("Setujui" in label for label in rina.last.buttons), "not by whoever invited"
    await rina.press_data(f"desk-confirm:{ani.id}:approve")
    assert "admin lain" in (rina.toast or "")
    await ani.press_data(f"desk-confirm:{ani.id}:approve")
    assert "hanya untuk petugas" in (ani.toast or "")
    await joko.press("Lihat petugas ini")
    await joko.press("Setujui")
    assert "sudah berlaku" in ani.last.text
    assert "menyetujui pengumuman" in (await ani.say("/petugas"))[-1].text


async def test_a_right_taken_away_is_gone_at_once_on_old_buttons_too(
    house: House, sim: Simulator, official: Official
) -> None:
    rina, joko, ani = admin(sim), await official(Right.ANSWER, Right.CONTENT), sim.person("Ani")
    await ani.say("mau tanya petugas dong")
    await ani.say("boleh bawa anak waktu pelatihan?")
    [card] = await joko.hears()
    await joko.say("/petugas")
    desk = joko.last
    await joko.press("Jawab", card)
    await rina.say("/petugas")
    for label in ("👥 Petugas", "Joko", "Cabut: menjawab pertanyaan", "Ya, cabut"):
        await rina.press(label, rina.last)
    assert "sudah dicabut" in joko.last.text
    await joko.press("Kotak masuk", desk)
    assert "hanya untuk petugas" in (joko.toast or "")
    assert "hanya untuk petugas" in (await joko.say("Boleh."))[-1].text, "a wait begun with the right is void too"
    assert "hanya untuk petugas" in (await joko.reply_to(card, "Boleh."))[-1].text
    assert not any("Boleh." in message.text for message in sim.delivered(ani.id))
    [edited] = await joko.press("Isi jawaban", desk)
    assert "Apa yang mau diubah" in edited.text, "the other right stays"


FORGED = ("q-answer", "q-answer:x", "q-open:99999999999999999999", "desk-take:1:king", "c-item:figure:F9999",
          "c-item:king:F01", "c-field:figure:F01:99", "desk-confirm:1", "q-retire:-1", "nonsense:1",
          "c-kind:topic:-1")  # fmt: skip


async def test_forged_data_does_nothing_and_is_logged(house: House, sim: Simulator) -> None:
    rina = admin(sim)
    await rina.say("/petugas")
    for data in FORGED:
        with capture_logs() as logs:
            assert await rina.press_data(data) == [], data
        assert rina.toast == ""
        assert [(line["person"], line["data"]) for line in logs if line["event"] == "forged button"] == [(ADMIN, data)]
    assert await acts(house) == []


# -- content ----------------------------------------------------------------------------------------------------------


async def test_a_figure_is_changed_with_its_source_and_every_answer_follows(house: House, sim: Simulator) -> None:
    rina, ani = admin(sim), sim.person("Ani")
    await open_content(rina, "Angka", "Jumlah UMKM")
    await rina.press("Nilai")
    assert "belum terbaca" in (await rina.say("banyak sekali"))[-1].text
    assert "Dari mana" in (await rina.say("95.250"))[-1].text
    [preview] = await rina.say("Kepala dinas, rapat koordinasi | 3 Desember 2026")
    assert "Sebelum: 93.000" in " ".join(preview.text.split()) and "sekitar 95 ribu" in preview.text
    assert "sekitar 93 ribu" in (await ani.say(QUESTION))[-1].text, "a preview changes nothing"
    await rina.press("Simpan")
    [answer] = await ani.say(QUESTION)
    assert "sekitar 95 ribu" in answer.text and "3 Desember 2026" in answer.text
    assert "Sumber: Kepala dinas, rapat koordinasi" in answer.text
    await rina.press("Kembalikan isi asal")
    await rina.press("Ya, kembalikan")
    assert "sekitar 93 ribu" in (await ani.say(QUESTION))[-1].text
    assert await acts(house) == ["content.edit", "content.edit", "content.revert"]
    await rina.say("/petugas")
    await rina.press("Catatan tindakan")
    assert "mengubah isi Jumlah UMKM" in rina.last.text, "the record names what was changed as officials know it"
    assert "figure/" not in rina.last.text


async def test_an_answer_with_a_wrong_placeholder_is_refused_in_words(house: House, sim: Simulator) -> None:
    rina, ani = admin(sim), sim.person("Ani")
    await open_content(rina, "per topik", "Jumlah UMKM")
    await rina.press("Jawaban", rina.last)
    assert "kurung kurawal yang tidak dikenal" in (await rina.say("Ada {F01} dan {XYZ}."))[-1].text
    assert "Ada sekitar 93 ribu." in (await rina.say("Ada {F01}."))[-1].text
    await rina.press("Batal")
    await rina.press_data("c-save")
    assert "Tidak ada perubahan" in rina.last.text
    assert "Tercatat" in (await ani.say(QUESTION))[-1].text
    assert await acts(house) == []


async def test_the_offices_telephone_is_set_and_emptied(house: House, sim: Simulator) -> None:
    rina = admin(sim)
    for typed, shown in (("0542 123456", "Telepon: 0542 123456"), ("-", "Telepon: (kosong)")):
        await rina.say("/petugas")
        for label in ("Isi jawaban", "Kantor", "Telepon"):
            await rina.press(label, rina.last)
        await rina.say(typed)
        await rina.press("Simpan")
        assert shown in rina.last.text


@pytest.mark.parametrize(
    ("type", "typed", "value"),
    [("number", "93.000", 93000), ("number", "2,5", 2.5), ("number", "Rp2.000.000", 2000000), ("number", "40 %", 40),
     ("when", "10 November 2025", "2025-11-10"), ("when", "november 2025", "2025-11"), ("when", "2025", "2025"),
     ("day", "2025-11-10", "2025-11-10"), ("lines", "• KTP\n- NIB\n\n", ["KTP", "NIB"]),
     ("text", " apa adanya ", "apa adanya"), ("url", "https://oss.go.id/x", "https://oss.go.id/x")],
)  # fmt: skip
def test_what_officials_type_becomes_a_value(type: str, typed: str, value: object) -> None:
    assert read_value(EditField("x", type), typed) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type", "typed", "reason"),
    [("number", "93 ribuan", "number"), ("number", "9.30", "number"), ("when", "kemarin", "date"),
     ("when", "31 Februari 2026", "date"), ("day", "2025", "date"), ("url", "oss.go.id", "url"),
     ("url", "https://x", "url"), ("text", "-", "empty"), ("source", "tanpa tanggal", "source"),
     ("source", "Dinas | entah", "date")],
)  # fmt: skip
def test_what_is_no_value_is_refused_with_a_reason_there_are_words_for(
    type: str, typed: str, reason: str, house_texts: object
) -> None:
    with pytest.raises(BadValue) as refused:
        read_value(EditField("x", type), typed)  # type: ignore[arg-type]
    assert refused.value.reason == reason
    assert f"desk-bad-{reason}" in house_texts  # type: ignore[operator]


@pytest.fixture
def house_texts() -> object:
    from bot.texts import Catalogue

    return Catalogue()[None]


def test_every_field_that_can_be_edited_exists_and_has_a_name(house_texts: object) -> None:
    for kind, fields in FIELDS.items():
        for field in fields:
            assert field.name in MODELS[Kind(kind)].model_fields
            assert f"desk-field-{field.name.replace('_', '-')}" in house_texts  # type: ignore[operator]
            assert f"desk-hint-{field.type}" in house_texts  # type: ignore[operator]
    for _, name in SENTENCES:
        assert f"desk-problem-{name}" in house_texts  # type: ignore[operator]


ACT = re.compile(r'f?"((?:announcement|content|question|invite|right|season|person)\.[a-z_.]{4,})"')


def test_every_act_on_record_has_words(house_texts: object) -> None:
    root = Path(__file__).parent.parent
    files = [*(root / "bot").rglob("*.py"), *(root / "db").glob("*.py")]
    recorded = {act for file in files if "record(" in (text := file.read_text("utf8")) for act in ACT.findall(text)}
    assert {"right.taken", "content.edit", "question.answered"} <= recorded
    missing = [act for act in recorded if f"desk-act-{act.replace('.', '-').replace('_', '-')}" not in house_texts]  # type: ignore[operator]
    assert missing == []
