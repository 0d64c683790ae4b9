"""After it went out: corrections, history, /cek, the report, and the numbers for watching."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.announcements import checking, correction, counting, report, steering, writing
from bot.announcements.refusals import Refused
from bot.announcements.system import Letter, announce_by_system
from bot.clock import MovableClock
from bot.outcomes import Never, Sent, Unknown
from bot.people import Actor, NotAllowed
from bot.privacy import pseudonym
from bot.settings import Settings
from bot.texts import Catalogue
from db.announcements import Action, Delivery, Fate, State, ledger, records
from db.announcements.audience import Audience
from db.announcements.ledger import Line
from db.engine import Database
from db.people import Right
from tests.announcements.conftest import (
    APPROVER,
    AUTHOR,
    NOBODY,
    Telegram,
    approved,
    carrying,
    drafted,
    let,
    reread,
    sent,
    settle_in,
    tallied,
    through,
    until_state,
)

TEXTS = Catalogue()["id"]
READER = Actor(6, frozenset({Right.REPORTS}))
COLLEAGUE = Actor(8, frozenset({Right.ANNOUNCE}))


@pytest.fixture
async def db(lite: Database) -> Database:
    """The databases' part in corrections is in test_starting."""
    return lite


async def test_a_correction_edits_the_message_that_each_one_has(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 130), clock.now())
    telegram.answers = {100: [Unknown("lost")], 101: [Never("blocked", blocked=True)]}
    number = await sent(db, clock, settings, telegram)
    async with db.read() as session:
        had = (await session.get_one(Delivery, (number, 110))).message_id
    draft = await correction.correct(db, AUTHOR, number, now=clock.now(), text="Pelatihan pindah ke Senin")
    assert (draft.action, draft.corrects_id, draft.state) == (Action.EDIT, number, State.DRAFT)
    await let(db, clock, settings, draft)
    telegram.parcels.clear()
    telegram.answers = {111: [Never("not_modified")], 112: [Unknown("lost"), Sent()]}

    async def edited(_: object) -> Sent:
        return Sent()  # Telegram tells no new number

    telegram.otherwise = edited
    async with carrying(db, clock, telegram, settings) as courier:
        for _ in range(3):
            clock.move_by(timedelta(seconds=30))
            courier.ring()
        await until_state(db, draft.id, State.FINISHED, courier)
    parcels = {parcel.person_id: parcel for parcel in telegram.parcels}
    assert set(parcels) == set(range(102, 130))
    assert (parcels[110].action, parcels[110].target_id, parcels[110].number) == (Action.EDIT, had, number)
    assert parcels[110].message.text == "Pelatihan pindah ke Senin"
    assert telegram.people.count(112) == 2, "an edit that got lost is made again, since twice is the same as once"
    tally = await tallied(db, draft.id)
    assert (tally.sent, tally.skipped, tally.unknown) == (28, 1, 0)


async def test_a_retraction_deletes_and_needs_approval_too(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 110), clock.now())
    number = await sent(db, clock, settings, telegram)
    draft = await correction.retract(db, AUTHOR, number, "Pengumuman ini kami tarik.", now=clock.now())
    with pytest.raises(Refused, match="fixed"):
        await writing.edit(db, AUTHOR, draft.id, now=clock.now(), audience=Audience())
    assert (await reread(db, draft.id)).state == State.DRAFT
    await let(db, clock, settings, draft)
    telegram.parcels.clear()
    await through(db, clock, settings, telegram, draft.id)
    assert {parcel.action for parcel in telegram.parcels} == {Action.DELETE}
    assert (await tallied(db, draft.id)).sent == 10


async def test_a_retraction_leaves_erased_people_out_instead_of_failing_on_them(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 130), clock.now())
    number = await sent(db, clock, settings, telegram)
    async with db.write() as session:
        for person in range(100, 110):
            await ledger.forget_person(session, person, pseudonym(), clock.now())
    draft = await correction.retract(db, AUTHOR, number, "Pengumuman ini kami tarik.", now=clock.now())
    await let(db, clock, settings, draft)
    telegram.parcels.clear()
    await through(db, clock, settings, telegram, draft.id)
    assert sorted(telegram.people) == list(range(110, 130)), "their ids are nobody's; a canary of them would stop it"
    tally = await tallied(db, draft.id)
    assert tally.reasons == (("skipped", "erased", 10),) and tally.sent == 20


async def test_who_signed_with_a_section_is_not_named_by_the_correction(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, [AUTHOR.person_id], clock.now(), name="Rina")
    await settle_in(db, [COLLEAGUE.person_id], clock.now(), name="Joko")
    number = await sent(db, clock, settings, telegram, signed="Bidang Usaha Mikro")
    own = await correction.correct(db, AUTHOR, number, now=clock.now())
    others = await correction.correct(db, COLLEAGUE, number, now=clock.now())
    assert (own.signed, others.signed) == ("Bidang Usaha Mikro", "Joko")


async def test_what_is_still_going_out_is_cancelled_before_it_is_corrected(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 130), clock.now())
    number = await approved(db, settings, clock.now())
    with pytest.raises(Refused, match="not-started"):
        await correction.correct(db, AUTHOR, number, now=clock.now())
    telegram.answers = {one: [Never("refused")] for one in range(100, 130)}
    async with carrying(db, clock, telegram, settings) as courier:
        await until_state(db, number, State.PAUSED, courier)
    with pytest.raises(Refused, match="still-sending"):
        await correction.correct(db, AUTHOR, number, now=clock.now())
    await steering.cancel(db, AUTHOR, number, now=clock.now())
    assert (await correction.correct(db, AUTHOR, number, now=clock.now())).corrects_id == number


