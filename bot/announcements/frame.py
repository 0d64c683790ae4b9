"""The closing lines of every announcement: its number, who sent it, how to check it. /cek knows them too.

Who sent it is the office and the name its official goes by in Telegram, or what they sign with instead: their section,
or nothing but the office's name. The name is noted when the draft is begun and is part of what is approved, so that
somebody who calls themselves otherwise tomorrow changes nothing of what went out today.
"""

from __future__ import annotations

import unicodedata

from bot.html import units
from bot.texts import Texts
from db.announcements import Action

SIGNED_LIMIT = 40
"""UTF-16 units of a name; with it the longest closing lines still fit into `content.FRAME`."""

KEYS = {
    Action.SEND: "announcements-frame",
    Action.EDIT: "announcements-frame-corrected",
    Action.DELETE: "announcements-frame-retracted",
}


def signature(name: str) -> str:
    """A name as it may stand on an announcement: one line, nothing invisible, not too long."""
    line = " ".join("".join(" " if one.isspace() else one for one in name if one.isspace() or _shows(one)).split())
    while units(line) > SIGNED_LIMIT:
        line = line[:-1].rstrip()
    return line


def _shows(one: str) -> bool:
    """Not a control or format character: those turn the direction of a line, or hide in it."""
    return not unicodedata.category(one).startswith("C")


def sender(t: Texts, office: str, signed: str) -> str:
    """ "Rina, DKUMKMP", or the office alone."""
    return t.plain("announcements-signed", name=signed, office=office) if signed else office


def closing(
    t: Texts, office: str, number: int, *, signed: str = "", action: Action = Action.SEND, at: str = "", bot: str = ""
) -> str:
    """The closing lines. `at`: the day of a correction or retraction, in words. `bot`: its name, for groups and
    channels, where it answers nobody.
    """
    from_whom = sender(t, office, signed)
    if action != Action.SEND:
        return t.plain(KEYS[action], number=number, office=from_whom, at=at)
    if bot:
        return t.plain("announcements-frame-group", number=number, office=from_whom, bot=bot)
    return t.plain(KEYS[action], number=number, office=from_whom)
