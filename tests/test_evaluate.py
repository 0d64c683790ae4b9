"""The report of how well questions are understood: its shape is promised, its counting must be right."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import Mock

import pytest

from bot.evaluate import EvaluationError, Row, as_row, evaluate, read_rows
from bot.language import UNSURE, Understood
from bot.language.slots import About


class Scripted:
    """Understands by a table: what counts is the counting."""

    def __init__(self, **topics: str) -> None:
        self._topics = topics

    def understand(self, text: str) -> Understood:
        topic = self._topics[text]
        parent = "out_of_scope" if topic.startswith("out_of_scope") else topic
        parent = {"program.kur": "program.financing"}.get(parent, parent)
        return Understood(text, text, topic, parent, 0.9, Mock(spec=About))


def report_of(*rows: tuple[str, str, str]):  # type: ignore[no-untyped-def]
    """rows: (label, text, topic understood)."""
    scripted = Scripted(**{text: topic for _, text, topic in rows})
    return evaluate([Row(text, tuple(label.split("|")), "casual", text) for label, text, _ in rows], scripted)  # type: ignore[arg-type]


def test_the_shape_is_the_promised_one() -> None:
    report = report_of(("stat.total", "a", "stat.total"), ("out_of_scope", "b", "stat.micro")).as_json()
    assert report == {
        "in_scope": {"n": 1, "correct": 1},
        "out_of_scope": {"n": 1, "correct": 0},
        "by_topic": {"out_of_scope": {"n": 1, "correct": 0}, "stat.total": {"n": 1, "correct": 1}},
        "errors": [{"id": "b", "text": "b", "expected": "out_of_scope", "got": "stat.micro", "confidence": 0.9}],
    }
    assert json.loads(json.dumps(report)) == report


def test_a_finer_topic_counts_as_its_parent() -> None:
    assert report_of(("program.financing", "a", "program.kur")).as_json()["in_scope"]["correct"] == 1


def test_any_of_the_alternatives_is_right_and_the_first_decides_the_scope() -> None:
    report = report_of(("out_of_scope|bot.help", "a", "bot.help"), ("bot.help|out_of_scope", "b", "bot.help")).as_json()
    assert report["out_of_scope"] == {"n": 1, "correct": 1}
    assert report["in_scope"] == {"n": 1, "correct": 1}


@pytest.mark.parametrize("topic", ["out_of_scope.prices", UNSURE, "human.handoff"])
def test_outside_is_right_when_declined_unsure_or_handed_to_a_human(topic: str) -> None:
    assert report_of(("out_of_scope", "a", topic)).as_json()["out_of_scope"]["correct"] == 1


def test_a_declined_question_inside_is_an_error() -> None:
    report = report_of(("stat.total", "a", UNSURE)).as_json()
    assert report["in_scope"]["correct"] == 0
    assert report["errors"][0]["got"] == "out_of_scope"


def test_the_readable_report_has_its_parts() -> None:
    text = report_of(("stat.total", "a", "stat.total"), ("out_of_scope", "b", "stat.micro")).as_text()
    for part in ("in scope", "by topic", "by style", "confusions", "calibration", "out_of_scope -> stat.micro"):
        assert part in text


def test_a_file_with_a_header_is_read(tmp_path: Path) -> None:
    file = tmp_path / "q.tsv"
    file.write_text('id\tlabel\tstyle\ttext\nh1\tstat.total|stat.micro\ttypo\tumkm "brp\n', "utf-8")
    (row,) = read_rows(file)
    assert row == Row("h1", ("stat.total", "stat.micro"), "typo", 'umkm "brp')


def test_a_file_without_the_columns_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "q.tsv"
    file.write_text("frage\numkm\n", "utf-8")
    with pytest.raises(EvaluationError, match="label and text not found"):
        read_rows(file)


def test_a_row_without_a_label_is_refused_in_words() -> None:
    with pytest.raises(EvaluationError, match="line 3"):
        as_row({"text": "umkm"}, 3)


def test_a_file_is_read_whatever_signs_people_write(tmp_path: Path) -> None:
    """Line ends of Windows, a blank line, a lone quote, a separator of Unicode, more than a field of csv may hold."""
    texts = ['"berapa umkm', "jumlah\u2028umkm\x0b\x85", "x" * 200_000]
    lines = ["id\tlabel\tstyle\ttext", *(f"{n}\tstat.total\tx\t{text}" for n, text in enumerate(texts)), ""]
    file = tmp_path / "questions.tsv"
    file.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    assert [row.text for row in read_rows(file)] == texts
    file.write_bytes("\n".join([*lines, "9\t\tx\t"]).encode())
    with pytest.raises(EvaluationError, match="line 6"):
        read_rows(file)
