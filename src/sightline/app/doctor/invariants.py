# SPDX-License-Identifier: Apache-2.0
"""Checks of jobs, events and the pipeline trigger."""

from collections.abc import Iterator

import psycopg
from psycopg.rows import TupleRow

Connection = psycopg.Connection[TupleRow]
LATE_MINUTES = 10


def trigger_generations(connection: Connection) -> Iterator[str]:
    """Fired generations = floor(counted reviews / threshold), each with one experiment."""
    query = (
        "SELECT deployment_id, counted, generation,"
        " (SELECT count(*) FROM pipeline_firing f WHERE f.deployment_id = t.deployment_id)"
        " FROM pipeline_trigger t"
    )
    for deployment_id, _, generation, firings in connection.execute(query):
        if generation != firings:
            yield f"deployment {deployment_id}: generation {generation} but {firings} runs recorded"
    query = (
        "SELECT f.deployment_id, f.generation FROM pipeline_firing f"
        " WHERE f.started_at IS NULL AND f.failed_reason IS NULL"
        " AND f.created_at < now() - make_interval(mins => %s)"
    )
    for deployment_id, generation in connection.execute(query, (LATE_MINUTES,)):
        yield f"deployment {deployment_id}: generation {generation} never started its experiment"


def one_owner(connection: Connection) -> Iterator[str]:
    """At most one run of a job is under way."""
    query = (
        "SELECT job_id, count(*) FROM job_run WHERE status IN ('PENDING', 'QUEUED', 'RUNNING')"
        " GROUP BY job_id HAVING count(*) > 1"
    )
    for job_id, count in connection.execute(query):
        yield f"job {job_id} has {count} runs under way"


def jobs_end(connection: Connection, lease_secs: float) -> Iterator[str]:
    """A run under way has a living owner, or is taken over within a lease and a sweep."""
    query = (
        "SELECT id, status FROM job_run WHERE status IN ('QUEUED', 'RUNNING')"
        " AND owner IS NOT NULL AND lease_until < now() - make_interval(secs => %s)"
    )
    for run_id, status in connection.execute(query, (lease_secs * 4 + 60,)):
        yield f"run {run_id} is {status}, but nobody looks after it"
    query = (
        "SELECT j.id, j.status, r.status FROM job j JOIN LATERAL (SELECT status FROM job_run"
        " WHERE job_id = j.id ORDER BY number DESC LIMIT 1) r ON true WHERE r.status <> j.status"
    )
    for job_id, status, newest in connection.execute(query):
        yield f"job {job_id} says {status}, its newest run {newest}"


def outbox_drained(connection: Connection) -> Iterator[str]:
    """Events reach their handlers."""
    query = (
        "SELECT count(*), min(created_at) FROM outbox_event WHERE dispatched_at IS NULL"
        " AND created_at < now() - make_interval(mins => %s)"
    )
    row = connection.execute(query, (LATE_MINUTES,)).fetchone()
    if row is not None and row[0]:
        yield f"{row[0]} events are undelivered, the oldest since {row[1]:%Y-%m-%d %H:%M}"
