"""One message in, what is meant out: the topic with a confidence, what it is about, and further questions in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self

from bot.language.classifier import Classifier, Model, fingerprint
from bot.language.context import Context
from bot.language.features import Features
from bot.language.keeping import Shelf, folders
from bot.language.lexicon import Lexicon
from bot.language.memory import Memory
from bot.language.misses import NearMisses
from bot.language.normalise import clauses, normalise
from bot.language.slots import Slots
from bot.language.talk import Aspects, FollowUps, Talk
from bot.language.understood import OUT, UNSURE, Nearest, Understood

if TYPE_CHECKING:
    from bot.content import City

INSULT = "chitchat.insult"
_NOTHING = (UNSURE, "out_of_scope.gibberish")
"""What a message means whose words mean nothing."""
_TEXTS_KEPT = 1_000
_PIECES_KEPT = 200
_REPEATED = 100
"""What many people write in the same words is short."""
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Calibration:
    """Numbers between scores and decisions, found by cross-validation over the phrases
    (docs/decisions/0003-understanding.md), never from the sample questions.

    sharpness     scores times this go into the softmax; fitted so that "80 %" is right 8 times in 10
    threshold     below it the bot says it is not sure
    clause        how much the best clause of a long message adds to the whole
    telling       what a clause that only tells counts, of one that asks
    late          how much more the last clause counts than the first: people tell first, then ask
    long          words from which a message is long
    second        confidence a part of a message needs to count as a question of its own
    miss          confidence that a fitting near-miss rule is right
    """

    sharpness: float = 7.0
    threshold: float = 0.35
    clause: float = 0.35
    telling: float = 0.5
    late: float = 0.5
    long: int = 14
    second: float = 0.6
    miss: float = 0.8


class Understanding:
    """Understands messages by the content of one city. Build once per content version; safe to share."""

    def __init__(
        self,
        classifier: Classifier,
        lexicon: Lexicon,
        slots: Slots,
        parents: Mapping[str, str | None],
        follow_ups: FollowUps,
        misses: NearMisses,
        asking: Iterable[str] = (),
        polite: Iterable[str] = (),
        calibration: Calibration | None = None,
    ) -> None:
        self.lexicon, self.slots, self.calibration = lexicon, slots, calibration or Calibration()
        self._classifier, self._parents = classifier, dict(parents)
        self._misses, self._asking = misses, frozenset(map(str, asking))
        self._context = Context(self.one, self.parent, follow_ups, self._asking)
        self._courtesies = frozenset(map(str, polite))
        self.model = classifier.model
        self.topics = self.model.classes
        self.parent_topics = tuple(sorted({self.parent(topic) for topic in self.topics}))
        self._number: dict[str | None, int] = {topic: i for i, topic in enumerate(self.topics)}
        above = [self.parent(topic) for topic in self.topics]
        self._below = [[at for at, name in enumerate(above) if name == parent] for parent in self.parent_topics]
        self._answered = [parent != OUT and not parent.startswith("chitchat") for parent in self.parent_topics]
        self._texts = Memory(self._read, _TEXTS_KEPT)
        self._pieces_known = Memory(partial(_Piece, self), _PIECES_KEPT)

    @classmethod
    def from_content(
        cls,
        phrases: Mapping[str, Mapping[str, Sequence[str]]],
        lexicon: Mapping[str, Any],
        sectors: Mapping[str, Any],
        areas: Mapping[str, Any],
        seasons: Mapping[str, Any],
        *,
        parents: Mapping[str, str | None] | None = None,
        shelf: Shelf | None = None,
    ) -> Self:
        """From the parsed content files. On `shelf` the trained model is kept between starts; while their reprs are the
        same as then, the phrases are not looked at."""
        words = Lexicon.from_content(lexicon)
        slots = Slots(words, sectors, areas, seasons)
        features = Features(map(str, lexicon.get("silent", ())), slots.tags())
        shelf = shelf or Shelf()
        name = f"model-{fingerprint(phrases, lexicon, sectors, areas, seasons)}"
        model = shelf.load(name)
        if model is None:
            model = _learned([*_flat(phrases), *_season_questions(lexicon, seasons)], words, features)
            shelf.keep(name, model)
        follow_ups = FollowUps(
            lexicon.get("follow_ups", ()), lexicon.get("follow_up_cues", ()),
            openers=lexicon.get("follow_up_openers", ()), bare=lexicon.get("bare_words", ()),
            aspects=Aspects(lexicon.get("aspects", {})),
        )  # fmt: skip
        misses = NearMisses(lexicon.get("near_misses", ()), slots.areas.other_cities, slots.areas.names)
        asking, polite = lexicon.get("question_words", ()), lexicon.get("polite_words", ())
        return cls(Classifier(model, features), words, slots, parents or {}, follow_ups, misses, asking, polite)

    @classmethod
    def from_city(cls, city: City) -> Self:
        """From a city's content in memory; the trained model is kept between starts."""
        content = city.content
        return cls.from_content(
            content.phrases,
            content.language,
            content.sectors.model_dump(),
            content.areas.model_dump(),
            {"seasons": [{"id": s.id, "label": s.label, "synonyms": s.synonyms} for s in content.calendar.seasons]},
            parents={topic.id: topic.parent for topic in content.topics},
            shelf=Shelf(*folders()),
        )

    def understand(self, text: str, context: Talk | None = None) -> Understood:
        """What `text` means, after `context` if there is one. Never raises, whatever the text."""
        known = self._texts[text] if len(text) <= _REPEATED else self._read(text)
        return self._context.read(known, context) if context is not None else known

    def asks(self, normalised: str) -> bool:
        """Whether these words ask something, and do not only go on with what was asked: "caranya gimana kak"."""
        telling = self._classifier.words(normalised)
        return not self._asking.isdisjoint(telling) and not self._asking.issuperset(telling)

    def parent(self, topic: str) -> str:
        """The coarsest topic above `topic`; everything declined is "out_of_scope"."""
        if topic.startswith(OUT) or topic == INSULT:
            return OUT
        above = self._parents.get(topic)
        return self.parent(above) if above else topic

    def probabilities(self, text: str) -> list[float]:
        """The confidence of each of `topics`, adding up to 1."""
        return self._probabilities(text, normalise(text, self.lexicon))

    def _read(self, text: str) -> Understood:
        whole = self.one(text)
        small_talk = whole.parent_topic.startswith("chitchat")
        needed = 2 if whole.sure and not small_talk else 1  # "halo, berapa umkm?" is one question, read already
        parts = self._parts(self._pieces(text), needed)
        if len(parts) > 1:
            lead = whole if any(p.parent_topic == whole.parent_topic for p in parts) else parts[0]
            return replace(lead, text=text, normalised=whole.normalised, about=whole.about, questions=tuple(parts))
        if parts and (not whole.sure or small_talk):
            return replace(parts[0], text=text, normalised=whole.normalised, about=whole.about)
        return whole

    def one(self, text: str, normalised: str | None = None) -> Understood:
        """The message as one question. `normalised` saves doing that again."""
        if normalised is None:
            normalised = normalise(text, self.lexicon)
        chances = self._probabilities(text, normalised)
        masses = self._masses(chances)
        confidence = max(masses)
        best = masses.index(confidence)
        sure = confidence >= self.calibration.threshold
        topic = self._finest(chances, best) if sure else UNSURE
        parent = self.parent_topics[best] if sure else OUT
        if topic in _NOTHING:
            topic, parent, confidence = self._polite(normalised) or (topic, parent, confidence)
        near = partial(self._nearest, text, normalised)
        about = self.slots.about(text, normalised)
        return Understood(text, normalised, topic, parent, confidence, about, _near=near)

    def _polite(self, normalised: str) -> tuple[str, str, float] | None:
        """A greeting or thanks in a short message that says nothing else: "makasih ki nah", "halo gais"."""
        words = normalised.split()
        if len(words) > _LONGEST_POLITE or self._courtesies.isdisjoint(words) or not self._asking.isdisjoint(words):
            return None
        chances = _softmax(self._classifier.scores(normalised, every=True), self.calibration.sharpness)
        masses = self._masses(chances)
        confidence = max(masses)
        best = masses.index(confidence)
        parent = self.parent_topics[best]
        polite = parent.startswith("chitchat") and confidence >= self.calibration.threshold
        return (self._finest(chances, best), parent, confidence) if polite else None

    def _nearest(self, text: str, normalised: str) -> Nearest:
        chances = self._probabilities(text, normalised)
        masses = self._masses(chances)
        best = sorted(range(len(masses)), key=masses.__getitem__, reverse=True)[: 2 * _NEAREST]
        near = [parent for parent in best if self._answered[parent]][:_NEAREST]
        return tuple((self._finest(chances, parent), masses[parent]) for parent in near)

    def _masses(self, chances: Sequence[float]) -> list[float]:
        """The confidence of each of `parent_topics`: of all that is below it."""
        return [chances[below[0]] if len(below) == 1 else sum([chances[at] for at in below]) for below in self._below]

    def _finest(self, chances: Sequence[float], parent: int) -> str:
        """The likeliest topic below a parent."""
        return self.topics[max(self._below[parent], key=chances.__getitem__)]

    def _probabilities(self, text: str, normalised: str) -> list[float]:
        scores = self._classifier.scores(normalised)
        if normalised.count(" ") + 1 >= self.calibration.long:
            best = self._best_clause(text)
            scores = [score + self.calibration.clause * more for score, more in zip(scores, best, strict=True)]
        chances = _softmax(scores, self.calibration.sharpness)
        miss = self._misses.topic(normalised)
        if miss in self._number:
            chances = [chance * (1 - self.calibration.miss) for chance in chances]
            chances[self._number[miss]] += self.calibration.miss
        return chances

    def _best_clause(self, text: str) -> list[float]:
        """The most that any clause of a story gives each topic; 0 where it is all one clause."""
        plain = [normalise(clause, self.lexicon).split() for clause in clauses(text)]
        plain = [words for words in plain if len(words) >= _SHORTEST_CLAUSE]
        if len(plain) < 2:
            return [0.0] * len(self.topics)
        parts = []
        for at, words in enumerate(plain):
            weight = 1 + self.calibration.late * at / (len(plain) - 1)
            if self._asking.isdisjoint(words):
                weight *= self.calibration.telling
            parts.append([weight * score for score in self._classifier.scores(" ".join(words))])
        return list(map(max, *parts))

    def _pieces(self, text: str) -> list[str]:
        """What may be questions of their own in a message that is neither one piece nor a story."""
        if len(text) > _LONGEST_JOINT or not _JOINT.search(text):
            return []
        pieces = [piece for piece in _JOINT.split(text) if len(piece.split()) > 1]
        return pieces if len(pieces) <= _MOST_PARTS else []

    def _parts(self, pieces: Sequence[str], needed: int) -> list[Understood]:
        """The clear questions among them, one a topic; none as soon as there cannot be as many as `needed`. The
        shortest are read first: what many begin with ("kak mau nanya") is known."""
        clear: dict[int, Understood] = {}
        left = len(pieces)
        for at in sorted(range(left), key=lambda at: len(pieces[at])):
            if len(clear) + left < needed:
                return []
            left -= 1
            piece = self._pieces_known[pieces[at]]
            if piece.asks and self._is_clear(piece.read):
                clear[at] = piece.read
        found: dict[str, Understood] = {}
        for at in sorted(clear):
            found.setdefault(clear[at].parent_topic, clear[at])
        return list(found.values())

    def _is_clear(self, read: Understood) -> bool:
        answered = not read.declined and not read.parent_topic.startswith(_NO_SECOND_QUESTION)
        return answered and read.confidence >= self.calibration.second


