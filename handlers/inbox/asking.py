"""People ask an official, complain, add, take back; what the bot missed twice is offered to an official."""

from __future__ import annotations

from typing import Any

from telegram import InlineKeyboardMarkup, Message, Update

from bot.answers import Answer
from bot.inbox import Refused, asking
from bot.inbox.cues import Cue, is_a_complaint, read_cue, sounds_like_a_complaint
from bot.sixteen import HIDDEN, masked
from db.inbox import Kind, Question
from handlers.answers import topic_buttons
from handlers.gate import Context
from handlers.inbox.cards import show_to_officials
from handlers.keyboards import button, keyboard
from handlers.waiting import ask_for, asked, cancel_button, stop

HANDOFF = "human.handoff"
TOLD_ALREADY = 6
"""Words from which a wish for an official is itself the question, not only "mau tanya petugas"."""
TWICE = 2
MOST_TEXTS = 6


# -- from an answer to an official --------------------------------------------------------------------------------


async def hand_over(update: Update, context: Context, answer: Answer) -> bool:
    """The answer "ask an official", and the wait for what is to be asked: what they just wrote may be it already."""
    if answer.topic != HANDOFF:
        return False
    text = update.message.text if update.message and not (update.message.text or "/").startswith("/") else None
    topics = asking.talked_about(context.visitor.talk)
    if text and sounds_like_a_complaint(text):
        await _begin_complaint(context, [text] if len(text.split()) >= TOLD_ALREADY else [], topics)
        return True
    told = masked(text.strip()) if text and len(text.split()) >= TOLD_ALREADY else ""
    await ask_for(context, "question", while_about=HANDOFF, text=told, topics=topics)
    rows = [[button(context.t.plain("inbox-button-send-told"), "q-send")]] if told else []
    rows.append([button(context.t.plain("inbox-button-complaint"), "q-complain")])
    words = [answer.html, context.t("inbox-told-already")] if told else [answer.html]
    words.append(context.t("inbox-name-is-seen"))
    await context.reply("\n\n".join(words), keyboard([*rows, cancel_button(context)]))
    return True


