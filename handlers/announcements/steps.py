"""The questions of the composer: what its author is asked, and what is made of the answer.

Which question is open is a row (`bot.announcements.composing`), so it is still open after a restart. A guided author is
led from one question to the next; from the card each can be asked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from telegram import InlineKeyboardButton, Message, Update

from bot import numbers
from bot.announcements import blanks, composing, moments, writing
from bot.announcements.composing import Step
from bot.announcements.content import limit
from bot.announcements.moments import NotAMoment
from bot.announcements.refusals import Refused
from bot.people import Right
from db.announcements import Action, Announcement, IllegalMove, Kind
from handlers.announcements import audience, cards, door, files, way, words
from handlers.gate import Context
from handlers.keyboards import Row, button, keyboard
from handlers.waiting import BACK_OUT

FALLBACKS = {"nama": ("Kak", "Bapak/Ibu"), "usaha": ("usaha Kakak", "usaha Bapak/Ibu")}
"""Offered for a blank when somebody's name, or their business's, is not known. They go into the message itself."""

SHARED_ID = re.compile(r"^\s*(?P<label>.*?)\s*\|\s*(?P<url>\S+)\s*$")
REST = "rest"
"""A step without a question: the parts of an album that come after the one that was taken."""
KINDS = (Kind.INFORMATION, Kind.DEADLINE, Kind.EMERGENCY)


TIMES: dict[str, dict[str, str]] = {
    "when": {"now": "", "tomorrow": "besok 09.00", "after": "lusa 09.00"},
    "until": {"never": "", "today": "hari ini 23.59", "tomorrow": "besok 23.59"},
}
"""Choices of moments, as they would be typed; "" is no moment."""

FIELDS = {"when": "send_at", "until": "not_after"}


# -- asking -----------------------------------------------------------------------------------------------------------


async def ask(
    context: Context, it: Announcement, name: str, *, guided: bool = False, detail: str = "", fresh: bool = False,
    album: str = "",
) -> None:  # fmt: skip
    """Open one question about a draft and show it; `fresh`: as a new message, what was pressed on stays."""
    step = Step(it.id, name, guided, detail, context.incoming.update_id, album)
    await _open(context, step)
    await _show(context, it, step, fresh=fresh)


async def _open(context: Context, step: Step) -> None:
    visitor = context.visitor
    visitor.draft = await composing.ask(context.house.db, visitor.person_id, step, now=context.now)


async def _show(context: Context, it: Announcement, step: Step, *, fresh: bool = False) -> None:
    if step.name == "audience":
        await audience.show(context, it, guided=step.guided)
        return
    t = context.t
    values = {
        "number": str(it.id), "most": numbers.number(limit(it.media_kind)), "blank": f"{{{step.detail}}}",
        "example": moments_example(context), "zone": context.house.city.info.time_label,
        "count": len(it.buttons),
        "sender": words.sender(context.house, it), "attached": int(bool(it.media_id)),
        "waits": int(it.kind != Kind.EMERGENCY and it.action == Action.SEND),
    }  # fmt: skip
    asked = "text-again" if step.name == "text" and it.corrects_id is not None else step.name
    question = t(f"announcements-ask-{asked}", **values)
    if step.guided and step.name in way.ORDER:
        place = t("announcements-step", at=way.ORDER.index(step.name) + 1, of=len(way.ORDER))
        question = place + "\n" + question
    answer = context.reply if fresh else cards.saying(context)
    await answer(question, keyboard([*_choices(context, it, step), *_ways(context, it, step)]))


def moments_example(context: Context) -> str:
    """A moment next week in the form that is understood for sure."""
    return f"{(context.now + timedelta(days=7)).astimezone(context.house.settings.zone):%d-%m-%Y} 16.00"


def _choices(context: Context, it: Announcement, step: Step) -> list[Row]:
    t, mark = context.t, way.mark(step.guided)
    match step.name:
        case "media" if it.media_id:
            return [[button(t.plain("announcements-button-media-off"), "ann-off", it.id, "media", *mark)]]
        case "links" if it.buttons:
            counted = all(one.get("counted") for one in it.buttons)
            label = t.plain("announcements-button-count-off" if counted else "announcements-button-count")
            return [[button(label, "ann-count", it.id, *mark)],
                    [button(t.plain("announcements-button-links-off"), "ann-off", it.id, "links", *mark)]]  # fmt: skip
        case "kind":
            return [[button(t.plain(f"announcements-button-kind-{kind}"), "ann-kind", it.id, kind, *mark)]
                    for kind in KINDS]  # fmt: skip
        case "blank":
            return [[button(word, "ann-blank", it.id, step.detail, place, *mark)
                     for place, word in enumerate(FALLBACKS.get(step.detail, ()))]]  # fmt: skip
        case "signed" if it.signed:
            office = t.plain("announcements-button-signed-office", office=context.house.city.office.short_name)
            return [[button(office, "ann-off", it.id, "signed", *mark)]]
        case "when" | "until":
            named = {one: t.plain(f"announcements-button-{step.name}-{one}") for one in TIMES[step.name]}
            return [[button(label, "ann-time", it.id, step.name, one, *mark)] for one, label in named.items()]
    return []


def _ways(context: Context, it: Announcement, step: Step) -> list[Row]:
    """Forward without an answer where it may be left out, back, and out."""
    t = context.t
    if not step.guided:
        return [cards.to_card(t, it.id)]
    steer: list[InlineKeyboardButton] = []
    before = way.neighbour(step.name, -1)
    if before:
        steer.append(button(t.plain("announcements-button-before"), "ann-ask", it.id, before, way.GUIDED))
    if step.name in {"media", "links", "kind"}:
        after = way.neighbour(step.name, 1)
        steer.append(button(t.plain("announcements-button-skip"), "ann-ask", it.id, after, way.GUIDED))
    return [steer, [button(t.plain("announcements-button-later"), "ann-card", it.id)]]


async def onward(context: Context, it: Announcement, step: Step) -> None:
    """The next question on the way, else the card. A blank without a fallback is asked for first."""
    missing = next((name for name in blanks.used(it.text) if name not in it.blanks), None)
    if missing is not None and step.name in {"text", "blank"}:
        await ask(context, it, "blank", guided=step.guided, detail=missing, album=step.album)
        return
    following = way.neighbour("text" if step.name == "blank" else step.name, 1)
    if step.guided and following:
        await ask(context, it, following, guided=True, album=step.album)
        return
    await close(context)
    if step.album:  # no question any more, but the rest of the album is still to come
        await _open(context, Step(it.id, REST, update_id=context.incoming.update_id, album=step.album))
    await cards.show(context, it)


def just_begun(context: Context) -> int | None:
    """The draft that this very update began, when it comes a second time."""
    step = composing.open_step(context.visitor.draft, context.now)
    return step.number if step and step.update_id == context.incoming.update_id else None


async def close(context: Context) -> None:
    """No question is open any more."""
    if context.visitor.draft and context.visitor.draft.form == composing.FORM:
        await composing.close(context.house.db, context.visitor.person_id)
        context.visitor.draft = None


async def edit(context: Context, it: Announcement, **changes: Any) -> Announcement:
    """Change fields of a draft; see `writing.edit`."""
    return await writing.edit(context.house.db, context.visitor.actor, it.id, now=context.now, **changes)


# -- messages ---------------------------------------------------------------------------------------------------------


async def take(update: Update, context: Context) -> bool:
    """The message of an author whose question is open; False for everybody else."""
    step = composing.open_step(context.visitor.draft, context.now)
    if step is None:
        return False
    message = update.message
    if message is not None and step.album and message.media_group_id == step.album:
        await _take_rest(context, step, message)
        return True
    if step.name not in HEARD:
        await close(context)
        return False
    if Right.ANNOUNCE not in context.visitor.rights:
        await close(context)
        return False
    if message is None:
        await context.reply(context.t("announcements-edited-message"))
        return True
    it = await door.find(context, step.number)
    if step.update_id == update.update_id:  # it came twice: what it led to is shown again
        await _show(context, it, step)
        return True
    if says_to_leave(message):
        await leave(context)
        return True
    try:
        door.check_mine(context, it)
        await HEARD[step.name](context, it, step, message)
    except IllegalMove as error:
        await close(context)
        await door.say_why(context, error)
    except Refused as refused:
        await door.say_why(context, refused)
    return True


def says_to_leave(message: Message) -> bool:
    """Words, and nothing but those, with which people go back."""
    return (message.text or "").strip().casefold().rstrip("!.") in BACK_OUT


async def leave(context: Context) -> bool:
    """Out of the open question; the draft is kept. False when none is open."""
    step = composing.open_step(context.visitor.draft, context.now)
    if step is None:
        return False
    await close(context)
    await context.reply(context.t("announcements-left"))
    await cards.show(context, await door.find(context, step.number))
    return True


def _written(message: Message) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities as Telegram gave them; offsets count UTF-16 units."""
    captioned = bool(message.caption)
    entities = message.caption_entities if captioned else message.entities
    return (message.caption if captioned else message.text) or "", [entity.to_dict() for entity in entities]


