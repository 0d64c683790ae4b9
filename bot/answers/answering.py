"""One question in, one answer out. No Telegram, no database, no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from bot.clock import city_day
from bot.content import City, load_folder
from bot.html import plain
from bot.language import Understanding, Understood
from bot.settings import Settings

OUT = "out_of_scope"
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say. `html` is for Telegram; `next` and `nearest` are topic ids for buttons; `talk` is to be remembered.

    `topic` is one of topics.md or a finer one; `declined` when the question is outside or was not understood.
    """

    topic: str
    parent: str
    confidence: float
    html: Markup
    sources: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    action: str | None = None
    declined: bool = False
    talk: dict[str, Any] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        """The words without formatting."""
        return plain(self.html)


class Answers:
    """The city's answers: its content and the understanding of questions."""

    def __init__(self, city: City, understanding: Understanding) -> None:
        self.city = city
        self.understanding = understanding

    @classmethod
    def from_folder(cls, settings: Settings) -> Answers:
        """Straight from the city's YAML, for the terminal."""
        city = City(load_folder(settings.content))
        return cls(city, Understanding.from_city(city))

    def answer(self, text: str, *, now: datetime, talk: dict[str, Any] | None = None) -> Answer:
        """The answer to `text`. `talk` is what was just talked about."""
        return self._compose(self.understanding.understand(text), now)

    def about(self, topic: str, *, now: datetime, confidence: float = 1.0) -> Answer:
        """The answer to a topic, as when its button is pressed. Raises KeyError for a topic there is not."""
        given = self.city.answer(topic, city_day(now, self.city.zone))
        return Answer(
            topic=topic,
            parent=self._parent(topic),
            confidence=confidence,
            html=_html(given.text, given.source_line, given.footer),
            sources=tuple(source.id for source in given.sources),
            next=tuple(following.id for following in given.next),
            action=given.topic.action,
            declined=given.topic.decline,
            talk={"topic": topic},
        )

    def _compose(self, understood: Understood, now: datetime) -> Answer:
        if self.city.has_topic(understood.topic):
            return self.about(understood.topic, now=now, confidence=understood.confidence)
        nearest = tuple(topic for topic, _ in understood.nearest if self._offers(topic))[:NEAREST]
        return Answer(OUT, OUT, understood.confidence, Markup(""), nearest=nearest, declined=True)

    def _offers(self, topic: str) -> bool:
        return self.city.has_topic(topic) and not self.city.topic(topic).decline and not topic.startswith("chitchat")

    def _parent(self, topic: str) -> str:
        return self.city.lineage(topic)[-1]


def _html(text: str, source_line: str | None, footer: str | None) -> Markup:
    below = [Markup("<i>{}</i>").format(line) for line in (source_line, footer) if line]
    return Markup("\n\n").join([escape(text.strip()), Markup("\n").join(below)]) if below else escape(text.strip())
