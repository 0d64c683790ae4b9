"""The one walker for every form: an update in, the next question out. What a form asks is data (`bot.forms`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from markupsafe import Markup, escape
from telegram import InlineKeyboardButton, KeyboardButton, Message, ReplyKeyboardRemove, Update
from telegram.ext import Application, CommandHandler

from bot import forms
from bot.announcements.hours import Hours
from bot.forms import Act, Contact, Desk, Done, Entry, Form, Place, Pressed, Say, Sheet, State, Typed, Words, filled
from bot.people import OpenDraft
from bot.texts import Texts
from handlers import answers
from handlers.gate import Context
from handlers.house import House
from handlers.keyboards import button, keyboard, on_button, shares

log = structlog.get_logger()

Finish = Callable[[Update, Context, Mapping[str, Any]], Awaitable[None]]
"""Says what became of a saved form; gets what its `save` gave back."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A form and what is said when it is saved."""

    form: Form
    done: Finish


def add(app: Application, form: Form, done: Finish) -> None:
    """Let people walk through a form."""
    app.bot_data["house"].forms[form.id] = Walk(form, done)


def desk_of(house: House) -> Desk:
    """The forms there are, and where they are kept."""
    return Desk(house.db, {name: walk.form for name, walk in house.forms.items()})


def sheet_of(update: Update, context: Context) -> Sheet:
    """What fields may look at."""
    house, user = context.house, update.effective_user
    name = user.first_name if user else ""
    return Sheet(house.city, house.answers.understanding, context.now, context.visitor.person_id, name)


# -- in -------------------------------------------------------------------------------------------------------------


async def begin(
    update: Update, context: Context, form: Form, *, step: str | None = None, subject: int | None = None,
    values: Mapping[str, Any] | None = None, first: Entry | None = None, before: Sequence[Markup] = (),
) -> None:  # fmt: skip
    """Start a form and ask its first question; or, with `first`, the one after it. `before` is said above it."""
    done = await desk_of(context.house).start(
        form, sheet_of(update, context), update_id=update.update_id, step=step, subject=subject, answers=values,
        first=first,
    )  # fmt: skip
    saved = done.turn is not None and done.turn.act is Act.SAVE
    await present(update, context, done, () if saved else before)


async def take(update: Update, context: Context) -> bool:
    """A message, if a form is open that it is for."""
    draft, message = context.visitor.draft, update.effective_message
    if draft is None or draft.form not in context.house.forms or message is None:
        return False
    entry = entry_of(message, context.visitor.person_id) if update.message else None
    if entry is None:
        return await _unreadable(update, context, draft)
    done = await desk_of(context.house).answer(sheet_of(update, context), entry, update_id=update.update_id)
    if done.turn is None:
        return False
    await present(update, context, done)
    return True


async def _unreadable(update: Update, context: Context, draft: OpenDraft) -> bool:
    """A picture, a voice or a changed message in the middle of a form: said so, and the question stands."""
    form, state = context.house.forms[draft.form].form, State.load(draft.step, draft.data)
    if not state.is_open:
        return False
    key = "forms-not-edited" if update.edited_message else "forms-not-text"
    await ask(update, context, form, state, filled(sheet_of(update, context), state), [context.t(key)])
    return True


def entry_of(message: Message, person_id: int) -> Entry | None:
    """What a message says to a form; None for pictures, voices and the like."""
    if message.text:
        return Typed(message.text)
    if message.contact:
        return Contact(message.contact.phone_number, message.contact.user_id == person_id)
    if message.location:
        return Place(message.location.latitude, message.location.longitude)
    return None


async def pressed(update: Update, context: Context) -> None:
    """A button of a form: its question may be long answered, and the form long saved."""
    form_id, tag, step, value = (context.argument(at) for at in range(4))
    if value == FORGET:
        await _forget(update, context, form_id, tag)
        return
    entry = Pressed(step, value)
    done = await desk_of(context.house).press(
        sheet_of(update, context), form_id, tag, entry, update_id=update.update_id
    )
    if done.turn is None or done.turn.act is Act.STALE:
        await context.toast(_stale_words(context, done), alert=True)
        return
    await context.toast()
    await present(update, context, done)


