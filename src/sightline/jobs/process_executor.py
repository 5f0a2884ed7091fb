# SPDX-License-Identifier: Apache-2.0
"""Executor ``process``: a program in a session of its own that outlives its supervisor.

A shell shim writes the exit code to a file, because a supervisor that re-attached is not the
parent and cannot read it. A process is recognized by pid, start time and boot id.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHIM = 'echo $$ > pid; trap : TERM INT; "$@"; code=$?; echo "$code" > exit.tmp && mv exit.tmp exit'
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "REQUESTS_CA_BUNDLE",
             "SSL_CERT_FILE", "PYTHONPATH", "OMP_NUM_THREADS")  # fmt: skip
"""Variables of the server that a run may see; none of them is a secret."""


@dataclass(frozen=True, slots=True)
class Handle:
    """How to find the process of a run again."""

    pid: int
    start_time: int
    boot_id: str

    def as_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {"pid": self.pid, "start_time": self.start_time, "boot_id": self.boot_id}


def boot_id() -> str:
    """Return an id that changes with each boot of the machine."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "unknown"


def start_time_of(pid: int) -> int | None:
    """Return the start time of a live process in clock ticks, None when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else int(fields[19])


def start(folder: Path, module: str, environment: dict[str, str]) -> Handle:
    """Start ``python -m module`` with its output in ``folder/log``; must run on the main thread."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("exit", "pid"):
        (folder / name).unlink(missing_ok=True)
    clean = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - the module comes from the seeded catalogue
            ["/bin/sh", "-c", SHIM, "sh", sys.executable, "-u", "-m", module],
            cwd=folder,
            env={**clean, "PYTHONUNBUFFERED": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Handle(process.pid, start_time_of(process.pid) or 0, boot_id())


def find_started(folder: Path) -> Handle | None:
    """Find a program that was started but not yet recorded when its supervisor died."""
    try:
        pid = int((folder / "pid").read_text())
    except (OSError, ValueError):
        return None
    try:
        is_ours = Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        # ended: its exit code, if any, lies in the folder
        is_ours = False
    return Handle(pid, (start_time_of(pid) or 0) if is_ours else 0, boot_id())


def is_alive(handle: dict[str, Any]) -> bool:
    """Tell whether the process of a run still works."""
    _reap(handle["pid"])
    same_boot: bool = handle["boot_id"] == boot_id()
    return same_boot and bool(start_time_of(handle["pid"]) == handle["start_time"])


def _reap(pid: int) -> None:
    """Collect our own ended child, if it is one."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def exit_code(folder: Path) -> int | None:
    """Return what the shim wrote, None when it was killed before."""
    try:
        return int((folder / "exit").read_text())
    except (OSError, ValueError):
        return None


def send(handle: dict[str, Any], number: signal.Signals) -> None:
    """Signal the whole process group of a run."""
    if is_alive(handle):
        try:
            os.killpg(handle["pid"], number)
        except ProcessLookupError:
            return
