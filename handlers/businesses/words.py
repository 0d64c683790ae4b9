"""A business in words: its class with the rule, its fields, its changes."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from bot import numbers
from bot.businesses import EDIT, answers_of, verdict_of
from bot.businesses.contact import shown_phone
from bot.businesses.fields import sector_label
from bot.businesses.money import find_range, range_label
from bot.businesses.places import name_of
from bot.forms import Sheet, State, lines
from bot.scale import Scale
from bot.texts import Texts
from db.businesses import Business, BusinessHistory
from handlers import forms
from handlers.gate import Context


def class_name(t: Texts, scale: str) -> str:
    """ "usaha mikro"."""
    return t.plain(f"businesses-class-{scale}")


def scale_words(context: Context, business: Business) -> Markup:
    """The class, the rule, and what it is based on; or that it cannot be told."""
    t, verdict = context.t, verdict_of(context.house.city, business)
    if verdict is None:
        return t("businesses-scale-unknown")
    limit = numbers.rupiah_short(verdict.limit) if verdict.limit is not None else ""
    if verdict.amount == 0:
        return t("businesses-scale-none", limit=limit, **{"class": class_name(t, verdict.scale)})
    return t(
        "businesses-scale",
        basis=str(verdict.basis),
        how="range" if business.amount_range else "figure",
        amount=numbers.rupiah(verdict.amount),
        limited="no" if verdict.limit is None else "yes",
        limit=limit,
        differs="yes" if verdict.other else "no",
        other=class_name(t, verdict.other) if verdict.other else "",
        **{"class": class_name(t, verdict.scale)},
    )


def scale_short(context: Context, business: Business) -> str:
    """For the card and for officials."""
    if business.scale is None:
        return context.t.plain("businesses-scale-short-unknown")
    return context.t.plain("businesses-scale-short", **{"class": class_name(context.t, business.scale).capitalize()})


def sheet_for(context: Context, business: Business) -> Sheet:
    """A sheet on which the business's own values stand as answers."""
    house = context.house
    return Sheet(
        house.city, house.answers.understanding, context.now, context.visitor.person_id, answers=answers_of(business)
    )


def rows_of(context: Context, business: Business) -> Markup:
    """Its fields, one a line."""
    t, sheet = context.t, sheet_for(context, business)
    state = State("", "", answers_of(business))
    rows = [
        Markup("<b>{}</b>: {}").format(t(f"businesses-label-{field.id}"), forms.say(t, shown))
        for field, shown in lines(EDIT, state, sheet)
        if field.id != "name"
    ]
    since = numbers.day(business.closed_at.astimezone(context.house.city.zone).date()) if business.closed_at else ""
    status = t("businesses-view-status", status=str(business.status), since=since)
    return Markup("\n").join([*rows, Markup("<b>{}</b>: {}").format(t("businesses-label-status"), status)])


def area_of(context: Context, business: Business) -> str:
    """ "Damai Baru, Balikpapan Selatan"."""
    city = context.house.city
    places = [name_of(city, code) for code in (business.kelurahan, business.kecamatan) if code]
    return ", ".join(places)


_FIELD_OF = {
    "name": "name", "description": "trade", "sector": "trade", "kecamatan": "ward", "kelurahan": "ward",
    "started_year": "year", "capital": "money", "yearly_sales": "money", "amount_range": "money", "nib": "nib",
    "phone": "phone", "scale": "scale", "status": "status",
}  # fmt: skip


def change_row(context: Context, change: BusinessHistory) -> Markup:
    """One line of the history."""
    when = numbers.day(change.at.astimezone(context.house.city.zone).date())
    known = _FIELD_OF.get(change.field)
    label = context.t.plain(f"businesses-label-{known}") if known else change.field
    before, after = (_kept(context, change.field, value) for value in (change.before, change.after))
    return context.t("businesses-history-row", at=when, field=label, before=before, after=after)


def _kept(context: Context, field: str, value: str) -> Any:
    """A stored value as people read it."""
    t, city = context.t, context.house.city
    if not value:
        return t("forms-empty")
    match field:
        case "sector":
            return sector_label(city, value)
        case "kecamatan" | "kelurahan":
            return name_of(city, value)
        case "capital" | "yearly_sales":
            return numbers.rupiah(int(value))
        case "amount_range":
            chosen = find_range(city, value)
            return forms.say(t, range_label(chosen, shown=True)) if chosen else value
        case "phone":
            return shown_phone(value)
        case "scale" if value in set(Scale):
            return class_name(t, value)
        case "status":
            return t(f"businesses-status-{value}")
        case _:
            return value
