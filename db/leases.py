"""Who may do what only one process may do at a time. The row is the truth; a holder that dies lets it run out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, insert_ignore, upsert


class Lease(Base):
    """A duty, who has it, and until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]


async def acquire(
    session: AsyncSession, name: str, holder: str, now: datetime, until: datetime, *, force: bool = False
) -> bool:
    """Take or renew a lease; True when it is `holder`'s now. `force`: no other process lives, take it from the dead."""
    await insert_ignore(session, Lease, [{"name": name, "holder": holder, "until": until}])
    free = or_(Lease.holder == holder, Lease.until < now)
    taken = update(Lease).where(Lease.name == name)
    if not force:
        taken = taken.where(free)
    done = await session.execute(taken.values(holder=holder, until=until))
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def release(session: AsyncSession, name: str, holder: str) -> None:
    """Give a lease back, so that another process need not wait for its end."""
    await session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


async def keep_until(session: AsyncSession, name: str, until: datetime) -> None:
    """Note a moment that must survive a restart, such as until when the bulk lane has to rest."""
    await upsert(session, Lease, [{"name": name, "holder": "", "until": until}], key=["name"])


async def kept_until(session: AsyncSession, name: str) -> datetime | None:
    """The moment noted by `keep_until`."""
    return await session.scalar(select(Lease.until).where(Lease.name == name))
