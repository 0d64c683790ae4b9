"""The walker: one step through a form. Pure: a state and what somebody sent in, the next state and what to say out.

The order in which a message is read decides everything: a command, a correction of the last answer, an answer to the
open question, a question in the middle. Nothing that steers the form is ever stored as a value.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Any

from bot import sixteen
from bot.forms import words
from bot.forms.parts import (
    Again,
    Drop,
    Entry,
    Field,
    Form,
    Outcome,
    Pressed,
    Refused,
    Say,
    Sheet,
    Stored,
    Typed,
    Unread,
    Words,
)
from bot.forms.questions import VERY_SURE, Kind, asks_for_help, kind_of
from bot.forms.state import SUMMARY, State, Status, filled
from bot.forms.words import Command

LONGEST = 500
"""Characters of one answer; nobody describes a business in more."""


class Act(enum.StrEnum):
    """What the top floor does after a step."""

    SHOW = "show"
    """Say what there is to say, then show where the form is now."""
    SAVE = "save"
    """Everything is answered and agreed to."""
    ASIDE = "aside"
    """It was a question: answer it, then show the form again."""
    LEFT = "left"
    """The form is put aside; nothing is shown of it."""
    STALE = "stale"
    """A button of a question that is no longer open."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of one step. `choose`: the summary offers its answers to be changed. `asked`: the last note is itself
    the question now, so that the first one need not be repeated. `drop`: the form is forgotten."""

    state: State
    act: Act = Act.SHOW
    notes: tuple[Words, ...] = ()
    drop: bool = False
    choose: bool = False
    asked: bool = False


def walk(form: Form, state: State, entry: Entry, sheet: Sheet) -> Turn:
    """One step. `sheet` is what fields may look at, without answers; those of `state` are put in."""
    sheet = filled(sheet, state)
    if isinstance(entry, Pressed):
        return _pressed(form, state, entry, sheet)
    if isinstance(entry, Typed):
        return _typed(form, state, entry.text.strip(), sheet)
    field = form.field(state.step)
    if field is None:
        return Turn(state)
    return _judge(form, state, field, field.check(entry, sheet), sheet)


# -- buttons --------------------------------------------------------------------------------------------------------


def _pressed(form: Form, state: State, entry: Pressed, sheet: Sheet) -> Turn:
    if entry.step != state.step and entry.value not in _ANYWHERE:
        return Turn(state, Act.STALE)
    if entry.value == Command.HELD and state.pending and state.pending.get("held"):
        return _held(form, state, str(state.pending["held"]), sheet)
    if entry.value.startswith("!edit."):
        return _edit(form, state, entry.value.removeprefix("!edit."))
    if entry.value.startswith("!"):
        return _commanded(form, state, Command(entry.value), sheet) if entry.value in set(Command) else Turn(state)
    field = form.field(state.step)
    if field is None:
        return Turn(state, Act.STALE)
    return _judge(form, state, field, field.check(entry, sheet), sheet)


_ANYWHERE = frozenset({Command.GO, Command.RESTART, Command.STOP})
"""Buttons that mean the form, not a question of it."""


def _held(form: Form, state: State, text: str, sheet: Sheet) -> Turn:
    """ "Use it as it is": what looked like a question was the answer."""
    field = form.field(state.step)
    if field is None:
        return Turn(state)
    return _judge(form, state, field, field.check(Typed(text), sheet), sheet)


def _edit(form: Form, state: State, field_id: str) -> Turn:
    """From the summary to one answer, and then back."""
    if form.field(field_id) is None:
        return Turn(state)
    return Turn(replace(state.at(field_id), one=True))


# -- words ----------------------------------------------------------------------------------------------------------


def _typed(form: Form, state: State, text: str, sheet: Sheet) -> Turn:
    if sixteen.found(text):
        return Turn(state, notes=(Say("forms-no-identity"),))
    if len(text) > LONGEST:
        return Turn(state, notes=(Say("forms-too-long", most=LONGEST),))
    said = words.command(text) or _never_mind(text, sheet)
    if said is not None:
        return _commanded(form, state, said, sheet)
    field = form.field(state.step)
    if field is None:
        return _remarked(form, state, text, sheet) or _at_summary(form, state, text, sheet)
    return (
        _remarked(form, state, text, sheet)
        or _corrected_by_name(form, state, text, sheet)
        or _corrected(form, state, text, sheet)
        or _answered(form, state, field, text, sheet)
    )


def _never_mind(text: str, sheet: Sheet) -> Command | None:
    """ "udah deh ga jadi": out of the form, said in more words than a command."""
    if not 1 < len(text.split()) <= _FEW or words.is_no(text):
        return None
    read = sheet.understanding.understand(text)
    return Command.STOP if read.topic == "chitchat.never_mind" and read.confidence >= VERY_SURE else None


_FEW = 5


def _answered(form: Form, state: State, field: Field, text: str, sheet: Sheet) -> Turn:
    """The open question's own check first; what it does not clearly take may be a question in the middle. "ga ada" is
    none, whatever the understanding makes of it."""
    outcome = field.check(Typed(text), sheet)
    if asks_for_help(text, field):
        return Turn(state, notes=(Say(f"{form.noun}-help-{field.id}"),))
    if isinstance(outcome, Unread | Refused) and field.optional and words.is_none(text):
        return _skip(form, state, field, sheet)
    kind = kind_of(text, sheet, loose=field.loose)
    if kind is Kind.QUESTION or (kind is Kind.WISH and isinstance(outcome, Unread)):
        return _aside(state, field, text)
    if kind is Kind.WISH and field.loose:
        return _aside(state, field, text)
    return _judge(form, state, field, outcome, sheet)


def _aside(state: State, field: Field, text: str) -> Turn:
    """A question is answered, not stored; where any words would do, they are held in case they were the answer."""
    held = replace(state, pending={**(state.pending or {}), "held": text}) if field.loose else state
    return Turn(held, Act.ASIDE)


def _remarked(form: Form, state: State, text: str, sheet: Sheet) -> Turn | None:
    """Something about the answer just given, such as "eh itu kotor ya"."""
    before = form.field(state.last or "")
    if before is None or before.remark is None or before.id == state.step:
        return None
    outcome = before.remark(text, sheet)
    if outcome is None:
        return None
    if isinstance(outcome, Stored):
        return Turn(state.with_values(outcome.values), notes=_noted(outcome.note))
    return Turn(state.at(before.id), notes=_noted(outcome.note), asked=True)


def _corrected_by_name(form: Form, state: State, text: str, sheet: Sheet) -> Turn | None:
    """ "eh namanya salah, Salon Ayu" while something else is asked: that answer is another now."""
    said = words.correction_of(text)
    if said is None:
        return None
    answered = (one for one in form.fields if one.id != state.step and set(one.keeps) & set(state.answers))
    field = next((one for one in answered if said[0] in one.words), None)
    if field is None:
        return None
    outcome = field.check(Typed(said[1]), replace(sheet, pending=None))
    return _replaced(form, state, field, outcome, sheet) if isinstance(outcome, Stored) else None


def _corrected(form: Form, state: State, text: str, sheet: Sheet) -> Turn | None:
    """ "eh salah, X" replaces the last answer; where X is no such answer, it may be one to the open question."""
    instead = words.correction(text)
    if not instead:
        return None
    before, here = form.field(state.last or ""), form.field(state.step)
    if before is None and here is not None and here.loose:
        return None  # nothing to correct yet: "Salah, Tapi Enak" is a name
    order = [here, before] if state.pending and "held" not in state.pending else [before, here]
    for field in order:
        if field is None:
            continue
        outcome = field.check(Typed(instead), replace(sheet, pending=state.pending if field is here else None))
        if isinstance(outcome, Stored | Again):
            if field is here:
                return _judge(form, state, field, outcome, sheet)
            return _replaced(form, state, field, outcome, sheet)
    return None


def _replaced(form: Form, state: State, field: Field, outcome: Stored | Again, sheet: Sheet) -> Turn:
    """The last answer is another now; the open question stays open."""
    if isinstance(outcome, Again):
        back = replace(state.at(field.id), pending=dict(outcome.pending))
        return Turn(back, notes=_noted(outcome.note), asked=True)
    cleared = dict.fromkeys(field.keeps)
    changed = state.with_values({**cleared, **outcome.values})
    return Turn(changed, notes=(Say("forms-corrected"), *_noted(outcome.note)))


def _at_summary(form: Form, state: State, text: str, sheet: Sheet) -> Turn:
    if words.is_yes(text):
        return Turn(state, Act.SAVE)
    instead = words.correction(text)
    named = _named(form, text, sheet)
    if named is not None:
        return _changed_by_name(form, state, named, text, sheet)
    if words.is_no(text) or words.wants_change(text):
        last = form.field(state.last or "")
        if instead and last is not None:
            outcome = last.check(Typed(instead), replace(sheet, pending=None))
            if isinstance(outcome, Stored):
                return _replaced(form, state, last, outcome, sheet)
        return Turn(state, choose=True)
    kind = kind_of(text, sheet, loose=True)
    late = _late(form, state, text, sheet) if kind is not Kind.QUESTION else None
    if late is not None:
        return late
    return Turn(state, Act.ASIDE) if kind is not Kind.ANSWER else Turn(state, notes=(Say("forms-press-save"),))


def _late(form: Form, state: State, text: str, sheet: Sheet) -> Turn | None:
    """An answer to what was skipped: thirteen digits are the NIB, "10 juta" is the turnover (of which period?)."""
    skipped = [field for field in form.fields if field.id in state.skipped and not field.loose]
    read = [(field, field.check(Typed(text), replace(sheet, pending=None))) for field in skipped]
    sure = [one for one in read if isinstance(one[1], Stored)]
    taken = sure or [one for one in read if isinstance(one[1], Again)]
    if len(taken) != 1:
        return None
    field, outcome = taken[0]
    return _judge(form, replace(state.at(field.id), one=True), field, outcome, sheet)


def _changed_by_name(form: Form, state: State, field: Field, text: str, sheet: Sheet) -> Turn:
    """ "nama jadi Dapur Bu Tutik" changes it, "namanya salah" opens it."""
    value = words.STATED.search(text)
    at_field = replace(state.at(field.id), one=True)
    if value is None:
        return Turn(at_field)
    outcome = field.check(Typed(value["value"].strip()), replace(sheet, pending=None))
    if isinstance(outcome, Stored | Again):
        return _judge(form, at_field, field, outcome, sheet)
    return Turn(at_field)


def _named(form: Form, text: str, sheet: Sheet) -> Field | None:
    """The field somebody names when they want to change one."""
    if not words.wants_change(text) and not words.STATED.search(text) and len(text.split()) > _SHORT:
        return None
    said = {word.removesuffix("nya").removesuffix("ku") for word in words.words_of(text)}
    fitting = [field for field in form.fields if field.words & said and field.show is not None]
    return fitting[0] if fitting else None


_SHORT = 2


# -- commands -------------------------------------------------------------------------------------------------------


def _commanded(form: Form, state: State, said: Command, sheet: Sheet) -> Turn:
    field = form.field(state.step)
    match said:
        case Command.GO:
            return Turn(replace(state, status=Status.OPEN))
        case Command.BACK:
            return _back(form, state, sheet)
        case Command.SKIP:
            return _skip(form, state, field, sheet) if field else Turn(state, notes=(Say("forms-press-save"),))
        case Command.REST:
            return _rest(form, state, sheet)
        case Command.LATER | Command.STOP if not form.summary:
            return Turn(replace(state, status=Status.PAUSED), Act.LEFT, (Say("forms-not-done"),), drop=True)
        case Command.LATER:
            return Turn(replace(state, status=Status.PAUSED), Act.LEFT, (Say("forms-later"),))
        case Command.STOP:
            return Turn(replace(state, status=Status.PAUSED), Act.LEFT, (Say("forms-stopped"),))
        case Command.RESTART:
            return _restarted(form, state)
        case Command.EDIT:
            return Turn(state, choose=True)
        case Command.SAVE:
            return Turn(state, Act.SAVE) if field is None else Turn(state, Act.STALE)
        case Command.HELD:
            return Turn(state)


def _restarted(form: Form, state: State) -> Turn:
    if state.one:
        return Turn(replace(state.at(state.step), status=Status.OPEN))
    again = State(form.fields[0].id, state.key)
    return Turn(again, notes=(Say("forms-restarted"),))


def _back(form: Form, state: State, sheet: Sheet) -> Turn:
    if state.one and form.summary:
        return Turn(replace(state.at(SUMMARY), one=False))
    if state.pending:
        return Turn(state.at(state.step))
    asked = [field.id for field in form.fields if field.when(sheet)]
    at = asked.index(state.step) if state.step in asked else len(asked)
    if at == 0 or state.one:
        return Turn(state, notes=(Say("forms-first"),))
    return Turn(replace(state.at(asked[at - 1]), last=asked[at - 2] if at > 1 else None))


def _skip(form: Form, state: State, field: Field, sheet: Sheet) -> Turn:
    if not field.optional:
        return Turn(state, notes=(Say("forms-needed"),))
    emptied = state.with_values(dict.fromkeys(field.keeps))
    emptied = replace(emptied, skipped=tuple(dict.fromkeys([*state.skipped, field.id])))
    return _onward(form, emptied, field, sheet, ())


def _rest(form: Form, state: State, sheet: Sheet) -> Turn:
    """Skip everything that is left, as long as it may be skipped."""
    ids = [field.id for field in form.fields]
    left = form.fields[ids.index(state.step) :] if state.step in ids else ()
    if any(not field.optional and field.when(sheet) for field in left):
        return Turn(state, notes=(Say("forms-needed"),))
    skipped = tuple(dict.fromkeys([*state.skipped, *(field.id for field in left)]))
    return Turn(replace(state.at(SUMMARY), skipped=skipped, one=False))


# -- onward ---------------------------------------------------------------------------------------------------------


def _judge(form: Form, state: State, field: Field, outcome: Outcome, sheet: Sheet) -> Turn:
    match outcome:
        case Stored():
            cleared: dict[str, Any] = dict.fromkeys(field.keeps)
            stored = state.with_values({**cleared, **outcome.values})
            skipped = tuple(one for one in state.skipped if one != field.id)
            return _onward(form, replace(stored, skipped=skipped), field, sheet, _noted(outcome.note))
        case Again():
            return Turn(replace(state, pending=dict(outcome.pending)), notes=_noted(outcome.note), asked=True)
        case Drop():
            return Turn(replace(state, status=Status.PAUSED), Act.LEFT, _noted(outcome.note), drop=True)
        case Unread():
            pending = dict(outcome.pending) or state.pending
            return Turn(replace(state, pending=pending), notes=_noted(outcome.note), asked=True)
        case Refused():
            return Turn(state, notes=_noted(outcome.note), asked=True)


def _onward(form: Form, state: State, field: Field, sheet: Sheet, notes: tuple[Words, ...]) -> Turn:
    """To the next question that applies; from the last to the summary, or to the end where there is none."""
    sheet = filled(sheet, state)
    after = form.fields[[one.id for one in form.fields].index(field.id) + 1 :]
    answered = replace(state, last=field.id)
    if state.one:
        return _back_from_edit(form, answered, notes)
    for following in after:
        if following.when(sheet):
            return Turn(answered.at(following.id), notes=notes)
    if form.summary:
        return Turn(answered.at(SUMMARY), notes=notes)
    return Turn(answered.at(SUMMARY), Act.SAVE, notes)


def _back_from_edit(form: Form, state: State, notes: tuple[Words, ...]) -> Turn:
    if form.summary:
        return Turn(replace(state.at(SUMMARY), one=False), notes=notes)
    before = form.field(state.last or "")
    return Turn(state.at(SUMMARY), Act.SAVE, notes if before is not None and before.echo else ())


def _noted(note: Words | None) -> tuple[Words, ...]:
    return () if note is None else (note,)
