"""What an answer leaves behind for the next message: plain values, kept with the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.content import City
from bot.language import Talk, Understood
from bot.language.amounts import Amount
from bot.language.slots import About

if TYPE_CHECKING:
    from bot.answers.answering import Answer

GREETING, THANKS, HELP, SMALL_TALK = "chitchat.greeting", "chitchat.thanks", "bot.help", "chitchat."
NO_TRADES = frozenset({"program.financing"})
"""Topics whose words sound like trades ("bunga" is interest there), and whose amounts are nobody's sales."""
SUMS = ("business.class", "business.meaning", "legal.tax", "program.scale_up", "program.financing", "program.kur")
"""Topics that go on about amounts: "kalau 400?" is a number of the same unit there."""
EARLIER = 4
"""Topics before the last that people come back to without naming them again."""
UNITS = ((1_000_000_000, "miliar"), (1_000_000, "juta"), (1_000, "ribu"))


def remember(answer: Answer, understood: Understood, before: Mapping[str, Any], city: City) -> dict[str, Any]:
    """What the next message may refer to: topics, list, sector, season, amounts, and how often in a row we missed."""
    about, topics = understood.about, _topics(answer, before, city)
    chosen = understood.follow_up and about.ordinal is not None
    listed = before.get("listed", []) if chosen else answer.talk.get("listed", list(answer.next))
    small_talk = answer.topic in {GREETING, THANKS}
    events = answer.season.events if answer.season else ()
    counted = answer.season is not None and answer.season.moments  # "yang kedua" is the second moment then
    return {
        **topics,
        "listed": before.get("listed", []) if answer.topic == THANKS else [] if counted else listed,
        "options": before.get("listed", []) if chosen else listed,
        "sector": (None if answer.parent in NO_TRADES else about.sector.sector) or before.get("sector"),
        "season": (events[0].season if events else about.season) or before.get("season"),
        **_amounts(answer, about, before, (topics["topic"], *topics["earlier"])),
        **(answer.season.remembered() if answer.season else {}),
        "misses": before.get("misses", 0) + 1 if answer.unsure else (before.get("misses", 0) if small_talk else 0),
    }


def context(talk: Mapping[str, Any]) -> Talk | None:
    """What understanding needs of it."""
    if not talk.get("topic") and not talk.get("listed"):
        return None
    listed, earlier_ = tuple(talk.get("listed", ())), tuple(talk.get("earlier", ()))
    return Talk(talk.get("topic"), listed, talk.get("sector"), talk.get("season"), earlier_, talk.get("unit"))


def shown(talk: Mapping[str, Any]) -> Sequence[str]:
    """The options shown last, to go back to; also when one of them showed a list of its own."""
    return talk.get("options") or talk.get("listed") or ()


def earlier(talk: Mapping[str, Any], city: City) -> tuple[str, ...]:
    """The topics before the last, latest first; what was remembered may be of another version of the content."""
    return tuple(topic for topic in talk.get("earlier", ()) if city.has_topic(topic))


def _topics(answer: Answer, before: Mapping[str, Any], city: City) -> dict[str, Any]:
    """What the next message goes on from, a refusal, thanks or a laugh ending nothing, and the topics before it."""
    instead = city.topic(answer.topic).goes_on_as if city.has_topic(answer.topic) else None
    small = answer.declined or answer.topic.startswith(SMALL_TALK) or answer.topic == HELP
    last = before.get("topic")
    topic = instead or (last if small else answer.topic)
    known = dict.fromkeys(one for one in (last, *before.get("earlier", ())) if one not in {None, topic})
    return {"topic": topic, "earlier": list(known)[:EARLIER]}


def _amounts(answer: Answer, about: About, before: Mapping[str, Any], topics: Sequence[str | None]) -> dict[str, Any]:
    """The last amount, of what time it was, and its unit: "kalau 400?" and "pajaknya jadi berapa?" come without. An
    amount is forgotten with the last of `topics` that goes on about amounts."""
    named = [m.answer for m in about.amounts if isinstance(m.answer, Amount)]
    goes_on = answer.topic.startswith(SUMS) or answer.topic.startswith(SMALL_TALK)
    unit = (_unit(named[-1].value) if named else before.get("unit")) if goes_on else None
    known = any(topic and topic.startswith(SUMS) for topic in topics)
    kept = {name: before.get(name) if known else None for name in ("amount", "period")}
    if named and answer.parent not in NO_TRADES:
        periods = [one.period for one in named if one.period]
        kept = {"amount": named[-1].value, "period": str(periods[-1]) if periods else before.get("period")}
    return {**kept, "unit": unit}


def _unit(value: int) -> str | None:
    return next((name for least, name in UNITS if value >= least), None)
