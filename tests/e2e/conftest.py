# SPDX-License-Identifier: Apache-2.0
"""Fixtures: the built application, one browser, a signed-in page that notes every complaint."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from tests.e2e import scenery as scenery_module
from tests.e2e import science as science_module
from tests.e2e.scenery import Scenery
from tests.e2e.science import Science
from tests.e2e.watching import Watch
from tests.harness.running_platform import RunningPlatform, server_errors

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=15_000)
WINDOW: Any = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def built_web() -> None:
    """Build the application unless what is there is what would be built."""
    subprocess.run([sys.executable, str(ROOT / "tools" / "build_web.py")], check=True)


@pytest.fixture(scope="session")
def scenery(built_web: None, platform: RunningPlatform) -> Scenery:
    return scenery_module.build(platform)


@pytest.fixture(scope="session")
def science(scenery: Scenery, tmp_path_factory: pytest.TempPathFactory) -> Science:
    return science_module.build(scenery, tmp_path_factory.mktemp("science"))


@pytest.fixture(scope="session")
def browser(scenery: Scenery) -> Iterator[Browser]:
    """Started after the scenery, which runs event loops of its own."""
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_browser_path(), args=arguments)
        yield started
        started.close()


def _browser_path() -> str | None:
    spec = importlib.util.spec_from_file_location("found", ROOT / "tools" / "ensure_browser.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path: str | None = module.find()
    return path


@pytest.fixture(scope="session")
def signed_in(browser: Browser, scenery: Scenery) -> StorageState:
    """Sign in once through the one-time link, as the demo's reader does."""
    context = browser.new_context(base_url=scenery.platform.url)
    page = context.new_page()
    page.goto(scenery.login_link)
    page.get_by_role("navigation", name="Main").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    scheme: str = request.param
    return scheme


@pytest.fixture
def page(browser: Browser, scenery: Scenery, signed_in: StorageState) -> Iterator[Page]:
    yield from _page(browser, scenery, signed_in, "light")


@pytest.fixture
def themed_page(
    browser: Browser, scenery: Scenery, signed_in: StorageState, theme: str
) -> Iterator[Page]:
    yield from _page(browser, scenery, signed_in, theme)


def _page(browser: Browser, scenery: Scenery, state: StorageState, theme: Any) -> Iterator[Page]:
    before = len(server_errors(scenery.platform))
    context = browser.new_context(
        base_url=scenery.platform.url, viewport=WINDOW, color_scheme=theme, storage_state=state
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
    errors = server_errors(scenery.platform)[before:]
    assert not errors, "\n".join(errors)


@pytest.fixture
def watch(page: Page) -> Watch:
    return Watch(page)
