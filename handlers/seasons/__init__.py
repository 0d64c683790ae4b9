"""Season reminders at the top floor: what people choose, press and ask, and the officials' calendar."""

from handlers.seasons.registering import register

__all__ = ["register"]
