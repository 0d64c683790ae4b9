"""The officials' desk: /petugas and what lies on it."""

from handlers.desk.registering import register

__all__ = ["register"]
