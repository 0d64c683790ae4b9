"""The card: drawn, sent, and checked by whoever scans it."""

from __future__ import annotations

import asyncio

import structlog
from markupsafe import Markup
from telegram import Update
from telegram.constants import ChatAction

from bot import businesses, numbers
from bot.businesses.card import Card, draw
from bot.businesses.contact import masked_phone
from bot.businesses.fields import sector_label
from db.businesses import Business
from handlers.businesses.words import area_of, scale_short
from handlers.gate import Context

log = structlog.get_logger()


async def send(context: Context, business: Business, caption: Markup) -> None:
    """The card with words under it; the words alone when it cannot be drawn."""
    await context.house.sender.typing(context.chat, ChatAction.UPLOAD_PHOTO)
    try:
        picture = await asyncio.to_thread(draw, card_of(context, business))
    except Exception:  # a name no font can draw must not cost the registration its answer
        log.exception("card not drawn", business=business.id)
        await context.reply(caption)
        return
    name = context.t.plain("businesses-card-file", number=business.number or "")
    if await context.house.sender.photo(context.chat, picture, caption, filename=name) is None:
        await context.reply(caption)  # the words matter more than the picture


def card_of(context: Context, business: Business) -> Card:
    """What stands on it."""
    t, city = context.t, context.house.city
    rows = (
        (t.plain("businesses-label-trade"), sector_label(city, business.sector)),
        (t.plain("businesses-label-ward"), area_of(context, business)),
        (t.plain("businesses-label-scale"), scale_short(context, business)),
        (t.plain("businesses-label-registered"), numbers.day(business.created_at.astimezone(city.zone).date())),
    )
    return Card(
        title=t.plain("businesses-card-title"),
        office=city.office.short_name,
        name=business.name,
        number=business.number or "",
        rows=rows,
        link=context.house.link(f"usaha-{business.token}"),
        hint=t.plain("businesses-card-hint"),
        footer=t.plain("businesses-card-footer"),
    )


async def check(update: Update, context: Context, token: str) -> None:
    """Somebody scanned a card: officials see whose it is, others only that it is genuine."""
    business = await businesses.verify(context.house.db, token)
    t = context.t
    if business is None:
        await context.reply(t("businesses-check-unknown"))
        return
    if not context.visitor.is_official:
        words = {"number": business.number or "", "name": business.name, "status": str(business.status)}
        await context.reply(t("businesses-check-anyone", **words))
        return
    rows = [Markup("{}: {}").format(label, value) for label, value in card_of(context, business).rows]
    rows.append(Markup("{}: {}").format(t("businesses-label-status"), t(f"businesses-status-{business.status}")))
    if business.phone:
        rows.append(Markup("{}: {}").format(t("businesses-label-phone"), masked_phone(business.phone)))
    listed = Markup("\n").join(rows)
    await context.reply(t("businesses-check-official", name=business.name, number=business.number or "", list=listed))
