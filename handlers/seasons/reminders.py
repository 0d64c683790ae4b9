"""/pengingat, and "stop" or "ingatkan saya" in words: people choose what they are reminded of."""

from __future__ import annotations

import re
from datetime import datetime

from markupsafe import Markup
from telegram import InlineKeyboardMarkup, Update

from bot import numbers
from bot.answers import Answer
from bot.clock import city_day
from bot.content import City
from bot.seasons import choosing
from bot.seasons.calendar import coming
from bot.seasons.choosing import Coming, Promise, asked_lead, wants
from bot.seasons.ideas import names
from bot.seasons.wording import short_date_of
from bot.texts import Texts
from db.seasons.choices import Choice
from handlers.gate import Context, Forged
from handlers.keyboards import button, columns, keyboard
from handlers.people import home_button

TICKED, EMPTY = "✅ ", "▫️ "


async def command(update: Update, context: Context) -> None:
    """/pengingat: how it stands, or what it would be."""
    chosen = await choosing.choice(context.house.db, context.visitor.person_id)
    await context.reply(*_screen(context, chosen))


def _screen(context: Context, chosen: Choice) -> tuple[Markup, InlineKeyboardMarkup]:
    return (_state(context, chosen), _state_buttons(context.t, chosen)) if chosen.on else _offer(context)


def _offer(context: Context) -> tuple[Markup, InlineKeyboardMarkup]:
    """What reminders are, and what one agrees to by switching them on."""
    city, t = context.house.city, context.t
    examples = names(city, choosing.examples(city, city_day(context.now, city.zone)))
    text = t("seasons-offer", examples=examples, budget=context.house.settings.weekly_budget)
    rows = [
        [button(t.plain("seasons-button-main"), "remind", "main")],
        [button(t.plain("seasons-button-choose"), "remind", "choose")],
        home_button(t),
    ]
    return text, keyboard(rows)


def _state(context: Context, chosen: Choice) -> Markup:
    city, t, now = context.house.city, context.t, context.now
    following = choosing.next_of_all(city, chosen, now=now)
    paused = chosen.paused_until is not None and chosen.paused_until > now
    if paused:
        pause = t("seasons-state-paused", date=numbers.day(city_day(chosen.paused_until or now, city.zone)))
    else:
        pause = t("seasons-state-not-paused")
    return t(
        "seasons-state-on", seasons=_chosen(city, t, chosen), hour=hour_of(chosen.hour), zone=city.info.time_label,
        pause=pause, next=_next(city, t, following),
    )  # fmt: skip


def _chosen(city: City, t: Texts, chosen: Choice) -> Markup:
    """ "semua musim utama ditambah Valentine, kecuali Imlek"."""
    labels = {season.id: season.label for season in city.seasons}
    single = [labels[id] for id in labels if id in chosen.chosen and wants(city, chosen, id)]
    off = [labels[season.id] for season in city.seasons if season.id in chosen.off and not season.opt_in]
    extra = [labels[season.id] for season in city.seasons if season.opt_in and season.id in chosen.chosen]
    return t(
        "seasons-state-seasons",
        main="yes" if chosen.main else "no",
        extra=t("seasons-state-extra", names=", ".join(extra)) if extra else "",
        off=t("seasons-state-off", names=", ".join(off)) if off else "",
        list=", ".join(single),
    )


def _next(city: City, t: Texts, following: Coming | None) -> Markup:
    if following is None:
        return t("seasons-state-none")
    day = numbers.weekday(city_day(following.at, city.zone))
    return t("seasons-state-next", label=following.event.label, date=day)


def hour_of(hour: int) -> str:
    """8 -> "08.00"."""
    return f"{hour:02d}.00"


def _state_buttons(t: Texts, chosen: Choice) -> InlineKeyboardMarkup:
    pause = "resume" if chosen.paused_until else "pause"
    rows = [button(t.plain(f"seasons-button-{what}"), "remind", what) for what in ("choose", "hour", pause, "stop")]
    return keyboard([*columns(rows, 2), home_button(t)])


async def pressed(update: Update, context: Context) -> None:
    """A button of the reminders' screens: "remind:<what>:..."."""
    act = ACTS.get(context.argument(0))
    if act is None:
        raise Forged("an act there is not")
    await act(context)


