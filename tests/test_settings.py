"""The operator's door: whatever is wrong with a setting or an argument is one clear sentence, never a traceback."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

from bot import settings
from bot.__main__ import app
from db.engine import Database

TOKEN = "123456:AAHabcdefghijklmnopqrstuvwxyz01234567"
NOWHERE = "postgresql+asyncpg://u:p@127.0.0.1:9/x"

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
    "bot_token": "hello world",
    "webhook_secret": "two words",
    "listen": "127.0.0.1:99999",
    "database_url": "postgresql+asyncpg://u:p@localhost:port/x",
}
ALSO_WRONG = [
    ("bot_api_url", "http://host:port"),
    ("bot_api_url", "http://[::1"),
    ("webhook_url", "https://bot.example.id/healthz"),
    ("admin_ids", "9" * 20),
    ("send_rate", "inf"),
    ("weekly_budget", "9" * 20),
    ("quiet_hours", "24.30-08.00"),
    ("database_url", "sqlite+aiosqlite:////dev/null/umkm.db"),
    ("database_url", "sqlite+aiosqlite:////"),
    ("umkm_now", "yesterday"),
]


@pytest.fixture(autouse=True)
def no_log_door_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line sets up logging for its process; here it would keep a stream that the runner closes."""
    monkeypatch.setattr("bot.logs.configure", lambda *_args, **_options: None)


@pytest.mark.parametrize(("name", "value"), [*WRONG.items(), *ALSO_WRONG])
def test_a_wrong_setting_is_named_in_one_sentence(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv(name.upper(), value)
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert result.output.startswith(name.upper()) and result.output.count("\n") == 1
    assert "Value error" not in result.output and "literal" not in result.output


def test_a_file_of_settings_that_is_no_text_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("BOT_TOKEN=", "utf-16")
    result = CliRunner().invoke(app, ["ask", "halo"])
    assert result.exit_code == 1 and "UTF-8" in result.output and result.output.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [["invite", "--right", "answer"], ["export", "x.xlsx"], ["content", "load", str(settings.CONTENT / "balikpapan")]],
)
def test_a_database_that_is_away_is_one_sentence_and_no_password(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", NOWHERE)
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert result.output.startswith("The database cannot be used") and result.output.count("\n") == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_refuses_is_one_sentence_with_its_reason(
    database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", make_url(database_url).set(database="no_such").render_as_string(False))
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 1
    assert '"no_such" does not exist' in result.output and "Traceback" not in result.output


@pytest.mark.parametrize("port", ["0", "99999", "-1"])
def test_the_page_of_the_demo_has_a_port_there_is(port: str) -> None:
    result = CliRunner().invoke(app, ["demo", "--port", port])
    assert result.exit_code == 2 and "--port" in result.output and "Traceback" not in result.output


def test_a_demo_whose_port_is_taken_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(app, ["demo", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 1 and result.output.startswith("Port ") and result.output.count("\n") == 1


def examined(monkeypatch: pytest.MonkeyPatch, folder: Path, **values: str) -> dict[str, tuple[bool, str]]:
    """What `doctor` finds, by its subject."""
    monkeypatch.chdir(folder)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["doctor"])
    assert "Traceback" not in result.output
    lines = [line.partition(": ") for line in result.output.splitlines()]
    return {head[5:]: (head.startswith("ok"), says) for head, _, says in lines}


def test_the_doctor_sees_a_database_that_cannot_be_written(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("db.engine.BUSY_TIMEOUT_MS", 50)
    assert examined(monkeypatch, tmp_path, DATABASE_URL=sqlite_url)["database"] == (True, "sqlite")
    with closing(sqlite3.connect(make_url(sqlite_url).database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        well, says = examined(monkeypatch, tmp_path)["database"]
        assert not well and "locked" in says


def test_the_doctor_sees_a_port_and_a_folder_there_cannot_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = examined(monkeypatch, tmp_path, LISTEN="8080x", DATABASE_URL="sqlite+aiosqlite:////dev/null/umkm.db")
    assert found["port"] == (False, "LISTEN must be HOST:PORT, for example 127.0.0.1:8080, not '8080x'.")
    assert not found["database"][0] and "/dev/null" in found["database"][1]


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


def test_a_backup_of_postgresql_tells_the_password_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arguments of a process are seen by everybody on the machine."""
    dump = tmp_path / "pg_dump"
    dump.write_text('#!/bin/sh\necho "$@" > seen; echo "$PGPASSWORD" >> seen; echo "cannot connect" >&2; exit 1\n')
    dump.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://rina:sekrit@127.0.0.1:9/x")
    result = CliRunner().invoke(app, ["backup", "copy.dump"])
    assert result.exit_code == 1 and result.output == "No copy was made: cannot connect.\n"
    arguments, password = (tmp_path / "seen").read_text().splitlines()
    assert "sekrit" not in arguments and "rina@127.0.0.1:9/x" in arguments and password == "sekrit"


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
