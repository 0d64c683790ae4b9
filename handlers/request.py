"""HTTP to the Bot API: an aiohttp back end for python-telegram-bot.

Why not the httpx one that comes along: its connection pool is quadratic in connections, and the same echo bot
serves seven times more updates a second through aiohttp. Why errors of our own: what may be sent again depends on
one question, *did the request leave this machine*, and python-telegram-bot's errors do not answer it.

No error made here holds a URL (the URL holds the token), and none is chained to one that does.
"""

from __future__ import annotations

import errno
import io
import json
import math
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
from aiohttp.abc import AbstractStreamWriter
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

DEFAULT_NONE = BaseRequest.DEFAULT_NONE

on_departure: ContextVar[Callable[[], None] | None] = ContextVar("on_departure", default=None)
"""Called when the request of this task has been written; whoever counts messages a second wants to know."""


class Written(aiohttp.BytesPayload):
    """A body that tells when it is written; aiohttp's UploadTracker does so only when the answer has come."""

    def __init__(self, value: bytes, **options: Any) -> None:
        super().__init__(value, **options)
        self._departed = on_departure.get()

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await super().write_with_length(writer, content_length)
        if self._departed is not None:
            self._departed()


class NotSent(NetworkError):
    """The request provably never reached Telegram: sending it again cannot do a thing twice."""


class Lost(TimedOut):
    """The request left, and no (whole) answer came back: Telegram may or may not have acted on it."""


class ServerFailed(NetworkError):
    """An answer came that refuses the request without being a verdict on it: a 5xx, or a page by some proxy.

    `status` is its HTTP status.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status} instead of an answer of the Bot API")
        self.status = status


class Flood(RetryAfter):
    """HTTP 429: wait `seconds`. The same as RetryAfter, whose own `retry_after` warns of deprecation at each raise."""

    def __init__(self, seconds: float) -> None:
        self.seconds = float(seconds)
        super().__init__(math.ceil(seconds))

    @property
    def retry_after(self) -> int:
        """Whole seconds, rounded up."""
        return math.ceil(self.seconds)


@dataclass(frozen=True, slots=True)
class Given:
    """Parameters that are JSON as they stand. Read here like python-telegram-bot's RequestData, but nothing has to be
    looked through for files or Telegram's objects."""

    parameters: dict[str, Any]
    contains_files: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds granted to one kind of call: to find a connection, to write the body, to wait for the answer."""

    write: float
    read: float
    connect: float = 5.0
    pool: float = 10.0


PLAIN = Patience(write=10, read=20)
MEDIA = Patience(write=120, read=60)
POLL_MARGIN = 10.0
"""Seconds more than a long poll itself lasts: its answer has to travel too."""

KEEP_ALIVE = 20.0
"""Seconds an idle connection is kept: less than servers usually do, so that they seldom hang up while we write."""

FLOOD_WITHOUT_A_TIME = 5.0
GATEWAY_TIMEOUTS = frozenset({504, 524})
VERDICTS = frozenset({400, 401, 403, 404, 409})
"""The 4xx that python-telegram-bot knows to turn into its errors, given a JSON answer."""


class AiohttpRequest(BaseRequest):
    """One pool of at most `pool_size` connections. The session is made in the running loop at the first call.

    `proxy` is a URL for all calls; the environment's proxy variables are not read.
    """

    def __init__(
        self,
        pool_size: int = 256,
        proxy: str | None = None,
        plain: Patience = PLAIN,
        media: Patience = MEDIA,
        poll_margin: float = POLL_MARGIN,
    ) -> None:
        self._pool_size, self._proxy, self._plain, self._media = pool_size, proxy, plain, media
        self._poll_margin = poll_margin
        self._usual = _limits(plain.read, plain.write, plain.connect, plain.pool)
        self._session: aiohttp.ClientSession | None = None
        self._shut = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(pool_size={self._pool_size})"

    @property
    def read_timeout(self) -> float:
        return self._plain.read

    async def initialize(self) -> None:
        self._shut = False

    async def shutdown(self) -> None:
        self._shut = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Given | None = None,
        read_timeout: Any = DEFAULT_NONE,
        write_timeout: Any = DEFAULT_NONE,
        connect_timeout: Any = DEFAULT_NONE,
        pool_timeout: Any = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """POST (or GET, for files) and return status and body.

        Raises NotSent, Lost, ServerFailed or Flood; 4xx answers are left to the base class.
        """
        endpoint = url.rsplit("/", 1)[-1] if method == "POST" else "download"
        session = self._open(endpoint)
        timeout = self._timeout(endpoint, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout)
        has_files = request_data is not None and request_data.contains_files
        tracker = aiohttp.UploadTracker()
        try:
            async with session.request(
                method,
                url,
                timeout=timeout,
                upload_tracker=tracker,
                proxy=self._proxy,
                allow_redirects=False,
                **_body(request_data),
            ) as answer:
                status, payload = answer.status, await answer.read()
        except TelegramError:
            raise
        except Exception as error:
            problem = _what_happened(endpoint, error, has_files, tracker)
        else:
            return status, _checked(endpoint, status, payload) if method == "POST" or status >= 300 else payload
        raise problem  # out here, so that it carries no context: aiohttp's errors hold the URL

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """JSON, even with broken UTF-8 or lone surrogates in it. Raises Lost when it is not JSON."""
        answer = read_json(payload)
        if answer is None:
            raise Lost("an answer that is not JSON")
        return answer

    def _open(self, endpoint: str) -> aiohttp.ClientSession:
        if self._shut:
            raise NotSent(f"{endpoint}: the connection is shut down")
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._pool_size, keepalive_timeout=KEEP_ALIVE, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
            )
        return self._session

    def _timeout(
        self, endpoint: str, data: RequestData | Given | None, read: Any, write: Any, connect: Any, pool: Any
    ) -> aiohttp.ClientTimeout:
        """What the caller gave, else what this kind of call gets. aiohttp's `connect` includes waiting for the pool."""
        kind = self._media if endpoint == "download" or (data and data.contains_files) else self._plain
        if kind is self._plain and endpoint != "getUpdates" and read is write is connect is pool is DEFAULT_NONE:
            return self._usual
        usual_read = kind.read
        if endpoint == "getUpdates" and data is not None:
            usual_read = float(data.parameters.get("timeout", 0)) + self._poll_margin  # type: ignore[arg-type]
        read, write, connect, pool = (
            usual if given is DEFAULT_NONE else given
            for given, usual in ((read, usual_read), (write, kind.write), (connect, kind.connect), (pool, kind.pool))
        )
        return _limits(read, write, connect, pool)


