"""The state machine: no illegal move, no self-approval, and any change voids an approval."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as pace
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select, text

from bot.announcements import approval, starting, steering, writing
from bot.announcements.content import content_hash
from bot.announcements.refusals import Refused
from bot.clock import MovableClock
from bot.people import Actor, NotAllowed
from bot.settings import Settings
from db import schema
from db.announcements import Announcement, Approval, IllegalMove, Kind, State
from db.announcements.audience import Audience
from db.announcements.moves import move
from db.announcements.states import MOVES
from db.engine import Database
from db.people import Audit
from tests.announcements.conftest import (
    APPROVER,
    AUTHOR,
    BOTH,
    NOBODY,
    SECOND,
    approved,
    drafted,
    office,
    reread,
    settle_in,
)

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """SQLite only: these are rules of the services; what the databases do is in test_starting and test_ledger."""
    database = await _fresh(tmp_path)
    yield database
    await database.close()


async def _fresh(folder: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{folder / 'umkm.db'}")
    async with database.writer.begin() as connection:
        await connection.run_sync(schema.METADATA.create_all)
    return database


async def test_only_legal_moves_are_made(db: Database) -> None:
    known = {"author_id": 1, "approved_hash": "x", "rejected_reason": "x", "created_at": NOW, "updated_at": NOW}
    for before, after in product(State, State):
        row = Announcement(state=before, **known)
        async with db.write() as session:
            session.add(row)
        legal = after in MOVES[before]
        try:
            async with db.write() as session:
                await move(session, row.id, after, NOW)
            assert legal, (before, after)
        except IllegalMove:
            assert not legal, (before, after)
        assert (await reread(db, row.id)).state == (after if legal else before)


def test_nothing_sends_without_having_been_approved() -> None:
    ways_in = {state for state, targets in MOVES.items() if State.SENDING in targets}
    assert ways_in == {State.APPROVED, State.PAUSED, State.FINISHED}, "paused and finished were approved before"
    assert {state for state, targets in MOVES.items() if State.APPROVED in targets} == {State.AWAITING}


async def test_rejected_ones_keep_their_reason_and_stay_rejected(db: Database, settings: Settings) -> None:
    draft = await drafted(db, NOW)
    await approval.submit(db, AUTHOR, draft.id, settings, now=NOW)
    with pytest.raises(Refused, match="no-reason"):
        await approval.reject(db, APPROVER, draft.id, "  ", now=NOW)
    await approval.reject(db, APPROVER, draft.id, "Tanggalnya salah", now=NOW)
    found = await reread(db, draft.id)
    assert (found.state, found.rejected_reason, found.rejected_by) == (State.REJECTED, "Tanggalnya salah", 2)
    with pytest.raises(Refused, match="not-editable"):
        await writing.edit(db, AUTHOR, draft.id, now=NOW, text="Lain")
    copy = await writing.write(db, AUTHOR, now=NOW, copy_of=draft.id)
    assert (copy.text, copy.state) == (draft.text, State.DRAFT)


async def test_an_emergency_needs_two_others(db: Database) -> None:
    lax = office(four_eyes=False)
    draft = await drafted(db, NOW, kind=Kind.EMERGENCY)
    found = await approval.submit(db, AUTHOR, draft.id, lax, now=NOW)
    seen = content_hash(found)
    assert await approval.approve(db, APPROVER, draft.id, seen, lax, now=NOW) == 1
    with pytest.raises(Refused, match="twice"):
        await approval.approve(db, APPROVER, draft.id, seen, lax, now=NOW)
    assert (await reread(db, draft.id)).state == State.AWAITING
    assert await approval.approve(db, SECOND, draft.id, seen, lax, now=NOW) == 0
    assert (await reread(db, draft.id)).state == State.APPROVED


async def test_with_four_eyes_off_submitting_is_enough(db: Database) -> None:
    draft = await drafted(db, NOW)
    found = await approval.submit(db, AUTHOR, draft.id, office(four_eyes=False), now=NOW)
    assert (found.state, found.approved_by) == (State.APPROVED, AUTHOR.person_id)


async def test_an_approver_approves_what_they_saw_and_nothing_else(db: Database, settings: Settings) -> None:
    draft = await drafted(db, NOW)
    seen = content_hash(await approval.submit(db, AUTHOR, draft.id, settings, now=NOW))
    await writing.edit(db, AUTHOR, draft.id, now=NOW, text="Bayar ke rekening saya")
    await approval.submit(db, AUTHOR, draft.id, settings, now=NOW)
    with pytest.raises(Refused, match="changed"):
        await approval.approve(db, APPROVER, draft.id, seen, settings, now=NOW)


async def test_what_was_changed_behind_the_services_back_is_not_sent(db: Database, settings: Settings) -> None:
    number = await approved(db, settings, NOW)
    async with db.write() as session:
        await session.execute(text("UPDATE announcement SET text = 'Bayar ke rekening saya'"))
    assert not await starting.start(db, number, settings, now=NOW)
    assert (await reread(db, number)).state == State.DRAFT


CHANGES: list[dict[str, Any]] = [
    {"text": "Lain"}, {"entities": [{"type": "bold", "offset": 0, "length": 4}]}, {"kind": Kind.DEADLINE},
    {"media_kind": "photo", "media_id": "AgAC"}, {"buttons": [{"label": "Daftar", "url": "https://a.id"}]},
    {"blanks": {"nama": "Kak"}}, {"audience": Audience(sectors=("kuliner",))}, {"send_at": NOW + timedelta(days=1)},
    {"not_after": NOW + timedelta(days=2)}, {"signed": "Bidang Usaha Mikro"},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
async def test_any_change_voids_the_approval(db: Database, settings: Settings, change: dict[str, Any]) -> None:
    number = await approved(db, settings, NOW)
    before = (await reread(db, number)).approved_hash
    found = await writing.edit(db, AUTHOR, number, now=NOW, **change)
    assert (found.state, found.approved_hash, found.approved_by) == (State.DRAFT, None, None)
    assert content_hash(found) != before
    async with db.read() as session:
        assert (await session.scalars(select(Approval))).all() == []


@pytest.mark.parametrize(
    ("actor", "act"),
    [
        (NOBODY, "write"), (APPROVER, "write"), (NOBODY, "edit"), (NOBODY, "submit"), (AUTHOR, "approve"),
        (NOBODY, "approve"), (AUTHOR, "reject"), (NOBODY, "pause"), (NOBODY, "resume"), (NOBODY, "cancel"),
        (APPROVER, "resend"), (APPROVER, "unknown"), (APPROVER, "withdraw"), (APPROVER, "template"),
    ],
)  # fmt: skip
async def test_every_service_checks_the_right_itself(db: Database, settings: Settings, actor: Actor, act: str) -> None:
    number = (await drafted(db, NOW)).id
    acts: dict[str, Awaitable[Any]] = {
        "write": writing.write(db, actor, now=NOW),
        "edit": writing.edit(db, actor, number, now=NOW, text="x"),
        "withdraw": writing.withdraw(db, actor, number, now=NOW),
        "template": writing.keep_as_template(db, actor, number, "x", now=NOW),
        "submit": approval.submit(db, actor, number, settings, now=NOW),
        "approve": approval.approve(db, actor, number, "", settings, now=NOW),
        "reject": approval.reject(db, actor, number, "x", now=NOW),
        "pause": steering.pause(db, actor, number, now=NOW),
        "resume": steering.resume(db, actor, number, now=NOW),
        "cancel": steering.cancel(db, actor, number, now=NOW),
        "resend": steering.resend_failed(db, actor, number, now=NOW),
        "unknown": steering.decide_unknown(db, actor, number, send_again=True, now=NOW),
    }
    try:
        with pytest.raises(NotAllowed):
            await acts[act]
    finally:
        for name, other in acts.items():
            if name != act:
                other.close()  # type: ignore[attr-defined]


async def test_each_act_is_in_the_audit(db: Database, settings: Settings) -> None:
    number = await approved(db, settings, NOW)
    await starting.start(db, number, settings, now=NOW)
    await steering.pause(db, AUTHOR, number, now=NOW)
    await steering.resume(db, APPROVER, number, now=NOW)
    await steering.cancel(db, AUTHOR, number, now=NOW)
    async with db.read() as session:
        rows = (await session.scalars(select(Audit).order_by(Audit.id))).all()
    assert [(row.actor_id, row.act.removeprefix("announcement.")) for row in rows if row.subject == str(number)] == [
        (1, "written"), (1, "edited"), (1, "submitted"), (2, "approved"), (0, "started"), (1, "paused"), (2, "resumed"),
        (1, "cancelled"),
    ]  # fmt: skip


class Office(RuleBasedStateMachine):
    """Officials doing anything in any order."""

    @initialize(four_eyes=st.booleans(), kind=st.sampled_from(Kind))
    def open(self, four_eyes: bool, kind: Kind) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="umkm-")
        self.loop = asyncio.Runner()
        self.clock = MovableClock(NOW)
        self.settings = office(four_eyes=four_eyes)
        self.db = self.loop.run(_fresh(Path(self.folder.name)))
        self.loop.run(settle_in(self.db, range(100, 103), NOW))
        self.number = self.loop.run(drafted(self.db, NOW, kind=kind)).id
        self.seen = ""
        self.state = State.DRAFT
        self.confirmed: set[int] = set()
        self.texts = 0

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.loop.run(self.db.close())
            self.loop.close()
            self.folder.cleanup()

    def _try(self, act: Awaitable[Any]) -> bool:
        try:
            self.loop.run(act)  # type: ignore[arg-type]
            return True
        except (Refused, IllegalMove, NotAllowed):
            return False

    def _now(self) -> Announcement:
        return self.loop.run(reread(self.db, self.number))

    @rule(actor=st.sampled_from((AUTHOR, BOTH, APPROVER)))
    def edit(self, actor: Actor) -> None:
        self.texts += 1
        done = self._try(writing.edit(self.db, actor, self.number, now=self.clock.now(), text=f"Kabar ke-{self.texts}"))
        assert done == (actor is AUTHOR and self.state in {State.DRAFT, State.AWAITING, State.APPROVED})
        if done:
            assert self._now().state == State.DRAFT
            self.confirmed.clear()

    @rule()
    def submit(self) -> None:
        self._try(approval.submit(self.db, AUTHOR, self.number, self.settings, now=self.clock.now()))

    @rule()
    def look(self) -> None:
        self.seen = content_hash(self._now())

    @rule(actor=st.sampled_from((AUTHOR, APPROVER, SECOND, BOTH, Actor(1, BOTH.rights))))
    def approve(self, actor: Actor) -> None:
        current = content_hash(self._now())
        done = self._try(approval.approve(self.db, actor, self.number, self.seen, self.settings, now=self.clock.now()))
        if done:
            assert actor.person_id != AUTHOR.person_id, "self-approval"
            assert self.seen == current, "what was not seen was approved"
            assert self.state == State.AWAITING
            self.confirmed.add(actor.person_id)

    @rule()
    def reject(self) -> None:
        self._try(approval.reject(self.db, APPROVER, self.number, "Salah", now=self.clock.now()))

    @precondition(lambda self: self.state == State.APPROVED)
    @rule()
    def start(self) -> None:
        assert self._try(starting.start(self.db, self.number, self.settings, now=self.clock.now()))

    @rule()
    def pause(self) -> None:
        self._try(steering.pause(self.db, AUTHOR, self.number, now=self.clock.now()))

    @rule()
    def resume(self) -> None:
        self._try(steering.resume(self.db, AUTHOR, self.number, now=self.clock.now()))

    @rule()
    def cancel(self) -> None:
        self._try(steering.cancel(self.db, AUTHOR, self.number, now=self.clock.now()))

    @invariant()
    def only_legal_moves_and_never_unapproved(self) -> None:
        if not hasattr(self, "db"):
            return
        found = self._now()
        if found.state != self.state:
            path = {self.state} | MOVES[self.state]
            reachable = path | {after for middle in path for after in MOVES[middle]}
            assert found.state in reachable
        self.state = State(found.state)
        if self.state in {State.APPROVED, State.SENDING, State.PAUSED}:
            assert found.approved_hash == content_hash(found)
            needed = approval.confirmations_needed(found.kind, self.settings)
            assert len(self.confirmed - {AUTHOR.person_id}) >= needed


Office.TestCase.settings = pace(max_examples=15, stateful_step_count=20, deadline=None)
TestOffice = Office.TestCase
