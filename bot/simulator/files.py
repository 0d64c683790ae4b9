"""Files: uploads of bot and people, by file_id; checked as Telegram checks them."""

from __future__ import annotations

import io
import itertools
import secrets
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.simulator.errors import ApiError, BadRequest
from bot.simulator.records import Json, StoredFile, Upload

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO_SIDES = 10_000
MAX_PHOTO_RATIO = 20
_PREFIX = {"photo": "AgAC", "document": "BQAC", "video": "BAAC", "voice": "AwAC", "sticker": "CAAC"}


class FileStore:
    """All files of the simulated Telegram, kept in memory."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def add(self, kind: str, upload: Upload) -> StoredFile:
        """Stores an upload; raises BadRequest as Telegram does for what it would not take."""
        if not upload.content:
            raise BadRequest("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        width, height = _checked_photo(upload.content) if kind == "photo" else (0, 0)
        mime = "image/jpeg" if kind == "photo" else upload.mime
        stored = StoredFile(
            file_id=_PREFIX[kind] + "AgQAAx" + secrets.token_urlsafe(36),
            unique_id="AQAD" + secrets.token_urlsafe(9),
            kind=kind, content=upload.content, name=upload.name, mime=mime, width=width, height=height,
        )  # fmt: skip
        self.by_id[stored.file_id] = stored
        return stored

    def find(self, kind: str, value: Any, uploads: dict[str, Upload]) -> StoredFile:
        """What a File parameter means: an upload, `attach://name`, or a file_id seen before."""
        if isinstance(value, Upload):
            return self.add(kind, value)
        if not isinstance(value, str) or not value:
            raise BadRequest(f"there is no {kind} in the request")
        if value.startswith("attach://"):
            upload = uploads.get(value.removeprefix("attach://"))
            if upload is None:
                raise BadRequest(f"there is no {kind} in the request")
            return self.add(kind, upload)
        if value.startswith(("http://", "https://")):
            raise BadRequest("failed to get HTTP URL content")  # the simulator has no network
        return self._known(kind, value)

    def _known(self, kind: str, file_id: str) -> StoredFile:
        stored = self.by_id.get(file_id)
        if stored is None:
            raise BadRequest("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise BadRequest(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored

    def path(self, file_id: str) -> Json:
        """getFile: the file with a path from which it can be fetched."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise BadRequest("invalid file_id")
        if len(stored.content) > MAX_DOWNLOAD:
            raise BadRequest("file is too big")
        ending = stored.name.rsplit(".", 1)[-1] if "." in stored.name else "bin"
        path = f"{stored.kind}s/file_{next(self._numbers)}.{ending}"
        self.by_path[path] = stored
        return {**stored.as_json(), "file_path": path}


def _checked_photo(content: bytes) -> tuple[int, int]:
    if len(content) > MAX_PHOTO:
        raise BadRequest(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError) as error:
        raise BadRequest("IMAGE_PROCESS_FAILED") from error
    if width + height > MAX_PHOTO_SIDES or max(width, height) > MAX_PHOTO_RATIO * min(width, height):
        raise BadRequest("PHOTO_INVALID_DIMENSIONS")
    return width, height


def content_of(stored: StoredFile, told: Json | None = None) -> Json:
    """The message field that shows a file: {"photo": [...]}, {"document": {...}} and so on.

    `told` is what the sender says about it: a video's measures.
    """
    if stored.kind == "photo":
        size = {**stored.as_json(), "width": stored.width, "height": stored.height}
        return {"photo": [size]}
    found = stored.as_json()
    if stored.kind in ("document", "video", "voice"):
        found["mime_type"] = stored.mime
    if stored.kind in ("document", "video") and stored.name:
        found["file_name"] = stored.name
    extra = _EXTRA.get(stored.kind, {})
    if stored.kind == "video":
        extra = {name: (told or {}).get(name, value) for name, value in extra.items()}
    return {stored.kind: found | extra}


_EXTRA: dict[str, Json] = {
    "video": {"width": 640, "height": 360, "duration": 3},
    "voice": {"duration": 3},
    "sticker": {"width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False,
                "emoji": "👍", "set_name": "simulator"},
}  # fmt: skip
