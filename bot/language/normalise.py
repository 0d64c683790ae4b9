"""What people typed, in plain words: only for finding out what is meant, never for showing."""

from __future__ import annotations

import re
import unicodedata

from bot.language.lexicon import DROP, KEEP, Case, Lexicon

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_TOKEN = re.compile(
    r"\bu/(?=\s|\w)"  # untuk
    r"|\d+(?:[.,]\d+)*%?"  # 93.000   2,5   40%
    r"|[^\W\d_]+(?:['’`-][^\W\d_]+)*['’`]?2?(?=(?:nya|an|ku)?\b|\W|$)(?:nya|an|ku)?"  # jual2an   ka'   jual-jual
    r"|[^\W\d_]+"
    r"|[.!?;,:\n/()-]"  # ends a clause
    r"|[^\s\w]"  # emoji and other signs
)
_CLAUSE_END = frozenset(".!?;,:\n()")
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # 🙏🏽 says what 🙏 says
_DROPPED = frozenset(".!?;,:\n()/-*_\"'`~|<>[]{}=+#@\\^&“”‘’…–—•" + _SKIN_TONES)
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"^([^\W\d_]{3,})2(nya|an|ku)?$")
_NEIGHBOURS = 2


def normalise(text: str, lexicon: Lexicon) -> str:
    """`text` in lower-case plain words with single spaces. Normalising the result again changes nothing."""
    words = _split(clean(text).lower(), lexicon)
    plain = [word for word in _read(words, lexicon) if word]
    return " ".join(plain)


def clean(text: str) -> str:
    """`text` in one Unicode form, without invisible characters and outer blanks; what may be shown and stored."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()


def clauses(text: str) -> list[str]:
    """The sentences and parts of sentences of a long message, in order."""
    parts = _CLAUSE.split(text)
    return [part.strip() for part in parts if part and part.strip()]


_CLAUSE = re.compile(
    r"[.!?;\n]+\s*|,\s+|\s+(?:terus|trus|trs|tapi|tp|tetapi|nah|jadi|jd|makanya|soalnya|karena|krn|lalu|sekarang|skrg)\s+",
    re.IGNORECASE,
)


def _split(text: str, lexicon: Lexicon) -> list[str]:
    """Tokens of a lower-case text; the end of a clause is an empty string."""
    straightened = lexicon.memory(_straightened)
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if token in _CLAUSE_END:
            if found and found[-1]:
                found.append("")
        elif token[0].isdigit() and token.endswith("%"):
            found += [token[:-1], "persen"]
        elif token not in _DROPPED:
            found.append(straightened[token])
    return found


def _straightened(word: str, lexicon: Lexicon) -> str:
    return _doubled(_shortened(word, lexicon), lexicon)


def _shortened(word: str, lexicon: Lexicon) -> str:
    """Letters held down too long: "bgttt", "haloooo". Double letters stay where the word is known so."""
    if not _LONG_RUN.search(word):
        return word
    single, double = _LONG_RUN.sub(r"\1", word), _LONG_RUN.sub(r"\1\1", word)
    return double if double in lexicon.known and single not in lexicon.known else single


def _doubled(word: str, lexicon: Lexicon) -> str:
    """ "jual2an" is jual-jualan; "rt2" is a number."""
    match = _DOUBLED.match(word)
    if match is None or match[1] in lexicon.not_doubled:
        return word
    return f"{match[1]}-{match[1]}{match[2] or ''}"


def _read(words: list[str], lexicon: Lexicon) -> list[str]:
    plain: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        phrase = _phrase(words, at, lexicon) if word in lexicon.phrases else None
        if phrase is not None:
            plain.append(phrase[0])
            at += phrase[1]
            continue
        if word:
            plain.append(_word(words, at, lexicon))
        at += 1
    return plain


def _phrase(words: list[str], at: int, lexicon: Lexicon) -> tuple[str, int] | None:
    for parts, target in lexicon.phrases[words[at]]:
        if tuple(words[at : at + len(parts)]) == parts:
            return target, len(parts)
    return None


def _word(words: list[str], at: int, lexicon: Lexicon) -> str:
    word = words[at]
    cases = lexicon.context.get(word)
    if cases is not None:
        return _in_context(words, at, cases)
    if word in lexicon.particles:
        return "" if len(words) > 1 else word
    if word in lexicon.particles_at_end and at > 0 and _ends_clause(words, at):
        return ""
    plain = lexicon.words.get(word)
    return plain if plain is not None else lexicon.memory(_by_its_stem)[word]


def _by_its_stem(word: str, lexicon: Lexicon) -> str:
    """ "duitnya" is "uangnya"; else the one domain word a slip away."""
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) > 1 and word not in lexicon.known:
            plain = lexicon.words.get(base, base)
            if plain != base and " " not in plain:
                return plain + ending
    return lexicon.corrected(word)


_ENDINGS = ("nya", "ku")


def _in_context(words: list[str], at: int, cases: tuple[Case, ...]) -> str:
    for case in cases:
        if _applies(case, words, at):
            return words[at] if case.to == KEEP else "" if case.to == DROP else case.to
    return words[at]


def _applies(case: Case, words: list[str], at: int) -> bool:
    match case.when:
        case "after_number":
            return at > 0 and words[at - 1][:1].isdigit()
        case "before_number":
            return at + 1 < len(words) and words[at + 1][:1].isdigit()
        case "near":
            around = words[max(0, at - _NEIGHBOURS) : at] + words[at + 1 : at + 1 + _NEIGHBOURS]
            return not case.near.isdisjoint(around)
        case "alone":
            return sum(1 for word in words if word) == 1
        case "first":
            return at == 0
        case "last":
            return _ends_clause(words, at)
        case _:
            return case.when == "otherwise"


def _ends_clause(words: list[str], at: int) -> bool:
    return at + 1 == len(words) or not words[at + 1]
