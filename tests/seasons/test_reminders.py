"""From the calendar to the ledger: who gets which words, once, at the right hour, and never after a stop."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.announcements.hours import Hours
from bot.content import City
from bot.people import Actor, NotAllowed
from bot.seasons import calendar, choosing, ideas, making, office
from bot.seasons.calendar import plan
from bot.settings import Settings
from bot.texts import Catalogue
from db import people
from db.announcements import Announcement, Kind, Recipient, State, Variant
from db.announcements.tables import Announcement as AnnouncementTable
from db.businesses import Business, Interest
from db.engine import Database
from db.people import OptOut, Right
from db.seasons import Reply, Wave, WaveState, waves
from tests.test_content import content

CITY = City(content())
TEXTS = Catalogue()
SETTINGS = Settings(_env_file=None)  # type: ignore[call-arg]
ZONE = ZoneInfo("Asia/Makassar")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What has no statement of its own to go wrong on the other database."""

ANI, BUDI, SARI, OFFICIAL = 101, 102, 103, Actor(9001, frozenset(Right))


def at(day: str, hour: int = 8, minute: int = 0) -> datetime:
    """That hour of the city's day."""
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=ZONE).astimezone(UTC)


async def earlier(db: Database) -> None:
    """Everything due until 17 December was made while nobody listened."""
    await ring(db, at("2026-12-17"))


async def ring(db: Database, now: datetime, settings: Settings = SETTINGS, city: City = CITY) -> making.Made:
    return await making.ring(db, city, TEXTS, settings, now=now)


async def owner(db: Database, person: int, *sectors: str, main: bool = True) -> None:
    """Somebody with businesses, reminded of all main seasons if `main`."""
    now = at("2026-01-01")
    async with db.write() as session:
        await people.welcome(session, person, f"P{person}", "id", now)
        for number, sector in enumerate(sectors):
            key = f"{person}-{number}"
            session.add(Business(owner_id=person, draft_key=key, token=key, name="U", sector=sector,
                                 kecamatan="64.71.01", created_at=now, updated_at=now))  # fmt: skip
    if main:
        await choosing.switch_main_on(db, person, now=now)


async def sent_to(db: Database) -> dict[str, dict[int, str]]:
    """Origin -> person -> words."""
    query = (
        select(Announcement.origin, Recipient.person_id, Variant.text)
        .join(Recipient, Recipient.announcement_id == Announcement.id)
        .join(Variant, Variant.id == Recipient.variant_id)
    )
    found: dict[str, dict[int, str]] = {}
    async with db.read() as session:
        for origin, person, text in await session.execute(query):
            found.setdefault(origin, {})[person] = text
    return found


@on_sqlite
async def test_everyone_reads_ideas_of_their_own_trade_and_strangers_nothing(db: Database) -> None:
    await owner(db, ANI, "kuliner")
    await owner(db, BUDI, "fesyen")
    await owner(db, SARI, "kuliner", main=False)
    await ring(db, at("2026-12-18"))
    said = (await sent_to(db))["season:hari_ibu+nataru:2026:7"]
    assert set(said) == {ANI, BUDI}
    assert "kuliner" in said[ANI]
    assert "konveksi" in said[BUDI]
    assert all("Natal & Tahun Baru: 7 hari lagi" in text for text in said.values())
    assert all("Hari Ibu" not in text for text in said.values())


@on_sqlite
async def test_of_several_businesses_the_one_with_most_to_offer_picks_the_ideas(db: Database) -> None:
    await owner(db, ANI, "transportasi", "jasa", "kerajinan")
    await ring(db, at("2026-12-18"))
    said = (await sent_to(db))["season:hari_ibu+nataru:2026:7"][ANI]
    assert "usaha jasa" in said
    assert said.count("•") >= 1


