"""What somebody means while they tell a complaint: send it, keep my name out, or nobody will read this anyway."""

from __future__ import annotations

import enum
import re


class Cue(enum.Enum):
    """What a short message does besides telling more."""

    SEND = enum.auto()
    ANONYMOUS = enum.auto()
    DOUBT = enum.auto()
    CANCEL = enum.auto()


LONG = 8
"""Words from which a message tells something, whatever else it says."""

NOT = "(?:jangan|tidak|tdk|tak|gak|ga|gk|nggak|ndak|tanpa)"


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


_CUES = (
    (Cue.ANONYMOUS, _any(rf"nama\w*\b.*\b(?:{NOT}|rahasia\w*)", rf"{NOT}\b.*\bnama\w*", r"anonim\w*",
                         r"(?:di)?rahasia\w*")),
    (Cue.CANCEL, _any("batal\\w*", f"{NOT} jadi", "cancel")),
    (Cue.SEND, _any("kirim\\w*", "teruskan", "(?:sudah )?itu (?:saja|aja)", "cukup", "send it")),
    (Cue.DOUBT, _any("percuma", "sia-sia", f"(?:paling|emang|memang).*{NOT}", f"{NOT} (?:bakal|akan)",
                     "siapa yang baca", r"\w*bot")),
)  # fmt: skip

_COMPLAINT = _any(
    "kecewa", "curang", f"{NOT} adil", "pungli", "pungutan", "oknum", "suap", "sogok", "orang dalam", "pilih kasih",
    "diatur", "(?:di)?persulit", "dipingpong", "dioper", "judes", "galak", "kasar", "marah", "muak", r"keluh\w*",
    r"komplain\w*", r"complain\w*", r"mengadu\w*", "(?:peng)?aduan", "keberatan", "protes", "diabaikan", "dipalak",
    "(?:di)?mintai? (?:uang|duit|bayar\\w*)", "dicoret", "tercoret", "ditipu", "semena", "diskriminasi",
    f"(?:{NOT}|belum) ditanggapi", "parah", "kapok",
)  # fmt: skip


def read_cue(text: str) -> Cue | None:
    """The cue of a short message; None when it simply tells something."""
    low = text.lower()
    if len(low.split()) > LONG:
        return None
    return next((cue for cue, pattern in _CUES if pattern.search(low)), None)


def is_a_complaint(text: str) -> bool:
    """Whether a message is plainly an accusation or a complaint, whatever topic its other words belong to.

    Two signs are needed, so that "apakah ada pungutan untuk NIB?" stays a question.
    """
    if text.rstrip().endswith("?"):
        return False
    signs = set(_COMPLAINT.findall(text.lower()))
    return len(signs) + text.count("!!") >= 2


def sounds_like_a_complaint(text: str) -> bool:
    """Whether somebody who wants a person wants to complain rather than to ask."""
    return bool(_COMPLAINT.search(text.lower()))
