"""Follow-ups: "kalau yang mikro?" means something only after what was just talked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.language.matching import Phrases, words_of
from bot.language.memory import Memory

SAME = "same"
SHORT = 8
"""A follow-up is short; a longer message stands for itself."""
TRADE, AMOUNT, SEASON, ASPECT = "trade", "amount", "season", "aspect"
_NEEDS = (TRADE, AMOUNT, SEASON, ASPECT)
"""What a rule may ask of a message besides words of its own."""


def _nothing(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Talk:
    """What was just talked about: the last topic, and the topics of the list that was shown, in order.

    `earlier` are the topics before the last, latest first; `unit` is what the last amount was counted in ("juta").
    """

    topic: str | None = None
    listed: tuple[str, ...] = ()
    sector: str | None = None
    season: str | None = None
    earlier: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    after: tuple[str, ...]
    words: frozenset[tuple[str, ...]]
    topic: str
    needs: frozenset[str]


class FollowUps:
    """The rules of the content (`follow_ups` in language.yaml), first fitting one wins."""

    def __init__(
        self, rules: Sequence[Mapping[str, Any]], cues: Sequence[str | Sequence[str]], *,
        openers: Sequence[str] = (), bare: Sequence[str | Sequence[str]] = (), aspects: Aspects | None = None,
    ) -> None:  # fmt: skip
        """A list among `cues` or `bare` is one that has a name of its own in the file."""
        self._rules = tuple(
            _Rule(
                tuple(rule["after"]),
                frozenset(tuple(words_of(str(word))) for word in rule.get("words", ())),
                str(rule["topic"]),
                frozenset(what for what in _NEEDS if rule.get(what)),
            )
            for rule in rules
        )
        self._after = Memory(lambda topic: tuple(rule for rule in self._rules if topic.startswith(rule.after)))
        self._cues: dict[str, list[list[str]]] = {}
        every = chain.from_iterable([cue] if isinstance(cue, str) else cue for cue in cues)
        for first, *rest in filter(None, map(words_of, every)):
            self._cues.setdefault(first, []).append(rest)
        self._openers = frozenset(map(str, openers))
        self._aspects = aspects or Aspects({})
        said = chain.from_iterable([word] if isinstance(word, str) else word for word in bare)
        self._empty = frozenset(map(str, said))

    def begins_like_one(self, words: Sequence[str]) -> bool:
        """ "kalau ...", "itu data tahun berapa": it goes on from what was said, perhaps behind an "eh" or "itu"."""
        at = 0
        while True:
            cues = self._cues.get(words[at], ()) if at < len(words) else ()
            if any(words[at + 1 : at + 1 + len(rest)] == rest for rest in cues):
                return True
            if at >= len(words) or words[at] not in self._openers:
                return False
            at += 1

    def is_bare(self, words: Sequence[str]) -> bool:
        """ "di mana urusnya", "60 juta sebulan": it names nothing, so it can only be about what was said before."""
        left = self._aspects.without(words)
        return all(word in self._empty or _bare(word) in self._empty or word[0].isdigit() for word in left)

    def topic(self, words: Sequence[str], talk: Talk, *, has: Callable[[str], bool] = _nothing) -> str | None:
        """The topic a short message means after `talk`, or None. `has`: whether it names a "trade", an "amount"."""
        rules = self._after[talk.topic] if talk.topic and len(words) <= SHORT else ()
        if not rules:
            return None
        said = {tuple(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
        said |= {tuple(_bare(word) for word in span) for span in said}
        for rule in rules:
            if rule.words & said or any(map(has, rule.needs)):
                return talk.topic if rule.topic == SAME else rule.topic
        return None

    def names_aspect(self, words: Sequence[str]) -> bool:
        """Whether it asks for a side of something."""
        return bool(self._aspects.find(words))


class Aspects:
    """The sides of a thing that people ask about next (`aspects` in language.yaml): its cost, how long it takes."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._phrases = Phrases({str(phrase): name for name, phrases in words.items() for phrase in phrases})

    def find(self, words: Sequence[str]) -> list[str]:
        """The aspects named in normalised words, in order."""
        return list(dict.fromkeys(hit.value for hit in self._phrases.find(list(words), endings=True)))

    def without(self, words: Sequence[str]) -> list[str]:
        """The words that name no aspect."""
        named = {at for hit in self._phrases.find(list(words), endings=True) for at in range(hit.start, hit.end)}
        return [word for at, word in enumerate(words) if at not in named]


def _bare(word: str) -> str:
    return word.removesuffix("nya")
