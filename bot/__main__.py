"""`umkm-bot`, the same as `python -m bot`: the one door that may open every room."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Coroutine
from contextlib import closing
from datetime import datetime
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot import logs
from bot import settings as setting
from bot.settings import Settings, SettingsError

app = typer.Typer(
    help="The city's bot for its small businesses.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
content_app = typer.Typer(help="Check and load a city's content.", no_args_is_help=True)
app.add_typer(content_app, name="content")

Result = TypeVar("Result")


def fail(message: str) -> typer.Exit:
    """One sentence on stderr, without secrets, exit code 1."""
    typer.echo(logs.Redactor().clean(message), err=True)
    return typer.Exit(1)


def load(**overrides: object) -> Settings:
    """The settings, with logging set up as they say; ends in one sentence when they make no sense."""
    try:
        settings = setting.load(**overrides)
        secret = settings.bot_token.get_secret_value() if settings.bot_token else None
        logs.configure(settings.log_level, secret, json=settings.log_format == "json")
    except SettingsError as error:
        raise fail(str(error)) from None
    return settings


def run_async(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run on uvloop where it can be had."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(coroutine)
    return uvloop.run(coroutine)


def finished(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What it gives; what an operator can mend ends in one sentence."""
    from db.engine import cause, is_away, refuses

    try:
        return run_async(coroutine)
    except (SettingsError, ValueError) as error:
        raise fail(str(error)) from None
    except Exception as error:
        if isinstance(error, OSError) and error.filename:
            raise fail(f"{error.filename}: {error.strerror}.") from None
        if not (is_away(error) or refuses(error)):
            raise
        raise fail(f"The database cannot be used ({cause(error)}); check DATABASE_URL.") from None


@app.command()
def run() -> None:
    """Run the bot against Telegram: polling, or a webhook when WEBHOOK_URL is set."""
    leave_docstrings()
    # What a start makes stays; looking through it for garbage again and again took a quarter of the time. `serve` turns
    # the collector on.
    gc.disable()
    settings = load()
    try:
        _ = settings.token, settings.address
    except SettingsError as error:
        raise fail(str(error)) from None
    from handlers import run as life
    from handlers.intake.poll import Stopped

    try:
        finished(life.serve(settings, _clock_from_environment()))
    except Stopped as error:
        raise fail(str(error)) from None


def leave_docstrings() -> None:
    """Begin again as `python -OO`: the libraries' docstrings, which no bot reads, are 8 MB for as long as it runs.

    Only where the libraries are compiled that way (`make setup` does it), or each start would take seconds longer; and
    only in a process that was begun for this.
    """
    library = find_spec("telegram")
    compiled = library and library.origin and Path(cache_from_source(library.origin, optimization=2)).exists()
    if compiled and os.name == "posix" and not sys.flags.optimize and sys.argv[1:] == ["run"]:
        os.execv(sys.executable, [sys.executable, "-OO", *sys.orig_argv[1:]])  # noqa: S606 - the very command that was given


def _clock_from_environment() -> Any:
    """A moved clock for rehearsals: UMKM_NOW=2026-12-11T08:00+08:00. Not set: the machine's clock."""
    from bot.clock import MovableClock

    given = os.environ.get("UMKM_NOW")
    try:
        return MovableClock(datetime.fromisoformat(given)) if given else None
    except ValueError:
        raise fail(f"UMKM_NOW takes a moment such as 2026-12-11T08:00+08:00, not {given!r}.") from None


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the chat page.", min=1, max=65535)] = 8090,
    now: Annotated[str | None, typer.Option(help="The day to start at, such as 2026-12-11.")] = None,
) -> None:
    """Try the bot in the browser: against the simulator, without a token, without a network."""
    from handlers.demo import demonstrate

    settings = load()
    try:
        finished(demonstrate(settings, port=port, now=now))
    except KeyboardInterrupt:
        typer.echo("Sampai jumpa!")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What a person would write.")],
    as_json: Annotated[bool, typer.Option("--json", help="Topic, confidence, text and sources as JSON.")] = False,
) -> None:
    """Answer one question in the terminal, by the same code as in the chat."""
    from bot.clock import SystemClock

    answer = _answers().answer(question, now=(_clock_from_environment() or SystemClock()).now())
    shown = {
        "topic": answer.parent,
        "confidence": round(answer.confidence, 4),
        "text": answer.plain,
        "sources": list(answer.sources),
    }
    typer.echo(json.dumps(shown, ensure_ascii=False) if as_json else _readable(shown))


