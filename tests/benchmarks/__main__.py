"""Run everything and print it. See the package's docstring."""

from __future__ import annotations

import argparse
import math
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec

from tests.benchmarks.measuring import CHATS, FULL, QUICK, Result, measure
from tests.benchmarks.peers import AIOGRAM, OURS, PTB, Peer, peers

OTHERS = ("understanding", "bulk", "seasons")

ROWS = (
    ("updates/s, 3000 waiting", "drain_rate", "{:,.0f}"),
    ("updates/s, Telegram 50 ms away", "slow_rate", "{:,.0f}"),
    ("CPU us per update, 3000 waiting", "drain_cpu", "{:,.0f}"),
    ("CPU us per update, 100/s", "steady_cpu", "{:,.0f}"),
    ("p50 ms at 100/s", "fast_p50", "ms"),
    ("p95 ms at 100/s", "fast_p95", "ms"),
    ("p99 ms at 100/s", "fast_p99", "ms"),
    ("p50 ms at 100/s, 50 ms away", "slow_p50", "ms"),
    ("p95 ms at 100/s, 50 ms away", "slow_p95", "ms"),
    ("p99 ms at 100/s, 50 ms away", "slow_p99", "ms"),
    ("memory idle, MB", "idle", "{:.0f}"),
    ("memory peak, MB", "peak", "{:.0f}"),
    ("s to first reply, empty database", "first_start", "{:.2f}"),
    ("the same, with phrases to learn", "learning_start", "{:.2f}"),
    ("s to first reply, started again", "restart", "{:.2f}"),
    ("replies lost, twice, out of order", "wrong", "{:.0f}"),
    ("the same, 50 ms away", "slow_wrong", "{:.0f}"),
    ("share of replies verified by text", "verified", "{:.2f}"),
)
TARGETS = (("drain_rate", PTB, 1.9), ("drain_rate", AIOGRAM, 1.0))
LARGEST_MB, SLOWEST_START = 120, 3.0


def shown(values: Sequence[float | None], form: str) -> str:
    """Median (least-most). What was not answered in time is infinitely late."""
    numbers = sorted(math.inf if value is None else value for value in values)
    if not numbers:
        return "-"
    texts = [_one(number, form) for number in (statistics.median_low(numbers), numbers[0], numbers[-1])]
    return texts[0] if texts[1] == texts[2] else f"{texts[0]} ({texts[1]}-{texts[2]})"


def _one(number: float, form: str) -> str:
    if math.isinf(number):
        return "behind"
    return f"{number * 1000:.1f}" if form == "ms" else form.format(number)


def table(found: dict[Peer, list[Result]]) -> Iterable[str]:
    """The lines of the table, one measure a line, one peer a column."""
    yield "  ".join(["".ljust(34), *(peer.name.rjust(27) for peer in found)])
    for title, key, form in ROWS:
        cells = (shown([result[key] for result in results if key in result], form) for results in found.values())
        yield "  ".join([title.ljust(34), *(cell.rjust(27) for cell in cells)])


def ratios(found: dict[Peer, list[Result]]) -> Iterable[str]:
    """What was to be reached, and what was. Ratios are medians of each round's own ratio."""
    if OURS not in found:
        return
    for key, peer, least in TARGETS:
        if peer in found:
            pairs = zip(found[OURS], found[peer], strict=True)
            ratio = statistics.median((ours[key] or 0) / (theirs[key] or 1) for ours, theirs in pairs)
            yield f"{ratio:.2f} times the {peer.name} in updates/s (asked: {least})"
    idle, peak, first = (statistics.median(result[key] or 0 for result in found[OURS])
                         for key in ("idle", "peak", "first_start"))  # fmt: skip
    yield f"{idle:.0f} MB idle, {peak:.0f} at most (asked: under {LARGEST_MB})"
    yield f"first reply after {first:.2f} s (asked: {SLOWEST_START})"


def others(arguments: Sequence[str]) -> None:
    """The benchmarks of other parts, each a module that runs by itself."""
    for name in OTHERS:
        if find_spec(f"tests.benchmarks.{name}"):
            print(f"\n== {name}", flush=True)
            subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}", *arguments], check=False)


def main() -> None:
    """Parse, run in turns, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="one round, smaller loads")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", nargs="+", choices=["ptb", "aiogram", "ours"], help="these peers only")
    given = parser.parse_args()
    names = {PTB: "ptb", AIOGRAM: "aiogram", OURS: "ours"}
    found: dict[Peer, list[Result]] = {peer: [] for peer in peers() if given.only is None or names[peer] in given.only}
    for turn in range(given.rounds or (1 if given.quick else 3)):
        for peer in found:
            print(f"round {turn + 1}: {peer.name} ...", file=sys.stderr, flush=True)
            found[peer].append(measure(peer, QUICK if given.quick else FULL))
    print(f"\nPython {platform.python_version()}, each bot on one core, {CHATS} chats; median (least-most) of rounds\n")
    print("\n".join([*table(found), "", *ratios(found)]))
    if given.only is None:
        others(["--quick"] if given.quick else [])


if __name__ == "__main__":
    main()
