"""The control API: the same from another process, and for the page."""

from __future__ import annotations

import asyncio
import base64
import signal
import sys

import orjson
import pytest

from bot.simulator import Person, Simulator
from tests.simulator.conftest import Wire


class Control:
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def post(self, what: str, **given: object) -> dict:
        async with self.wire.session.post(f"{self.wire.sim.base_url}/control/{what}", json=given) as reply:
            return {"status": reply.status, **(await reply.json())}

    async def get(self, what: str) -> object:
        async with self.wire.session.get(f"{self.wire.sim.base_url}/control/{what}") as reply:
            return await reply.json()


@pytest.fixture
def control(wire: Wire) -> Control:
    return Control(wire)


async def test_a_person_is_added_speaks_and_presses(sim: Simulator, wire: Wire, control: Control) -> None:
    id = (await control.post("people", name="Ani", role="Warung"))["id"]
    await control.post("say", person=id, text="/start umkm")
    button = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}
    sent = await wire.result("sendMessage", chat_id=id, text="Betul?", reply_markup=button)
    await control.post("press", person=id, message_id=sent["message_id"], data="ya")
    said, pressed = await wire.result("getUpdates")
    assert said["message"]["entities"][0]["type"] == "bot_command"
    assert pressed["callback_query"]["data"] == "ya"


async def test_people_share_and_send_everything(sim: Simulator, wire: Wire, control: Control, ani: Person) -> None:
    content = base64.b64encode(b"isi").decode()
    acts = [
        ("contact", {"phone": "62811"}),
        ("location", {"latitude": -1.2, "longitude": 116.8}),
        ("file", {"kind": "photo", "caption": "Warung"}),
        ("file", {"kind": "document", "name": "a.txt", "content": content}),
    ]
    for what, given in acts:
        assert (await control.post(what, person=ani.id, **given))["ok"]
    kinds = [
        set(update["message"]) & {"contact", "location", "photo", "document"}
        for update in await wire.result("getUpdates")
    ]
    assert kinds == [{"contact"}, {"location"}, {"photo"}, {"document"}]
    assert ani.screen[-1].document == b"isi"


async def test_messages_are_edited_forwarded_and_answered(wire: Wire, control: Control, ani: Person) -> None:
    ani.queue("salah")
    number = ani.screen[0].message_id
    await control.post("edit", person=ani.id, message_id=number, text="betul")
    await control.post("forward", person=ani.id, from_chat_id=ani.id, message_id=number)
    await control.post("say", person=ani.id, text="ini", reply_to=number)
    assert [shown.text for shown in ani.screen] == ["betul", "betul", "ini"]
    assert ani.screen[-1].reply_to == number


async def test_the_bot_is_blocked_and_let_back(control: Control, ani: Person) -> None:
    await control.post("block", person=ani.id)
    assert ani.user.blocked
    await control.post("unblock", person=ani.id)
    assert not ani.user.blocked


async def test_the_clock_is_moved_to_a_moment_or_by_seconds(sim: Simulator, control: Control) -> None:
    await control.post("clock", now="2027-02-17T08:00:00+08:00")
    before = sim.clock.now()
    assert before.isoformat().startswith("2027-02-17T00:00")
    await control.post("clock", by_seconds=86400)
    assert (sim.clock.now() - before).days == 1
    await control.post("clock", now="2027-03-01T09:30")  # without a zone: the city's own time
    assert sim.clock.now().isoformat().startswith("2027-03-01T01:30")


async def test_faults_latency_and_limits_are_switched(sim: Simulator, wire: Wire, control: Control) -> None:
    await control.post("misbehave", kind="500", method="getMe", times=1)
    await control.post("limits", mode="off", overall=5)
    await control.post("latency", seconds=0.01)
    assert (await wire.refused("getMe"))[0] == 500
    state = await control.get("state")
    assert (state["limits"]["mode"], state["limits"]["overall"], state["latency"]) == ("off", 5, 0.01)
    await control.post("calm")
    assert sim.latency == 0


