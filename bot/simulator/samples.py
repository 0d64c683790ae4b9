"""Small files for people who send something without saying what."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

from bot.simulator.records import Upload


@cache
def picture() -> bytes:
    """A small JPEG: a shop front in green and sand."""
    image = Image.new("RGB", (480, 320), "#dcefe9")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 240, 480, 320), fill="#c9b48a")
    draw.rectangle((90, 110, 390, 270), fill="#f7f3e8")
    for stripe in range(6):
        left = 80 + stripe * 53
        draw.rectangle((left, 80, left + 53, 125), fill="#0f766e" if stripe % 2 else "#ffffff")
    draw.rectangle((210, 170, 270, 270), fill="#8a5a2b")
    draw.rectangle((115, 160, 185, 215), fill="#9fd3cb")
    draw.rectangle((295, 160, 365, 215), fill="#9fd3cb")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def upload(kind: str) -> Upload:
    """A sample of that kind: photo, document, video, voice, sticker."""
    if kind == "photo":
        return Upload("foto.jpg", "image/jpeg", picture())
    if kind == "document":
        return Upload("berkas.txt", "text/plain", b"Contoh berkas.\n")
    ending, mime = {"video": ("mp4", "video/mp4"), "voice": ("ogg", "audio/ogg"), "sticker": ("webp", "image/webp")}[
        kind
    ]
    return Upload(f"contoh.{ending}", mime, b"contoh")
