# SPDX-License-Identifier: Apache-2.0
"""The installation that is measured: started, asked for its processes, removed."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import psutil
from picsellia import Client

from benchmarks.measure import Processor

COMMAND = [sys.executable, "-m", "sightline.app.cli"]
ROOT = Path(__file__).resolve().parents[1]
MOST_SETTLE_SECS = 120
IDLE_SECS = 0.1
"""CPU seconds that an idle platform uses within a second at most."""


class Instance:
    """`sightline up` on a fresh folder and free ports."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sl-bench-"))
        paths = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
        clean = {key: text for key, text in os.environ.items() if not key.startswith("SIGHTLINE_")}
        self._environment = {**clean, "PYTHONPATH": paths}

    def run(self, *arguments: str) -> str:
        """Run a command on this installation."""
        done = subprocess.run(
            [*COMMAND, *arguments, "--data-dir", str(self.folder)],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def up(self) -> float:
        """Start; return the seconds to ready."""
        began = time.perf_counter()
        self.run("up", "--detach", "--free-ports")
        return time.perf_counter() - began

    def down(self) -> None:
        self.run("down")

    @property
    def owner(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.folder / "owner.json").read_text())
        return found

    def client(self) -> Client:
        owner = self.owner
        return Client(owner["api_token"], owner["organization_id"], host=owner["url"])

    def http(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.owner['api_token']}"}
        return httpx.Client(base_url=self.owner["url"], headers=headers, timeout=120)

    def processes(self, role: str | None = None) -> list[psutil.Process]:
        """List the supervisor's processes, or those of one role."""
        state: dict[str, Any] = json.loads((self.folder / "running.json").read_text())
        supervisor = psutil.Process(state["pid"])
        if role is None:
            return [supervisor, *supervisor.children(recursive=True)]
        child = next(c for c in supervisor.children() if c.cmdline()[-1:] == [role])
        return [child, *child.children(recursive=True)]

    def settle(self) -> None:
        """Wait until nothing works in the background: what follows is measured alone."""
        end = time.monotonic() + MOST_SETTLE_SECS
        while time.monotonic() < end:
            with Processor(self.processes()) as used:
                time.sleep(1)
            if used.seconds < IDLE_SECS:
                return

    def memory_mib(self) -> float:
        """Return the proportional memory of all processes."""
        total = 0
        for process in self.processes():
            full = process.memory_full_info()
            total += getattr(full, "pss", 0) or full.uss
        return total / 2**20

    def remove(self) -> None:
        self.down()
        shutil.rmtree(self.folder, ignore_errors=True)