async def _text(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """The message itself. A file sent along with it is taken too."""
    text, entities = _written(message)
    _check_blanks(text)
    if not text.strip():
        await _wordless(context, it, step, message)
        return
    changes: dict[str, Any] = {"text": text, "entities": entities}
    file = await _file(context, step, message) if files.carries(message) else None
    if files.carries(message) and file is None:
        return
    if file is not None:
        changes |= {"media_kind": file[0], "media_id": file[1]}
    it = await edit(context, it, **changes)
    await onward(context, it, await _with_album(context, step, message))


def _check_blanks(text: str) -> None:
    unknown = next((name for name in blanks.used(text) if name not in blanks.NAMES), None)
    if unknown is not None:
        raise Refused("blank-unknown", blank=f"{{{unknown}}}")


async def _wordless(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """A message without words where the text is asked for. The first of an album is kept: its words may come yet."""
    file = await _file(context, step, message) if message.media_group_id else None
    if file is not None:
        await edit(context, it, media_kind=file[0], media_id=file[1])
        await _open(context, await _with_album(context, step, message))
    elif not message.media_group_id:
        await context.reply(context.t("announcements-need-text"))


async def _file(context: Context, step: Step, message: Message) -> tuple[str, str] | None:
    """Its file, when that can be used; of an album that cannot be, only the first is answered."""
    file = await files.checked(context, message)
    if file is None and message.media_group_id:
        await _open(context, replace(step, album=message.media_group_id))
    return file


async def _with_album(context: Context, step: Step, message: Message) -> Step:
    """The step, knowing of which album the rest will come; says once that one part is all that goes out."""
    if not message.media_group_id:
        return step
    key = "announcements-album" if message.caption or step.name != "text" else "announcements-album-without-text"
    await context.reply(context.t(key))
    return replace(step, album=message.media_group_id)


async def _take_rest(context: Context, step: Step, message: Message) -> None:
    """Another part of an album of which one was taken. Its words are not lost where the text is still missing."""
    it = await door.find(context, step.number)
    if not message.caption:
        return
    if step.name == "text" and it.media_id and not it.text:
        text, entities = _written(message)
        try:
            door.check_mine(context, it)
            _check_blanks(text)
            await onward(context, await edit(context, it, text=text, entities=entities), step)
        except (Refused, IllegalMove) as error:
            await door.say_why(context, error)
    else:
        await context.reply(context.t("announcements-caption-left"))


async def _media(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """One photo, document or video; a caption is not taken for the text, which stands already."""
    file = await _file(context, step, message)
    if file is None:
        return
    it = await edit(context, it, media_kind=file[0], media_id=file[1])
    if message.caption:
        await context.reply(context.t("announcements-caption-left"))
    await onward(context, it, await _with_album(context, step, message))


async def _links(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """One button a line: "Judul | https://..."."""
    lines = [line for line in (message.text or "").splitlines() if line.strip()]
    read = [SHARED_ID.match(line) for line in lines]
    if not lines or not all(read):
        await context.reply(context.t("announcements-need-links"))
        return
    counted = bool(it.buttons) and all(one.get("counted") for one in it.buttons)
    made = [{"label": one["label"], "url": one["url"], "counted": counted} for one in read if one]
    it = await edit(context, it, buttons=made)
    await context.reply(context.t("announcements-links-kept", count=len(made)))
    if step.guided:
        await onward(context, it, step)
    else:
        await ask(context, it, "links")


async def _kind(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """Chosen by a button only."""
    await context.reply(context.t("announcements-need-button"))
    await _show(context, it, step)


async def _blank(context: Context, it: Announcement, step: Step, message: Message) -> None:
    it = await edit(context, it, blanks={**it.blanks, step.detail: " ".join((message.text or "").split())})
    await onward(context, it, step)


async def _time(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """A moment in city time; a day alone begins in the morning, or lasts to its end."""
    default: time = moments.MORNING if step.name == "when" else moments.END_OF_DAY
    try:
        at = moments.read(message.text or "", context.now, context.house.settings.zone, default)
    except NotAMoment as error:
        await context.reply(context.t(f"announcements-moment-{error.why}", example=moments_example(context)))
        return
    it = await edit(context, it, **{FIELDS[step.name]: at})
    await onward(context, it, step)


async def _signed(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """The name that stands beside the office's."""
    if not (message.text or "").strip():
        await context.reply(context.t("announcements-need-signed"))
        return
    it = await edit(context, it, signed=message.text)
    await onward(context, it, step)


async def _template(context: Context, it: Announcement, step: Step, message: Message) -> None:
    """A name: a copy stays for the next time."""
    name = " ".join((message.text or "").split())
    if not name:
        await context.reply(context.t("announcements-ask-template"))
        return
    kept = await writing.keep_as_template(context.house.db, context.visitor.actor, it.id, name, now=context.now)
    await close(context)
    await context.reply(context.t("announcements-template-kept", name=kept.template or name))
    await cards.show(context, it)


Heard = Callable[[Context, Announcement, Step, Message], Awaitable[None]]

HEARD: dict[str, Heard] = {
    "text": _text, "media": _media, "links": _links, "kind": _kind, "blank": _blank, "when": _time, "until": _time,
    "template": _template, "signed": _signed,
}  # fmt: skip
