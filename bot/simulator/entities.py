"""Formatted text: parse_mode HTML -> text and entities with UTF-16 offsets, and back.

The rules and the error texts are those of Telegram's own parser (td, MessageEntity.cpp), byte offsets included.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any

from bot.simulator.errors import BadRequest

Entity = dict[str, Any]
MAX_ENTITIES = 100  # the surplus is ignored, as Telegram does

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_PLAIN = re.compile(r"[^<&]+")
_NAME_END = re.compile(r"[\s>]|$")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")
_AUTOMATIC = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"]*[^\s<>\"'.,;:!?)\]}])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@\w{3,32})\b"
    r"|(?<!\w)(?P<hashtag>\#\w*[^\W\d_]\w*)"
)


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: what lies beyond the basic plane counts twice."""
    return len(text) + sum(character > "\uffff" for character in text)


@lru_cache(maxsize=512)
def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities of HTML. Raises BadRequest("can't parse entities: ..."). Remembered for broadcasts."""
    parser = _Parser(source)
    parser.run()
    return tidy(parser.text, parser.entities)


def plain(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text without formatting: only what Telegram finds by itself (links, commands, mentions)."""
    return tidy(source, [])


def with_entities(source: str, given: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Text with explicit entities; raises when one lies outside the text."""
    total = utf16_length(source)
    for entity in given:
        if entity["offset"] < 0 or entity["offset"] > total:
            raise BadRequest("can't parse entities: receive an entity with incorrect offset")
        if entity["length"] <= 0 or entity["offset"] + entity["length"] > total:
            raise BadRequest("can't parse entities: receive an entity with incorrect length")
        if entity["type"] == "text_link" and not entity.get("url"):
            raise BadRequest('can\'t parse entities: field "url" must be non-empty in a text_link entity')
    return tidy(source, [dict(entity) for entity in given])


def tidy(text: str, entities: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Strips the text as Telegram does, moves the entities along, adds the automatic ones."""
    head = len(text) - len(text.lstrip())
    stripped = text.strip()
    total = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - head, 0)
        end = min(entity["offset"] + entity["length"] - head, total)
        if end > start:
            clean = {key: value for key, value in entity.items() if not key.startswith("_")}
            kept.append({**clean, "offset": start, "length": end - start})
    kept.extend(_automatic(stripped, kept))
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return stripped, tuple(kept[:MAX_ENTITIES])


def _automatic(text: str, taken: list[Entity]) -> list[Entity]:
    if not any(sign in text for sign in "/@#.") or not text:
        return []
    closed = [e for e in taken if e["type"] in ("code", "pre", "text_link")]
    found = []
    for match in _AUTOMATIC.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        overlaps = any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in closed)
        if match.lastgroup and not overlaps:
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found


