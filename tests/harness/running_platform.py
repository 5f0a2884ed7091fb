# SPDX-License-Identifier: Apache-2.0
"""The real services on free ports over a scratch PostgreSQL, as an operator would run them."""

import asyncio
import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from sightline.app import seeds, wiring
from sightline.kernel.db.create import create_schema
from sightline.kernel.db.session import Database
from sightline.kernel.principal import Role
from sightline.kernel.settings import get_settings
from tests.harness.scratch_postgres import ScratchPostgres
from tests.harness.traffic import ACCESS, SHOWN

ROOT = Path(__file__).resolve().parents[2]
APPLICATIONS = {
    "api": "tests.harness.recorded_api:create_app",
    "inference": "sightline.app.inference:create_app",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Member:
    """One user with an API token in one organization."""

    def __init__(self, url: str, organization_id: str, token: str, username: str) -> None:
        self.url, self.organization_id = url, organization_id
        self.token, self.username = token, username

    def http(self, *, with_organization: bool = True) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}", "Content-type": "application/json"}
        if with_organization:
            headers["X-Picsellia-Organization"] = self.organization_id
        return httpx.Client(base_url=self.url, headers=headers, timeout=60)


class RunningPlatform:
    """api, inference and worker as processes; `make_member` gives fresh organizations."""

    def __init__(self, *, breakable: bool = False) -> None:
        self._breakable = breakable
        self.postgres = ScratchPostgres()
        self.data_dir = Path(tempfile.mkdtemp(prefix="sl-"))
        self.port, self.inference_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.inference_url = f"http://127.0.0.1:{self.inference_port}"
        self.environment = {
            "SIGHTLINE_DATABASE_URL": self.postgres.app_url,
            "SIGHTLINE_DATABASE_ADMIN_URL": self.postgres.admin_url,
            "SIGHTLINE_SECRET_KEY": secrets.token_hex(32),
            "SIGHTLINE_DATA_DIR": str(self.data_dir),
            "SIGHTLINE_PORT": str(self.port),
            "SIGHTLINE_INFERENCE_PORT": str(self.inference_port),
            "SIGHTLINE_LOG_LEVEL": "INFO",
        }
        # A second platform may run for a while beside the one of the session.
        self._environment_before = {name: os.environ.get(name) for name in self.environment}
        os.environ.update(self.environment)
        get_settings.cache_clear()
        wiring.import_models()
        create_schema(self.postgres.admin_url)
        asyncio.run(seeds.ensure_seeded(get_settings()))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.start("api")
        if importlib.util.find_spec("sightline.app.inference") is not None:
            self.start("inference")
        self.start("worker")
        self.await_ready()

    def start(self, name: str) -> None:
        if name == "worker":
            command = [sys.executable, "-c", "from sightline.app.worker import main; main()"]
        else:
            port = self.port if name == "api" else self.inference_port
            command = [
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "asgi",
                "--factory",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--workers",
                "1",
                "--workers-kill-timeout",
                "5",
                "--backpressure",
                "8192",
                APPLICATIONS[name],
            ]
        environment = {
            **os.environ,
            **self.environment,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        if self._breakable:
            environment["COMPAT_BREAKABLE"] = "1"
        log = (self.data_dir / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )

    def await_ready(self) -> None:
        deadline = time.monotonic() + 60
        waiting = {"api": self.url, "inference": self.inference_url}
        for name, url in waiting.items():
            if name not in self.processes:
                continue
            while True:
                try:
                    if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                        break
                except httpx.HTTPError:
                    pass
                if time.monotonic() > deadline:
                    raise RuntimeError(self.log_of(name))
                time.sleep(0.1)

    def log_of(self, name: str) -> str:
        return (self.data_dir / f"{name}.log").read_text(errors="replace")[-8000:]

    def make_member(self, *, role: Role = Role.OWNER, organization_id: str | None = None) -> Member:
        return asyncio.run(self._make_member(role, organization_id))

    async def _make_member(self, role: Role, organization_id: str | None) -> Member:
        from uuid import UUID

        from sightline.accounts import api as accounts

        database = Database(self.postgres.app_url, pool_size=1)
        suffix = secrets.token_hex(4)
        async with database.unit_of_work(None) as session:
            if organization_id is None:
                organization = await seeds.create_organization(session, f"org-{suffix}")
            else:
                organization = UUID(organization_id)
            await accounts.create_user(
                session,
                email=f"{suffix}@example.test",
                username=f"user-{suffix}",
                password=None,
                organization_id=organization,
                role=role,
            )
            token = await accounts.create_token(session, login=f"user-{suffix}", name="test")
        await database.close()
        return Member(self.url, str(organization), token, f"user-{suffix}")

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        self.postgres.stop()
        self._keep_notes()
        self._restore_environment()

    def _restore_environment(self) -> None:
        for name, value in self._environment_before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        get_settings.cache_clear()

    def _keep_notes(self) -> None:
        """Leave the notes of the traffic where the coverage document is made from them."""
        folder = os.environ.get("COMPAT_NOTES")
        for name in (ACCESS, SHOWN):
            if folder and (self.data_dir / name).is_file():
                shutil.copy(self.data_dir / name, Path(folder) / f"{os.getpid()}-{name}")
        shutil.rmtree(self.data_dir, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def server_errors(platform: RunningPlatform) -> list[str]:
    """Unexpected errors that the services logged."""
    found = []
    for name in platform.processes:
        for line in platform.log_of(name).splitlines():
            if "kernel.unexpected_error" in line:
                try:
                    found.append(json.loads(line).get("exception", line)[-1500:])
                except ValueError:
                    found.append(line[-1500:])
    return found
