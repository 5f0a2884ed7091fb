# SPDX-License-Identifier: Apache-2.0
"""Which revision of a deployment is the present one: asked for every request, in one round trip.

A caller that changed the champion must meet it with its next request, so an answer is believed
only by requests that came before the question was put. Requests that come while a question is on
its way share the next one.
"""

import asyncio
from uuid import UUID

import psycopg
from psycopg_pool import AsyncConnectionPool

from sightline.deployments.inference.tokens import Caller

ENTER = "SELECT set_config('app.organization', %s, true)"
REVISION = "SELECT revision FROM deployment WHERE organization_id = %s AND id = %s"
MOST_CONNECTIONS = 2
PATIENCE_SECS = 1.0


class Revisions:
    """Reads revisions over connections of its own.

    Args:
        url: DSN of the application role.
    """

    def __init__(self, url: str) -> None:
        self._pool = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=PATIENCE_SECS,
            kwargs={"autocommit": True, "connect_timeout": 5, "prepare_threshold": 1},
            open=False,
        )
        self._asking: dict[UUID, asyncio.Task[int | None]] = {}
        self._next: dict[UUID, asyncio.Task[int | None]] = {}

    async def open(self) -> None:
        """Start to connect; does not wait for the database."""
        await self._pool.open()

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()

    async def get(self, caller: Caller) -> int | None:
        """Return the revision as of now or later; None when the deployment is gone.

        Raises:
            psycopg.OperationalError: the database is away.
        """
        task = self._next.get(caller.deployment_id)
        if task is None:
            before = self._asking.get(caller.deployment_id)
            task = asyncio.create_task(self._ask_after(before, caller))
            self._next[caller.deployment_id] = task
        return await asyncio.shield(task)

    async def _ask_after(
        self, before: "asyncio.Task[int | None] | None", caller: Caller
    ) -> int | None:
        if before is not None:
            await asyncio.wait([before])
        key = caller.deployment_id
        # whoever comes from here on needs a question of its own
        task = self._asking[key] = self._next.pop(key)
        try:
            return await self._read(caller)
        finally:
            if self._asking.get(key) is task:
                del self._asking[key]

    async def _read(self, caller: Caller) -> int | None:
        try:
            return await self._read_once(caller)
        except psycopg.OperationalError:
            # the connection of the pool may be older than the database
            return await self._read_once(caller)

    async def _read_once(self, caller: Caller) -> int | None:
        organization_id = str(caller.organization_id)
        async with self._pool.connection() as connection, connection.pipeline():
            await connection.execute("BEGIN READ ONLY")
            await connection.execute(ENTER, (organization_id,))
            found = await connection.execute(REVISION, (organization_id, caller.deployment_id))
            await connection.execute("COMMIT")
            row = await found.fetchone()
        return None if row is None else int(row[0])
