"""What Telegram makes of text and entities before it keeps them: cleaned, stripped, disentangled, in a fixed order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from bot.simulator.errors import BadRequest

Entity = dict[str, Any]
MAX_ENTITIES = 100  # the surplus is ignored, as Telegram does

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
"""May overlap anything but code; several of one kind that touch are one."""

QUOTES = ("blockquote", "expandable_blockquote")
_CODES = ("pre", "code")
_RANK = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "date_time": 30, "text_link": 49,
    "text_mention": 49, "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94,
    "custom_emoji": 99,
}  # fmt: skip
_FOUND = 50  # what Telegram finds by itself
_GONE = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_UNCLEAN = re.compile(f"{_GONE.pattern}|{_CONTROL.pattern}")
_NOTHING = re.compile("[\\s\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc]*")
_REST = r"[^\s<>\"]*[^\s<>\"'.,;:!?)\]}]"
_ENDINGS = "com|id|org|net|info|me"
"""Of addresses without http that become links too. Telegram knows all there are; these are the ones written here."""

_AUTOMATIC = re.compile(
    rf"(?P<url>(?:https?://|www\.){_REST}|(?<![\w@./-])(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w-]|\.\w)(?:/{_REST})?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/<>])"
    r"|(?<![\w@])(?P<mention>@\w{3,32})\b"
    r"|(?<!\w)(?P<hashtag>\#\w*[^\W\d_]\w*)"
)


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: what lies beyond the basic plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def says_nothing(text: str) -> bool:
    """Whether there is nothing to see: spaces and signs without width."""
    return _NOTHING.fullmatch(text) is not None


def tidy(text: str, entities: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """The text as Telegram would keep it, its entities moved along, with those that Telegram finds by itself."""
    if _UNCLEAN.search(text):
        text, entities = _cleaned(text, entities)
    stripped = text.strip(" \n")
    head, total = len(text) - len(text.lstrip(" \n")), utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - head, 0)
        end = min(entity["offset"] + entity["length"] - head, total)
        if end > start:
            clean = {key: value for key, value in entity.items() if not key.startswith("_")}
            kept.append({**clean, "offset": start, "length": end - start})
    kept = _disentangled(kept)
    kept.extend(_automatic(stripped, kept))
    return stripped, tuple(sorted(kept, key=_order)[:MAX_ENTITIES])


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces; returns, line separators and the like go, and entities shrink by them."""
    gone = [utf16_length(text[: match.start()]) for match in _GONE.finditer(text)]
    moved = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        start, end = (point - sum(one < point for one in gone) for point in (start, end))
        moved.append({**entity, "offset": start, "length": end - start})
    return _CONTROL.sub(" ", _GONE.sub("", text)), moved


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _RANK.get(entity["type"], _FOUND)


def _disentangled(entities: list[Entity]) -> list[Entity]:
    """Code, links and quotes do not overlap their likes (the outer one stays); styles of one kind that touch are one,
    none reaches into code, and they are cut where they would cross another entity."""
    ordered = sorted(entities, key=_order)
    if all(one["offset"] + one["length"] < other["offset"] for one, other in pairwise(ordered)):
        return ordered  # as nearly always: there is nothing to disentangle
    quotes = _apart(entity for entity in ordered if entity["type"] in QUOTES)
    solid = _apart(entity for entity in ordered if entity["type"] not in (*QUOTES, *STYLES))
    code = [entity for entity in solid if entity["type"] in _CODES]
    kept = [*quotes, *solid]
    for kind in STYLES:
        joined = _joined([entity for entity in ordered if entity["type"] == kind], code)
        kept += [piece for entity in joined for piece in _cut(entity, kept)]
    return kept


def _apart(ordered: Any) -> list[Entity]:
    kept: list[Entity] = []
    for entity in ordered:
        if not kept or entity["offset"] >= kept[-1]["offset"] + kept[-1]["length"]:
            kept.append(entity)
    return kept


def _joined(ordered: list[Entity], code: list[Entity]) -> list[Entity]:
    """Styles of one kind: those that touch are one, none reaches into code."""
    spans: list[list[int]] = []
    for entity in ordered:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    for shut in code:
        start, end = shut["offset"], shut["offset"] + shut["length"]
        cut = [piece for a, b in spans for piece in ([a, min(b, start)], [max(a, end), b])]
        spans = [span for span in cut if span[0] < span[1]]
    return [{"type": ordered[0]["type"], "offset": start, "length": end - start} for start, end in spans]


def _cut(entity: Entity, others: list[Entity]) -> list[Entity]:
    """The entity in pieces, none of which lies half in and half out of another one."""
    start, end = entity["offset"], entity["offset"] + entity["length"]
    points = {start, end}
    for other in others:
        begin, stop = other["offset"], other["offset"] + other["length"]
        if begin < start < stop < end:
            points.add(stop)
        elif start < begin < end < stop:
            points.add(begin)
    ordered = sorted(points)
    return [{**entity, "offset": a, "length": b - a} for a, b in pairwise(ordered)]


def _automatic(text: str, taken: list[Entity]) -> list[Entity]:
    if not any(sign in text for sign in "/@#.") or not text:
        return []
    closed = [e for e in taken if e["type"] not in (*STYLES, *QUOTES)]
    found = []
    for match in _AUTOMATIC.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        overlaps = any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in closed)
        if match.lastgroup and not overlaps:
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


def check_given(text: str, given: list[Entity]) -> None:
    """Refuses explicit entities that reach beyond the text or cut a character in two."""
    total = utf16_length(text)
    whole = len(text) == total  # no character takes two units
    for entity in given:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if begin >= total:
            raise BadRequest(f"entity begins after the end of the text at UTF-16 offset {begin}")
        if end > total:
            raise BadRequest(
                f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
            )
        for what, point in (("begins", begin), ("ends", end)):
            at, apart = (0, False) if whole else _place(text, point)
            if apart:
                who = "entity begins" if what == "begins" else f"entity beginning at UTF-16 offset {begin} ends"
                raise BadRequest(f"{who} in a middle of a UTF-16 symbol at byte offset {at}")


def _place(text: str, offset: int) -> tuple[int, bool]:
    """Where the character that holds this UTF-16 offset begins, in bytes of UTF-8, and whether it is cut in two."""
    before = text.encode("utf-16-le")[: offset * 2].decode("utf-16-le", "ignore")
    return len(before.encode()), utf16_length(before) != offset
