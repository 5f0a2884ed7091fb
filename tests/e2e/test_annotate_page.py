# SPDX-License-Identifier: Apache-2.0
"""Boxes drawn, moved, relabelled, deleted and reviewed by hand; the API has them to the pixel."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scenery import Scenery
from tests.e2e.watching import Watch

FIT_MARGIN = 16
TOLERANCE_PX = 1.5


class Board:
    """Turns image pixels into places on the screen, as the editor shows the whole image."""

    def __init__(self, page: Page, width: int, height: int) -> None:
        frame = page.locator(".editor-stage").bounding_box()
        assert frame is not None
        room = 2 * FIT_MARGIN
        self.page = page
        self.scale = min((frame["width"] - room) / width, (frame["height"] - room) / height)
        self.x = frame["x"] + (frame["width"] - width * self.scale) / 2
        self.y = frame["y"] + (frame["height"] - height * self.scale) / 2

    def drag(self, x0: float, y0: float, x1: float, y1: float) -> None:
        mouse = self.page.mouse
        mouse.move(self.x + x0 * self.scale, self.y + y0 * self.scale)
        mouse.down()
        mouse.move(
            self.x + (x0 + x1) / 2 * self.scale, self.y + (y0 + y1) / 2 * self.scale, steps=3
        )
        mouse.move(self.x + x1 * self.scale, self.y + y1 * self.scale, steps=3)
        mouse.up()

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(self.x + x * self.scale, self.y + y * self.scale)


@pytest.fixture
def fork_id(scenery: Scenery, request: pytest.FixtureRequest) -> str:
    """A version of its own for the test, with all annotations."""
    body = {
        "parent_id": scenery.version_id,
        "version": request.node.name[:60],
        "type": "OBJECT_DETECTION",
        "with_labels": True,
        "with_annotations": True,
    }
    with scenery.member.http() as api:
        answer = api.post(f"/api/dataset/{scenery.dataset_id}/fork", json=body)
        answer.raise_for_status()
        version_id: str = answer.json()["dataset_version"]["id"]
    return version_id


def _first(scenery: Scenery, version_id: str) -> Any:
    address = f"/api/dataset/version/{version_id}/assets"
    return scenery.get(address, order_by="filename", limit=1, with_shapes=True)["items"][0]


def _boxes(asset: Any) -> list[tuple[str, list[float]]]:
    return [(shape["label"], shape["box"]) for shape in asset["shapes"]]


def _open(page: Page, scenery: Scenery, version_id: str) -> Board:
    page.goto(f"/datasets/{scenery.dataset_id}/{version_id}/annotate?order=filename&at=0")
    expect(page.locator(".editor-picture")).to_be_visible()
    page.locator(".editor-picture[src]").evaluate("image => image.decode()")
    return Board(page, 320, 240)


def _save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def _near(found: list[float], wanted: list[float]) -> bool:
    return all(abs(a - b) <= TOLERANCE_PX for a, b in zip(found, wanted, strict=True))


def test_draw_undo_and_save(page: Page, watch: Watch, scenery: Scenery, fork_id: str) -> None:
    before = _boxes(_first(scenery, fork_id))
    board = _open(page, scenery, fork_id)
    page.keyboard.press("d")
    page.keyboard.press("2")
    board.drag(10, 20, 60, 50)
    expect(page.get_by_text("Not saved")).to_be_visible()
    page.keyboard.press("Escape")
    board.click(200, 100)  # a box may also be drawn with two clicks
    board.click(240, 140)
    page.keyboard.press("Control+z")
    expect(page.locator(".annotate-side .object-list button[aria-pressed]")).not_to_have_count(0)
    _save(page)
    after = _boxes(_first(scenery, fork_id))
    assert len(after) == len(before) + 1
    label, box = next(item for item in after if item not in before)
    assert _near(box, [10, 20, 50, 30])
    labels = scenery.get(f"/api/dataset/version/{fork_id}/labels")["items"]
    assert label == labels[1]["name"]
    assert [item for item in after if item in before] == before
    watch.clean()


def test_move_relabel_and_delete(page: Page, watch: Watch, scenery: Scenery, fork_id: str) -> None:
    asset = _first(scenery, fork_id)
    target = asset["shapes"][0]
    board = _open(page, scenery, fork_id)
    page.keyboard.press("v")
    row = page.locator(".object-list li", has_text=target["label"]).filter(
        has_text=f"{round(target['box'][2])} \u00d7 {round(target['box'][3])}"
    )
    row.get_by_role("button").first.click()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowLeft")
    _save(page)
    moved = _boxes(_first(scenery, fork_id))
    x, y, w, h = target["box"]
    wanted = [max(0, x - 1), max(0, y - 10), w, h]
    assert any(label == target["label"] and box == wanted for label, box in moved)

    page.keyboard.press("Delete")
    _save(page)
    assert len(_boxes(_first(scenery, fork_id))) == len(asset["shapes"]) - 1
    assert board.scale > 1
    watch.clean(axe=False)


def test_review_and_next_image(page: Page, watch: Watch, scenery: Scenery, fork_id: str) -> None:
    asset = _first(scenery, fork_id)
    board = _open(page, scenery, fork_id)
    page.keyboard.press("d")
    board.drag(100, 100, 150, 130)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted")).to_be_visible()
    listed = scenery.get(f"/api/asset/{asset['id']}/annotations")["items"]
    assert [one["status"] for one in listed] == ["ACCEPTED"]
    assert listed[0]["duration"] > 0
    page.get_by_role("button", name="Clear review").click()
    expect(page.get_by_text("To review")).to_be_visible()

    board.drag(10, 100, 40, 130)
    page.keyboard.press("p")
    expect(page.get_by_text("2 / 24")).to_be_visible()
    assert len(_first(scenery, fork_id)["shapes"]) == len(asset["shapes"]) + 2
    watch.clean(axe=False)


def test_a_save_in_between_is_not_overwritten(
    page: Page, watch: Watch, scenery: Scenery, fork_id: str
) -> None:
    asset = _first(scenery, fork_id)
    board = _open(page, scenery, fork_id)
    annotation = scenery.get(f"/api/asset/{asset['id']}/annotations")["items"][0]
    with scenery.member.http() as api:
        api.post(f"/api/annotation/{annotation['id']}/save", json={"rectangles": []})
    page.keyboard.press("d")
    board.drag(10, 20, 60, 50)
    with watch.refusal():
        page.keyboard.press("Control+s")
        expect(page.get_by_text("nothing was overwritten")).to_be_visible()
    assert _first(scenery, fork_id)["shapes"] == []
    page.get_by_role("button", name="Load what was saved").click()
    expect(page.get_by_text("No objects")).to_be_visible()
    watch.clean(axe=False)


def test_a_locked_version_is_only_shown(
    page: Page, watch: Watch, scenery: Scenery, fork_id: str
) -> None:
    with scenery.member.http() as api:
        api.post(f"/api/dataset/version/{fork_id}/lock", json={}).raise_for_status()
    board = _open(page, scenery, fork_id)
    board.drag(10, 20, 60, 50)
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    watch.clean()


def test_leaving_the_page_saves_first(
    page: Page, watch: Watch, scenery: Scenery, fork_id: str
) -> None:
    before = _boxes(_first(scenery, fork_id))
    board = _open(page, scenery, fork_id)
    page.keyboard.press("d")
    board.drag(100, 150, 140, 190)
    expect(page.get_by_text("Not saved")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs").click()
    page.wait_for_url("**/jobs")
    assert len(_boxes(_first(scenery, fork_id))) == len(before) + 1
    watch.clean(axe=False)


def test_tool_and_label_stay_from_image_to_image(
    page: Page, watch: Watch, scenery: Scenery, fork_id: str
) -> None:
    _open(page, scenery, fork_id)
    page.keyboard.press("2")
    page.keyboard.press("v")
    page.keyboard.press("p")
    expect(page.get_by_text("2 /")).to_be_visible()
    picked = page.locator(".annotate-side button[aria-pressed=true]").first
    expect(picked).to_contain_text("2")
    expect(page.get_by_role("button", name="Select")).to_have_attribute("aria-pressed", "true")
    watch.clean(axe=False)
