# SPDX-License-Identifier: Apache-2.0
"""Versions, drawn boxes, label filter, labels, lock and fork; figures equal those of the API."""

import json

from playwright.sync_api import Page, expect

from tests.e2e.scenery import Scenery
from tests.e2e.watching import Watch

PAINTED = """canvas => {
  const { width, height } = canvas;
  const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  return pixels.some((value, index) => index % 4 === 3 && value > 0);
}"""


def _labels(scenery: Scenery) -> dict[str, str]:
    items = scenery.get(f"/api/dataset/version/{scenery.version_id}/labels")["items"]
    return {item["name"]: item["id"] for item in items}


def test_boxes_are_drawn_and_hidden(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(scenery.version_path)
    overlay = page.locator(".box-overlay").first
    expect(overlay).to_be_visible()
    assert overlay.evaluate(PAINTED)
    for toggle in page.locator(".label-toggle").all():
        toggle.click()
    expect(page.locator(".box-overlay")).to_have_count(0)
    watch.clean()


def test_figures_equal_those_of_the_api(page: Page, watch: Watch, scenery: Scenery) -> None:
    version = scenery.get(f"/api/dataset/version/{scenery.version_id}")
    assert version["object_count"] == len(scenery.coco["annotations"])
    page.goto(f"{scenery.version_path}/analytics")
    shown = page.locator(".stat b")
    expect(shown.first).to_have_text(str(version["asset_count"]))
    assert shown.all_inner_texts()[1:3] == [
        str(version["annotation_count"]),
        str(version["object_count"]),
    ]
    page.goto(scenery.version_path)
    for label in version["labels"]:
        toggle = page.locator(".label-toggle", has_text=label["name"])
        expect(toggle).to_contain_text(str(label["count"]))
    watch.clean()


def test_the_label_filter_asks_the_server(page: Page, watch: Watch, scenery: Scenery) -> None:
    label_id = _labels(scenery)["gear"]
    address = f"/api/dataset/version/{scenery.version_id}/assets"
    wanted = scenery.get(address, label_ids=label_id)["count"]
    page.goto(scenery.version_path)
    page.get_by_label("Only assets with these labels").first.click()
    page.get_by_role("option", name="gear").click()
    expect(page.get_by_text(f"{wanted} items")).to_be_visible()
    assert label_id in page.url
    watch.clean(axe=False)


def test_an_asset_lists_its_objects(page: Page, watch: Watch, scenery: Scenery) -> None:
    address = f"/api/dataset/version/{scenery.version_id}/assets"
    listed = scenery.get(address, order_by="filename", with_shapes=True, limit=2)["items"]
    page.goto(f"{scenery.version_path}?order=filename&at=0")
    for asset in listed:
        expect(page.get_by_text(asset["data"]["filename"]).first).to_be_visible()
        rows = page.locator(".object-list li")
        expect(rows).to_have_count(len(asset["shapes"]))
        page.keyboard.press("ArrowRight")
    rows.first.get_by_role("button").click()
    expect(rows.first.get_by_role("button")).to_have_attribute("aria-pressed", "true")
    watch.clean()


def test_an_export_is_the_ground_truth(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(scenery.version_path)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as started:
        page.get_by_role("menuitem", name="COCO").click()
    exported = json.loads(started.value.path().read_text())
    assert len(exported["images"]) == len(scenery.coco["images"])
    wanted = sorted(one["bbox"] for one in scenery.coco["annotations"])
    assert sorted(one["bbox"] for one in exported["annotations"]) == wanted
    watch.clean(axe=False)


def test_labels_lock_and_fork(page: Page, watch: Watch, scenery: Scenery) -> None:
    page.goto(f"/datasets/{scenery.dataset_id}")
    page.get_by_role("link", name="initial").click()
    page.get_by_role("button", name="Fork…").click()
    page.get_by_label("Name of the version").fill("second")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("heading", name="second")).to_be_visible()
    version_id = page.url.split("?")[0].rsplit("/", 1)[1]
    address = f"/api/dataset/version/{version_id}"
    origin = scenery.get(f"/api/dataset/version/{scenery.version_id}")
    assert scenery.get(address)["object_count"] == origin["object_count"]

    page.get_by_role("link", name="Settings").click()
    _edit_labels(page)
    names = {label["name"] for label in scenery.get(address)["labels"]}
    assert names == {"bolt", "nut", "washer", "sprocket"}

    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    expect(page.get_by_label("Name of the new label")).to_have_count(0)
    assert scenery.get(address)["locked"] is True
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_label("Name of the new label")).to_be_visible()
    watch.clean()


def _edit_labels(page: Page) -> None:
    field = page.get_by_label("Name of the new label")
    field.fill("cog")
    field.press("Enter")
    page.get_by_role("button", name="Rename cog").click()
    page.get_by_label("New name").fill("sprocket")
    page.get_by_label("New name").press("Enter")
    expect(page.locator(".label-chip", has_text="sprocket")).to_be_visible()
    page.get_by_role("button", name="Delete gear").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".label-chip", has_text="gear")).to_have_count(0)
