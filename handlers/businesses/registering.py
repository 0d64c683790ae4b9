"""Consent, the way into the registration, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from telegram import Update

from bot import businesses, privacy, sixteen
from bot.answers import Answer
from bot.businesses import REGISTER
from bot.businesses.forms import NAME
from bot.forms import Say, Stored, Typed
from bot.forms.questions import Kind, kind_of
from bot.forms.words import Command, command, is_no, is_yes
from db.businesses import Business
from handlers import answers, forms
from handlers.businesses import card
from handlers.businesses.words import scale_words
from handlers.gate import Context
from handlers.keyboards import button, keyboard
from handlers.people import home_button

SURE = 0.7
"""Below that a wish to register is answered in words, with a button."""

AWAITS = "awaits"
DAYS_A_YEAR = 365


async def start(update: Update, context: Context) -> None:
    """/daftar and its buttons: take an unfinished registration up, ask for consent, or begin."""
    desk, person = forms.desk_of(context.house), context.visitor.person_id
    waiting = await desk.waiting(person, REGISTER.id)
    if waiting is not None and waiting.answers:
        await forms.offer_to_resume(context, REGISTER, waiting, forms.sheet_of(update, context))
    elif await privacy.may_register(context.house.db, person):
        await forms.begin(update, context, REGISTER)
    else:
        await ask_consent(context)


async def wished(update: Update, context: Context, answer: Answer) -> bool:
    """ "mau daftarin usaha" begins at once; where that is less clear, the answer's words and a button."""
    if answer.topic == "business.register" and answer.confidence >= SURE:
        await start(update, context)
        return True
    others = replace(answer, next=tuple(topic for topic in answer.next if topic != "business.register"))
    rows = answers.next_steps(context, others).inline_keyboard
    await context.reply(answer.html, keyboard([[register_button(context)], *rows]))
    return True


def register_button(context: Context, key: str = "businesses-button-register") -> Any:
    """Leads into the registration."""
    return button(context.t.plain(key), "biz", "new")


# -- consent --------------------------------------------------------------------------------------------------------


async def ask_consent(context: Context) -> None:
    """What is stored, why, how long, and the rights; nothing is stored before the answer."""
    office, years = context.house.city.office.name, privacy.KEPT_FOR.days // DAYS_A_YEAR
    context.house.talks[context.visitor.person_id] = {"topic": "business.register", AWAITS: "consent"}
    await context.reply(context.t("privacy-consent", office=office, years=years), _consent_keyboard(context))


def _consent_keyboard(context: Context) -> Any:
    names = (("agree", "yes"), ("disagree", "no"))
    return keyboard([[button(context.t.plain(f"privacy-button-{name}"), "consent", value)] for name, value in names])


async def consented(update: Update, context: Context) -> None:
    """The buttons under the consent; pressed twice they begin once."""
    await context.toast()
    if context.argument(0) == "yes":
        await _agree(update, context, None)
    else:
        await _declined(context)


async def take_consent(update: Update, context: Context) -> bool:
    """Words after the consent was shown: yes, no, a question, or the name itself, which says yes as announced."""
    message = update.message
    if message is None or context.visitor.talk.get(AWAITS) != "consent":
        return False
    if not message.text:
        await _still_open(context, context.t("forms-not-text"))
        return True
    text = message.text.strip()
    if is_no(text) or command(text) in {Command.STOP, Command.LATER}:
        await _declined(context)
        return True
    if is_yes(text) or command(text) is Command.GO:
        await _agree(update, context, None)
        return True
    if _ASKS_WHAT_IT_MEANS.search(text):
        await _still_open(context, context.t("privacy-consent-why"))
        return True
    if kind_of(text, forms.sheet_of(update, context), loose=True) is not Kind.ANSWER:
        return await _answer_first(update, context, text)
    outcome = NAME.check(Typed(text), forms.sheet_of(update, context))
    if sixteen.found(text) or not isinstance(outcome, Stored):
        note = Say("forms-no-identity") if sixteen.found(text) or outcome.note is None else outcome.note
        await _still_open(context, forms.say(context.t, note))
        return True
    await _agree(update, context, Typed(text))
    return True