@on_sqlite
async def test_a_season_that_must_be_chosen_comes_only_to_those_who_did_even_in_a_merged_message(db: Database) -> None:
    for person in (ANI, BUDI):
        await owner(db, person, "kuliner")
    await choosing.switch_on(db, BUDI, ["hari_ibu"], now=at("2026-12-01"))
    await ring(db, at("2026-12-18"))
    said = (await sent_to(db))["season:hari_ibu+nataru:2026:7"]
    assert "Hari Ibu" not in said[ANI]
    assert "Hari Ibu dan Natal & Tahun Baru berdekatan" in said[BUDI]


async def test_a_wave_is_made_once_however_often_and_late_in_the_day_it_rings(db: Database) -> None:
    await earlier(db)
    await owner(db, ANI, "kuliner")
    made = [await ring(db, at("2026-12-18", hour, minute)) for hour in range(8, 20) for minute in (0, 59)]
    assert [len(one.announcements) for one in made] == [1, *[0] * 23]


async def test_a_crash_before_the_note_makes_nothing_twice(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await earlier(db)
    await owner(db, ANI, "kuliner")

    async def dies(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(waves, "make", dies)
        with pytest.raises(ConnectionError):
            await ring(db, at("2026-12-18"))
    await owner(db, BUDI, "kuliner")
    await choosing.set_hour(db, ANI, 17, now=at("2026-12-18", 8, 1))
    await ring(db, at("2026-12-18", 8, 2))
    everyone = [person for origin in (await sent_to(db)).values() for person in origin]
    assert everyone.count(ANI) == 1
    async with db.read() as session:
        assert (await waves.taken(session))[("nataru", 2026, 1, 7)] == WaveState.MADE
    assert (await ring(db, at("2026-12-18", 9))).announcements == ()


async def test_two_processes_ringing_at_once_make_one_announcement(db: Database) -> None:
    await earlier(db)
    await owner(db, ANI, "kuliner")
    made = await asyncio.gather(*(ring(db, at("2026-12-18")) for _ in range(4)))
    assert {number for one in made for number in one.announcements} == {1}
    assert list(await sent_to(db)) == ["season:hari_ibu+nataru:2026:7"]
    async with db.read() as session:
        noted = await session.get_one(Wave, ("nataru", 2026, 1, 7))
    assert (noted.state, noted.announcement_id) == (WaveState.MADE, 1)


@on_sqlite
async def test_a_wave_cannot_be_noted_twice(db: Database) -> None:
    key = ("nataru", 2026, 1, 7)
    async with db.write() as session:
        await waves.make(session, [key], date(2026, 12, 18), at("2026-12-18"), None)
    with pytest.raises(IntegrityError):
        async with db.write() as session:
            await waves.make(session, [key], date(2026, 12, 18), at("2026-12-18"), None)


@on_sqlite
@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (7, 59), (20, 0), (23, 59)])
async def test_nothing_is_made_at_night(db: Database, hour: int, minute: int) -> None:
    await owner(db, ANI, "kuliner")
    assert await ring(db, at("2026-12-18", hour, minute)) == making.Made()


@on_sqlite
async def test_nothing_is_made_during_the_friday_prayer(db: Database) -> None:
    await earlier(db)
    await owner(db, ANI, "kuliner")
    assert at("2026-12-18").astimezone(ZONE).weekday() == 4
    assert (await ring(db, at("2026-12-18", 12))).announcements == ()
    assert len((await ring(db, at("2026-12-18", 13, 30))).announcements) == 1


@on_sqlite
async def test_what_is_made_ends_on_its_day_before_the_night(db: Database) -> None:
    await earlier(db)
    await owner(db, ANI, "kuliner")
    await owner(db, BUDI, "kuliner")
    await choosing.set_hour(db, BUDI, 17, now=at("2026-12-01"))
    await ring(db, at("2026-12-18"))
    async with db.read() as session:
        found = list(await session.scalars(select(AnnouncementTable).order_by(AnnouncementTable.id)))
    hours = Hours.of(SETTINGS)
    assert [one.origin for one in found] == ["season:hari_ibu+nataru:2026:7", "season:hari_ibu+nataru:2026:7@17"]
    assert [one.send_at for one in found] == [None, at("2026-12-18", 17)]
    assert all(one.not_after == at("2026-12-18", 20) and one.state == State.APPROVED for one in found)
    assert all(not hours.is_quiet(one.send_at or at("2026-12-18")) for one in found)


