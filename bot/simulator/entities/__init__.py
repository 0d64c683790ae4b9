"""Formatted text as Telegram understands it: source and parse_mode -> text and entities (UTF-16 offsets), and back."""

from __future__ import annotations

from bot.simulator.entities.from_html import parse_html
from bot.simulator.entities.from_markdown import parse_markdown, parse_markdown_v2
from bot.simulator.entities.links import check_url, checked_url, person_in
from bot.simulator.entities.tidy import (
    QUOTES,
    STYLES,
    Entity,
    check_given,
    says_nothing,
    tidy,
    utf16_length,
)
from bot.simulator.entities.to_html import to_html
from bot.simulator.errors import BadRequest

PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}

# What may be given; what Telegram finds by itself (links, commands, mentions) it finds again.
_GIVEN = {*STYLES, *QUOTES, "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
_FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}


def plain(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Text without formatting: only what Telegram finds by itself (links, commands, mentions)."""
    return tidy(source, [])


def with_entities(source: str, given: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Text with explicit entities; raises when one is unknown, has no address or lies outside the text."""
    kept = [_checked(entity) for entity in given if entity["type"] not in _FOUND]
    kept = [entity for entity in kept if entity["length"] > 0 and entity["offset"] >= 0]
    check_given(source, kept)
    return tidy(source, kept)


def _checked(entity: Entity) -> Entity:
    if entity["type"] not in _GIVEN:
        raise BadRequest("can't parse MessageEntity: Unsupported type specified")
    for kind, name in (("text_link", "url"), ("text_mention", "user"), ("custom_emoji", "custom_emoji_id")):
        if entity["type"] == kind and not entity.get(name):
            raise BadRequest(f"can't parse MessageEntity: Can't find field \"{name}\"")
    if entity["type"] != "text_link":
        return dict(entity)
    if person := person_in(entity["url"]):
        return {**entity, "type": "text_mention", "user": {"id": person}}
    try:
        return {**entity, "url": check_url(entity["url"])}
    except ValueError as error:
        raise BadRequest(f"entity URL '{entity['url']}' is invalid: {error}") from error


__all__ = [
    "PARSERS",
    "Entity",
    "check_url",
    "checked_url",
    "parse_html",
    "parse_markdown",
    "parse_markdown_v2",
    "person_in",
    "plain",
    "says_nothing",
    "to_html",
    "utf16_length",
    "with_entities",
]
