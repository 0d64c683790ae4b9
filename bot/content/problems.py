"""What is wrong with a content folder, in one clear sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in `file` at the item `id` ("" = the whole file)."""

    file: str
    id: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.says}" if self.id else f"{self.file}: {self.says}"


class ContentError(ValueError):
    """Content that cannot be used; `problems` says why, one sentence each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
