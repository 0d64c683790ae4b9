"""parse_mode HTML -> text and entities with UTF-16 offsets.

The rules and the error texts are those of Telegram's own parser (td, MessageEntity.cpp), byte offsets included.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.simulator.entities.links import checked_url, person_in
from bot.simulator.entities.tidy import Entity, tidy, utf16_length
from bot.simulator.errors import BadRequest

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})(?!\d)|#x([0-9a-fA-F]{1,6})(?![0-9a-fA-F])|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_PLAIN = re.compile(r"[^<&]+")
_NAME_END = re.compile(r"[\s>]|$")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")
_HALVES = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


@lru_cache(maxsize=512)
def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities of HTML. Raises BadRequest("can't parse entities: ..."). Remembered for broadcasts."""
    parser = _Parser(source)
    parser.run()
    return tidy(parser.whole_text(), parser.entities)


class _Parser:
    """One pass over the source; `text` and `entities` are the result."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.parts: list[str] = []
        self.offset = 0  # UTF-16 units written so far
        self.open: list[tuple[str, str, int, int]] = []  # tag, argument, offset, index into parts
        self.entities: list[Entity] = []

    def whole_text(self) -> str:
        """All that was written; two references to the halves of one character are that character."""
        text = "".join(self.parts)
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            self._fail(_HALVES)
            raise

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
            argument = _argument(tag, name, value, argument) or argument

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
            entity = link(entity, argument or inner)
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = self._emoji(argument)
        elif tag == "tg-time":
            entity = self._moment(entity, argument)
        elif tag == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        elif tag in ("pre", "code") and self._joins_code(tag, argument, entity):
            return
        elif tag == "code" and argument:
            entity["_language"] = argument
        if entity:
            self.entities.append(entity)

    def _emoji(self, number: str) -> str:
        if not re.fullmatch(r"-?0*[1-9]\d{0,18}", number):
            self._fail("Invalid custom emoji identifier specified")
        return number

    def _moment(self, entity: Entity, argument: str) -> Entity:
        """A moment in time; `argument` is "seconds format"."""
        seconds, _, form = argument.partition(" ")
        if not re.fullmatch(r"[rR]?|[wWdDtT]*", form):
            self._fail("Invalid date-time format specified")
        found = {**entity, "unix_time": int(seconds or 0)} | ({"date_time_format": form} if form else {})
        return found if found["unix_time"] > 0 else {}

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
    return chr(code) if 0 < code < 0x10FFFF else match.group()


def _argument(tag: str, name: str, value: str, so_far: str) -> str:
    """What one attribute means for its tag; most mean nothing."""
    if tag == "tg-time":
        seconds, _, form = so_far.partition(" ")
        seconds = value if name == "unix" and value.isdecimal() else seconds
        return f"{seconds} {value if name == 'format' else form}"
    if (tag, name) == ("a", "href"):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) == ("blockquote", "expandable"):
        return "1"
    return value if (tag, name) == ("tg-emoji", "emoji-id") else ""


def link(entity: Entity, address: str) -> Entity:
    """A link entity; one to tg://user?id= is a mention, one that is no address vanishes (its text stays)."""
    if person := person_in(address):
        return {**entity, "type": "text_mention", "user": {"id": person}}
    url = checked_url(address)
    return {**entity, "type": "text_link", "url": url} if url else {}
