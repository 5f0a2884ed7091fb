# SPDX-License-Identifier: Apache-2.0
"""Composition root of ``sightline worker``: internal tasks, event delivery, job supervisor."""

import asyncio
import os
import signal
import threading

import structlog

from sightline.app import wiring
from sightline.jobs.supervisor import supervise
from sightline.kernel.db.session import Database
from sightline.kernel.events.bus import wait_or_stop
from sightline.kernel.logs import configure_logging
from sightline.kernel.ports import blobs
from sightline.kernel.queue import app as queue
from sightline.kernel.settings import Settings, get_settings
from sightline.kernel.storage.local import LocalStorage

log = structlog.get_logger("app.worker")
GRACE_SECS = 4.5
SWEEP_SECS = 3600.0
"""Less than the supervisor waits; tasks that were cut off run again, they are idempotent."""


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = get_settings()
    configure_logging(settings.log_level)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    wiring.import_models()
    wiring.import_tasks()
    wiring.bind_ports()
    database = Database(settings.database_url, pool_size=settings.database_pool_size)
    queue.context.database = database
    storage = LocalStorage.from_settings(settings)
    blobs.bind(storage)
    parts = [
        queue.run_worker(settings.database_url, stop, concurrency=settings.worker_concurrency),
        wiring.make_bus().run(database, stop),
        supervise(database, settings, stop),
        _watch_parent(stop),
        _sweep_uploads(storage, stop),
        _leave_in_time(stop),
    ]
    log.info("worker.ready", pid=os.getpid())
    await asyncio.gather(*parts)
    await database.close()


async def _watch_parent(stop: asyncio.Event) -> None:
    """Stop when the supervisor is gone; a worker of its own has pid 1 or a shell as parent."""
    parent = os.getppid()
    while not stop.is_set():
        if os.environ.get("SIGHTLINE_CHILD_OF") and os.getppid() != parent:
            stop.set()
        await wait_or_stop(stop, 1.0)


async def _sweep_uploads(storage: LocalStorage, stop: asyncio.Event) -> None:
    """Clear away uploads that were given up."""
    while not stop.is_set():
        try:
            removed = await asyncio.to_thread(storage.sweep)
        except OSError as error:
            log.warning("worker.sweep_failed", error=str(error))
        else:
            if removed:
                log.info("worker.uploads_swept", removed=removed)
        await wait_or_stop(stop, SWEEP_SECS)


async def _leave_in_time(stop: asyncio.Event) -> None:
    """Bound the end: without a database, clients of the queue would wait for it for minutes."""
    await stop.wait()
    timer = threading.Timer(GRACE_SECS, os._exit, args=(1,))
    timer.daemon = True
    timer.start()
