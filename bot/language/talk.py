"""Follow-ups: "kalau yang mikro?" means something only after what was just talked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.language.matching import words_of

SAME = "same"
SHORT = 8
"""A follow-up is short; a longer message stands for itself."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What was just talked about: the last topic, and the topics of the list that was shown, in order."""

    topic: str | None = None
    listed: tuple[str, ...] = ()
    sector: str | None = None
    season: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    after: tuple[str, ...]
    words: frozenset[tuple[str, ...]]
    topic: str
    trade: bool


class FollowUps:
    """The rules of the content (`follow_ups` in language.yaml), first fitting one wins."""

    def __init__(self, rules: Sequence[Mapping[str, Any]], cues: Sequence[str | Sequence[str]]) -> None:
        """A list among `cues` is one that has a name of its own in the file."""
        self._rules = tuple(
            _Rule(
                tuple(rule["after"]),
                frozenset(tuple(words_of(str(word))) for word in rule.get("words", ())),
                str(rule["topic"]),
                bool(rule.get("trade")),
            )
            for rule in rules
        )
        self._cues: dict[str, list[list[str]]] = {}
        every = chain.from_iterable([cue] if isinstance(cue, str) else cue for cue in cues)
        for first, *rest in filter(None, map(words_of, every)):
            self._cues.setdefault(first, []).append(rest)

    def begins_like_one(self, words: Sequence[str]) -> bool:
        """ "kalau ...", "terus ...": it goes on from what was said."""
        cues = self._cues.get(words[0], ()) if words else ()
        return any(words[1 : 1 + len(rest)] == rest for rest in cues)

    def topic(self, words: Sequence[str], talk: Talk, trade: bool = False) -> str | None:
        """The topic a short message means after `talk`, or None. `trade`: it names a kind of business."""
        if not talk.topic or len(words) > SHORT:
            return None
        rules = [rule for rule in self._rules if talk.topic.startswith(rule.after)]
        if not rules:
            return None
        said = {tuple(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
        said |= {tuple(_bare(word) for word in span) for span in said}
        for rule in rules:
            if rule.words & said or (rule.trade and trade):
                return talk.topic if rule.topic == SAME else rule.topic
        return None


def _bare(word: str) -> str:
    return word.removesuffix("nya")
