# SPDX-License-Identifier: Apache-2.0
"""One installation as an operator has it: a data folder, two ports, the real command line."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from sightline.kernel.postgres.server import EmbeddedPostgres
from tests.harness.running_platform import ROOT, free_port

COMMAND = (sys.executable, "-m", "sightline.app.cli")


def eventually(condition: Callable[[], Any], secs: float, what: str) -> Any:
    """Return the first true value of a condition; fail after a while."""
    deadline = time.monotonic() + secs
    while True:
        with contextlib.suppress(httpx.HTTPError, psutil.Error, psycopg.Error, OSError):
            if found := condition():
                return found
        assert time.monotonic() < deadline, f"not within {secs:.0f} s: {what}"
        time.sleep(0.1)


class Installation:
    """Drives `sightline` on a folder of its own; `remove` leaves nothing behind."""

    def __init__(self, root: Path | None = None, python_path: Iterable[Path] = ()) -> None:
        self.root = root or Path(tempfile.mkdtemp(prefix="sl-run-"))
        self.data_dir = self.root / "data"
        self.port, self.inference_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.inference_url = f"http://127.0.0.1:{self.inference_port}"
        clean = {key: text for key, text in os.environ.items() if not key.startswith("SIGHTLINE_")}
        paths = os.pathsep.join(map(str, (*python_path, ROOT / "src")))
        self.environment = {**clean, "PYTHONPATH": paths}
        self.umask = -1
        self._seen: set[psutil.Process] = set()

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [*COMMAND, *arguments, "--data-dir", str(self.data_dir)],
            env={**self.environment, **settings},
            capture_output=True,
            text=True,
            timeout=120,
            umask=self.umask,
            check=False,
        )

    def up(self) -> subprocess.CompletedProcess[str]:
        """Start in the background; ready when this returns."""
        done = self.run("up", "--detach", *self.ports())
        assert done.returncode == 0, done.stdout + done.stderr
        self.processes()
        return done

    def ports(self) -> list[str]:
        return ["--port", str(self.port), "--inference-port", str(self.inference_port)]

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data_dir / "running.json").read_text())
        return found

    def owner(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.data_dir / "owner.json").read_text())
        return found

    def http(self) -> httpx.Client:
        owner = self.owner()
        headers = {
            "Authorization": f"Bearer {owner['api_token']}",
            "X-Picsellia-Organization": owner["organization_id"],
        }
        return httpx.Client(base_url=self.url, headers=headers, timeout=10)

    def is_ready(self) -> bool:
        return all(
            httpx.get(f"{url}/readyz", timeout=2).status_code == 200
            for url in (self.url, self.inference_url)
        )

    def processes(self) -> list[psutil.Process]:
        """List the supervisor and everything below it."""
        supervisor = psutil.Process(self.state()["pid"])
        found = [supervisor, *supervisor.children(recursive=True)]
        self._seen.update(found)
        return found

    def role(self, name: str) -> psutil.Process:
        """Return the process of a role that the supervisor started."""
        supervisor = psutil.Process(self.state()["pid"])
        for child in supervisor.children():
            line = child.cmdline()
            if line[-1:] == [name] or (name == "postgres" and Path(*line[:1]).name == name):
                return child
        raise ProcessLookupError(name)

    def database(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect as the owner of the database."""
        server = EmbeddedPostgres(self.data_dir)
        server.attach()
        return psycopg.connect(server.admin_url, autocommit=True)

    def log_of(self, name: str) -> str:
        return (self.data_dir / "logs" / f"{name}.log").read_text(errors="replace")

    def alive(self) -> list[psutil.Process]:
        """List processes once seen that still live."""
        return [
            process
            for process in self._seen
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        ]

    def remove(self) -> None:
        with contextlib.suppress(OSError, ValueError, psutil.Error):
            self.processes()
        self.run("down")
        for process in self.alive():
            process.kill()
        shutil.rmtree(self.root, ignore_errors=True)
