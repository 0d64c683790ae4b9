"""What was shown to /cek beside what really went out, word by word: what was added, exchanged, left out.

A forged announcement is usually a real one with something added ("transfer ke rekening ...") or exchanged (a link, a
number, a day). So the words of both are aligned. What cannot be lined up with the real one is named; a slip of the
finger, and the question somebody puts before the text they paste, are not held against them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from bot.announcements.blanks import BLANK
from bot.language.normalise import clean as without_tricks

LINK = (
    r"(?:https?://|www\.|t\.me/)[^\s<>]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|id|net|org|me|info|xyz|site|online|link|ly|top)\b"
    r"(?:/[^\s<>]*)?|@\w{4,}"
)
TELLTALE = re.compile(rf"{LINK}|\d(?:[\s.-]?\d){{5,}}", re.IGNORECASE)
"""What a forger changes first: links, @names, telephone and account numbers."""

_TOKEN = re.compile(rf"(?P<link>{LINK})|(?P<number>\d+(?:[.,:/]\d+)*)|(?P<word>[^\W\d_]+)", re.IGNORECASE)
GAP = "\0"
"""Stands for what differs from reader to reader: before a blank's name for its filling, alone for the day of a
correction or an erased signature."""

_HOLE = re.compile(f"{BLANK.pattern}|{GAP}")
_COARSE = re.compile(r"\w+")


class Room(NamedTuple):
    """What fits where a gap stands and nobody knows what stood there: so many words (titles and initials apart),
    letters, and numbers of so many digits.
    """

    words: int
    letters: int
    numbers: int = 0
    digits: int = 0


ROOMS = {"nama": Room(4, 40), "usaha": Room(5, 60, numbers=1, digits=3), "": Room(5, 40, numbers=2, digits=4)}
"""A first name in Telegram; a business, such as "Toko 99"; a signature, or the day of a correction."""

INITIAL = 2
"""A word of so few letters is a title or an initial."""

SLIP_FROM = 75.0
"""From this likeness (0-100) on another spelling is taken for a slip of the finger."""

ALIKE_FROM = 0.7
"""So much of the real one must be there, in pieces of at least PIECE words."""
PIECE = 2
LEAST_WORDS, LEAST_LETTERS, LEAST_OF_A_PART = 3, 12, 5
"""Less than that in common is chance; of a part of the real one more is needed."""
PROBED = 0.6

_DEMANDS = """
    tf rekening rek biaya rp rupiah ribu rb juta jt uang tunai dana saldo pulsa qris gopay ovo bca bri bni admin otp pin
    sandi password kode ktp nik klik whatsapp wa mengirim pengirim tidak bukan batal jangan
"""
_ACTS = "transfer bayar kirim setor tebus lunas serah titip hubung hadap temu"
_ASKING = """
    kak min admin bang mas mbak pak bu bapak ibu halo hai permisi maaf mohon tolong tanya mau info cek dicek apa
    apakah ini itu pesan pengumuman benar betul asli palsu resmi hoaks hoax penipuan bukan atau ya yah kah gak ga nggak
    enggak tidak dari dinas dong sih dapat dapet saya
"""
DEMANDS, ASKING = frozenset(_DEMANDS.split()), frozenset(_ASKING.split())
"""What no name says, however a forger hides it where the name stands; and words with which people ask about what they
paste: before or after the text they are no part of it."""

_ACT = re.compile(rf"(?:di|me[mn]?|pe[mn]?)?(?:{'|'.join(_ACTS.split())})(?:kan|an|i|lah|nya)*")
"""Verbs of paying and handing over, whatever is put before and behind them."""


Fillings = Mapping[str, Sequence[Sequence[str]]]
"""What may stand where a blank was, by the blank's name: each as its words (`said`)."""

NOTHING: Fillings = {}