async def test_slips_are_answered_in_words(control: Control, ani: Person) -> None:
    assert "no such fault" in (await control.post("misbehave", kind="418"))["reason"]
    assert "unknown: tims" in (await control.post("misbehave", kind="500", tims=1))["reason"]
    assert (await control.post("say", person=1, text="a"))["status"] == 400
    assert (await control.post("menari"))["status"] == 404
    assert (await control.post("limits", speed=1))["status"] == 400
    assert "message not found" in (await control.post("press", person=ani.id, message_id=5, data="x"))["reason"]


async def test_other_web_pages_cannot_drive_it(sim: Simulator, wire: Wire, ani: Person) -> None:
    url = f"{sim.base_url}/control/block"
    async with wire.session.post(
        url, data=orjson.dumps({"person": ani.id}), headers={"Content-Type": "text/plain"}
    ) as reply:
        assert reply.status == 415
    async with wire.session.get(f"{sim.base_url}/control/state", headers={"Host": "jahat.example"}) as reply:
        assert reply.status == 400


async def test_events_tell_what_happens_as_it_happens(sim: Simulator, wire: Wire, ani: Person) -> None:
    async with wire.session.get(f"{sim.base_url}/control/events") as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        await stream.content.readuntil(b"\n\n")
        await wire.result("sendMessage", chat_id=ani.id, text="<b>halo</b>", parse_mode="HTML")
        event = orjson.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert (event["kind"], event["message"]["text"], event["message"]["from_bot"]) == ("message", "halo", True)
        call = orjson.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
        assert (call["kind"], call["method"], call["outcome"]) == ("call", "sendMessage", "ok")
    async with asyncio.timeout(5):
        while sim.world.listeners:  # a page that left is forgotten
            await asyncio.sleep(0.01)


async def test_the_page_and_its_parts_are_served(sim: Simulator, wire: Wire) -> None:
    for path, kind in (("/", "text/html"), ("/script/main.js", "javascript"), ("/style/base.css", "text/css")):
        async with wire.session.get(sim.base_url + path) as reply:
            assert (reply.status, kind in reply.headers["Content-Type"]) == (200, True)


async def test_the_page_asks_nothing_of_the_network() -> None:
    from pathlib import Path

    import bot.simulator

    page = Path(bot.simulator.__file__).parent / "page"
    for path in page.rglob("*.*"):
        words = path.read_text().replace("http://www.w3.org/2000/svg", "").replace("`http://${text}`", "")
        assert "https://" not in words, path
        assert "http://" not in words, path


async def test_a_crowd_is_made_and_its_deliveries_read_from_outside(wire: Wire, control: Control) -> None:
    assert await control.post("crowd", count=3, first_id=500) == {
        "status": 200,
        "ok": True,
        "first_id": 500,
        "count": 3,
    }
    sent = await wire.result("sendMessage", chat_id=501, text="hai")
    assert await control.get("deliveries") == {"501": [sent["message_id"]]}


async def test_it_runs_alone_in_a_process_of_its_own(wire: Wire) -> None:
    command = [sys.executable, "-m", "bot.simulator", "--limits", "off", "--no-record"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    address = (await process.stdout.readline()).decode().strip()
    async with wire.session.get(f"{address}/control/state") as reply:
        assert (await reply.json())["limits"]["mode"] == "off"
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_chat_calls_and_complaints_can_be_looked_at(wire: Wire, control: Control, ani: Person) -> None:
    ani.queue("halo")
    await wire("sendMessage", chat_id=ani.id, text="hai", typo=1)
    chat = await control.get(f"chat?chat_id={ani.id}")
    assert [message["text"] for message in chat["messages"]] == ["halo"]
    assert (await control.get("calls?last=1"))[0]["method"] == "sendMessage"
    assert "typo" in (await control.get("complaints"))["complaints"][0]
