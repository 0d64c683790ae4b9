"""What an announcement and a delivery can be, and the table of legal moves. `db.announcements.moves` makes them."""

from __future__ import annotations

import enum


class State(enum.StrEnum):
    """Where an announcement is on its way."""

    DRAFT = "draft"
    AWAITING = "awaiting"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    FINISHED = "finished"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Kind(enum.StrEnum):
    """What an announcement is about, which is also its priority: the first goes first."""

    EMERGENCY = "emergency"
    DEADLINE = "deadline"
    INFORMATION = "information"
    SEASON = "season"


class Action(enum.StrEnum):
    """What is done to each recipient: a new message, or the one they have is edited or deleted (Ralat)."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"


class Fate(enum.StrEnum):
    """What became of one delivery. Every recipient is in exactly one of these buckets."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Skip(enum.StrEnum):
    """Why somebody in the audience is not written to."""

    OPTED_OUT = "opted_out"
    BLOCKED = "blocked"
    BUDGET = "budget"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    NO_MESSAGE = "no_message"
    ERASED = "erased"


NOBODY_FROM = -(10**15)
"""Ids from here down are the pseudonyms of erased people; those of groups and channels lie above."""

RANK = {kind: place for place, kind in enumerate(Kind)}
"""0 is the most important."""

MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.AWAITING, State.CANCELLED}),
    State.AWAITING: frozenset({State.APPROVED, State.REJECTED, State.DRAFT, State.CANCELLED, State.EXPIRED}),
    State.APPROVED: frozenset({State.SENDING, State.DRAFT, State.CANCELLED, State.EXPIRED}),
    State.SENDING: frozenset({State.PAUSED, State.FINISHED, State.CANCELLED, State.EXPIRED}),
    State.PAUSED: frozenset({State.SENDING, State.CANCELLED, State.EXPIRED}),
    State.FINISHED: frozenset({State.SENDING}),  # only to send again to failed or unknown ones
    State.REJECTED: frozenset(),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
"""From each state, where one may go. What was rejected, cancelled or expired stays so, and can be copied."""

EDITABLE = frozenset({State.DRAFT, State.AWAITING, State.APPROVED})
"""An edit is possible here, and brings it back to a draft."""

STARTED = frozenset({State.SENDING, State.PAUSED, State.FINISHED})


class IllegalMove(Exception):
    """The announcement is not in a state from which this can be done; nothing was changed."""

    def __init__(self, announcement_id: int, to: State) -> None:
        super().__init__(f"announcement {announcement_id} cannot become {to}")
        self.announcement_id, self.to = announcement_id, to


def sources(to: State) -> frozenset[State]:
    """The states from which `to` can be reached."""
    return frozenset(state for state, targets in MOVES.items() if to in targets)
