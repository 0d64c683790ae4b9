"""One function per Bot API method. Importing this package fills `common.HANDLERS`."""

from bot.simulator.methods import chats, editing, media, profile, sending, updates
from bot.simulator.methods.common import HANDLERS, Api

__all__ = ["HANDLERS", "Api", "chats", "editing", "media", "profile", "sending", "updates"]
