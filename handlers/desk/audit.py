"""The record of officials' acts, newest first."""

from __future__ import annotations

from markupsafe import Markup
from telegram import Update

from bot import people
from bot.content.editing import item_of
from bot.content.models import Kind
from bot.people import Act, Right
from bot.seasons.calendar import AFTER
from handlers.desk.items import back_to_desk
from handlers.gate import Context, official
from handlers.keyboards import button, keyboard

PAGE = 10


@official(Right.PEOPLE)
async def acts(update: Update, context: Context) -> None:
    """A page of the record; desk-audit:<older than this id>."""
    await context.toast()
    t = context.t
    before = context.number(0) if context.arguments else None
    found = await people.acts(context.house.db, context.visitor.actor, before=before, most=PAGE)
    lines = [t("desk-audit", count=len(found)), *(_line(context, act) for act in found)]
    older = [button(t.plain("desk-button-older"), "desk-audit", found[-1].id)] if len(found) == PAGE else []
    newest = [button(t.plain("desk-button-newest"), "desk-audit")] if before else []
    await context.edit(Markup("\n").join(lines), keyboard([[*newest, *older], back_to_desk(t)]))


def _line(context: Context, act: Act) -> Markup:
    t = context.t
    key = f"desk-act-{act.act.replace('.', '-').replace('_', '-')}"
    what = t(key) if key in t else act.act
    who = act.name or (t("desk-act-by-operator") if act.actor_id == people.OPERATOR else str(act.actor_id))
    when = context.house.moment(act.at)
    return t("desk-audit-row", when=when, who=who, what=what, subject=_subject(context, act))


def _subject(context: Context, act: Act) -> str:
    """Rights, content and seasons in words; the rest as it was recorded."""
    given = act.detail.get("right") or act.subject
    named = context.t.plain(f"desk-right-{given}") if given in set(Right) else _named(context, act.subject)
    return f"{act.subject_name or act.subject}: {named}" if act.detail.get("right") else named


def _named(context: Context, subject: str) -> str:
    """What was changed, by its title ("figure/F01") or its season and wave ("imlek+ramadan:2027:30")."""
    kind, _, key = subject.partition("/")
    if key and kind in set(Kind):
        return _title(context, Kind(kind), key)
    seasons, *rest = subject.split(":")
    if len(rest) != 2:
        return subject
    names = ", ".join(_title(context, Kind.SEASON, season).split(" (")[0] for season in seasons.split("+"))
    year, wave = rest
    return f"{names} {year}, {context.t.plain('seasons-wave-name', wave=AFTER if wave == 'after' else int(wave))}"


def _title(context: Context, kind: Kind, key: str) -> str:
    item = item_of(context.house.city, kind, key)
    names = (getattr(item, attribute, None) for attribute in ("label", "name", "title"))
    return next((str(name) for name in names if name), key)
