# SPDX-License-Identifier: Apache-2.0
"""Addresses of nothing, help, the palette, and what an upload could not read."""

from playwright.sync_api import Page, expect

from tests.e2e.scenery import Scenery
from tests.e2e.watching import Watch

NOBODY = "01900000-0000-7000-8000-000000000000"


def test_an_unknown_address_keeps_the_frame(page: Page, watch: Watch) -> None:
    page.goto("/no/such/place")
    expect(page.get_by_text("There is no page at this address")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs").click()
    page.wait_for_url("**/jobs")
    watch.clean()


def test_an_id_of_nothing_is_told_in_words(page: Page, watch: Watch) -> None:
    with watch.refusal():
        for path in (f"/experiments/{NOBODY}", f"/deployments/{NOBODY}", f"/datasets/{NOBODY}"):
            page.goto(path)
            expect(page.get_by_role("alert").get_by_text("No such")).to_be_visible()
        page.goto("/datasets/not-an-id")
        expect(page.get_by_text("There is nothing at this address")).to_be_visible()
    watch.clean()


def test_help_leads_to_a_page_of_the_guide(page: Page, scenery: Scenery) -> None:
    for path in ("/", "/projects", "/models", "/deployments", scenery.lake_path):
        page.goto(path)
        help_link = page.get_by_role("link", name="Help for this page")
        address = help_link.get_attribute("href")
        assert address is not None
        assert page.request.get(address).ok, address


def test_the_palette_opens_an_object_by_its_name(
    page: Page, watch: Watch, scenery: Scenery
) -> None:
    page.goto("/")
    expect(page.get_by_text("Members")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Go to or run…").fill("conveyor")
    expect(page.get_by_role("option", name="conveyor").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/datasets/{scenery.dataset_id}")
    watch.clean(axe=False)


def test_an_upload_tells_which_file_is_no_image(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(scenery.lake_path)
    page.get_by_role("button", name="Upload").click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose files…").click()
    page_text = {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": b"<html></html>"}
    chosen.value.set_files([page_text])  # type: ignore[list-item]
    page.get_by_role("dialog").get_by_role("button", name="Upload").click()
    expect(page.get_by_text("1 file is no image that can be read")).to_be_visible()
    page.get_by_role("button", name="Open page.jpg").first.click()
    details = page.get_by_role("complementary", name="Details")
    expect(details).to_be_visible()
    page.keyboard.press("Escape")
    expect(details).to_have_count(0)
    watch.clean(axe=False)


def test_a_row_opens_by_the_keyboard(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(f"{scenery.version_path}?view=table")
    page.locator("td button.link").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 / 24")).to_be_visible()
    page.goto(f'{scenery.version_path}?view=table&q=filename = "nothing"')
    expect(page.get_by_text("No asset matches")).to_be_visible()
    watch.clean(axe=False)
