"""Alembic's door: `db.schema` hands it a connection; from the command line it reads DATABASE_URL."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection

from db.engine import Database
from db.schema import METADATA


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


async def from_the_command_line() -> None:
    database = Database(os.environ.get("DATABASE_URL", "sqlite+aiosqlite:///umkm.db"))
    async with database.writer.begin() as connection:
        await connection.run_sync(run)
    await database.close()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(from_the_command_line())
