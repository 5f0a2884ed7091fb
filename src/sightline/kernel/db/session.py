# SPDX-License-Identifier: Apache-2.0
"""The one door to the database: engine and unit of work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import orjson
import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

Session = AsyncSession
"""Session of a unit of work; repositories take it, nobody commits it but the edge."""


class Database:
    """Engine and session factory of one process.

    Args:
        url: DSN ``postgresql://…`` of the application role.
        pool_size: connections kept open.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        sqlalchemy_url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url,
            pool_size=pool_size,
            max_overflow=4,
            pool_timeout=10,
            # jsonb turns 1e30 into a whole number, which answers cannot hold: read it as it was
            json_deserializer=orjson.loads,
            connect_args={
                "options": "-c timezone=utc -c statement_timeout=120000"
                " -c idle_in_transaction_session_timeout=300000",
                "connect_timeout": 5,
            },
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=True)

    @asynccontextmanager
    async def unit_of_work(self, organization_id: UUID | None) -> AsyncIterator[Session]:
        """Open a transaction that sees one organization; commit at the end, roll back on error.

        Args:
            organization_id: whose rows are visible; None sees the public catalogue and the
                tables outside the wall only (authentication, sweepers that list organizations).
        """
        async with self._sessions() as session, session.begin():
            if organization_id is not None:
                await enter_organization(session, organization_id)
            yield session

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


async def enter_organization(session: Session, organization_id: UUID) -> None:
    """Make the rows of an organization visible until the transaction ends."""
    await session.execute(
        text("SELECT set_config('app.organization', :organization_id, true)"),
        {"organization_id": str(organization_id)},
    )


async def driver_connection(session: Session) -> psycopg.AsyncConnection[Any]:
    """Return the psycopg connection under a session, for COPY, pipelines and the task queue.

    Inside ``session.begin_nested()`` call this within the block: the savepoint is lazy.
    """
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver: psycopg.AsyncConnection[Any] = raw.driver_connection  # type: ignore[assignment]
    return driver
