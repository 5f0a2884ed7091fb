# SPDX-License-Identifier: Apache-2.0
"""``sightline up``: bring everything up on one machine and keep it up."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import httpx
import structlog

from sightline.app import seeds, wiring
from sightline.app.supervisor.children import Child, stop_all
from sightline.app.supervisor.data_folder import DataFolder, RunningState
from sightline.kernel.postgres.server import EmbeddedPostgres
from sightline.kernel.settings import Settings, SettingsError, get_settings, read_settings
from sightline.migrations.run import migrate

log = structlog.get_logger("app.supervisor")
ROLES = ("api", "inference", "worker")
READY_SECS = 90.0
TICK_SECS = 0.25


class PortBusy(Exception):
    """Somebody else listens on a port that we were told to use."""


@dataclass(frozen=True, slots=True)
class UpOptions:
    """What the command line said."""

    data_dir: Path | None = None
    host: str | None = None
    port: int | None = None
    inference_port: int | None = None
    public_urls: list[str] = field(default_factory=list)
    inference_public_urls: list[str] = field(default_factory=list)
    free_ports: bool = False


def run(options: UpOptions, tell: Callable[[str], None]) -> None:
    """Start everything, stay until SIGINT or SIGTERM, stop everything.

    Raises:
        AlreadyRunning, PortBusy: nothing was started.
        SettingsError: a setting is wrong.
        PostgresError: the database does not start.
    """
    folder = DataFolder.resolve(options.data_dir)
    _refuse_wrong_settings(folder, options)
    folder.make()
    with folder.lock():
        environment = _environment(folder, options)
        settings = read_settings(environment)
        _refuse_busy_ports(settings)
        Supervisor(folder, environment, settings, tell).run()


def _refuse_wrong_settings(folder: DataFolder, options: UpOptions) -> None:
    """Check before the data folder is touched; the real secret does not exist yet."""
    named = _named_settings(folder, options)
    settings = read_settings({**os.environ, **named})
    if settings.secret_key or settings.secret_key_file:
        settings.secret()
    if bool(settings.database_url) != bool(settings.database_admin_url):
        raise SettingsError(
            "SIGHTLINE_DATABASE_URL and SIGHTLINE_DATABASE_ADMIN_URL go together: set both or none"
        )
    if settings.port == settings.inference_port:
        raise SettingsError("SIGHTLINE_PORT and SIGHTLINE_INFERENCE_PORT are the same")


def _named_settings(folder: DataFolder, options: UpOptions) -> dict[str, str]:
    """Turn options into the settings that the children read."""
    named = {"SIGHTLINE_DATA_DIR": str(folder.root)}
    for name in ("host", "port", "inference_port"):
        value = getattr(options, name)
        if value is not None:
            named[f"SIGHTLINE_{name.upper()}"] = str(value)
    for name in ("public_urls", "inference_public_urls"):
        urls = getattr(options, name)
        if urls:
            named[f"SIGHTLINE_{name.upper()}"] = ",".join(urls)
    return named


def _environment(folder: DataFolder, options: UpOptions) -> dict[str, str]:
    environment = {**os.environ, **_named_settings(folder, options)}
    if not (
        environment.get("SIGHTLINE_SECRET_KEY") or environment.get("SIGHTLINE_SECRET_KEY_FILE")
    ):
        environment["SIGHTLINE_SECRET_KEY_FILE"] = str(folder.ensure_secret())
    if options.free_ports:
        settings = read_settings(environment)
        for name in ("port", "inference_port"):
            taken = {environment.get("SIGHTLINE_PORT")} if name == "inference_port" else set()
            port = _free_port(settings.host, getattr(settings, name), taken)
            environment[f"SIGHTLINE_{name.upper()}"] = str(port)
    return environment


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _free_port(host: str, wanted: int, taken: set[str | None]) -> int:
    if str(wanted) not in taken and _is_free(host, wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _refuse_busy_ports(settings: Settings) -> None:
    for name, port in (("port", settings.port), ("inference port", settings.inference_port)):
        if not _is_free(settings.host, port):
            raise PortBusy(f"the {name} {port} on {settings.host} is in use by another program")


class Supervisor:
    """Owns the database process and the roles until it is told to stop."""

    def __init__(
        self,
        folder: DataFolder,
        environment: dict[str, str],
        settings: Settings,
        tell: Callable[[str], None],
    ) -> None:
        self._folder, self._environment, self._tell = folder, environment, tell
        self._settings = settings
        self._postgres: EmbeddedPostgres | None = None
        self._children: list[Child] = []
        self._stopping = False

    def run(self) -> None:
        """Bring up, watch, bring down; errors on the way up bring down what was started."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._start_database()
            if not self._stopping:
                self._start_roles()
            while not self._stopping:
                self._watch()
                time.sleep(TICK_SECS)
        finally:
            self._folder.clear_state()
            stop_all(self._children)
            if self._postgres is not None:
                self._postgres.stop()
        self._tell("Sightline has stopped.")

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _start_database(self) -> None:
        if not self._settings.database_url:
            self._postgres = EmbeddedPostgres(self._folder.root)
            self._postgres.start()
            self._environment["SIGHTLINE_DATABASE_URL"] = self._postgres.app_url
            self._environment["SIGHTLINE_DATABASE_ADMIN_URL"] = self._postgres.admin_url
        os.environ.update(
            {key: text for key, text in self._environment.items() if key.startswith("SIGHTLINE_")}
        )
        get_settings.cache_clear()
        self._settings = get_settings()
        wiring.import_models()
        migrate(self._settings.database_admin_url)
        made = asyncio.run(seeds.ensure_seeded(self._settings))
        if made is not None:
            seeds.write_owner(self._folder.owner_file, made)
            self._tell(f"Made the owner's account; its password is in {self._folder.owner_file}")
        self._renew_owner_addresses()

    def _renew_owner_addresses(self) -> None:
        """Keep the addresses in ``owner.json`` true when ports change between starts."""
        owner = seeds.read_owner(self._folder.owner_file)
        if owner is not None:
            url, inference_url = self._addresses()
            seeds.write_owner(
                self._folder.owner_file, seeds.with_addresses(owner, url, inference_url)
            )

    def _addresses(self) -> tuple[str, str]:
        return self._settings.base_urls()[0], self._settings.inference_base_urls()[0]

    def _start_roles(self) -> None:
        environment = {**self._environment, "SIGHTLINE_CHILD_OF": str(os.getpid())}
        # only migrations need the owner of the database
        environment.pop("SIGHTLINE_DATABASE_ADMIN_URL", None)
        self._children = [Child(name, self._folder.logs, environment) for name in ROLES]
        for child in self._children:
            child.start()
        url, inference_url = self._addresses()
        self._folder.write_state(RunningState(os.getpid(), url, inference_url, ready=False))
        if self._await_ready((url, inference_url)):
            self._folder.write_state(RunningState(os.getpid(), url, inference_url, ready=True))
            self._tell(f"Sightline is ready at {url} (inference at {inference_url})")

    def _await_ready(self, urls: tuple[str, str]) -> bool:
        deadline = time.monotonic() + READY_SECS
        waiting = list(urls)
        while waiting and not self._stopping:
            self._watch()
            try:
                if httpx.get(f"{waiting[0]}/readyz", timeout=2).status_code == httpx.codes.OK:
                    waiting.pop(0)
                    continue
            except httpx.HTTPError:
                pass
            if time.monotonic() > deadline:
                silent, logs = waiting[0], self._folder.logs
                raise RuntimeError(f"{silent} does not answer ({READY_SECS:.0f} s); see {logs}")
            time.sleep(0.05)
        return not self._stopping

    def _watch(self) -> None:
        postgres = self._postgres
        if postgres is not None and postgres.process and postgres.process.poll() is not None:
            log.warning("database.ended", code=postgres.process.returncode)
            postgres.restart()
        for child in self._children:
            child.revive()
