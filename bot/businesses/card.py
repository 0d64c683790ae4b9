"""The registration card as a picture: name, sector, area, class, number, and a QR code for officials.

Drawn with Pillow, which is imported only here and only when a card is drawn; `draw` takes some 60 ms and belongs in a
thread.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SIZE = (1200, 680)
MARGIN = 56
QR_SIZE = 300
TEAL, DARK, GREY, PALE, WHITE = "#0f766e", "#134e4a", "#5b6b6a", "#e6f4f1", "#ffffff"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card, ready to be read. `rows` are label and value; `link` is what the QR code says."""

    title: str
    office: str
    name: str
    number: str
    rows: tuple[tuple[str, str], ...]
    link: str
    hint: str
    footer: str


def draw(card: Card) -> bytes:
    """The card as PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, WHITE)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 118), fill=TEAL)
    pen.text((MARGIN, 26), _drawable(card.title), font=_font(38, bold=True), fill=WHITE)
    pen.text((MARGIN, 74), _drawable(card.office), font=_font(22), fill=PALE)
    _body(pen, card)
    image.paste(_qr(card.link), (SIZE[0] - MARGIN - QR_SIZE, 168))
    pen.text((SIZE[0] - MARGIN - QR_SIZE // 2, 184 + QR_SIZE), card.hint, font=_font(18), fill=GREY, anchor="ma")
    pen.rectangle((0, SIZE[1] - 64, SIZE[0], SIZE[1]), fill=PALE)
    pen.text((MARGIN, SIZE[1] - 44), card.footer, font=_font(18), fill=DARK)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _body(pen: ImageDraw, card: Card) -> None:
    width = SIZE[0] - 3 * MARGIN - QR_SIZE
    top = 152
    for line in _wrapped(_drawable(card.name), _font(46, bold=True), width)[:2]:
        pen.text((MARGIN, top), line, font=_font(46, bold=True), fill=DARK)
        top += 56
    pen.text((MARGIN, top + 4), card.number, font=_font(28), fill=TEAL)
    top += 62
    for label, value in card.rows:
        pen.text((MARGIN, top), label, font=_font(22), fill=GREY)
        for line in _wrapped(_drawable(value), _font(26), width - 190)[:2]:
            pen.text((MARGIN + 190, top - 3), line, font=_font(26), fill=DARK)
            top += 36
        top += 14


def _qr(link: str) -> Any:
    import segno
    from PIL import Image

    code = segno.make(link, error="m", micro=False)
    scale = max(1, QR_SIZE // code.symbol_size(scale=1, border=2)[0])
    out = io.BytesIO()
    code.save(out, kind="png", scale=scale, border=2)
    drawn = Image.open(out).convert("RGB")
    framed = Image.new("RGB", (QR_SIZE, QR_SIZE), WHITE)
    framed.paste(drawn, ((QR_SIZE - drawn.width) // 2, (QR_SIZE - drawn.height) // 2))
    return framed


@lru_cache(maxsize=16)
def _font(size: int, *, bold: bool = False) -> Any:
    """DejaVu, which comes with matplotlib and knows Latin, Greek, Cyrillic and Arabic letters."""
    from matplotlib import get_data_path
    from PIL import ImageFont

    return ImageFont.truetype(f"{get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf", size)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    from fontTools.ttLib import TTFont
    from matplotlib import get_data_path

    with TTFont(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf") as font:
        return frozenset(font.getBestCmap())


def _drawable(text: str) -> str:
    """Without what the font has no picture for (emoji, CJK); the name in the chat and the list keeps them."""
    kept = "".join(character for character in unicodedata.normalize("NFC", text) if ord(character) in _letters())
    return " ".join(kept.split()) or "-"


def _wrapped(text: str, font: Any, width: int) -> list[str]:
    """Lines that are not wider than that; a single word that is, is cut."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return [_cut(line, font, width) for line in found if line]


def _cut(line: str, font: Any, width: int) -> str:
    if font.getlength(line) <= width:
        return line
    while len(line) > 1 and font.getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line}…"
