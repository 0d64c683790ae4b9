"""The operator's door: whatever is wrong with a setting or an argument is one clear sentence, never a traceback."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import settings
from bot.__main__ import app
from db.engine import Database

WRONG = {
    "log_level": "LOUD",
    "log_format": "xml",
    "admin_ids": "rina",
    "timezone": "Mars/Base",
    "city": "jakarta",
    "bot_api_url": "not an address",
    "webhook_url": "bot.example.id",
    "quiet_hours": "25.00-99.00",
    "friday_prayer": "siang",
    "send_rate": "-1",
    "weekly_budget": "0",
    "four_eyes": "maybe",
}


@pytest.fixture(autouse=True)
def no_log_door_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line sets up logging for its process; here it would keep a stream that the runner closes."""
    monkeypatch.setattr("bot.logs.configure", lambda *_args, **_options: None)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named_in_one_sentence(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name.upper(), WRONG[name])
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert result.output.startswith(name.upper()) and result.output.count("\n") == 1
    assert "Value error" not in result.output and "literal" not in result.output


def test_admins_may_be_written_in_any_usual_way() -> None:
    assert settings.load(admin_ids=" 1, 2;3 ,").admin_ids == {1, 2, 3}
    assert settings.load(announce_chats="-100123").announce_chats == {-100123}


@pytest.mark.parametrize("url", ["garbage", "mysql://localhost/x", "sqlite+aiosqlite://"])
def test_a_database_address_of_another_kind_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        Database(url)


def backup(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(source.parent)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{source}")
    result = CliRunner().invoke(app, ["backup", str(target)])
    assert result.exit_code in {0, 1}
    assert result.output.count("\n") == 1
    return result.output


def rows(file: Path) -> list[tuple[int]]:
    with closing(sqlite3.connect(file)) as copy:
        return copy.execute("SELECT n FROM t").fetchall()


def test_a_backup_holds_what_the_database_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "umkm.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(source)) as original:
        original.execute("CREATE TABLE t AS SELECT 7 AS n")
        original.commit()
    assert "written" in backup(source, target, monkeypatch)
    assert rows(target) == [(7,)]
    assert "exists already" in backup(source, target, monkeypatch)


def test_a_backup_that_cannot_be_made_says_why_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "umkm.db"
    damaged.write_bytes(b"no database at all " * 500)
    assert "No copy was made" in backup(damaged, tmp_path / "copy.db", monkeypatch)
    assert not (tmp_path / "copy.db").exists()
    assert "no folder" in backup(damaged, tmp_path / "nowhere" / "copy.db", monkeypatch)


@pytest.mark.parametrize("command", [["ask", "berapa umkm"], ["evaluate", "questions.tsv"]])
def test_content_with_a_fault_is_named_instead_of_a_traceback(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(settings.CONTENT / "balikpapan", tmp_path / "kota")
    (tmp_path / "kota" / "topics.yaml").write_text("topics: [", "utf8")
    (tmp_path / "questions.tsv").write_text("id\tlabel\tstyle\ttext\n1\tstat.total\tcasual\tberapa umkm\n", "utf8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "CONTENT", tmp_path)
    monkeypatch.setenv("CITY", "kota")
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert "topics.yaml: is not readable YAML" in result.stderr
    assert "Traceback" not in result.output
