"""The whole schema in one place, and how a database gets to it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.base import Base
from db.engine import Database

HERE = Path(__file__).parent

# A table counts as soon as its noun has a file here; nobody has to list it.
for _module in iter_modules([str(HERE)]):
    if _module.name not in {"schema", "migrations"}:
        import_module(f"db.{_module.name}")

METADATA = Base.metadata


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")


def _revisions(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


async def upgrade(database: Database) -> None:
    """Bring the database to the newest schema; does nothing when it is there. Raises when it cannot be reached."""
    if await is_current(database):
        return
    async with database.writer.begin() as connection:
        await connection.run_sync(_upgrade)


async def is_current(database: Database) -> bool:
    """True when no migration is waiting."""
    async with database.writer.connect() as connection:
        current = await connection.run_sync(_revisions)
    return current == set(ScriptDirectory.from_config(_config()).get_heads())
