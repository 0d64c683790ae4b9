"""Photos, documents, videos: one by one or as an album."""

from __future__ import annotations

import itertools

from bot.simulator.errors import BadRequest, Complaint
from bot.simulator.files import content_of
from bot.simulator.methods.common import Api, caption_body, method, reply_body, send, sent
from bot.simulator.records import Json, Upload

Uploads = dict[str, Upload]
MIN_GROUP, MAX_GROUP = 2, 10
_groups = itertools.count(13_000_000_000_001)


def _send_file(kind: str, api: Api, params: Json, uploads: Uploads) -> Json:
    caption = caption_body(api.world, params)
    chat = api.world.writable(params["chat_id"])
    stored = api.world.files.find(kind, params[kind], uploads)
    body = {**content_of(stored, params), **_spoiler(params), **caption}
    return sent(api, send(api, params, body, check_first=chat))


def _spoiler(params: Json) -> Json:
    return {"has_media_spoiler": True} if params.get("has_spoiler") else {}


@method("sendPhoto")
def send_photo(api: Api, params: Json, uploads: Uploads) -> Json:
    """A picture."""
    return _send_file("photo", api, params, uploads)


@method("sendDocument")
def send_document(api: Api, params: Json, uploads: Uploads) -> Json:
    """Any file."""
    return _send_file("document", api, params, uploads)


@method("sendVideo")
def send_video(api: Api, params: Json, uploads: Uploads) -> Json:
    """A film."""
    return _send_file("video", api, params, uploads)


@method("sendMediaGroup")
def send_media_group(api: Api, params: Json, uploads: Uploads) -> list[Json]:
    """An album of 2-10: photos and videos, or documents only."""
    chat = api.world.writable(params["chat_id"])
    bodies = [media_body(api, item, uploads) for item in _checked_group(params["media"])]
    common = {"media_group_id": str(next(_groups)), **reply_body(api.world, chat, params)}
    if params.get("protect_content"):
        common["has_protected_content"] = True
    api.limits.take(chat, len(bodies))
    return [sent(api, api.world.post(chat, None, {**body, **common})) for body in bodies]


def _checked_group(media: list[Json]) -> list[Json]:
    if not media:
        raise BadRequest("there are no messages to send")
    if len(media) > MAX_GROUP:
        raise BadRequest("too many messages to send as an album")
    if len(media) < MIN_GROUP:
        raise Complaint("an album has 2-10 media")
    kinds = {item["type"] for item in media}
    if "document" in kinds and len(kinds) > 1:
        raise BadRequest("document can't be mixed with other media types")
    return media


def media_body(api: Api, item: Json, uploads: Uploads, *too_long: str) -> Json:
    """The body of a message that shows one InputMedia."""
    name = item["media"].removeprefix("attach://")
    if not name or (name != item["media"] and name not in uploads):
        raise BadRequest("can't parse InputMedia: media not found")
    stored = api.world.files.find(item["type"], item["media"], uploads)
    return {**content_of(stored, item), **_spoiler(item), **caption_body(api.world, item, *too_long)}
