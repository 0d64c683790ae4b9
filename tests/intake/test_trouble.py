"""Poison, an absent database, a Telegram that fails: the next update goes on and nothing is lost."""

from __future__ import annotations

import pytest

from bot.simulator import Simulator
from db import intake
from db.engine import Database
from handlers.house import House
from handlers.intake.desk import Desk
from tests.house import until
from tests.intake.questions import QUESTION, answered


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


def away(*_: object) -> object:
    """A database that cannot be reached, in place of one of its ways in."""
    raise ConnectionRefusedError("the database is away")


async def test_while_the_database_is_away_nothing_is_confirmed_and_it_goes_on_by_itself(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.poll.BACKOFF_SECONDS", (0.1,))
    ani = sim.person("Ani")
    await ani.say("/help")
    with monkeypatch.context() as patched:
        patched.setattr(Database, "write", away)
        patched.setattr(Database, "write_at_once", away)
        fetched = sim.desk.counts["getUpdates"]
        question = ani.queue(QUESTION)
        await until(lambda: sim.desk.counts["getUpdates"] >= fetched + 4)
        assert question in sim.world.mailbox.pending and len(sim.delivered(ani.id)) == 1
    await ani.hears(1, timeout=10)
    assert "93 ribu" in ani.last.text


async def test_while_reading_fails_an_update_waits_and_is_handled_once(
    house: House, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.desk.AWAY_SECONDS", (0.1,))
    ani = sim.person("Ani")
    await ani.say("/help")
    refused = []

    def unread(*_: object) -> object:
        refused.append(1)
        return away()

    with monkeypatch.context() as patched:
        patched.setattr(Database, "read", unread)
        patched.setattr(Database, "read_at_once", unread)
        ani.queue(QUESTION)
        await until(lambda: len(refused) >= 4)
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
async def test_fetching_goes_on_after_trouble(
    house: House, sim: Simulator, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.intake.poll.BACKOFF_SECONDS", (0.1,))
    sim.misbehave(trouble, method="getUpdates", times=2)
    ani = sim.person("Ani")
    ani.queue(QUESTION)
    await ani.hears(1, timeout=15)
    assert answered(sim, [ani]) == [1]


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
