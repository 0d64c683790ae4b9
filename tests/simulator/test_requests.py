"""How calls may come in, and how failures go out."""

from __future__ import annotations

import aiohttp
import orjson
import pytest

from bot.simulator import Person, Simulator
from tests.simulator.conftest import Wire


def address(sim: Simulator, method: str) -> str:
    return f"{sim.base_url}/bot{sim.token}/{method}"


async def test_a_wrong_token_is_unauthorized(sim: Simulator, wire: Wire) -> None:
    async with wire.session.get(f"{sim.base_url}/bot1:WRONG/getMe") as reply:
        assert reply.status == 401
        assert await reply.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found_and_complained_about(sim: Simulator, wire: Wire) -> None:
    assert await wire.refused("sendMesage", chat_id=1) == (404, "Not Found: method not found")
    assert sim.complaints == ["unknown method sendMesage"]


async def test_an_unknown_parameter_is_refused_by_name_and_complained_about(
    sim: Simulator, wire: Wire, ani: Person
) -> None:
    status, reason = await wire.refused("sendMessage", chat_id=ani.id, text="hai", parsemode="HTML")
    assert (status, reason) == (400, 'Bad Request: unknown parameter "parsemode" of sendMessage')
    assert "parsemode" in sim.complaints[0]


@pytest.mark.parametrize("name", ["message_thread_id", "business_connection_id", "suggested_post_parameters"])
async def test_what_nothing_here_does_justice_to_is_refused(wire: Wire, ani: Person, name: str) -> None:
    status, reason = await wire.refused("sendMessage", chat_id=ani.id, text="hai", **{name: "1"})
    assert (status, name in reason) == (400, True)


async def test_an_unknown_field_inside_an_object_is_refused(sim: Simulator, wire: Wire, ani: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback": "x"}]]}
    status, reason = await wire.refused("sendMessage", chat_id=ani.id, text="hai", reply_markup=keyboard)
    assert status == 400
    assert 'unknown field "callback"' in reason


@pytest.mark.parametrize("method", ["sendmessage", "SENDMESSAGE", "sendMessage"])
async def test_method_names_do_not_mind_upper_and_lower_case(wire: Wire, ani: Person, method: str) -> None:
    assert (await wire.result(method, chat_id=ani.id, text="hai"))["text"] == "hai"


async def test_parameters_may_come_in_query_form_json_and_multipart(sim: Simulator, wire: Wire, ani: Person) -> None:
    url, params = address(sim, "sendMessage"), {"chat_id": str(ani.id), "text": "halo & apa kabar?"}
    form = aiohttp.FormData(params, default_to_multipart=True)
    ways = [{"params": params}, {"data": params}, {"json": params}, {"data": form}]
    for way in ways:
        async with wire.session.post(url, **way) as reply:
            assert (await reply.json())["result"]["text"] == "halo & apa kabar?"
    async with wire.session.get(url, params=params) as reply:
        assert reply.status == 200
    assert len(sim.delivered(ani.id)) == 5


async def test_objects_in_a_form_are_json_texts(sim: Simulator, wire: Wire, ani: Person) -> None:
    keyboard = orjson.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}).decode()
    data = {"chat_id": str(ani.id), "text": "hai", "reply_markup": keyboard, "disable_notification": "true"}
    async with wire.session.post(address(sim, "sendMessage"), data=data) as reply:
        assert (await reply.json())["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "x"
    async with wire.session.post(address(sim, "sendMessage"), data=data | {"reply_markup": "{"}) as reply:
        assert (await reply.json())["description"] == "Bad Request: can't parse reply keyboard markup JSON object"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "hai"}, "chat_id is empty"),
        ({"chat_id": "", "text": "hai"}, "chat_id is empty"),
        ({"chat_id": 1}, "message text is empty"),
        ({"chat_id": "tetangga", "text": "hai"}, "chat not found"),
        ({"chat_id": 1, "text": ["hai"]}, 'field "text" must be of type String'),
    ],
)
async def test_missing_and_mistyped_parameters_are_named(wire: Wire, params: dict, reason: str) -> None:
    assert await wire.refused("sendMessage", **params) == (400, f"Bad Request: {reason}")


async def test_a_text_is_read_before_the_chat_is_looked_for(wire: Wire) -> None:
    status, reason = await wire.refused("sendMessage", chat_id=1, text="<b>", parse_mode="HTML")
    assert (status, "can't parse entities" in reason) == (400, True)


async def test_get_me_tells_the_bots_account(sim: Simulator, wire: Wire) -> None:
    me = await wire.result("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (123456, True, "sahabat_umkm_bot")


async def test_every_call_is_recorded_with_its_outcome(sim: Simulator, wire: Wire, ani: Person) -> None:
    sent = await wire.result("sendMessage", chat_id=ani.id, text="hai")
    await wire("sendMessage", chat_id=1, text="hai")
    first, second = sim.calls
    assert (first.method, first.params["text"], first.ok) == ("sendMessage", "hai", True)
    assert first.message_id == sent["message_id"]
    assert second.outcome == "400 Bad Request: chat not found"
    assert sim.desk.counts["sendMessage"] == 2


@pytest.mark.parametrize(("keep", "kept"), [(False, 0), (2, 2), (True, 3)])
async def test_the_record_of_calls_can_be_limited(keep: bool | int, kept: int) -> None:
    async with Simulator(keep_calls=keep) as sim, aiohttp.ClientSession() as session:
        for _ in range(3):
            await Wire(sim, session).result("getMe")
        assert len(sim.calls) == kept
        assert sim.desk.counts["getMe"] == 3
