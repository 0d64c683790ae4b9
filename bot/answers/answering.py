"""One message in, one answer out. No Telegram, no database, no clock of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from bot.answers import calculating
from bot.answers.remembering import context, earlier, remember, shown
from bot.clock import city_day
from bot.content import City, load_folder
from bot.html import plain
from bot.language import Aspects, Understanding, Understood
from bot.language.matching import Phrases, words_of
from bot.seasons.asking import SeasonAnswer, season_answer
from bot.settings import Settings
from bot.texts import Catalogue, Texts

OUT = "out_of_scope"
NEAREST = 3
MOST_QUESTIONS = 3
KEPT = 500
"""Topics of a day whose words are kept."""
FIRST_SAID = ("program.training", "program.mentoring", "program.promotion", "program.apply", "privacy.data")
SAID_FIRST = frozenset({"cost", "online", "certificate", "quota", "shared", "place kept", "name known"})
"""Sides that the whole answers of these topics leave out."""
NOT_PASSED_OVER = frozenset({"cost", "duration"})
"""Sides of a permit that are said, or said to be unknown, where they are asked about and the whole answer is silent."""
HAND_OVER = 0.5
"""Below it nobody is asked to write to an official: what they write next would be sent there."""
PRACTICAL = ("legal.", "program.")
"""Topics of which it is said plainly that one side of them is not known here."""
GREETING, THANKS, HELP = "chitchat.greeting", "chitchat.thanks", "bot.help"
UNCLEAR = "chitchat.unclear"
DOING = frozenset({"register", "edit", "delete", "start", "stop", "handoff"})
"""What is begun with a button; whoever says yes to it gets that again."""
LONGEST_YES = 3
SALAM = ("assalamualaikum", "assalamu", "salam")
HELLO = ("halo", "hai", "selamat", "permisi", "pagi", "siang", "sore", "malam")


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say. `html` is for Telegram; `next` are topic ids for buttons (or for a list to choose from).

    `topic` is the finest known, `parent` one of the contract's topics; `declined` when the question is outside or was
    not understood, `unsure` only the latter. `talk` is what to remember. `understood` is None for a pressed button;
    `partial`: only the side of the topic that was asked about. `season` is there when a question was answered from the
    calendar.
    """

    topic: str
    parent: str
    confidence: float
    html: Markup
    sources: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    action: str | None = None
    declined: bool = False
    unsure: bool = False
    talk: dict[str, Any] = field(default_factory=dict)
    understood: Understood | None = None
    season: SeasonAnswer | None = None
    partial: bool = False

    @property
    def plain(self) -> str:
        """The words without formatting."""
        return plain(self.html)


