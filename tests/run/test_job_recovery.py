# SPDX-License-Identifier: Apache-2.0
"""Programs of jobs outlive their supervisor: each starts once and its end is noticed."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psutil
import pytest

from sightline.jobs import process_executor
from tests.harness.installation import Installation, eventually

PROGRAM = """
import os, time
with open(os.environ["MARKS"], "a") as marks:
    marks.write(f"{os.getpid()}\\n")
time.sleep(float(os.environ["SECS"]))
"""
GONE = f"{process_executor.boot_id()}:{os.getpid()}:0"
"""A worker that is no more: this process has another start time."""


class Program:
    """A job whose program notes each of its starts."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation, self.marks = installation, folder / "marks"
        self.job_id, self.run_id = uuid4(), uuid4()
        (folder / "steps.py").write_text(PROGRAM)
        self.environment = {"MARKS": str(self.marks), "PYTHONPATH": str(folder), "SECS": "0"}

    def submit(self, status: str = "PENDING", *, secs: float, owner: str | None = None) -> None:
        self.environment["SECS"] = str(secs)
        entry = json.dumps({"module": "steps", "environment": self.environment})
        organization = self.installation.owner()["organization_id"]
        with self.installation.database() as database:
            database.execute(
                "INSERT INTO job (id, organization_id, kind, name, target_type, created_by_id,"
                " status, entry) SELECT %s, %s, 'PROCESSING', 'test', 'NONE', user_id, %s, %s"
                " FROM membership WHERE organization_id = %s LIMIT 1",
                (self.job_id, organization, status, entry, organization),
            )
            database.execute(
                "INSERT INTO job_run (id, organization_id, job_id, number, status, owner)"
                " VALUES (%s, %s, %s, 1, %s, %s)",
                (self.run_id, organization, self.job_id, status, owner),
            )

    def run(self) -> dict[str, Any]:
        query = "SELECT status, reason, exit_code, owner, handle FROM job_run WHERE id = %s"
        with self.installation.database() as database:
            row = database.execute(query, (self.run_id,)).fetchone()
        assert row is not None
        return dict(zip(("status", "reason", "exit_code", "owner", "handle"), row, strict=True))

    def await_status(self, status: str) -> dict[str, Any]:
        def reached() -> dict[str, Any] | None:
            run = self.run()
            return run if run["status"] == status else None

        found: dict[str, Any] = eventually(reached, 30, f"the run is {status}")
        return found

    def starts(self) -> list[int]:
        return [int(line) for line in self.marks.read_text().split()]

    @property
    def folder(self) -> Path:
        return self.installation.data_dir / "runs" / str(UUID(str(self.run_id)))


@pytest.fixture
def program(installation: Installation, tmp_path: Path) -> Iterator[Program]:
    made = Program(installation, tmp_path)
    yield made
    for pid in made.starts() if made.marks.exists() else ():
        if psutil.pid_exists(pid):
            os.kill(pid, signal.SIGKILL)


def test_a_claim_without_a_program_is_given_back(program: Program) -> None:
    program.submit("QUEUED", secs=0, owner=GONE)

    run = program.await_status("SUCCEEDED")

    assert run["exit_code"] == 0
    assert len(program.starts()) == 1


def test_a_program_that_was_started_but_not_recorded_is_adopted(program: Program) -> None:
    environment = {**program.environment, "SECS": "6"}
    handle = process_executor.start(program.folder, "steps", environment)
    eventually(program.marks.exists, 10, "the program works")
    program.submit("QUEUED", secs=6, owner=GONE)

    adopted = program.await_status("RUNNING")
    assert adopted["handle"] == handle.as_json()
    # the shim is our child: collect it, as a supervisor that is gone could not
    os.waitpid(handle.pid, 0)
    assert program.await_status("SUCCEEDED")["exit_code"] == 0
    assert len(program.starts()) == 1


def test_a_program_goes_on_when_its_supervisor_is_killed(program: Program) -> None:
    program.submit(secs=8)
    before = program.await_status("RUNNING")
    worker = program.installation.role("worker")

    worker.kill()

    run = program.await_status("SUCCEEDED")
    assert run["exit_code"] == 0
    assert run["owner"] != before["owner"]
    assert len(program.starts()) == 1


def test_a_killed_program_is_a_failed_run(program: Program) -> None:
    program.submit(secs=60)
    handle = program.await_status("RUNNING")["handle"]

    os.killpg(handle["pid"], signal.SIGKILL)

    run = program.await_status("FAILED")
    assert "lost" in run["reason"]
    assert run["exit_code"] is None
