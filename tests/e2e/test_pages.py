# SPDX-License-Identifier: Apache-2.0
"""Every page of data management opens without a complaint, in both themes."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.scenery import Scenery
from tests.e2e.watching import Watch

PAGES = {
    "home": ("/", "Members"),
    "jobs": ("/jobs", "Jobs"),
    "datalakes": ("/datalakes", "default"),
    "grid": ("{own_data}", "24 items"),
    "table": ("{lake}?view=table", "Filename"),
    "tags": ("{lake}/tags", "line-1"),
    "datasets": ("/datasets", "conveyor"),
    "dataset": ("/datasets/{dataset}", "initial"),
    "dataset settings": ("/datasets/{dataset}/settings", "Delete the dataset"),
    "assets": ("{version}", "24 items"),
    "asset table": ("{version}?view=table", "Objects"),
    "asset": ("{version}?at=0", "1 / 24"),
    "annotate": ("{version}/annotate?at=1", "2 / 24"),
    "analytics": ("{version}/analytics", "Objects per label"),
    "version settings": ("{version}/settings", "Detection type"),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean(themed_page: Page, scenery: Scenery, name: str) -> None:
    watch = Watch(themed_page)
    path, text = PAGES[name]
    themed_page.goto(
        path.format(
            lake=scenery.lake_path,
            own_data=scenery.own_data_path,
            dataset=scenery.dataset_id,
            version=scenery.version_path,
        )
    )
    expect(themed_page.get_by_text(text).first).to_be_visible()
    themed_page.wait_for_load_state("load")
    expect(themed_page.locator(".skeleton")).to_have_count(0)
    watch.clean()


def test_unknown_address_says_so(page: Page, watch: Watch) -> None:
    page.goto("/no/such/place")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    watch.clean()


def test_nobody_is_sent_to_the_log_in_page(browser: Browser, scenery: Scenery) -> None:
    context = browser.new_context(base_url=scenery.platform.url)
    page = context.new_page()
    page.goto(scenery.lake_path)
    page.wait_for_url("**/login?**")
    assert "back=" in page.url
    context.close()
