"""uvicorn inside somebody else's event loop: leaves signals alone, says when its port accepts, stops at once."""

from __future__ import annotations

import asyncio
import socket
from contextlib import nullcontext

import uvicorn

PATIENCE_SECONDS = 0.5


class Listener(uvicorn.Server):
    """Run it with `serve`, end it with `leave`."""

    capture_signals = nullcontext  # type: ignore[assignment]

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.opened = asyncio.Event()
        self._leaving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Opens the port; `opened` is set once it accepts. Raises SystemExit when it is taken."""
        await super().startup(sockets)
        self.opened.set()

    async def main_loop(self) -> None:
        """Waits to be told, where uvicorn looks ten times a second."""
        await self._leaving.wait()

    def leave(self) -> None:
        """Stops serving; `serve` returns when the connections are closed."""
        self._leaving.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes everything; what still runs after half a second is cancelled."""
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        running = list(self.server_state.tasks)
        if running:
            _, late = await asyncio.wait(running, timeout=PATIENCE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
