"""The log: readable, and without the token, anybody's NIK or whole phone number in it, whatever fails."""

from __future__ import annotations

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.logs import QUIET, Redactor, configure
from handlers.request import AiohttpRequest
from tests import test_request as wire

TOKEN = wire.TOKEN
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FAILURES = {
    "reset": wire.reset,
    "hang up": wire.hang_up,
    "half an answer": wire.answer_half,
    "silence": wire.say_nothing,
    "500": wire.answering(wire.page(500)),
    "502": wire.answering(wire.page(502, f"no route to /bot{TOKEN}/sendMessage")),
    "404 page": wire.answering(wire.page(404, f"Cannot POST /bot{TOKEN}/sendMessage")),
    "200 page": wire.answering(wire.page(200, f"you are at /bot{TOKEN}/sendMessage")),
    "400": wire.answering(wire.api(400, "Bad Request: chat not found")),
    "401": wire.answering(wire.api(401, "Unauthorized")),
    "403": wire.answering(wire.api(403, "Forbidden: bot was blocked by the user")),
    "409": wire.answering(wire.api(409, "Conflict")),
}


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    yield
    root.handlers, sys.excepthook = handlers, hook
    root.setLevel(level)
    for name, its_level in levels.items():
        logging.getLogger(name).setLevel(its_level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def log_to_memory(level: str = "INFO", token: str | None = TOKEN, *, json: bool = False) -> io.StringIO:
    stream = io.StringIO()
    logging.getLogger().handlers = []  # pytest's own would complain about what is broken on purpose
    configure(level, token, json=json, stream=stream)
    return stream


async def fail(url: str, request: BaseRequest) -> None:
    """Start the bot and send, logging each failure with its traceback, as the bot's own error handler would."""
    log, bot = structlog.get_logger(), Bot(TOKEN, base_url=url, request=request, get_updates_request=request)
    for call in (bot.initialize, lambda: bot.send_message(1, "halo"), lambda: bot.send_document(1, b"x")):
        try:
            await call()
        except TelegramError as error:
            log.exception("failed", bot=bot, error=error)
            logging.getLogger("old").error("failed with %r", bot, exc_info=error)
    await request.shutdown()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", FAILURES)
async def test_no_failing_call_leaves_the_token_in_the_log(kind: str, level: str):
    stream = log_to_memory(level, json=level == "ERROR")
    async with wire.peer(FAILURES[kind]) as it:
        await fail(it.url, AiohttpRequest(plain=wire.QUICK, media=wire.QUICK))
    written = stream.getvalue()
    assert "Traceback" in written and "failed" in written
    assert TOKEN not in written and "AAFake" not in written


@pytest.mark.parametrize("kind", ["reset", "silence", "404 page", "401"])
async def test_not_even_with_the_library_s_own_requests_and_every_logger_at_its_loudest(kind: str):
    stream = log_to_memory("DEBUG")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.DEBUG)
    async with wire.peer(FAILURES[kind]) as it:
        await fail(it.url, HTTPXRequest(read_timeout=0.15))
    written = stream.getvalue()
    assert "httpx" in written and "[TOKEN]" in written, "the loudest loggers did speak"
    assert TOKEN not in written and "AAFake" not in written


def test_a_token_of_an_unusual_shape_is_known_by_its_own_words():
    stream = log_to_memory(token="42:short-but-secret")
    structlog.get_logger().info("x", url="http://h/bot42:short-but-secret/getMe", half="short-but-secret")
    assert "short-but-secret" not in stream.getvalue()


def test_somebody_else_s_token_and_an_encoded_one_are_found_by_shape():
    clean = Redactor().clean
    assert clean(f"https://api/bot{TOKEN}/getMe") == "https://api/bot[TOKEN]/getMe"
    assert clean(f"x={TOKEN.replace(':', '%3A')}&y") == "x=[TOKEN]&y"


