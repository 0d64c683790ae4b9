"""Text -> topics with a calibrated confidence. A linear model over sparse features, trained in the process.

Why this one: docs/decisions/0003-understanding.md compares it with naive Bayes, nearest neighbours, ridge and a
support vector machine. It is the lightest that reaches the support vector machine's figures: only numpy, and trained
in about a second from the phrases alone, so an office may add phrases without a build step.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.language.features import TAG, Features

VERSION = 1
"""Raised with any change to features or training, so that a kept model of before is not used."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


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
    """The trained numbers: one row of `weights` a feature, one column a class."""

    classes: tuple[str, ...]
    features: dict[str, int]
    rarity: Floats
    weights: Floats

    def save(self, path: Path) -> None:
        """Keeps the model; half a file is never left behind."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(
            part,
            classes=np.array(self.classes),
            features=np.frombuffer("\n".join(self.features).encode(), dtype=np.uint8),
            rarity=self.rarity,
            weights=self.weights.astype(np.float16),
        )
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> Model | None:
        """A kept model, or None if there is none that can be read."""
        try:
            with np.load(path, allow_pickle=False) as kept:
                names = kept["features"].tobytes().decode().split("\n")
                classes = tuple(map(str, kept["classes"]))
                weights = kept["weights"].astype(np.float32)
                return cls(classes, {name: i for i, name in enumerate(names)}, kept["rarity"], weights)
        except (OSError, KeyError, ValueError, BadZipFile):
            return None


class Classifier:
    """Scores normalised texts. Thread-safe once built: it only reads, but for a memory of words."""

    def __init__(self, model: Model, features: Features | None = None) -> None:
        self.model = model
        self._features = features or Features()
        self._word_ids: dict[str, Ints] = {}

    def scores(self, normalised: str) -> Floats:
        """One number a class: about 1 for a sure one, around 0 or below for the rest."""
        words = self._features.words(normalised)
        ids = self._ids(words)
        if not len(ids):
            return np.zeros(len(self.model.classes), dtype=np.float32)
        ids, times = np.unique(ids, return_counts=True)
        values = self.model.rarity[ids] * (1 + np.log(times, dtype=np.float32))
        values /= math.sqrt(float(values @ values))
        scored: Floats = values @ self.model.weights[ids]
        return scored

    def _ids(self, words: list[str]) -> Ints:
        known = self.model.features
        pairs = [known[pair] for pair in self._features.of_text(words) if pair in known]
        return np.concatenate([*map(self._of_word, words), np.array(pairs, dtype=np.int32)])

    def _of_word(self, word: str) -> Ints:
        ids = self._word_ids.get(word)
        if ids is None:
            if len(self._word_ids) > _WORDS_KEPT:
                self._word_ids.clear()
            known = self.model.features
            found = [known[name] for name in self._features.of_word(word) if name in known]
            ids = self._word_ids[word] = np.array(found, dtype=np.int32)
        return ids


_WORDS_KEPT = 20_000


def fingerprint(texts: Sequence[str], labels: Sequence[str], training: Training) -> str:
    """Changes whenever the same training would give another model."""
    digest = hashlib.sha256(f"{VERSION} {training} {np.__version__}".encode())
    for text, label in zip(texts, labels, strict=True):
        digest.update(f"{label}\t{text}\n".encode())
    return digest.hexdigest()[:20]


def train(
    normalised: Sequence[str], labels: Sequence[str], training: Training | None = None, features: Features | None = None
) -> Model:
    """A model from normalised phrases and their topics. The same input gives the same model."""
    training, features = training or Training(), features or Features()
    named = [
        [*features.of_text(words), *(name for word in words for name in features.of_word(word))]
        for words in map(features.words, normalised)
    ]
    index, rarity = _vocabulary(named, training)
    rows = [_row(names, index, rarity) for names in named]
    classes = tuple(sorted(set(labels)))
    number = {name: i for i, name in enumerate(classes)}
    targets = [number[label] for label in labels]
    shape = (len(index), len(classes))
    weights = _learn(rows, targets, shape, training) + training.bayes * _bayes(rows, targets, shape)
    return Model(classes, index, rarity, weights)


Row = tuple[Ints, Floats]


def _vocabulary(named: Sequence[Sequence[str]], training: Training) -> tuple[dict[str, int], Floats]:
    """Features that occur in enough texts, and how telling each is (inverse document frequency)."""
    seen = Counter(name for names in named for name in set(names))
    kept = [name for name, times in seen.items() if times >= training.rarest]
    times = np.array([seen[name] for name in kept], dtype=np.float32)
    rarity = np.log((1 + len(named)) / (1 + times)) + 1
    rarity *= np.where([name.startswith(TAG) for name in kept], training.tags, 1)
    return {name: i for i, name in enumerate(kept)}, rarity.astype(np.float32)


def _row(names: Sequence[str], index: dict[str, int], rarity: Floats) -> Row:
    times = Counter(index[name] for name in names if name in index)
    ids = np.fromiter(times.keys(), dtype=np.int32, count=len(times))
    counts = np.fromiter(times.values(), dtype=np.float32, count=len(times))
    values = rarity[ids] * (1 + np.log(counts))
    length = math.sqrt(float(values @ values)) or 1.0
    return ids, (values / length).astype(np.float32)


def _learn(rows: Sequence[Row], targets: Sequence[int], shape: tuple[int, int], training: Training) -> Floats:
    """Averaged passive-aggressive learning (Crammer et al. 2006), begun at the class centroids.

    Each phrase that does not lead the next best class by a margin of 1 moves both, just so far that it would.
    """
    weights = _centroids(rows, targets, shape)
    drift = np.zeros_like(weights)  # what averaging takes back
    order = np.arange(len(rows))
    shuffle = np.random.default_rng(training.seed)
    step = 1
    for _ in range(training.epochs):
        shuffle.shuffle(order)
        for at in order.tolist():
            ids, values = rows[at]
            scores = values @ weights[ids]
            target = targets[at]
            own = scores[target]
            scores[target] = -np.inf
            rival = int(scores.argmax())
            loss = 1 - own + scores[rival]
            if loss > 0:
                change = min(training.aggressiveness, loss / 2) * values
                weights[ids, target] += change
                weights[ids, rival] -= change
                drift[ids, target] += step * change
                drift[ids, rival] -= step * change
            step += 1
    weights -= drift / step
    return weights


def _bayes(rows: Sequence[Row], targets: Sequence[int], shape: tuple[int, int]) -> Floats:
    """Log probabilities of naive Bayes with every class equally likely, centred so that a feature adds up to 0."""
    counts = np.full(shape, 0.01, dtype=np.float32)
    for (ids, values), target in zip(rows, targets, strict=True):
        counts[ids, target] += values
    logs = np.log(counts / counts.sum(axis=0))
    centred: Floats = logs - logs.mean(axis=1, keepdims=True)
    return centred


def _centroids(rows: Sequence[Row], targets: Sequence[int], shape: tuple[int, int]) -> Floats:
    weights = np.zeros(shape, dtype=np.float32)
    for (ids, values), target in zip(rows, targets, strict=True):
        weights[ids, target] += values
    lengths = np.linalg.norm(weights, axis=0)
    weights /= np.where(lengths > 0, lengths, 1)
    return weights
