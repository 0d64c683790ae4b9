"""The chat page: static files beside this one, and the control API it talks to."""

from bot.simulator.page.application import application

__all__ = ["application"]
