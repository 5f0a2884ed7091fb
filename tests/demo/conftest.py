# SPDX-License-Identifier: Apache-2.0
"""One installation on which the demo was walked, and a browser whose owner is signed in."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests.e2e.conftest import WINDOW, _browser_path
from tests.e2e.watching import Watch
from tests.harness.installation import COMMAND, Installation
from tests.harness.running_platform import ROOT

DEMO_SECS = 1_200
KEPT = "DEMO_ROOT"
"""A folder in which the walked installation stays, for who works on these tests."""
LOGIN_MS = 15_000
expect.set_options(timeout=LOGIN_MS)  # a machine that trains answers slowly


@dataclass
class Walked:
    """An installation with the demo's data, and what the demo reported."""

    installation: Installation
    report: dict[str, Any]

    @property
    def url(self) -> str:
        return self.installation.url

    def made(self, kind: str, number: int = 0) -> dict[str, str]:
        """Return the n-th object of a kind that the demo created."""
        found = [o for s in self.report["steps"] for o in s["objects"] if o["type"] == kind]
        return found[number]

    def path_of(self, kind: str, number: int = 0) -> str:
        return urlsplit(self.made(kind, number)["url"]).path

    def get(self, path: str, **query: Any) -> Any:
        with self.installation.http() as http:
            return http.get(path, params=query, timeout=60).raise_for_status().json()

    def http(self) -> httpx.Client:
        return self.installation.http()


def walk(installation: Installation, name: str, *arguments: str) -> dict[str, Any]:
    """Run `sightline demo` and return its report."""
    path = installation.root / f"{name}.json"
    done = subprocess.run(
        [*COMMAND, "demo", "--report", str(path), *arguments, "--data-dir",
         str(installation.data_dir)],
        env={**installation.environment, "COLUMNS": "160"},
        capture_output=True,
        text=True,
        timeout=DEMO_SECS,
        check=False,
    )  # fmt: skip
    assert path.exists(), done.stdout[-4000:] + done.stderr[-4000:]
    report: dict[str, Any] = json.loads(path.read_text())
    assert done.returncode == 0, report["failures"]
    return report


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    subprocess.run([sys.executable, str(ROOT / "tools" / "build_web.py")], check=True)
    kept = os.environ.get(KEPT)
    running = Installation(Path(kept) if kept else None)
    running.root.mkdir(parents=True, exist_ok=True)
    running.up()
    yield running
    if kept:
        running.run("down")
    else:
        running.remove()


@pytest.fixture(scope="session")
def walked(installation: Installation) -> Walked:
    path = installation.root / "first.json"
    report = json.loads(path.read_text()) if path.exists() else walk(installation, "first")
    return Walked(installation, report)


@pytest.fixture(scope="session")
def chromium(walked: Walked) -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_browser_path(), args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="session")
def session_state(chromium: Browser, walked: Walked) -> StorageState:
    """Log in with the owner's e-mail and password, as a person does."""
    owner = walked.installation.owner()
    context = chromium.new_context(base_url=walked.url)
    context.set_default_timeout(LOGIN_MS)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Username or email").fill(owner["email"])
    page.get_by_role("textbox", name="Password").fill(owner["password"])
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Main").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(chromium: Browser, walked: Walked, session_state: StorageState) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=walked.url, viewport=WINDOW, storage_state=session_state
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def watch(page: Page) -> Watch:
    return Watch(page)
