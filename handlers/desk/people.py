"""Officials: who may do what, a second admin's confirmation, and taking rights away."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup
from telegram import Update

from bot import people
from bot.people import NotAllowed, Right
from db.people import Official
from handlers.desk.items import back_to_desk
from handlers.desk.menu import hide_command, right_names, show_command
from handlers.gate import Context, Forged, official
from handlers.keyboards import button, columns, keyboard


def right_argument(context: Context, position: int) -> Right:
    """A right named by a pressed button. Raises Forged when there is none of that name."""
    try:
        return Right(context.argument(position))
    except ValueError:
        raise Forged("no such right") from None


async def _all(context: Context) -> dict[int, list[Official]]:
    rows = await people.officials(context.house.db, context.visitor.actor)
    return {who: list(rights) for who, rights in groupby(rows, key=lambda row: row.person_id)}


@official(Right.PEOPLE)
async def officials(update: Update, context: Context) -> None:
    """Everyone with a right, who waits, and the admins of the settings."""
    await context.toast()
    t, found = context.t, await _all(context)
    admins = len(context.house.settings.admin_ids)
    lines = [t("desk-people", count=len(found)), *(_line(context, rows) for rows in found.values())]
    lines.append(t("desk-people-admins", count=admins))
    rows = columns([button(rows[0].name or str(who), "desk-person", who) for who, rows in found.items()], 2)
    invite = [button(t.plain("desk-button-invite"), "desk-invite")]
    await context.edit(Markup("\n").join(lines), keyboard([*rows, invite, back_to_desk(t)]))


def _line(context: Context, rows: list[Official]) -> Markup:
    t = context.t
    held, waits = [r.right for r in rows if r.in_force], [r.right for r in rows if not r.in_force]
    line = t("desk-people-row", name=rows[0].name or str(rows[0].person_id), rights=right_names(t, held) or "-")
    return Markup("{} {}").format(line, t("desk-people-waits", rights=right_names(t, waits))) if waits else line


@official(Right.PEOPLE)
async def one(update: Update, context: Context) -> None:
    """One official: each right can be taken away, a waiting one confirmed."""
    await context.toast()
    await _show_one(context, context.number(0))


async def _show_one(context: Context, who: int) -> None:
    t, rows = context.t, (await _all(context)).get(who, [])
    back = [button(t.plain("desk-button-people-back"), "desk-people")]
    if not rows:
        await context.edit(t("desk-person-gone"), keyboard([back]))
        return
    keys = []
    for row in rows:
        name = t.plain(f"desk-right-{row.right}")
        if not row.in_force and context.visitor.person_id not in {row.granted_by, who}:
            keys.append([button(t.plain("desk-button-confirm", right=name), "desk-confirm", who, row.right)])
        keys.append([button(t.plain("desk-button-take", right=name), "desk-take", who, row.right)])
    await context.edit(_line(context, rows), keyboard([*keys, back]))


@official(Right.PEOPLE)
async def ask_to_take(update: Update, context: Context) -> None:
    """Asks once more before a right is taken away."""
    await context.toast()
    t, who, right = context.t, context.number(0), right_argument(context, 1)
    rows = (await _all(context)).get(who, [])
    name = rows[0].name if rows else str(who)
    sure = [button(t.plain("desk-button-take-sure"), "desk-taken", who, right)]
    back = [button(t.plain("desk-button-keep"), "desk-person", who)]
    await context.edit(t("desk-take", name=name, right=t(f"desk-right-{right}")), keyboard([sure, back]))


@official(Right.PEOPLE)
async def take(update: Update, context: Context) -> None:
    """Take a right away; old buttons of theirs are dead from this moment."""
    house, who, right = context.house, context.number(0), right_argument(context, 1)
    gone = await people.take_away(house.db, context.visitor.actor, who, right, now=context.now)
    await context.toast(context.t.plain("desk-taken" if gone else "desk-nothing-taken"))
    left = await people.visitors(house.db, [who], house.settings.admin_ids, now=context.now)
    if gone:
        t = house.texts[left[who].language]
        await house.sender.reply(who, t("desk-right-lost", right=t(f"desk-right-{right}")))
    if not left[who].is_official:
        await hide_command(house, who)
    await _show_one(context, who)


@official(Right.PEOPLE)
async def confirm(update: Update, context: Context) -> None:
    """A second admin puts a waiting right into force."""
    house, who, right = context.house, context.number(0), right_argument(context, 1)
    try:
        done = await people.confirm(house.db, context.visitor.actor, who, right, now=context.now)
    except NotAllowed:
        await context.toast(context.t.plain("desk-confirm-needs-another"), alert=True)
        return
    await context.toast(context.t.plain("desk-confirmed" if done else "desk-nothing-waits"))
    if done:
        await show_command(house, who)
        t = house.texts[None]
        await house.sender.reply(who, t("desk-right-in-force", right=t(f"desk-right-{right}")))
    await _show_one(context, who)
