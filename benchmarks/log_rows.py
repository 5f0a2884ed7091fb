# SPDX-License-Identifier: Apache-2.0
"""Metric logging: one value per call, and batches of 1,000 points."""

import time

from benchmarks.instance import Instance
from benchmarks.measure import Row

CALLS, BATCHES, POINTS = 300, 30, 1_000


def rows(instance: Instance) -> list[Row]:
    """Measure over HTTP with a token, one connection, one call after the other."""
    client = instance.client()
    project = client.create_project(f"bench-{time.time_ns()}")
    experiment = project.create_experiment("run")
    path = f"/api/experiment/{experiment.id}/logs"
    with instance.http() as http:
        single = _rate(http, path, "single", [[0.5]] * CALLS)
        batches = _rate(http, path, "many", [[0.5] * POINTS] * BATCHES)
    return [
        Row("one metric per call", "calls/s", 300, "more", _mean(single), single),
        Row("batches of 1,000 points", "points/s", 30_000, "more", _mean(batches), batches),
    ]


def _rate(http, path, name, bodies) -> list[float]:
    """Log as the client's ``experiment.log`` does: each call adds to the same line."""
    found = []
    for points in bodies:
        body = {"name": name, "type": "LINE", "data": points}
        began = time.perf_counter()
        http.post(path, json=body).raise_for_status()
        found.append(len(points) / (time.perf_counter() - began))
    return found


def _mean(rates: list[float]) -> float:
    return len(rates) / sum(1 / rate for rate in rates)