def _answers() -> Any:
    """The city's answers from its files; ends in sentences when those have faults."""
    from bot.answers import Answers
    from bot.content import ContentError

    try:
        return Answers.from_folder(load())
    except ContentError as error:
        raise fail(str(error)) from None


def _readable(shown: dict[str, Any]) -> str:
    sources = ", ".join(shown["sources"]) or "-"
    return f"{shown['text']}\n\n[{shown['topic']} · {shown['confidence']:.0%} · {sources}]"


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled questions: id, label, style, text with tabs between.")],
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Ask labelled questions and count how often the topic is right."""
    from bot.evaluate import evaluate as evaluate_rows
    from bot.evaluate import read_rows

    if not file.is_file():
        raise fail(f"There is no file {file}.")
    try:
        rows = read_rows(file)
    except ValueError as error:
        raise fail(str(error)) from None
    report = evaluate_rows(rows, _answers().understanding)
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else report.as_text())


@app.command()
def invite(right: Annotated[str, typer.Option(help="answer, content, announce, approve, reports or people.")]) -> None:
    """Make a one-time link with which somebody becomes an official."""
    from handlers.commands import make_invite

    typer.echo(finished(make_invite(load(), right)))


@content_app.command("check")
def content_check(
    folder: Annotated[Path, typer.Argument(help="A city's folder, such as db/content/balikpapan.")],
) -> None:
    """Find numbers without a source, unknown topics, texts that are too long."""
    from bot.content import check_folder

    problems = check_folder(folder)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        raise fail(f"{len(problems)} problem(s) in {folder}.")
    typer.echo(f"{folder} is in order.")


@content_app.command("load")
def content_load(
    folder: Annotated[Path, typer.Argument(help="A city's folder, such as db/content/balikpapan.")],
) -> None:
    """Bring a city's content into the database. Can be repeated; what officials changed stays."""
    from handlers.commands import load_content

    typer.echo(finished(load_content(load(), folder)))


@app.command()
def export(file: Annotated[Path, typer.Argument(help="The spreadsheet to write, FILE.xlsx.")]) -> None:
    """Write the registered businesses into a spreadsheet, with the office's column names."""
    from handlers.commands import export_businesses

    if file.suffix != ".xlsx":
        raise fail(f"The file must end in .xlsx, {file.name} does not.")
    if not file.parent.is_dir():
        raise fail(f"There is no folder {file.parent}.")
    typer.echo(finished(export_businesses(load(), file)))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """Copy the database while the bot runs."""
    from db.engine import checked

    try:
        url = checked(load().database_url)
    except ValueError as error:
        raise fail(str(error)) from None
    if file.exists():
        raise fail(f"{file} exists already; choose another name, nothing was overwritten.")
    if url.get_backend_name() == "sqlite":
        size = _copy_sqlite(Path(url.database or ""), file)
    else:
        size = _dump_postgres(url, file)
    typer.echo(f"{file} written, {size // 1024} kB.")


def _copy_sqlite(source: Path, file: Path) -> int:
    if not source.is_file():
        raise fail(f"There is no database {source} yet; start the bot once.")
    if not file.parent.is_dir():
        raise fail(f"There is no folder {file.parent}.")
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(file)) as copy:
            original.backup(copy)
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        file.unlink(missing_ok=True)
        raise fail(f"No copy was made: {error}.") from None
    if verdict != "ok":
        raise fail(f"The copy is damaged ({verdict}); the database itself was not touched.")
    return file.stat().st_size


def _dump_postgres(url: Any, file: Path) -> int:
    from sqlalchemy import URL

    without = str(URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query))
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}  # arguments are seen by everybody on the machine
    try:
        done = subprocess.run(  # noqa: S603
            ["pg_dump", "--format=custom", "--file", str(file), "--dbname", without],  # noqa: S607
            capture_output=True, text=True, check=False, env={**os.environ, **secret},
        )  # fmt: skip
    except FileNotFoundError:
        raise fail("pg_dump is not installed: install PostgreSQL's client tools for a backup.") from None
    if done.returncode:
        file.unlink(missing_ok=True)
        raise fail(f"No copy was made: {(done.stderr.strip() or 'pg_dump failed').splitlines()[0]}.")
    return file.stat().st_size


@app.command()
def doctor() -> None:
    """Look over the installation: settings, token, database, migrations, content, clock, disk."""
    from handlers.commands import examine

    findings = finished(examine(load()))
    for finding in findings:
        typer.echo(f"{'ok ' if finding.well else 'BAD'}  {finding.what}: {finding.says}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


if __name__ == "__main__":
    sys.exit(app())