FORGET = "!forget"


async def _forget(update: Update, context: Context, form_id: str, tag: str) -> None:
    desk = desk_of(context.house)
    state = await desk.waiting(context.visitor.person_id, form_id) if form_id in context.house.forms else None
    if state is None or state.tag != tag:
        await context.toast(context.t.plain("forms-over"), alert=True)
        return
    await desk.forget(context.visitor.person_id, form_id)
    await context.toast()
    await context.edit(context.t("forms-forgotten"))


def _stale_words(context: Context, done: Done) -> str:
    """Kindly, which question is open now; or that nothing is."""
    state = done.state
    other = state is None or not state.is_open or state.tag != context.argument(1)
    if done.form is None or state is None or done.sheet is None or other:
        saved = state is not None and state.status is forms.Status.SAVED
        return context.t.plain("forms-saved-already" if saved else "forms-over")
    question = forms.prompt(done.form, state, done.sheet)
    label = f"{done.form.noun}-label-{state.step}"
    what = context.t.plain(label) if label in context.t else context.t.plain(question.key, **question.arguments)
    return context.t.plain("forms-stale", question=what)


# -- out ------------------------------------------------------------------------------------------------------------


async def present(update: Update, context: Context, done: Done, before: Sequence[Markup] = ()) -> None:
    """Say what a step through a form gave, after what there is to say `before`."""
    form, turn, sheet = done.form, done.turn, done.sheet
    if form is None or turn is None or sheet is None:
        return
    if done.left_alone:
        await offer_to_resume(context, form, turn.state, sheet)
        return
    notes = [*before, *(say(context.t, note) for note in turn.notes)]
    match turn.act:
        case Act.SAVE:
            await _put_keys_away(update, context, notes)
            await context.house.forms[form.id].done(update, context, done.result)
        case Act.LEFT:
            await _left(update, context, done, notes)
        case Act.ASIDE:
            await _aside(update, context, done)
        case _:
            await ask(update, context, form, turn.state, sheet, notes, choose=turn.choose, asked=turn.asked)


async def ask(
    update: Update, context: Context, form: Form, state: State, sheet: Sheet, notes: Sequence[Markup] = (),
    *, choose: bool = False, asked: bool = False,
) -> None:  # fmt: skip
    """Show where the form is: the open question, or the summary. `asked`: the last note is the question."""
    field = form.field(state.step)
    share = field.share(filled(sheet, state)) if field and field.share else None
    notes = list(notes)
    last = notes.pop() if asked and notes else None
    text = question(context.t, form, state, sheet, choose=choose, instead=last)
    if share is not None:
        await _drop_buttons(update, context)
        await context.reply(_together([*notes, text]), _keys(context.t, form, state, share))
        return
    if _had_keys(context):
        await _put_keys_away(update, context, notes or [context.t("forms-noted")])
        notes = []
    buttons = keyboard(_buttons(context.t, form, state, sheet, choose=choose))
    if update.callback_query is not None:
        await context.edit(_together([*notes, text]), buttons)
    else:
        await context.reply(_together([*notes, text]), buttons)


def question(
    t: Texts, form: Form, state: State, sheet: Sheet, *, choose: bool = False, instead: Markup | None = None
) -> Markup:
    """The open question, or what was asked back `instead`, with how far it is; at the end the summary."""
    at, most = forms.progress(form, state, filled(sheet, state))
    if state.step == forms.SUMMARY:
        rows = [
            Markup("<b>{}</b>: {}").format(t(f"{form.noun}-label-{field.id}"), say(t, shown))
            for field, shown in forms.lines(form, state, sheet)
        ]
        key = "choose" if choose else "summary"
        return t(f"{form.noun}-{key}", list=Markup("\n").join(rows), at=at, most=most)
    asked = instead or say(t, forms.prompt(form, state, sheet))
    if not form.summary:
        return asked
    return t("forms-question", at=at, most=most, question=asked)


