"""Officials read what people asked and answer it: by replying to its message, or by a button and the next text."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from telegram import Message, Update

from bot import numbers, people
from bot.clock import city_day
from bot.inbox import Refused, answering
from bot.inbox.answering import Letter
from bot.outcomes import Never
from bot.people import Right
from db.inbox import Article, Status
from handlers.desk.items import back_to_desk
from handlers.gate import Context, official
from handlers.house import House
from handlers.inbox.cards import card_html, card_keyboard, short, show_to_officials
from handlers.keyboards import button, keyboard
from handlers.sender import attempt
from handlers.waiting import ask_for, cancel_button, stop

SHELF = "shelf"
"""Where the articles in use are kept in memory."""
PAGE = 8
MISSED_SHOWN = 10
ROUNDS = 40
"""Letters go out in rounds of `answering.MOST_LETTERS`; a bound, so that a ring always ends."""


# -- answering ------------------------------------------------------------------------------------------------------


async def by_reply(context: Context, message: Message, quoted: int) -> bool:
    """A reply to a message that shows a question is its answer. False when the message shows none."""
    group = await answering.shown_in(context.house.db, context.visitor.person_id, quoted)
    if group is None:
        return False
    people.require(context.visitor.actor, Right.ANSWER)
    if message.text is None:
        await context.reply(context.t("waiting-text-only"))
    else:
        await _answer(context, group, message.text)
    return True


@official(Right.ANSWER)
async def answer(update: Update, context: Context) -> None:
    """ "Answer": the next text is it."""
    await context.toast()
    card = await answering.card(context.house.db, context.visitor.actor, context.number(0))
    if card is None or card.status == Status.WITHDRAWN:
        await context.reply(context.t("inbox-refused-withdrawn"))
    elif card.status == Status.ANSWERED:
        await context.reply(context.t("inbox-refused-answered", reference=card.reference, name=card.answered_by))
    else:
        await ask_for(context, "reply", group=card.group_id)
        words = context.t("inbox-write-answer", reference=card.reference)
        await context.reply(words, keyboard([cancel_button(context)]))


async def heard_answer(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The text after "Answer"."""
    people.require(context.visitor.actor, Right.ANSWER)
    if await _answer(context, data["group"], message.text or ""):
        await stop(context)


async def _answer(context: Context, group: int, text: str) -> bool:
    """Store the answer and bring it to everyone who asked; whether the matter is settled."""
    house = context.house
    try:
        await answering.answer(house.db, context.visitor.actor, group, text, now=context.now)
    except Refused as refused:
        await context.reply(context.t(f"inbox-refused-{refused.reason}", **refused.values))
        return refused.reason not in {"long", "empty"}
    await send_letters(house, group)
    await show_to_officials(house, group)
    card = await answering.card(house.db, context.visitor.actor, group)
    if card is not None:
        keys = card_keyboard(context.t, card, may_edit=Right.CONTENT in context.visitor.rights)
        lines = [context.t("inbox-answered", reference=card.reference)]
        lines += [context.t(f"inbox-told-{state}", count=count) for state, count in card.told.items() if state]
        await context.reply("\n".join(lines), keys)
    return True


async def send_letters(house: House, group: int | None = None) -> set[int]:
    """Bring answers to those who asked; the groups whose answers moved on."""
    moved: set[int] = set()
    for _ in range(ROUNDS):
        letters = await answering.letters(house.db, now=house.clock.now(), group_id=group)
        if not letters:
            break
        for letter in letters:
            await _send(house, letter)
            moved.add(letter.group_id)
    return moved


async def _send(house: House, letter: Letter) -> None:
    t, bot = house.texts[None], house.bot
    assert bot is not None
    html = t(
        "inbox-letter", office=house.city.office.short_name, reference=letter.reference,
        text=short(letter.text, 300), answer=letter.answer,
    )  # fmt: skip
    keys = keyboard([[button(t.plain("inbox-button-again"), "q-again", letter.question_id)]])
    outcome = await attempt(lambda: bot.send_message(letter.person_id, html, reply_markup=keys))
    await answering.delivered(house.db, letter.question_id, outcome, now=house.clock.now())
    if isinstance(outcome, Never) and outcome.blocked:
        await people.leave(house.db, letter.person_id, now=house.clock.now())


async def bring_letters(house: House) -> None:
    """Job: answers that could not be delivered yet; then officials' messages show how it stands, and nothing erased."""
    moved = await send_letters(house)
    for group in {*moved, *await answering.erased(house.db), *await answering.unseen(house.db)}:
        await show_to_officials(house, group)


# -- the desk's inbox -----------------------------------------------------------------------------------------------


@official(Right.ANSWER)
async def inbox(update: Update, context: Context) -> None:
    """What waits for an answer, page by page; q-list:<offset>."""
    await context.toast()
    offset = max(0, context.number(0)) if context.arguments else 0
    waiting, total = await answering.waiting(context.house.db, context.visitor.actor, offset, PAGE)
    t = context.t
    rows = [
        [button(t.plain(f"inbox-row-{one.kind}", text=short(one.text, 34), count=one.asked), "q-open", one.group_id)]
        for one in waiting
    ]
    earlier = button(t.plain("desk-button-previous"), "q-list", max(0, offset - PAGE)) if offset else None
    later = button(t.plain("desk-button-next"), "q-list", offset + PAGE) if offset + PAGE < total else None
    rows += [[one for one in (earlier, later) if one], [button(t.plain("inbox-button-missed"), "q-missed")]]
    if Right.CONTENT in context.visitor.rights:
        rows.append([button(t.plain("inbox-button-articles"), "q-articles")])
    await context.edit(t("inbox-list", count=total), keyboard([*rows, back_to_desk(t)]))


