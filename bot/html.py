"""Telegram's HTML as text: how long people see it, its bare words, and parts of it that each stand alone."""

from __future__ import annotations

import re
from html import unescape

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
"""UTF-16 units of a message and of a caption, counted without the tags (Bot API, sendMessage and sendPhoto)."""

_TOKEN = re.compile(r"(?P<tag></?[a-zA-Z][^<>]*>)|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|.", re.DOTALL)
_BORDERS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?])\s"), re.compile(r"\s"))
"""Where a text may be cut, the best first: between paragraphs, lines, sentences, words."""


def plain(html: str) -> str:
    """The words without the tags, entities resolved."""
    return unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", html))


def units(text: str) -> int:
    """Length in UTF-16 units, which is how Telegram counts: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible_length(html: str) -> int:
    """UTF-16 units of what people see of `html`."""
    return units(plain(html))


def split_html(html: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Parts of at most `limit` visible units, cut at the best border; tags open at a cut are closed and reopened."""
    if 2 * len(html) <= limit or units(html) <= limit or visible_length(html) <= limit:
        return [html]
    tokens = [(found.group(), bool(found["tag"])) for found in _TOKEN.finditer(html)]
    parts, open_tags = [], list[str]()
    while tokens:
        end = _cut(tokens, limit)
        before, open_tags = open_tags, _still_open(open_tags, tokens[:end])
        body = "".join(token for token, _ in tokens[:end])
        if plain(body).strip():
            parts.append("".join(before) + body.strip() + "".join(f"</{_name(tag)}>" for tag in reversed(open_tags)))
        tokens = tokens[end:]
    return parts


def _name(tag: str) -> str:
    return re.split(r"[\s>]", tag.lstrip("</"), maxsplit=1)[0]


def _still_open(open_tags: list[str], tokens: list[tuple[str, bool]]) -> list[str]:
    """The tags that are open after `tokens`, outermost first."""
    stack = list(open_tags)
    for token, is_tag in tokens:
        if is_tag and not token.startswith("</"):
            stack.append(token)
        elif is_tag and stack:
            stack.pop()
    return stack


def _cut(tokens: list[tuple[str, bool]], limit: int) -> int:
    """How many tokens go into the next part: as many as fit, back to the best border in the later two thirds."""
    seen, shown, where = 0, "", list[int]()
    for index, (token, is_tag) in enumerate(tokens):
        text = "" if is_tag else unescape(token)
        if (seen := seen + units(text)) > limit:
            break
        shown += text
        where += [index + 1] * len(text)
    else:
        return len(tokens)
    for border in _BORDERS:
        ends = [found.end() for found in border.finditer(shown) if found.end() > len(shown) // 3]
        if ends:
            return where[ends[-1] - 1]
    return where[-1] if where else 1


_NAMES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikethrough",
          "code": "code", "blockquote": "blockquote"}  # fmt: skip


def with_entities(html: str) -> tuple[str, list[dict[str, object]]]:
    """Text and Bot API entities (offsets in UTF-16 units) of HTML with simple tags; other tags are dropped."""
    text, at = "", 0
    found: list[dict[str, object]] = []
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(html):
        if not token["tag"]:
            letters = unescape(token.group())
            text, at = text + letters, at + units(letters)
        elif not token.group().startswith("</"):
            opened.append((_name(token.group()), at))
        elif opened:
            name, start = opened.pop()
            if name in _NAMES and at > start:
                found.append({"type": _NAMES[name], "offset": start, "length": at - start})
    return text, sorted(found, key=lambda one: (one["offset"], -int(str(one["length"]))))