def say(t: Texts, words: Words) -> Markup:
    """A text by key, or somebody's own words, as HTML; texts within texts too."""
    if isinstance(words, str):
        return escape(words)
    arguments = {name: say(t, value) if isinstance(value, Say) else value for name, value in words.arguments.items()}
    return t(words.key, **arguments)


def label(t: Texts, words: Words) -> str:
    """The same for a button."""
    return words if isinstance(words, str) else t.plain(words.key, **words.arguments)


def _together(parts: Sequence[Markup]) -> Markup:
    return Markup("\n\n").join(parts)


def _buttons(t: Texts, form: Form, state: State, sheet: Sheet, *, choose: bool) -> list[Sequence[InlineKeyboardButton]]:
    def one(words: Words, value: str) -> InlineKeyboardButton:
        return button(label(t, words), "form", form.id, state.tag, state.step, value)

    if state.step == forms.SUMMARY:
        if choose:
            edits = [
                one(Say("forms-button-edit", field=t.plain(f"{form.noun}-label-{field.id}")), f"!edit.{field.id}")
                for field, _ in forms.lines(form, state, sheet)
            ]
            pairs = [edits[start : start + 2] for start in range(0, len(edits), 2)]
            return [*pairs, [one(Say("forms-button-back"), "!go")]]
        return [
            [one(Say(f"{form.noun}-button-save"), "!save")],
            [one(Say("forms-button-change"), "!edit"), one(Say("forms-button-stop"), "!stop")],
        ]
    rows = [[one(choice.label, choice.value) for choice in row] for row in forms.choices(form, state, sheet)]
    return [*rows, [one(Say(f"forms-button-{name}"), value) for name, value in _steering(form, state)]]


def _steering(form: Form, state: State) -> list[tuple[str, str]]:
    """The buttons every question has, where they do something: name of the text, and value."""
    field = form.field(state.step)
    optional = field is not None and field.optional
    stop = ("stop", "!stop")
    if not form.summary:
        return [("empty", "!skip"), stop] if optional else [stop] if len(form.fields) > 1 else []
    back = [] if field is form.fields[0] and not state.one else [("back", "!back")]
    return [*back, *([("skip", "!skip")] if optional else []), stop]


def _keys(t: Texts, form: Form, state: State, share: str) -> Any:
    field = form.field(state.step)
    keys = [
        KeyboardButton(
            t.plain(f"forms-key-{share}"), request_contact=share == "contact", request_location=share == "place"
        )
    ]
    if field and field.optional:
        keys.append(KeyboardButton(t.plain("forms-key-skip")))
    keys.append(KeyboardButton(t.plain("forms-key-back")))
    return shares(*keys, placeholder=t.plain(f"forms-key-{share}-hint"))


def _had_keys(context: Context) -> bool:
    """Whether the question before this one stood with keys below the input."""
    draft = context.visitor.draft
    walk = context.house.forms.get(draft.form) if draft else None
    if draft is None or walk is None:
        return False
    state = State.load(draft.step, draft.data)
    field = walk.form.field(state.step)
    if field is None or field.share is None or not state.is_open:
        return False
    house = context.house
    bare = Sheet(house.city, house.answers.understanding, context.now, context.visitor.person_id)
    return field.share(filled(bare, state)) is not None


async def _put_keys_away(update: Update, context: Context, notes: Sequence[Markup]) -> None:
    if _had_keys(context):
        await context.reply(_together(list(notes) or [context.t("forms-noted")]), ReplyKeyboardRemove())
    elif notes:
        await context.reply(_together(notes))
    await _drop_buttons(update, context)


async def _drop_buttons(update: Update, context: Context) -> None:
    """The pressed message keeps its words and loses its buttons."""
    query = update.callback_query
    if query is not None and query.message is not None:
        await context.house.sender.remove_keyboard(query.message.chat.id, query.message.message_id)


# -- put aside, taken up --------------------------------------------------------------------------------------------


