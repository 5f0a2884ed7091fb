# SPDX-License-Identifier: Apache-2.0
"""`sightline up`, `status` and `down` as an operator types them: exit codes and what they leave."""

import os
import socket
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest

from tests.harness.installation import Installation, eventually

BIG_BYTES = 48 * 1024 * 1024
STOP_SECS = 10.0


@pytest.fixture
def stopped() -> Iterator[Installation]:
    made = Installation()
    yield made
    made.remove()


def test_unknown_settings_are_refused_before_anything_is_made(stopped: Installation) -> None:
    done = stopped.run("up", *stopped.ports(), SIGHTLINE_PROT="8000")

    assert done.returncode == 2
    assert "SIGHTLINE_PROT" in done.stderr
    assert not stopped.data_dir.exists()


def test_a_wrong_value_is_refused_in_the_background_too(stopped: Installation) -> None:
    done = stopped.run("up", "--detach", SIGHTLINE_PORT="eighty")

    assert done.returncode == 2
    assert "SIGHTLINE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--port", "--inference-port"])
def test_a_busy_port_is_named(stopped: Installation, option: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        busy = str(listener.getsockname()[1])
        ports = stopped.ports()
        ports[ports.index(option) + 1] = busy
        done = stopped.run("up", *ports)

    assert done.returncode == 3
    assert busy in done.stderr
    assert not (stopped.data_dir / "database").exists()


def test_nothing_runs(stopped: Installation) -> None:
    assert stopped.run("status").returncode == 1
    assert stopped.run("down").returncode == 0


def test_a_detached_start_is_ready_when_it_returns(installation: Installation) -> None:
    assert installation.is_ready()
    status = installation.run("status")
    assert status.returncode == 0
    assert installation.url in status.stdout


def test_what_it_writes_is_private(installation: Installation) -> None:
    for name in ("", "keys", "blobs", "logs", "database"):
        assert (installation.data_dir / name).stat().st_mode & 0o777 == 0o700, name
    for name in ("owner.json", "keys/secret.key", "keys/database.json"):
        assert (installation.data_dir / name).stat().st_mode & 0o777 == 0o600, name


def test_the_owner_can_log_in(installation: Installation) -> None:
    owner = installation.owner()
    assert owner["url"] == installation.url
    with installation.http() as api:
        assert api.get(f"/api/organization/{owner['organization_id']}").status_code == 200


@pytest.mark.parametrize("detach", [(), ("--detach",)])
def test_a_second_start_is_refused(installation: Installation, detach: tuple[str, ...]) -> None:
    done = installation.run("up", *detach, *installation.ports())

    assert done.returncode == 3
    assert installation.url in done.stderr
    assert installation.is_ready()


def test_stops_in_time_with_an_open_stream_and_a_stuck_download(
    installation: Installation,
) -> None:
    with installation.http() as api, api.stream("GET", "/api/events") as events:
        assert next(events.iter_lines())
        stuck = _stuck_download(api, installation)
        supervisor = psutil.Process(installation.state()["pid"])
        installation.processes()
        started = time.monotonic()
        supervisor.terminate()
        eventually(lambda: not supervisor.is_running(), STOP_SECS, "the supervisor ends")
        assert time.monotonic() - started < STOP_SECS
        assert installation.alive() == []
        stuck.close()
    assert installation.run("status").returncode == 1
    installation.up()
    assert installation.is_ready()


def _stuck_download(api: httpx.Client, installation: Installation) -> socket.socket:
    """Begin to download a large blob and read nothing more."""
    organization = installation.owner()["organization_id"]
    connector = api.get(f"/api/organization/{organization}").json()["default_connector_id"]
    named = api.post(
        f"/api/organization/{organization}/connector/{connector}/generate_object_name",
        json={"filename": "large.bin", "type": "ARTIFACT"},
    ).json()
    prefix = f"/api/object-storage/{connector}"
    signed = api.post(f"{prefix}/generate_presigned_url", json=named).json()["presigned_url_data"]
    content = os.urandom(1024) * (BIG_BYTES // 1024)
    sent = httpx.post(signed["url"], data=signed["fields"], files={"file": content}, timeout=60)
    assert sent.is_success, sent.text
    signed_url = api.post(f"{prefix}/retrieve_presigned_url", json=named).json()["presigned_url"]
    url = httpx.URL(signed_url)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((url.host, url.port))
    head = f"GET {url.raw_path.decode()} HTTP/1.1\r\nHost: {url.host}:{url.port}\r\n\r\n"
    connection.sendall(head.encode())
    assert b" 200 " in connection.recv(64)
    return connection
