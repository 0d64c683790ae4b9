"""Learns a model from phrases. Only this file needs numpy, and only a start with new phrases needs this file.

Why this way of learning: docs/decisions/0003-understanding.md compares it with naive Bayes, nearest neighbours, ridge
and a support vector machine. It is the lightest that reaches the support vector machine's figures, and takes about
a second, so an office may add phrases without a build step.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.language.classifier import ZERO, Model, Training, name_hash
from bot.language.features import TAG, Features

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def train(
    normalised: Sequence[str], labels: Sequence[str], training: Training | None = None, features: Features | None = None
) -> Model:
    """A model from normalised phrases and their topics. The same input gives the same model."""
    training, features = training or Training(), features or Features()
    classes = tuple(sorted(set(labels)))
    number = {name: i for i, name in enumerate(classes)}
    targets = np.array([number[label] for label in labels], dtype=np.int32)
    texts = _texts(normalised, features, training)
    sums = _sums(texts, targets, len(classes))
    weights = _learn(texts, targets, sums, training)
    weights += _bayes(sums, training.bayes)
    return _model(classes, texts, weights)


def _model(classes: tuple[str, ...], texts: _Texts, weights: Floats) -> Model:
    """The weights, each times how much its feature counts, as whole numbers of one byte."""
    weights *= texts.rarity[:, None]
    largest = np.abs(weights).max(initial=1e-9)
    weights *= _HALF / largest
    weights += ZERO
    hashes = np.array([name_hash(name) for name in texts.index], dtype=np.uint32)
    commonest = np.argsort(texts.rarity, kind="stable")
    hashes, first = np.unique(hashes[commonest], return_index=True)
    kept = commonest[first]
    rows = np.rint(weights, out=weights)[kept].astype(np.uint8).tobytes()
    rarity = array("f", texts.rarity[kept].tolist())
    return Model(classes, array("I", hashes.tolist()), rarity, float(largest / _HALF), rows)


_HALF = ZERO - 1


@dataclass(frozen=True, slots=True)
class _Texts:
    """All phrases as one sparse matrix: phrase i has ids[starts[i]:starts[i+1]]; its values have length 1."""

    index: dict[str, int]
    rarity: Floats
    starts: NDArray[np.int64]
    ids: Ints
    values: Floats


_AT_ONCE = 500
"""Phrases counted together: enough for speed, little enough for memory."""


def _texts(normalised: Sequence[str], features: Features, training: Training) -> _Texts:
    names: dict[str, int] = {}
    counted = list(_counted(_found(normalised, features, names), len(names)))
    seen = np.zeros(len(names), dtype=np.int64)
    for _, ids, _ in counted:
        seen += np.bincount(ids, minlength=len(names))
    kept = np.flatnonzero(seen >= training.rarest)
    new = np.full(len(names), -1, dtype=np.int32)
    new[kept] = np.arange(len(kept), dtype=np.int32)
    every = list(names)
    index = {every[old]: i for i, old in enumerate(kept.tolist())}
    rarity = (np.log((1 + len(normalised)) / (1 + seen[kept])) + 1).astype(np.float32)
    rarity *= np.where([name.startswith(TAG) for name in index], np.float32(training.tags), np.float32(1))
    parts = []
    while counted:  # given back as we go
        parts.append(_valued(counted.pop(0), new, rarity))
    lengths, ids, values = (np.concatenate(part) for part in zip(*parts, strict=True))
    return _Texts(index, rarity, np.concatenate([[0], np.cumsum(lengths)]), ids, values)


def _found(normalised: Sequence[str], features: Features, names: dict[str, int]) -> list[Ints]:
    """The features of every phrase as numbers; `names` is filled with what they stand for."""
    of_word: dict[str, Ints] = {}
    found = []
    for text in normalised:
        words = features.words(text)
        for word in words:
            if word not in of_word:
                ids = [names.setdefault(name, len(names)) for name in features.of_word(word)]
                of_word[word] = np.array(ids, dtype=np.int32)
        ids = [names.setdefault(name, len(names)) for name in features.of_text(words)]
        found.append(np.concatenate([np.array(ids, dtype=np.int32), *(of_word[word] for word in words)]))
    return found


_Counted = tuple[Ints, Ints, NDArray[np.uint8]]


def _counted(found: Sequence[Ints], size: int) -> Iterator[_Counted]:
    """For some phrases at a time: how many features each has, which, and how often."""
    for first in range(0, len(found), _AT_ONCE):
        chunk = found[first : first + _AT_ONCE]
        phrases = np.repeat(np.arange(len(chunk)), [len(ids) for ids in chunk])
        keys, times = np.unique(phrases * size + np.concatenate(chunk), return_counts=True)
        times = np.minimum(times, 255)
        lengths = np.bincount(keys // size, minlength=len(chunk))
        yield lengths.astype(np.int32), (keys % size).astype(np.int32), times.astype(np.uint8)


def _valued(counted: _Counted, new: Ints, rarity: Floats) -> tuple[Ints, Ints, Floats]:
    """The same with only the features kept, and their values."""
    lengths, ids, times = counted
    rows = np.repeat(np.arange(len(lengths)), lengths)
    common = new[ids] >= 0
    rows, ids, times = rows[common], new[ids[common]], times[common]
    values = rarity[ids] * (1 + np.log(times.astype(np.float32)))
    norms = np.sqrt(np.bincount(rows, values * values, len(lengths)))
    values /= norms[rows].astype(np.float32)
    return np.bincount(rows, minlength=len(lengths)).astype(np.int32), ids, values


def _sums(texts: _Texts, targets: Ints, classes: int) -> Floats:
    """How much of each feature each class has."""
    sums = np.zeros((len(texts.index), classes), dtype=np.float32)
    places = texts.ids * np.int32(classes) + np.repeat(targets, np.diff(texts.starts))
    np.add.at(sums.reshape(-1), places, texts.values)
    return sums


def _learn(texts: _Texts, targets: Ints, sums: Floats, training: Training) -> Floats:
    """Averaged passive-aggressive learning (Crammer et al. 2006), begun at the class centroids.

    Each phrase that does not lead the next best class by a margin of 1 moves both, just so far that it would; some
    phrases at a time, seen with the same weights. Every second round takes only the phrases that moved something in
    the one before. The mean of what the weights were on the way is what generalises.
    """
    lengths = np.linalg.norm(sums, axis=0)
    weights: Floats = np.divide(sums, np.where(lengths > 0, lengths, 1), dtype=np.float32)
    mean = np.zeros_like(weights)
    shuffle = np.random.default_rng(training.seed)
    order = np.arange(len(targets))
    moved: list[NDArray[np.int64]] = []
    steps = taken = 0
    for epoch in range(training.epochs):
        turn = np.concatenate([order[:0], *moved]) if epoch % 2 else order
        shuffle.shuffle(turn)
        moved = []
        for first in range(0, len(turn), _TOGETHER):
            at = turn[first : first + _TOGETHER]
            moved.append(at[_step(texts, at, targets[at], weights, training.aggressiveness)])
            steps += 1
            if steps % _GLANCE == 0:
                mean += weights
                taken += 1
    mean /= max(taken, 1)
    return mean if taken else weights


_TOGETHER = 64
"""Phrases in one step: a third of the time of one by one, and no worse in cross-validation."""
_GLANCE = 6
"""Steps between two looks at the weights: looking at each would cost as much as learning."""


def _step(texts: _Texts, at: NDArray[np.int64], targets: Ints, weights: Floats, most: float) -> NDArray[np.bool_]:
    """Learns from some phrases; which of them moved anything."""
    starts, ends = texts.starts[at], texts.starts[at + 1]
    lengths = ends - starts
    until = np.cumsum(lengths)
    places = np.arange(until[-1]) + np.repeat(starts - until + lengths, lengths)
    ids, values = texts.ids[places], texts.values[places]
    rows = weights.take(ids, axis=0)
    edges = [0, *until.tolist()]
    scores = np.array([values[a:b] @ rows[a:b] for a, b in pairwise(edges)])
    every = np.arange(len(at))
    own = scores[every, targets]
    scores[every, targets] = -np.inf
    rivals = scores.argmax(axis=1)
    losses = 1 - own + scores[every, rivals]
    changes = values * np.repeat(np.clip(losses / 2, 0, most), lengths)
    cells, classes = weights.reshape(-1), weights.shape[1]
    np.add.at(cells, ids * classes + np.repeat(targets, lengths), changes)
    np.subtract.at(cells, ids * classes + np.repeat(rivals, lengths), changes)
    moved: NDArray[np.bool_] = losses > 0
    return moved


def _bayes(sums: Floats, share: float) -> Floats:
    """Log probabilities of naive Bayes with every class equally likely, centred so that a feature adds up to 0, times
    `share`. Works in the place of `sums`: three such tables at once would be the largest thing in the process."""
    sums += np.float32(0.01)
    sums /= sums.sum(axis=0)
    np.log(sums, out=sums)
    sums -= sums.mean(axis=1, keepdims=True)
    sums *= np.float32(share)
    return sums
