"""Commands, descriptions, menu button."""

from __future__ import annotations

import pytest

from bot.simulator import Person, Simulator
from bot.simulator.methods.profile import commands_for
from tests.simulator.conftest import Wire

START = {"command": "start", "description": "Mulai"}


async def test_commands_are_kept_by_scope_and_language(sim: Simulator, wire: Wire, ani: Person) -> None:
    official = [START, {"command": "laporan", "description": "Laporan"}]
    scope = {"type": "chat", "chat_id": ani.id}
    await wire.result("setMyCommands", commands=[START])
    await wire.result("setMyCommands", commands=official, scope=scope)
    assert await wire.result("getMyCommands") == [START]
    assert await wire.result("getMyCommands", scope=scope) == official
    assert commands_for(sim.world.profile, ani.id, ani.id, "id") == official
    await wire.result("deleteMyCommands", scope=scope)
    assert commands_for(sim.world.profile, ani.id, ani.id, "id") == [START]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"command": "Mulai", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "buka-usaha", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "/", "description": "a"}, "command must be non-empty"),
        ({"command": "a" * 33, "description": "a"}, "command length must not exceed 32"),
        ({"command": "a", "description": " "}, "command description must be non-empty"),
        ({"command": "a", "description": "a" * 257}, "command description length must not exceed 256"),
    ],
)
async def test_command_names_and_descriptions_have_rules(wire: Wire, command: dict, reason: str) -> None:
    assert await wire.refused("setMyCommands", commands=[command]) == (400, f"Bad Request: {reason}")


async def test_there_are_at_most_100_commands(wire: Wire) -> None:
    many = [{"command": f"a{n}", "description": "a"} for n in range(101)]
    assert await wire.refused("setMyCommands", commands=many) == (400, "Bad Request: BOT_COMMANDS_TOO_MUCH")


async def test_a_scope_must_be_whole(wire: Wire) -> None:
    for scope, reason in (
        ({"type": "chat"}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        ({"type": "semua"}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"type": "chat", "chat_id": 5}, "chat not found"),
    ):
        refused = await wire.refused("setMyCommands", commands=[START], scope=scope)
        assert refused == (400, f"Bad Request: {reason}")


async def test_languages_have_two_letters(wire: Wire) -> None:
    refused = await wire.refused("setMyCommands", commands=[START], language_code="ind")
    assert refused == (400, "Bad Request: invalid language code specified")
    assert await wire.refused("setMyName", name="a", language_code="ind") == refused


async def test_a_bot_without_another_name_has_its_own(sim: Simulator, wire: Wire) -> None:
    assert await wire.result("getMyName") == {"name": sim.world.bot["first_name"]}


async def test_descriptions_have_limits(wire: Wire) -> None:
    assert await wire.result("setMyDescription", description="a" * 512) is True
    assert await wire.result("setMyShortDescription", short_description="a" * 120) is True
    assert (await wire.refused("setMyDescription", description="a" * 513))[0] == 400
    assert (await wire.refused("setMyShortDescription", short_description="a" * 121))[0] == 400
    assert await wire.result("getMyShortDescription") == {"short_description": "a" * 120}


async def test_the_menu_button_is_one_of_three(wire: Wire) -> None:
    assert await wire.result("setChatMenuButton", menu_button={"type": "commands"}) is True
    assert (await wire.refused("setChatMenuButton", menu_button={"type": "burger"}))[0] == 400
