"""Naik kelas: how far the next class is, said honestly, and a checklist to tick."""

from __future__ import annotations

import re

from markupsafe import Markup
from telegram import InlineKeyboardButton, Update

from bot import businesses, numbers
from bot.answers import Answer
from bot.scale import Scale, Verdict
from db.businesses import Business
from handlers.businesses.words import class_name
from handlers.gate import Context
from handlers.keyboards import button, keyboard

NEXT = {Scale.MICRO: Scale.SMALL, Scale.SMALL: Scale.MEDIUM}
DONE, OPEN = "✅", "⬜️"


async def pressed(update: Update, context: Context) -> None:
    """grow:<business>[:<point>:<1|0>]"""
    await context.toast()
    person, business_id = context.visitor.person_id, context.number(0)
    if len(context.arguments) > 1:
        point, done = context.argument(1), context.argument(2) == "1"
        await businesses.tick(context.house.db, person, business_id, point, done=done, now=context.now)
    business = await businesses.find(context.house.db, person, business_id)
    if business is None:
        await context.reply(context.t("businesses-view-gone"))
        return
    await _show(context, business)


OWN = re.compile(
    r"\b(?:saya|aku|gw|gue|usaha\w*|kelasku|punyaku|kelasnya|sekarang|skrg|kurang|naik|i|my)\b", re.IGNORECASE
)
CLASS = re.compile(r"kelas|skala|masuk|kurang|kategori|golongan|scale|class", re.IGNORECASE)
MOST = 3


async def own_class(update: Update, context: Context, answer: Answer) -> bool:
    """ "aku skrg kelas apa", "kurang berapa lagi": of one's own businesses; not where a sum is named."""
    understood = answer.understood
    if answer.topic != "business.class" or understood is None or understood.questions or understood.about.amounts:
        return False
    asks = CLASS.search(understood.text) and OWN.search(understood.text)
    if understood.about.scales or not context.visitor.sectors or not asks:
        return False
    mine = await businesses.all_of(context.house.db, context.visitor.person_id)
    if not mine:
        return False
    t = context.t
    told = [t("businesses-own-class", name=one.name, distance=_distance(context, one)) for one in mine[:MOST]]
    rows = [[button(t.plain("businesses-button-grow-of", name=one.name), "grow", one.id)] for one in mine[:MOST]]
    source = context.house.city.source_line(context.house.city.figure("micro_sales_max").sources)
    below = [Markup("<i>{}</i>").format(source)] if source else []
    await context.reply(Markup("\n\n").join([*told, t("businesses-own-class-note"), *below]), keyboard(rows))
    return True


async def _show(context: Context, business: Business) -> None:
    t = context.t
    ticked = await businesses.ticked(context.house.db, context.visitor.person_id, business.id)
    points = businesses.checklist(business)
    text = t(
        "businesses-grow",
        name=business.name,
        distance=_distance(context, business),
        scheme=_scheme(context),
        done=len([point for point in points if point.id in ticked]),
        count=len(points),
    )
    rows = [[_tick(context, business, point.id, point.id in ticked)] for point in points]
    back = [button(t.plain("businesses-button-back", name=business.name), "biz", "view", business.id)]
    await context.edit(text, keyboard([*rows, back]))


def _tick(context: Context, business: Business, point: str, done: bool) -> InlineKeyboardButton:
    label = f"{DONE if done else OPEN} {context.t.plain(f'businesses-ready-{point}')}"
    return button(label, "grow", business.id, point, 0 if done else 1)


def _scheme(context: Context) -> Markup:
    """What is only being drafted is said to be so, with who said it."""
    city = context.house.city
    drafted = [one for one in city.programmes_of("scale_up") if one.status == "dirumuskan"]
    if not drafted:
        return Markup("")
    source = city.source_line(drafted[0].sources)
    lines = [context.t("businesses-grow-scheme"), *([Markup("<i>{}</i>").format(source)] if source else [])]
    return Markup("\n").join(lines) + Markup("\n\n")


def _distance(context: Context, business: Business) -> Markup:
    t, verdict = context.t, businesses.verdict_of(context.house.city, business)
    if verdict is None:
        return t("businesses-grow-unknown")
    name = class_name(t, verdict.scale)
    following = NEXT.get(verdict.scale)
    if following is None or verdict.limit is None:
        return t("businesses-grow-top", **{"class": name})
    limit, then = numbers.rupiah_short(verdict.limit), class_name(t, following)
    if business.amount_range:
        return t("businesses-grow-range", limit=limit, next=then, **{"class": name})
    return t(
        "businesses-grow-distance",
        basis=str(verdict.basis),
        amount=numbers.rupiah_short(verdict.amount),
        limit=limit,
        next=then,
        distance=numbers.rupiah_about(verdict.distance or 0),
        times=_times(verdict),
        **{"class": name},
    )


def _times(verdict: Verdict) -> str:
    return numbers.number(round(verdict.times, 1)) if verdict.times else "0"
