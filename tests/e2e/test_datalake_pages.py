# SPDX-License-Identifier: Apache-2.0
"""Upload, search, tags, selection and datasets, by hand in the browser; the API confirms it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.scenery import IMAGES, TAG, Scenery
from tests.e2e.watching import Watch


def _search(page: Page, query: str) -> None:
    field = page.get_by_label("Query").first
    field.fill(query)
    field.press("Enter")


def _upload(page: Page, files: list[Path], tag: str) -> None:
    page.get_by_role("button", name="Upload", exact=True).click()
    dialog = page.get_by_role("dialog")
    page.locator("input[type=file]").set_input_files([str(path) for path in files])
    expect(dialog.get_by_text(f"{len(files)} file")).to_be_visible()
    dialog.get_by_label("Tags").fill(tag)
    dialog.get_by_label("Tags").press("Enter")
    dialog.get_by_label("Tags").press("Tab")
    dialog.get_by_role("button", name="Upload").click()


def test_from_files_to_a_dataset(
    page: Page, watch: Watch, scenery: Scenery, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_text("not an image")
    files = [*scenery.spare_files, broken]
    page.goto(scenery.lake_path)
    _upload(page, files, "fresh")
    expect(page.get_by_text("4 of 4 uploaded")).to_be_visible()

    _search(page, 'tags.name = "fresh"')
    expect(page.get_by_text("4 items")).to_be_visible()
    expect(page.locator(".gallery-picture img")).to_have_count(3)
    expect(page.get_by_text("Error")).to_be_visible()
    listed = scenery.get(f"/api/datalake/{scenery.lake_id}/datas", q='tags.name = "fresh"')
    assert listed["count"] == len(files)

    page.locator(".gallery-tick").first.click()
    page.get_by_role("button", name="Select all").click()
    expect(page.get_by_text("4 of 4 selected")).to_be_visible()
    page.get_by_role("button", name="Dataset…").click()
    page.get_by_label("Name of the dataset").fill("from the browser")
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url("**/datasets/*/*")
    expect(page.get_by_text("3 items")).to_be_visible()
    version_id = page.url.split("?")[0].rsplit("/", 1)[1]
    assets = scenery.get(f"/api/dataset/version/{version_id}/assets")
    assert {item["data"]["filename"] for item in assets["items"]} == {
        path.name for path in scenery.spare_files
    }
    watch.clean()


def test_tags_come_and_go(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(scenery.lake_path)
    first = page.locator(".gallery-cell").first
    name = first.locator(".gallery-caption .truncate").inner_text()
    first.locator(".gallery-tick").click()
    page.get_by_role("button", name="Attach tag").click()
    page.get_by_label("Tag name").fill("checked")
    page.get_by_label("Tag name").press("Enter")
    expect(page.get_by_text("Tag checked attached")).to_be_visible()
    address = f"/api/datalake/{scenery.lake_id}/datas"
    tagged = scenery.get(address, q='tags.name = "checked"')
    assert [item["filename"] for item in tagged["items"]] == [name]

    first.locator(".gallery-picture").click()
    details = page.get_by_role("complementary", name="Details")
    expect(details.get_by_text("checked")).to_be_visible()
    details.get_by_label("Remove tag checked").click()
    expect(details.get_by_text("checked")).to_have_count(0)
    assert scenery.get(address, q='tags.name = "checked"')["count"] == 0
    watch.clean()


def test_a_wrong_query_is_explained(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(scenery.lake_path)
    with watch.refusal():
        _search(page, "filename === 3")
        expect(page.get_by_text("The query cannot be read")).to_be_visible()
        expect(page.get_by_text("at character")).to_be_visible()
    _search(page, f'tags.name = "{TAG}"')
    expect(page.get_by_text(f"{IMAGES} items")).to_be_visible()
    watch.clean()


def test_fields_are_proposed(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(scenery.lake_path)
    page.get_by_label("Query").first.press_sequentially("tags")
    page.get_by_role("option", name="tags.name").click()
    expect(page.get_by_label("Query").first).to_have_value("tags.name")
    watch.clean(axe=False)


def test_the_grid_is_walked_by_keys(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(scenery.own_data_path)
    page.locator(".gallery-picture").first.focus()
    for key in ("ArrowRight", "x", "ArrowRight", "x"):
        page.keyboard.press(key)
    expect(page.get_by_text(f"2 of {IMAGES}")).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator(".gallery-cell").last.locator(".gallery-picture")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Details")).to_be_visible()
    watch.clean()


def test_deleted_data_are_gone(page: Page, watch: Watch, scenery: Scenery, tmp_path: Path) -> None:
    path = tmp_path / "to-delete.jpg"
    path.write_bytes(scenery.spare_files[0].read_bytes())
    page.goto(scenery.lake_path)
    _upload(page, [path], "short-lived")
    expect(page.get_by_text("1 of 1 uploaded")).to_be_visible()
    _search(page, 'tags.name = "short-lived"')
    expect(page.get_by_text("1 item", exact=True)).to_be_visible()
    page.locator(".gallery-tick").first.click()
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No data matches")).to_be_visible()
    address = f"/api/datalake/{scenery.lake_id}/datas"
    assert scenery.get(address, q='tags.name = "short-lived"')["count"] == 0
    watch.clean()