class Word(NamedTuple):
    """A word, number or link: as it is compared, whether a slip in it counts, and where it stands."""

    plain: str
    firm: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets a text apart from the real one.

    `added`: passages, as they were shown, that the real one does not have there. `slips`: words spelled differently;
    `missing`: words left out. `alike`: share (0-1) of words in common.
    """

    added: tuple[str, ...] = ()
    slips: int = 0
    missing: int = 0
    alike: float = 1.0

    @property
    def none(self) -> bool:
        """Word for word the same."""
        return not (self.added or self.slips or self.missing)

    @property
    def closeness(self) -> tuple[bool, float]:
        """What is compared to find the one that was meant."""
        return self.none, self.alike


def clean(text: str) -> str:
    """Text with the same characters however they were typed, single spaces, and nothing that cannot be seen."""
    return " ".join(without_tricks(text).split())


def telltales(passage: str) -> list[str]:
    """Links, @names and long numbers in a passage."""
    return [_trimmed(found) for found in TELLTALE.findall(passage)]


def words(text: str) -> list[Word]:
    """The words of a cleaned text; marks and emoji between them say nothing."""
    return [_word(found) for found in _TOKEN.finditer(text)]


def _word(found: re.Match[str]) -> Word:
    if found["link"]:
        return Word(bare(found[0]), True, found.start(), found.end() - len(found[0]) + len(_trimmed(found[0])))
    return Word(bare(found[0]) if found["number"] else found[0].casefold(), bool(found["number"]), *found.span())


def _trimmed(link: str) -> str:
    return link.rstrip(".,;:!?)'\"")


def bare(found: str) -> str:
    """A link without its scheme, a long number without what groups its digits: two that are meant alike are alike."""
    if not re.fullmatch(r"[\d.,:/]+", found):
        return re.sub(r"^https?://(?:www\.)?", "", _trimmed(found).casefold()).rstrip("/.,;:!?)")
    digits = found.replace(".", "")
    return digits if len(digits) >= 6 else found


@lru_cache(maxsize=2048)
def pieces(text: str) -> tuple[str, ...]:
    """The words of a text that really went out, with a GAP where each reader read something else."""
    text_and_holes = enumerate(_HOLE.split(text))
    return tuple(word for place, part in text_and_holes for word in ([GAP + (part or "")] if place % 2 else said(part)))


def said(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [one.plain for one in words(clean(text))]


def _is_gap(word: str) -> bool:
    return word.startswith(GAP)


def _coarse(text: str) -> frozenset[str]:
    """The words of a cleaned text, quickly: ten times faster than `words`, and good enough to leave strangers out."""
    return frozenset(_COARSE.findall(text.casefold()))


class Shown:
    """What somebody shows, ready to be compared with many."""

    def __init__(self, text: str) -> None:
        self.text = clean(text)
        self.words = words(self.text)
        self.plain = [one.plain for one in self.words]
        self._set = frozenset(self.plain)
        self._coarse = _coarse(self.text)

    def share(self, text: str) -> float:
        """How much of the one is in the other (0-1), by a quick look: for choosing among thousands."""
        real = _coarse(clean(text))
        return len(real & self._coarse) / max(1, min(len(real), len(self._coarse)))

    def may_be(self, text: str) -> bool:
        """A quick look that tells most strangers apart."""
        real = [one for one in pieces(text) if not _is_gap(one)]
        here = sum(one in self._set for one in real)
        return bool(here) and (here >= PROBED * len(real) or here >= PROBED * len(self.plain))

    def beside(
        self, text: str, closing: str = "", known: Container[str] = (), fillings: Fillings = NOTHING
    ) -> Difference | None:
        """What sets this apart from a `text` that may end with `closing`; None when they have too little in common.

        `known`: links (`bare`) that belong to it though they stand behind its buttons. `fillings`: what surely may
        stand where a blank was, by its name.
        """
        from rapidfuzz.distance import LCSseq

        real = pieces(text)
        wanted = [*real, *pieces(closing)]
        steps = list(LCSseq.opcodes(wanted, self.plain))
        runs = [real[step.src_start : min(step.src_end, len(real))] for step in steps if step.tag == "equal"]
        if not _is_the_same(runs, real, self.plain):
            return None
        added: list[str] = []
        slips = missing = 0
        for begin, end, start, stop in _regions(steps):
            lost, new = wanted[begin:end], self.words[start:stop]
            passage = self.text[new[0].start : new[-1].end] if new else ""
            if new and _is_a_slip(lost, new):
                slips += 1
                continue
            missing += sum(not _is_gap(one) for one in wanted[begin : min(end, len(real))])
            if new and not (
                _fills(lost, new, fillings) or _only_asks(new, start, stop, len(self.plain))
                or all(one.plain in known for one in new)
            ):  # fmt: skip
                added.append(passage)
        alike = _alike(steps, real, len(self.plain))
        return Difference(tuple(added), slips, missing, alike)


def _regions(steps: Iterable[Any]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches in which the two differ: from and to in the real one, from and to in what was shown."""
    here: tuple[int, int, int, int] | None = None
    for step in steps:
        if step.tag == "equal":
            if here:
                yield here
            here = None
        elif here:
            here = (here[0], step.src_end, here[2], step.dest_end)
        else:
            here = (step.src_start, step.src_end, step.dest_start, step.dest_end)
    if here:
        yield here


