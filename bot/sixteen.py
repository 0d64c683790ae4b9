"""Numbers of sixteen digits: a NIK, a family card, a bank card. People send them though nobody asked; never kept."""

from __future__ import annotations

import re

HIDDEN = "••••"
_SIXTEEN = re.compile(r"(?<!\d)\d(?:[\W_]{0,2}\d){15}(?![\W_]?\d)")
"""However they are grouped: by blanks, dots, dashes, strokes, underscores, or signs that nobody sees."""
_PAIRS = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{4}[\W_]{1,2}\d{1,2}[./-]\d{1,2}[./-]\d{4}"
    r"|\d{1,3}(?:[.,]\d{3})+[\W_]{1,2}\d{1,3}(?:[.,]\d{3})+"
)
"""Two dates or two amounts, which may have sixteen digits together."""


def found(text: str) -> bool:
    """Whether somewhere in `text` stands such a number."""
    return masked(text) != text


def masked(text: str) -> str:
    """`text` with every such number hidden."""
    return _SIXTEEN.sub(lambda number: number[0] if _PAIRS.fullmatch(number[0]) else HIDDEN, text)
