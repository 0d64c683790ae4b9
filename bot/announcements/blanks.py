"""Named blanks, {nama} and {usaha}, filled per person; formatting moves along.

Entity offsets count UTF-16 units. Whatever was formatted before a blank stays in place, what comes after moves, and
formatting around a blank grows or shrinks with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.announcements.content import Entity, Message, limit
from bot.html import units

NAMES = ("nama", "usaha")
BLANK = re.compile(r"\{([A-Za-z_]{1,20})\}")


def used(text: str) -> tuple[str, ...]:
    """Names of the blanks in `text`, each once, in order."""
    return tuple(dict.fromkeys(BLANK.findall(text)))


class Template:
    """A message whose blanks can be filled again and again; it is taken apart once."""

    def __init__(self, message: Message, fallbacks: Mapping[str, str]) -> None:
        self.message = message
        self.fallbacks = dict(fallbacks)
        self.names = tuple(name for name in used(message.text) if name in self.fallbacks)
        self._cuts = [found for found in BLANK.finditer(message.text) if found[1] in self.fallbacks]
        self._places = [(units(message.text[: cut.start()]), units(cut[0])) for cut in self._cuts]

    def fill(self, values: Mapping[str, str]) -> Message:
        """The message for one person. An empty value, or one that makes it too long, gives way to the fallback."""
        if not self._cuts:
            return self.message
        filled = self._fill(values)
        return filled if units(filled.text) <= limit(self.message.media_kind) else self._fill({})

    def longest(self) -> int:
        """UTF-16 units with every blank at its fallback, which is what must fit."""
        return units(self._fill({}).text)

    def _fill(self, values: Mapping[str, str]) -> Message:
        words = [values.get(cut[1], "").strip() or self.fallbacks[cut[1]] for cut in self._cuts]
        text, at = [], 0
        for cut, word in zip(self._cuts, words, strict=True):
            text += [self.message.text[at : cut.start()], word]
            at = cut.end()
        text.append(self.message.text[at:])
        grown = [units(word) - length for word, (_, length) in zip(words, self._places, strict=True)]
        entities = tuple(self._moved(entity, grown) for entity in self.message.entities)
        return replace(self.message, text="".join(text), entities=entities)

    def _moved(self, entity: Entity, grown: list[int]) -> Entity:
        start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
        new_start = start + self._shift(start, grown, at_end=False)
        new_end = end + self._shift(end, grown, at_end=True)
        return {**entity, "offset": new_start, "length": new_end - new_start}

    def _shift(self, position: int, grown: list[int], *, at_end: bool) -> int:
        """How far a position moves: by each blank before it; an end inside a blank moves to the blank's new end."""
        shift = 0
        for (place, length), more in zip(self._places, grown, strict=True):
            if place + length <= position:
                shift += more
            elif place < position:  # formatting that begins or ends inside a blank takes the whole word
                shift += place + length + more - position if at_end else place - position
        return shift
