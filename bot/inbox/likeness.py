"""What counts as the same question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

_WORD = re.compile(r"[^\W_]+")

SAME = 92
"""rapidfuzz's ratio (0-100) from which two questions count as one."""
SHORTEST = 8
"""Letters below which texts are compared letter by letter only: "kur" and "kue" are not the same question."""
FILLERS = frozenset(
    {
        "min", "admin", "kak", "kakak", "bang", "pak", "bu", "ibu", "bapak", "mas", "mbak", "gan", "bos", "halo",
        "hai", "ya", "yah", "dong", "sih", "nih", "kok", "deh", "mohon", "tolong", "maaf", "permisi",
        "assalamualaikum",
    }
)  # fmt: skip
"""Words that change nothing about what is asked."""

Item = TypeVar("Item")


def likeness(text: str) -> str:
    """The text as it is compared: small letters, words only, without forms of address."""
    words = _WORD.findall(text.lower())
    return " ".join([word for word in words if word not in FILLERS] or words)


def alike(one: str, other: str) -> bool:
    """Whether two likenesses ask the same. Numbers must be equal: one digit can turn a question around."""
    if one == other:
        return bool(one)
    if min(len(one), len(other)) < SHORTEST or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= SAME


def grouped(items: Iterable[tuple[Item, str]]) -> list[list[Item]]:
    """(item, likeness) -> items that ask the same together, the largest group first, order kept within."""
    groups: list[tuple[str, list[Item]]] = []
    for item, like in items:
        for face, members in groups:
            if alike(face, like):
                members.append(item)
                break
        else:
            groups.append((like, [item]))
    return sorted((members for _, members in groups), key=len, reverse=True)
