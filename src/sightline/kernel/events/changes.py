# SPDX-License-Identifier: Apache-2.0
"""Change notes to browsers: one LISTEN connection per process, fan-out filtered by organization."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import orjson
import psycopg
import structlog

from sightline.kernel.errors import TooMany
from sightline.kernel.events.bus import wait_or_stop
from sightline.kernel.events.outbox import CHANGE_CHANNEL

log = structlog.get_logger("kernel.events")

MAX_STREAMS_PER_USER = 20
QUEUE_NOTES = 256
HEARTBEAT_SECS = 15.0


class ChangeFeed:
    """Hub between PostgreSQL's notifications and the open event streams of this process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._streams: dict[asyncio.Queue[dict[str, Any] | None], tuple[UUID, UUID]] = {}
        self.closing = asyncio.Event()

    async def listen(self) -> None:
        """Forward notifications until closed; reconnects after the database was lost."""
        while not self.closing.is_set():
            try:
                connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {CHANGE_CHANNEL}")
                    self._fan_out_all({"kind": "feed.restarted", "object": "*", "ids": []})
                    while not self.closing.is_set():
                        async for notify in connection.notifies(timeout=2.0):
                            self._fan_out(orjson.loads(notify.payload))
            except (psycopg.Error, OSError) as error:
                log.warning("events.feed_lost", error=str(error))
                await wait_or_stop(self.closing, 1.0)

    def _fan_out(self, note: dict[str, Any]) -> None:
        organization_id = UUID(note.pop("organization_id"))
        for queue, (stream_organization, _) in list(self._streams.items()):
            if stream_organization == organization_id:
                self._offer(queue, note)

    def _fan_out_all(self, note: dict[str, Any]) -> None:
        for queue in list(self._streams):
            self._offer(queue, note)

    def _offer(self, queue: asyncio.Queue[dict[str, Any] | None], note: dict[str, Any]) -> None:
        try:
            queue.put_nowait(note)
        except asyncio.QueueFull:
            # a reader this slow gets one "reload everything" instead of unbounded memory
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait({"kind": "feed.restarted", "object": "*", "ids": []})

    def reserve(self, user_id: UUID) -> None:
        """Refuse a stream beyond the user's share before the answer starts.

        Raises:
            TooMany: the user has `MAX_STREAMS_PER_USER` streams open in this process.
        """
        if sum(user == user_id for _, user in self._streams.values()) >= MAX_STREAMS_PER_USER:
            raise TooMany("Too many open event streams for this user", retry_after_secs=30)

    async def stream(
        self, organization_id: UUID, user_id: UUID, *, max_secs: float = 3600.0
    ) -> AsyncIterator[dict[str, Any]]:
        """Yield server-sent events for one browser until it leaves or the server closes."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(QUEUE_NOTES)
        self._streams[queue] = (organization_id, user_id)
        loop = asyncio.get_running_loop()
        until = loop.time() + max_secs
        try:
            yield {"event": "ready", "data": "{}", "retry": 1000}
            while not self.closing.is_set() and loop.time() < until:
                try:
                    note = await asyncio.wait_for(queue.get(), HEARTBEAT_SECS)
                except TimeoutError:
                    yield {"comment": "beat"}
                    continue
                if note is None:
                    break
                yield {"event": "change", "data": orjson.dumps(note).decode()}
        finally:
            self._streams.pop(queue, None)

    def close(self) -> None:
        """End every stream."""
        self.closing.set()
        for queue in list(self._streams):
            while queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
