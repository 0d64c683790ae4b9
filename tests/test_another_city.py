"""Another city copies the content's folder and changes facts, not code: so no code and no text may name this one."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

from bot import content
from bot.clock import MovableClock
from bot.settings import CONTENT, Settings, SettingsError
from bot.simulator import Simulator
from db.engine import Database
from handlers import app as building
from tests.house import ROOT, city, open_house, settings_for

NAMED = re.compile(r"balikpapan|dkumkmp|kaltim|kalimantan|\bwita\b", re.IGNORECASE)
DEFAULTS = {"bot/settings.py": {"balikpapan", "WITA"}, "bot/__main__.py": {"balikpapan"}}
"""The first city is what stands there before an operator chooses, and an example."""
WORDS_FOR_CLOCKS = {"bot/announcements/moments.py"}
"""Officials of any city may write the name of any of Indonesia's clocks."""


def spoken(path: Path) -> list[str]:
    """What of a file can reach people: of Python the strings that are no docstrings, of anything else all."""
    if path.suffix != ".py":
        return [line for line in path.read_text("utf8").splitlines() if not line.lstrip().startswith("#")]
    tree = ast.parse(path.read_text("utf8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    ]


def test_no_code_and_no_text_names_the_city() -> None:
    rooms = [ROOT / room for room in ("bot", "handlers", "db") if (ROOT / room).is_dir()]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in {".py", ".ftl", ".html"}]
    named = {
        f"{name}: {found}"
        for path in files
        if (name := path.relative_to(ROOT).as_posix()) not in WORDS_FOR_CLOCKS and "db/content/" not in name
        for line in spoken(path)
        for found in NAMED.findall(line)
        if found not in DEFAULTS.get(name, ())
    }
    assert len(files) > 200 and named == set()


@pytest.fixture
def western(tmp_path: Path) -> content.CityContent:
    """A copy of the city's folder, moved to another clock."""
    folder = shutil.copytree(CONTENT / "balikpapan", tmp_path / "kota", ignore=shutil.ignore_patterns("phrases"))
    shutil.copytree(CONTENT / "balikpapan" / "phrases", folder / "phrases")
    for path in folder.glob("*.yaml"):
        words = path.read_text("utf8").replace("Asia/Makassar", "Asia/Jakarta").replace("WITA", "WIB")
        path.write_text(words, "utf8")
    return content.load_folder(folder)


async def test_the_citys_own_clock_counts_unless_the_settings_contradict_it(
    western: content.CityContent, sim: Simulator, db: Database, clock: MovableClock
) -> None:
    settings = settings_for(sim, "sqlite+aiosqlite:///unused.db")
    understanding = city()[1]
    house = await building.furnish(settings, db, clock, loaded=western, understanding=understanding)
    assert house.settings.zone.key == "Asia/Jakarta"
    assert house.moment(clock.now()) == "Jumat, 11 Desember 2026 pukul 09.00 WIB"
    contradicts = Settings(_env_file=None, timezone="Asia/Makassar")  # type: ignore[call-arg]
    with pytest.raises(SettingsError, match="TIMEZONE is Asia/Makassar, but balikpapan lives by Asia/Jakarta"):
        await building.furnish(contradicts, db, clock, loaded=western, understanding=understanding)


async def test_officials_are_asked_for_times_on_the_citys_clock(
    sim: Simulator, sqlite_url: str, clock: MovableClock
) -> None:
    async with open_house(sim, sqlite_url, clock) as house:
        for language in house.texts.languages:
            for key in ("announcements-ask-when", "announcements-ask-until"):
                asked = house.texts[language](key, zone="WIB", example="", waits=1)
                assert "(WIB)" in asked and "WITA" not in asked
