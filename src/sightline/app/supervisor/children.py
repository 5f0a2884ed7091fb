# SPDX-License-Identifier: Apache-2.0
"""The child processes of the supervisor: start, watch, restart with patience, stop in time."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from sightline.kernel.processes import die_with_parent

log = structlog.get_logger("app.supervisor")
STOP_SECS = 5.0
LONGEST_PAUSE_SECS = 15.0
CALM_SECS = 30.0
"""A child that lived this long starts again at once when it dies."""


@dataclass(slots=True)
class Child:
    """One role as a process of its own, restarted whenever it ends."""

    name: str
    logs: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    next_start_at: float = field(default=0.0)

    def start(self) -> None:
        """Start the role; call it from the main thread only (see `die_with_parent`)."""
        with (self.logs / f"{self.name}.log").open("ab") as file:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "sightline.app.cli", self.name],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )
        self.started_at = time.monotonic()

    def revive(self) -> None:
        """Start the role again if it ended; the pause grows while it keeps dying."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            code = self.process.returncode
            self.failures = 0 if now - self.started_at > CALM_SECS else self.failures + 1
            pause = min(0.25 * 2**self.failures, LONGEST_PAUSE_SECS)
            self.process, self.next_start_at = None, now + pause
            log.warning("child.ended", name=self.name, code=code, again_in_secs=round(pause, 1))
        if now >= self.next_start_at:
            self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


def stop_all(children: list[Child]) -> None:
    """End every child within a few seconds: asked first, then by force with what it started."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECS
    for child in children:
        if child.process is None:
            continue
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
        # each child leads a session of its own; job runs lead theirs and are spared
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
