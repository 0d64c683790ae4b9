"""Announcements: written, approved, delivered with a ledger that sums, corrected. See docs/announcements.md."""