async def test_people_see_what_they_got_with_the_words_they_got(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 103), clock.now())
    first = await sent(db, clock, settings, telegram)
    letters = {"a": Letter("Ramadan untuk katering"), "b": Letter("Ramadan untuk kriya")}
    second = await announce_by_system(db, "season:ramadan:2027:1", letters, [(100, "a"), (101, "b")], now=clock.now())
    assert second is not None
    await through(db, clock, settings, telegram, second)
    got = await checking.history(db, 101)
    assert [(one.announcement.id, one.text) for one in got] == [
        (second, "Ramadan untuk kriya"), (first, "Pelatihan kemasan gratis"),
    ]  # fmt: skip
    assert len(await checking.history(db, 102)) == 1


async def test_nearly_the_same_as_a_recent_one_is_said(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, [100], clock.now())
    number = await sent(db, clock, settings, telegram, text="Pelatihan kemasan gratis hari Senin di Balai Kota")
    again = await drafted(db, clock.now(), text="PELATIHAN kemasan gratis hari Senin, di Balai Kota!")
    other = await drafted(db, clock.now(), text="Bazar UMKM di BSCC Dome, daftar sekarang")
    assert [one[0] for one in await counting.similar(db, again, now=clock.now())] == [number]
    assert await counting.similar(db, other, now=clock.now()) == []


async def test_the_spreadsheet_has_a_line_for_everyone_and_no_formula(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram, tmp_path: Path
) -> None:
    await settle_in(db, range(100, 125), clock.now())
    await settle_in(db, [200], clock.now(), name='=HYPERLINK("http://x")')
    telegram.answers = {100: [Never("bad_file")], 101: [Unknown("lost")]}
    number = await sent(db, clock, settings, telegram)
    file = tmp_path / "laporan.xlsx"
    for actor in (NOBODY, APPROVER):
        with pytest.raises(NotAllowed):
            await report.write_spreadsheet(db, actor, number, file, TEXTS, settings, now=clock.now())
    assert await report.write_spreadsheet(db, READER, number, file, TEXTS, settings, now=clock.now()) == 26
    sheet = load_workbook(file).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("ID Telegram", "Nama", "Hasil", "Alasan", "Percobaan", "Dikirim ulang", "Waktu")
    assert rows[1][:4] == ("100", "Ani", "Gagal", "Berkas tidak bisa dibaca Telegram")
    assert rows[2][2:4] == ("Belum pasti sampai", "Jawaban Telegram tidak sampai")
    assert rows[3][2:5] == ("Terkirim", None, 1)
    assert rows[-1][1] == '\'=HYPERLINK("http://x")'
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_who_has_no_name_in_the_spreadsheet_is_said_to_be_a_group_or_erased(
    clock: MovableClock, settings: Settings
) -> None:
    words = report.Words(TEXTS, settings, Action.SEND)
    for person, shown in (
        (-1001234567890, ("-1001234567890", "(grup atau kanal dinas)")),
        (pseudonym(), ("", "(datanya sudah dihapus)")),
        (7, ("7", "")),
    ):
        assert words.cells(Line(person, None, Fate.SENT, None, 1, 0, clock.now()))[:2] == shown
    assert report.harmless("-1001234567890") == "-1001234567890" and report.harmless("-1+2") == "'-1+2"


async def test_progress_says_how_it_goes(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 130), clock.now())
    telegram.answers = {101: [Unknown("lost")]}
    button = {"label": "Daftar", "url": "https://balikpapan.go.id", "counted": True}
    number = await sent(db, clock, settings, telegram, buttons=[button])
    async with db.write() as session:
        assert await records.click(session, number, 0) == "https://balikpapan.go.id"
        assert await records.click(session, number, 1) is None
    found = await report.progress(db, AUTHOR, number, settings, now=clock.now())
    assert found.sums and found.finish_at is None and found.undecided == 1
    assert found.clicks == (("Daftar", 1),)
    await steering.decide_unknown(db, AUTHOR, number, send_again=False, now=clock.now())
    assert (await report.progress(db, AUTHOR, number, settings, now=clock.now())).undecided == 0
    with pytest.raises(NotAllowed):
        await report.progress(db, NOBODY, number, settings, now=clock.now())


async def test_while_it_goes_out_pace_and_finish_time_are_seen(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, range(100, 600), clock.now())
    number = await approved(db, settings, clock.now())
    async with carrying(db, clock, telegram, settings, pace=30) as courier:
        await until_state(db, number, State.SENDING, courier)
        while len(telegram.parcels) < 100:
            await telegram_moves(telegram)
        found = await report.progress(db, AUTHOR, number, settings, now=clock.now())
    assert found.tally.left > 0
    assert found.finish_at is not None and found.finish_at > clock.now() - timedelta(seconds=5)


async def telegram_moves(telegram: Telegram) -> None:
    import asyncio

    await asyncio.sleep(0.005)


def test_every_bucket_and_reason_has_words() -> None:
    from db.announcements import Skip
    from handlers.sender import REASONS

    for state in Fate:
        assert all(TEXTS.plain(f"announcements-fate-{state}", action=action) for action in Action)
    other = TEXTS.plain("announcements-reason-other")
    for why in Skip:
        assert report.reason(TEXTS, Fate.SKIPPED, why) != other
    for why in ("lost", "error", "interrupted", "left"):
        assert report.reason(TEXTS, Fate.UNKNOWN, why) != other
    for why in REASONS:
        assert report.reason(TEXTS, Fate.FAILED, why) != other
    assert report.reason(TEXTS, Fate.SENT, None) == ""
