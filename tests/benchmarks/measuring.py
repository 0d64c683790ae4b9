"""One peer against one server: start, first reply, drain, a steady stream; without and with a slow Telegram."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tests.benchmarks.peers import ROOT, SERVER_CORE, Peer, Process, pinned, temporary_folder
from tests.benchmarks.questions import stream

CHATS = 500
SLOW = 0.05
"""Seconds a round trip to Telegram takes from afar."""

Result = dict[str, float | None]


@dataclass(frozen=True)
class Plan:
    """How much is measured. Seconds and updates."""

    drain: int = 3000
    rate: int = 100
    streaming: float = 10
    patience: float = 10
    """How long one waits for a peer that does not keep up."""


FULL, QUICK = Plan(), Plan(drain=1000, streaming=3, patience=5)


class Server:
    """The Bot API server in its own process, and its three pages."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.server"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, preexec_fn=pinned(SERVER_CORE))
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port)

    @property
    def url(self) -> str:
        """Where the Bot API is."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, page: str, **what: Any) -> Any:
        """Ask one of the server's own pages."""
        body = orjson.dumps(what) if what else None
        headers = {"Content-Type": "application/json"}
        self._connection.request("POST" if what else "GET", f"/{page}", body, headers)
        return orjson.loads(self._connection.getresponse().read())["result"]

    def end(self) -> None:
        """Stop it."""
        self._connection.close()
        self._process.terminate()
        self._process.wait()


class Session:
    """A peer at work on a server of its own. Give the folder of an earlier one to start it again."""

    def __init__(self, peer: Peer, folder: Path) -> None:
        self.peer, self._seed, self.behind = peer, 0, False
        self.server = Server()
        self._load(1, rate=0, latency=0)
        self._started = time.monotonic()
        self.process = Process(peer, folder, self.server.url)

    def wait(self) -> float:
        """Seconds from the start of the process to its reply to the one question that waited."""
        if not self._until(lambda seen: seen["answered"] >= 1, 60):
            raise RuntimeError(f"{self.peer.name} does not answer")
        return self.server.ask("progress")["last"] - self._started

    def _load(self, count: int, *, rate: float, latency: float) -> None:
        self._seed += 1
        messages = [(text, self.peer.expect(text)) for text in stream(count, self._seed)]
        self.server.ask("load", messages=messages, chats=CHATS, rate=rate, latency=latency, seed=self._seed)

    def _until(self, condition: Any, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not condition(self.server.ask("progress")):
            if time.monotonic() > end:
                return False
            if not self.process.alive:
                raise RuntimeError(f"{self.peer.name} ended by itself")
            time.sleep(0.05)
        return True

    def load(self, count: int, *, rate: float = 0, latency: float = 0, patience: float = 60) -> Result:
        """Ask `count` questions and give what became of them, with `rate` (updates/s) and `cpu` (us an update)."""
        before, began = self.process.cpu(), time.monotonic()
        self._load(count, rate=rate, latency=latency)
        limit = patience + (count / rate if rate else 0)
        self.behind = not self._until(lambda seen: seen["answered"] >= count, limit)
        cpu = self.process.cpu() - before
        if not self.behind:
            time.sleep(0.3)  # a reply too many would come now
        result = self.server.ask("result")
        seconds = time.monotonic() - began if self.behind else result["seconds"]
        per_update = cpu / max(1, result["answered"]) * 1e6
        return {**result, "rate": result["answered"] / seconds, "cpu": per_update, "behind": float(self.behind)}

    def end(self) -> None:
        """Stop both. A peer that is behind is not asked to finish first."""
        self.process.end(kill=self.behind)
        self.server.end()


@contextmanager
def session(peer: Peer, folder: Path) -> Iterator[Session]:
    """A working peer; ended whatever happens."""
    opened = Session(peer, folder)
    try:
        yield opened
    finally:
        opened.end()


def measure(peer: Peer, plan: Plan) -> Result:
    """Everything about one peer, once. The first start finds nothing at all, the second what set-up leaves (a model of
    the phrases, which `make setup` learns), the third what the second left."""
    with temporary_folder() as name:
        folder = Path(name)
        with session(peer, folder) as work:
            found: Result = {"learning_start": work.wait()}
        for file in folder.glob("bench.db*"):
            file.unlink()
        with session(peer, folder) as work:
            found["first_start"] = work.wait()
        with session(peer, folder) as work:
            found["restart"] = work.wait()
            time.sleep(2)
            found["idle"] = work.process.memory()
            _fast(work, plan, found)
            if not work.behind:
                _slow(work, plan, found)
        if "slow_rate" not in found:
            with session(peer, folder) as work:
                work.wait()
                _slow(work, plan, found)
    return found


def _fast(work: Session, plan: Plan, found: Result) -> None:
    """Everybody has said hello once before anything is measured."""
    work.load(CHATS)
    drained = work.load(plan.drain)
    found |= {"drain_rate": drained["rate"], "drain_cpu": drained["cpu"], "wrong": _wrong(drained)}
    found["verified"] = (drained["verified"] or 0) / plan.drain
    steady = work.load(int(plan.rate * plan.streaming), rate=plan.rate, patience=plan.patience)
    found |= {f"fast_{name}": steady[name] for name in ("p50", "p95", "p99")}
    found["steady_cpu"] = steady["cpu"]
    found["peak"] = work.process.memory("VmHWM")
    found["wrong"] += _wrong(steady)


def _slow(work: Session, plan: Plan, found: Result) -> None:
    steady = work.load(int(plan.rate * plan.streaming), rate=plan.rate, latency=SLOW, patience=plan.patience)
    found |= {f"slow_{name}": steady[name] for name in ("p50", "p95", "p99")}
    found["slow_wrong"] = _wrong(steady)
    if work.behind:  # what it served while it could not keep up is its rate
        found["slow_rate"] = steady["rate"]
        return
    drained = work.load(plan.drain, latency=SLOW, patience=plan.patience)
    found |= {"slow_rate": drained["rate"], "slow_wrong": found["slow_wrong"] + _wrong(drained)}


def _wrong(result: Result) -> float:
    """Replies lost, twice or out of order. What a peer that is behind has not answered yet is not lost."""
    lost = 0 if result["behind"] else result["lost"] or 0
    return lost + (result["duplicates"] or 0) + (result["disorder"] or 0)
