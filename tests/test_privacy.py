# ruff: noqa: F811 - fixtures are imported and then named
"""Personal data: seen, copied, corrected, taken back and erased, in every table there is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot import privacy
from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from db import privacy as tables
from db import schema
from db.announcements.states import Action, Fate, Kind
from db.announcements.tables import Announcement, Delivery, Recipient
from db.base import Base
from db.businesses import BusinessGone
from db.forms import Draft
from db.inbox import Question
from db.people import Audit, Consent, Grant, Right
from db.people import Person as Row
from handlers.house import House
from tests.announcements.chat import until_sees
from tests.businesses.conftest import TYPED, Tap, go, ground, has_registered, house, registered, said  # noqa: F401 - fixtures too


@pytest.fixture
async def ani(sim: Simulator, house: House) -> Person:
    """Somebody with a business, an unfinished form, an interest, a question and an announcement behind her."""
    person = sim.person("Aniwulandari", id=424242)
    await has_registered(house, person, *TYPED[1:])
    await go(person, ["info KUR dong", Tap("Minat: KUR"), "/daftar", "Warung Rahasia Wulan", "katering"])
    async with house.db.write() as session:
        now = house.clock.now()
        session.add(
            Announcement(
                author_id=9001, kind=Kind.INFORMATION, action=Action.SEND, text="Halo", created_at=now, updated_at=now
            )
        )
        await session.flush()
        number = await session.scalar(select(Announcement.id))
        for who, fate in ((person.id, Fate.SENT), (7, Fate.SENT)):
            session.add(
                Delivery(announcement_id=number, person_id=who, state=fate, message_id=5, due_at=now, updated_at=now)
            )
        session.add(Recipient(announcement_id=number, person_id=person.id))
        session.add(
            Question(person_id=person.id, text="Aniwulandari tanya", status="open", created_at=now, likeness="tanya")
        )
    return person


async def holding(house: House, *needles: str) -> dict[str, int]:
    """Tables in which a row holds one of these, and how many rows do."""
    found: dict[str, int] = {}
    async with house.db.read() as session:
        for table in schema.METADATA.sorted_tables:
            rows = [str(tuple(row)) for row in await session.execute(text(f'SELECT * FROM "{table.name}"'))]
            count = sum(any(needle in row for needle in needles) for row in rows)
            if count:
                found[table.name] = count
    return found


NEEDLES = ("424242", "Aniwulandari", "Dapur Bu Tutik", "Warung Rahasia", "6281254321000", "9120001234567")


async def test_erased_in_every_table_counts_and_the_record_of_it_stay(house: House, ani: Person) -> None:
    before = await holding(house, *NEEDLES)
    assert {"person", "business", "draft", "delivery", "recipient", "question", "consent", "interest"} <= set(
        before
    ) | {"interest"}
    await go(ani, ["/hapus", Tap("Semua data saya")])
    assert await registered(house) != []
    shown = await ani.press("Ya, hapus semua")
    assert "sudah dihapus" in said(shown)
    assert await holding(house, *NEEDLES) == {}
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Delivery)) == 2, "the ledger still sums"
        assert await session.scalar(select(func.count()).select_from(BusinessGone)) == 1
        [audit] = (await session.scalars(select(Audit).where(Audit.act == "person.erased"))).all()
    assert audit.actor_id == 0 and audit.detail == {"businesses": 1}


async def test_erasing_needs_a_second_clear_yes(house: House, ani: Person) -> None:
    await go(ani, ["/hapus", Tap("Semua data saya"), "tidak"])
    assert len(await registered(house)) == 1
    await go(ani, ["/hapus", Tap("Semua data saya"), "hmm"])
    assert len(await registered(house)) == 1
    await ani.say("ya hapus")
    assert await registered(house) == []


async def test_erasing_twice_and_as_a_stranger_is_calm(house: House, ani: Person, sim: Simulator) -> None:
    await go(ani, ["/hapus", Tap("Semua data saya"), Tap("Ya, hapus semua")])
    for person in (ani, sim.person("Baru")):
        shown = await go(person, ["/hapus", Tap("Ya, hapus semua")])
        assert "sudah dihapus" in said(shown)
    [answer] = await ani.say("berapa umkm balikpapan")
    assert "93 ribu" in answer.text


async def test_only_one_business_may_go(house: House, ani: Person) -> None:
    await go(ani, ["/hapus", Tap("Usaha Dapur Bu Tutik"), "ya"])
    assert await registered(house) == []
    async with house.db.read() as session:
        assert await session.get(Row, ani.id) is not None


async def test_a_copy_tells_everything_in_words_and_in_a_file(house: House, ani: Person) -> None:
    message, file = await ani.say("/datasaya")
    for word in ("Aniwulandari", "Dapur Bu Tutik", "0812-5432-1000", "9120001234567", "KUR", "Pendataan usaha"):
        assert word in message.text, word
    copy = json.loads(file.document or b"")["data"]
    assert copy["business"][0]["name"] == "Dapur Bu Tutik"
    assert copy["draft"][0]["data"]["answers"]["name"] == "Warung Rahasia Wulan"
    for table in ("person", "consent", "interest", "delivery", "question"):
        assert copy[table], table
    assert "7" not in {str(row["person_id"]) for row in copy["delivery"]}, "nobody else's rows"


async def test_a_stranger_gets_a_copy_of_the_little_there_is(house: House, sim: Simulator) -> None:
    message, _ = await sim.person("Baru").say("/datasaya")
    assert "Usaha terdaftar: 0" in message.text


async def test_the_page_says_who_what_how_long_and_shows_consents(house: House, ani: Person) -> None:
    [page] = await ani.say("/privasi")
    for word in ("Pengelola", "2 tahun", "versi 1", "/datasaya", "/ubah", "/hapus", "/tarikpersetujuan"):
        assert word in page.text


async def test_consent_taken_back_in_the_middle_of_a_form_ends_it(house: House, ani: Person) -> None:
    shown = await go(ani, ["/tarikpersetujuan", Tap("Pendataan usaha")])
    assert "1 usaha" in said(shown)
    await ani.press("Ya, tarik persetujuan")
    assert await registered(house) == []
    async with house.db.read() as session:
        drafts = (await session.scalars(select(Draft))).all()
        [consent] = (await session.scalars(select(Consent))).all()
    assert [one.form for one in drafts] == ["withdraw"] and "Warung" not in str(drafts[0].data)
    assert consent.withdrawn_at is not None, "that it was given stays on record"
    shown = await ani.say("/daftar")
    assert "Setuju?" in said(shown), "it is asked for again"
    await ani.press("✖️ Tidak")
    shown = await ani.say("lanjut")
    assert "Warung Rahasia" not in said(shown)


async def test_without_consent_there_is_nothing_to_take_back(house: House, sim: Simulator) -> None:
    shown = await sim.person("Baru").say("/tarikpersetujuan")
    assert "tidak perlu" in said(shown) or "tidak ada" in said(shown).lower()


async def test_reminders_are_taken_back_apart_from_the_registration(house: House, ani: Person) -> None:
    async with house.db.write() as session:
        await tables.agree(session, ani.id, privacy.REMINDER, "1", house.clock.now())
    await go(ani, ["/tarikpersetujuan", Tap("Pengingat musim")])
    async with house.db.read() as session:
        assert not await tables.agreed(session, ani.id, privacy.REMINDER)
        assert await tables.agreed(session, ani.id, privacy.REGISTRATION)
    assert len(await registered(house)) == 1


async def test_a_question_about_data_leads_to_the_ways(house: House, sim: Simulator) -> None:
    budi = sim.person("Budi")
    await budi.say("data pribadi saya aman ga")
    shown = await budi.press("Data saya")
    assert "Nomor akun" in said(shown)


async def test_two_years_of_silence_erase_but_not_officials(
    house: House, ani: Person, sim: Simulator, clock: MovableClock
) -> None:
    async with house.db.write() as session:
        now = house.clock.now()
        session.add(Row(id=5, name="Petugas", first_seen=now, last_seen=now))
        await session.flush()
        session.add(Grant(person_id=5, right=Right.ANSWER, granted_by=9001, granted_at=now, confirmed_at=now))
    assert await privacy.erase_inactive(house.db, house.city, now=clock.now() + timedelta(days=729)) == 0
    assert await privacy.erase_inactive(house.db, house.city, now=clock.now() + timedelta(days=732)) == 1
    async with house.db.read() as session:
        assert list(await session.scalars(select(Row.id))) == [5]
    assert await holding(house, *NEEDLES) == {}


async def test_who_is_about_to_be_erased_is_told_a_month_before_and_may_stay(
    house: House, ani: Person, sim: Simulator, clock: MovableClock
) -> None:
    clock.move_by(timedelta(days=690))
    warn = lambda: privacy.warn_inactive(house.db, house.settings, house.texts[None], now=clock.now())  # noqa: E731
    assert await warn() is None, "too early"
    clock.move_by(timedelta(days=20))
    assert await warn() is not None
    assert await warn() is None, "once a month is enough"
    told = await until_sees(ani, "Hampir 2 tahun")
    assert "dihapus otomatis" in told.text
    kept = await ani.press("Simpan data saya")
    assert "tetap tersimpan" in said(kept)
    clock.move_by(timedelta(days=60))
    assert await privacy.erase_inactive(house.db, house.city, now=clock.now()) == 0


async def test_nobody_about_to_be_erased_means_no_announcement(house: House, ani: Person, clock: MovableClock) -> None:
    async with house.db.read() as session:
        before = await session.scalar(select(func.count()).select_from(Announcement))
    await privacy.warn_inactive(house.db, house.settings, house.texts[None], now=clock.now())
    async with house.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Announcement)) == before


def test_every_table_that_knows_a_person_is_part_of_an_erasure() -> None:
    """A table of tomorrow that keeps a person's id under a new name has to be thought of here."""
    of_officials = {
        "author_id", "approved_by", "rejected_by", "paused_by", "granted_by", "confirmed_by", "made_by", "used_by",
        "actor_id", "edited_by", "answered_by", "decided_by", "by", "official_id",
    }  # fmt: skip
    not_people = {
        "id", "update_id", "announcement_id", "business_id", "question_id", "group_id", "variant_id", "target_id",
        "message_id", "corrects_id", "chat_id",
    }  # fmt: skip
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            looks_like_an_id = column.name.endswith(("_id", "_by")) or column.name in {"id", "by"}
            if looks_like_an_id and "INT" in str(column.type).upper():
                assert column.name in {*tables.OWNERS, *of_officials, *not_people}, f"{table.name}.{column.name}"
