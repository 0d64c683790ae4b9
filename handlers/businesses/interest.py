""" "Minat": an owner's interest in a programme, noted per business, visible and taken back."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup
from telegram import InlineKeyboardButton, Update

from bot import businesses
from bot.content import City, Programme
from bot.texts import Texts
from db.businesses import Business, Status
from handlers.businesses.registering import register_button
from handlers.gate import Context
from handlers.keyboards import button, columns, keyboard

OFFERED = 2
OFF = "off"


def offers(context: Context, topic: str) -> list[InlineKeyboardButton]:
    """Buttons under the page of a programme."""
    return list(_offers(context.house.city, context.t, topic))


@lru_cache(256)
def _offers(city: City, t: Texts, topic: str) -> tuple[InlineKeyboardButton, ...]:
    """Asked for under every answer, the same for everybody."""
    found = [one for one in city.programmes if one.topic == topic][:OFFERED]
    return tuple(button(t.plain("businesses-button-interest", title=one.title), "minat", one.id) for one in found)


async def pressed(update: Update, context: Context) -> None:
    """minat:<programme>[:<business>[:off]]"""
    await context.toast()
    programme = _programme(context, context.argument(0))
    if programme is None:
        return
    if len(context.arguments) > 1:
        await _set(context, programme, context.number(1), wanted=OFF not in context.arguments[2:])
        return
    mine = await businesses.all_of(context.house.db, context.visitor.person_id)
    open_ones = [one for one in mine if one.status == Status.OPEN]
    if not open_ones:
        await context.reply(context.t("businesses-interest-none"), keyboard([[register_button(context)]]))
    elif len(open_ones) == 1:
        await _set(context, programme, open_ones[0].id, wanted=True)
    else:
        which = [button(one.name, "minat", programme.id, one.id) for one in open_ones]
        await context.reply(context.t("businesses-interest-which"), keyboard(columns(which, 1)))


def _programme(context: Context, id: str) -> Programme | None:
    return next((one for one in context.house.city.programmes if one.id == id), None)


async def _set(context: Context, programme: Programme, business_id: int, *, wanted: bool) -> None:
    house, person = context.house, context.visitor.person_id
    business = await businesses.set_interest(
        house.db, person, business_id, programme.id, wanted=wanted, now=context.now
    )
    if business is None:
        await context.reply(context.t("businesses-view-gone"))
        return
    key = "businesses-interest-noted" if wanted else "businesses-interest-gone"
    rows = [[_off(context, business, programme)]] if wanted else []
    await context.reply(context.t(key, name=business.name, title=programme.title), keyboard(rows))


def _off(context: Context, business: Business, programme: Programme) -> InlineKeyboardButton:
    label = context.t.plain("businesses-button-interest-off", title=programme.title)
    return button(label, "minat", programme.id, business.id, OFF)


async def show(context: Context, business: Business) -> None:
    """What a business is interested in, each with the way out."""
    chosen = (await businesses.interests(context.house.db, context.visitor.person_id)).get(business.id, [])
    found = [one for id in chosen if (one := _programme(context, id))]
    back = [button(context.t.plain("businesses-button-back", name=business.name), "biz", "view", business.id)]
    if not found:
        more = [button(context.t.plain("businesses-button-programmes"), "ask", "program.list")]
        await context.edit(context.t("businesses-interests-none", name=business.name), keyboard([more, back]))
        return
    rows = Markup("\n").join(Markup("• {}").format(one.title) for one in found)
    buttons = [[_off(context, business, one)] for one in found]
    await context.edit(context.t("businesses-interests", name=business.name, list=rows), keyboard([*buttons, back]))
