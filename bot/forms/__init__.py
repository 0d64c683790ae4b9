"""Forms: fields in order as data, and one walker that knows how a conversation through them goes. No Telegram.

form = Form("register", noun="businesses", fields=(Field("name", check=...), ...), save=...)
turn = walk(form, state, Typed("Dapur Bu Tutik"), sheet)    # pure: the next state and what to say
turn = await answer(db, forms, person_id, entry, ...)       # the same on the stored draft, in one transaction
"""

from bot.forms.drafts import Desk, Done, Nudge
from bot.forms.parts import (
    Again,
    Choice,
    Contact,
    Drop,
    Entry,
    Field,
    Form,
    Place,
    Pressed,
    Refused,
    Say,
    Sheet,
    Stored,
    Typed,
    Unread,
    Words,
)
from bot.forms.shown import choices, lines, progress, prompt
from bot.forms.state import SUMMARY, State, Status, filled
from bot.forms.walker import Act, Turn, walk

__all__ = [
    "SUMMARY", "Act", "Again", "Choice", "Contact", "Desk", "Done", "Drop", "Entry", "Field", "Form", "Nudge",
    "Place", "Pressed", "Refused", "Say", "Sheet", "State", "Status", "Stored", "Turn", "Typed", "Unread", "Words",
    "choices", "filled", "lines", "progress", "prompt", "walk",
]  # fmt: skip
