"""What the courier carries: an announcement in memory, its parcels, its score, and the numbers of the lane."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.announcements import steering
from bot.announcements.blanks import Template
from bot.announcements.content import Message, message
from db.announcements import Action, Announcement, Fate, Kind, Variant
from db.announcements.ledger import Entry, Tally
from db.announcements.states import RANK


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers of the lane. Shares are of those tried."""

    canary: int = 20
    failing: float = 0.2
    """Pause when more than this share failed or is unknown, in the canary or among the last `window`."""
    blocking: float = 0.6
    """Pause when more than this share of the canary is blocked: the list of people cannot be right then."""
    window: int = 100
    batch_seconds: float = 1.0
    """How much is taken at once: what a crash may leave unknown, and how soon a pause is felt."""
    batch_least: int = 8
    batch_most: int = 400
    flights_least: int = 16
    flights_most: int = 64
    unwritten_most: int = 1000
    lease: timedelta = timedelta(seconds=120)
    lane_lease: timedelta = timedelta(seconds=30)
    beat_seconds: float = 1.0
    troubles: int = 5
    """So many calls in a row that did not get through: rest a little, longer each time."""

    def batch(self, pace: float) -> int:
        """How many to take at once."""
        return max(self.batch_least, min(self.batch_most, int(pace * self.batch_seconds)))

    def flights(self, pace: float) -> int:
        """How many calls may be under way, so that a slow answer does not cap the rate."""
        return max(self.flights_least, min(self.flights_most, int(pace / 8)))


@dataclass(slots=True)
class Score:
    """How many of those tried ended how."""

    sent: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0

    @property
    def tried(self) -> int:
        """All of them."""
        return self.sent + self.blocked + self.failed + self.unknown

    def verdict(self, rules: Rules) -> str:
        """ "passed", or why a canary has to stop: "failures" or "blocked"."""
        if self.tried and (self.failed + self.unknown) / self.tried > rules.failing:
            return "failures"
        if self.tried and self.blocked / self.tried > rules.blocking:
            return "blocked"
        return "passed"

    def as_json(self) -> dict[str, Any]:
        """For the announcement's row."""
        return {"sent": self.sent, "blocked": self.blocked, "failed": self.failed, "unknown": self.unknown}


ENDS = {Fate.SENT: "sent", Fate.BLOCKED: "blocked", Fate.FAILED: "failed", Fate.UNKNOWN: "unknown"}


@dataclass(slots=True, eq=False)
class Job:
    """An announcement that is being sent."""

    id: int
    number: int
    """The number people know it by: for a correction, that of what it corrects."""
    kind: Kind
    action: Action
    started: datetime
    ends: datetime | None
    canary: bool
    """The first few are still to be tried, or judged."""
    templates: dict[int | None, Template]
    score: Score = field(default_factory=Score)
    recent: deque[bool] = field(default_factory=deque)
    """Of the last ones that ended, whether badly."""
    in_hand: dict[int, int] = field(default_factory=dict)
    """Taken and not yet written down: person -> attempt."""

    @property
    def order(self) -> tuple[int, datetime, int]:
        """The more important first, then the earlier."""
        return RANK[self.kind], self.started, self.id

    @property
    def blanks(self) -> frozenset[str]:
        """What must be known of each recipient."""
        return frozenset(name for template in self.templates.values() for name in template.names)

    def written(self, entry: Entry) -> None:
        """An outcome was written down."""
        if self.in_hand.get(entry.person_id) == entry.attempt:
            del self.in_hand[entry.person_id]

    def count(self, entry: Entry, window: int) -> None:
        """An outcome is known."""
        name = ENDS.get(entry.state)
        if name is None:
            return
        setattr(self.score, name, getattr(self.score, name) + 1)
        self.recent.append(entry.state in {Fate.FAILED, Fate.UNKNOWN})
        while len(self.recent) > window:
            self.recent.popleft()

    def is_failing(self, rules: Rules) -> bool:
        """Among the last ones too many ended badly."""
        return len(self.recent) >= rules.window and sum(self.recent) > rules.failing * len(self.recent)


def job(of: Announcement, variants: Iterable[Variant], tally: Tally | None) -> Job:
    """The job for an announcement that is in state sending. `tally` is needed while its canary is not judged."""
    if of.started_at is None:
        raise ValueError(f"announcement {of.id} has not started")
    templates: dict[int | None, Template] = {None: Template(message(of, of), of.blanks)}
    templates |= {one.id: Template(message(one, of), of.blanks) for one in variants}
    score = Score(tally.sent, tally.blocked, tally.failed, tally.unknown) if tally else Score()
    return Job(
        id=of.id, number=of.corrects_id or of.id, kind=Kind(of.kind), action=Action(of.action), started=of.started_at,
        ends=steering.ends(of), canary=of.canary is None, templates=templates, score=score,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message for one recipient. `target_id`: the message to edit or delete."""

    announcement_id: int
    number: int
    kind: Kind
    action: Action
    person_id: int
    message: Message
    target_id: int | None = None