async def _left(update: Update, context: Context, done: Done, notes: Sequence[Markup]) -> None:
    form, state = done.form, done.state
    if form is None or state is None:
        return
    if _had_keys(context):
        await context.reply(context.t("forms-left"), ReplyKeyboardRemove())
    dropped = done.turn is not None and done.turn.drop
    offered = keyboard(_resume_rows(context.t, form, state)) if form.summary and not dropped else None
    text = _together(notes) if notes else context.t("forms-later")
    if update.callback_query is not None:
        await context.edit(text, offered)
    else:
        await context.reply(text, offered)


def _resume_rows(t: Texts, form: Form, state: State) -> list[list[InlineKeyboardButton]]:
    def one(name: str, value: str) -> InlineKeyboardButton:
        return button(t.plain(f"forms-button-{name}"), "form", form.id, state.tag, state.step, value)

    return [[one("go", "!go")], [one("restart", "!restart"), one("forget", FORGET)]]


async def offer_to_resume(context: Context, form: Form, state: State, sheet: Sheet) -> None:
    """ "Lanjutkan pendaftaran?" with how far it came."""
    at, most = forms.progress(form, state, filled(sheet, state))
    name = str(state.answers.get("name", ""))
    text = context.t(f"{form.noun}-resume", name=name, named="yes" if name else "no", at=at, most=most)
    await context.reply(text, keyboard(_resume_rows(context.t, form, state)))


TELL = frozenset({"seasons"})
"""What is done about an answer that only tells something: the form goes on after it."""


async def _aside(update: Update, context: Context, done: Done) -> None:
    """A question in the middle: answered, and then the form is taken up again."""
    form, state, sheet = done.form, done.state, done.sheet
    text = update.effective_message.text if update.effective_message else None
    if form is None or state is None or sheet is None or not text:
        return
    answer = answers.answer_to(text, context, context.visitor.talk)
    if answer.action == form.id:
        told = [answer.html, context.t("forms-back-to")] if answer.partial else _help(context.t, form, state)
        await ask(update, context, form, state, sheet, told)
        return
    if answer.unsure and form.field(state.step) is not None:
        await context.reply(context.t("forms-aside-unsure"))
    else:
        await answers.show(update, context, answer)
    if answer.action not in context.house.actions or answer.action in TELL:
        await ask(update, context, form, state, sheet, [context.t("forms-back-to")])


def _help(t: Texts, form: Form, state: State) -> list[Markup]:
    """Who asks about what is being done already ("bisa balik lagi ga?") sees what it means and the question again."""
    key = f"{form.noun}-help-{state.step}"
    return [t(key)] if form.tells and key in t else []


async def cancel(update: Update, context: Context) -> None:
    """/batal: the open form is put aside; without one there is nothing to cancel."""
    draft = context.visitor.draft
    if draft is not None and draft.form in context.house.forms:
        entry = Typed("batal")
        done = await desk_of(context.house).answer(sheet_of(update, context), entry, update_id=update.update_id)
        if done.turn is not None:
            await present(update, context, done)
            return
    await context.reply(context.t("forms-nothing-open"))


async def nudges(house: House) -> None:
    """Remind people once, a day later and not at night, of a form they left unfinished."""
    now = house.clock.now()
    if Hours.of(house.settings).is_quiet(now):
        return
    for nudge in await desk_of(house).forgotten(now):
        t = house.texts[nudge.language]
        sheet = Sheet(house.city, house.answers.understanding, now, nudge.person_id, answers=nudge.state.answers)
        at, most = forms.progress(nudge.form, nudge.state, sheet)
        name = str(nudge.state.answers.get("name", ""))
        text = t(f"{nudge.form.noun}-nudge", name=name, named="yes" if name else "no", at=at, most=most)
        await house.sender.reply(nudge.person_id, text, keyboard(_resume_rows(t, nudge.form, nudge.state)))


def register(app: Application) -> None:
    """Add the walker: its buttons, and its claim to free text before it is a question."""
    app.bot_data["house"].takers.append(take)
    app.add_handler(CommandHandler("batal", cancel))
    on_button(app, "form", pressed)
