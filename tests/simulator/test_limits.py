"""429: how fast a bot may send. The clock of the limits is replaced, so nothing here waits."""

from __future__ import annotations

import pytest

from bot.simulator import ApiError, Limits, Person, Simulator
from bot.simulator import limits as module
from bot.simulator.records import Chat
from tests.simulator.conftest import Wire


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    fake = Time()
    monkeypatch.setattr(module, "time", fake)
    return fake


def taken(limits: Limits, chat: Chat, attempts: int) -> int:
    """How many of so many messages at once go through."""
    count = 0
    for _ in range(attempts):
        try:
            limits.take(chat)
        except ApiError:
            return count
        count += 1
    return count


def test_thirty_messages_a_second_to_different_chats_go_through(time: Time) -> None:
    limits = Limits()
    for number in range(30):
        limits.take(Chat(number))
    with pytest.raises(ApiError) as refused:
        limits.take(Chat(99))
    assert refused.value.as_json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


def test_who_does_not_wait_stays_refused_and_who_waits_goes_on(time: Time) -> None:
    limits = Limits(penalty=3)
    for number in range(30):
        limits.take(Chat(number))
    for later, through in ((0.0, 0), (2.5, 0), (3.1, 1)):
        time.now = 1000 + later
        assert taken(limits, Chat(500 + int(later)), 1) == through
    assert limits.refused == 2


def test_a_short_burst_to_one_chat_is_tolerated_and_a_long_one_is_not(time: Time) -> None:
    limits, chat = Limits(overall=1000), Chat(1)
    assert taken(limits, chat, 50) == 20
    time.now += 10
    assert taken(limits, chat, 50) == 10


def test_one_message_a_second_can_be_kept_up_for_ever(time: Time) -> None:
    limits, chat = Limits(mode="strict"), Chat(1)
    for _ in range(100):
        limits.take(chat)
        time.now += 1


def test_strict_knows_no_burst(time: Time) -> None:
    assert taken(Limits(mode="strict"), Chat(1), 5) == 1


def test_a_group_takes_twenty_a_minute(time: Time) -> None:
    limits, group = Limits(overall=1000), Chat(-1, "group")
    assert taken(limits, group, 50) == 20
    time.now += 30
    assert taken(limits, group, 50) == 10


def test_off_lifts_everything(time: Time) -> None:
    assert taken(Limits(mode="off"), Chat(1), 5000) == 5000


async def test_429_comes_over_the_wire_with_the_seconds_to_wait(sim: Simulator, wire: Wire, ani: Person) -> None:
    sim.limits.mode = "strict"
    await wire.result("sendMessage", chat_id=ani.id, text="satu")
    answer = await wire("sendMessage", chat_id=ani.id, text="dua")
    assert (answer["status"], answer["description"]) == (429, "Too Many Requests: retry after 1")
    assert answer["parameters"] == {"retry_after": 1}
    assert len(sim.delivered(ani.id)) == 1
