# SPDX-License-Identifier: Apache-2.0
"""Renew ``docs/images``: the main pages of a running demo in both themes."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import httpx
from ensure_browser import find
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WINDOW: Any = {"width": 1440, "height": 900}
SETTLE_MS = 600
"""Charts and pictures fade in after the network is quiet."""
QUALITY = 88
"""JPEG: the pages show photographs, of which PNG makes megabytes."""

Newest = Callable[[str], str | None]
"""Asks for the id of the first object of a list."""


def pages(owner: dict[str, str]) -> dict[str, str]:
    """Map the names of the pictures to the addresses of the newest objects of their kind."""
    organization = f"/api/organization/{owner['organization_id']}"
    headers = {
        "Authorization": f"Bearer {owner['api_token']}",
        "X-Picsellia-Organization": owner["organization_id"],
    }
    with httpx.Client(base_url=owner["url"], headers=headers, timeout=30) as api:

        def newest(path: str) -> str | None:
            answer = api.get(path)
            answer.raise_for_status()
            items = answer.json()["items"]
            return str(items[0]["id"]) if items else None

        lake, model = newest(f"{organization}/datalakes"), newest(f"{organization}/models")
        return {
            "home": "/",
            "jobs": "/jobs",
            **({"datalake": f"/datalakes/{lake}"} if lake else {}),
            **_dataset_pages(organization, newest),
            **_project_pages(organization, newest),
            **({"model": f"/models/{model}"} if model else {}),
            **_deployment_pages(organization, newest),
        }


def _dataset_pages(organization: str, newest: Newest) -> dict[str, str]:
    if not (dataset := newest(f"{organization}/datasets")):
        return {}
    version = f"/datasets/{dataset}/{newest(f'/api/dataset/{dataset}/versions')}"
    return {"version": version, "version-analytics": f"{version}/analytics"}


def _project_pages(organization: str, newest: Newest) -> dict[str, str]:
    if not (project := newest(f"{organization}/projects")):
        return {}
    found = {"project": f"/projects/{project}", "new-experiment": f"/projects/{project}/new"}
    if experiment := newest(f"/api/project/{project}/experiments"):
        found["experiment"] = f"/experiments/{experiment}/curves"
        found["evaluations"] = f"/experiments/{experiment}/evaluations"
    return found


def _deployment_pages(organization: str, newest: Newest) -> dict[str, str]:
    if not (deployment := newest(f"{organization}/deployments")):
        return {}
    home = f"/deployments/{deployment}"
    found = {
        "deployment": home,
        "predictions": f"{home}/predictions",
        "training-settings": f"{home}/settings/continuous-training",
    }
    if predicted := newest(f"/api/deployment/{deployment}/predictedassets"):
        found["review"] = f"{home}/predictions/{predicted}"
    return found


def login_link(data_dir: Path) -> str:
    """Ask the installation for a one-time address."""
    command = [sys.executable, "-m", "sightline.app.cli", "admin", "login-link"]
    done = subprocess.run(
        [*command, "--data-dir", str(data_dir)], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def sign_in(browser: Browser, link: str) -> Any:
    """Return the state of a signed-in browser."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.get_by_role("navigation", name="Main").wait_for()
    state = context.storage_state()
    context.close()
    return state


def take(context: BrowserContext, theme: str, addresses: dict[str, str]) -> None:
    """Write one picture for each address."""
    page = context.new_page()
    for name, address in addresses.items():
        page.goto(address)
        page.get_by_role("main").wait_for()
        expect(page.locator(".skeleton")).to_have_count(0, timeout=30_000)
        page.wait_for_load_state("load")
        page.wait_for_timeout(SETTLE_MS)
        path = TARGET / f"{name}-{theme}.jpg"
        page.screenshot(path=path, type="jpeg", quality=QUALITY)
        print(path.relative_to(ROOT))


def main() -> int:
    """Run as a command; the platform of the folder must run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    data_dir = parser.parse_args().data_dir
    owner = json.loads((data_dir / "owner.json").read_text())
    addresses = pages(owner)
    TARGET.mkdir(parents=True, exist_ok=True)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=options)
        state = sign_in(browser, login_link(data_dir))
        for theme in THEMES:
            context = browser.new_context(
                base_url=owner["url"], viewport=WINDOW, color_scheme=theme, storage_state=state
            )
            take(context, theme, addresses)
            context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