async def _show(context: Context, chosen: Choice, toast: str = "") -> None:
    await context.toast(toast)
    await context.edit(*_screen(context, chosen))


async def _opened(context: Context) -> None:
    """After registering, or back from a list."""
    await _show(context, await choosing.choice(context.house.db, context.visitor.person_id))


async def _main(context: Context) -> None:
    chosen = await choosing.switch_main_on(context.house.db, context.visitor.person_id, now=context.now)
    await _show(context, chosen, context.t.plain("seasons-switched-on"))


async def _choose(context: Context) -> None:
    await context.toast()
    await _list(context, await choosing.choice(context.house.db, context.visitor.person_id))


async def _toggle(context: Context) -> None:
    season = _known(context, context.argument(1))
    house = context.house
    chosen = await choosing.toggle(house.db, house.city, context.visitor.person_id, season, now=context.now)
    await context.toast()
    await _list(context, chosen)


async def _list(context: Context, chosen: Choice) -> None:
    """Every season, the next first, each a switch."""
    city, t = context.house.city, context.t
    today = city_day(context.now, city.zone)
    order = list(dict.fromkeys(event.season for event in coming(city, today, opt_in=True)))
    found = [button(_ticked(city, chosen, season), "remind", "set", season) for season in order]
    back = [button(t.plain("seasons-button-back"), "remind", "open")]
    await context.edit(t("seasons-choose"), keyboard([*columns(found, 2), back]))


def _ticked(city: City, chosen: Choice, season: str) -> str:
    label = city.season(season).label.split(" (")[0]
    return f"{TICKED if wants(city, chosen, season) else EMPTY}{label}"


async def _hours(context: Context) -> None:
    await context.toast()
    t, zone = context.t, context.house.city.info.time_label
    found = [button(t.plain("seasons-button-hour-choice", hour=hour_of(hour), zone=zone), "remind", "at", hour)
             for hour in choosing.HOURS]  # fmt: skip
    back = [button(t.plain("seasons-button-back"), "remind", "open")]
    await context.edit(t("seasons-choose-hour"), keyboard([*columns(found, 2), back]))


async def _at(context: Context) -> None:
    hour = context.number(1)
    if hour not in choosing.HOURS:
        raise Forged("an hour that is not offered")
    await _show(context, await choosing.set_hour(context.house.db, context.visitor.person_id, hour, now=context.now))


async def _pause(context: Context) -> None:
    chosen = await choosing.pause(context.house.db, context.visitor.person_id, now=context.now)
    day = numbers.day(city_day(chosen.paused_until or context.now, context.house.city.zone))
    await _show(context, chosen, context.t.plain("seasons-paused", date=day))


async def _resume(context: Context) -> None:
    chosen = await choosing.pause(context.house.db, context.visitor.person_id, on=False, now=context.now)
    await _show(context, chosen, context.t.plain("seasons-resumed"))


async def _one(context: Context) -> None:
    """ "Ingatkan saya" below an answer: that season is on, and when its reminder comes."""
    season = _known(context, context.argument(1))
    await context.toast()
    await _start(context, season, None)


async def _stop(context: Context) -> None:
    await context.toast()
    await _stopped(context)


async def _undo(context: Context) -> None:
    back = await choosing.undo_stop(context.house.db, context.visitor.person_id, context.number(1))
    await context.toast()
    await context.edit(context.t("seasons-undone" if back else "seasons-undo-late"))


async def _again(context: Context) -> None:
    """Take back that single seasons were switched off."""
    seasons = [_known(context, season) for season in context.argument(1).split(".")]
    await choosing.switch_on(context.house.db, context.visitor.person_id, seasons, now=context.now)
    await context.toast()
    await context.edit(context.t("seasons-undone"))


def _known(context: Context, season: str) -> str:
    if season not in {one.id for one in context.house.city.seasons}:
        raise Forged("a season there is not")
    return season


ACTS = {
    "on": _opened, "open": _opened, "main": _main, "choose": _choose, "set": _toggle, "hour": _hours, "at": _at,
    "pause": _pause, "resume": _resume, "stop": _stop, "undo": _undo, "one": _one, "again": _again,
}  # fmt: skip
"""What each button does, by its first argument."""


