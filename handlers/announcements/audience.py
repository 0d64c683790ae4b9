"""Who shall get it: chosen by buttons, counted after each choice, with the reasons of those who will not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from bot import numbers
from bot.announcements import counting, writing
from bot.texts import Texts
from db.announcements import Action, Announcement, ledger
from db.announcements.audience import Audience
from handlers.announcements import cards, door, way, words
from handlers.gate import Context, Forged
from handlers.house import House
from handlers.keyboards import Row, button, columns, keyboard

SCALES = ("mikro", "kecil", "menengah")
REGISTERED = {"any": None, "registered": True, "unregistered": False}
LISTS = words.DIMENSIONS
OF_BUSINESSES = frozenset({"sectors", "kecamatan", "scales", "programmes"})
WIDTH = 2


def offered(house: House, dimension: str) -> tuple[str, ...]:
    """What there is to choose from."""
    city = house.city
    match dimension:
        case "sectors":
            return tuple(sector.id for sector in city.sectors.sectors)
        case "kecamatan":
            return tuple(district.code for district in city.areas.districts)
        case "scales":
            return SCALES
        case "programmes":
            return tuple(programme.id for programme in city.programmes)
        case "languages":
            return house.texts.languages
        case "registered":
            return tuple(REGISTERED)
    raise Forged("no such condition")


async def show(context: Context, it: Announcement, *, guided: bool = False) -> None:
    """What is chosen, how many that reaches, and the conditions."""
    t, mark = context.t, way.mark(guided)
    chosen = words.audience(t, context.house.city, it.audience)
    head = [t("announcements-step", at=way.ORDER.index("audience") + 1, of=len(way.ORDER))] if guided else []
    lines = [*head, t("announcements-who", number=str(it.id)), t("announcements-who-chosen", audience=chosen), ""]
    lines.append(await reached(context, it))
    rows = [*_conditions(context, it, mark), *_ways(t, it, guided)]
    await cards.saying(context)(words.join(lines), keyboard(rows))


async def reached(context: Context, it: Announcement) -> Markup:
    """The count with its reasons; for a correction, how many have the message it changes."""
    house, t = context.house, context.t
    if it.action != Action.SEND and it.corrects_id:
        async with house.db.read() as session:
            tally = await ledger.tally(session, it.corrects_id)
        lines = [t(f"announcements-reach-{it.action}", count=numbers.number(tally.sent))]
        if tally.unknown:
            lines.append(t(f"announcements-reach-{it.action}-not", count=numbers.number(tally.unknown)))
        return words.join(lines)
    if not it.audience:
        return t("announcements-who-first")
    counted = await counting.count(house.db, context.visitor.actor, it, house.settings, now=context.now)
    return words.reach(t, counted)


def _conditions(context: Context, it: Announcement, mark: tuple[str, ...]) -> list[Row]:
    t, house = context.t, context.house
    chosen = Audience.from_json(it.audience)
    some = [name for name in (*LISTS, "registered") if name != "languages" or len(house.texts.languages) > 1]
    rows = columns([button(_label(t, name, chosen), "ann-pick", it.id, name, *mark) for name in some], WIDTH)
    everyone = t.plain("announcements-button-everyone", on=int(bool(it.audience) and not _narrows(chosen)))
    rows.append([button(everyone, "ann-all", it.id, *mark)])
    if house.settings.announce_chats:
        label = t.plain("announcements-button-chats", on=int(chosen.chats))
        rows.append([button(label, "ann-put", it.id, "chats", "chats", *mark)])
    return rows


def _label(t: Texts, name: str, chosen: Audience) -> str:
    value: Any = getattr(chosen, name)
    count = len(value) if isinstance(value, tuple) else int(value is not None)
    return t.plain(f"announcements-button-{name}", count=count)


def _narrows(chosen: Audience) -> bool:
    return chosen.about_businesses or bool(chosen.languages) or chosen.registered is not None


def _ways(t: Texts, it: Announcement, guided: bool) -> list[Row]:
    if not guided:
        return [cards.to_card(t, it.id)]
    before = button(t.plain("announcements-button-before"), "ann-ask", it.id, "kind", way.GUIDED)
    on = [button(t.plain("announcements-button-on"), "ann-ask", it.id, "when", way.GUIDED)] if it.audience else []
    return [[before, *on], [button(t.plain("announcements-button-later"), "ann-card", it.id)]]


@door.drafting
async def open_screen(context: Context, it: Announcement) -> None:
    """ann-who:number."""
    await context.toast()
    await show(context, it, guided=way.is_guided(context))


@door.drafting
async def pick(context: Context, it: Announcement) -> None:
    """ann-pick:number:condition: its values, chosen ones marked."""
    name = context.argument(1)
    offered(context.house, name)
    await context.toast()
    await _show_values(context, it, name)


async def _show_values(context: Context, it: Announcement, name: str) -> None:
    t, guided = context.t, way.is_guided(context)
    mark, chosen = way.mark(guided), Audience.from_json(it.audience)
    values = [
        button(_value(context, name, value, chosen), "ann-put", it.id, name, value, *mark)
        for value in offered(context.house, name)
    ]
    done = [button(t.plain("announcements-button-done"), "ann-who", it.id, *mark)]
    lines = [t(f"announcements-pick-{name}"), "", await reached(context, it)]
    await context.edit(words.join(lines), keyboard([*columns(values, WIDTH), done]))


def _value(context: Context, name: str, value: str, chosen: Audience) -> str:
    on = chosen.registered is REGISTERED[value] if name == "registered" else value in getattr(chosen, name)
    label = words.choice(context.t, context.house.city, name, value)
    return f"✅ {label}" if on else label


@door.drafting
async def put(context: Context, it: Announcement) -> None:
    """ann-put:number:condition:value: choose it, or no more."""
    name, value = context.argument(1), context.argument(2)
    changed = _changed(context.house, Audience.from_json(it.audience), name, value)
    it = await writing.edit(context.house.db, context.visitor.actor, it.id, now=context.now, audience=changed)
    await context.toast()
    if name == "chats":
        await show(context, it, guided=way.is_guided(context))
    else:
        await _show_values(context, it, name)


def _changed(house: House, chosen: Audience, name: str, value: str) -> Audience:
    """The audience with one choice turned. Those without a business have no sector, so the one ends the other."""
    if name == "chats":
        return replace(chosen, chats=not chosen.chats)
    if value not in offered(house, name):
        raise Forged("no such choice")
    if name == "registered":
        cleared: dict[str, Any] = dict.fromkeys(OF_BUSINESSES, ()) if value == "unregistered" else {}
        return replace(chosen, registered=REGISTERED[value], everyone=False, **cleared)
    present: tuple[str, ...] = getattr(chosen, name)
    turned = tuple(one for one in present if one != value) if value in present else (*present, value)
    registered = None if name in OF_BUSINESSES and chosen.registered is False else chosen.registered
    changes: dict[str, Any] = {name: turned}
    return replace(chosen, registered=registered, everyone=False, **changes)


@door.drafting
async def choose_everyone(context: Context, it: Announcement) -> None:
    """ann-all:number: no condition at all."""
    chats = Audience.from_json(it.audience).chats
    everyone = Audience(everyone=True, chats=chats)
    it = await writing.edit(context.house.db, context.visitor.actor, it.id, now=context.now, audience=everyone)
    await context.toast(context.t.plain("announcements-saved"))
    await show(context, it, guided=way.is_guided(context))
