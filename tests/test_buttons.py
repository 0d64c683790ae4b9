"""Every button leads somewhere: each prefix that is made has exactly one handler, and every handler is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import app as building
from handlers import errors
from handlers.house import House
from handlers.keyboards import columns, data, keyboard, on_button

ROOT = Path(__file__).parent.parent / "handlers"
TREES = {path: ast.parse(path.read_text("utf8")) for path in sorted(ROOT.rglob("*.py"))}


def constants(tree: ast.AST) -> dict[str, str]:
    """NAME = "text" of a module."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found.update({target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)})
    return found


ALL = {name: text for tree in TREES.values() for name, text in constants(tree).items()}


def arguments(function: str, position: int) -> Iterator[tuple[str, str]]:
    """(file, text) of an argument wherever `function` is called with a text or a named constant there."""
    for path, tree in TREES.items():
        here = {**ALL, **constants(tree)}
        for node in ast.walk(tree):
            called = getattr(node, "func", None)
            if getattr(called, "id", getattr(called, "attr", "")) != function:
                continue
            if len(node.args) <= position:
                continue
            argument = node.args[position]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield path.name, argument.value
            elif isinstance(argument, ast.Name | ast.Attribute):
                name = argument.id if isinstance(argument, ast.Name) else argument.attr
                if name in here:
                    yield path.name, here[name]


MADE = {prefix: file for file, prefix in arguments("button", 1)}


def handled(house: House) -> list[str]:
    """The prefixes the running application answers to."""
    building.build(house)
    return list(house.buttons)


async def test_every_button_has_a_handler(house: House) -> None:
    assert {"home", "menu", "ask"} <= set(MADE), "the search finds buttons"
    assert set(MADE) - set(handled(house)) == set(), "a button that leads nowhere"


async def test_no_prefix_has_two_handlers(house: House) -> None:
    app = building.build(house)
    with pytest.raises(ValueError, match="two handlers"):
        on_button(app, "home", errors.forged_button)


def test_data_that_telegram_would_refuse_is_refused_where_the_button_is_made() -> None:
    assert data("ask", "stat.total", 7) == "ask:stat.total:7"
    with pytest.raises(ValueError, match="64 bytes"):
        data("ask", "é" * 33)


def test_rows_have_the_asked_width_and_empty_ones_are_left_out() -> None:
    from handlers.keyboards import button

    buttons = [button(str(number), "ask", number) for number in range(5)]
    assert [len(row) for row in columns(buttons, 2)] == [2, 2, 1]
    assert len(keyboard([buttons[:1], [], buttons[1:2]]).inline_keyboard) == 2