@on_sqlite
async def test_after_a_long_silence_the_true_days_are_said(db: Database) -> None:
    await owner(db, ANI, "fesyen")
    await ring(db, at("2027-01-02"))
    said = await sent_to(db)
    assert "Ramadan: 37 hari lagi" in said["season:ramadan:2027:60"][ANI]
    assert not any("nataru" in origin for origin in said)
    async with db.read() as session:
        taken = await waves.taken(session)
    assert taken[("nataru", 2026, 1, 1)] == WaveState.MISSED


@on_sqlite
async def test_nobody_to_remind_is_noted_too_and_whoever_comes_later_gets_the_next_one(db: Database) -> None:
    await earlier(db)
    await ring(db, at("2026-12-18"))
    await owner(db, ANI, "kuliner")
    assert (await ring(db, at("2026-12-18", 9))).announcements == ()
    async with db.read() as session:
        assert (await waves.taken(session))[("nataru", 2026, 1, 7)] == WaveState.EMPTY
    assert len((await ring(db, at("2026-12-24"))).announcements) == 1


async def test_pause_readiness_stop_and_single_seasons_are_respected(db: Database) -> None:
    for person in range(201, 206):
        await owner(db, person, "kuliner")
    now = at("2026-12-10")
    nataru = next(event for event in calendar.events(CITY) if event.key == ("nataru", 2026, 1))
    await choosing.pause(db, 201, now=now)
    await choosing.answer(db, 202, [nataru], Reply.READY, now=now)
    await choosing.stop(db, 203, now=now)
    await choosing.switch_off(db, 204, ["nataru"], now=now)
    await ring(db, at("2026-12-18"))
    assert set((await sent_to(db))["season:hari_ibu+nataru:2026:7"]) == {205}


async def test_a_stop_takes_back_what_waits_for_its_hour(db: Database) -> None:
    await owner(db, ANI, "kuliner")
    await choosing.set_hour(db, ANI, 17, now=at("2026-12-01"))
    await ring(db, at("2026-12-18"))
    assert await sent_to(db) != {}
    await choosing.stop(db, ANI, now=at("2026-12-18", 9))
    assert await sent_to(db) == {}


@on_sqlite
async def test_undoing_a_stop_leaves_earlier_opt_outs_alone(db: Database) -> None:
    await owner(db, ANI, "kuliner")
    async with db.write() as session:
        session.add(OptOut(person_id=ANI, kind="information", since=at("2026-12-01")))
    moment = await choosing.stop(db, ANI, now=at("2026-12-10"))
    assert await choosing.undo_stop(db, ANI, int(moment.timestamp()))
    chosen = await choosing.choice(db, ANI)
    assert chosen.on
    assert chosen.stopped == {"information"}
    assert not await choosing.undo_stop(db, ANI, int(moment.timestamp()))


async def test_a_programmes_deadline_is_brought_to_those_interested_who_agreed(db: Database) -> None:
    changed = await office.content.edit(
        db, CITY, OFFICIAL, office.Kind.PROGRAMME, "sehati", {"deadline": date(2026, 12, 15)}, now=at("2026-12-01")
    )
    await owner(db, ANI, "kuliner")
    await owner(db, BUDI, "kuliner", main=False)
    await owner(db, SARI, "kuliner")
    async with db.write() as session:
        mine = select(Business.id).where(Business.owner_id.in_([ANI, BUDI]))
        for number in list(await session.scalars(mine)):
            session.add(Interest(business_id=number, programme="sehati", since=at("2026-12-01")))
    await ring(db, at("2026-12-08"), city=changed)
    said = (await sent_to(db))["deadline:sehati:2026.12:7"]
    assert set(said) == {ANI}
    assert "batas waktunya 7 hari lagi" in said[ANI]
    async with db.read() as session:
        kinds = {one.origin: one.kind for one in await session.scalars(select(AnnouncementTable))}
    assert kinds["deadline:sehati:2026.12:7"] == Kind.DEADLINE