@pytest.mark.parametrize(
    "text",
    [
        "6471012345670001",
        "NIK saya 6471012345670001.",
        "6471 0123 4567 0001",
        "6471-0123-4567-0001",
        "647101 234567 0001",
        "647101.234567.0001",
        '{"nik": 6471012345670001}',
    ],
)
def test_a_nik_is_never_written(text: str):
    written = Redactor().clean(text)
    assert "[NIK]" in written and not any(piece in written for piece in ("6471", "0001", "2345"))


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "+62 812 3456 7890",
        "6281234567890",
        "+6281234567890",
        "+60123456789",
    ],
)
def test_of_a_phone_number_only_beginning_and_end_are_written(text: str):
    written = Redactor().clean(f"hubungi {text} ya")
    assert text not in written and "34" + "56" not in written.replace(" ", "")
    assert written == f"hubungi {text[:4]}…{text[-3:]} ya"


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-11T08:00:00.123456Z",
        "elapsed=0.812345678901",
        "update_id=987654321",
        "person_id=1234567890",
        "chat_id=-1001234567890",
        "Rp2.000.000.000",
        "93.000 UMKM",
        "10.11.12.13:8080",
        "17 08 1945",
    ],
)
def test_what_is_no_secret_stays_readable(text: str):
    assert Redactor().clean(text) == text


@given(st.text(), st.text())
def test_a_secret_is_found_wherever_it_stands(before: str, after: str):
    redactor = Redactor([TOKEN])
    assert TOKEN not in redactor.clean(f"{before} {TOKEN} {after}")
    assert "6471012345670001" not in redactor.clean(f"{before} 6471012345670001 {after}")


def test_a_line_says_when_how_grave_where_and_what_in_pairs():
    stream = log_to_memory()
    structlog.get_logger("intake").warning("intake.parked", update_id=5, why="unknown shape")
    line = stream.getvalue()
    assert "warning" in line and "intake.parked" in line and "update_id=5" in line and "why='unknown shape'" in line


def test_json_lines_are_whole_objects_with_the_traceback_inside():
    stream = log_to_memory(json=True)
    try:
        raise RuntimeError("é")
    except RuntimeError:
        structlog.get_logger().exception("failed", number=5)
        logging.getLogger("old").exception("failed too")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["level"], first["number"]) == ("failed", "error", 5)
    assert "RuntimeError: é" in first["exception"] and "RuntimeError" in second["exception"]
    assert second["logger"] == "old"


@pytest.mark.parametrize("as_json", [False, True])
def test_tracebacks_do_not_show_local_variables(as_json: bool):
    stream = log_to_memory(json=as_json)
    what_somebody_said = "rahasia " + "saya"
    try:
        _ = len(what_somebody_said) / 0
    except ZeroDivisionError:
        structlog.get_logger().exception("failed")
    assert "ZeroDivisionError" in stream.getvalue() and "rahasia saya" not in stream.getvalue()


def test_what_is_below_the_level_is_not_written():
    stream = log_to_memory("WARNING")
    structlog.get_logger().info("small")
    logging.getLogger("any").info("small")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("name", QUIET)
def test_loggers_that_tell_too_much_stay_quiet_even_in_debug(name: str):
    stream = log_to_memory("DEBUG")
    logging.getLogger(name).debug("parameters of a person")
    assert stream.getvalue() == ""


def test_configuring_again_does_not_double_the_lines():
    log_to_memory()
    stream = log_to_memory()
    structlog.get_logger().info("once")
    assert stream.getvalue().count("once") == 1


def test_a_line_that_cannot_be_written_is_named_but_not_shown():
    stream = log_to_memory()
    logging.getLogger("clumsy").error("%d", f"/bot{TOKEN}")
    assert "clumsy" in stream.getvalue() and TOKEN not in stream.getvalue()


def test_what_nobody_caught_goes_through_the_same_door():
    stream = log_to_memory()
    try:
        raise RuntimeError(f"/bot{TOKEN}")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    assert "uncaught" in stream.getvalue() and TOKEN not in stream.getvalue()


def test_warnings_are_logged_too():
    stream = log_to_memory()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = logging._showwarning  # pytest records warnings itself while a test runs
        warnings.warn(f"old use of /bot{TOKEN}", stacklevel=1)
    assert "old use" in stream.getvalue() and TOKEN not in stream.getvalue()


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="LOUD"):
        log_to_memory("LOUD")
