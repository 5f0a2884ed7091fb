# SPDX-License-Identifier: Apache-2.0
"""Talk to a running supervisor: start one in the background, ask it to stop, see how it is."""

import os
import signal
import subprocess
import sys
import time

from sightline.app.supervisor.data_folder import AlreadyRunning, DataFolder

READY_SECS = 120.0
STOP_SECS = 20.0
POLL_SECS = 0.1


class DetachedFailed(Exception):
    """The background supervisor ended before it was ready; carries its exit code."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


def start_detached(folder: DataFolder, arguments: list[str]) -> None:
    """Start ``sightline up`` in the background and return when it is ready.

    Raises:
        AlreadyRunning: another supervisor holds the folder.
        DetachedFailed: it ended; the text holds its last lines.
    """
    if folder.is_locked():
        raise AlreadyRunning(str(folder.root))
    folder.make()
    log_path = folder.logs / "up.log"
    start = log_path.stat().st_size if log_path.exists() else 0
    with log_path.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "sightline.app.cli", "up", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + READY_SECS
    while time.monotonic() < deadline:
        code = process.poll()
        if code is not None:
            raise DetachedFailed(code or 1, _tail(log_path, start))
        state = folder.read_state()
        if state is not None and state.ready and state.pid == process.pid:
            return
        time.sleep(POLL_SECS)
    process.terminate()
    raise DetachedFailed(1, f"not ready after {READY_SECS:.0f} s; see {log_path}")


def _tail(path: os.PathLike[str], start: int) -> str:
    with open(path, "rb") as file:  # noqa: PTH123
        file.seek(start)
        return file.read()[-4000:].decode(errors="replace").strip()


def stop(folder: DataFolder) -> bool:
    """Stop the supervisor of this folder; False when none runs.

    Raises:
        TimeoutError: it did not stop in time.
    """
    state = folder.read_state()
    if state is None:
        return False
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECS
    while folder.is_locked():
        if time.monotonic() > deadline:
            raise TimeoutError(f"process {state.pid} did not stop in {STOP_SECS:.0f} s")
        time.sleep(POLL_SECS)
    return True
