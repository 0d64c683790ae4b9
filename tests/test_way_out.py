"""The whole way out - sender, limiter, HTTP - against the simulator, which says no in Telegram's own words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from telegram.ext import ExtBot

from bot.outcomes import Later, Never, Outcome, Sent, Unknown
from bot.simulator import Simulator
from bot.simulator.samples import picture
from handlers.limiter import Lane, TwoLaneLimiter
from handlers.request import AiohttpRequest, Patience
from handlers.sender import Sender, attempt

QUICK = Patience(write=1, read=0.3, connect=1, pool=1)


@dataclass
class Way:
    """A simulator and what stands in front of it."""

    sim: Simulator
    bot: ExtBot[None]
    limiter: TwoLaneLimiter
    sender: Sender
    blocked: list[int] = field(default_factory=list)

    async def bulk(self, chat_id: int, text: str = "Pengumuman") -> Outcome:
        return await attempt(lambda: self.bot.send_message(chat_id, text, rate_limit_args=Lane.BULK))


@pytest.fixture
async def way() -> AsyncIterator[Way]:
    async with Simulator() as sim:
        request, limiter, blocked = AiohttpRequest(plain=QUICK, media=QUICK), TwoLaneLimiter(), list[int]()
        bot: ExtBot[None] = ExtBot(
            sim.token,
            base_url=f"{sim.base_url}/bot",
            request=request,
            get_updates_request=request,
            rate_limiter=limiter,
        )

        async def note(person_id: int) -> None:
            blocked.append(person_id)

        yield Way(sim, bot, limiter, Sender(bot, note), blocked)
        await request.shutdown()
        assert sim.complaints == []


@pytest.mark.parametrize(
    ("fault", "fate", "delivered"),
    [
        ("500", Later(10, "server"), 0),
        ("502_page", Later(10, "server"), 0),
        ("reset_before", Unknown("lost"), 0),
        ("reset_after", Unknown("lost"), 1),
        ("timeout_before", Unknown("lost"), 0),
        ("timeout_after", Unknown("lost"), 1),
        ("429", Later(5, "flood"), 0),
    ],
)
async def test_an_announcement_meets_each_trouble_and_nothing_is_claimed_that_is_not_known(
    way: Way, fault: str, fate: Outcome, delivered: int
):
    ani = way.sim.person("Ani", started=True)
    way.sim.misbehave(fault, method="sendMessage", times=1, retry_after=5, seconds=2)  # type: ignore[arg-type]
    assert await way.bulk(ani.id) == fate
    assert len(way.sim.delivered(ani.id)) == delivered


async def test_whom_an_announcement_cannot_reach_is_told_apart(way: Way):
    gone, left = way.sim.person("Budi", started=True), way.sim.person("Cici", started=True)
    stranger = way.sim.person("Dodi")
    gone.block()
    left.deactivate()
    fates = [await way.bulk(who) for who in (gone.id, left.id, stranger.id, 5)]
    assert [(fate.reason, fate.blocked) for fate in fates if isinstance(fate, Never)] == [
        ("blocked", True),
        ("deactivated", True),
        ("never_started", True),
        ("chat_not_found", False),
    ]


async def test_a_group_that_moved_says_where_to(way: Way):
    group = way.sim.group("UMKM")
    bigger = group.upgrade()
    assert await way.bulk(group.id) == Later(0, "migrated", bigger.id)


async def test_a_broadcast_at_full_rate_is_never_refused_while_people_ask_beside_it(way: Way):
    crowd, asking = way.sim.crowd(60), way.sim.person("Ani", started=True)

    async def ask() -> None:
        for _ in range(6):
            await asyncio.sleep(0.25)
            assert await way.sender.reply(asking.id, "jawaban") is not None

    *fates, _ = await asyncio.gather(*(way.bulk(who) for who in crowd), ask())
    assert all(isinstance(fate, Sent) for fate in fates)
    assert len(way.sim.delivered(asking.id)) == 6 and way.sim.limits.refused == 0


async def test_a_flood_of_replies_arrives_whole_in_spite_of_429s(way: Way):
    way.sim.limits.overall = 30
    crowd = way.sim.crowd(45)
    messages = await asyncio.gather(*(way.sender.reply(who, "jawaban") for who in crowd))
    assert None not in messages and way.sim.limits.refused > 0
    assert all(len(way.sim.delivered(who)) == 1 for who in crowd)


async def test_a_long_answer_with_formatting_arrives_whole(way: Way):
    ani = way.sim.person("Ani", started=True)
    await way.sender.reply(ani.id, "\n\n".join(f"<b>{n}. {'kata ' * 180}</b> &amp; <i>lagi</i>" for n in range(10)))
    parts = way.sim.delivered(ani.id)
    assert len(parts) == 3 and sum(part.text.count("& lagi") for part in parts) == 10


async def test_a_person_who_blocked_the_bot_is_reported_when_answered(way: Way):
    ani = way.sim.person("Ani", started=True)
    ani.block()
    assert await way.sender.reply(ani.id, "halo") is None
    assert way.blocked == [ani.id]


async def test_a_message_is_changed_left_as_it_is_or_said_anew(way: Way):
    ani = way.sim.person("Ani", started=True)
    message = await way.sender.reply(ani.id, "satu")
    assert message is not None
    for text in ("dua", "dua"):
        await way.sender.edit_message(ani.id, message.message_id, text)
    assert [shown.text for shown in way.sim.delivered(ani.id)] == ["dua"]
    assert await way.sender.delete(ani.id, message.message_id)
    await way.sender.edit_message(ani.id, message.message_id, "tiga")
    assert way.sim.delivered(ani.id)[-1].text == "tiga"


async def test_a_chart_is_uploaded_once_for_everybody(way: Way):
    crowd = way.sim.crowd(3)
    for who in crowd:
        await way.sender.photo(who, picture(), "<b>Grafik</b>", key="chart")
    assert all(way.sim.delivered(who)[0].photo == picture() for who in crowd)
    by_id = [call.params.get("photo") for call in way.sim.calls]
    assert by_id[0] is None and all(by_id[1:]), "the first goes up as a file, the others by its id"
