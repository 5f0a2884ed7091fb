# SPDX-License-Identifier: Apache-2.0
"""Champion and shadow of each deployment in this process; new versions are swapped in whole.

Load, warm up, publish by one reference swap: requests that run keep the pair they started with.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from sightline.deployments import repository
from sightline.deployments.inference.tokens import Caller
from sightline.deployments.serving import model_files
from sightline.deployments.serving.engine import Replica
from sightline.deployments.serving.revisions import Revisions
from sightline.kernel.db.session import Database
from sightline.kernel.errors import AppError, Conflict, Unavailable

log = structlog.get_logger("deployments.serving")
AWAY_SECS = 1.0
"""So long nobody asks again after a database that does not answer."""
PATIENCE_SECS = 5.0
"""Requests wait this long for a new champion; a slower one is swapped in when it is ready."""


@dataclass(frozen=True, slots=True)
class Served:
    """A deployment as it serves now."""

    deployment: Any
    label_ids: dict[int, UUID]
    label_names: dict[int, str]
    champion: Replica
    shadow: Replica | None


class Replicas:
    """Loaded models by deployment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.revisions = Revisions(database.url)
        self._away_until = 0.0
        self._served: dict[UUID, Served] = {}
        self._loading: dict[UUID, asyncio.Task[Served]] = {}

    async def get(self, caller: Caller) -> Served:
        """Return what serves a deployment, loading or swapping as needed.

        Raises:
            NotFound: it was deleted.
            Conflict: the platform does not serve it.
            Unavailable: its champion cannot be loaded.
        """
        found = self._served.get(caller.deployment_id)
        if found is not None and await self._is_present(caller, found):
            return found
        row = await self._row(caller)
        if found is not None and found.deployment.revision == row.revision:
            return found
        return await self._renew(caller, row, found)

    async def _is_present(self, caller: Caller, found: Served) -> bool:
        """Tell whether nothing changed; without a database what is loaded goes on serving."""
        if time.monotonic() < self._away_until:
            return True
        try:
            revision = await self.revisions.get(caller)
        except (psycopg.OperationalError, PoolTimeout) as error:
            log.warning("serving.database_away", error=str(error)[:200])
            self._away_until = time.monotonic() + AWAY_SECS
            return True
        return bool(revision == found.deployment.revision)

    async def _row(self, caller: Caller) -> Any:
        async with self._database.unit_of_work(caller.organization_id) as session:
            row = await repository.get_deployment(
                session, caller.organization_id, caller.deployment_id
            )
        if not row.is_served:
            raise Conflict(
                "This deployment is not served by the platform: report its predictions with"
                f" monitor ({row.not_served_reason})"
            )
        return row

    async def _renew(self, caller: Caller, row: Any, present: Served | None) -> Served:
        task = self._loading.get(row.id)
        if task is None:
            task = asyncio.create_task(self._load(caller, row, present))
            self._loading[row.id] = task
            task.add_done_callback(lambda _: self._loading.pop(row.id, None))
        try:
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE_SECS)
        except TimeoutError:
            if present is not None:
                return present
            raise Unavailable("The model is still loading: try again in a few seconds") from None
        except AppError as error:
            if present is None:
                raise Unavailable(f"The champion cannot be loaded: {error.message}") from error
            # a failed candidate never touches the champion
            log.warning("serving.swap_failed", deployment_id=str(row.id), reason=error.message)
            return present

    async def _load(self, caller: Caller, row: Any, present: Served | None) -> Served:
        organization_id = caller.organization_id
        loaded = {r.version_id: r for r in _replicas(present)}
        files = {}
        async with self._database.unit_of_work(organization_id) as session:
            labels = await repository.labels_of(session, organization_id, row.id)
            for version_id in filter(None, (row.model_version_id, row.shadow_model_version_id)):
                files[version_id] = await model_files.served_file(
                    session, organization_id, version_id
                )
        champion = await self._replica(row.model_version_id, files, loaded)
        if champion is None:
            raise Unavailable("The champion has no file that can be served")
        shadow = await self._shadow(row, files, loaded)
        served = Served(
            row,
            {item.class_index: item.id for item in labels},
            {item.class_index: item.name for item in labels},
            champion,
            shadow,
        )
        self._served[row.id] = served
        log.info(
            "serving.loaded",
            deployment_id=str(row.id),
            champion=champion.version_id,
            shadow=shadow.version_id if shadow else None,
        )
        return served

    async def _shadow(
        self, row: Any, files: dict[UUID, Any], loaded: dict[str, Replica]
    ) -> Replica | None:
        if row.shadow_model_version_id is None:
            return None
        try:
            return await self._replica(row.shadow_model_version_id, files, loaded)
        except AppError as error:
            log.warning("serving.shadow_failed", deployment_id=str(row.id), reason=error.message)
            return None

    async def _replica(
        self, version_id: UUID, files: dict[UUID, Any], loaded: dict[str, Replica]
    ) -> Replica | None:
        if str(version_id) in loaded:
            return loaded[str(version_id)]
        file = files.get(version_id)
        if file is None:
            return None
        return await model_files.open_replica(version_id, file.object_name)


def _replicas(served: Served | None) -> list[Replica]:
    if served is None:
        return []
    return [served.champion, *([served.shadow] if served.shadow else [])]
