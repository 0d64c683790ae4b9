"""parse_mode MarkdownV2, and the old Markdown -> text and entities with UTF-16 offsets.

The rules and the error texts are those of Telegram's own parsers (td, MessageEntity.cpp), byte offsets included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn

from bot.simulator.entities.from_html import link
from bot.simulator.entities.tidy import Entity, tidy, utf16_length
from bot.simulator.errors import BadRequest

_RESERVED = "_*[]()~`>#+-=|{}.!\n"
_CODES = ("code", "pre")
_CLOSING = {
    "bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||", "code": "`", "pre": "```",
    "text_link": "]", "custom_emoji": "]",
}  # fmt: skip
# What td calls them in its complaints.
_CALLED = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough",
    "spoiler": "Spoiler", "code": "Code", "pre": "Pre", "text_link": "TextUrl", "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}  # fmt: skip
_EMOJI = re.compile(r"tg://emoji\?id=(-?\d+)")
_OPENING = ("```", "__", "||", "![", "_", "*", "~", "[", "`")
_OPENS = {
    "```": "pre", "__": "underline", "||": "spoiler", "![": "custom_emoji", "_": "italic", "*": "bold",
    "~": "strikethrough", "[": "text_link", "`": "code",
}  # fmt: skip


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int  # UTF-16 units
    at: int  # in the source
    begin: int  # in the parts
    language: str = ""


@dataclass(slots=True)
class _Reader:
    """What both parsers share: a source, a place in it, and what was written so far."""

    source: str
    position: int = 0
    parts: list[str] = field(default_factory=list)
    offset: int = 0
    entities: list[Entity] = field(default_factory=list)

    def fail(self, reason: str) -> NoReturn:
        raise BadRequest(f"can't parse entities: {reason}")

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def next(self, count: int = 1) -> str:
        return self.source[self.position : self.position + count]

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def language(self) -> str:
        """The word after ``` and one line break, both skipped."""
        word = re.match(r"[^\s`]*", self.source[self.position :])[0]  # type: ignore[index]
        follows = self.source[self.position + len(word) : self.position + len(word) + 1]
        language = word if word and follows and follows != "`" else ""
        self.position += len(language)
        self.position += len(re.match(r"(\r\n|\n\r|\n|\r)?", self.source[self.position :])[0])  # type: ignore[index]
        return language

    def keep(self, entity: Entity) -> None:
        if entity and entity["length"]:
            self.entities.append(entity)