_ASKS_WHAT_IT_MEANS = re.compile(
    r"^\W*maksud\w*(?:\s+(?:apa|gimana|gmn))?\W*$"
    r"|\b(?:maksud\w*|artinya|kenapa|knp|mengapa|apa)\b.*\b(?:per)?setuju\w*",
    re.IGNORECASE,
)


async def _still_open(context: Context, before: Markup) -> None:
    """Nothing was agreed to; the question of consent stands."""
    context.house.talks[context.visitor.person_id] = {"topic": "business.register", AWAITS: "consent"}
    await context.reply(Markup("\n\n").join([before, context.t("privacy-consent-open")]), _consent_keyboard(context))


async def _answer_first(update: Update, context: Context, text: str) -> bool:
    """A question before agreeing is answered, and the consent stays open; a wish leads where it leads."""
    house, person = context.house, context.visitor.person_id
    answer = answers.answer_to(text, context, context.visitor.talk)
    if answer.action == "register" and answer.partial:
        await _still_open(context, answer.html)
        return True
    if answer.action == "register":
        await ask_consent(context)
        return True
    await answers.show(update, context, answer)
    if answer.action is None or answer.action == "privacy":
        house.talks[person] = {**house.talks.get(person, {}), AWAITS: "consent"}
        await context.reply(context.t("privacy-consent-open"), _consent_keyboard(context))
    return True


async def _agree(update: Update, context: Context, first: Typed | None) -> None:
    """Consent, the form and perhaps its first answer in one transaction."""
    house, person = context.house, context.visitor.person_id
    desk, sheet = forms.desk_of(house), forms.sheet_of(update, context)
    waiting = await desk.waiting(person, REGISTER.id)
    if waiting is not None and waiting.answers and await privacy.may_register(house.db, person):
        await forms.offer_to_resume(context, REGISTER, waiting, sheet)
        return
    async with house.db.write() as session:
        await privacy.agree(session, person, context.now)
        done = await desk.start(REGISTER, sheet, update_id=update.update_id, first=first, session=session)
    house.talks[person] = {"topic": "business.register"}
    await forms.present(update, context, done, [context.t("privacy-agreed")])


async def _declined(context: Context) -> None:
    context.house.talks[context.visitor.person_id] = {"topic": "privacy.data"}
    rows = [home_button(context.t)]
    if context.incoming.callback_query is not None:
        await context.edit(context.t("privacy-declined"), keyboard(rows))
    else:
        await context.reply(context.t("privacy-declined"), keyboard(rows))


# -- the result -----------------------------------------------------------------------------------------------------


async def registered(update: Update, context: Context, result: Mapping[str, Any]) -> None:
    """The number and class with the card, then what fits and the offer of reminders."""
    business = await businesses.find(context.house.db, context.visitor.person_id, int(result["business"]))
    if business is None:
        await context.reply(context.t("businesses-view-gone"))
        return
    t = context.t
    caption = t(
        "businesses-registered", name=business.name, number=business.number or "", scale=scale_words(context, business)
    )
    await card.send(context, business, caption)
    await _what_fits(context, business)
    context.house.talks[context.visitor.person_id] = {"topic": "business.register"}


async def _what_fits(context: Context, business: Business) -> None:
    t, city = context.t, context.house.city
    today = context.now.astimezone(city.zone).date()
    fitting = [city.filled(one, today) for one in businesses.fitting(city, business)]
    rows = Markup("\n").join(t("businesses-next-step", title=one.title, what=one.what) for one in fitting)
    buttons = [[button(one.title, "ask", one.topic)] for one in fitting if city.has_topic(one.topic)]
    below = [
        [button(t.plain("businesses-button-remind"), "remind", "on")],
        [button(t.plain("businesses-button-mine"), "biz", "all")],
    ]
    await context.reply(t("businesses-next-steps", name=business.name, list=rows), keyboard([*buttons, *below]))
