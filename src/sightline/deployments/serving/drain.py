# SPDX-License-Identifier: Apache-2.0
"""From the spool into the database: in order, each record once, patient when it is away."""

import asyncio
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from sightline.accounts import api as accounts
from sightline.deployments import repository
from sightline.deployments.monitoring import recording
from sightline.deployments.monitoring.raw_predictions import RawPredictions, read
from sightline.deployments.serving.spool import Spool, read_segment
from sightline.kernel.db.session import Database
from sightline.kernel.errors import AppError, Unavailable

log = structlog.get_logger("deployments.serving")
RETRY_SECS = 1.0
MOST_FAILURES = 3
BATCH = 4
ABSENT = (OperationalError, InterfaceError, PoolTimeout, Unavailable, OSError)
"""The database or the storage is away or overloaded: what was answered waits for it."""


class Drain:
    """Background task of the inference service."""

    def __init__(self, database: Database, spool: Spool) -> None:
        self._database, self._spool = database, spool
        self._waiting: deque[tuple[dict[str, Any], bytes, Path]] = deque()
        self._wake = asyncio.Event()
        self._pending: dict[Path, int] = {}

    def put(self, header: dict[str, Any], content: bytes) -> None:
        """Spool a record and queue it; returns when it survives a kill of this process."""
        before = self._spool.current
        path, _ = self._spool.append(header, content)
        self._pending[path] = self._pending.get(path, 0) + 1
        self._waiting.append((header, content, path))
        self._wake.set()
        if before is not None and before != path:
            self._drop_if_stored(before)

    @property
    def backlog(self) -> int:
        """Number of records that are not in the database yet."""
        return len(self._waiting)

    async def run(self) -> None:
        """Drain what dead processes left, then whatever comes, until cancelled."""
        for path in self._spool.abandoned():
            log.info("serving.spool_taken_over", segment=path.name)
            for header, content, _ in read_segment(path):
                await self._store(header, content)
            path.unlink(missing_ok=True)
        while True:
            await self._wake.wait()
            while self._waiting:
                batch = [self._waiting[i] for i in range(min(BATCH, len(self._waiting)))]
                await self._store_batch(batch)
                for _, _, path in batch:
                    self._waiting.popleft()
                    self._pending[path] -= 1
                    self._drop_if_stored(path)
            self._wake.clear()

    async def _store_batch(self, batch: list[tuple[dict[str, Any], bytes, Path]]) -> None:
        """Store several records at once; a shadow's word follows the prediction it belongs to."""
        for is_shadow in (False, True):
            await asyncio.gather(
                *(self._store(h, content) for h, content, _ in batch if h["is_shadow"] == is_shadow)
            )

    def _drop_if_stored(self, path: Path) -> None:
        """Remove a full segment once all of it is in the database."""
        if not self._pending[path] and path != self._spool.current:
            del self._pending[path]
            path.unlink(missing_ok=True)

    async def _store(self, header: dict[str, Any], content: bytes) -> None:
        """Record one prediction; wait for what is away, set aside what fails again and again."""
        failures = 0
        while failures < MOST_FAILURES:
            try:
                await store(self._database, header, content)
            except ABSENT as error:
                log.warning("serving.drain_waits", error=str(error)[:200])
            except AppError as error:
                log.warning("serving.not_recorded", id=header["id"], reason=error.message)
                return
            except Exception:
                log.exception("serving.drain_failed", id=header["id"])
                failures += 1
            else:
                return
            await asyncio.sleep(RETRY_SECS)
        file = self._spool.set_aside(header, content)
        log.error("serving.set_aside", id=header["id"], file=str(file))

    async def finish(self) -> None:
        """Wait until the queue is empty, then drop the segment if all of it is stored."""
        while self._waiting:  # noqa: ASYNC110 - once, when the process ends
            await asyncio.sleep(0.02)
        current = self._spool.current
        self._spool.close()
        if current is not None and not self._pending.get(current):
            current.unlink(missing_ok=True)


async def store(database: Database, header: dict[str, Any], content: bytes) -> None:
    """Record a spooled prediction, or the shadow's word on one; repeating it changes nothing."""
    organization_id = UUID(header["organization_id"])
    deployment_id = UUID(header["deployment_id"])
    async with database.unit_of_work(organization_id) as session:
        deployment = await repository.get_deployment(session, organization_id, deployment_id)
        labels = await repository.labels_of(session, organization_id, deployment_id)
        ids = recording.label_ids(labels)
        said = _outcome(header, deployment, ids)
        if header["is_shadow"]:
            await recording.record_shadow(
                session, organization_id, deployment_id, UUID(header["id"]), said
            )
            return
        principal = await accounts.member_principal(
            session, UUID(header["user_id"]), organization_id
        )
        seen = recording.Observation(
            id=UUID(header["id"]),
            happened_at=datetime.fromtimestamp(header["happened_at"], UTC),
            filename=header["filename"],
            width=header["width"],
            height=header["height"],
            champion=said,
            content=content or None,
            object_name=header.get("object_name"),
            source=header.get("source") or recording.SERVING_SOURCE,
            tags=header.get("tags") or [],
            metadata=header.get("metadata"),
            custom_metadata=header.get("custom_metadata"),
            features=header.get("features"),
        )
        await recording.record(session, principal, deployment, seen)


def _outcome(header: dict[str, Any], deployment: Any, ids: Any) -> recording.Outcome:
    shapes = read(
        RawPredictions(**header["raw"]),
        deployment.type,
        ids,
        threshold=0.0,
        size=(header["width"], header["height"]),
    )
    return recording.Outcome(UUID(header["model_version_id"]), header["latency"], shapes)
