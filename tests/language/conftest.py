"""The city's own words, sectors, areas and seasons, read once for all tests of the language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.language.lexicon import Lexicon
from bot.language.slots import Slots

CONTENT = Path(__file__).parents[2] / "db" / "content" / "balikpapan"


def content(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((CONTENT / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return loaded


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.from_content(content("language"))


@pytest.fixture(scope="session")
def slots(lexicon: Lexicon) -> Slots:
    return Slots(lexicon, content("sectors"), content("areas"), content("seasons"))
