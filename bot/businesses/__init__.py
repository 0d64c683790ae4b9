"""Registered businesses: the forms about them, what owners do with them, their class, card and history.

FORMS: register, edit (one field, State.subject is the business), delete
mine: all_of, find, set_status, still_there, fitting, interests, set_interest, verify, checklist, tick
officials: interested(db, actor, programme), interest_counts(db, actor)
"""

from bot.businesses.forms import DELETE, EDIT, EDITABLE, FORMS, REGISTER
from bot.businesses.mine import (
    all_of,
    checklist,
    find,
    fitting,
    history,
    interest_counts,
    interested,
    interests,
    is_due,
    set_interest,
    set_status,
    still_there,
    tick,
    ticked,
    verdict_of,
    verify,
)
from bot.businesses.records import answers_of
from bot.businesses.refer import Meant, means_everything, meant

__all__ = [
    "DELETE", "EDIT", "EDITABLE", "FORMS", "REGISTER", "Meant", "all_of", "answers_of", "checklist", "find", "fitting",
    "history", "interest_counts", "interested", "interests", "is_due", "means_everything", "meant",
    "set_interest", "set_status", "still_there", "tick", "ticked", "verdict_of", "verify",
]  # fmt: skip
