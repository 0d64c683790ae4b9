"""Announcements and their ledger. See DESIGN 4 and docs/announcements.md."""

from db.announcements.states import Action, Fate, IllegalMove, Kind, Skip, State
from db.announcements.tables import Announcement, Approval, Delivery, Link, Recipient, Variant, Watch

__all__ = ["Action", "Announcement", "Approval", "Delivery", "Fate", "IllegalMove", "Kind", "Link", "Recipient", "Skip",
           "State", "Variant", "Watch"]  # fmt: skip