class Answers:
    """The city's answers: its content and the understanding of questions."""

    def __init__(self, city: City, understanding: Understanding, texts: Texts | None = None) -> None:
        self.city = city
        self.understanding = understanding
        self._texts = texts or Catalogue()[None]
        self._said: dict[tuple[str, date], Answer] = {}
        self._sides: dict[tuple[str, date], frozenset[str]] = {}
        self._aspects = Aspects(city.content.language.get("aspects", {}))
        self._yes = frozenset(map(str, city.content.language.get("yes_words", ())))
        self._source_words = Phrases(dict.fromkeys(map(str, city.content.language.get("source_words", ())), True))

    @classmethod
    def from_folder(cls, settings: Settings) -> Answers:
        """Straight from the city's YAML, for the terminal."""
        city = City(load_folder(settings.content))
        return cls(city, Understanding.from_city(city))

    def answer(
        self, text: str, *, now: datetime, talk: Mapping[str, Any] | None = None, texts: Texts | None = None,
        sectors: Sequence[str] = (),
    ) -> Answer:  # fmt: skip
        """The answer to `text`.

        `talk` is what was just talked about (`Answer.talk` of the last answer), `sectors` those of the asker's own
        businesses.
        """
        said = dict(talk or {})
        understood = self.understanding.understand(text, context(said))
        t = texts or self._texts
        if self._wants_the_options_again(understood, said):
            return self._options(said, t)
        if said and self._says_only_yes(understood):
            return self._offered(said, now, t)
        chosen = self._chosen(understood, said)
        if chosen is not None:
            parent = self.parent(chosen)
            understood = replace(understood, topic=chosen, parent_topic=parent, confidence=1.0, follow_up=True)
        parts = self._questions(understood)
        answers = [self._one(part, said, now, t, sectors) for part in parts]
        whole = answers[0] if len(answers) == 1 else _together(answers)
        greeting = self._greeting(understood, said, whole, t)
        return replace(
            whole,
            html=Markup("{}\n\n{}").format(greeting, whole.html) if greeting else whole.html,
            confidence=min(part.confidence for part in parts),
            understood=understood,
            talk=remember(whole, understood, said, self.city),
        )

    def about(self, topic: str, *, now: datetime) -> Answer:
        """The answer to a topic, as when its button is pressed. Raises KeyError for a topic there is not."""
        said = self._about(topic, city_day(now, self.city.zone))
        return replace(said, talk={"topic": topic, "listed": list(said.next)})

    def _about(self, topic: str, day: date) -> Answer:
        """The words for a topic on a day: put together once, since filling in figures and dates takes half a ms."""
        said = self._said.get((topic, day))
        if said is None:
            if len(self._said) > KEPT:
                self._said.clear()
            said = self._said[topic, day] = self._put_together(topic, day)
        return said

    def _put_together(self, topic: str, day: date) -> Answer:
        given = self.city.answer(topic, day)
        following = tuple(topic.id for topic in given.next)
        html = _html(given.text, given.source_line, given.footer)
        if topic == GREETING:
            html = Markup("{}\n\n{}").format(html, self._numbered(following))
        return Answer(
            topic=topic,
            parent=self.parent(topic),
            confidence=1.0,
            html=html,
            sources=tuple(self.city.source_name(source.id) for source in given.sources),
            next=following,
            action=given.topic.action,
            declined=given.topic.decline,
        )

    def parent(self, topic: str) -> str:
        """The contract's topic above `topic`, or itself."""
        return self.understanding.parent(topic)

    # -- one question ------------------------------------------------------------------------------------------

    def _questions(self, understood: Understood) -> tuple[Understood, ...]:
        return understood.questions[:MOST_QUESTIONS] if understood.questions else (understood,)

    def _one(
        self, understood: Understood, talk: Mapping[str, Any], now: datetime, t: Texts, sectors: Sequence[str]
    ) -> Answer:
        """The words; how sure they are of being asked for is `understood`'s to say."""
        unclear = understood.follow_up and understood.confidence < self.understanding.calibration.threshold
        if not understood.sure or unclear:
            return self._some_side(understood, now, t) or self._unsure(understood, t)
        understood = self._whose_side(understood, talk)
        answer = self._about(understood.topic, city_day(now, self.city.zone))
        if answer.action == "handoff" and understood.confidence < HAND_OVER:
            return self._unsure(understood, t)
        if answer.sources and self._asks_for_sources(understood, talk):
            return replace(answer, html=self._named_sources(understood.topic, now, t))
        if answer.action == "seasons":
            season = self._season(understood, talk, now, t, sectors)
            return replace(answer, html=season.html, season=season)
        computed = calculating.compute(understood, self.city, t, talk)
        if computed is None and understood.topic not in {talk.get("topic"), *talk.get("earlier", ())}:
            first = self._said_first(understood, now, t)
            if first is not None:
                return replace(answer, html=Markup("{}\n\n{}").format(first, answer.html))
        if computed is None and (understood.follow_up or understood.topic == talk.get("topic")):
            computed = self._aspect(understood, talk, answer, now, t)
            return replace(answer, html=computed, partial=True) if computed is not None else answer
        return replace(answer, html=computed) if computed is not None else answer

    def _whose_side(self, understood: Understood, talk: Mapping[str, Any]) -> Understood:
        """ "bayar berapa?" after the NIB and then the office: what the last topic has nothing about may be of the one
        before."""
        knows = understood.topic.startswith((*PRACTICAL, "season."))  # what is not known of a permit is said
        before = () if knows else earlier(talk, self.city)
        if not (understood.follow_up and understood.topic == talk.get("topic") and before):
            return understood
        asked = set(self._aspects.find(words_of(understood.normalised)))
        if not asked or asked & self.city.topic(understood.topic).aspects.keys():
            return understood
        known = (topic for topic in before if asked & self.city.topic(topic).aspects.keys())
        of_a_permit = (topic for topic in before if topic.startswith(PRACTICAL))
        meant = next(known, None) or next(of_a_permit, understood.topic)
        return replace(understood, topic=meant, parent_topic=self.parent(meant))

    def _said_first(self, understood: Understood, now: datetime, t: Texts) -> Markup | None:
        """ "pelatihan gratis ga?", "PIRT berapa lama": what the whole answer does not say stands above it."""
        programme = understood.topic.startswith(FIRST_SAID)
        if not programme and not understood.topic.startswith("legal."):
            return None
        topic, day = self.city.topic(understood.topic), city_day(now, self.city.zone)
        asked = self._aspects.find(words_of(understood.normalised)) if topic.aspects else []
        if programme:
            names = [name for name in asked if name in SAID_FIRST and name in topic.aspects]
        else:
            names = [name for name in asked if name in NOT_PASSED_OVER and not self._says(topic.id, name, day)]
        if not names:
            return None
        known = topic.aspects.get(names[0])
        return escape(self.city.fill(known, day)) if known else self._unknown_side(names[0], topic.id, now, t)

    def _says(self, topic: str, side: str, day: date) -> bool:
        """Whether the whole answer has something about a side; looked for once a day."""
        sides = self._sides.get((topic, day))
        if sides is None:
            if len(self._sides) > KEPT:
                self._sides.clear()
            found = self._aspects.find(words_of(self.city.answer(topic, day).text.lower()))
            sides = self._sides[topic, day] = frozenset(found)
        return side in sides

    def _some_side(self, understood: Understood, now: datetime, t: Texts) -> Answer | None:
        """ "kalau gagal gimana" after a permit: which side of it was asked about is unclear, and what to do is not."""
        if not understood.follow_up or not understood.topic.startswith(PRACTICAL):
            return None
        unknown = self._unknown_side("other", understood.topic, now, t)
        answer = self._about(understood.topic, city_day(now, self.city.zone))
        return replace(answer, html=unknown, partial=True, unsure=True) if unknown is not None else None

    def _unknown_side(self, name: str, topic: str, now: datetime, t: Texts) -> Markup | None:
        """That this is not known here, and who knows it."""
        about = self.city.topic(topic)
        if not about.check_with:
            return None
        whom = self.city.fill(about.check_with, city_day(now, self.city.zone))
        return t("answers-aspect-unknown", aspect=name, topic=about.title, whom=whom)

    def _aspect(
        self, understood: Understood, talk: Mapping[str, Any], answer: Answer, now: datetime, t: Texts
    ) -> Markup | None:
        """ "bayar ga?" after an answer: what it costs, or that we do not know, and not the same words again."""
        names = self._aspects.find(words_of(understood.normalised))
        if not names:
            return None
        given = self.city.answer(understood.topic, city_day(now, self.city.zone))
        known = [given.topic.aspects[name] for name in names if name in given.topic.aspects]
        same = understood.topic in {talk.get("topic"), *earlier(talk, self.city)}
        if known:
            day = city_day(now, self.city.zone)
            text = "\n\n".join(self.city.fill(one, day) for one in known)
            figures = any(character.isdigit() for character in text)
            short = _html(text, given.source_line if figures else None, None)  # the rest stood below the whole answer
            return short if same else Markup("{}\n\n{}").format(escape(text), answer.html)
        if understood.follow_up and same and understood.topic.startswith(PRACTICAL):
            return self._unknown_side(names[0], understood.topic, now, t)
        return None

    def _asks_for_sources(self, understood: Understood, talk: Mapping[str, Any]) -> bool:
        """ "sumbernya dari mana?" after an answer: where it is from, not the same words again."""
        same = understood.follow_up and understood.topic == talk.get("topic")
        return same and bool(self._source_words.find(words_of(understood.normalised)))

    def _named_sources(self, topic: str, now: datetime, t: Texts) -> Markup:
        """Every source of an answer with its day, to be opened where there is an address."""
        given = self.city.answer(topic, city_day(now, self.city.zone)).sources
        named = {self.city.source_name(source.id): source.url for source in given}
        lines = [
            t("answers-source-linked", name=name, url=url) if url else t("answers-source-named", name=name)
            for name, url in named.items()
        ]
        return t("answers-sources", list=Markup("\n").join(lines))

    def _season(
        self, understood: Understood, talk: Mapping[str, Any], now: datetime, t: Texts, sectors: Sequence[str]
    ) -> SeasonAnswer:
        """From the calendar: remaining days, ideas for the trade that was named, or the asker's own."""
        return season_answer(
            self.city,
            t,
            understood.topic,
            city_day(now, self.city.zone),
            text=understood.normalised,
            about=understood.about,
            talk=talk,
            sectors=sectors,
            follow_up=understood.follow_up,
        )

    def _unsure(self, understood: Understood, t: Texts) -> Answer:
        nearest = tuple(topic for topic, _ in understood.nearest if self.city.has_topic(topic))[:NEAREST]
        html = t("answers-not-understood", offered=len(nearest), list=self._numbered(nearest))
        return Answer(OUT, OUT, understood.confidence, html, next=nearest, declined=True, unsure=True)

    def _numbered(self, topics: tuple[str, ...]) -> Markup:
        return Markup("\n").join(
            Markup("{}. {}").format(number, self.city.topic(topic).title) for number, topic in enumerate(topics, 1)
        )

    # -- the conversation --------------------------------------------------------------------------------------

    def _greeting(self, understood: Understood, talk: Mapping[str, Any], answer: Answer, t: Texts) -> Markup | None:
        """A salam is always returned; a hello only at the beginning, and never before an answer that greets itself."""
        first = understood.normalised.split(" ", 1)[0]
        if answer.topic == THANKS or understood.parent_topic == OUT:
            return None
        if first in SALAM:
            return t("answers-salam")
        if answer.topic == GREETING:
            return None
        return t("answers-hello") if first in HELLO and not talk else None

    def _wants_the_options_again(self, understood: Understood, talk: Mapping[str, Any]) -> bool:
        words = understood.normalised.split()
        return bool(shown(talk)) and words[:1] == ["bukan"] and len(words) <= 4 and not understood.follow_up

    def _says_only_yes(self, understood: Understood) -> bool:
        words = understood.normalised.split()
        return bool(words) and len(words) <= LONGEST_YES and self._yes.issuperset(words)

    def _offered(self, talk: dict[str, Any], now: datetime, t: Texts) -> Answer:
        """ "iya, mau" after an answer: what it has a button for, else what it said could be asked next."""
        last = str(talk.get("topic"))
        if self.city.has_topic(last) and self.city.topic(last).action in DOING:
            return replace(self.about(last, now=now), talk=talk)
        return self._options(talk, t) if shown(talk) else replace(self.about(UNCLEAR, now=now), talk=talk)

    def _chosen(self, understood: Understood, talk: Mapping[str, Any]) -> str | None:
        """ "yang kedua itu online atau datang": unclear by itself, but it names one of the list just shown."""
        listed = talk.get("listed") or []
        if understood.sure or not listed:
            return None
        at = understood.about.ordinal
        if at is None or not 0 < abs(at) <= len(listed):
            return None
        return str(listed[at - 1 if at > 0 else -1])

    def _options(self, talk: dict[str, Any], t: Texts) -> Answer:
        topics = tuple(topic for topic in shown(talk) if self.city.has_topic(topic))
        html = t("answers-options", list=self._numbered(topics))
        return Answer("bot.help", "bot.help", 1.0, html, next=topics, talk={**talk, "listed": list(topics)})


def _together(answers: list[Answer]) -> Answer:
    """Several questions in one message: every answer, and the last one's next steps."""
    first, last = answers[0], answers[-1]
    return replace(
        last,
        season=None,
        topic=first.topic,
        parent=first.parent,
        html=Markup("\n\n➖\n\n").join(answer.html for answer in answers),
        sources=tuple(dict.fromkeys(source for answer in answers for source in answer.sources)),
        declined=all(answer.declined for answer in answers),
        talk={"topic": last.topic, "listed": [answer.topic for answer in answers]},
    )


def _html(text: str, source_line: str | None, footer: str | None) -> Markup:
    below = [Markup("<i>{}</i>").format(line) for line in (source_line, footer) if line]
    return Markup("\n\n").join([escape(text.strip()), Markup("\n").join(below)]) if below else escape(text.strip())
