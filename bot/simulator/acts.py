"""What can be done over /control/: one function per act, (simulator, JSON) -> JSON or nothing."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bot.simulator import samples
from bot.simulator.faults import FIELDS
from bot.simulator.methods.sending import forwarded
from bot.simulator.people import Person
from bot.simulator.records import Json, Upload
from bot.simulator.shown import Shown

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

Act = Callable[["Simulator", Json], Json | None]
ACTS: dict[str, Act] = {}
_PERSON_FIELDS = ("language_code", "username", "phone", "role", "started", "id")
_LIMIT_FIELDS = ("mode", "overall", "per_chat", "burst", "per_group", "penalty")


def _act(function: Act) -> Act:
    ACTS[function.__name__] = function
    return function


def _who(sim: Simulator, given: Json) -> Person:
    return sim.somebody(int(given["person"]))


def _shown(sim: Simulator, given: Json, chat_id: int) -> Shown:
    """The message that an act names; raises when it does not stand there."""
    chat = sim.world.chat(chat_id)
    return Shown(sim.world.message(chat, int(given["message_id"]), "message not found"), sim.world.files)


@_act
def people(sim: Simulator, given: Json) -> Json:
    """A new person."""
    details = {name: given[name] for name in _PERSON_FIELDS if name in given}
    return {"id": sim.person(str(given["name"]).strip() or "Warga", **details).id}


@_act
def group(sim: Simulator, given: Json) -> Json:
    """A new group, supergroup or channel."""
    return {"id": sim.group(given["title"], kind=given.get("kind", "group")).id}


@_act
def crowd(sim: Simulator, given: Json) -> Json:
    """Many people who have started the bot."""
    ids = sim.crowd(int(given["count"]), **({"first_id": int(given["first_id"])} if "first_id" in given else {}))
    return {"first_id": ids.start, "count": len(ids)}


@_act
def say(sim: Simulator, given: Json) -> Json:
    """Somebody writes something."""
    person = _who(sim, given)
    chat = sim.world.chat(given["chat_id"]) if "chat_id" in given else person.chat
    extra: Json = {}
    if given.get("reply_to"):
        quoted = _shown(sim, {"message_id": given["reply_to"]}, chat.id)
        extra["reply_to_message"] = quoted.message.as_json(sim.world.bot, shallow=True)
    return {"update_id": person.queue(given["text"], chat=chat, **extra)}


@_act
def press(sim: Simulator, given: Json) -> Json:
    """Somebody presses an inline button."""
    person = _who(sim, given)
    on = _shown(sim, given, given.get("chat_id", person.id))
    person.pressed, number = sim.world.press(person.user, on.message, given["data"])
    return {"update_id": number, "callback_query_id": person.pressed.id}


@_act
def contact(sim: Simulator, given: Json) -> Json:
    """Somebody shares a telephone number."""
    person = _who(sim, given)
    body = person.contact_body(given.get("phone", ""), own=given.get("own", True))
    return {"update_id": person.send(body)}


@_act
def location(sim: Simulator, given: Json) -> Json:
    """Somebody shares a place."""
    place = {name: float(given[name]) for name in ("latitude", "longitude")}
    return {"update_id": _who(sim, given).send({"location": place})}


@_act
def file(sim: Simulator, given: Json) -> Json:
    """Somebody sends a photo, document, video, voice or sticker; without content a sample."""
    sample = samples.upload(given["kind"])
    content = base64.b64decode(given.get("content", ""), validate=True) or sample.content
    upload = Upload(given.get("name") or sample.name, given.get("mime") or sample.mime, content)
    body = sim.file_body(given["kind"], upload, given.get("caption", ""))
    return {"update_id": _who(sim, given).send(body)}


@_act
def edit(sim: Simulator, given: Json) -> Json:
    """Somebody changes an own message."""
    person = _who(sim, given)
    return {"update_id": person.queue_edit(_shown(sim, given, person.id), given["text"])}


@_act
def forward(sim: Simulator, given: Json) -> Json:
    """Somebody passes a message of any chat on to the bot."""
    message = _shown(sim, given, int(given["from_chat_id"])).message
    return {"update_id": _who(sim, given).send(forwarded(message, sim.world.bot))}


@_act
def block(sim: Simulator, given: Json) -> None:
    """Somebody blocks the bot."""
    _who(sim, given).block()


@_act
def unblock(sim: Simulator, given: Json) -> None:
    """Somebody lets the bot back in."""
    _who(sim, given).unblock()


@_act
def deactivate(sim: Simulator, given: Json) -> None:
    """Somebody deletes the account."""
    _who(sim, given).deactivate()


@_act
def kick(sim: Simulator, given: Json) -> None:
    """The bot is thrown out of a group."""
    chat = sim.world.chat(given["chat_id"])
    sim.kick_bot(chat)


@_act
def misbehave(sim: Simulator, given: Json) -> None:
    """Switches a fault on."""
    unknown = set(given) - set(FIELDS)
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(FIELDS)}")
    sim.misbehave(given["kind"], **{name: value for name, value in given.items() if name != "kind"})
    sim.world.tell("behaviour")


@_act
def calm(sim: Simulator, given: Json) -> None:
    """Switches all faults and the latency off."""
    sim.calm()
    sim.world.tell("behaviour")


@_act
def limits(sim: Simulator, given: Json) -> None:
    """Turns the knobs of the rate limits."""
    for name, value in given.items():
        if name not in _LIMIT_FIELDS:
            raise KeyError(name)
        setattr(sim.limits, name, value)
    sim.limits.reset()
    sim.world.tell("behaviour")


@_act
def latency(sim: Simulator, given: Json) -> None:
    """Seconds added to every answer."""
    sim.latency = float(given["seconds"])
    sim.world.tell("behaviour")


@_act
def clock(sim: Simulator, given: Json) -> Json:
    """Moves the clock: {"now": ISO time with zone} or {"by_seconds": n}."""
    if "now" in given:
        moment = datetime.fromisoformat(given["now"])
        sim.move_clock(to=moment if moment.tzinfo else moment.replace(tzinfo=sim.zone))
    if "by_seconds" in given:
        sim.move_clock(by=timedelta(seconds=float(given["by_seconds"])))
    return {"now": sim.world.now().isoformat()}


@_act
def inject(sim: Simulator, given: Json) -> Json:
    """Queues a raw update."""
    return {"update_id": sim.inject(given["update"])}


def calls(sim: Simulator, last: int) -> list[Json]:
    """The bot's latest calls, newest first."""
    kept = islice(reversed(sim.desk.calls), last)
    return [{"method": c.method, "params": c.params, "outcome": c.outcome, "seconds": c.seconds} for c in kept]


def complaints(sim: Simulator) -> Json:
    """What the bot does that Telegram would not like."""
    return {"complaints": sim.complaints, "unanswered_callbacks": [repr(c) for c in sim.unanswered_callbacks]}
