"""In the middle of it, in the chat: cancelled, paused and resumed, and made to wait by Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Literal

import pytest

from bot.clock import MovableClock
from bot.simulator import Person, Simulator
from bot.simulator.shown import Shown
from db.announcements import State
from handlers.announcements import watching
from handlers.house import House
from tests.announcements.chat import (
    approved,
    budi,
    compose,
    number_of,
    owners,
    reread,
    rina,
    sees,
    tallied,
    unhurried,
    until,
    until_sees,
    until_state,
)
from tests.house import open_house

__all__ = ["budi", "rina", "unhurried"]
pytestmark = pytest.mark.usefixtures("unhurried")

OWNERS = 160
Lost = Literal["reset_after", "reset_before"]


@pytest.fixture
async def house(sim: Simulator, clock: MovableClock, database_url: str) -> AsyncIterator[House]:
    """An office slow enough to be stopped midway, on each database."""
    async with open_house(sim, database_url, clock, send_rate=40) as opened:
        yield opened


@pytest.fixture
async def warga(house: House, sim: Simulator) -> list[Person]:
    return await owners(house, sim, OWNERS)


def arrived(everybody: list[Person]) -> list[Person]:
    """Who has the announcement."""
    return [one for one in everybody if any("Asli atau bukan?" in shown.text for shown in one.screen)]


async def halfway(house: House, number: int) -> None:
    async def some() -> bool:
        return (await tallied(house, number)).sent >= 10

    await until(some, "some to have it")


async def begun(house: House, rina: Person, budi: Person) -> tuple[int, Shown]:
    """An announcement on its way, and the message in which its author watches it."""
    number = await compose(rina)
    await approved(house, rina, budi, number)
    progress = await until_sees(rina, "sedang dikirim")
    await halfway(house, number)
    return number, progress


async def kept_up(clock: MovableClock, shown: Shown, words: str) -> None:
    """The message says so, once it is due again. The clock goes slower than the bot insists on a lost edit."""
    for _ in range(watching.INSISTS // watching.EVERY):
        clock.move_by(watching.EVERY)
        for _ in range(50):
            if words in shown.text:
                return
            await asyncio.sleep(0.02)
    raise AssertionError(f"waited in vain for {words!r} in {shown.text!r}")


async def test_cancelled_midway_what_was_sent_stays_sent_and_the_rest_gets_nothing(
    house: House, sim: Simulator, clock: MovableClock, rina: Person, budi: Person, warga: list[Person]
) -> None:
    number, progress = await begun(house, rina, budi)
    await rina.press("Batalkan", progress)
    clock.move_by(watching.EVERY)
    await asyncio.sleep(1.2)
    assert "tidak akan menerimanya" in progress.text, "the question stands until it is answered"
    await rina.press("Jangan dibatalkan", progress)
    assert "sedang dikirim" in progress.text and (await reread(house, number)).state == State.SENDING
    await rina.press("Batalkan", progress)
    await rina.press("Ya, batalkan", progress)
    assert (await reread(house, number)).state == State.CANCELLED and "tidak jadi menerima: " in (rina.toast or "")

    async def settled() -> bool:
        return not (await tallied(house, number)).left

    await until(settled, "what was under way to be written down")
    everybody = [rina, budi, *warga]
    tally = await tallied(house, number)
    assert 10 <= tally.sent < len(everybody)
    assert (tally.sent + tally.skipped, tally.total) == (len(everybody), len(everybody))
    assert tally.reasons == (("skipped", "cancelled", tally.skipped),)
    assert len(arrived(everybody)) == tally.sent
    await kept_up(clock, progress, "Belum dikirim: 0")
    assert "✖️ Pengumuman nomor" in progress.text and "tetap ada pada penerimanya" in progress.text
    assert f"Dilewati: {tally.skipped}" in progress.text
    assert f"Terkirim: {tally.sent}" in progress.text and "Kecepatan" not in progress.text
    assert not {"✖️ Batalkan", "⏸ Hentikan sementara"} & set(progress.buttons)

    await rina.press("Laporan", progress)
    report = rina.last
    assert "dibatalkan" in report.text and f"Pengumuman dibatalkan: {tally.skipped}" in report.text
    assert "sama dengan jumlah penerima" in report.text
    clock.move_by(timedelta(days=1))
    await asyncio.sleep(1.2)
    assert len(arrived(everybody)) == tally.sent, "cancelled is for good"
    await rina.say("/pengumuman")
    assert any(label.startswith(f"✖️ {number} ·") for label in rina.last.buttons), "people have it, so it stays listed"
    await rina.press("Ralat isinya", report)
    await rina.say("Pelatihan kemasan gratis, Jumat pukul 9")
    await rina.press("Pratinjau")
    assert f"Pesan yang akan diubah: {tally.sent}" in rina.last.text, "and what was sent can still be corrected"


@pytest.mark.parametrize("fault", ["reset_after", "reset_before"])
async def test_the_last_numbers_are_shown_although_telegrams_answers_get_lost(
    house: House,
    sim: Simulator,
    clock: MovableClock,
    rina: Person,
    budi: Person,
    warga: list[Person],
    fault: Lost,
) -> None:
    _, progress = await begun(house, rina, budi)
    await rina.press("Batalkan", progress)
    sim.misbehave(fault, method="editMessageText", chat_id=rina.id, times=2)  # the next numbers, and the last
    await rina.press("Ya, batalkan", progress)
    for _ in range(8):  # no faster than the timetable, which gives up after a minute
        if "Belum dikirim: 0" not in progress.text:
            clock.move_by(watching.EVERY)
            await asyncio.sleep(1.1)
    assert "Belum dikirim: 0" in progress.text
    assert "dibatalkan" in progress.text and "✖️ Ya, batalkan" not in progress.buttons


async def test_paused_midway_by_the_approver_and_resumed_by_the_author_everybody_gets_it_once(
    house: House, sim: Simulator, clock: MovableClock, rina: Person, budi: Person, warga: list[Person]
) -> None:
    number, progress = await begun(house, rina, budi)
    await budi.say("/pengumuman")
    await budi.press(f"{number} ·")
    await budi.press("Pantau")
    theirs = budi.last
    await budi.press("Hentikan sementara", theirs)
    assert "dihentikan sementara" in theirs.text and "▶️ Lanjutkan" in theirs.buttons
    news = await until_sees(rina, f"⏸ Pengumuman nomor {number} dihentikan sementara oleh Budi.")
    assert "Tanyakan alasannya" in news.text and "▶️ Lanjutkan" in news.buttons
    await asyncio.sleep(1.2)
    at_pause = await tallied(house, number)
    assert at_pause.left > 0 and at_pause.sent == len(arrived([rina, budi, *warga]))
    await kept_up(clock, progress, "dihentikan sementara")
    assert f"Belum dikirim: {at_pause.left}" in progress.text and "Perkiraan selesai" not in progress.text

    await rina.press("Lanjutkan", news)
    await rina.press_data(f"ann-resume:{number}")
    assert "sekarang:" in (rina.toast or ""), "twice is said, not done"
    await until_state(house, number, State.FINISHED)
    assert (await tallied(house, number)).sent == OWNERS + 2
    assert len(arrived([rina, budi, *warga])) == OWNERS + 2
    assert all(sum("Asli atau bukan?" in shown.text for shown in one.screen) == 1 for one in warga)
    await kept_up(clock, theirs, "selesai dikirim")


async def test_a_long_wait_asked_for_by_telegram_is_shown_with_its_end_and_the_finish_time_counts_it(
    house: House, sim: Simulator, clock: MovableClock, rina: Person, budi: Person, warga: list[Person]
) -> None:
    sim.misbehave("429", method="sendMessage", chat_id=warga[60].id, times=1, retry_after=3000)
    number = await compose(rina)
    await approved(house, rina, budi, number)
    progress = await until_sees(rina, "sedang dikirim")
    await kept_up(clock, progress, "Telegram meminta jeda sampai 10.5")
    assert "WITA; sesudah itu lanjut sendiri" in progress.text and "Kecepatan" not in progress.text
    finish = progress.text.partition("Perkiraan selesai: ")[2]
    assert finish.startswith("10.5"), "not before the pause is over"
    left = (await tallied(house, number)).left
    assert left > 0
    await rina.say("berapa jumlah umkm?")
    assert "93" in rina.last.text, "answers to people do not wait"


async def test_a_wait_that_ends_in_a_quiet_time_goes_on_after_that(
    house: House, sim: Simulator, clock: MovableClock, rina: Person, budi: Person, warga: list[Person]
) -> None:
    sim.misbehave("429", method="sendMessage", chat_id=warga[60].id, times=1, retry_after=3 * 3600)  # into the prayer
    number = await compose(rina)
    await approved(house, rina, budi, number)
    progress = await until_sees(rina, "sedang dikirim")
    await kept_up(clock, progress, "🌙 Jam tenang, dilanjutkan 13.30 WITA")
    assert progress.text.partition("Perkiraan selesai: ")[2].startswith("13.30 WITA")
    assert number_of(progress) == number and not sees(rina, "Telegram meminta jeda sampai 13")


async def test_an_author_is_told_when_a_colleague_calls_it_off(
    house: House, sim: Simulator, rina: Person, budi: Person
) -> None:
    for canceller in (budi, rina):
        number = await compose(rina)
        await rina.press("Waktu kirim")
        await rina.press("Besok 09.00")
        await approved(house, rina, budi, number)
        await canceller.press_data(f"ann-stop:{number}")
        await canceller.press("Ya, batalkan")
        assert (await reread(house, number)).state == State.CANCELLED
        told = [one.text for one in rina.screen if f"Pengumuman nomor {number} dibatalkan oleh" in one.text]
        assert ["oleh Budi" in one for one in told] == ([True] if canceller is budi else [])