def _limits(
    read: float | None, write: float | None, connect: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        sock_connect=connect, connect=_sum(connect, pool), sock_read=read, total=_sum(connect, pool, write, read)
    )


def _sum(*seconds: float | None) -> float | None:
    """Seconds in all; None (for ever) swallows the rest."""
    return None if None in seconds else sum(s for s in seconds if s is not None)


def _body(data: RequestData | Given | None) -> dict[str, Any]:
    """The arguments for aiohttp: JSON without files, else multipart with each file's own name and type."""
    if data is None:
        return {}
    if isinstance(data, Given) or not data.contains_files:
        try:
            payload = orjson.dumps(data.parameters)
        except TypeError:  # lone surrogates, or a value that is no JSON: Telegram would say 400 as well
            raise BadRequest("parameters cannot be written as JSON") from None
        return {"data": Written(payload, content_type="application/json")}
    form = aiohttp.FormData(quote_fields=False)  # quoted names arrive at people as "laporan%20Mei.xlsx"
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime_type)
    return {"data": form}


NEVER_CONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


def _what_happened(endpoint: str, error: Exception, has_files: bool, tracker: aiohttp.UploadTracker) -> NetworkError:
    """NotSent where that is certain, Lost otherwise.

    aiohttp itself repeats only idempotent methods on a connection that the server hung up, hence never a POST. A
    body that was not handed over whole cannot have been acted on; but that of an upload can wait in the transport's
    buffer, which is still flushed while closing: only small JSON bodies, written in one go, prove anything.
    """
    code = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    words = f"{endpoint}: {type(error).__name__} {code}".rstrip()
    upload = tracker.upload_complete
    whole = upload.done() and not upload.cancelled() and upload.exception() is None
    if isinstance(error, NEVER_CONNECTED) or not (whole or has_files):
        return NotSent(words)
    return Lost(words)


NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""The character NUL as JSON spells it; after an odd number of backslashes the same letters are ordinary text."""


def read_json(payload: bytes) -> dict[str, Any] | None:
    """The JSON object, or None. Broken characters become "?" or U+FFFD and NUL is left out: no database would keep
    them."""
    if b"\\u0000" in payload:
        payload = NUL.sub(rb"\1", payload)
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            answer = _mended(payload)
        except (ValueError, RecursionError):
            return None
    return answer if isinstance(answer, dict) else None


def _mended(payload: bytes) -> Any:
    """The standard library reads the lone surrogates that orjson refuses; they must not get any further."""
    lenient = json.loads(payload.decode("utf-8", "replace"))
    return orjson.loads(json.dumps(lenient, ensure_ascii=False).encode("utf-8", "replace"))


def _flood_seconds(parameters: object) -> float:
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return seconds if isinstance(seconds, int | float) and seconds > 0 else FLOOD_WITHOUT_A_TIME


def _checked(endpoint: str, status: int, payload: bytes) -> bytes:
    """The payload, when python-telegram-bot may have it; else the error it stands for."""
    if status < 300:
        if not payload.startswith(b'{"ok":true') and "result" not in (read_json(payload) or {}):
            raise Lost(f"{endpoint}: HTTP {status} without a result")
        return payload
    if status in GATEWAY_TIMEOUTS:  # the gateway had passed it on
        raise Lost(f"{endpoint}: HTTP {status}")
    answer = read_json(payload) or {}
    if status == 429:
        raise Flood(_flood_seconds(answer.get("parameters")))
    if status == 413:  # by the web server in front, as a page
        raise BadRequest("Request Entity Too Large")
    if answer.get("ok") is not False or status not in VERDICTS:
        raise ServerFailed(status)  # also a firewall's 403 page: nobody has blocked anybody
    return payload
