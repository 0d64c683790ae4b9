"""What the handlers share, built once by `handlers.app` and handed in; there are no globals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from telegram.ext import ExtBot

    from bot.answers import Answers
    from bot.clock import Clock
    from bot.content import City
    from bot.settings import Settings
    from bot.texts import Catalogue
    from db.engine import Database
    from handlers.sender import Sender


@dataclass(slots=True)
class House:
    """Database, clock, words, the city's content and its understanding, and the way out to Telegram."""

    settings: Settings
    db: Database
    clock: Clock
    texts: Catalogue
    answers: Answers
    bot: ExtBot[Any] | None = None
    sender: Sender | None = None
    username: str = ""
    deep_links: dict[str, Any] = field(default_factory=dict)
    """Handlers of /start arguments by their prefix; each noun adds its own."""
    talks: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What was just talked about, by person; goes to the database with the next mark of handled updates."""
    kept: dict[str, Any] = field(default_factory=dict)
    """Things remembered for speed only, such as file ids of charts; losing them costs time, nothing else."""

    @property
    def city(self) -> City:
        """The city's content as it stands now."""
        return self.answers.city

    def link(self, argument: str) -> str:
        """A deep link that starts this bot with `argument` (at most 64 of A-Z a-z 0-9 _ -)."""
        return f"https://t.me/{self.username}?start={argument}"