def _sayings(real: Sequence[str]) -> int:
    return sum(not _is_gap(one) for one in real)


def _alike(steps: Iterable[Any], real: Sequence[str], shown: int) -> float:
    """Share of the words that both have, the closing lines left out."""
    equal = [step for step in steps if step.tag == "equal"]
    own = sum(max(0, min(step.src_end, len(real)) - step.src_start) for step in equal)
    closing = sum(step.src_end - step.src_start for step in equal) - own
    return own / max(_sayings(real), shown - closing, 1)


def _is_the_same(runs: Iterable[Sequence[str]], real: Sequence[str], shown: Sequence[str]) -> bool:
    """Whether one is made of the other: enough words in common, standing together as they stood there."""
    runs, sayings = list(runs), _sayings(real)
    common = sum(len(run) for run in runs)
    letters = sum(len(word) for run in runs for word in run)
    if common < min(LEAST_WORDS, sayings) or letters < LEAST_LETTERS:
        return False
    together = sum(len(run) for run in runs if len(run) >= PIECE)
    a_part = common >= LEAST_OF_A_PART and together >= ALIKE_FROM * len(shown)
    return a_part or together >= ALIKE_FROM * sayings


def _fills(lost: Sequence[str], new: Sequence[Word], fillings: Fillings) -> bool:
    """Whether a passage can be what blanks were filled with: what the reader is called, or at most a short name."""
    gaps = [one.removeprefix(GAP) for one in lost if _is_gap(one)]
    rest = _without(new, [filling for name in gaps for filling in fillings.get(name, ())])
    rooms = [ROOMS.get(name, ROOMS[""]) for name in gaps]
    fits = (
        sum(len(one.plain) > INITIAL for one in rest) <= sum(room.words for room in rooms)
        and sum(len(one.plain) for one in rest) <= sum(room.letters for room in rooms)
        and sum(one.firm for one in rest) <= sum(room.numbers for room in rooms)
    )
    digits = max((room.digits for room in rooms), default=0)
    return bool(gaps) and fits and all(_may_be_called(one, digits) for one in rest)


def _without(new: Sequence[Word], fillings: Iterable[Sequence[str]]) -> list[Word]:
    """What is left of a passage when each known filling is taken out once."""
    rest = list(new)
    for filling in sorted(fillings, key=len, reverse=True):
        for at in range(len(rest) - len(filling) + 1):
            if filling and [one.plain for one in rest[at : at + len(filling)]] == list(filling):
                del rest[at : at + len(filling)]
                break
    return rest


def _may_be_called(word: Word, digits: int) -> bool:
    """Whether a word can be part of a name: no link, no long number, and nothing with which people are made to pay."""
    if word.firm:
        return word.plain.isdigit() and len(word.plain) <= digits
    return word.plain not in DEMANDS and not _ACT.fullmatch(word.plain)


def _is_a_slip(lost: Sequence[str], new: Sequence[Word]) -> bool:
    """Whether some words are others misspelled. Numbers and links are never: one digit is another account."""
    from rapidfuzz import fuzz

    if (
        not lost
        or any(map(_is_gap, lost))
        or any(one.firm for one in new)
        or any(any(sign.isdigit() for sign in one) for one in lost)
    ):
        return False
    return fuzz.ratio("".join(lost), "".join(one.plain for one in new)) >= SLIP_FROM


def _only_asks(new: Sequence[Word], start: int, stop: int, most: int) -> bool:
    """Whether it is somebody's own question before or after the text."""
    return (start == 0 or stop == most) and all(one.plain in ASKING for one in new)