class _Parser:
    """One pass over the source; `text` and `entities` are the result."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.offset = 0  # UTF-16 units written so far
        self.open: list[tuple[str, str, int, int]] = []  # tag, argument, offset, index into parts
        self.entities: list[Entity] = []

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def run(self) -> None:
        while self.position < len(self.source):
            sign = self.source[self.position]
            if sign == "<":
                self._tag()
            elif sign == "&":
                self._reference()
            else:
                following = _PLAIN.match(self.source, self.position)
                assert following is not None
                self._write(following.group())
                self.position = following.end()
        if self.open:
            self._fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.position)
        self._write(_decoded(match) if match else "&")
        self.position = match.end() if match else self.position + 1

    def _fail(self, reason: str) -> None:
        raise BadRequest(f"can't parse entities: {reason}")

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"

    def _tag(self) -> None:
        begin = self.position
        if self.source.startswith("</", begin):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        match = _NAME_END.search(self.source, begin)
        assert match is not None
        self.position = match.start()
        if self.position >= len(self.source):
            self._fail(f"Unclosed start tag {self._at(begin)}")
        tag = self.source[begin + 1 : self.position].lower()
        if tag not in _TAGS:
            self._fail(f'Unsupported start tag "{tag}" {self._at(begin)}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            self._fail(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.open.append((tag, argument, self.offset, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._skip_spaces()
            if self.source.startswith(">", self.position):
                self.position += 1
                return argument
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument

    def _skip_spaces(self) -> None:
        while self.position < len(self.source) and self.source[self.position].isspace():
            self.position += 1

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        match = _ATTRIBUTE.match(self.source, self.position)
        assert match is not None
        if not match.group() and self.position < len(self.source):
            self._fail(f'Empty attribute name in the tag "{tag}" {self._at(begin)}')
        self.position = match.end()
        self._skip_spaces()
        value = ""
        if self.source.startswith("=", self.position):
            self.position += 1
            self._skip_spaces()
            value = self._value()
        if self.position >= len(self.source):
            self._fail(f'Unclosed start tag "{tag}" {self._at(begin)}')
        return match.group(), value

    def _value(self) -> str:
        begin = self.position
        quote = self.source[begin : begin + 1]
        if quote in ("'", '"') and quote:
            end = self.source.find(quote, begin + 1)
            self.position = len(self.source) if end < 0 else end + 1
            return _REFERENCE.sub(_decoded, self.source[begin + 1 : end if end >= 0 else None])
        match = _BARE_VALUE.match(self.source, begin)
        assert match is not None
        self.position = match.end()
        if self.position < len(self.source) and not re.match(r"[\s>]", self.source[self.position]):
            self._fail(f"Unexpected end of name token {self._at(begin)}")
        return match.group().lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            self._fail(f"Unexpected end tag {self._at(begin)}")
        match = _NAME_END.search(self.source, begin)
        assert match is not None
        self.position = match.start()
        name = self.source[begin + 2 : self.position].lower()
        self._skip_spaces()
        if not self.source.startswith(">", self.position):
            self._fail(f"Unclosed end tag {self._at(begin)}")
        self.position += 1
        tag, argument, offset, index = self.open.pop()
        if name and name != tag:
            where = self._at(begin)
            self._fail(f'Unmatched end tag {where}, expected "</{tag}>", found "</{name}>"')
        if self.offset > offset:
            self._close(tag, argument, offset, "".join(self.parts[index:]))

    def _close(self, tag: str, argument: str, offset: int, inner: str) -> None:
        entity: Entity = {"type": _TAGS[tag], "offset": offset, "length": self.offset - offset}
        if tag == "a":
            entity = _link(entity, argument or inner)
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = argument
        elif tag == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        elif tag in ("pre", "code") and self._joins_code(tag, argument, entity):
            return
        elif tag == "code" and argument:
            entity["_language"] = argument
        if entity:
            self.entities.append(entity)

    def _joins_code(self, tag: str, argument: str, entity: Entity) -> bool:
        """<pre><code class="language-x"> is one entity of type pre with a language; a lone class says nothing."""
        last = self.entities[-1] if self.entities else None
        if not last or (last["offset"], last["length"]) != (entity["offset"], entity["length"]):
            return False
        if tag != "pre" or last["type"] != "code":
            return False
        language = last.pop("_language", "")
        last["type"] = "pre"
        if language:
            last["language"] = language
        return True


def _decoded(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else match.group()


def _argument(tag: str, name: str, value: str) -> str:
    """What one attribute means for its tag; most mean nothing."""
    if (tag, name) == ("a", "href"):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) == ("blockquote", "expandable"):
        return "1"
    return value if (tag, name) == ("tg-emoji", "emoji-id") else ""


def _link(entity: Entity, address: str) -> Entity:
    """A link entity; one to tg://user?id= is a mention, one that is no address vanishes (its text stays)."""
    person = re.fullmatch(r"tg://user/?\?id=(\d+)", address.strip())
    if person:
        user = {"id": int(person[1]), "is_bot": False, "first_name": ""}
        return {**entity, "type": "text_mention", "user": user}
    url = checked_url(address)
    return {**entity, "url": url} if url else {}


def checked_url(address: str) -> str | None:
    """The address as Telegram would store it, or None if it is none."""
    address = address.strip()
    if re.match(r"(tg|ton|mailto|tel):", address):
        return address
    match = re.fullmatch(r"(?:(https?)://)?([\w-]+(?:\.[\w-]+)+|localhost|\d+(?:\.\d+){3})(:\d+)?([/?#]\S*)?", address)
    if not match:
        return None
    scheme, host, port, rest = match.groups()
    return f"{scheme or 'http'}://{host.lower()}{port or ''}{rest or '/'}"


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
