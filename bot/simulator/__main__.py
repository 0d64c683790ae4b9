"""The simulator in a process of its own: writes its address on the first line and runs until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys

from bot.simulator.simulator import TOKEN, Simulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", choices=("burst", "strict", "off"), default="burst")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds added to every answer")
    parser.add_argument("--no-record", action="store_true", help="keep no list of calls (for load)")
    return parser.parse_args()


async def _run(given: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    async with Simulator(token=given.token, port=given.port, keep_calls=not given.no_record) as sim:
        sim.limits.mode, sim.latency = given.limits, given.latency
        sys.stdout.write(f"{sim.base_url}\n")
        sys.stdout.flush()
        await stopped.wait()


# A full collection among a city's people and their messages stops the clock for 50 ms, which a bot that keeps within a
# limit by 15 would be blamed for. Young garbage is collected as ever.
gc.set_threshold(700, 10, 1_000_000)
asyncio.run(_run(_arguments()))
