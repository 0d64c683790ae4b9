"""Text -> topics with a calibrated confidence. A linear model over sparse features, learned by `learning`.

Scoring needs no numpy, which would be a tenth of the bot's memory. A feature's row, a number a class, is read as one
large integer with four bytes a class: adding rows is adding integers, which Python does faster than numpy adds rows
this short.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from sys import byteorder
from zlib import crc32

from bot.language.features import Features
from bot.language.memory import Memory

VERSION = 7
"""Raised with any change to features or training, so that a kept model of before is not used."""

ZERO = 1 << 7
"""What stands for 0 in a row: its numbers have no sign, so that no lane of a sum borrows from its neighbour."""

_MODELS_KEPT = 4


@dataclass(frozen=True, slots=True)
class Training:
    """How the model is trained. Found by cross-validation over the phrases."""

    epochs: int = 4
    aggressiveness: float = 1.0
    rarest: int = 3  # a feature of one or two phrases teaches only those
    tags: float = 1.5  # how much more than a word what it stands for counts
    bayes: float = 0.03  # how much of naive Bayes is mixed in
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Model:
    """The learned numbers.

    features  the features, each by the hash of its name, in ascending order: names would take 30 times as much memory.
              Of two that share a hash (one pair in every tenth model) the rarer is left out
    rarity    how much each feature counts
    unit      what 1 in a row is worth
    rows      for each feature a byte a class: its weight times its rarity, in units above ZERO. Two bytes are no better
    """

    classes: tuple[str, ...]
    features: array[int]
    rarity: array[float]
    unit: float
    rows: bytes

    def save(self, path: Path) -> None:
        """Keeps the model and forgets old ones; half a file is never read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        head = {"classes": self.classes, "count": len(self.features), "unit": self.unit, "order": byteorder}
        with part.open("wb") as file:
            file.write(json.dumps(head, ensure_ascii=False).encode() + b"\n")
            file.write(self.features.tobytes() + self.rarity.tobytes() + self.rows)
        part.replace(path)
        kept = sorted(path.parent.glob("model-*"), key=lambda model: model.stat().st_mtime, reverse=True)
        for old in kept[_MODELS_KEPT:]:
            old.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path) -> Model | None:
        """A kept model, or None if there is none that can be read."""
        try:
            with path.open("rb") as file:
                head = json.loads(file.readline())
                classes, features, rarity = tuple(head["classes"]), array("I"), array("f")
                features.fromfile(file, head["count"])
                rarity.fromfile(file, head["count"])
                rows = file.read()
                whole = len(rows) == len(features) * len(classes) and head["order"] == byteorder
                return cls(classes, features, rarity, head["unit"], rows) if whole else None
        except (OSError, EOFError, KeyError, TypeError, ValueError):
            return None

    def find(self, name: str) -> int | None:
        """Which row is a feature's; None for one that was never seen in training."""
        wanted = name_hash(name)
        at = bisect_left(self.features, wanted)
        return at if at < len(self.features) and self.features[at] == wanted else None

    def row(self, feature: int) -> int:
        """A feature's row as one integer, four bytes a class: room to add 16 million of them."""
        width = len(self.classes)
        numbers = array("B", self.rows[feature * width : (feature + 1) * width])
        return int.from_bytes(array("I", numbers).tobytes(), byteorder)


def name_hash(name: str) -> int:
    """32 bits, the same in every process."""
    return crc32(name.encode())


@dataclass(frozen=True, slots=True)
class _Part:
    """What a word, or the pairs of a text, add to a score.

    rows     the sum of its features' rows
    squares  the sum of the squares of their rarity
    strange  how many more features it has that were never seen in training
    """

    features: tuple[int, ...]
    rows: int
    squares: float
    strange: int


class Classifier:
    """Scores normalised texts. Thread-safe once built: it only reads, but for a memory of words and rows."""

    def __init__(self, model: Model, features: Features | None = None) -> None:
        self.model = model
        self._features = features or Features()
        self._words = Memory(lambda word: self._part(self._features.of_word(word)), _WORDS_KEPT)
        self._row = lru_cache(_ROWS_KEPT)(model.row)

    def words(self, normalised: str) -> list[str]:
        """The words that say something."""
        return self._features.words(normalised)

    def scores(self, normalised: str, *, every: bool = False) -> list[float]:
        """One number a class: about 1 for a sure one, around 0 or below for the rest. `every` word counts, or only
        those that say something.

        A feature there n times counts 1 + ln n times: its parts have counted it n times, so the rest is taken back.
        """
        words = normalised.split() if every else self._features.words(normalised)
        parts = [self._words[word] for word in words]
        strange = STRANGE * sum([part.strange for part in dict(zip(words, parts, strict=True)).values()])
        parts.append(self._part(self._features.of_text(words)))
        there = list(chain.from_iterable([part.features for part in parts]))
        square = sum([part.squares for part in parts]) + strange
        repeated: dict[int, list[int]] = {}
        if len(set(there)) < len(there):
            for feature, often in Counter(there).items():
                if often > 1:
                    repeated.setdefault(often, []).append(feature)
                    square += self.model.rarity[feature] ** 2 * ((1 + math.log(often)) ** 2 - often)
        length = math.sqrt(square) or 1.0
        unit = self.model.unit / length
        zero = unit * ZERO * len(there)
        scores = [unit * lane - zero for lane in self._lanes(sum([part.rows for part in parts]))]
        for often, features in repeated.items():
            less = unit * (often - 1 - math.log(often))
            zero = less * ZERO * len(features)
            lanes = self._lanes(sum(map(self._row, features)))
            scores = [score - less * lane + zero for score, lane in zip(scores, lanes, strict=True)]
        return scores

    def _lanes(self, rows: int) -> array[int]:
        """A sum of rows as one number a class."""
        return array("I", rows.to_bytes(4 * len(self.model.classes), byteorder))

    def _part(self, names: Sequence[str]) -> _Part:
        rarity = self.model.rarity
        found = tuple([row for row in map(self.model.find, names) if row is not None])
        squares = sum([rarity[feature] ** 2 for feature in found])
        return _Part(found, sum(map(self._row, found)), squares, len(names) - len(found))


_WORDS_KEPT = 4_000
_ROWS_KEPT = 6_000
"""About 2 MB each; what most people write needs fewer."""
STRANGE = 16.0
"""What each feature never seen in training takes from the score: a message of strange words is not sure of anything."""


def fingerprint(*taught: object) -> str:
    """Changes whenever learning from what has these reprs would give another model."""
    return hashlib.sha256(repr((VERSION, Training(), *taught)).encode()).hexdigest()[:20]
