"""Officials change what the bot says: find an item, type a new value, see the result, save, undo."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from markupsafe import Markup
from telegram import Message, Update

from bot import content, numbers, people
from bot.answers import Answers
from bot.clock import city_day
from bot.content import City, ContentError, Problem
from bot.content.editing import (
    FIELDS,
    SOURCE,
    BadValue,
    EditField,
    Edits,
    edits_for,
    fields_of,
    item_of,
    needs_source,
    read_value,
)
from bot.content.models import Item, Kind, as_data, items
from bot.people import Right
from handlers.desk.items import back_to_desk
from handlers.gate import Context, Forged, official
from handlers.keyboards import button, columns, keyboard
from handlers.waiting import ask_for, asked, cancel_button, stop

PAGE = 10
SHOWN = 300
"""Letters of one field in the overview."""

SENTENCES = (
    (r"stands in the text without a source|types .* write", "number"),
    (r"cannot be filled|has a stray", "placeholder"),
    (r"at most (\d+) characters|(\d+) characters long", "long"),
    (r"outside its range", "range"),
    (r"should have at least|at least 1", "short"),
)
"""Faults of content (English, for operators) and how officials read them: desk-problem-<name>."""


# -- finding --------------------------------------------------------------------------------------------------------


@official(Right.CONTENT)
async def kinds(update: Update, context: Context) -> None:
    """What kinds of content there are to change."""
    await context.toast()
    t = context.t
    rows = columns([button(t.plain(f"desk-kind-{kind}"), "c-kind", kind, 0) for kind in FIELDS], 2)
    await context.edit(t("desk-content"), keyboard([*rows, back_to_desk(t)]))


def _kind(context: Context) -> Kind:
    given = context.argument(0)
    if given not in set(FIELDS):
        raise Forged("no such kind of content")
    return Kind(given)


def _item(context: Context) -> tuple[Kind, Item]:
    kind = _kind(context)
    item = item_of(context.house.city, kind, context.argument(1))
    if item is None:
        raise Forged("no such content")
    return kind, item


@official(Right.CONTENT)
async def listed(update: Update, context: Context) -> None:
    """The items of a kind, page by page; a single one at once."""
    await context.toast()
    kind, page, t = _kind(context), context.number(1), context.t
    group = items(context.house.city.content)[kind]
    if len(group) == 1:
        await _show(context, kind, group[0])
        return
    edited = await content.edited_keys(context.house.db, kind)
    shown = group[page * PAGE : (page + 1) * PAGE]
    rows = [[button(f"{'✏️ ' if one.id in edited else ''}{_title(one)}", "c-item", kind, one.id)] for one in shown]
    earlier = [button(t.plain("desk-button-previous"), "c-kind", kind, page - 1)] if page else []
    later = [button(t.plain("desk-button-next"), "c-kind", kind, page + 1)] if len(group) > (page + 1) * PAGE else []
    back = [button(t.plain("desk-button-content-back"), "desk-content")]
    await context.edit(t(f"desk-list-{kind}", count=len(group)), keyboard([*rows, [*earlier, *later], back]))


def _title(item: Item) -> str:
    return str(getattr(item, "title", None) or getattr(item, "name", item.id))


@official(Right.CONTENT)
async def shown(update: Update, context: Context) -> None:
    """One item with its fields."""
    await context.toast()
    await _show(context, *_item(context))


async def _show(context: Context, kind: Kind, item: Item, note: Markup | None = None) -> None:
    t, data = context.t, as_data(item)
    fields = fields_of(item, kind)
    lines = [note] if note else []
    lines.append(t("desk-item", title=_title(item)))
    lines += [t("desk-item-field", name=_name(t, field), value=_value(context, field, data[field.name], SHOWN))
              for field in fields]  # fmt: skip
    rows = columns([button(_name(t, field), "c-field", kind, item.id, n) for n, field in enumerate(fields)], 2)
    undo = [[button(t.plain("desk-button-undo"), "c-undo", kind, item.id)]]
    edited = item.id in await content.edited_keys(context.house.db, kind)
    to = ("desk-content",) if kind is Kind.OFFICE else ("c-kind", kind, 0)
    back = button(t.plain("desk-button-content-back"), *to)
    await context.edit(Markup("\n").join(lines), keyboard([*rows, *(undo if edited else []), [back]]))


def _name(t: Any, field: EditField) -> str:
    return t.plain(f"desk-field-{field.name.replace('_', '-')}")


def _value(context: Context, field: EditField, value: Any, most: int) -> str:
    """A value as officials read it."""
    if value is None or value in ([], ()):
        return context.t.plain("desk-nothing")
    if field.type == "source":
        city, known = context.house.city, {source.id for source in context.house.city.content.sources}
        return "; ".join(city.source_name(id) if id in known else id for id in value)
    if field.type == "lines":
        text = "\n".join(f"• {line}" for line in value)
    elif field.type in {"when", "day"}:
        text = content.spoken(str(value))
    elif isinstance(value, (int, float)):
        text = numbers.number(value)
    else:
        text = str(value)
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


# -- changing -------------------------------------------------------------------------------------------------------


@official(Right.CONTENT)
async def change(update: Update, context: Context) -> None:
    """Ask for a field's new value."""
    await context.toast()
    kind, item = _item(context)
    fields, number = fields_of(item, kind), context.number(2)
    if number >= len(fields):
        raise Forged("no such field")
    field, t = fields[number], context.t
    await ask_for(context, "content", kind=str(kind), key=item.id, field=number)
    now = _value(context, field, as_data(item)[field.name], 3000)
    lines = [t("desk-change", name=_name(t, field), title=_title(item)), t("desk-change-now", value=now)]
    lines.append(t(f"desk-hint-{field.type}", choices=", ".join(field.choices)))
    if field.optional:
        lines.append(t("desk-hint-optional"))
    await context.reply(Markup("\n").join(lines), keyboard([cancel_button(context)]))


