"""The control API at /control/ and the chat page at /: everything a person or a tester can do, over HTTP with JSON.

GET   state · chat?chat_id= · events (server-sent) · moments · calls?last= · complaints · deliveries (chat -> numbers of
      the bot's messages) · files/<file_unique_id>
POST  people {name, role, ...} · crowd {count, first_id?} · group {title, kind}
      say {person, text, chat_id?, reply_to?} · press {person, chat_id, message_id, data}
      contact {person, phone, own} · location {person, latitude, longitude}
      file {person, kind, name, mime, content (base64), caption} · edit {person, message_id, text}
      forward {person, from_chat_id, message_id} · block · unblock · deactivate {person} · kick {chat_id}
      misbehave {kind, method, times, ...} · calm {} · limits {mode, overall, ...} · latency {seconds}
      clock {now} or {by_seconds} · inject {update}

POST wants `Content-Type: application/json` (so that no other web page can do it) and answers {"ok": true, ...} or 400
{"ok": false, "reason"}. Nothing here waits for the bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulator import acts
from bot.simulator.errors import ApiError
from bot.simulator.faults import FIELDS
from bot.simulator.methods.profile import commands_for
from bot.simulator.records import Json
from bot.simulator.shown import Shown

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
_QUEUE = 2000  # events a slow page may lag behind before it is told to load everything anew


def application(sim: Simulator, host: str) -> Starlette:
    """Page and control API of one simulator."""
    desk = ControlDesk(sim)
    routes = [
        Route("/control/events", desk.events),
        Route("/control/files/{unique_id}", desk.file),
        Route("/control/{what}", desk.look, methods=["GET"]),
        Route("/control/{what}", desk.act, methods=["POST"]),
        Mount("/", StaticFiles(directory=Path(__file__).parent / "page", html=True)),
    ]
    # Only pages of this machine may drive it, unless it was opened to others on purpose.
    guard = [Middleware(TrustedHostMiddleware, allowed_hosts=_LOOPBACK)] if host in _LOOPBACK else []
    return Starlette(routes=routes, middleware=guard)


def _json(content: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(content, default=str), status, media_type="application/json")


class ControlDesk:
    """The handlers behind the routes."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        self._looks: dict[str, Callable[[Request], Any]] = {
            "state": lambda _: state(sim),
            "chat": lambda request: chat_state(sim, int(request.query_params["chat_id"])),
            "moments": lambda _: sim.moments,
            "calls": lambda request: acts.calls(sim, int(request.query_params.get("last", 100))),
            "deliveries": lambda _: {str(chat): numbers for chat, numbers in sim.deliveries().items()},
            "complaints": lambda _: acts.complaints(sim),
        }

    async def look(self, request: Request) -> Response:
        """GET /control/<what>."""
        look = self._looks.get(request.path_params["what"])
        if look is None:
            return _json({"ok": False, "reason": f"nothing to see here; there is {', '.join(self._looks)}"}, 404)
        try:
            return _json(look(request))
        except (KeyError, ValueError) as error:
            return _json({"ok": False, "reason": f"missing or wrong: {error}"}, 400)

    async def act(self, request: Request) -> Response:
        """POST /control/<what>."""
        act = acts.ACTS.get(request.path_params["what"])
        if act is None:
            return _json({"ok": False, "reason": f"no such act; there are {', '.join(acts.ACTS)}"}, 404)
        if not request.headers.get("content-type", "").startswith("application/json"):
            return _json({"ok": False, "reason": "send application/json"}, 415)
        try:
            given = orjson.loads(await request.body() or b"{}")
            return _json({"ok": True, **(act(self.sim, given) or {})})
        except KeyError as error:
            return _json({"ok": False, "reason": f"missing or unknown: {error}"}, 400)
        except (ApiError, AssertionError, TypeError, ValueError) as error:
            return _json({"ok": False, "reason": str(error)}, 400)

    async def file(self, request: Request) -> Response:
        """The bytes of a file, for showing and saving."""
        wanted = request.path_params["unique_id"]
        files = self.sim.world.files.by_id.values()
        stored = next((each for each in files if each.unique_id == wanted), None)
        if stored is None:
            return _json({"ok": False, "reason": "no such file"}, 404)
        inline = stored.kind in ("photo", "sticker", "voice", "video")
        headers = {
            "Content-Disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(stored.name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "max-age=86400",
        }
        return Response(stored.content, media_type=stored.mime, headers=headers)

    async def events(self, request: Request) -> Response:
        """Server-sent events: everything that happens, as it happens."""
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _stream(self) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[Json] = asyncio.Queue()

        def listen(event: Json) -> None:
            if queue.qsize() < _QUEUE:
                queue.put_nowait(event)
            elif queue.qsize() == _QUEUE:
                queue.put_nowait({"kind": "reload"})

        self.sim.world.listeners.append(listen)
        try:
            yield b"retry: 1000\n\n"
            while (event := await _next(queue))["kind"] != "goodbye":
                yield b"data: " + orjson.dumps(event, default=str) + b"\n\n"
        finally:
            self.sim.world.listeners.remove(listen)


async def _next(queue: asyncio.Queue[Json]) -> Json:
    """The next event, or a sign of life after a while so that dead pages are noticed."""
    waiting: Awaitable[Json] = queue.get()
    try:
        return await asyncio.wait_for(waiting, 15)
    except TimeoutError:
        return {"kind": "alive"}


def state(sim: Simulator) -> Json:
    """Everything but the messages."""
    world = sim.world
    return {
        "bot": world.bot,
        "token": sim.token,
        "base_url": sim.base_url,
        "clock": {"now": world.now(), "zone": sim.zone.key, "movable": hasattr(sim.clock, "move_to")},
        "people": [_person(sim, id) for id in sim.people],
        "groups": [chat.as_json() | {"bot_status": chat.bot_status} for chat in world.chats.values() if not chat.user],
        "faults": [{name: getattr(fault, name) for name in (*FIELDS, "hits")} for fault in sim.faults.active],
        "limits": {k: v for k, v in asdict(sim.limits).items() if not k.startswith("_")},
        "latency": sim.latency,
        "waiting": len(world.mailbox.pending),
        "complaints": len(sim.complaints),
        "unanswered": len(world.callbacks),
        "webhook": world.mailbox.webhook_url,
    }


def _person(sim: Simulator, id: int) -> Json:
    user = sim.world.users[id]
    last = next((m for m in reversed(sim.world.chats[id].messages.values()) if not m.deleted), None)
    return {
        **asdict(user),
        "last": sim.world.page_message(last) if last else None,
        "description": sim.world.profile.description.get(user.language_code)
        or sim.world.profile.description.get("", ""),
    }


def chat_state(sim: Simulator, chat_id: int) -> Json:
    """One chat as it stands: messages, reply keyboard, commands, the pinned message."""
    chat = sim.world.chats[chat_id]
    language = chat.user.language_code if chat.user else "id"
    shown = [Shown(message, sim.world.files) for message in chat.messages.values()]
    return {
        "chat": chat.as_json(),
        "messages": [sim.world.page_message(each.message) for each in shown if not each.deleted],
        "keyboard": chat.keyboard,
        "commands": commands_for(sim.world.profile, chat_id, chat_id, language),
        "pinned": chat.pinned[-1] if chat.pinned else None,
    }
