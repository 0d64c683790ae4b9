"""The Starlette application behind everything that is not the Bot API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator


def application(sim: Simulator) -> Starlette:
    """Page and control API of one simulator."""
    return Starlette(routes=[Mount("/", StaticFiles(directory=Path(__file__).parent, html=True))])
