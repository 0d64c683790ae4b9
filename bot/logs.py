"""Logging: one line per event, everything through one door, and at that door the secrets are taken out.

The door is the finished line, traceback included, because secrets come from everywhere: python-telegram-bot puts the
token into reprs and error messages, httpx logs it with every URL, and people send their NIK though nobody asked.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, TextIO

# structlog loads rich where it finds it, for tracebacks with local variables, which are never shown here; httpx, which
# python-telegram-bot imports, loads its own command line (together 8 MB, 0.1 s).
for never_used in ("rich", "httpx._main"):
    sys.modules.setdefault(never_used, None)  # type: ignore[arg-type]

import structlog  # noqa: E402
from structlog.typing import Processor, WrappedLogger  # noqa: E402

QUIET = {
    # These tell URLs, parameters or rows, which are people's own words, or simply too much.
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy.engine": logging.WARNING,
    "asyncio": logging.INFO,
    "apscheduler": logging.WARNING,
    "telegram": logging.INFO,
    "alembic": logging.WARNING,
    "uvicorn": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "telegram.ext.Application": logging.WARNING,
    "tzlocal": logging.WARNING,
    "python_multipart": logging.WARNING,
    "matplotlib": logging.WARNING,
    "PIL": logging.WARNING,
    "hypothesis": logging.WARNING,
}
"""The least level of other people's loggers, whatever LOG_LEVEL says."""

Replacement = str | Callable[[re.Match[str]], str]


def _masked_phone(found: re.Match[str]) -> str:
    """The first four and the last three digits are enough to recognise a number one already knows."""
    number = found.group()
    return f"{number[:4]}…{number[-3:]}"


SECRETS: tuple[tuple[re.Pattern[str], Replacement], ...] = (
    (re.compile(r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE), "[TOKEN]"),
    # NIK: 16 digits, as they are or in the groups in which people write them.
    (re.compile(r"(?<!\d)(?:\d{4}([ ._/-]?)\d{4}\1\d{4}\1\d{4}|\d{6}[ ._/-]?\d{6}[ ._/-]?\d{4})(?!\d)"), "[NIK]"),
    (re.compile(r"(?<![\d.])(?:\+?62[ .-]?|0)8\d{1,3}(?:[ .-]?\d){5,9}(?!\d)"), _masked_phone),
    (re.compile(r"\+\d{9,15}(?!\d)"), _masked_phone),
)


class Redactor:
    """Last processor: takes secrets out of the finished line. `literals` are secrets known by their own words."""

    def __init__(self, literals: Sequence[str] = ()) -> None:
        whole = [re.escape(literal) for literal in literals if literal]
        self._known = re.compile("|".join(whole)) if whole else None

    def __call__(self, logger: WrappedLogger, name: str, line: Any) -> Any:
        return self.clean(line)

    def clean(self, text: str) -> str:
        """`text` without secrets."""
        if self._known is not None:
            text = self._known.sub("[TOKEN]", text)
        for pattern, replacement in SECRETS:
            text = pattern.sub(replacement, text)
        return text


class Door(logging.StreamHandler[TextIO]):
    """Our only handler, so that it can be told from others when logging is configured again."""

    def handleError(self, record: logging.LogRecord) -> None:
        """A line that cannot be formatted is named, not printed as the standard library does: it is not redacted."""
        self.stream.write(f"a log line of {record.name} ({record.pathname}:{record.lineno}) cannot be written\n")


def configure(level: str, token: str | None, json: bool = False, stream: TextIO | None = None) -> None:
    """Send every log of this process to `stream` (default stderr), redacted; callable again to change settings.

    level: DEBUG, INFO, WARNING or ERROR. token: the bot's, which is then found even without its usual shape.
    json: one JSON object a line instead of words for eyes. Raises ValueError for a level that does not exist.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,  # plain tracebacks: no local variables, which hold people's data
    ]
    door = Door(stream or sys.stderr)
    door.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(json, door.stream),
                Redactor(_parts(token)),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, Door)]
    root.addHandler(door)
    root.setLevel(level.upper())
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


def _parts(token: str | None) -> list[str]:
    """The token, and the half behind its colon, which is the secret one."""
    return [token, *[half for half in token.split(":")[1:] if len(half) > 8]] if token else []


def _renderer(json: bool, stream: TextIO) -> Processor:
    if json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """What nobody caught goes through the door as well; Python's own hook would print it as it is."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    logging.getLogger("uncaught").critical("uncaught", exc_info=(kind, error, traceback))