class _Piece:
    """A part of a message. Many begin alike ("kak mau nanya"), so they are kept."""

    def __init__(self, reader: Understanding, text: str) -> None:
        self._reader, self._text = reader, text.strip()
        self._normalised = normalise(text, reader.lexicon)

    @cached_property
    def asks(self) -> bool:
        return self._reader.asks(self._normalised)

    @cached_property
    def read(self) -> Understood:
        """As a question of its own."""
        return self._reader.one(self._text, self._normalised)


def _softmax(scores: Sequence[float], sharpness: float) -> list[float]:
    most = max(scores)
    powers = [math.exp(sharpness * (score - most)) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


_JOINT = re.compile(
    r"[?!\n;]+|[.,]\s+|\b(?:dan|sama|sm|sekalian|terus|trus|trs|plus|juga|eh|oh ya|satu lagi|and|also|but|tapi)\b",
    re.IGNORECASE,
)
_MOST_PARTS = 5
_LONGEST_JOINT = 220
_SHORTEST_CLAUSE = 3
_LONGEST_POLITE = 7
_NO_SECOND_QUESTION = ("chitchat", "bot.")
"""A part of a message that says hello, or only "caranya gimana?", goes with what is asked beside it."""


def _learned(taught: Sequence[tuple[str, str]], lexicon: Lexicon, features: Features) -> Model:
    """A model of phrases, each with its topic."""
    from bot.language.learning import train

    texts, labels = zip(*taught, strict=True)
    return train([normalise(text, lexicon) for text in texts], labels, features=features)


def _flat(phrases: Mapping[str, Mapping[str, Iterable[str]]]) -> Iterator[tuple[str, str]]:
    return ((text, topic) for topic, styles in phrases.items() for texts in styles.values() for text in texts)


def _season_questions(raw: Mapping[str, Any], seasons: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Questions about every season by each of its names: who adds one to the calendar need not write phrases for it."""
    rule = raw.get("season_questions", {})
    ambiguous = raw.get("season_words", {}).get("needs", {})
    for season in seasons["seasons"]:
        if season["id"] in rule.get("unless", ()):
            continue
        names = dict.fromkeys(str(name).split(" (")[0].lower() for name in (season["label"], *season["synonyms"]))
        for name in names:
            if name not in ambiguous:
                yield from ((ask.format(season=name), topic) for topic, asks in rule["topics"].items() for ask in asks)
