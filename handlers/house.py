"""What the handlers share, built once by `handlers.app` and handed in; there are no globals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot import numbers

if TYPE_CHECKING:
    from telegram.ext import ExtBot

    from bot.answers import Answers
    from bot.clock import Clock
    from bot.content import City
    from bot.settings import Settings
    from bot.texts import Catalogue
    from db.engine import Database
    from handlers.sender import Sender


async def nothing_more(person_id: int, seconds: float) -> bool:
    """Nobody writes on: what the house believes until there is an intake."""
    return False


@dataclass(slots=True)
class House:
    """Database, clock, words, the city's content and its understanding, and the way out to Telegram."""

    settings: Settings
    db: Database
    clock: Clock
    texts: Catalogue
    answers: Answers
    bot: ExtBot[Any] = field(init=False, repr=False)
    sender: Sender = field(init=False, repr=False)
    username: str = ""
    deep_links: dict[str, Any] = field(default_factory=dict)
    """Handlers of /start arguments by their prefix; each noun adds its own."""
    content_stamp: str = ""
    """Which state of the content rows `answers` was made from."""
    talks: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What was just talked about, by person; goes to the database with the next mark of handled updates."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Pictures drawn before, by what they show and the content's version; losing them costs time, nothing else."""

    shown: dict[Any, str] = field(default_factory=dict)
    """What messages that are kept up to date say at present, so that none is edited to what it says already; losing
    it costs a call."""
    takers: list[Callable[[Any, Any], Awaitable[bool]]] = field(default_factory=list)
    """Who may take free text before it is a question (an open form, a reply to an official): `(update, context)`
    -> True when taken. Asked in the order in which the nouns register."""
    actions: dict[str, Callable[[Any, Any, Any], Awaitable[bool]]] = field(default_factory=dict)
    """What an answer's `action` does besides its words, by name: `(update, context, answer)` -> True when it said
    all there is to say itself."""
    forms: dict[str, Any] = field(default_factory=dict)
    """Forms by their id, with what happens when one is done (`handlers.forms.Walk`); each noun adds its own."""
    buttons: dict[str, Callable[[Any, Any], Awaitable[None]]] = field(default_factory=dict)
    """Who handles a pressed button, by the prefix of its data; each noun adds its own (`keyboards.on_button`)."""
    offers: list[Callable[[Any, str], list[Any]]] = field(default_factory=list)
    """Buttons that nouns put under an answer, by its topic: `(context, topic)` -> buttons."""
    busy: Callable[[], int] = int
    """How many updates are in hand; the intake knows."""
    ready: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    """Set once updates are brought: what a crash left is lined up, the port accepts, Telegram knows where to send."""
    more: Callable[[int, float], Awaitable[bool]] = nothing_more
    """Whether a person writes on within some seconds; the intake knows."""

    @property
    def city(self) -> City:
        """The city's content as it stands now."""
        return self.answers.city

    def moment(self, when: datetime) -> str:
        """A moment on the city's clock, as people read it: "Senin, 10 November 2025 pukul 08.00 WITA"."""
        return numbers.moment(when, self.settings.zone, self.city.info.time_label)

    def link(self, argument: str) -> str:
        """A deep link that starts this bot with `argument` (at most 64 of A-Z a-z 0-9 _ -)."""
        return f"https://t.me/{self.username}?start={argument}"
