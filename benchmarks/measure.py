# SPDX-License-Identifier: Apache-2.0
"""A measured row: target, figure, verdict and the samples it was made from."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

import numpy as np
import psutil


@dataclass(slots=True)
class Row:
    """One line of the table; ``figure`` and ``target`` have the same unit."""

    name: str
    unit: str
    target: float
    better: Literal["less", "more"]
    figure: float
    samples: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def ratio(self) -> float:
        """How much better than the target: 1 is the target, above it is better."""
        if not self.figure:
            return 0.0
        return self.target / self.figure if self.better == "less" else self.figure / self.target

    @property
    def verdict(self) -> str:
        return "met" if self.ratio >= 1 else "missed"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "verdict": self.verdict}


def timed(act: Callable[[], Any], times: int) -> list[float]:
    """Return the seconds of each call."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return found


def percentile(samples: list[float], share: float) -> float:
    return float(np.percentile(samples, share * 100))


class Processor:
    """CPU seconds that some processes use within a block."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self._processes = processes
        self.seconds = 0.0

    def _now(self) -> float:
        total = 0.0
        for process in self._processes:
            times = process.cpu_times()
            total += times.user + times.system
        return total

    def __enter__(self) -> Self:
        self._began = self._now()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = self._now() - self._began
