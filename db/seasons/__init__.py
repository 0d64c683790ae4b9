"""Season reminders: which waves were made, who wants them, and what people answered."""

from db.seasons.tables import (
    OPEN,
    PROGRAMME,
    ReminderAnswer,
    ReminderChoice,
    ReminderSeason,
    Reply,
    Wave,
    WaveState,
)

__all__ = ["OPEN", "PROGRAMME", "ReminderAnswer", "ReminderChoice", "ReminderSeason", "Reply", "Wave", "WaveState"]
