"""Every word people read, by language. Fluent files, one per noun: `<language>/<noun>.ftl`.

A value is HTML for Telegram. Arguments that are text are escaped, so that nobody's name can break or forge a message;
what is already safe HTML comes as `markupsafe.Markup`. Numbers, money and dates come formatted from `bot.numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent
DEFAULT = "id"


class MissingText(KeyError):
    """A text that is asked for but stands in no file, or lacks an argument."""


class Texts:
    """The texts of one language: `t("people-menu")`."""

    def __init__(self, language: str, folder: Path = FOLDER) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        self._paths = sorted((folder / language).glob("*.ftl"))
        for path in self._paths:
            self._bundle.add_resource(_parsed(path, path.stat().st_mtime_ns))
        self._fixed: dict[str, str] = {}

    def __call__(self, key: str, **arguments: object) -> Markup:
        """The text as HTML, with escaped arguments. Raises MissingText."""
        return Markup(self._format(key, {name: _safe(value) for name, value in arguments.items()}))

    def plain(self, key: str, **arguments: object) -> str:
        """The text for places without formatting: buttons, toasts, command descriptions, file names."""
        return self._format(key, {name: _bare(value) for name, value in arguments.items()})

    def _format(self, key: str, arguments: Mapping[str, object]) -> str:
        if arguments:
            return self._filled(key, arguments)
        fixed = self._fixed.get(key)
        if fixed is None:
            fixed = self._fixed[key] = self._filled(key, arguments)
        return fixed

    def _filled(self, key: str, arguments: Mapping[str, object]) -> str:
        if not self._bundle.has_message(key):
            raise MissingText(f"{key} ({self.language})")
        message = self._bundle.get_message(key)
        if message.value is None:
            raise MissingText(f"{key} ({self.language}) has no value")
        value, errors = self._bundle.format_pattern(message.value, dict(arguments))
        if errors:
            raise MissingText(f"{key} ({self.language}): {errors[0]}")
        return str(value)

    @property
    def sources(self) -> dict[str, str]:
        """This language's files as they stand there, by noun."""
        return {path.stem: path.read_text("utf8") for path in self._paths}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that stands in this language's files."""
        return frozenset(_keys(self.sources.values()))

    def __contains__(self, key: str) -> bool:
        return self._bundle.has_message(key)


@lru_cache(maxsize=64)
def _parsed(path: Path, changed: int) -> Any:
    """Parsing all files takes a quarter of a second, as long as the rest of a start. `changed`: when the file was."""
    return FluentParser(with_spans=False).parse(path.read_text("utf8"))


class Catalogue:
    """All languages there are a folder for."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._texts = {
            path.name: Texts(path.name, folder) for path in sorted(folder.iterdir()) if any(path.glob("*.ftl"))
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages people may choose."""
        return tuple(self._texts)

    def __getitem__(self, language: str | None) -> Texts:
        """The texts in `language`, or in Indonesian when there are none."""
        return self._texts.get(language or DEFAULT) or self._texts[DEFAULT]


def _safe(value: object) -> object:
    return escape(value) if isinstance(value, str) else value


def _bare(value: object) -> object:
    return re.sub(r"<[^>]+>", "", value.unescape()) if isinstance(value, Markup) else value


def _keys(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        for entry in FluentParser().parse(source).body:
            if isinstance(entry, ast.Junk):
                raise MissingText(f"not Fluent: {entry.content!r}")
            if isinstance(entry, ast.Message):
                yield entry.id.name
