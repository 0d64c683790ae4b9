"""Announcements at the top floor: the bulk lane, and what officials and people see of them."""

from handlers.announcements.registering import register

__all__ = ["register"]
