# SPDX-License-Identifier: Apache-2.0
"""The data folder: where its parts lie, its lock, and what the running supervisor wrote there."""

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import platformdirs


class AlreadyRunning(Exception):
    """Another supervisor holds the data folder."""


@dataclass(frozen=True, slots=True)
class RunningState:
    """Contents of ``DATA_DIR/running.json``: who serves this folder and where."""

    pid: int
    url: str
    inference_url: str
    ready: bool


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths below DATA_DIR; everything in it is private to its owner (0700)."""

    root: Path

    @classmethod
    def resolve(cls, option: Path | None) -> "DataFolder":
        """Return the folder named by the option, else the environment, else the platform's."""
        named = option or os.environ.get("SIGHTLINE_DATA_DIR")
        return cls(Path(named or platformdirs.user_data_dir("sightline")).absolute())

    def make(self) -> None:
        """Create the folder and its parts."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("keys", "logs", "blobs", "runs"):
            (self.root / part).mkdir(mode=0o700, exist_ok=True)

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def owner_file(self) -> Path:
        return self.root / "owner.json"

    @property
    def secret_file(self) -> Path:
        return self.root / "keys" / "secret.key"

    def ensure_secret(self) -> Path:
        """Create the installation's secret key on first use; return its file."""
        try:
            descriptor = os.open(self.secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self.secret_file
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
        return self.secret_file

    def lock(self) -> TextIO:
        """Take the lock; it is held until the file is closed or the process ends.

        Raises:
            AlreadyRunning: another supervisor has it.
        """
        file = (self.root / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise AlreadyRunning(str(self.root)) from None
        return file

    def is_locked(self) -> bool:
        """Tell whether a supervisor runs on this folder."""
        if not (self.root / "lock").exists():
            return False
        try:
            self.lock().close()
        except AlreadyRunning:
            return True
        return False

    def write_state(self, state: RunningState) -> None:
        """Say who serves this folder; replaced in one step."""
        draft = self.root / "running.json.new"
        draft.write_text(json.dumps(asdict(state)))
        draft.replace(self.root / "running.json")

    def clear_state(self) -> None:
        """Forget the running state."""
        (self.root / "running.json").unlink(missing_ok=True)

    def read_state(self) -> RunningState | None:
        """Return what the running supervisor wrote; None without a running one."""
        try:
            state = RunningState(**json.loads((self.root / "running.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return state if self.is_locked() else None
