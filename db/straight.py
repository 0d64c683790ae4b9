"""Queries without the way through a thread: for the few transactions that every update needs.

aiosqlite hands each statement, cursor and commit to a thread and back: eight to ten times a transaction, 60 us each,
for queries that take 10. Here the same query functions run over a plain connection, with nothing to wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, CursorResult, Engine, ScalarResult
from sqlalchemy.ext.asyncio import AsyncSession

Answer = TypeVar("Answer")
Work = Callable[[AsyncSession], Coroutine[Any, Any, Answer]]
"""What is to be done with a session: statements only (`execute`, `scalars`), no objects to be loaded or added."""


class Straight:
    """The part of a session that statements need, over a connection of this thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get_bind(self) -> Connection:
        """Where the dialect is known."""
        return self._connection

    async def execute(self, statement: Any, parameters: Any = None) -> CursorResult[Any]:
        """Done at once."""
        return self._connection.execute(statement, parameters)

    async def scalars(self, statement: Any, parameters: Any = None) -> ScalarResult[Any]:
        """Done at once."""
        return self._connection.scalars(statement, parameters)


def straight(engine: Engine, work: Work[Answer]) -> Answer:
    """`work` in one transaction, here and now; rolled back when it raises."""
    with engine.begin() as connection:
        coroutine = work(cast(AsyncSession, Straight(connection)))
        try:
            coroutine.send(None)
        except StopIteration as done:
            return cast(Answer, done.value)
        coroutine.close()
        raise RuntimeError("only the database may be waited for here")
