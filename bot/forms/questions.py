"""Is a message in the middle of a form an answer, a question, or a wish to be somewhere else?"""

from __future__ import annotations

import enum
import re

from bot.forms.parts import Field, Sheet
from bot.forms.words import words_in
from bot.language.matching import words_of


class Kind(enum.Enum):
    """What a message seems to be, as far as its words alone tell."""

    ANSWER = enum.auto()
    QUESTION = enum.auto()
    WISH = enum.auto()
    """A greeting, thanks, "mau bicara sama petugas", half a question: it gives way where the field can read it."""


SURE = 0.6
VERY_SURE = 0.85
CHAT_WORDS = 2
WISHES = ("human.", "business.", "subscription.", "privacy.", "bot.")
CHAT = "chitchat."

QUESTION_WORDS = words_in(
    "apa apaan apakah apasih berapa brp brapa berapakah siapa sapa kapan kpn dimana dmn dmna mana kemana gimana "
    "gmn gmna bagaimana bgmn kenapa knp knapa mengapa ngapain what where when why how who which bolehkah bisakah "
    "adakah"
)
ENDINGS = words_in("kah sih ya kak min dong nih itu ini sekarang skrg skrng")


def kind_of(text: str, sheet: Sheet, *, loose: bool) -> Kind:
    """The kind of a message. `loose`: the open question takes any words, such as a name.

    A name may well contain a question word ("Warung Apa Aja") or be a topic ("Keripik Pisang Halal"), so that a
    question is one only by its form and by being about something the bot knows.
    """
    read = sheet.understanding.understand(text)
    known = not read.declined and not read.topic.startswith(CHAT)
    marked = text.rstrip().endswith("?")
    formed = is_asking(text) or bool(_WANTS_TO_KNOW.match(text))
    if formed and known and read.confidence >= SURE:
        return Kind.QUESTION
    if known and not loose and read.confidence >= SURE and not QUESTION_WORDS.isdisjoint(words_of(text)):
        return Kind.WISH
    if marked or (formed and not loose):
        return Kind.QUESTION if loose else Kind.WISH
    if read.confidence >= VERY_SURE and read.topic.startswith(WISHES):
        return Kind.WISH
    if read.confidence >= VERY_SURE and read.topic.startswith(CHAT) and len(words_of(text)) <= CHAT_WORDS:
        return Kind.WISH
    return Kind.ANSWER


def is_asking(text: str) -> bool:
    """A question by its form: a question word at the beginning or the end."""
    words = words_of(text)
    if len(words) < 2:
        return bool(words) and words[0] in QUESTION_WORDS
    told = [word for word in words if word not in ENDINGS] or words
    return bool(QUESTION_WORDS.intersection((told[0], told[-1]))) or told[0].endswith("kah")


_WANTS_TO_KNOW = re.compile(
    r"\s*(?:(?:eh|oh|kak|min|pak|bu|maaf|permisi|halo|saya|aku|sy|ak|boleh|mau|mo|ingin|pengen|pingin|bisa|tolong|numpang)"
    r"[\s,]+)*(?:tanya|nanya|bertanya|tahu|tau|info|minta info|cari info|ide|sambungkan|hubungkan"
    r"|(?:bicara|ngomong|ngobrol) (?:sama|dengan|dgn))\b",
    re.IGNORECASE,
)
"""A question without a question word: "saya mau tanya soal PIRT", "ide jualan dong"."""


def asks_for_help(text: str, field: Field) -> bool:
    """ "omzet itu apa?", "nomor HP buat apa": about the open question itself."""
    words = set(words_of(text))
    if words <= HELP_WORDS | AROUND_HELP and words & HELP_WORDS:
        return True
    bare = {word.removesuffix("nya") for word in words}
    return bool(field.words & bare) and bool(words & WHY) and len(words) <= SHORT_QUESTION


HELP_WORDS = words_in(
    "bantuan bantu help tolong bingung maksudnya gimana bagaimana contoh contohnya ngerti paham mengerti jelaskan"
)
AROUND_HELP = ENDINGS | words_in("ga gak nggak tidak isi ngisi isinya saya aku caranya cara apa")
WHY = words_in("apa apaan kenapa knp knapa mengapa maksud maksudnya contoh contohnya wajib harus gimana gmn bagaimana")
SHORT_QUESTION = 7
