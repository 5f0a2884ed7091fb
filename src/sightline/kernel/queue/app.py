# SPDX-License-Identifier: Apache-2.0
"""Internal tasks: short, idempotent work behind a request (thumbnails, metrics, fan-outs).

Tasks are enqueued in the transaction of the change that needs them and run by ``sightline
worker``. Arguments are ids as text; the task opens its own unit of work.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import procrastinate
import structlog
from procrastinate import App, PsycopgConnector

from sightline.kernel.db.session import Database, Session, driver_connection
from sightline.kernel.events.bus import wait_or_stop

log = structlog.get_logger("kernel.queue")

queue_app = App(connector=PsycopgConnector())
STALLED_SECS = 120


class TaskContext:
    """What tasks of this process may use; set by the worker before it starts.

    Attributes:
        database: units of work.
    """

    database: Database


context = TaskContext()


def task(name: str, *, retries: int = 5, queue: str = "default") -> Callable[[Any], Any]:
    """Register an async function as internal task ``slice.verb_object``."""
    retry = procrastinate.RetryStrategy(max_attempts=retries, exponential_wait=3)
    return queue_app.task(name=name, retry=retry, queue=queue)


async def enqueue(
    session: Session, registered: Any, *, lock: str | None = None, **arguments: Any
) -> None:
    """Enqueue a task in the running transaction: it exists if and only if the change does."""
    connection = await driver_connection(session)
    await registered.configure(connection=connection, lock=lock).defer_async(**arguments)


async def run_worker(url: str, stop: asyncio.Event, *, concurrency: int) -> None:
    """Work until ``stop`` is set.

    procrastinate's worker returns quietly when PostgreSQL is lost, hence the loop.
    """
    while not stop.is_set():
        try:
            app = queue_app.with_connector(PsycopgConnector(conninfo=url, max_size=concurrency + 2))
            async with app.open_async():
                await _work_until(app, stop, concurrency)
        except Exception as error:
            log.warning("queue.worker_lost", error=str(error))
        await wait_or_stop(stop, 1.0)


async def _work_until(app: App, stop: asyncio.Event, concurrency: int) -> None:
    working = asyncio.create_task(
        app.run_worker_async(
            concurrency=concurrency,
            install_signal_handlers=False,
            fetch_job_polling_interval=1.0,
            shutdown_graceful_timeout=4,
            delete_jobs="successful",
        )
    )
    stopping = asyncio.create_task(stop.wait())
    sweeping = asyncio.create_task(_sweep_stalled(app, stop))
    tasks = {working, stopping, sweeping}
    # a sweep that failed ends the round too, else stalled tasks would wait for the next start
    ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for pending in tasks:
        pending.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for done in ended:
        if not done.cancelled() and (error := done.exception()) is not None:
            raise error


async def _sweep_stalled(app: App, stop: asyncio.Event) -> None:
    """Give tasks of workers that died back to the queue; every task is idempotent."""
    while not stop.is_set():
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECS):
            log.warning("queue.task_stalled", task=job.task_name, id=job.id)
            await app.job_manager.retry_job(job)
        await wait_or_stop(stop, 30.0)
