"""The whole schema in one place, and how a database gets to it."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from sqlalchemy import Connection, inspect, text

from db.base import Base
from db.engine import Database

HERE = Path(__file__).parent

# A table counts as soon as its noun has a file here; nobody has to list it.
for _module in iter_modules([str(HERE)]):
    if _module.name not in {"schema", "migrations"}:
        import_module(f"db.{_module.name}")

METADATA = Base.metadata


_NAMED = re.compile(r"^(revision|down_revision)\b[^=\n]*= *['\"]([^'\"]+)", re.MULTILINE)


def _newest() -> set[str]:
    """The revisions that no other builds upon. Read from the files' text: importing alembic costs 0.2 s and 7 MB."""
    texts = [path.read_text("utf8") for path in (HERE / "migrations" / "versions").glob("*.py")]
    named = [found for source in texts for found in _NAMED.findall(source)]
    below = {revision for name, revision in named if name == "down_revision"}
    return {revision for name, revision in named if name == "revision"} - below


def _present(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def _upgrade(connection: Connection) -> None:
    # alembic's templates would colour their errors: pygments, 5 MB for the life of a first process.
    sys.modules.setdefault("mako.ext.pygmentplugin", None)  # type: ignore[arg-type]
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def upgrade(database: Database) -> None:
    """Bring the database to the newest schema; does nothing when it is there. Raises when it cannot be reached."""
    if await is_current(database):
        return
    async with database.writer.begin() as connection:
        await connection.run_sync(_upgrade)


async def is_current(database: Database) -> bool:
    """True when no migration is waiting."""
    async with database.writer.connect() as connection:
        return await connection.run_sync(_present) == _newest()
