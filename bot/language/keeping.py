"""Where trained models are kept between starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.language.classifier import Model


def folders() -> Iterator[Path]:
    """Where to look and to keep, best first.

    Where XDG_CACHE_HOME says, and nowhere else. Else in the virtual environment: what set-up has learned there serves
    whoever runs the bot, also a service without a home. Else in the user's cache folder.
    """
    if base := os.environ.get("XDG_CACHE_HOME"):
        yield Path(base) / "umkm-bot"
        return
    if sys.prefix != sys.base_prefix:
        yield Path(sys.prefix) / "var" / "umkm-bot"
    with suppress(RuntimeError):  # nobody's home
        yield Path.home() / ".cache" / "umkm-bot"


class Shelf:
    """Models by name, in the first of some folders that has or takes them."""

    def __init__(self, *places: Path) -> None:
        self._places = places

    def load(self, name: str) -> Model | None:
        """The model kept under that name, or None if there is none that can be read."""
        return next((model for place in self._places if (model := Model.load(place / name)) is not None), None)

    def keep(self, name: str, model: Model) -> None:
        """Keep the model. Where nothing can be written, the only loss is the time to train again."""
        for place in self._places:
            with suppress(OSError):
                model.save(place / name)
                return
