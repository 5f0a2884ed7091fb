# SPDX-License-Identifier: Apache-2.0
"""Start, stop and restart the embedded PostgreSQL as a direct child of the supervisor.

Started by root the server runs under another uid. It gets its folders as directory handles
(``/proc/self/fd/N``), so neither the data folder nor any folder above it has to be opened to it.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from sightline.kernel.postgres.binaries import (
    PostgresError,
    ServerAccount,
    choose_account,
    programs_for,
)
from sightline.kernel.processes import die_with_parent

DATABASE = "sightline"
ROLES = ("postgres", "sightline_owner", "sightline_app")
SOCKET_PATH_BYTES = 107
READY_SECS = 60.0
STOP_SECS = 4.0
SETTINGS = (
    "listen_addresses=",
    "max_connections=120",
    "shared_buffers=128MB",
    "unix_socket_permissions=0700",
    "log_timezone=UTC",
    "timezone=UTC",
    "idle_in_transaction_session_timeout=10min",
)
HBA = "local all all scram-sha-256\n"


class EmbeddedPostgres:
    """One cluster below ``DATA_DIR/database``; sockets only, passwords in ``DATA_DIR/keys``."""

    def __init__(self, data_dir: Path) -> None:
        self._home = data_dir / "database"
        self._cluster = self._home / "cluster"
        self._sockets = self._home / "socket"
        self._log = data_dir / "logs" / "postgres.log"
        self._secrets_file = data_dir / "keys" / "database.json"
        self._short_link: tempfile.TemporaryDirectory[str] | None = None
        self._account: ServerAccount | None = None
        self._programs = Path()
        self._passwords: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def app_url(self) -> str:
        """DSN of the application role."""
        return self._url("sightline_app", DATABASE)

    @property
    def admin_url(self) -> str:
        """DSN of the owner."""
        return self._url("sightline_owner", DATABASE)

    def start(self) -> None:
        """Make the cluster on first use, start the server, return when it answers.

        Raises:
            PostgresError: it did not start; the text ends with the server's last lines.
        """
        self._prepare()
        self._launch()
        self._await_ready()
        self._ensure_database()

    def attach(self) -> None:
        """Read the passwords of a cluster that another process runs."""
        self._load_secrets()

    def restart(self) -> None:
        """Start again after the server died."""
        self._launch()
        self._await_ready()

    def stop(self) -> None:
        """End all sessions and shut down cleanly; hard when that takes too long."""
        if self.process is None or self.process.poll() is not None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(number)
            try:
                self.process.wait(STOP_SECS)
            except subprocess.TimeoutExpired:
                continue
            return

    def _prepare(self) -> None:
        for folder in (self._home, self._cluster, self._sockets, self._log.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._load_secrets()
        if (self._cluster / "PG_VERSION").exists():
            return
        if self._account is not None:
            for folder in (self._cluster, self._sockets):
                os.chown(folder, self._account.uid, self._account.gid)
        self._initialise()

    def _load_secrets(self) -> None:
        """Read the roles' passwords and the account's name; make them on first use."""
        try:
            stored = json.loads(self._secrets_file.read_text())
        except FileNotFoundError:
            stored = {"passwords": {role: secrets.token_urlsafe(24) for role in ROLES}}
        self._account = choose_account(stored.get("account"))
        self._programs = programs_for(self._account)
        self._passwords = stored["passwords"]
        if not self._secrets_file.exists():
            stored["account"] = self._account.name if self._account else None
            self._secrets_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._secrets_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(stored, file)

    def _initialise(self) -> None:
        with self._handles() as (cluster, _, handles):
            arguments = [f"--pgdata={cluster}", "--username=postgres", "--encoding=UTF8"]
            arguments += ["--locale=C.UTF-8", "--auth=scram-sha-256", "--data-checksums"]
            done = self._run("initdb", [*arguments, "--pwprompt"], handles, self._prompt())
            if done.returncode != 0:
                arguments[3] = "--locale=C"
                done = self._run("initdb", [*arguments, "--pwprompt"], handles, self._prompt())
        if done.returncode != 0:
            raise PostgresError(f"initdb failed: {done.stdout.decode(errors='replace')[-2000:]}")
        (self._cluster / "pg_hba.conf").write_text(HBA)

    def _prompt(self) -> bytes:
        password = self._passwords["postgres"].encode()
        return password + b"\n" + password + b"\n"

    def _run(
        self, program: str, arguments: list[str], handles: list[int], given: bytes
    ) -> subprocess.CompletedProcess[bytes]:
        done: subprocess.CompletedProcess[bytes] = subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            [str(self._programs / program), *arguments],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=handles,
            cwd="/",
            check=False,
            # no terminal: initdb then reads the password from its input
            start_new_session=True,
            **self._as_account(),
        )
        return done

    def _as_account(self) -> dict[str, object]:
        if self._account is None:
            return {}
        return {"user": self._account.uid, "group": self._account.gid, "extra_groups": []}

    @contextlib.contextmanager
    def _handles(self) -> Iterator[tuple[str, str, list[int]]]:
        """Yield how the server names its two folders, and the handles to pass to it."""
        if self._account is None:
            yield str(self._cluster), str(self._socket_address()), []
            return
        opened = [os.open(path, os.O_RDONLY | os.O_DIRECTORY) for path in self._folders()]
        try:
            yield f"/proc/self/fd/{opened[0]}", f"/proc/self/fd/{opened[1]}", opened
        finally:
            for descriptor in opened:
                os.close(descriptor)

    def _folders(self) -> tuple[Path, Path]:
        return self._cluster, self._sockets

    def _launch(self) -> None:
        with self._handles() as (cluster, sockets, handles):
            settings = [*SETTINGS, f"unix_socket_directories={sockets}"]
            arguments = [part for setting in settings for part in ("-c", setting)]
            with self._log.open("ab") as log:
                self.process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
                    [str(self._programs / "postgres"), "-D", cluster, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=handles,
                    cwd="/",
                    start_new_session=True,
                    # runs after the change of uid, which would clear it
                    preexec_fn=lambda: die_with_parent(signal.SIGINT),  # noqa: PLW1509
                    **self._as_account(),
                )

    def _await_ready(self) -> None:
        """Wait for real answers; after a crash of everything old processes may linger a while."""
        deadline = time.monotonic() + READY_SECS
        while True:
            try:
                psycopg.connect(self._url("postgres", "postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise PostgresError(self._why()) from None
                if self.process is not None and self.process.poll() is not None:
                    time.sleep(0.5)
                    self._launch()
                time.sleep(0.05)
            else:
                return

    def _why(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-8:]
        return "the embedded PostgreSQL does not answer; its last lines: " + " | ".join(lines)

    def _ensure_database(self) -> None:
        """Make the owner, the application role, the database and the extension once."""
        with psycopg.connect(self._url("postgres", "postgres"), autocommit=True) as connection:
            self._ensure_role(connection, "sightline_owner", "LOGIN CREATEROLE")
            self._ensure_role(connection, "sightline_app", "LOGIN")
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, (DATABASE,)).fetchone() is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER sightline_owner").format(
                        sql.Identifier(DATABASE)
                    )
                )
        with psycopg.connect(self._url("postgres", DATABASE), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")

    def _ensure_role(
        self, connection: psycopg.Connection[tuple[object, ...]], role: str, options: str
    ) -> None:
        query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
        if connection.execute(query, (role,)).fetchone() is not None:
            return
        statement = sql.SQL("CREATE ROLE {} " + options + " PASSWORD {}")
        connection.execute(
            statement.format(sql.Identifier(role), sql.Literal(self._passwords[role]))
        )

    def _socket_address(self) -> Path:
        """Return the folder of the socket; through a private link when its path is long.

        PostgreSQL and its clients read a comma as the beginning of another folder.
        """
        path = os.fsencode(self._sockets / ".s.PGSQL.5432")
        if len(path) <= SOCKET_PATH_BYTES and b"," not in path:
            return self._sockets
        if self._short_link is None:
            self._short_link = tempfile.TemporaryDirectory(prefix="sl-")
            (Path(self._short_link.name) / "s").symlink_to(self._sockets)
        return Path(self._short_link.name) / "s"

    def _url(self, role: str, database: str) -> str:
        password, host = quote(self._passwords[role], safe=""), quote(str(self._socket_address()))
        return f"postgresql://{role}:{password}@/{database}?host={host}"
