# SPDX-License-Identifier: Apache-2.0
"""Delivery of outbox events to handlers, each handler in a unit of work of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from sightline.kernel.db.session import Database, Session
from sightline.kernel.events.models import OutboxDelivery, OutboxEvent

log = structlog.get_logger("kernel.events")

Handler = Callable[[Session, UUID, Mapping[str, Any]], Awaitable[None]]
MAX_ATTEMPTS = 20
"""Attempt n + 1 comes 2^n seconds after the event was written: the last within a week."""
_DUE = OutboxEvent.created_at + text("interval '1 second'") * func.power(2, OutboxEvent.attempts)


@dataclass(frozen=True, slots=True)
class _Subscription:
    name: str
    handler: Handler


class Bus:
    """Subscriptions by kind of event; the worker drives `dispatch_pending`."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, list[_Subscription]] = {}

    def subscribe(self, kind: str, handler: Handler, *, name: str) -> None:
        """Call a handler for every event of a kind.

        The handler gets ``(session, organization_id, payload)``; its effect and the note that it
        was delivered commit together, so a crash in between repeats neither.
        """
        self._subscriptions.setdefault(kind, []).append(_Subscription(name, handler))

    async def dispatch_pending(self, database: Database, *, limit: int = 100) -> int:
        """Deliver up to ``limit`` events in order; return how many were finished.

        An event whose handler failed steps aside until its next attempt is due.
        """
        async with database.unit_of_work(None) as session:
            rows = (
                await session.execute(
                    select(
                        OutboxEvent.id,
                        OutboxEvent.organization_id,
                        OutboxEvent.kind,
                        OutboxEvent.payload,
                    )
                    .where(
                        OutboxEvent.dispatched_at.is_(None),
                        OutboxEvent.attempts < MAX_ATTEMPTS,
                        or_(OutboxEvent.attempts == 0, func.now() >= _DUE),
                    )
                    .order_by(OutboxEvent.id)
                    .limit(limit)
                )
            ).all()
        finished = 0
        for row in rows:
            finished += await self._deliver(database, row)
        return finished

    async def _deliver(self, database: Database, row: Any) -> bool:
        try:
            for subscription in self._subscriptions.get(row.kind, ()):
                await self._deliver_to(database, row, subscription)
        except Exception:
            log.exception("events.handler_failed", kind=row.kind, event_id=row.id)
            async with database.unit_of_work(None) as session:
                await session.execute(
                    update(OutboxEvent)
                    .where(OutboxEvent.id == row.id)
                    .values(attempts=OutboxEvent.attempts + 1)
                )
            return False
        async with database.unit_of_work(None) as session:
            await session.execute(
                update(OutboxEvent).where(OutboxEvent.id == row.id).values(dispatched_at=func.now())
            )
        return True

    async def _deliver_to(self, database: Database, row: Any, subscription: _Subscription) -> None:
        async with database.unit_of_work(row.organization_id) as session:
            claimed = await session.execute(
                insert(OutboxDelivery)
                .values(event_id=row.id, handler=subscription.name)
                .on_conflict_do_nothing()
                .returning(OutboxDelivery.event_id)
            )
            if claimed.first() is not None:
                await subscription.handler(session, row.organization_id, row.payload)

    async def run(self, database: Database, stop: asyncio.Event, *, poll_secs: float = 0.5) -> None:
        """Deliver until ``stop`` is set; survives a database that goes away."""
        while not stop.is_set():
            try:
                done = await self.dispatch_pending(database)
            except Exception as error:
                log.warning("events.dispatch_failed", error=str(error))
                done = 0
            if not done:
                await wait_or_stop(stop, poll_secs)


async def wait_or_stop(stop: asyncio.Event, secs: float) -> None:
    """Sleep, but wake at once when asked to stop."""
    try:
        await asyncio.wait_for(stop.wait(), secs)
    except TimeoutError:
        return
