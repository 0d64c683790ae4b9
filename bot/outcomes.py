"""What became of one message, as data: the four fates that the ledger knows, and nothing about Telegram.

Made by `handlers.sender`, read by the services. A later one may be tried again, an unknown one never by itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it. `message_id` and `file_id` are None where the call returns none (an edit, a delete)."""

    message_id: int | None = None
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """It certainly was not delivered; try again after `seconds`.

    `why`: flood, not_sent, server, token, conflict or migrated. `chat_id` is the new address after a migration.
    """

    seconds: float
    why: str
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """Telegram refused it for good. `blocked`: the person cannot be reached until they come back by themselves.

    `detail` is Telegram's own wording, for the log and the maintainers; people read the text behind `key`.
    """

    reason: str
    blocked: bool = False
    detail: str = ""

    @property
    def key(self) -> str:
        """Key of the sentence that tells an official why."""
        return f"sender-reason-{self.reason.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left and no answer came: delivered or not, nobody can say. `why`: lost or error."""

    why: str


Outcome = Sent | Later | Never | Unknown
