# SPDX-License-Identifier: Apache-2.0
"""The wheel alone, in an environment of its own: starts, serves pages and documents, no Node."""

import json
import subprocess
import sys
from pathlib import Path

import httpx

from tests.harness.running_platform import ROOT, free_port

BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def run(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        **options,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def test_wheel_installs_and_runs(tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    run(uv, "build", "--wheel", "-q", "--no-build-isolation", "--python", sys.executable,
        "--out-dir", tmp_path / "dist", ROOT)  # fmt: skip
    wheel = next((tmp_path / "dist").glob("*.whl"))
    run(uv, "venv", "-q", "--python", sys.executable, tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    run(uv, "pip", "install", "-q", "--python", python, wheel)
    sightline = tmp_path / "venv" / "bin" / "sightline"
    data_dir = tmp_path / "data"
    ports = ["--port", free_port(), "--inference-port", free_port()]
    try:
        run(sightline, "up", "--detach", "--data-dir", data_dir, *ports, env=BARE, cwd="/")
        owner = json.loads((data_dir / "owner.json").read_text())
        page = httpx.get(owner["url"] + "/login")
        assert page.status_code == 200
        assert 'type="module"' in page.text
        script = page.text.split('type="module"')[1].split('src="')[1].split('"')[0]
        assert httpx.get(owner["url"] + script).status_code == 200
        assert "Quickstart" in httpx.get(owner["url"] + "/docs").text
        found = run(sightline, "doctor", "--data-dir", data_dir, env=BARE, cwd="/")
        assert found.stdout.strip() == "No findings."
    finally:
        subprocess.run([sightline, "down", "--data-dir", data_dir], env=BARE, check=False)
