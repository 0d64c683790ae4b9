"""The bots that are compared, each a process of its own on one core."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
AIOGRAM_VENV = ROOT / ".venv-bench"
TOKEN = "123456:AAbenchmark-token-for-a-server-on-loopback"
BOT_CORE, SERVER_CORE = 0, 1
KNOWN_BY = 40
"""Letters of an answer by which it is told from others."""

AMID = {"topic": "stat.total"}
"""Somebody who talks with the bot already is not greeted again."""

Expect = Callable[[str], str | None]


def as_said(text: str) -> str:
    """What an echo says."""
    return text


@cache
def _answers() -> object:
    from bot.answers import Answers
    from bot.settings import Settings

    return Answers.from_folder(Settings(_env_file=None))  # type: ignore[call-arg]


def as_answered(text: str) -> str | None:
    """Words of this bot's answer to a question that stands alone: the end of its first line, behind any greeting."""
    answer = _answers().answer(text, now=datetime.now(UTC), talk=AMID)  # type: ignore[attr-defined]
    return str(answer.html).split("\n", 1)[0][-KNOWN_BY:] or None


@dataclass(frozen=True)
class Peer:
    """A bot: its name in the table, the command that runs it, and how its replies begin."""

    name: str
    command: tuple[str, ...]
    expect: Expect = as_said


PTB = Peer("bare python-telegram-bot", (sys.executable, "-m", "tests.benchmarks.bare_ptb"))
OURS = Peer("this bot, whole path", (sys.executable, "-m", "bot", "run"), as_answered)
AIOGRAM = Peer("bare aiogram", (str(AIOGRAM_VENV / "bin" / "python"), "-m", "tests.benchmarks.bare_aiogram"))


def peers() -> list[Peer]:
    """Those that can run here."""
    return [PTB, *([AIOGRAM] if _has_aiogram() else []), OURS]


def _has_aiogram() -> bool:
    """aiogram pins an older pydantic than ours, so it lives apart; made on demand."""
    python = AIOGRAM_VENV / "bin" / "python"
    if (
        python.exists()
        and subprocess.run([python, "-c", "import aiogram"], capture_output=True, check=False).returncode == 0
    ):
        return True
    try:
        subprocess.run([sys.executable, "-m", "venv", AIOGRAM_VENV], check=True, capture_output=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "aiogram>=3.31,<4"], check=True, capture_output=True)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"aiogram is left out: it cannot be installed here ({type(error).__name__}).")
        return False
    return True


def pinned(core: int) -> Callable[[], None] | None:
    """For subprocess's preexec_fn: keep the child on one core, where there are several."""
    if not hasattr(os, "sched_setaffinity") or core not in os.sched_getaffinity(0):
        return None
    return lambda: os.sched_setaffinity(0, {core})


def environment(folder: Path, api: str) -> dict[str, str]:
    """What a peer finds: nothing of the caller's settings, an own database, an own cache."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "SYSTEMROOT"}}
    return {
        **kept,
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'bench.db'}",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "LISTEN": "127.0.0.1:0",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
    }


class Process:
    """A running peer, and what the kernel says of it. Its log goes to a file in `folder`."""

    def __init__(self, peer: Peer, folder: Path, api: str) -> None:
        self.peer = peer
        self._log = (folder / "log").open("ab")
        self._process = subprocess.Popen(
            peer.command, cwd=folder, env=environment(folder, api), preexec_fn=pinned(BOT_CORE),
            stdout=self._log, stderr=self._log,
        )  # fmt: skip

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self._process.pid}/{name}").read_text()

    def memory(self, line: str = "VmRSS") -> float:
        """Megabytes in memory now (VmRSS), or at most so far (VmHWM)."""
        [found] = [one for one in self._proc("status").splitlines() if one.startswith(line)]
        return int(found.split()[1]) / 1024

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def end(self, *, kill: bool = False) -> None:
        """Stop it, politely unless `kill`."""
        self._process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


def temporary_folder() -> TemporaryDirectory[str]:
    """Where a peer keeps its things."""
    return TemporaryDirectory(prefix="bench-")