async def heard_question(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The question somebody wrote for the officials."""
    told = "\n".join(filter(None, [data.get("text", ""), message.text or ""]))
    await _send(context, told, Kind.QUESTION, data)


async def send_told(update: Update, context: Context) -> None:
    """ "Send what I wrote": a question told before it was asked for, or a complaint that is complete."""
    await context.toast()
    if await sent_already(update, context):
        return
    question, complaint = asked(context, "question"), asked(context, "complaint")
    if complaint is not None and complaint["texts"]:
        await _send(context, "\n".join(complaint["texts"]), Kind.COMPLAINT, complaint)
    elif question is not None and question.get("text"):
        await _send(context, question["text"], Kind.QUESTION, question)
    else:
        await context.reply(context.t("inbox-nothing-to-send"))


async def _send(context: Context, text: str, kind: Kind, data: dict[str, Any]) -> None:
    house = context.house
    guess = _guess(context, text) if kind is Kind.QUESTION else None
    try:
        question = await asking.ask(
            house.db, context.visitor.person_id, text, now=context.now, kind=kind, topics=data.get("topics", ()),
            anonymous=bool(data.get("anonymous")), guess=guess, origin=str(context.incoming.update_id),
        )  # fmt: skip
    except Refused as refused:
        say = context.t(f"inbox-refused-{refused.reason}", **refused.values)
        await context.reply(say, keyboard([cancel_button(context)]))
        return
    await arrived(context, question, hid=HIDDEN in masked(text))
    await stop(context)  # last: if the process dies before, the same update comes again and finds the wait


def _guess(context: Context, text: str) -> tuple[str, float] | None:
    """The likeliest topic of a question; that it is for an official goes without saying."""
    read = context.house.answers.understanding.understand(text)
    likely = [] if read.declined else [(read.topic, read.confidence)]
    return next((one for one in (*likely, *read.nearest) if not one[0].startswith("human.")), None)


async def arrived(context: Context, question: Question, *, hid: bool = False) -> None:
    """Show it to the officials, then tell the person that it is there."""
    seen = await show_to_officials(context.house, question.group_id or question.id)
    key = f"inbox-sent-{question.kind}" if seen else "inbox-kept"
    words = [context.t(key, reference=question.reference, office=context.house.city.office.short_name)]
    if hid:
        words.append(context.t("inbox-number-hidden"))
    await context.reply("\n\n".join(words), own_keyboard(context, question))
    context.house.talks[context.visitor.person_id] = {**context.visitor.talk, "topic": "human.sent"}


def own_keyboard(context: Context, question: Question) -> InlineKeyboardMarkup:
    """What one can do with one's own question."""
    return keyboard([[
        button(context.t.plain("inbox-button-add"), "q-add", question.id),
        button(context.t.plain("inbox-button-withdraw"), "q-back", question.id),
    ]])  # fmt: skip


async def sent_already(update: Update, context: Context) -> bool:
    """Take what was sent just before a crash and comes again: nobody waits for it any more, but it has arrived."""
    if not context.again:
        return False
    question = await asking.sent_with(context.house.db, context.visitor.person_id, str(update.update_id))
    if question is None:
        return False
    await arrived(context, question)
    await stop(context)
    return True


# -- complaints -----------------------------------------------------------------------------------------------------


async def complain(update: Update, context: Context) -> None:
    """ "This is a complaint": what was told already is kept."""
    await context.toast()
    data = asked(context, "question") or {}
    told = data.get("text") or ""
    await _begin_complaint(context, [told] if told else [], data.get("topics", []))


async def plain_complaint(update: Update, context: Context) -> bool:
    """Take a message that plainly complains, before its other words are taken for a question."""
    text = update.message.text if update.message else None
    if not text or len(text.split()) < TOLD_ALREADY or not is_a_complaint(text):
        return False
    await _begin_complaint(context, [text], asking.talked_about(context.visitor.talk))
    return True


async def _begin_complaint(context: Context, texts: list[str], topics: list[str]) -> None:
    data = {"texts": [masked(text) for text in texts], "topics": topics, "anonymous": False}
    await ask_for(context, "complaint", while_about=HANDOFF, **data)
    key = "inbox-complaint-heard" if texts else "inbox-complaint-begin"
    await context.reply(context.t(key), complaint_keyboard(context, anonymous=False, told=bool(texts)))


def complaint_keyboard(context: Context, *, anonymous: bool, told: bool) -> InlineKeyboardMarkup:
    """Send, without a name, not at all."""
    t = context.t
    first = [button(t.plain("inbox-button-send"), "q-send")] if told else []
    second = [] if anonymous else [button(t.plain("inbox-button-anonymous"), "q-anon")]
    return keyboard([first, second, cancel_button(context)])


async def heard_complaint(context: Context, message: Message, data: dict[str, Any]) -> None:
    """More of a complaint, or what is to be done with it."""
    text = message.text or ""
    match read_cue(text):
        case Cue.CANCEL:
            await stop(context)
            await context.reply(context.t("waiting-cancelled"))
        case Cue.ANONYMOUS:
            await _without_name(context, data)
        case Cue.SEND if data["texts"]:
            await _send(context, "\n".join(data["texts"]), Kind.COMPLAINT, data)
        case cue:
            await _told_more(context, masked(text), data, doubts=cue is Cue.DOUBT)


async def heard_already(context: Context, message: Message, data: dict[str, Any]) -> None:
    """What was added to a complaint just before a crash and comes again."""
    keys = complaint_keyboard(context, anonymous=data["anonymous"], told=bool(data["texts"]))
    await context.reply(context.t("inbox-complaint-more" if data["texts"] else "inbox-complaint-begin"), keys)


async def _told_more(context: Context, text: str, data: dict[str, Any], *, doubts: bool) -> None:
    texts = [*data["texts"], text]
    if len("\n".join(texts)) > asking.LIMIT or len(texts) > MOST_TEXTS:
        await context.reply(context.t("inbox-complaint-full"), complaint_keyboard(context, anonymous=True, told=True))
        return
    await ask_for(context, "complaint", **{**data, "texts": texts})
    key = "inbox-complaint-doubt" if doubts else "inbox-complaint-heard" if len(texts) == 1 else "inbox-complaint-more"
    await context.reply(context.t(key), complaint_keyboard(context, anonymous=data["anonymous"], told=True))


async def anonymous(update: Update, context: Context) -> None:
    """ "Without my name"."""
    await context.toast()
    data = asked(context, "complaint")
    if data is None:
        await context.reply(context.t("inbox-nothing-to-send"))
        return
    await _without_name(context, data)


async def _without_name(context: Context, data: dict[str, Any]) -> None:
    await ask_for(context, "complaint", **{**data, "anonymous": True})
    told = bool(data["texts"])
    await context.reply(context.t("inbox-anonymous"), complaint_keyboard(context, anonymous=True, told=told))


# -- one's own question -----------------------------------------------------------------------------------------------


async def add(update: Update, context: Context) -> None:
    """ "Add something"."""
    await context.toast()
    question = await _own(context)
    if question is not None:
        await ask_for(context, "addition", while_about=HANDOFF, question=question.id)
        await context.reply(context.t("inbox-add", reference=question.reference), keyboard([cancel_button(context)]))


async def heard_addition(context: Context, message: Message, data: dict[str, Any]) -> None:
    """What somebody adds to their question."""
    house, text = context.house, message.text or ""
    try:
        question = await asking.add(
            house.db, context.visitor.person_id, data["question"], text, now=context.now,
            origin=str(context.incoming.update_id),
        )  # fmt: skip
    except Refused as refused:
        await stop(context)
        await context.reply(context.t(f"inbox-refused-{refused.reason}", **refused.values))
        return
    await show_to_officials(house, question.group_id or question.id)
    await context.reply(context.t("inbox-added", reference=question.reference), own_keyboard(context, question))
    await stop(context)


async def withdraw(update: Update, context: Context) -> None:
    """ "Take back": asked once more."""
    await context.toast()
    question = await _own(context)
    if question is not None:
        sure = [button(context.t.plain("inbox-button-withdraw-sure"), "q-gone", question.id)]
        keep = [button(context.t.plain("inbox-button-keep"), "q-keep", question.id)]
        await context.edit(context.t("inbox-withdraw", reference=question.reference), keyboard([sure, keep]))


async def withdrawn(update: Update, context: Context) -> None:
    """Take it back; officials see that it is gone."""
    await context.toast()
    question = await _own(context)
    if question is not None:
        await asking.withdraw(context.house.db, context.visitor.person_id, question.id)
        await context.edit(context.t("inbox-withdrawn", reference=question.reference))
        await show_to_officials(context.house, question.group_id or question.id)


async def keep(update: Update, context: Context) -> None:
    """Do not take it back."""
    await context.toast()
    question = await _own(context)
    if question is not None:
        await context.edit(context.t("inbox-stays", reference=question.reference), own_keyboard(context, question))


async def _own(context: Context) -> Question | None:
    """The open question a button names, if it is the presser's; says so otherwise."""
    try:
        return await asking.own(context.house.db, context.visitor.person_id, context.number(0))
    except Refused as refused:
        await context.reply(context.t(f"inbox-refused-{refused.reason}", **refused.values))
        return None


async def ask_again(update: Update, context: Context) -> None:
    """Something more, after an answer: a new question."""
    await context.toast()
    await ask_for(context, "question", while_about=HANDOFF, text="", topics=asking.talked_about(context.visitor.talk))
    await context.reply(context.t("inbox-again"), keyboard([cancel_button(context)]))


# -- what the bot missed ----------------------------------------------------------------------------------------------


async def missed(update: Update, context: Context, answer: Answer) -> bool:
    """Keep what could not be answered; after the second time in a row offer to send all of it to an official."""
    text = answer.understood.text if answer.understood else ""
    await asking.miss(
        context.house.db, context.visitor.person_id, text, answer.understood.nearest if answer.understood else (),
        now=context.now, topics=asking.talked_about(context.visitor.talk), origin=f"m{update.update_id}",
    )  # fmt: skip
    missed = context.visitor.talk.get("missed", 0) + 1
    context.house.talks[context.visitor.person_id] = {**answer.talk, "missed": missed}
    if missed < TWICE:
        return False
    words = context.t("inbox-missed-twice", office=context.house.city.office.short_name)
    first = [button(context.t.plain("inbox-button-forward"), "q-forward")]
    near = [[one] for one in topic_buttons(context, [id for id in answer.next if id != HANDOFF])]
    await context.reply(f"{answer.html}\n\n{words}", keyboard([first, *near]))
    return True


async def forward(update: Update, context: Context) -> None:
    """Send what the bot missed to an official, all of it together."""
    await context.toast()
    try:
        question = await asking.forward(context.house.db, context.visitor.person_id, now=context.now)
    except Refused:
        await context.edit(context.t("inbox-nothing-to-send"))
        return
    context.house.talks[context.visitor.person_id] = {**context.visitor.talk, "missed": 0}
    await arrived(context, question)
