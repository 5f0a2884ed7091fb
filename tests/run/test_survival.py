# SPDX-License-Identifier: Apache-2.0
"""What is killed comes back, what lost its parent goes, and nothing acknowledged is lost."""

import contextlib
from pathlib import Path

import httpx
import picsellia
import psutil
import pytest

from tests.harness.installation import Installation, eventually
from tests.harness.pictures import write_jpegs


def listeners(port: int) -> set[int]:
    """Return the processes that listen on a port."""
    found = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            for connection in process.net_connections(kind="tcp"):
                if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port:
                    found.add(process.pid)
    return found


def connect(installation: Installation) -> picsellia.Client:
    owner = installation.owner()
    return picsellia.Client(
        api_token=owner["api_token"],
        organization_id=owner["organization_id"],
        host=installation.url,
    )


def renditions(installation: Installation, filename: str) -> bool:
    query = "SELECT has_renditions FROM data WHERE filename = %s"
    with installation.database() as database:
        row = database.execute(query, (filename,)).fetchone()
    return row == (True,)


@pytest.mark.parametrize("role", ["api", "inference"])
def test_a_killed_http_server_leaves_no_worker_and_comes_back(
    installation: Installation, role: str
) -> None:
    main = installation.role(role)
    workers = main.children(recursive=True)
    assert workers
    port = installation.port if role == "api" else installation.inference_port

    main.kill()

    eventually(
        lambda: not any(worker.is_running() for worker in workers), 6, f"workers of {role} end"
    )
    eventually(lambda: installation.role(role).pid != main.pid, 10, f"{role} is restarted")
    eventually(installation.is_ready, 20, f"{role} answers again")
    new = installation.role(role)
    family = {new.pid, *(child.pid for child in new.children(recursive=True))}
    assert listeners(port) <= family


def test_a_killed_worker_comes_back_and_works(installation: Installation, tmp_path: Path) -> None:
    worker = installation.role("worker")
    worker.kill()
    eventually(lambda: installation.role("worker").pid != worker.pid, 10, "worker restarts")

    connect(installation).get_datalake().upload_data(write_jpegs(tmp_path, 3)[1])

    eventually(lambda: renditions(installation, "picture-001.jpg"), 30, "the task ran")


def test_tasks_resume_after_the_database_was_killed(
    installation: Installation, tmp_path: Path
) -> None:
    eventually(installation.is_ready, 20, "ready")
    worker, database = installation.role("worker"), installation.role("postgres")

    database.kill()

    eventually(lambda: installation.role("postgres").pid != database.pid, 20, "PostgreSQL restarts")
    eventually(installation.is_ready, 20, "the roles answer again")
    connect(installation).get_datalake().upload_data(write_jpegs(tmp_path, 3)[2])
    eventually(lambda: renditions(installation, "picture-002.jpg"), 30, "the task ran")
    assert installation.role("worker").pid == worker.pid, "the worker lived on"


def test_a_killed_supervisor_takes_everything_along(installation: Installation) -> None:
    eventually(installation.is_ready, 20, "ready")
    processes = installation.processes()
    with installation.database() as database:
        row = database.execute("SELECT count(*) FROM data").fetchone()

    processes[0].kill()

    with contextlib.suppress(AssertionError):
        eventually(lambda: not installation.alive(), 10, "all processes end")
    assert [process.cmdline() for process in installation.alive()] == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(installation.url, timeout=2)
    assert installation.run("status").returncode == 1
    installation.up()
    with installation.database() as database:
        assert database.execute("SELECT count(*) FROM data").fetchone() == row
