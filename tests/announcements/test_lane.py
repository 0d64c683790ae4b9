"""The lane at the top floor, over HTTP: what recipients really see, and what is edited and deleted of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.announcements import approval, correction
from bot.announcements.content import content_hash
from bot.announcements.system import Letter, announce_by_system
from bot.clock import MovableClock
from bot.settings import Settings
from bot.simulator import Simulator
from db import people
from db.announcements import Announcement, Kind, State
from db.announcements.audience import Audience
from db.engine import Database
from tests.announcements.conftest import APPROVER, AUTHOR, approved, office, settle_in, tallied, until_state
from tests.announcements.runner import make_bot, make_courier

DAY = datetime(2026, 12, 9, 2, 0, tzinfo=UTC)


@pytest.fixture
async def db(lite: Database) -> Database:
    return lite


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(DAY)


@pytest.fixture
async def sim(clock: MovableClock) -> AsyncIterator[Simulator]:
    async with Simulator(clock=clock) as running:
        yield running


@asynccontextmanager
async def lane(db: Database, clock: MovableClock, sim: Simulator, settings: Settings) -> AsyncIterator[None]:
    """The real lane against the simulator."""
    bot = make_bot(sim.base_url, sim.token, clock, 1000)
    await bot.initialize()
    courier = make_courier(db, clock, bot, settings, beat_seconds=0.05)
    running = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        await courier.stop(2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await bot.shutdown()


async def out(db: Database, clock: MovableClock, sim: Simulator, settings: Settings, number: int) -> None:
    async with lane(db, clock, sim, settings):
        await until_state(db, number, State.FINISHED)


async def passed(db: Database, settings: Settings, draft: Announcement, now: datetime) -> int:
    found = await approval.submit(db, AUTHOR, draft.id, settings, now=now)
    await approval.approve(db, APPROVER, draft.id, content_hash(found), settings, now=now)
    return draft.id


@pytest.fixture
async def ani(db: Database, clock: MovableClock, sim: Simulator) -> int:
    person = sim.person("Ani", started=True)
    await settle_in(db, [person.id], clock.now(), name="Ani <b>")
    return person.id


async def test_recipients_see_formatting_frame_and_buttons(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int
) -> None:
    number = await approved(
        db, settings, clock.now(), text="😀 Halo {nama}, gratis!", blanks={"nama": "Kak"},
        entities=[{"type": "bold", "offset": 8, "length": 6}],
        buttons=[{"label": "Daftar", "url": "https://a.id/x"},
                 {"label": "Info", "url": "https://b.id", "counted": True}],
    )  # fmt: skip
    await out(db, clock, sim, settings, number)
    (message,) = sim.delivered(ani)
    assert message.html.startswith("😀 Halo <b>Ani &lt;b&gt;</b>, gratis!\n\n<i>📢 Pengumuman nomor ")
    assert f"/cek {number}" in message.text
    assert message.buttons == ["Daftar", "Info", "🔕 Matikan info umum"]
    keyboard = message.message.markup["inline_keyboard"]
    assert keyboard[0][0]["url"] == "https://a.id/x"
    assert keyboard[1][0]["url"].endswith(f"?start=tautan-{number}-1")
    assert keyboard[2][0]["callback_data"] == "mute:information"
    assert sim.complaints == []


@pytest.mark.parametrize(
    ("signed", "sender"),
    [(None, "Rina, DKUMKMP"), ("Bidang Usaha Mikro", "Bidang Usaha Mikro, DKUMKMP"), ("", "DKUMKMP")],
)
async def test_each_says_who_sent_it_as_it_was_approved(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int, signed: str | None, sender: str
) -> None:
    await settle_in(db, [AUTHOR.person_id], clock.now(), name="Rina")
    number = await approved(db, settings, clock.now(), **({} if signed is None else {"signed": signed}))
    async with db.write() as session:
        await people.seen(session, AUTHOR.person_id, "Bukan Rina lagi", clock.now())
    await out(db, clock, sim, settings, number)
    (message,) = sim.delivered(ani)
    assert message.text.endswith(f"📢 Pengumuman nomor {number} · {sender}\nAsli atau bukan? Ketik /cek {number}")
    draft = await correction.correct(db, AUTHOR, number, now=clock.now(), text="Pindah ke Senin", signed="Budi")
    await out(db, clock, sim, settings, await passed(db, settings, draft, clock.now()))
    (message,) = sim.delivered(ani)
    assert message.text.endswith("9 Desember 2026 · Budi, DKUMKMP"), "a correction says who corrects"


async def test_an_emergency_cannot_be_muted_from_the_message(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int
) -> None:
    number = await approved(db, settings, clock.now(), text="Banjir", kind=Kind.EMERGENCY)
    await out(db, clock, sim, settings, number)
    (message,) = sim.delivered(ani)
    assert message.buttons == []


async def test_media_go_out_with_their_caption(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int
) -> None:
    bot = make_bot(sim.base_url, sim.token, clock, 1000)
    await bot.initialize()
    probe = await bot.send_document(ani, b"isi", filename="brosur.pdf")
    await bot.shutdown()
    assert probe.document is not None
    number = await approved(
        db, settings, clock.now(), text="Brosur", media_kind="document", media_id=probe.document.file_id
    )
    await out(db, clock, sim, settings, number)
    message = sim.delivered(ani)[-1]
    assert message.file_name == "brosur.pdf"
    assert message.text.startswith("Brosur\n\n📢 Pengumuman nomor")
    draft = await correction.correct(db, AUTHOR, number, now=clock.now(), text="Brosur baru")
    await out(db, clock, sim, settings, await passed(db, settings, draft, clock.now()))
    assert sim.delivered(ani)[-1].text.startswith("Brosur baru\n\n✏️ Ralat pengumuman nomor")


async def test_a_correction_stands_where_the_mistake_stood(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int
) -> None:
    number = await approved(db, settings, clock.now(), text="Senin")
    await out(db, clock, sim, settings, number)
    draft = await correction.correct(db, AUTHOR, number, now=clock.now(), text="Selasa")
    await out(db, clock, sim, settings, await passed(db, settings, draft, clock.now()))
    (message,) = sim.delivered(ani)
    assert message.edited
    assert message.text == f"Selasa\n\n✏️ Ralat pengumuman nomor {number}, 9 Desember 2026 · DKUMKMP"


@pytest.mark.parametrize(("age", "deleted"), [(timedelta(hours=47), True), (timedelta(hours=49), False)])
async def test_a_retraction_deletes_for_48_hours_and_says_so_afterwards(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int, age: timedelta, deleted: bool
) -> None:
    number = await approved(db, settings, clock.now(), text="Salah kirim")
    await out(db, clock, sim, settings, number)
    clock.move_by(age)
    draft = await correction.retract(db, AUTHOR, number, "Abaikan pesan ini.", now=clock.now())
    await out(db, clock, sim, settings, await passed(db, settings, draft, clock.now()))
    (message,) = sim.delivered(ani)
    assert message.deleted == deleted
    if not deleted:
        assert message.text.startswith(f"Abaikan pesan ini.\n\n🗑 Pengumuman nomor {number} ditarik")
    assert (await tallied(db, draft.id)).sent == 1


async def test_a_group_that_moved_gets_it_at_its_new_address(db: Database, clock: MovableClock, sim: Simulator) -> None:
    group = sim.group("Paguyuban")
    old = group.id
    settings = office(announce_chats=frozenset({old}))
    number = await approved(db, settings, clock.now(), audience=Audience(chats_only=True))
    new = group.upgrade()
    await out(db, clock, sim, settings, number)
    assert [message.text.partition("\n")[0] for message in sim.delivered(new.id)] == ["Pelatihan kemasan gratis"]
    assert (await tallied(db, number)).sent == 1
    assert sim.delivered(new.id)[0].buttons == [], "a group does not mute for everybody"


async def test_the_systems_letters_carry_their_own_buttons(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int
) -> None:
    letter = Letter("Ramadan tinggal 30 hari", buttons=[{"label": "Sudah siap", "data": "season:ready:1"}])
    number = await announce_by_system(db, "season:ramadan:2027:1", {"a": letter}, [(ani, "a")], now=clock.now())
    assert number is not None
    await out(db, clock, sim, settings, number)
    (message,) = sim.delivered(ani)
    assert message.buttons[0] == "Sudah siap"
    assert message.message.markup["inline_keyboard"][0][0]["callback_data"] == "season:ready:1"


async def test_somebody_who_blocked_the_bot_is_left_alone_until_they_return(
    db: Database, clock: MovableClock, sim: Simulator, settings: Settings, ani: int
) -> None:
    sim.somebody(ani).block()
    number = await approved(db, settings, clock.now())
    await out(db, clock, sim, settings, number)
    assert (await tallied(db, number)).blocked == 1
    again = await approved(db, settings, clock.now(), text="Lagi")
    await out(db, clock, sim, settings, again)
    tally = await tallied(db, again)
    assert (tally.skipped, tally.reasons[0][1]) == (1, "blocked")
