"""The buttons of the composer: kind, times, fallbacks, what is left out. Their questions are asked by `steps`."""

from __future__ import annotations

from typing import Any

from bot.announcements import moments
from bot.announcements.composing import Step
from bot.announcements.moments import NotAMoment
from bot.announcements.refusals import Refused
from db.announcements import Announcement, Kind
from handlers.announcements import door, way
from handlers.announcements.steps import FALLBACKS, FIELDS, HEARD, KINDS, TIMES, ask, edit, onward
from handlers.gate import Context, Forged
from handlers.keyboards import button, keyboard


@door.drafting
async def open_question(context: Context, it: Announcement) -> None:
    """A button of the card, or of the way: ann-ask:number:step."""
    name = context.argument(1)
    if name not in HEARD and name != "audience":
        raise Forged("no such step")
    await context.toast()
    await ask(context, it, name, guided=way.is_guided(context))


@door.drafting
async def choose_kind(context: Context, it: Announcement) -> None:
    """ann-kind:number:kind. An emergency is asked about once more before it becomes one."""
    t, mark = context.t, way.mark(way.is_guided(context))
    if context.argument(1) not in set(KINDS):
        raise Forged("no such kind")
    kind = Kind(context.argument(1))
    if kind == Kind.EMERGENCY:
        await context.toast()
        yes = button(t.plain("announcements-button-emergency"), "ann-sure", it.id, *mark)
        no = button(t.plain("announcements-button-emergency-not"), "ann-ask", it.id, "kind", *mark)
        await context.edit(t("announcements-emergency", number=str(it.id)), keyboard([[yes], [no]]))
        return
    await _change(context, it, "kind", kind=kind)


@door.drafting
async def confirm_emergency(context: Context, it: Announcement) -> None:
    """ann-sure:number."""
    await _change(context, it, "kind", kind=Kind.EMERGENCY)


@door.drafting
async def leave_out(context: Context, it: Announcement) -> None:
    """ann-off:number:what: no attachment, no link buttons, or no name besides the office's."""
    what = context.argument(1)
    if what not in NOTHING:
        raise Forged("nothing to leave out")
    await _change(context, it, what, **NOTHING[what])


NOTHING: dict[str, dict[str, Any]] = {
    "media": {"media_kind": None, "media_id": None}, "links": {"buttons": []}, "signed": {"signed": ""},
}  # fmt: skip


@door.drafting
async def count_presses(context: Context, it: Announcement) -> None:
    """ann-count:number: links through the bot, so that presses are counted, or straight."""
    counted = not all(one.get("counted") for one in it.buttons)
    changed = [{**one, "counted": counted} for one in it.buttons]
    it = await edit(context, it, buttons=changed)
    await context.toast()
    await ask(context, it, "links", guided=way.is_guided(context))


@door.drafting
async def choose_fallback(context: Context, it: Announcement) -> None:
    """ann-blank:number:name:place."""
    name, place = context.argument(1), context.number(2)
    if name not in FALLBACKS or place >= len(FALLBACKS[name]):
        raise Forged("no such fallback")
    await _change(context, it, "blank", blanks={**it.blanks, name: FALLBACKS[name][place]})


@door.drafting
async def choose_time(context: Context, it: Announcement) -> None:
    """ann-time:number:when|until:choice."""
    name, choice = context.argument(1), context.argument(2)
    if choice not in TIMES.get(name, ()):
        raise Forged("no such time")
    typed = TIMES[name][choice]
    try:
        at = moments.read(typed, context.now, context.house.settings.zone) if typed else None
    except NotAMoment:  # "today" pressed in the last minute of the day
        raise Refused("in-the-past") from None
    await _change(context, it, name, **{FIELDS[name]: at})


async def _change(context: Context, it: Announcement, name: str, **changes: Any) -> None:
    """Make a change that a button stands for, and go on."""
    it = await edit(context, it, **changes)
    await context.toast(context.t.plain("announcements-saved"))
    await onward(context, it, Step(it.id, name, way.is_guided(context)))
