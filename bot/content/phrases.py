"""The phrases from which the bot learns to understand: many, and needed only while it learns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

Manners = Mapping[str, tuple[str, ...]]
"""Manner of speaking -> phrases."""


class Phrases(Mapping[str, Manners]):
    """Topic -> manner -> phrases, of a folder of YAML files that are read when first asked for: a start whose model is
    kept never does. Its repr changes with the files. Raises what `read` raises.
    """

    def __init__(self, folder: Path, read: Callable[[], Mapping[str, Manners]]) -> None:
        self._folder, self._read = folder, read

    @cached_property
    def _topics(self) -> Mapping[str, Manners]:
        return self._read()

    def __getitem__(self, topic: str) -> Manners:
        return self._topics[topic]

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)

    def __repr__(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self._folder.glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return f"Phrases({digest.hexdigest()})"
