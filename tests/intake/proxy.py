"""What stands before several processes behind one webhook: a proxy that gives them the updates in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import aiohttp
import orjson
from aiohttp import web

from tests.web import taking


class Proxy:
    """Passes each call on to the next of `ports`, and remembers which update was confirmed by which."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.confirmed: dict[int, set[int]] = {port: set() for port in ports}
        self.url = ""
        self._turn = count()

    def forget(self) -> None:
        """Begin to remember anew."""
        for confirmed in self.confirmed.values():
            confirmed.clear()

    async def pass_on(self, request: web.Request) -> web.Response:
        port = self.ports[next(self._turn) % len(self.ports)]
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.startswith(("X-", "Content-Type"))}
        try:
            async with (
                aiohttp.ClientSession() as client,
                client.post(f"http://127.0.0.1:{port}{request.path}", data=body, headers=headers) as answer,
            ):
                if answer.status == 200:
                    self.confirmed[port].add(orjson.loads(body)["update_id"])
                return web.Response(status=answer.status)
        except aiohttp.ClientError:
            return web.Response(status=502)


@asynccontextmanager
async def before(*ports: int) -> AsyncIterator[Proxy]:
    """A proxy before processes that listen on `ports`."""
    proxy = Proxy(list(ports))
    async with taking("/telegram", proxy.pass_on) as proxy.url:
        yield proxy