@on_sqlite
async def test_an_unreachable_or_withdrawn_person_is_not_written_to(db: Database) -> None:
    await owner(db, ANI, "kuliner")
    await owner(db, BUDI, "kuliner")
    async with db.write() as session:
        await people.unreachable(session, [ANI], at("2026-12-10"))
    moment = at("2026-12-10")
    await choosing.stop(db, BUDI, now=moment)
    assert (await ring(db, at("2026-12-18"))).announcements == ()


# -- officials ----------------------------------------------------------------------------------------------------


def nataru_week() -> calendar.Planned:
    return next(wave for wave in plan(CITY) if wave.day == date(2026, 12, 18))


@on_sqlite
async def test_held_and_skipped_waves_are_not_made_and_a_released_one_is(db: Database) -> None:
    await earlier(db)
    await owner(db, ANI, "kuliner")
    now = at("2026-12-12")
    await office.decide(db, OFFICIAL, nataru_week(), WaveState.HELD, now=now)
    assert (await ring(db, at("2026-12-18"))).announcements == ()
    await office.decide(db, OFFICIAL, nataru_week(), None, now=now)
    assert len((await ring(db, at("2026-12-18", 9))).announcements) == 1
    with pytest.raises(office.TooLate):
        await office.decide(db, OFFICIAL, nataru_week(), WaveState.SKIPPED, now=now)


@on_sqlite
async def test_with_approval_nothing_goes_out_unasked(db: Database) -> None:
    settings = Settings(_env_file=None, season_approval=True)  # type: ignore[call-arg]
    await owner(db, ANI, "kuliner")
    asked = await ring(db, at("2026-12-16"), settings)
    assert [wave.day for wave in asked.to_confirm] == [date(2026, 12, 18)]
    assert (await ring(db, at("2026-12-16", 9), settings)).to_confirm == ()
    assert (await ring(db, at("2026-12-18"), settings)).announcements == ()
    await office.decide(db, OFFICIAL, nataru_week(), WaveState.APPROVED, now=at("2026-12-18", 9))
    assert len((await ring(db, at("2026-12-18", 10), settings)).announcements) == 1
    assert (await ring(db, at("2026-12-18", 11), settings)).announcements == ()


@on_sqlite
async def test_moving_a_day_moves_what_is_not_sent_and_repeats_nothing(db: Database) -> None:
    await owner(db, ANI, "kuliner")
    await ring(db, at("2027-01-09"))
    event = next(event for event in calendar.events(CITY) if event.key == ("idul_fitri", 2027, 1))
    settled = await office.settle_date(db, CITY, OFFICIAL, event, date(2027, 3, 11), now=at("2027-01-10"))
    assert not settled.event.estimate
    days = {wave.wave: wave.day for wave in plan(settled.city) if settled.event in wave.events}
    assert (days[60], days[14], days[7], days[1]) == (
        date(2027, 1, 10), date(2027, 2, 25), date(2027, 3, 4), date(2027, 3, 10)
    )  # fmt: skip
    made = await ring(db, at("2027-01-10"), city=settled.city)
    assert made.announcements == ()
    await ring(db, at("2027-03-10"), city=settled.city)
    said = await sent_to(db)
    assert "Idul Fitri (Lebaran): besok" in said["season:idul_fitri:2027:1"][ANI]
    assert "perkiraan" not in said["season:idul_fitri:2027:1"][ANI]


