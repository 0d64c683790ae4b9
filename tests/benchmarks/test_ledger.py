"""The benchmark's own honesty: what is lost, twice or out of order is counted as such."""

from __future__ import annotations

from tests.benchmarks.ledger import Ledger, percentile
from tests.benchmarks.questions import known, stream


def chat_of(*expected: str | None) -> Ledger:
    ledger = Ledger()
    for at, answer in enumerate(expected):
        ledger.ask(7, answer, float(at))
    return ledger


def test_a_reply_each_in_order_is_all_right() -> None:
    ledger = chat_of("a", "b", "c")
    for at, text in enumerate(["a!", "b!", "c!"]):
        ledger.reply(7, text, at + 0.5)
    assert (ledger.lost, ledger.duplicates, ledger.disorder, ledger.verified) == (0, 0, 0, 3)
    assert ledger.latencies() == [0.5, 0.5, 0.5]


def test_a_missing_reply_is_lost_and_infinitely_late() -> None:
    ledger = chat_of("a", "b")
    ledger.reply(7, "a", 1.0)
    assert ledger.lost == 1
    assert percentile(ledger.latencies(), 0.99) == float("inf")


def test_a_reply_too_many_is_a_duplicate() -> None:
    ledger = chat_of("a")
    ledger.reply(7, "a", 1.0)
    ledger.reply(7, "a", 2.0)
    ledger.reply(8, "a", 2.0)
    assert ledger.duplicates == 2, "also one to a chat that asked nothing"


def test_replies_in_each_others_place_are_out_of_order() -> None:
    ledger = chat_of("a", "b", "c")
    for text in ("b", "a", "c"):
        ledger.reply(7, text, 3.0)
    assert ledger.disorder == 2


def test_one_lost_and_one_twice_do_not_make_up_for_each_other() -> None:
    ledger = chat_of("a", "b")
    for text in ("b", "b"):
        ledger.reply(7, text, 3.0)
    assert (ledger.lost, ledger.duplicates, ledger.verified) == (0, 0, 1)


def test_an_answer_given_in_context_is_no_disorder() -> None:
    ledger = chat_of("a", "b")
    for text in ("b", "b"):
        ledger.reply(7, text, 3.0)
    assert ledger.disorder == 0


def test_questions_are_many_different_ones_and_half_of_a_load_is_fresh() -> None:
    assert len(set(map("".join, known()))) == 300
    texts = stream(1000, seed=1)
    assert len(set(texts)) > 700
    assert not set(texts[1::2]) & set(stream(1000, seed=2)), "nor is it in the next load"
