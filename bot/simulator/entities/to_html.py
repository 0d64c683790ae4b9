"""Text and entities back to HTML, for tests and for reading."""

from __future__ import annotations

import html
import re

from bot.simulator.entities.tidy import Entity

_OPENING = {
    "bold": "<b>", "italic": "<i>", "underline": "<u>", "strikethrough": "<s>", "spoiler": "<tg-spoiler>",
    "code": "<code>", "pre": "<pre>", "blockquote": "<blockquote>",
    "expandable_blockquote": "<blockquote expandable>",
}  # fmt: skip


def to_html(text: str, entities: list[Entity] | tuple[Entity, ...]) -> str:
    """Text and entities back to HTML, for tests and for reading; automatic entities stay plain text."""
    units = text.encode("utf-16-le")
    marks: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        opening = _opening(entity)
        if opening:
            closing = f"</{re.match(r'<([a-z-]+)', opening)[1]}>"  # type: ignore[index]
            marks.setdefault(entity["offset"], []).append(opening)
            marks.setdefault(entity["offset"] + entity["length"], []).insert(0, closing)
    result, last = "", 0
    for point in sorted(marks):
        result += html.escape(units[last * 2 : point * 2].decode("utf-16-le"), quote=False)
        result += "".join(marks[point])
        last = point
    return result + html.escape(units[last * 2 :].decode("utf-16-le"), quote=False)


def _opening(entity: Entity) -> str:
    if entity["type"] == "text_link":
        return f'<a href="{html.escape(entity["url"])}">'
    if entity["type"] == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">'
    if entity["type"] == "pre" and entity.get("language"):
        return f'<pre class="language-{html.escape(entity["language"])}">'
    return _OPENING.get(entity["type"], "")
