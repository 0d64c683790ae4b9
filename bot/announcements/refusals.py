"""Why a service did not do what an official asked, as data; the sentence stands in texts."""

from __future__ import annotations


class Refused(Exception):
    """Not done, and nothing changed. Show `t(error.key, **error.values)`: it says what to do instead."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why = why
        self.values = values

    @property
    def key(self) -> str:
        """Key of the sentence."""
        return f"announcements-refused-{self.why}"
