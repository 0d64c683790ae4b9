"""`umkm-bot` with leases that a test can sit out, for people in a hurry: `python -m tests.intake.hurried run`."""

from __future__ import annotations

from datetime import timedelta

from bot.__main__ import app
from handlers import limiter
from handlers.intake import desk, poll

desk.LEASE, desk.RENEW_SECONDS = timedelta(seconds=5), 1
poll.REFUSED_WAIT_SECONDS = 0
limiter.CHAT_RATE = 1000.0

if __name__ == "__main__":
    app()
