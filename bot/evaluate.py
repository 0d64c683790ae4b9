"""How well questions are understood: labelled questions in, figures out. Uses the code that answers in the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.language import Understanding
from bot.language.understood import OUT

HANDOFF = "human.handoff"
COLUMNS = ("label", "text")
_BANDS = 5


class EvaluationError(ValueError):
    """The file cannot be used; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled question. `labels` are alternatives; the first decides whether it counts as in scope."""

    id: str
    labels: tuple[str, ...]
    style: str
    text: str

    @property
    def in_scope(self) -> bool:
        return not _is_out(self.labels[0])


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question. `got` is the coarse topic, "out_of_scope" when the bot declined."""

    row: Row
    got: str
    topic: str
    confidence: float
    correct: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all questions."""

    results: tuple[Result, ...]

    def as_json(self) -> dict[str, Any]:
        """The shape promised by `evaluate --json`."""
        return {
            "in_scope": _score(r for r in self.results if r.row.in_scope),
            "out_of_scope": _score(r for r in self.results if not r.row.in_scope),
            "by_topic": {
                topic: _score(r for r in self.results if r.row.labels[0] == topic)
                for topic in sorted({r.row.labels[0] for r in self.results})
            },
            "errors": [
                {
                    "id": r.row.id,
                    "text": r.row.text,
                    "expected": "|".join(r.row.labels),
                    "got": r.got,
                    "confidence": round(r.confidence, 3),
                }
                for r in self.results
                if not r.correct
            ],
        }

    def as_text(self) -> str:
        """For reading: totals, by topic and style, confusions, and whether confidence means what it says."""
        parts = [self._totals(), self._by_topic(), self._by_style(), self._confusions(), self._calibration()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _totals(self) -> str:
        groups = {"in scope": True, "out of scope": False}
        return "\n".join(
            _line(name, [r for r in self.results if r.row.in_scope is inside]) for name, inside in groups.items()
        )

    def _by_topic(self) -> str:
        topics = sorted({r.row.labels[0] for r in self.results})
        return _table("by topic", {t: [r for r in self.results if r.row.labels[0] == t] for t in topics})

    def _by_style(self) -> str:
        styles = sorted({r.row.style for r in self.results if r.row.style})
        return _table("by style", {s: [r for r in self.results if r.row.style == s] for s in styles})

    def _confusions(self) -> str:
        taken = Counter(("|".join(r.row.labels), r.got) for r in self.results if not r.correct)
        if not taken:
            return ""
        lines = [f"  {times:3}  {expected} -> {got}" for (expected, got), times in taken.most_common(30)]
        return "\n".join(["confusions", *lines])

    def _calibration(self) -> str:
        lines = ["calibration (confidence of the best topic, and how often it was right)"]
        for band in range(_BANDS):
            inside = [r for r in self.results if min(int(r.confidence * _BANDS), _BANDS - 1) == band]
            if inside:
                said = sum(r.confidence for r in inside) / len(inside)
                right = sum(r.correct for r in inside) / len(inside)
                lines.append(
                    f"  {band / _BANDS:.1f}-{(band + 1) / _BANDS:.1f}  {len(inside):4}  {said:6.1%} {right:6.1%}"
                )
        return "\n".join(lines)


def evaluate(rows: Iterable[Row | Mapping[str, str]], understanding: Understanding) -> Report:
    """Understands every question and compares it with its labels.

    A finer topic counts as its parent. Out of scope is right when the bot declines or offers a human; in scope, a
    declined question is an error.
    """
    return Report(tuple(_judge(row if isinstance(row, Row) else as_row(row), understanding) for row in rows))


def _judge(row: Row, understanding: Understanding) -> Result:
    read = understanding.understand(row.text)
    got = OUT if read.declined else read.parent_topic
    if row.in_scope:
        correct = got in row.labels or read.topic in row.labels
    else:
        correct = got in (OUT, HANDOFF) or got in row.labels
    return Result(row, got, read.topic, read.confidence, correct)


def as_row(raw: Mapping[str, str], number: int = 0) -> Row:
    """A row from named values: `label` and `text`, and perhaps `id` and `style`."""
    labels = tuple(label.strip() for label in (raw.get("label") or "").split("|") if label.strip())
    text = raw.get("text") or ""
    if not labels or not text.strip():
        raise EvaluationError(f"line {number}: a question needs a label and a text")
    return Row(raw.get("id") or f"line {number}", labels, raw.get("style") or "", text)


def read_rows(path: Path) -> list[Row]:
    """The questions of a TSV file with a header. Raises EvaluationError when it cannot be used."""
    try:
        # Not `splitlines`, nor the csv module: people write signs that both take for the end of a line.
        head, *lines = path.read_text("utf-8-sig").replace("\r\n", "\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path} cannot be read: {error}") from None
    names = head.split("\t")
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise EvaluationError(f"{path}: the first line must name the columns; {' and '.join(missing)} not found")
    rows = ((number, dict(zip(names, line.split("\t"), strict=False))) for number, line in enumerate(lines, 2) if line)
    return [as_row(raw, number) for number, raw in rows]


def _is_out(label: str) -> bool:
    return label == OUT or label.startswith(f"{OUT}.")


def _score(results: Iterable[Result]) -> dict[str, int]:
    counted = list(results)
    return {"n": len(counted), "correct": sum(r.correct for r in counted)}


def _line(name: str, results: list[Result]) -> str:
    score = _score(results)
    share = score["correct"] / score["n"] if score["n"] else 0.0
    return f"{name:28} {score['correct']:4} of {score['n']:4}  {share:6.1%}"


def _table(title: str, groups: Mapping[str, list[Result]]) -> str:
    return "\n".join([title, *(f"  {_line(name, found)}" for name, found in groups.items())]) if groups else ""
