"""Fetching updates, or having them brought."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from urllib.parse import urlsplit

from bot.simulator.errors import BadRequest
from bot.simulator.methods.common import Api, method
from bot.simulator.records import Json, Upload

Uploads = dict[str, Upload]
MAX_SECRET = 256
PORTS = (80, 88, 443, 8443)
_HERE = ("127.0.0.1", "localhost", "::1")


@method("getUpdates")
def get_updates(api: Api, params: Json, uploads: Uploads) -> Awaitable[list[Json]]:
    """Long polling; the offset confirms."""
    return api.world.mailbox.poll(params)


@method("setWebhook")
def set_webhook(api: Api, params: Json, uploads: Uploads) -> bool:
    """Updates come to this address from now on; an empty one removes it."""
    if not params["url"]:
        return delete_webhook(api, params, uploads)
    _check_url(params["url"])
    secret = params.get("secret_token", "")
    if len(secret) > MAX_SECRET:
        raise BadRequest("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise BadRequest("secret token contains unallowed characters")
    if params.get("drop_pending_updates"):
        api.world.mailbox.clear()
    api.world.mailbox.allow(params.get("allowed_updates"))
    api.world.mailbox.give_way()
    api.webhook.start(params["url"], secret, min(max(params.get("max_connections", 40), 1), 100))
    return True


def _check_url(url: str) -> None:
    """HTTPS on the four ports; on this machine itself plain HTTP on any port will do."""
    parts = urlsplit(url)
    if parts.hostname in _HERE:
        return
    if parts.scheme != "https":
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in PORTS:
        raise BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


@method("deleteWebhook")
def delete_webhook(api: Api, params: Json, uploads: Uploads) -> bool:
    """Back to polling."""
    api.webhook.stop()
    if params.get("drop_pending_updates"):
        api.world.mailbox.clear()
    return True


@method("getWebhookInfo")
def get_webhook_info(api: Api, params: Json, uploads: Uploads) -> Json:
    """How delivery goes."""
    mailbox, webhook = api.world.mailbox, api.webhook
    info: Json = {
        "url": mailbox.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(mailbox.pending),
    }
    if mailbox.webhook_url:
        info["max_connections"] = webhook.max_connections
    if mailbox.allowed:
        info["allowed_updates"] = sorted(mailbox.allowed)
    if webhook.last_error:
        info["last_error_date"], info["last_error_message"] = webhook.last_error
    return info
