"""Nothing confirmed is lost, nothing is done twice: updates through the front door, with all that can go wrong."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, text
from telegram.ext import ExtBot

from bot.clock import MovableClock
from bot.simulator import Simulator
from db import intake, schema
from db.engine import Database
from db.intake import Incoming
from handlers.gate import Flood, Pace
from handlers.house import House
from handlers.intake.desk import Desk
from handlers.intake.order import SIDE_BY_SIDE
from handlers.intake.poll import Stopped, poll
from handlers.intake.webhook import SECRET_HEADER
from handlers.request import AiohttpRequest
from tests.house import Process, free_port, open_house, until

QUESTION = "berapa jumlah umkm di balikpapan?"


async def states(url: str) -> dict[str, int]:
    db = Database(url)
    async with db.read() as session:
        found = await intake.counts(session)
    await db.close()
    return found


def answered(sim: Simulator, people: list) -> list[int]:
    """How many answers each of `people` got."""
    return [len([m for m in sim.delivered(person.id) if "93 ribu" in m.text]) for person in people]


async def test_a_question_is_answered_and_its_words_are_forgotten(house: House, sim: Simulator) -> None:
    [answer] = await sim.person("Ani").say(QUESTION)
    assert "93 ribu" in answer.text and "10 November 2025" in answer.text and "Sumber" in answer.text
    async with house.db.read() as session:
        rows = (await session.execute(select(Incoming.state, Incoming.raw))).all()
    assert rows == [("handled", "")]


async def test_each_chat_is_answered_in_the_order_it_asked(house: House, sim: Simulator) -> None:
    people = [sim.person(f"P{n}") for n in range(20)]
    for question in ("/help", QUESTION, "/bahasa"):
        for person in people:
            person.queue(question)
    await until(lambda: all(len(sim.delivered(person.id)) == 3 for person in people))
    for person in people:
        first, second, third = (message.text for message in sim.delivered(person.id))
        assert "Yang bisa saya bantu" in first
        assert "93 ribu" in second
        assert "bahasa" in third


async def test_kill_9_with_updates_in_hand_loses_none_and_repeats_only_replies_under_way(
    sim: Simulator, database_url: str
) -> None:
    sim.latency = 0.05
    people = [sim.person(f"P{n}", started=True) for n in range(100)]
    async with Process(sim, database_url) as bot:
        await until(lambda: sim.desk.counts["getUpdates"] > 0)
        for person in people:
            person.queue(QUESTION)
        await until(lambda: sum(answered(sim, people)) >= 10)
        bot.kill()
        await bot.ended()
    before = sum(answered(sim, people))
    assert before < 100, "the process was to be killed in the middle"
    async with Process(sim, database_url):
        await until(lambda: min(answered(sim, people)) >= 1)
        await asyncio.sleep(0.5)
    counts = answered(sim, people)
    assert min(counts) == 1
    # Telegram has no idempotency key, so a reply that was under way at that instant comes again; an effect never does.
    assert max(counts) <= 2 and sum(counts) - 100 <= SIDE_BY_SIDE
    assert await states(database_url) == {"handled": 100}


async def test_sigterm_finishes_what_is_in_hand(sim: Simulator, database_url: str) -> None:
    sim.latency = 0.02
    people = [sim.person(f"P{n}", started=True) for n in range(60)]
    async with Process(sim, database_url) as bot:
        await until(lambda: sim.desk.counts["getUpdates"] > 0)
        for person in people:
            person.queue(QUESTION)
        await until(lambda: sum(answered(sim, people)) >= 5)
        bot.terminate()
        assert await bot.ended(12) == 0
    seen = await states(database_url)
    assert set(seen) == {"handled"}, "nothing is left half done"
    assert sum(answered(sim, people)) == seen["handled"]


@pytest.mark.parametrize(
    "poison",
    [
        {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": 5, "type": "private"}}},
        {"message": "not an object"},
        {"callback_query": {"id": "1"}},
    ],
)
async def test_poison_is_parked_and_not_in_the_way(house: House, sim: Simulator, poison: dict) -> None:
    sim.inject(poison)
    [answer] = await sim.person("Ani").say(QUESTION)
    assert "93 ribu" in answer.text
    async with house.db.read() as session:
        counts = await intake.counts(session)
    assert counts == {"handled": 1, "parked": 1}


async def test_a_kind_of_update_that_does_not_exist_yet_harms_nobody(house: House, sim: Simulator) -> None:
    sim.inject({"telepathy": {"thought": "?"}})
    [answer] = await sim.person("Ani").say(QUESTION)
    assert "93 ribu" in answer.text


async def test_an_update_that_ends_the_process_again_and_again_is_parked(
    sim: Simulator, clock: MovableClock, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    db = Database(url)
    await schema.upgrade(db)
    row = {"update_id": 1, "raw": '{"update_id": 1}', "received_at": clock.now(), "lease_until": clock.now()}
    async with db.write() as session:
        await intake.keep(session, [row])
        await session.execute(text("UPDATE incoming SET attempts = 3"))
    await db.close()
    async with open_house(sim, url, clock):
        await asyncio.sleep(0.2)
    assert await states(url) == {"parked": 1}


async def left_by_a_crash(url: str, sim: Simulator, clock: MovableClock, updates: int, attempts: int = 0) -> None:
    """A database in which so many questions are kept and none is handled."""
    db = Database(url)
    await schema.upgrade(db)
    rows = []
    for n in range(updates):
        person = sim.person(f"P{n}", started=True)
        sender = {"id": person.id, "is_bot": False, "first_name": f"P{n}"}
        chat = {"id": person.id, "type": "private"}
        message = {"message_id": 1, "date": 1_765_418_400, "chat": chat, "from": sender, "text": "/bahasa"}
        raw = orjson.dumps({"update_id": n, "message": message}).decode()
        rows.append({"update_id": n, "raw": raw, "received_at": clock.now(), "lease_until": clock.now()})
    async with db.write() as session:
        for start in range(0, updates, 100):
            await intake.keep(session, rows[start : start + 100])
        await session.execute(text("UPDATE incoming SET attempts = :n"), {"n": attempts})
    await db.close()


async def test_however_much_a_crash_left_all_of_it_is_taken_up(
    sim: Simulator, clock: MovableClock, tmp_path: Path
) -> None:
    sim.limits.mode = "off"
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await left_by_a_crash(url, sim, clock, 700)
    async with open_house(sim, url, clock):
        await until(lambda: sim.desk.counts["sendMessage"] == 700, 60)
    assert await states(url) == {"handled": 700}


async def test_what_only_waited_through_many_crashes_is_still_handled(
    sim: Simulator, clock: MovableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await left_by_a_crash(url, sim, clock, 20)
    db = Database(url)
    for _ in range(5):
        async with db.write() as session:
            assert len(await intake.take_up(session, clock.now(), clock.now(), everyones=True)) == 20
    await db.close()
    async with open_house(sim, url, clock):
        await until(lambda: sim.desk.counts["sendMessage"] == 20)
    assert await states(url) == {"handled": 20}


async def test_what_was_in_hand_in_two_crashes_is_handled_alone(
    sim: Simulator, clock: MovableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    handle = Desk._process

    async def watched(self: Desk, raw: dict) -> None:
        together.append(self.in_hand)
        await handle(self, raw)

    monkeypatch.setattr(Desk, "_process", watched)
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await left_by_a_crash(url, sim, clock, 5, attempts=1)
    async with open_house(sim, url, clock):
        await until(lambda: sim.desk.counts["sendMessage"] == 5)
    assert together == [1] * 5


async def test_in_groups_the_bot_keeps_silent(house: House, sim: Simulator) -> None:
    group = {"id": -100123, "type": "supergroup", "title": "Pasar"}
    sender = {"id": sim.person("Ani").id, "is_bot": False, "first_name": "Ani"}
    for words in ("/datasaya", "/usaha", "/start", QUESTION):
        command = {"type": "bot_command", "offset": 0, "length": len(words)}
        entities = [command] if words.startswith("/") else []
        message = {"message_id": 1, "date": 1_765_418_400, "chat": group, "from": sender}
        sim.inject({"message": {**message, "text": words, "entities": entities}})
    await sim.person("Budi").say(QUESTION)
    await until(lambda: house.busy() == 0)
    assert sim.desk.counts["sendMessage"] == 1


async def test_a_token_that_was_revoked_ends_the_process_with_one_sentence(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.poll.REFUSED_WAIT_SECONDS", 0)
    bot = ExtBot("987654:" + "W" * 35, base_url=f"{sim.base_url}/bot", request=AiohttpRequest())
    with pytest.raises(Stopped, match="BOT_TOKEN"):
        await poll(bot, desk=None)  # type: ignore[arg-type]
    await bot.shutdown()


def away(*_: object) -> object:
    """A database that cannot be reached, in place of one of its ways in."""
    raise ConnectionRefusedError("the database is away")


async def test_while_the_database_is_away_nothing_is_confirmed_and_it_goes_on_by_itself(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    with monkeypatch.context() as patched:
        patched.setattr(Database, "write", away)
        patched.setattr(Database, "write_at_once", away)
        ani.queue(QUESTION)
        await asyncio.sleep(1.2)
        assert len(sim.delivered(ani.id)) == 1
    await ani.hears(1, timeout=10)
    assert "93 ribu" in ani.last.text


async def test_while_reading_fails_an_update_waits_and_is_handled_once(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    with monkeypatch.context() as patched:
        patched.setattr(Database, "read", away)
        patched.setattr(Database, "read_at_once", away)
        ani.queue(QUESTION)
        await asyncio.sleep(0.6)
    await ani.hears(1, timeout=10)
    assert answered(sim, [ani]) == [1]


@pytest.mark.parametrize("trouble", ["500", "502_page", "429"])
async def test_a_reply_survives_trouble_at_telegram(house: House, sim: Simulator, trouble: str) -> None:
    sim.misbehave(trouble, method="sendMessage", times=1, retry_after=1)
    ani = sim.person("Ani")
    ani.queue(QUESTION)
    await ani.hears(1, timeout=15)
    assert answered(sim, [ani]) == [1]


async def test_a_reply_whose_fate_is_unknown_is_not_sent_again(house: House, sim: Simulator) -> None:
    sim.misbehave("reset_after", method="sendMessage", times=1)
    ani = sim.person("Ani")
    await ani.say(QUESTION)
    await ani.hears_nothing(1)
    assert answered(sim, [ani]) == [1]


@pytest.mark.parametrize("trouble", ["500", "502_page", "reset_before", "reset_after"])
async def test_fetching_goes_on_after_trouble(house: House, sim: Simulator, trouble: str) -> None:
    sim.misbehave(trouble, method="getUpdates", times=2)
    ani = sim.person("Ani")
    ani.queue(QUESTION)
    await ani.hears(1, timeout=15)
    assert answered(sim, [ani]) == [1]


async def test_a_second_poller_ends_the_process_with_one_sentence(sim: Simulator, tmp_path: Path) -> None:
    first, second = (f"sqlite+aiosqlite:///{tmp_path / name}" for name in ("1.db", "2.db"))
    async with Process(sim, first) as one:
        await until(lambda: sim.desk.counts["getUpdates"] > 0)
        async with Process(sim, second) as two:
            done, _ = await asyncio.wait(
                {asyncio.create_task(one.ended()), asyncio.create_task(two.ended())},
                return_when=asyncio.FIRST_COMPLETED, timeout=30,
            )  # fmt: skip
            assert {task.result() for task in done} == {1}
            said = (one.output + two.output).decode()
            assert "409 Conflict" in said and "Traceback" not in said


async def test_a_wrong_token_ends_the_process_with_one_sentence(sim: Simulator, tmp_path: Path) -> None:
    wrong = "987654:WRONGTOKENWRONGTOKENWRONGTOKENWRONG"
    async with Process(sim, f"sqlite+aiosqlite:///{tmp_path / '1.db'}", BOT_TOKEN=wrong) as bot:
        assert await bot.ended() == 1
    said = bot.output.decode()
    assert "BOT_TOKEN" in said and "Traceback" not in said and wrong not in said


async def test_without_a_token_one_sentence_says_what_to_do(sim: Simulator, tmp_path: Path) -> None:
    async with Process(sim, f"sqlite+aiosqlite:///{tmp_path / '1.db'}", BOT_TOKEN="") as bot:
        assert await bot.ended() == 1
    said = bot.output.decode().strip()
    assert "@BotFather" in said and "make demo" in said and "\n" not in said


async def test_no_log_at_any_level_shows_the_token(sim: Simulator, tmp_path: Path) -> None:
    async with Process(sim, f"sqlite+aiosqlite:///{tmp_path / '1.db'}", LOG_LEVEL="DEBUG") as bot:
        await until(lambda: sim.desk.counts["getUpdates"] > 0)
        for kind in ("500", "reset_after", "timeout_before"):
            sim.misbehave(kind, method="sendMessage", times=1, seconds=0.1)
        sim.inject({"message": "poison"})
        await sim.person("Ani").say(QUESTION, timeout=8)
        bot.terminate()
        await bot.ended(12)
    assert bot.output
    assert sim.token.encode() not in bot.output
    assert sim.token.split(":")[1].encode() not in bot.output


async def test_by_webhook_updates_are_kept_before_they_are_confirmed_and_answered(
    sim: Simulator, clock: MovableClock, database_url: str
) -> None:
    port = free_port()
    more = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "listen": f"127.0.0.1:{port}"}
    async with open_house(sim, database_url, clock, **more):
        people = [sim.person(f"P{n}", started=True) for n in range(30)]
        for person in people:
            person.queue(QUESTION)
        await until(lambda: answered(sim, people) == [1] * 30)
    assert await states(database_url) == {"handled": 30}


async def test_a_webhook_call_without_the_secret_is_refused(
    sim: Simulator, clock: MovableClock, tmp_path: Path
) -> None:
    import aiohttp

    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    database = f"sqlite+aiosqlite:///{tmp_path / '1.db'}"
    async with (
        open_house(sim, database, clock, webhook_url=url, listen=f"127.0.0.1:{port}"),
        aiohttp.ClientSession() as client,
    ):
        for headers in ({}, {SECRET_HEADER: "guess"}):
            async with client.post(url, json={"update_id": 1}, headers=headers) as response:
                assert response.status == 403
        for page, expected in (("healthz", "ok"), ("readyz", "ready"), ("metrics", "umkm_updates_received")):
            async with client.get(f"http://127.0.0.1:{port}/{page}") as response:
                assert response.status == 200
                assert expected in await response.text()
    assert await states(database) == {}


async def test_somebody_who_floods_hears_one_polite_word_and_is_still_answered(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    sim.limits.mode = "off"
    monkeypatch.setattr("handlers.limiter.CHAT_BURST", 100)
    ani = sim.person("Ani")
    for _ in range(40):
        ani.queue("/bahasa")
    await until(lambda: len(sim.delivered(ani.id)) == 41)
    assert len([m for m in sim.delivered(ani.id) if "cepat sekali" in m.text]) == 1


async def test_a_machine_that_floods_is_not_answered_for_ever(clock: MovableClock) -> None:
    flood = Flood(fast=3, mad=5)
    paces = [flood.judge(1, clock.now()) for _ in range(7)]
    assert paces == [Pace.FINE] * 3 + [Pace.WARN, Pace.FINE, Pace.DROP, Pace.DROP]
    assert flood.judge(2, clock.now()) is Pace.FINE, "others are not held back"
    assert flood.judge(1, clock.now() + timedelta(minutes=2)) is Pace.FINE


async def test_blocking_and_coming_back_are_noticed(house: House, sim: Simulator) -> None:
    from db.people import Person

    ani = sim.person("Ani")
    await ani.say("/help")

    async def unreachable() -> object:
        async with house.db.read() as session:
            return (await session.get_one(Person, ani.id)).unreachable_since

    ani.block()
    await asyncio.sleep(0.3)
    assert await unreachable() is not None
    ani.unblock()
    await ani.start()
    assert await unreachable() is None


async def test_old_handled_updates_are_forgotten(house: House, sim: Simulator, clock: MovableClock) -> None:
    from handlers.timetable import housekeeping

    await sim.person("Ani").say(QUESTION)
    clock.move_by(timedelta(days=3))
    await housekeeping(house)
    async with house.db.read() as session:
        assert await intake.counts(session) == {}


async def test_short_messages_in_a_row_are_taken_together(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    ani.queue("soal itu tadi")
    await asyncio.sleep(0.3)
    ani.queue("jumlah umkm bpp")
    await ani.hears(1)
    await ani.hears_nothing(0.5)
    assert "93 ribu" in ani.last.text


async def test_an_unclear_word_alone_is_still_answered(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    [answer] = await ani.say("soal itu tadi", timeout=8)
    assert "belum yakin" in answer.text and "Tanya petugas" in answer.buttons[-1]


async def test_voice_stickers_and_pictures_get_a_friendly_sentence(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    for send in (ani.send_voice, ani.send_sticker, ani.send_photo):
        [answer] = await send()
        assert answer.text


async def test_the_chart_is_uploaded_once(house: House, sim: Simulator) -> None:
    first, second = sim.person("Ani"), sim.person("Budi")
    [one] = await first.say("/statistik", timeout=15)
    [two] = await second.say("/statistik")
    assert one.photo and two.photo and "93 ribu" in one.text
    uploads = [call for call in sim.calls if call.method == "sendPhoto" and "photo" not in call.params]
    assert len(uploads) == 1


async def test_a_talk_that_cannot_be_kept_is_in_nobodys_way(house: House, sim: Simulator) -> None:
    house.talks["not a person's number"] = {"topic": "stat.total"}  # type: ignore[index]
    [answer] = await sim.person("Ani").say(QUESTION)
    assert "93 ribu" in answer.text
    await until(lambda: house.busy() == 0)
    async with house.db.read() as session:
        assert await intake.counts(session) == {"handled": 1}
    assert house.talks == {}


async def test_what_is_answered_is_not_answered_again_when_the_database_goes_away_before_the_mark(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.desk.AWAY_SECONDS", (0.1,))
    failing, mark = [2], Desk._write_marks

    async def away(self: Desk, *arguments: object) -> None:
        if failing[0]:
            failing[0] -= 1
            raise ConnectionRefusedError("the database is away")
        await mark(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "_write_marks", away)
    ani = sim.person("Ani")
    await ani.say(QUESTION)
    await until(lambda: house.busy() == 0)
    assert answered(sim, [ani]) == [1]
    async with house.db.read() as session:
        assert await intake.counts(session) == {"handled": 1}


async def test_while_the_database_is_away_the_bot_is_not_ready(
    sim: Simulator, clock: MovableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import aiohttp

    port = free_port()
    page = f"http://127.0.0.1:{port}/readyz"
    url = f"sqlite+aiosqlite:///{tmp_path / '1.db'}"
    async with open_house(sim, url, clock, listen=f"127.0.0.1:{port}"), aiohttp.ClientSession() as client:
        async with client.get(page) as response:
            assert (response.status, await response.text()) == (200, "ready")

        def away(self: Database) -> object:
            raise ConnectionRefusedError("the database is away")

        with monkeypatch.context() as patch:
            patch.setattr(Database, "read", away)
            async with client.get(page) as response:
                assert response.status == 503


async def test_a_command_that_does_not_exist_shows_what_there_is(house: House, sim: Simulator) -> None:
    [answer] = await sim.person("Ani").say("/bayar")
    assert "Yang bisa saya bantu" in answer.text and answer.buttons


@pytest.mark.parametrize("data", ["ask", "menu", "lang"])
async def test_a_button_that_lacks_its_argument_does_nothing(house: House, sim: Simulator, data: str) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    sender = {"id": ani.id, "is_bot": False, "first_name": "Ani"}
    sim.inject({"callback_query": {"id": "1", "from": sender, "chat_instance": "1", "data": data}})
    await ani.hears_nothing(0.3)


async def test_what_telegram_notes_in_a_chat_is_no_question(house: House, sim: Simulator) -> None:
    ani = sim.person("Ani")
    await ani.say("/help")
    chat, sender = {"id": ani.id, "type": "private"}, {"id": ani.id, "is_bot": False, "first_name": "Ani"}
    note = {"message_id": 900, "date": 1_765_418_400, "chat": chat, "from": sender}
    sim.inject({"message": {**note, "pinned_message": {**note, "message_id": 1}}})
    await ani.hears_nothing(0.3)
