"""Settings from the environment or `.env`. A value that is missing or wrong is one clear sentence, not a traceback."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

CONTENT = Path(__file__).parent.parent / "db" / "content"
TELEGRAM = "https://api.telegram.org"
WATCHED = ("/healthz", "/readyz", "/metrics")
"""The pages at LISTEN that watchers read."""
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_TIME = r"(?:(?:[01]?\d|2[0-3])[.:][0-5]\d|24[.:]00)"
HOURS = re.compile(rf"^\s*{_TIME}\s*-\s*{_TIME}\s*$")
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
SECRET = re.compile(r"[\w-]{1,256}", re.ASCII)
"""What Telegram allows as secret_token of a webhook."""
LARGEST_ID = 2**52
"""Telegram's ids have at most 52 bits."""
SENTENCES = {"bool_parsing": "is true or false", "int_parsing": "is a whole number", "float_parsing": "is a number"}
"""Instead of pydantic's words, which are for programmers."""


class SettingsError(Exception):
    """The settings do not make sense; the message says which one and what to write instead."""


class Settings(BaseSettings):
    """Everything an operator may set; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    bot_token: SecretStr | None = None
    bot_api_url: str = TELEGRAM
    database_url: str = "sqlite+aiosqlite:///umkm.db"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen: str = "127.0.0.1:8080"
    timezone: str = "Asia/Makassar"
    city: str = "balikpapan"
    log_level: str = "INFO"
    log_format: Literal["console", "json"] = "console"

    send_rate: float = Field(default=30, gt=0, le=1000, description="messages a second to everyone together")
    four_eyes: bool = True
    two_admins: bool = True
    quiet_hours: str = "20.00-08.00"
    friday_prayer: str = "11.30-13.30"
    weekly_budget: int = Field(default=3, ge=1, le=1000)
    season_approval: bool = False
    announce_chats: Annotated[frozenset[int], NoDecode] = frozenset()

    @field_validator("admin_ids", "announce_chats", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
        if not all(part.removeprefix("-").isdecimal() and abs(int(part)) < LARGEST_ID for part in parts):
            raise ValueError("takes Telegram ids, which are numbers, with comma between, such as 123456,789012")
        return frozenset(map(int, parts))

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(
                f"is not a time zone, {value!r}; write Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"
            ) from error
        return value

    @field_validator("city")
    @classmethod
    def _city_exists(cls, value: str) -> str:
        if not (CONTENT / value / "city.yaml").exists():
            known = ", ".join(sorted(p.parent.name for p in CONTENT.glob("*/city.yaml")))
            raise ValueError(f"has no folder db/content/{value}; there is {known}")
        return value

    @field_validator("bot_api_url", "webhook_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_url(value):
            raise ValueError(f"must be an address such as https://bot.example.id/telegram, not {value!r}")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _has_its_own_page(cls, value: str | None) -> str | None:
        page = urlsplit(value or "").path
        if page in WATCHED:
            raise ValueError(f"must not end in {page}, which is a page of the bot already; write for example /telegram")
        return value

    @field_validator("bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("does not look like a token (digits, a colon, letters): copy it again from @BotFather")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _may_be_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("takes only A-Z, a-z, 0-9, _ and -, at most 256 of them")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("log_level")
    @classmethod
    def _level_exists(cls, value: str) -> str:
        if value.upper() not in LEVELS:
            raise ValueError(f"is one of {', '.join(LEVELS)}, not {value!r}")
        return value.upper()

    @field_validator("quiet_hours", "friday_prayer")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        if value.strip() and not HOURS.match(value):
            raise ValueError(f"takes hours such as 20.00-08.00, not {value!r}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def token(self) -> str:
        """The bot's token. Raises SettingsError when it is not set."""
        if self.bot_token is None:
            raise SettingsError(
                "BOT_TOKEN is not set: get a token from @BotFather in Telegram and write it into .env, "
                "or try the bot without one by `make demo`."
            )
        return self.bot_token.get_secret_value()

    @property
    def content(self) -> Path:
        """The folder with the city's content."""
        return CONTENT / self.city

    @property
    def address(self) -> tuple[str, int]:
        """Host and port that webhook, health and metrics listen on."""
        host, _, port = self.listen.rpartition(":")
        if not (port.isascii() and port.isdigit() and int(port) < 2**16):
            raise SettingsError(f"LISTEN must be HOST:PORT, for example 127.0.0.1:8080, not {self.listen!r}.")
        return host or "127.0.0.1", int(port)


def load(**overrides: object) -> Settings:
    """Read the settings. Raises SettingsError in one sentence per wrong value."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"{e['loc'][0]!s}".upper() + f" {SENTENCES.get(e['type'], _clean(e['msg']))}." for e in error.errors()]
        raise SettingsError(" ".join(lines)) from None
    except UnicodeDecodeError:
        raise SettingsError(".env is not a text file in UTF-8: save it again as UTF-8.") from None


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        return False


def _clean(message: str) -> str:
    """pydantic's words, made to follow the setting's name."""
    return message.removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
