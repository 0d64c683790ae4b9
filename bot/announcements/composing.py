"""Which part of a draft its author is asked for just now, kept as a row: a restart in the middle forgets nothing.

The announcement itself is the draft; here stands only the open question. Another form that was open is put aside
meanwhile (see `bot.waiting`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import waiting
from bot.people import OpenDraft
from db.engine import Database

FORM = "announcement"
LASTS = timedelta(hours=12)
"""After so long a message is not taken for a part of the announcement any more; the draft itself stays."""


@dataclass(frozen=True, slots=True)
class Step:
    """The open question about one announcement.

    `guided`: the next question follows by itself. `detail`: what the step needs to know besides, such as which blank.
    `update_id`: the update that led here; when it comes again it is not handled again. `album`: the album whose first
    part was taken; its other parts come as messages of their own.
    """

    number: int
    name: str
    guided: bool = False
    detail: str = ""
    update_id: int | None = None
    album: str = ""


async def ask(db: Database, person_id: int, step: Step, *, now: datetime) -> OpenDraft:
    """From now on this person's message answers `step`."""
    return await waiting.wait_for(db, person_id, FORM, asdict(step), now=now)


async def close(db: Database, person_id: int) -> None:
    """No question is open any more; what was put aside is open again."""
    await waiting.stop(db, person_id, FORM)


def open_step(draft: OpenDraft | None, now: datetime) -> Step | None:
    """The open question, from what the gate loaded; None when there is none, or it was asked too long ago."""
    if draft is None or draft.form != FORM:
        return None
    asked: dict[str, Any] = draft.data
    if now >= datetime.fromisoformat(asked["until"]) - waiting.LASTS + LASTS:
        return None
    return Step(
        asked["number"], asked["name"], asked["guided"], asked["detail"], asked["update_id"], asked.get("album", "")
    )