@official(Right.ANSWER)
async def open_question(update: Update, context: Context) -> None:
    """One question from the list, as a message of its own that can be replied to."""
    await context.toast()
    house = context.house
    card = await answering.card(house.db, context.visitor.actor, context.number(0))
    if card is None:
        await context.reply(context.t("inbox-refused-unknown"))
        return
    keys = card_keyboard(context.t, card, may_edit=Right.CONTENT in context.visitor.rights)
    message = await context.reply(card_html(house, context.t, card), keys)
    if message is not None:
        await answering.remember_message(house.db, card.group_id, context.visitor.person_id, message.message_id)


@official(Right.ANSWER)
async def missed(update: Update, context: Context) -> None:
    """What the bot could not answer, the most frequent first."""
    await context.toast()
    t, may_write = context.t, Right.CONTENT in context.visitor.rights
    groups = await answering.missed_groups(context.house.db, context.visitor.actor, MISSED_SHOWN)
    lines = [t("inbox-missed", count=len(groups))]
    lines += [t("inbox-missed-row", text=short(text, 120), count=count) for _, text, count in groups]
    if groups and may_write:
        lines.append(t("inbox-missed-how"))
    rows = [[button(short(text, 34), "q-write", id)] for id, text, _ in groups if may_write]
    back = [button(t.plain("inbox-button-list"), "q-list", 0)]
    await context.edit(Markup("\n").join(lines), keyboard([*rows, back]))


# -- articles -------------------------------------------------------------------------------------------------------


@official(Right.CONTENT)
async def article(update: Update, context: Context) -> None:
    """ "Make an article": the bot gives this answer from now on to whoever asks nearly the same."""
    await context.toast()
    try:
        made = await answering.make_article(context.house.db, context.visitor.actor, context.number(0), now=context.now)
    except Refused as refused:
        await context.reply(context.t(f"inbox-refused-{refused.reason}", **refused.values))
        return
    await _made(context, made)


async def _made(context: Context, made: Article) -> None:
    context.bot_data[SHELF].changed()
    keys = keyboard([[button(context.t.plain("inbox-button-retire"), "q-retire", made.id)], back_to_desk(context.t)])
    await context.reply(context.t("inbox-article-made", question=short(made.question, 200), answer=made.answer), keys)


@official(Right.CONTENT)
async def write_article(update: Update, context: Context) -> None:
    """Answer something the bot missed, for everyone who asks it later."""
    await context.toast()
    await ask_for(context, "article", question=context.number(0))
    await context.reply(context.t("inbox-write-article"), keyboard([cancel_button(context)]))


async def heard_article(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The text of an article."""
    actor, text = context.visitor.actor, message.text or ""
    people.require(actor, Right.CONTENT)
    try:
        made = await answering.make_article(context.house.db, actor, data["question"], now=context.now, text=text)
    except Refused as refused:
        await context.reply(context.t(f"inbox-refused-{refused.reason}", **refused.values))
        return
    await stop(context)
    await _made(context, made)


@official(Right.CONTENT)
async def articles(update: Update, context: Context) -> None:
    """The articles in use; each can be taken out of use."""
    await context.toast()
    t = context.t
    known = await answering.articles(context.house.db)
    lines = [t("inbox-articles", count=len(known))]
    lines += [t("inbox-articles-row", number=n, question=short(a.question, 100), answer=short(a.answer, 200))
              for n, a in enumerate(known[-PAGE:], 1)]  # fmt: skip
    rows = [[button(t.plain("inbox-button-retire-number", number=n), "q-retire", a.id)]
            for n, a in enumerate(known[-PAGE:], 1)]  # fmt: skip
    await context.edit(Markup("\n").join(lines), keyboard([*rows, [button(t.plain("inbox-button-list"), "q-list", 0)]]))


@official(Right.CONTENT)
async def retire(update: Update, context: Context) -> None:
    """Take an article out of use."""
    gone = await answering.retire_article(context.house.db, context.visitor.actor, context.number(0), now=context.now)
    await context.toast()
    context.bot_data[SHELF].changed()
    key = "inbox-article-retired" if gone else "inbox-refused-unknown"
    await context.edit(context.t(key), keyboard([back_to_desk(context.t)]))


async def by_article(update: Update, context: Context) -> bool:
    """Answer with an official's article, if one was written for this question."""
    text = update.message.text if update.message else None
    found = answering.article_for(await context.bot_data[SHELF].known(context.now), text) if text else None
    if found is None:
        return False
    when = numbers.day(city_day(found.made_at, context.house.settings.zone))
    html = context.t("inbox-article", office=context.house.city.office.short_name, answer=found.answer, date=when)
    ask = [button(context.t.plain("answers-button-human"), "ask", "human.handoff")]
    await context.reply(html, keyboard([ask]))
    return True