async def heard_value(context: Context, message: Message, data: dict[str, Any]) -> None:
    """A new value: checked, and shown as it would be. Nothing is stored yet."""
    people.require(context.visitor.actor, Right.CONTENT)
    kind, t = Kind(data["kind"]), context.t
    item = item_of(context.house.city, kind, data["key"])
    if item is None:
        await stop(context)
        await context.reply(t("desk-item-gone"))
        return
    field = fields_of(item, kind)[data["field"]]
    try:
        await _heard(context, kind, item, field, message.text or "", data)
    except BadValue as bad:
        await context.reply(t(f"desk-bad-{bad.reason}", **bad.values), keyboard([cancel_button(context)]))
    except ContentError as error:
        await context.reply(_problems(context, error.problems), keyboard([cancel_button(context)]))


async def heard_again(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The same message again after a crash: read as it was, not as the answer to what was asked upon it."""
    given = "edits" if "edits" in data else "value"
    await heard_value(context, message, {name: kept for name, kept in data.items() if name != given})


async def _heard(context: Context, kind: Kind, item: Item, field: EditField, text: str, data: dict[str, Any]) -> None:
    """A new figure comes in two messages: its value, then its source. Raises BadValue, ContentError."""
    city, has_value = context.house.city, "value" in data
    value = data["value"] if has_value else read_value(field, text)
    source = read_value(SOURCE, text) if has_value else None
    edits = edits_for(city, kind, item.id, field, value, source)
    then = _tried(city, edits)
    if needs_source(item, field) and not has_value:
        await ask_for(context, "content", **{**data, "value": value})
        new = context.t("desk-ask-source", value=_value(context, field, value, SHOWN))
        words = Markup("\n").join([new, context.t("desk-hint-source")])
        await context.reply(words, keyboard([cancel_button(context)]))
        return
    await ask_for(context, "content", **{**data, "edits": [[str(k), key, changes] for k, key, changes in edits]})
    await _preview(context, kind, item, field, then)


def _tried(city: City, edits: Edits) -> City:
    for kind, key, changes in edits:
        city = content.tried(city, kind, key, changes)
    return city


async def _preview(context: Context, kind: Kind, item: Item, field: EditField, then: City) -> None:
    t = context.t
    new = item_of(then, kind, item.id)
    assert new is not None
    before = _value(context, field, as_data(item)[field.name], 1000)
    is_source = field.type == "source"
    after = _source_name(then, new) if is_source else _value(context, field, as_data(new)[field.name], 1000)
    lines = [t("desk-preview", name=_name(t, field), before=before, after=after)]
    said = _said(context, then, kind, new)
    if said:
        lines.append(t("desk-preview-said", text=said))
    rows = [[button(t.plain("desk-button-save"), "c-save")], cancel_button(context)]
    await context.reply(Markup("\n").join(lines), keyboard(rows))


def _source_name(city: City, item: Item) -> str:
    return "; ".join(city.source_name(id) for id in item.sources)  # type: ignore[union-attr]


def _said(context: Context, city: City, kind: Kind, item: Item) -> str:
    """What people will read because of this item."""
    today = city_day(context.now, city.zone)
    if kind is Kind.TOPIC:
        return city.answer(item.id, today).whole
    if kind is Kind.OFFICE:
        return city.fill("{office.contact}", today)
    if kind is Kind.FIGURE:
        wording = city.figure(item.id).wording
        return f"{city.fill(wording, today)}\n{city.source_line(city.figure(item.id).sources) or ''}" if wording else ""
    filled = city.filled(city.programme(item.id), today)
    return f"{filled.what} {filled.for_whom}"


def _problems(context: Context, problems: tuple[Problem, ...]) -> Markup:
    t = context.t
    found = dict.fromkeys(_sentence(problem.says) for problem in problems)
    return Markup("\n").join([t("desk-problems"), *(t(f"desk-problem-{name}") for name in found)])


def _sentence(says: str) -> str:
    return next((name for pattern, name in SENTENCES if re.search(pattern, says)), "other")


@official(Right.CONTENT)
async def save(update: Update, context: Context) -> None:
    """Store what was previewed; every answer says it from now on."""
    await context.toast()
    house, data, t = context.house, asked(context, "content"), context.t
    if data is None or not data.get("edits"):
        await context.edit(t("desk-nothing-to-save"), keyboard([back_to_desk(t)]))
        return
    try:
        city = house.city
        for kind, key, changes in data["edits"]:
            city = await content.edit(house.db, city, context.visitor.actor, Kind(kind), key, changes, now=context.now)
    except ContentError as error:
        await context.reply(_problems(context, error.problems), keyboard([cancel_button(context)]))
        return
    _use(context, city)
    await stop(context)
    item = item_of(city, Kind(data["kind"]), data["key"])
    assert item is not None
    await _show(context, Kind(data["kind"]), item, t("desk-saved"))


def _use(context: Context, city: City) -> None:
    """Answer from this city from now on. The understanding stays: topics and phrases cannot be changed here."""
    context.house.answers = Answers(city, context.house.answers.understanding)


@official(Right.CONTENT)
async def ask_to_undo(update: Update, context: Context) -> None:
    """Asks once more before an item is given back to the files."""
    await context.toast()
    t, (kind, item) = context.t, _item(context)
    sure = [button(t.plain("desk-button-undo-sure"), "c-undone", kind, item.id)]
    keep = [button(t.plain("desk-button-keep"), "c-item", kind, item.id)]
    await context.edit(t("desk-undo", title=_title(item)), keyboard([sure, keep]))


@official(Right.CONTENT)
async def undo(update: Update, context: Context) -> None:
    """The item as it came with the bot's content."""
    await context.toast()
    house, (kind, item) = context.house, _item(context)
    files = await asyncio.to_thread(content.load_folder, house.settings.content)
    try:
        city = await content.revert(house.db, files, context.visitor.actor, kind, item.id, now=context.now)
    except KeyError:
        await _show(context, kind, item, context.t("desk-no-original"))
        return
    _use(context, city)
    original = item_of(city, kind, item.id)
    assert original is not None
    await _show(context, kind, original, context.t("desk-undone"))