@on_sqlite
async def test_a_confirmed_day_needs_no_margin_so_the_eve_is_the_eve(db: Database) -> None:
    event = next(event for event in calendar.events(CITY) if event.key == ("idul_adha", 2027, 1))
    before = {wave.wave: wave.day for wave in plan(CITY) if event in wave.events}
    assert before[1] == date(2027, 5, 15)
    settled = await office.settle_date(db, CITY, OFFICIAL, event, event.date, now=at("2027-04-30"))
    after = {wave.wave: wave.day for wave in plan(settled.city) if settled.event in wave.events}
    assert after[1] == date(2027, 5, 16)


@on_sqlite
async def test_officials_need_their_right(db: Database) -> None:
    nobody = Actor(ANI)
    event = calendar.events(CITY)[0]
    with pytest.raises(NotAllowed):
        await office.calendar(db, CITY, nobody, now=at("2026-12-11"))
    with pytest.raises(NotAllowed):
        await office.decide(db, nobody, nataru_week(), WaveState.HELD, now=at("2026-12-11"))
    with pytest.raises(NotAllowed):
        await office.settle_date(db, CITY, nobody, event, event.date, now=at("2026-12-11"))
    with pytest.raises(NotAllowed):
        await office.note(db, nobody, nataru_week(), "x", now=at("2026-12-11"))
    async with db.read() as session:
        assert list(await session.scalars(select(Wave))) == []


@pytest.mark.parametrize(
    ("said", "day"),
    [("9 Februari 2027", (2027, 2, 9)), ("9 feb", (2027, 2, 9)), ("9/2/2027", (2027, 2, 9)), ("besok", None),
     ("2027-02-09", (2027, 2, 9)), ("31 Februari 2027", None), ("tgl 9 agustus ya", (2027, 8, 9))],
)  # fmt: skip
def test_officials_write_a_day_as_they_like(said: str, day: tuple[int, int, int] | None) -> None:
    assert office.read_date(said, 2027) == (date(*day) if day else None)


@pytest.mark.parametrize(
    ("said", "days"),
    [("ingatkan ya nanti sebulan sebelumnya", 30), ("2 minggu sebelum natal", 14), ("h-7 ya", 7),
     ("dua hari sebelumnya", 2), ("ingatkan saya", None)],
)  # fmt: skip
def test_how_long_before_is_read_from_words(said: str, days: int | None) -> None:
    assert choosing.asked_lead(said) == days


def test_the_promise_is_a_reminder_that_will_really_come() -> None:
    chosen = choosing.Choice(agreed=True, chosen=frozenset({"idul_fitri"}))
    now = at("2026-12-11", 10)
    promised = choosing.promise(CITY, chosen, "idul_fitri", 30, now=now)
    assert promised
    assert promised.coming
    assert promised.coming.at == at("2027-02-05")
    assert promised.coming.planned in plan(CITY)
    late = choosing.promise(CITY, chosen, "nataru", 30, now=now)
    assert late
    assert late.missed
    assert late.coming
    assert late.coming.at == at("2026-12-18")


def test_no_idea_asks_for_a_step_on_a_day_that_is_over() -> None:
    found = ideas.ideas_for(CITY, "nataru", "fesyen", left=7)
    assert [text for text in found.texts if "H-30" in text or "H-45" in text] == []
    assert found.total == 1
    assert ideas.ideas_for(CITY, "nataru", "fesyen", left=60).total == 3
    assert ideas.possible(["Mulai H-30."], 7) == ["Mulai H-30."]


def test_a_reminder_never_names_a_religion_as_the_readers() -> None:
    said = TEXTS["id"].sources["seasons"].lower()
    assert not [word for word in ("agama", "muslim", "kristen", "katolik", "hindu", "buddha") if word in said]


def test_the_reminder_fits_a_message_whatever_the_trade_and_the_wave() -> None:
    t, sectors = TEXTS["id"], [None, *(sector.id for sector in CITY.sectors.sectors)]
    for number, wave in enumerate(plan(CITY)):
        for sector in (sectors[number % len(sectors)], "kuliner"):
            written = making.compose(CITY, t, wave, sector, wave.day)
            assert len(written.as_variant()["text"]) < 1900
            assert all(len(button["data"].encode()) <= 64 for button in written.buttons)
