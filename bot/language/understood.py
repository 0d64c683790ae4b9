"""What a message was understood to mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from bot.language.slots import About

OUT = "out_of_scope"
UNSURE = "out_of_scope.unsure"
"""The topic of a message that was not understood well enough: offer the nearest topics and a human."""


Nearest = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Understood:
    """What a message means.

    topic         a topic of the content, the finest known; UNSURE below the threshold
    parent_topic  its coarsest parent, "out_of_scope" for everything declined
    confidence    0..1, that the parent topic is right
    about         trade, place, season, numbers of the text, each worked out when first asked for
    nearest       likely topics within what the bot answers, best first, each with its confidence
    questions     two or more when the message asks several things, in order; else empty
    follow_up     it was read in the light of what was said before
    """

    text: str
    normalised: str
    topic: str
    parent_topic: str
    confidence: float
    about: About = field(repr=False, compare=False)
    questions: tuple[Understood, ...] = ()
    follow_up: bool = False
    _near: Callable[[], Nearest] | None = field(default=None, repr=False, compare=False)

    @property
    def sure(self) -> bool:
        return self.topic != UNSURE

    @property
    def declined(self) -> bool:
        """Nothing the bot answers: outside, an insult, or not understood."""
        return self.parent_topic == OUT

    @cached_property
    def nearest(self) -> Nearest:
        """Worked out when first asked for: few messages are unclear."""
        return self._near() if self._near is not None else ()
