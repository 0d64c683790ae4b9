"""The walker on stored drafts: every answer is one transaction with the id of the update that brought it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.forms.parts import Entry, Form, Pressed, Sheet, Typed
from bot.forms.state import State, Status, filled
from bot.forms.walker import Act, Turn, walk
from db import forms as drafts
from db.engine import Database
from db.forms import Draft

LEFT_ALONE = timedelta(hours=12)
"""After that, words that could be anything are not taken for the answer to a question of yesterday."""

NUDGE_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an entry. `turn` is None where no form is open.

    `again`: the update came before and was done then; only what stands now is to be shown. `left_alone`: the form lay
    for long, so that the words may not be meant for it.
    """

    form: Form | None = None
    turn: Turn | None = None
    sheet: Sheet | None = None
    again: bool = False
    stale: bool = False
    result: Mapping[str, Any] = field(default_factory=dict)
    left_alone: bool = False

    @property
    def state(self) -> State | None:
        """Where the form is now."""
        return self.turn.state if self.turn else None


@dataclass(frozen=True, slots=True)
class Nudge:
    """Somebody to be reminded, once, of a form."""

    person_id: int
    language: str
    form: Form
    state: State


@dataclass(frozen=True, slots=True)
class Desk:
    """The forms there are, and the database they are kept in."""

    db: Database
    forms: Mapping[str, Form]

    async def start(
        self, form: Form, sheet: Sheet, *, update_id: int | None, step: str | None = None, subject: int | None = None,
        answers: Mapping[str, Any] | None = None, first: Entry | None = None, session: AsyncSession | None = None,
    ) -> Done:  # fmt: skip
        """Begin a form anew; an unfinished one of the same kind is forgotten, others wait. The same update begins it
        once. `first` is an answer that came along with the wish."""
        if session is not None:
            return await self._start(session, form, sheet, update_id, step, subject, answers, first)
        async with self.db.write() as own:
            return await self._start(own, form, sheet, update_id, step, subject, answers, first)

    async def _start(
        self, session: AsyncSession, form: Form, sheet: Sheet, update_id: int | None, step: str | None,
        subject: int | None, answers: Mapping[str, Any] | None, first: Entry | None,
    ) -> Done:  # fmt: skip
        known = await drafts.find(session, sheet.person_id, form.id)
        if known is not None and update_id is not None and known.update_id == update_id:
            return _as_it_stands(form, known, sheet)
        state = State.fresh(step or form.fields[0].id, subject=subject, answers=answers)
        turn = Turn(state)
        if first is not None:
            turn = walk(form, state, first, sheet)
            turn = await self._noticed(session, form, turn, sheet)
            if turn.act is Act.SAVE and update_id is not None:
                return await self._save(session, form, turn, sheet, update_id)
        await self._keep(session, form, turn.state, sheet, update_id)
        return Done(form, turn, sheet)

    async def answer(self, sheet: Sheet, entry: Entry, *, update_id: int) -> Done:
        """An entry for the form that is open. `Done.turn` is None when there is none."""
        async with self.db.write() as session:
            draft = await drafts.active(session, sheet.person_id)
            form = self.forms.get(draft.form) if draft else None
            if draft is None or form is None:
                return Done()
            if draft.update_id == update_id:
                return _as_it_stands(form, draft, sheet)
            state = State.load(draft.step, draft.data)
            if not state.is_open and not _takes_up(entry):
                return Done()
            if _lay_long(draft, entry, sheet, form):
                return Done(form, Turn(state), sheet, left_alone=True)
            opened = replace(state, status=Status.OPEN)
            return await self._walk(session, form, opened, entry, sheet, update_id, draft)

    async def press(self, sheet: Sheet, form_id: str, tag: str, entry: Pressed, *, update_id: int) -> Done:
        """A button of a form, which may be a form of long ago."""
        form = self.forms.get(form_id)
        if form is None:
            return Done()
        async with self.db.write() as session:
            draft = await drafts.find(session, sheet.person_id, form_id)
            if draft is None:
                return Done()
            if draft.update_id == update_id:
                return _as_it_stands(form, draft, sheet)
            state = State.load(draft.step, draft.data)
            if (
                state.tag != tag
                or state.status is Status.SAVED
                or (state.status is Status.PAUSED and not _wakes(entry))
            ):
                return Done(form, Turn(state, Act.STALE), sheet, stale=True)
            opened = replace(state, status=Status.OPEN)
            return await self._walk(session, form, opened, entry, sheet, update_id, draft)

    async def _walk(
        self, session: AsyncSession, form: Form, state: State, entry: Entry, sheet: Sheet, update_id: int, draft: Draft
    ) -> Done:
        turn = await self._noticed(session, form, walk(form, state, entry, sheet), sheet)
        if turn.act is Act.SAVE:
            return await self._save(session, form, turn, sheet, update_id)
        if turn.drop:
            await drafts.drop(session, sheet.person_id, form.id)
        elif turn.act is not Act.STALE:
            await self._keep(session, form, turn.state, sheet, update_id, quiet=_is_stopped(turn, entry), draft=draft)
        return Done(form, turn, sheet)

    async def _noticed(self, session: AsyncSession, form: Form, turn: Turn, sheet: Sheet) -> Turn:
        """Let the form look at fresh answers; what it finds may make another question apply."""
        if form.notice is None or turn.act is not Act.SHOW:
            return turn
        before = filled(sheet, turn.state)
        found = await form.notice(session, before)
        if not found:
            return turn
        state = turn.state.with_values(found)
        after = filled(sheet, state)
        fresh = next((one for one in form.fields if one.when(after) and not one.when(before)), None)
        return replace(turn, state=state.at(fresh.id) if fresh and not state.one else state)

    async def _save(self, session: AsyncSession, form: Form, turn: Turn, sheet: Sheet, update_id: int) -> Done:
        state = turn.state
        result = await form.save(session, replace(sheet, answers=state.answers, subject=state.subject), state.key)
        saved = State(state.step, state.key, status=Status.SAVED, subject=state.subject, result=dict(result))
        if not result.get("gone"):
            await self._keep(session, form, saved, sheet, update_id, quiet=True)
        return Done(form, replace(turn, state=saved), sheet, result=result)

    async def _keep(
        self, session: AsyncSession, form: Form, state: State, sheet: Sheet, update_id: int | None, quiet: bool = False,
        draft: Draft | None = None,
    ) -> None:  # fmt: skip
        """Store where the form is now. `draft` is its row where it was just read: one statement is enough then."""
        row = {
            "step": state.step, "data": state.data(), "active": True, "update_id": update_id, "updated_at": sheet.now,
            "nudged_at": None if form.nudge and not quiet else sheet.now,
        }  # fmt: skip
        if draft is not None and draft.active:
            drafts.change(draft, row)
        else:
            await drafts.keep(session, {"person_id": sheet.person_id, "form": form.id, **row})

    async def resume(self, sheet: Sheet, form_id: str, *, update_id: int) -> Done:
        """Take up a form that waits; `turn` is None when there is nothing to take up."""
        form = self.forms[form_id]
        async with self.db.write() as session:
            draft = await drafts.find(session, sheet.person_id, form_id)
            if draft is None:
                return Done()
            state = State.load(draft.step, draft.data)
            if state.status is Status.SAVED:
                return Done()
            opened = replace(state, status=Status.OPEN)
            await self._keep(session, form, opened, sheet, update_id)
            return Done(form, Turn(opened), sheet)

    async def waiting(self, person_id: int, form_id: str) -> State | None:
        """The unfinished form of that kind, open or paused."""
        async with self.db.read() as session:
            draft = await drafts.find(session, person_id, form_id)
        state = State.load(draft.step, draft.data) if draft else None
        return state if state and state.status is not Status.SAVED else None

    async def forget(self, person_id: int, form_id: str) -> None:
        """Throw away what was filled in."""
        async with self.db.write() as session:
            await drafts.drop(session, person_id, form_id)

    async def forgotten(self, now: datetime, limit: int = 100) -> list[Nudge]:
        """Forms that lie unfinished for a day and of which nobody was reminded yet; from now on they were."""
        async with self.db.write() as session:
            rows = await drafts.take_for_nudge(session, now - NUDGE_AFTER, now, limit)
        found = [(row, self.forms.get(row.form)) for row in rows]
        return [Nudge(row.person_id, row.language, form, State.load(row.step, row.data)) for row, form in found if form]


