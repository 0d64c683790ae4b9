"""What a form shows of itself: the open question, its buttons, how far it is, and the summary."""

from __future__ import annotations

from bot.forms.parts import Choice, Choices, Field, Form, Say, Sheet, Words
from bot.forms.state import SUMMARY, State, filled
from bot.forms.words import Command


def progress(form: Form, state: State, sheet: Sheet) -> tuple[int, int]:
    """Which question this is, of how many: the summary counts as the last."""
    asked = [field.id for field in form.fields if field.counts and (field.when(sheet) or field.id == state.step)]
    at = asked.index(state.step) + 1 if state.step in asked else len(asked) + 1
    if state.step != SUMMARY and state.step not in asked:
        at = _before(form, state.step, asked)
    return at, len(asked) + 1


def _before(form: Form, step: str, asked: list[str]) -> int:
    """A question that does not count has the number of the one before it."""
    ids = [field.id for field in form.fields]
    earlier = ids[: ids.index(step)] if step in ids else ids
    return max(1, sum(one in earlier for one in asked))


def prompt(form: Form, state: State, sheet: Sheet) -> Say:
    """The open question."""
    field = form.field(state.step)
    if field is None:
        return Say(f"{form.noun}-summary")
    return field.ask(filled(sheet, state)) if field.ask else Say(f"{form.noun}-ask-{field.id}")


def choices(form: Form, state: State, sheet: Sheet) -> Choices:
    """The buttons of the open question, without those every question has."""
    field = form.field(state.step)
    if field is None:
        return ()
    rows = list(field.choices(filled(sheet, state)))
    held = (state.pending or {}).get("held")
    if held:
        rows.append([Choice(Command.HELD, Say("forms-button-held", text=_shortened(str(held))))])
    return rows


def _shortened(text: str, most: int = 28) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def lines(form: Form, state: State, sheet: Sheet) -> list[tuple[Field, Words]]:
    """The summary: every field that is shown, with its answer or that there is none."""
    sheet = filled(sheet, state)
    found: list[tuple[Field, Words]] = []
    for field in form.fields:
        if field.show is None or not (field.when(sheet) or any(name in state.answers for name in field.keeps)):
            continue
        shown = field.show(sheet)
        if shown is not None:
            found.append((field, shown))
    return found
