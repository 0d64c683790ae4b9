"""The same `umkm-bot`, with leases and waits that a test can sit out. `python -m tests.intake.hurried run`."""

from __future__ import annotations

from datetime import timedelta

from bot.__main__ import app
from handlers.intake import desk, poll

desk.LEASE, desk.RENEW_SECONDS = timedelta(seconds=5), 1
poll.REFUSED_WAIT_SECONDS = 0  # type: ignore[assignment]

if __name__ == "__main__":
    app()
