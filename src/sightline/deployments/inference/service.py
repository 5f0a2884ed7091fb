# SPDX-License-Identifier: Apache-2.0
"""The inference service of one process: replicas, predictor, spool and its drain."""

import asyncio
import contextlib
from pathlib import Path

from sightline.deployments.serving.drain import Drain
from sightline.deployments.serving.prediction import Predictor
from sightline.deployments.serving.replicas import Replicas
from sightline.deployments.serving.spool import Spool
from sightline.kernel.db.session import Database

FINISH_SECS = 3.0


class InferenceService:
    """Started and stopped with the process; the spool is drained as far as time allows."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self.database = database
        self.replicas = Replicas(database)
        self.drain = Drain(database, Spool(data_dir / "spool"))
        self.predictor = Predictor(self.drain)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the drain and the shadows."""
        await self.replicas.revisions.open()
        self._tasks = [
            asyncio.create_task(self.drain.run()),
            asyncio.create_task(self.predictor.run_shadows()),
        ]

    async def stop(self) -> None:
        """Drain what is queued, then end; what is left stays in the spool for the next start."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.drain.finish(), FINISH_SECS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.predictor.close()
        await self.replicas.revisions.close()
