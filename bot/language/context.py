"""A message after others: choosing, correcting, going on, coming back, and amounts without their unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.language.matching import words_of
from bot.language.talk import AMOUNT, ASPECT, SEASON, SHORT, TRADE, FollowUps, Talk
from bot.language.understood import Understood

CLEAR = 0.75
"""Confidence below which a short message is read in the light of what was said before; found by cross-validation
(docs/decisions/0003-understanding.md), as are those of `Calibration`."""


class Context:
    """Reads what was read by itself once more, after what was said before."""

    def __init__(
        self, one: Callable[[str], Understood], parent: Callable[[str], str], follow_ups: FollowUps,
        asking: frozenset[str],
    ) -> None:  # fmt: skip
        """`one` reads a message as one question, `asking` are the words of questions."""
        self._one, self._parent, self._follow_ups, self._asking = one, parent, follow_ups, asking

    def read(self, read: Understood, talk: Talk, *, corrected: bool = False) -> Understood:
        """What it means after `talk`. `corrected`: it says better what was said wrongly just before."""
        instead = self._instead(read)
        if instead is not None:
            return self.read(self._one(instead), talk, corrected=True)
        back = _match(_BACK_TO, read)
        if back is not None:
            return self._back(self._one(_JUST_NOW.sub("", back[1])), talk)
        whole = _with_unit(read, talk)
        if whole is not None and self._follow_ups.is_bare(words_of(read.normalised)):
            return self.read(self._one(whole), talk)
        if self._came_back(read, talk):
            return replace(read, follow_up=True)
        meant = self._chosen(read, talk) or self._followed(read, talk, corrected)
        if meant is not None:
            return self._meant(read, meant)
        return self._some_side(read, talk)

    def _meant(self, read: Understood, topic: str) -> Understood:
        return replace(read, topic=topic, parent_topic=self._parent(topic), confidence=1.0, follow_up=True)

    def _some_side(self, read: Understood, talk: Talk) -> Understood:
        """ "kalau gagal gimana" is of what was talked about, though nobody knows which side of it; it stays unclear."""
        words = words_of(read.normalised)
        chooses = words[:1] == ["bukan"] or (talk.listed and read.about.ordinal is not None)
        if read.sure or talk.topic is None or chooses or len(words) > SHORT:
            return read
        if not self._follow_ups.begins_like_one(words):
            return read
        return replace(read, topic=talk.topic, parent_topic=self._parent(talk.topic), follow_up=True)

    def _instead(self, read: Understood) -> str | None:
        """The right words in "bukan modal, model" and "eh maksudnya yang kecil"; "maksudnya apa?" corrects nothing."""
        found = _match(_CORRECTION, read) or _match(_MEANT, read)
        return None if found is None or _ASKS_WHAT.match(found[1]) else str(found[1])

    def _back(self, read: Understood, talk: Talk) -> Understood:
        """ "balik ke NIB tadi, bayar ga": a side of it, when it was talked about before. What names no topic by itself
        ("balik ke hampers tadi, mulai kapan") goes on from the latest of the earlier ones it can go on from."""
        if read.topic == talk.topic or read.topic in talk.earlier:
            return replace(read, follow_up=True)
        if read.confidence < CLEAR:
            after = (self._followed(read, replace(talk, topic=topic, earlier=()), True) for topic in talk.earlier)
            meant = next((topic for topic in after if topic is not None), None)
            if meant is not None:
                return self._meant(read, meant)
        return self.read(read, talk)

    def _came_back(self, read: Understood, talk: Talk) -> bool:
        """ "kur tadi bunganya berapa" after a question about Lebaran: it names what was talked about earlier."""
        named = read.topic in talk.earlier and read.confidence >= CLEAR
        return named and not self._follow_ups.is_bare(words_of(read.normalised))

    def _followed(self, read: Understood, talk: Talk, corrected: bool) -> str | None:
        """The topic of a message that goes on from what was said, or only answers it."""
        words = words_of(read.normalised)
        if read.questions or len(words) > SHORT or self._names_a_season(read, talk):
            return None

        def trade() -> bool:  # costs most
            return read.about.sector.sector is not None

        bare = self._follow_ups.is_bare(words) and not self._counts(read, talk)  # "syaratnya?"
        unclear = read.confidence < CLEAR or bare
        goes_on = unclear or corrected or len(words) == 1 or self._follow_ups.begins_like_one(words)
        if not goes_on and not (self._asking.isdisjoint(words) and trade()):
            return None
        named: dict[str, Callable[[], bool]] = {
            TRADE: trade,
            AMOUNT: lambda: bool(read.about.amounts),
            SEASON: lambda: bool(read.about.seasons),
            ASPECT: lambda: unclear and self._follow_ups.names_aspect(words),
        }
        topics = (talk.topic, *talk.earlier) if bare and self._follow_ups.names_aspect(words) else (talk.topic,)
        after = (self._after(topic, words, talk, named) for topic in topics)  # "bayar ga?" may be of the one before
        return next((topic for topic in after if topic is not None), None)

    def _counts(self, read: Understood, talk: Talk) -> bool:
        """ "berapa persen yang kuliner" after a permit: words that go on from a figure are about figures elsewhere."""
        elsewhere = read.parent_topic.startswith(_OF_FIGURES) and not (talk.topic or "").startswith(_OF_FIGURES)
        return elsewhere and read.confidence >= _SURE and bool(read.about.scales or read.about.sector.sector)

    def _names_a_season(self, read: Understood, talk: Talk) -> bool:
        """ "lebaran tahun depan tanggal berapa" after a loan: a feast has a day of its own, the loan is not meant."""
        elsewhere = read.parent_topic.startswith("season.") and not (talk.topic or "").startswith(_OF_SEASONS)
        return elsewhere and bool(read.about.seasons)

    def _after(
        self, topic: str | None, words: list[str], talk: Talk, named: dict[str, Callable[[], bool]]
    ) -> str | None:
        return self._follow_ups.topic(words, replace(talk, topic=topic), has=lambda what: named[what]())

    def _chosen(self, read: Understood, talk: Talk) -> str | None:
        """ "2", "yang kedua tadi" or "yang kedua itu bayar apa gratis" after a list."""
        at = read.about.ordinal if talk.listed else None
        if at is None or not 1 <= (at if at > 0 else 1) <= len(talk.listed):
            return None
        words = words_of(read.normalised)
        if len(words) > _LONGEST_CHOICE and not self._follow_ups.is_bare(words):
            return None
        return talk.listed[at - 1 if at > 0 else -1]


def _match(pattern: re.Pattern[str], read: Understood) -> re.Match[str] | None:
    """Only in messages of a line or three: what follows is read anew, and 4,000 letters of "salah, salah, ..." would be
    read anew six hundred times while everybody waits."""
    return pattern.match(read.text) if len(read.text) <= _LONGEST_CORRECTED else None


def _with_unit(read: Understood, talk: Talk) -> str | None:
    """ "kalau 400?" after "300 juta" is 400 juta. A number alone that may be one of a list stays that."""
    found = _NUMBER.search(read.text) if talk.unit else None
    if found is None or _NUMBER.search(read.text, found.end()) or read.about.amounts:
        return None
    if _ONE_OF_A_LIST.fullmatch(read.text) and found[0].isdigit() and int(found[0]) <= len(talk.listed):
        return None
    return f"{read.text[: found.end()]} {talk.unit}{read.text[found.end() :]}"


_COUNTED = r"(?:hari|hr|minggu|mgg|bulan|bln|tahun|thn|th|jam|orang|org|persen|produk|cabang|kali|x|%|tgl)"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?!20[2-9]\d\b)\d{{1,4}}(?:[.,]\d{{1,2}})?(?![\w%]|[.,]\d)(?!\s*{_COUNTED}\b)", re.IGNORECASE
)
""" "300 sebulan" is of a month, "3 bulan" is not an amount; nor is a year."""
_ONE_OF_A_LIST = re.compile(r"\s*(?:(?:yang|yg|no|nomor|pilih|opsi|ke)\.?\s*)*\d+\s*[?!.]*\s*", re.IGNORECASE)
_CORRECTION = re.compile(
    r"\s*(?:eh\s+|oh\s+)?(?:bukan|bkn)\s+[^,.;!?]{1,40}?(?:[,.;]|\s(?:tapi|tp|melainkan|but)\s)\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_MEANT = re.compile(
    r"\s*(?:(?:eh|oh|aduh|waduh|loh|sori|sorry|maaf|no|ga|gak|bukan|salah|typo|ralat)[\s,.]+){0,3}"
    r"(?:(?:yg |yang )?(?:maksud|mksd|mksud)(?:nya|ny|e|ku)?(?:\s+(?:saya|sy|aku|gue|gw|kami|ulun|itu|tuh|adalah))*"
    r"[\s,:]+|i mean[t,:]?\s+|(?:salah|typo|ralat|keliru)\s*[,.;:]\s*)(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_WHAT = re.compile(r"(?:itu |nya |yang |yg )*(?:apa?|apaan|gi?ma?na?|bagaimana|what|how)\b", re.IGNORECASE)
_BACK_TO = re.compile(
    r"\s*(?:eh\s+|oh\s+|oke?\s+|terus\s+|trus\s+)?(?:balik|kembali|lanjut|back)\s+"
    r"(?:lagi\s+|lg\s+)?(?:ke|soal|tentang|yang|yg|to)\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_JUST_NOW = re.compile(r"\s(?:tadi|td|tdi)\b", re.IGNORECASE)
_LONGEST_CHOICE = 5
_LONGEST_CORRECTED = 220
_OF_SEASONS = ("season.", "subscription.")
_OF_FIGURES = "stat."
_SURE = 0.95