@lru_cache(maxsize=512)
def parse_markdown_v2(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities of MarkdownV2. Raises BadRequest("can't parse entities: ...")."""
    parser = _V2(source)
    parser.run()
    return tidy("".join(parser.parts), parser.entities)


@dataclass(slots=True)
class _V2(_Reader):
    open: list[_Open] = field(default_factory=list)
    quoting: bool = False
    line_begins: bool = True

    def run(self) -> None:
        while self.position < len(self.source):
            sign = self.next()
            if sign == "\\" and "\x00" < self.source[self.position + 1 : self.position + 2] <= "~":
                self._escaped()
            elif sign not in ("`" if self.open and self.open[-1].kind in _CODES else _RESERVED):
                self.write(sign)
                self.line_begins = self.line_begins and sign == "\r"
                self.position += 1
            elif self._quote_ends():
                self._end_quote()
            elif self._closes():
                self._close()
            else:
                self._begin(sign)
        self._finish()

    def _escaped(self) -> None:
        self.position += 1
        sign = self.next()
        self.write(sign)
        self.line_begins = sign == "\n" or (sign == "\r" and self.line_begins)
        self.position += 1

    def _quote_ends(self) -> bool:
        return self.quoting and self.next() == "\n" and self.source[self.position + 1 : self.position + 2] != ">"

    def _closes(self) -> bool:
        if not self.open:
            return False
        kind = self.open[-1].kind
        closing = _CLOSING.get(kind, "")
        if kind == "italic":  # two are an underline
            return self.next() == "_" and self.next(2) != "__"
        return bool(closing) and self.next(len(closing)) == closing

    def _begin(self, sign: str) -> None:
        if sign == "\n":
            self.write(sign)
            self.line_begins = True
            self.position += 1
        elif sign == ">" and self.line_begins:
            if not self.quoting:
                self.quoting = True
                self.open.append(_Open("blockquote", self.offset, self.position, len(self.parts)))
            self.position += 1
        else:
            self._open(sign)

    def _open(self, sign: str) -> None:
        opening = next((one for one in _OPENING if self.next(len(one)) == one), None)
        if opening is None:
            self.fail(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")
        made = _Open(_OPENS[opening], self.offset, self.position, len(self.parts))
        self.position += len(opening)
        if opening == "```":
            made.language = self.language()
        self.open.append(made)

    def _close(self) -> None:
        closed = self.open.pop()
        entity: Entity = {"type": closed.kind, "offset": closed.offset, "length": self.offset - closed.offset}
        self.position += len(_CLOSING[closed.kind])
        if closed.kind == "text_link":
            address = self._address() if self.next() == "(" else "".join(self.parts[closed.begin :])
            entity = link(entity, address)
        elif closed.kind == "custom_emoji":
            entity["custom_emoji_id"] = self._emoji()
        elif closed.language:
            entity["language"] = closed.language
        self.keep(entity)

    def _address(self) -> str:
        begin = self.position + 1
        found = re.compile(r"((?:\\[\x01-~]|[^)])*)\)", re.DOTALL).match(self.source, begin)
        if not found:
            self.fail(f"Can't find end of a URL at byte offset {self.byte(begin)}")
        self.position = found.end()
        return re.sub(r"\\([\x01-~])", r"\1", found[1])

    def _emoji(self) -> str:
        if self.next() != "(":
            self.fail("The entity must contain a tg://emoji or tg://time URL")
        found = _EMOJI.fullmatch(self._address())
        if not found or int(found[1]) == 0:
            self.fail("Invalid tg://emoji or tg://time URL specified")
        return found[1]

    def _end_quote(self) -> None:
        """A line break that no > follows; || right before it makes the quote expandable."""
        kind = self._quote_kind(self.position)
        quote = self.open.pop()
        self.write("\n")
        self.position += 1
        self.quoting, self.line_begins = False, True
        self.keep({"type": kind, "offset": quote.offset, "length": self.offset - quote.offset})

    def _quote_kind(self, end: int) -> str:
        kind = "blockquote"
        if self.open[-1].kind == "spoiler" and self.source[self.open[-1].at : end].rstrip("\r") == "||":
            self.open.pop()
            kind = "expandable_blockquote"
        if self.open[-1].kind != "blockquote":
            self._unclosed()
        return kind

    def _unclosed(self) -> NoReturn:
        last = self.open[-1]
        name = "PreCode" if last.language else _CALLED[last.kind]
        self.fail(f"Can't find end of {name} entity at byte offset {self.byte(last.at)}")

    def _finish(self) -> None:
        if self.quoting:
            kind = self._quote_kind(len(self.source))
            quote = self.open.pop()
            self.keep({"type": kind, "offset": quote.offset, "length": self.offset - quote.offset})
        if self.open:
            self._unclosed()


@lru_cache(maxsize=512)
def parse_markdown(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text and entities of the old Markdown, which knows no nesting."""
    parser = _Old(source)
    parser.run()
    return tidy("".join(parser.parts), parser.entities)


class _Old(_Reader):
    def run(self) -> None:
        while self.position < len(self.source):
            if self.next() == "\\" and self.source[self.position + 1 : self.position + 2] in tuple("_*`["):
                self.position += 1
                self.write(self.next())
                self.position += 1
            elif self.next() in tuple("_*`["):
                self._entity()
            else:
                self.write(self.next())
                self.position += 1

    def _entity(self) -> None:
        begin = self.position
        opening = "```" if self.next(3) == "```" else self.next()
        kind = _OPENS[opening]
        self.position += len(opening)
        language = self.language() if kind == "pre" else ""
        end = self.source.find(_CLOSING[kind], self.position)
        if end < 0:
            self.fail(f"Can't find end of the entity starting at byte offset {self.byte(begin)}")
        inner, offset = self.source[self.position : end], self.offset
        self.write(inner)
        self.position = end + len(_CLOSING[kind])
        entity: Entity = {"type": kind, "offset": offset, "length": self.offset - offset}
        if kind == "text_link":
            entity = link(entity, self._address(inner))
        elif language:
            entity["language"] = language
        self.keep(entity)

    def _address(self, inner: str) -> str:
        if self.next() != "(":
            return inner
        begin = self.position + 1
        end = self.source.find(")", begin)
        self.position = end + 1 if end >= 0 else len(self.source)
        return self.source[begin : end if end >= 0 else None]
