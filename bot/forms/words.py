"""Words that steer a form instead of answering it, as people type them. They are understood, never shown."""

from __future__ import annotations

import enum
import re

from bot.language.matching import words_of


def words_in(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


class Command(enum.StrEnum):
    """What somebody wants of the form. The values are also those of the buttons."""

    GO = "!go"
    BACK = "!back"
    SKIP = "!skip"
    REST = "!rest"
    LATER = "!later"
    STOP = "!stop"
    RESTART = "!restart"
    EDIT = "!edit"
    SAVE = "!save"
    HELD = "!held"


_SAID = {
    Command.GO: "lanjut lanjutkan lanjutin teruskan next continue|ok continue|lanjut isi"
                "|ok lanjut|oke lanjut|ayo lanjut|lanjut ya|ya lanjut"
                "|lanjut dong|lanjutkan pendaftaran|lanjut daftar|lanjut kak|lanjut min",
    Command.BACK: "kembali balik back mundur sebelumnya|yang tadi|balik lagi|ke sebelumnya|balik dulu|kembali dulu",
    Command.SKIP: "lewati lewat lewatin skip lompati|lewati saja|lewati aja|lewatin aja|skip aja|skip dulu|lewat aja"
                  "|lewati dulu|kosongkan|kosongin|dikosongkan|kosong",
    Command.LATER: "nanti ntar entar besok tunda pause|nanti dulu|nanti aja|nanti saja|nanti lagi|ntar dulu|ntar aja"
                   "|entar aja|besok aja|besok lagi|nanti ya|ntar ya|nanti deh|ntar deh",
    Command.STOP: "batal batalkan batalin cancel stop berhenti udahan|ga jadi|gak jadi|nggak jadi|ngga jadi|tidak jadi"
                  "|gk jadi|ndak jadi|gajadi|batal aja|batal deh|batal dulu|batalkan saja|sudah berhenti",
    Command.RESTART: "ulang ulangi reset|mulai ulang|ulang dari awal|dari awal|mulai dari awal|ulang lagi|isi ulang",
}  # fmt: skip


def _table() -> dict[str, Command]:
    table = {}
    for command, said in _SAID.items():
        singles, *phrases = said.split("|")
        for phrase in [*singles.split(), *phrases]:
            table[phrase] = command
    return table


_COMMANDS = _table()

_YES = words_in(
    "ya iya y yes yoi yup ok oke okee okey okeh sip siap setuju betul benar bener simpan kirim yakin lanjut boleh "
    "sudah udah deal mau mulai ayo gas sudahlah iyaa yaa"
)
_NO = words_in("tidak tdk ga gak gk nggak ngga enggak engga no bukan jangan ndak nda salah belum blm kada")
_FILLERS = words_in(
    "kak kakak min admin mas mbak pak bu bang bos dong deh ya aja saja sih lah kok data datanya itu semua "
    "semuanya sudah udah nya makasih terima kasih saya"
)

_NONE = re.compile(
    r"^(?:-+|(?:belum|blm|ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|nda|kada|tanpa|saya (?:belum|tidak))\s*"
    r"(?:ada|punya|pny|py|pakai|pake|bikin|buat|urus|mau|usah|perlu)(?:\s+(?:nib|nomor|hp|nomornya|nib-nya|nibnya))?"
    r"|belum|blm|kosong)(?:\s+(?:kak|min|sih|ya|dulu|aja|saja))*$"
    # "ga tau", "waduh lupa kak", "udah ga inget pasti"
    r"|^(?:(?:wah|waduh|aduh|maaf|saya|aku|sy|sudah|udah|udh)\s+)*"
    r"(?:(?:belum|blm|ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|nda|kada|kurang|krg|ora)\s*"
    r"(?:tau|tahu|ingat|inget|hafal|hapal|yakin)|lupa|entah|embuh)"
    r"(?:\s+(?:kak|min|sih|ya|lagi|juga|pasti|pastinya|persis|persisnya|tahunnya|nomornya|saya|aku))*$"
)

_OPENING = r"^(?P<open>(?:(?:eh+|aduh|duh|maaf|maap|sori|sorry|oh|wah|lho|ups|ya|kak|min)\b[\s,.!]*)*)"
_CORRECTIONS = (
    # "eh salah ketik, X" - "ralat: X" - "maksudnya X"
    re.compile(
        _OPENING + r"(?:salah|slh|ralat|keliru|typo|koreksi|revisi|maksudnya|maksud\s+saya|harusnya|seharusnya"
        r"|y(?:an)?g\s+ben[ae]r)(?:\s+(?:ketik|tulis|ding|deng|itu|tadi|kak|min|ya|namanya|nama))*[\s,.:;!-]+(?P<rest>\S.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    # "bukan damai, damai baru" - "bukan damai tapi damai baru"
    re.compile(
        _OPENING
        + r"(?:bukan|bkn)\s+[^,;]+?(?:[,;]\s*(?:tapi|tp|melainkan)?|\s+(?:tapi|tp|melainkan))\s+(?P<rest>\S.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    # "bukan, X"
    re.compile(
        _OPENING + r"(?:bukan|bkn)(?:\s+(?:itu|ding|deng|kak|min|ya))*\s*[,.:;!]+\s*(?P<rest>\S.*)$", re.I | re.S
    ),
    # "eh X deng" - "eh X maksudnya"
    re.compile(
        r"^eh+[\s,]+(?P<rest>\S.*?)[\s,]+(?:maksud(?:nya|ku|\s+saya)|ding|deng)[.!]*$", re.IGNORECASE | re.DOTALL
    ),
)
_LED = re.compile(
    r"^(?:(?:maksudnya|maksud\s+saya|harusnya|seharusnya|yang\s+benar|yg\s+benar|yg\s+bener|tapi|tp|melainkan|ganti"
    r"|jadi|jadinya|itu)[\s,:]+)+",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:ubah|ganti|rubah|edit|koreksi|perbaiki|betulkan|benerin|salah|keliru|revisi|pindah|ralat)\b", re.IGNORECASE
)


def command(text: str) -> Command | None:
    """The command a whole message is ("nanti aja"), or None; putting off may say why ("nanti dulu ya mau masak")."""
    words = words_of(text)
    joined = " ".join(words)
    said = _COMMANDS.get(joined) or _COMMANDS.get(" ".join(word for word in words if word not in _FILLERS | _OPENERS))
    return said or (Command.LATER if _PUT_OFF.match(joined) and len(words) <= _LONGEST_PUT_OFF else None)


_OPENERS = words_in("eh oh aduh maaf waduh")
_PUT_OFF = re.compile(
    r"^(?:(?:eh|oh|aduh|maaf|waduh|batal|ya|sebentar|bentar)\s+)*"
    r"(?:(?:nanti|ntar|entar|besok)\s+(?:dulu|aja|saja|lagi|deh|ya|lanjut\w*|sambung\w*)|tunda dulu|tinggal dulu)\b"
)
_LONGEST_PUT_OFF = 8
STATED = re.compile(
    r"\b(?:jadi|menjadi|ke|harusnya|seharusnya|yang\s+benar|yg\s+bener|yg\s+benar|adalah)\s+(?P<value>\S.*)$", re.I
)
"""What something is to become: "nama jadi Dapur Bu Tutik"."""
_ABOUT = re.compile(
    r"^(?:(?:eh+|oh|aduh|maaf|maap|sori)[\s,]+)*(?P<what>[a-z]+?)(?:nya|ku)?\s+"
    r"(?:(?:salah|keliru|typo|kurang\s+tepat)\b|(?=harusnya|seharusnya|ganti|diganti|ubah|yang\s+ben[ae]r))"
    r"(?:[\s,.:;-]|\b(?:tulis|ketik|tadi|itu|harusnya|seharusnya|y(?:an)?g\s+ben[ae]r|di?ganti|ganti|ubah|jadi|ke)\b)*(?P<value>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


def correction_of(text: str) -> tuple[str, str] | None:
    """ "eh namanya salah, Salon Ayu" -> what is wrong ("nama") and what it should be; None when it is no such thing."""
    found = _ABOUT.match(text.strip())
    return (found["what"].lower(), found["value"].strip()) if found else None


def is_none(text: str) -> bool:
    """ "ga ada", "belum punya", "lupa kak", "-": there is nothing to answer with."""
    return bool(_NONE.match(" ".join(text.lower().split()).rstrip(".!")))


def is_yes(text: str) -> bool:
    """A message that is nothing but agreement."""
    words = [word for word in words_of(text) if word not in _OPENERS]
    return bool(words) and words[0] in _YES and all(word in _YES | _FILLERS for word in words)


def is_no(text: str) -> bool:
    """A message that is nothing but refusal."""
    words = [word for word in words_of(text) if word not in _OPENERS]
    return bool(words) and words[0] in _NO and all(word in _NO | _FILLERS | {"jadi"} for word in words)


def correction(text: str) -> str | None:
    """What somebody says instead: "eh salah, Dapur Bu Tutik" -> "Dapur Bu Tutik"; None when it is no correction."""
    for pattern in _CORRECTIONS:
        found = pattern.match(text.strip())
        if found:
            return _LED.sub("", found["rest"]).strip()
    return None


def wants_change(text: str) -> bool:
    """ "ganti namanya", "omzetnya salah"."""
    return bool(_CHANGE.search(text))