# -- in words -----------------------------------------------------------------------------------------------------


async def stop_in_words(update: Update, context: Context, answer: Answer) -> bool:
    """ "stop", "jangan kirim lagi": done at once, with a way back. A season named in it: only that one."""
    about = answer.understood.about if answer.understood else None
    known = {season.id for season in context.house.city.seasons}
    seasons = [season for season in about.seasons if season in known] if about else []
    if seasons:
        await switch_off(context, seasons)
    else:
        await _stopped(context)
    return True


async def stop_command(update: Update, context: Context) -> None:
    """/stop, as people know it from other bots."""
    await _stopped(context)


async def _stopped(context: Context) -> None:
    moment = await choosing.stop(context.house.db, context.visitor.person_id, now=context.now)
    t = context.t
    undo = button(t.plain("seasons-button-undo"), "remind", "undo", int(moment.timestamp()))
    await context.reply(t("seasons-stopped"), keyboard([[undo]]))


async def switch_off(context: Context, seasons: list[str]) -> None:
    """Single seasons off, with a way back."""
    city, t = context.house.city, context.t
    await choosing.switch_off(context.house.db, context.visitor.person_id, seasons, now=context.now)
    labels = ", ".join(city.season(season).label for season in seasons)
    rows = [[button(t.plain("seasons-button-undo"), "remind", "again", ".".join(seasons)),
             button(t.plain("seasons-button-settings"), "remind", "open")]]  # fmt: skip
    await context.reply(t("seasons-off", names=labels), keyboard(rows))


_ASKS_HOW_IT_STANDS = re.compile(r"\b(?:status|bagaimana|cek|lihat|apa saja|tanggal berapa|masih (?:nyala|aktif))\b")
"""A question about reminders switches none on."""


async def start_in_words(update: Update, context: Context, answer: Answer) -> bool:
    """ "ingetin ya sebulan sebelumnya": the season talked about is on, and when the reminder will really come.

    Without a season: the screen on which one chooses. A pressed menu item shows that screen too.
    """
    understood = answer.understood
    if understood is None or _ASKS_HOW_IT_STANDS.search(understood.normalised):
        await command(update, context)
        return True
    known = {season.id for season in context.house.city.seasons}
    said = [season for season in understood.about.seasons if season in known]
    before = context.visitor.talk.get("season")
    lead = asked_lead(understood.normalised)
    season = said[0] if said else before if before in known else None
    if season is None and lead is not None:
        soon = choosing.examples(context.house.city, city_day(context.now, context.house.city.zone))
        season = soon[0].season if soon else None
    if season is None:
        await command(update, context)
    else:
        await _start(context, season, lead)
    return True


async def _start(context: Context, season: str, lead: int | None) -> None:
    house, t = context.house, context.t
    chosen = await choosing.switch_on(house.db, context.visitor.person_id, [season], now=context.now)
    promised = choosing.promise(house.city, chosen, season, lead, now=context.now)
    label = house.city.season(season).label
    plan = promised_in_words(house.city, t, promised, context.now) if promised else t("seasons-ask-over")
    rows = [[button(t.plain("seasons-button-settings"), "remind", "open"),
             button(t.plain("seasons-button-off"), "season", "drop", season)]]  # fmt: skip
    await context.reply(t("seasons-started", label=label, plan=plan), keyboard(rows))


def promised_in_words(city: City, t: Texts, promised: Promise, now: datetime) -> Markup:
    """When the reminder comes, beside what was asked for."""
    event, coming_one = promised.event, promised.coming
    said: dict[str, object] = {"label": event.label, "date": short_date_of(city, event)}
    if coming_one is None:
        return t("seasons-started-none", **said)
    local = coming_one.at.astimezone(city.zone)
    said |= {"day": numbers.weekday(local.date()), "hour": hour_of(local.hour), "zone": city.info.time_label}
    if promised.asked is None:
        return t("seasons-started-next", **said)
    asked = t("seasons-asked", days=promised.asked)
    if promised.missed:
        return t("seasons-started-late", asked=asked, days=event.left(city_day(now, city.zone)), **said)
    return t("seasons-started-asked", asked=asked, left=event.left(local.date()), **said)
