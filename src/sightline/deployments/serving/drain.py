# SPDX-License-Identifier: Apache-2.0
"""From the spool into the database: in order, each record once, patient when it is away."""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from sightline.accounts import api as accounts
from sightline.deployments import repository
from sightline.deployments.monitoring import recording
from sightline.deployments.monitoring.measuring import Measured
from sightline.deployments.monitoring.raw_predictions import RawPredictions, read
from sightline.deployments.serving.spool import Spool, read_segment
from sightline.kernel.db.session import Database, Session
from sightline.kernel.errors import Conflict, NotFound, Unavailable

log = structlog.get_logger("deployments.serving")
ABSENT = (OperationalError, InterfaceError, PoolTimeout, Unavailable, OSError)
"""The database or the storage is away or overloaded: what was answered waits for it."""
RETRY_SECS = 0.5
MOST_WAIT_SECS = 5.0
BATCH = 16


@dataclass(slots=True)
class Record:
    """One spooled answer.

    Attributes:
        path: its segment; None for one that was read from a dead process's segment.
        measured: what was measured of the pixels when they were at hand.
    """

    header: dict[str, Any]
    content: bytes
    path: Path | None = None
    measured: Measured | None = None

    @property
    def target(self) -> tuple[str, str, str, bool]:
        """Records of the same target are stored in one transaction."""
        header = self.header
        return (
            header["organization_id"],
            header["deployment_id"],
            header["user_id"],
            header["is_shadow"],
        )


class Drain:
    """Background task of the inference service."""

    def __init__(self, database: Database, spool: Spool) -> None:
        self._database, self._spool = database, spool
        self._waiting: deque[Record] = deque()
        self._wake = asyncio.Event()
        self._pending: dict[Path, int] = {}

    def put(self, header: dict[str, Any], content: bytes, measured: Measured | None = None) -> None:
        """Spool a record and queue it; returns when it survives a kill of this process."""
        before = self._spool.current
        path, _ = self._spool.append(header, content)
        self._pending[path] = self._pending.get(path, 0) + 1
        self._waiting.append(Record(header, content, path, measured))
        self._wake.set()
        if before is not None and before != path:
            self._drop_if_stored(before)

    @property
    def backlog(self) -> int:
        """Number of records that are not in the database yet."""
        return len(self._waiting)

    def holds(self, deployment_id: UUID, object_name: str) -> bool:
        """Whether a prediction of this stored image waits to be recorded."""
        wanted = (str(deployment_id), object_name)
        return any(
            (record.header["deployment_id"], record.header.get("object_name")) == wanted
            for record in self._waiting
        )

    async def run(self) -> None:
        """Drain what dead processes left, then whatever comes, until cancelled."""
        for path in self._spool.abandoned():
            log.info("serving.spool_taken_over", segment=path.name)
            for header, content, _ in read_segment(path):
                await self._store([Record(header, content)])
            path.unlink(missing_ok=True)
        while True:
            await self._wake.wait()
            while self._waiting:
                batch = [self._waiting[i] for i in range(min(BATCH, len(self._waiting)))]
                for group in _groups(batch):
                    await self._store(group)
                for _ in batch:
                    self._done_with(self._waiting.popleft().path)
            self._wake.clear()

    def _done_with(self, path: Path | None) -> None:
        if path is not None:
            self._pending[path] -= 1
            self._drop_if_stored(path)

    def _drop_if_stored(self, path: Path) -> None:
        """Remove a full segment once all of it is in the database."""
        if not self._pending[path] and path != self._spool.current:
            del self._pending[path]
            path.unlink(missing_ok=True)

    async def _store(self, group: Sequence[Record]) -> None:
        """Store records of one target together; if that fails, each by itself."""
        wait = RETRY_SECS
        while True:
            try:
                await store(self._database, group)
            except Exception as error:
                if _is_away(error):
                    log.warning("serving.drain_waits", error=str(error)[:200])
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, MOST_WAIT_SECS)
                    continue
                if len(group) == 1:
                    self._refuse(group[0], error)
                    return
                for record in group:
                    await self._store([record])
                return
            else:
                return

    def _refuse(self, record: Record, error: Exception) -> None:
        """Drop what was stored before or has lost its deployment; set anything else aside."""
        known = {"id": record.header["id"], "reason": str(error)[:500]}
        if isinstance(error, (Conflict, NotFound)):
            log.warning("serving.not_recorded", **known)
            return
        path = self._spool.set_aside(record.header, record.content)
        log.error("serving.set_aside", file=str(path), exc_info=error, **known)

    async def finish(self) -> None:
        """Wait until the queue is empty, then drop the segment if all of it is stored."""
        while self._waiting:  # noqa: ASYNC110 - once, when the process ends
            await asyncio.sleep(0.02)
        current = self._spool.current
        self._spool.close()
        if current is not None and not self._pending.get(current):
            current.unlink(missing_ok=True)


def _is_away(error: Exception) -> bool:
    """Whether to wait; psycopg counts a text too long for an index as an absent database."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(error, ABSENT) and not isinstance(cause, pg.ProgramLimitExceeded)


def _groups(batch: Sequence[Record]) -> Iterator[list[Record]]:
    """Champions before shadows, whose word follows the prediction that it belongs to."""
    ordered = sorted(batch, key=lambda record: (record.header["is_shadow"], record.target))
    for _, group in groupby(ordered, key=lambda record: record.target):
        yield list(group)


async def store(database: Database, group: Sequence[Record]) -> None:
    """Record spooled answers of one target; repeating it changes nothing."""
    header = group[0].header
    organization_id = UUID(header["organization_id"])
    deployment_id = UUID(header["deployment_id"])
    async with database.unit_of_work(organization_id) as session:
        deployment = await repository.get_deployment(session, organization_id, deployment_id)
        labels = await repository.labels_of(session, organization_id, deployment_id)
        ids = recording.label_ids(labels)
        if header["is_shadow"]:
            for record in group:
                said = _outcome(record.header, deployment, ids)
                await recording.record_shadow(
                    session, organization_id, deployment_id, UUID(record.header["id"]), said
                )
            return
        await _record_champions(session, group, deployment, ids)


async def _record_champions(
    session: Session, group: Sequence[Record], deployment: Any, ids: Any
) -> None:
    header = group[0].header
    principal = await accounts.member_principal(
        session, UUID(header["user_id"]), UUID(header["organization_id"])
    )
    seen = [_observation(record, _outcome(record.header, deployment, ids)) for record in group]
    await recording.record_all(session, principal, deployment, seen)


def _observation(record: Record, said: recording.Outcome) -> recording.Observation:
    header = record.header
    return recording.Observation(
        id=UUID(header["id"]),
        happened_at=datetime.fromtimestamp(header["happened_at"], UTC),
        filename=header["filename"],
        width=header["width"],
        height=header["height"],
        champion=said,
        content=record.content or None,
        object_name=header.get("object_name"),
        source=header.get("source") or recording.SERVING_SOURCE,
        tags=header.get("tags") or [],
        metadata=header.get("metadata"),
        custom_metadata=header.get("custom_metadata"),
        features=header.get("features"),
        measured=record.measured,
    )


def _outcome(header: dict[str, Any], deployment: Any, ids: Any) -> recording.Outcome:
    shapes = read(
        RawPredictions(**header["raw"]),
        deployment.type,
        ids,
        threshold=0.0,
        size=(header["width"], header["height"]),
    )
    return recording.Outcome(UUID(header["model_version_id"]), header["latency"], shapes)