def _as_it_stands(form: Form, draft: Draft, sheet: Sheet) -> Done:
    """The update was done before the process died; only the words may not have arrived."""
    state = State.load(draft.step, draft.data)
    act = Act.SAVE if state.status is Status.SAVED else Act.LEFT if state.status is Status.PAUSED else Act.SHOW
    return Done(form, Turn(state, act), sheet, again=True, result=state.result)


_WAKING = frozenset({"!go", "!restart", "!save"})


def _wakes(entry: Pressed) -> bool:
    return entry.value in _WAKING


def _takes_up(entry: Entry) -> bool:
    """ "lanjut" takes a paused form up; other words are not for it."""
    from bot.forms.words import Command, command

    return isinstance(entry, Typed) and command(entry.text) is Command.GO


def _is_stopped(turn: Turn, entry: Entry) -> bool:
    """Somebody who cancelled in so many words is not reminded."""
    return turn.act is Act.LEFT and any(getattr(note, "key", "") == "forms-stopped" for note in turn.notes)


def _lay_long(draft: Draft, entry: Entry, sheet: Sheet, form: Form) -> bool:
    if sheet.now - draft.updated_at < LEFT_ALONE or not isinstance(entry, Typed):
        return False
    from bot.forms.words import command

    field = form.field(draft.step)
    return command(entry.text) is None and field is not None and field.loose
