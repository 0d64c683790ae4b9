"""Questions and their answers: text -> topic and what it is about -> an answer from the city's content.

Every number in an answer comes from a content row; below the threshold the bot says so instead of guessing.
"""

from __future__ import annotations

from bot.answers.answering import Answer, Answers

__all__ = ["Answer", "Answers"]
