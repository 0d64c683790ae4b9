"""The words of a city: how people write, as data (content file language.yaml)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.language.memory import Memory
from bot.language.shorthand import Shorthand
from bot.language.slips import Slips

KEEP = "keep"
DROP = "drop"
FUZZY_LENGTH = 5
"""Shorter words are mostly abbreviations (NIB, KUR, OSS): one letter more makes another word of them."""
LONG = 8
"""From here on hardly any word is one slip away from another, so every word of the tables may be meant."""


@dataclass(frozen=True, slots=True)
class Case:
    """One way to read a word that means different things: `when` it applies, and what it becomes."""

    when: str
    to: str
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything `normalise` knows. Built once per content version, then only read."""

    words: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    context: Mapping[str, tuple[Case, ...]]
    particles: frozenset[str]
    particles_at_end: frozenset[str]
    not_doubled: frozenset[str]
    slips: Slips
    shorthand: Shorthand
    known: frozenset[str]
    notes: Mapping[str, Any] = field(default_factory=dict)
    _memories: dict[Callable[..., str], Memory[str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_content(cls, raw: Mapping[str, Any], known: Iterable[str] = ()) -> Lexicon:
        """`raw` is the parsed language.yaml; `known` are more real words, which are never "corrected"."""
        flat = _settled({str(k): str(v) for group in raw.get("words", {}).values() for k, v in group.items()})
        context = {str(word): tuple(map(_case, cases)) for word, cases in raw.get("context", {}).items()}
        particles = raw.get("particles", {})
        plain = _plain(raw, flat)
        return cls(
            words={k: v for k, v in flat.items() if " " not in k},
            phrases=_phrases(flat, context),
            context=context,
            particles=frozenset(map(str, particles.get("always", ()))),
            particles_at_end=frozenset(map(str, particles.get("at_end", ()))),
            not_doubled=frozenset(map(str, raw.get("not_doubled", ()))),
            slips=Slips([*raw.get("fuzzy", ()), *(word for word in plain if len(word) >= LONG)]),
            shorthand=Shorthand(plain),
            known=_known(raw, flat, context) | frozenset(known),
            notes={k: raw[k] for k in raw if k not in _OWN_KEYS},
        )

    def memory(self, work_out: Callable[[str, Lexicon], str]) -> Memory[str]:
        """What `work_out` makes of words, each worked out once."""
        memory = self._memories.get(work_out)
        if memory is None:
            memory = self._memories[work_out] = Memory(lambda word: work_out(word, self))
        return memory

    def corrected(self, word: str) -> str:
        """`word`, or the one domain word a single slip of the finger away from it, or with more vowels."""
        if word in self.known or not word.isalpha():
            return word
        near = self.slips.near(word, limit=2) if len(word) >= FUZZY_LENGTH else []
        return near[0] if len(near) == 1 else self.shorthand.meant(word) or word


_OWN_KEYS = {"words", "context", "particles", "not_doubled", "fuzzy", "protect"}


def _settled(flat: Mapping[str, str]) -> dict[str, str]:
    """Words that lead to other words of the table lead straight to their end: "pmkt" -> "pemkot" -> its full name."""
    settled = {}
    for word, target in flat.items():
        seen = {word}
        while target in flat and target not in seen:
            seen.add(target)
            target = flat[target]
        settled[word] = target
    return settled


def _case(raw: Mapping[str, Any]) -> Case:
    if "near" in raw:
        return Case("near", str(raw["to"]), frozenset(map(str, raw["near"])))
    ((when, to),) = raw.items()
    return Case(str(when), str(to))


def _phrases(
    flat: Mapping[str, str], context: Mapping[str, tuple[Case, ...]]
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> the phrases that begin with it, longest first.

    What a word becomes is a phrase too ("pagi" -> "selamat pagi"), so that normalising twice changes nothing.
    """
    targets = [*flat.values(), *(case.to for cases in context.values() for case in cases)]
    every = {t: t for t in targets if " " in t} | {k: v for k, v in flat.items() if " " in k}
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for source, target in every.items():
        parts = tuple(source.split())
        table.setdefault(parts[0], []).append((parts, target))
    return {first: tuple(sorted(found, key=lambda p: -len(p[0]))) for first, found in table.items()}


def _plain(raw: Mapping[str, Any], flat: Mapping[str, str]) -> list[str]:
    """Words as the dictionary has them: what is read instead of others, and what the topics are spoken of with."""
    concepts = (word for words in raw.get("concepts", {}).values() for word in words)
    texts = [*raw.get("fuzzy", ()), *flat.values(), *concepts]
    words = dict.fromkeys(word for text in texts for word in str(text).split())
    return [word for word in words if len(word) >= FUZZY_LENGTH and word not in flat and word.isalpha()]


def _known(raw: Mapping[str, Any], flat: Mapping[str, str], context: Mapping[str, tuple[Case, ...]]) -> frozenset[str]:
    texts = [*flat, *flat.values(), *context, *raw.get("fuzzy", ()), *raw.get("protect", ())]
    return frozenset(word for text in texts for word in str(text).split())
