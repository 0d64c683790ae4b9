"""The door for a webhook, and the small pages that watchers read: /healthz, /readyz, /metrics.

An update is answered with 200 only once it is committed; several that arrive together share one commit.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.listening import Listener
from bot.settings import Settings
from db.engine import is_away
from handlers.intake.desk import Desk
from handlers.intake.reading import can_be_kept
from handlers.request import read_json

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST = 2_000_000


def secret(settings: Settings) -> str:
    """The word Telegram must say with each update: WEBHOOK_SECRET, or one derived from the token."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    return hashlib.sha256(b"webhook:" + settings.token.encode()).hexdigest()


def door(settings: Settings, desk: Desk | None, ready: Callable[[], Awaitable[bool]]) -> Starlette:
    """The web application. Without a desk it has only the watchers' pages."""
    routes = [
        Route("/healthz", lambda _request: PlainTextResponse("ok")),
        Route("/readyz", _readiness(ready)),
        Route("/metrics", lambda _request: Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)),
    ]
    if desk is not None and settings.webhook_url:
        path = urlsplit(settings.webhook_url).path or "/"
        routes.append(Route(path, _receiver(secret(settings), desk), methods=["POST"]))
    return Starlette(routes=routes)


def _readiness(ready: Callable[[], Awaitable[bool]]) -> Callable[[Request], Awaitable[Response]]:
    async def readyz(_request: Request) -> Response:
        return PlainTextResponse("ready") if await ready() else PlainTextResponse("not ready", 503)

    return readyz


def _receiver(word: str, desk: Desk) -> Callable[[Request], object]:
    async def receive(request: Request) -> Response:
        said = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(said.encode(), word.encode()):
            return PlainTextResponse("wrong secret", 403)
        body = await request.body()
        raw = _update(body)
        if raw is None:
            return PlainTextResponse("not an update", 400)
        try:
            fresh = await desk.keep(raw)
        except Exception as error:
            if not is_away(error):
                raise
            return PlainTextResponse("try again", 503)
        if fresh:
            await desk.line_up([raw])
        return PlainTextResponse("ok")

    return receive


def _update(body: bytes) -> dict[str, object] | None:
    if len(body) > LARGEST:
        return None
    raw = read_json(body)
    return raw if can_be_kept(raw) else None


def server(app: Starlette, host: str, port: int) -> Listener:
    """A server for `app` on our loop that leaves SIGTERM to us, so that what is in hand is finished."""
    config = uvicorn.Config(app, host=host, port=port, loop="none", log_config=None, access_log=False, lifespan="off")
    return Listener(config)
