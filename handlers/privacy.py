"""/privasi, /datasaya, /hapus, /tarikpersetujuan: what is kept of somebody, and how it goes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import Application, CommandHandler

from bot import businesses, numbers, privacy
from bot.answers import Answer
from bot.businesses.contact import shown_phone
from bot.businesses.fields import sector_label
from bot.businesses.money import shown as shown_money
from bot.privacy import ERASE, WITHDRAW, Held
from db.businesses import Business
from db.people import Consent
from handlers import answers, forms
from handlers.businesses.words import area_of
from handlers.gate import Context
from handlers.keyboards import Row, button, keyboard, on_button

DAYS_A_YEAR = 365


async def page(update: Update, context: Context) -> None:
    """/privasi: what is kept, by whom, how long, what was agreed to, and every way out."""
    t, house = context.t, context.house
    held = await privacy.held(house.db, context.visitor.person_id)
    text = t(
        "privacy-page",
        office=house.city.office.name,
        years=privacy.KEPT_FOR.days // DAYS_A_YEAR,
        consents=_consents(context, held.consents),
    )
    await context.reply(text, keyboard(_ways(context)))


def _ways(context: Context) -> list[Row]:
    def one(name: str) -> Any:
        return button(context.t.plain(f"privacy-button-{name}"), "privacy", name)

    return [[one("data"), one("withdraw")], [one("erase")]]


def _consents(context: Context, given: Sequence[Consent]) -> Markup:
    """Every consent ever given, with its version and times."""
    rows = [_consent(context, one) for one in given]
    return Markup("\n").join(rows) if rows else context.t("privacy-consent-none")


def _consent(context: Context, one: Consent) -> Markup:
    key = one.purpose if one.purpose in privacy.PURPOSES else "other"
    return context.t(
        "privacy-consent-row",
        state="given" if one.withdrawn_at is None else "withdrawn",
        purpose=context.t(f"privacy-purpose-{key}", purpose=one.purpose),
        given=context.house.moment(one.given_at),
        version=one.version,
        withdrawn=context.house.moment(one.withdrawn_at) if one.withdrawn_at else "",
    )


# -- a copy ---------------------------------------------------------------------------------------------------------


async def copy(update: Update, context: Context) -> None:
    """/datasaya: a message to read and a file with everything."""
    held = await privacy.held(context.house.db, context.visitor.person_id)
    await context.reply(_told(context, held))
    content = privacy.as_json(held, context.now)
    name = context.t.plain("privacy-data-file")
    await context.house.sender.document(context.chat, content, name, context.t("privacy-data-caption"))


def _told(context: Context, held: Held) -> Markup:
    t, person = context.t, held.person
    rows = [_business(context, one, held.interests.get(one.id, ())) for one in held.businesses]
    since = numbers.day(person.first_seen.astimezone(context.house.city.zone).date()) if person else ""
    return t(
        "privacy-data",
        name=person.name if person else "",
        id=str(context.visitor.person_id),
        since=since,
        businesses=len(held.businesses),
        list=Markup("").join(row + Markup("\n") for row in rows),
        consents=_consents(context, held.consents),
    )


def _business(context: Context, business: Business, interests: Sequence[str]) -> Markup:
    t, city = context.t, context.house.city
    titles = {one.id: one.title for one in city.programmes}
    none = t("privacy-none")
    return t(
        "privacy-data-business",
        name=business.name,
        number=business.number or "",
        sector=sector_label(city, business.sector),
        ward=area_of(context, business),
        money=forms.say(t, shown_money(city, businesses.answers_of(business))),
        nib=business.nib or none,
        phone=shown_phone(business.phone) if business.phone else none,
        interests=", ".join(titles.get(one, one) for one in interests) or none,
    )


# -- erase and withdraw ---------------------------------------------------------------------------------------------


async def erase(update: Update, context: Context) -> None:
    """/hapus: one business or everything; with none, only everything."""
    mine = await businesses.all_of(context.house.db, context.visitor.person_id)
    if not mine:
        await _begin_erasing(update, context, 0)
        return
    t = context.t
    rows: list[Row] = [
        [button(t.plain("privacy-button-erase-one", name=one.name), "biz", "delete", one.id)] for one in mine
    ]
    rows.append([button(t.plain("privacy-button-erase-all"), "privacy", "all")])
    await context.reply(t("privacy-erase-which"), keyboard(rows))


async def _begin_erasing(update: Update, context: Context, count: int) -> None:
    await forms.begin(update, context, ERASE, values={"businesses": count})


async def erased(update: Update, context: Context, result: Mapping[str, Any]) -> None:
    """The last word; nothing may be remembered of the talk, there is nobody to remember it of."""
    context.house.talks.pop(context.visitor.person_id, None)
    await context.reply(context.t("privacy-erased"))


async def withdraw(update: Update, context: Context) -> None:
    """/tarikpersetujuan: what is in force, each to be taken back."""
    t = context.t
    held = await privacy.held(context.house.db, context.visitor.person_id)
    purposes = [one.purpose for one in held.in_force if one.purpose in privacy.PURPOSES]
    if not purposes:
        await context.reply(t("privacy-withdraw-nothing"))
        return
    rows = [[button(t.plain(f"privacy-button-withdraw-{one}"), "privacy", "withdraw", one)] for one in purposes]
    text = t("privacy-withdraw-page", consents=_consents(context, held.in_force))
    await context.reply(text, keyboard(rows))


async def withdrawn(update: Update, context: Context, result: Mapping[str, Any]) -> None:
    """Consent is gone, and what rested on it."""
    context.house.talks[context.visitor.person_id] = {"topic": "privacy.data"}
    await context.reply(context.t("privacy-withdrawn"))


async def pressed(update: Update, context: Context) -> None:
    """privacy:<what>[:<purpose>]"""
    await context.toast()
    person = context.visitor.person_id
    match context.arguments:
        case ["data"]:
            await copy(update, context)
        case ["keep"]:  # being here is enough: the gate has noted it
            await context.reply(context.t("privacy-kept"))
        case ["withdraw"]:
            await withdraw(update, context)
        case ["withdraw", privacy.REMINDER]:
            await privacy.withdraw_reminder(context.house.db, person, now=context.now)
            await context.edit(context.t("privacy-reminder-withdrawn"))
        case ["withdraw", privacy.REGISTRATION]:
            mine = await businesses.all_of(context.house.db, person)
            await forms.begin(update, context, WITHDRAW, values={"businesses": len(mine)})
        case ["erase"]:
            await erase(update, context)
        case ["all"]:
            await _begin_erasing(update, context, len(await businesses.all_of(context.house.db, person)))


async def explained(update: Update, context: Context, answer: Answer) -> bool:
    """A question about personal data: the answer, with the ways to see it and to make it go."""
    rows = answers.next_steps(context, answer).inline_keyboard
    await context.reply(answer.html, keyboard([*_ways(context), *rows[:1]]))
    return True


def register(app: Application) -> None:
    """Add this noun's handlers and forms."""
    forms.add(app, ERASE, erased)
    forms.add(app, WITHDRAW, withdrawn)
    app.bot_data["house"].actions["privacy"] = explained
    app.add_handler(CommandHandler("privasi", page))
    app.add_handler(CommandHandler("datasaya", copy))
    app.add_handler(CommandHandler("hapus", erase))
    app.add_handler(CommandHandler("tarikpersetujuan", withdraw))
    on_button(app, "privacy", pressed)
