"""The city's own words, sectors, areas and seasons, read once for all tests of the language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.language import Lexicon, Slots, Understanding
from bot.language.keeping import Shelf

CONTENT = Path(__file__).parents[2] / "db" / "content" / "balikpapan"
Phrases = dict[str, dict[str, list[str]]]


def content(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((CONTENT / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return loaded


def all_phrases() -> Phrases:
    found: Phrases = {}
    for path in sorted((CONTENT / "phrases").glob("*.yaml")):
        for topic, styles in content(f"phrases/{path.stem}").items():
            for style, texts in styles.items():
                found.setdefault(topic, {}).setdefault(style, []).extend(texts)
    return found


def build(phrases: Phrases, cache: Path | None = None) -> Understanding:
    parents = {topic["id"]: topic.get("parent") for topic in content("topics")["topics"]}
    return Understanding.from_content(
        phrases,
        content("language"),
        content("sectors"),
        content("areas"),
        content("seasons"),
        parents=parents,
        shelf=Shelf(cache) if cache else None,
    )


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.from_content(content("language"))


@pytest.fixture(scope="session")
def slots(lexicon: Lexicon) -> Slots:
    return Slots(lexicon, content("sectors"), content("areas"), content("seasons"))


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return all_phrases()


@pytest.fixture(scope="session")
def understanding(phrases: Phrases) -> Understanding:
    return build(phrases)
