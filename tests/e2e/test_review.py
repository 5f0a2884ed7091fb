# SPDX-License-Identifier: Apache-2.0
"""Review of predictions: fix, save, submit; what was submitted is final (RV-01, RV-02, PL-04)."""

from playwright.sync_api import Page, expect

from tests.e2e.scenery import Scenery
from tests.e2e.science import Science
from tests.e2e.watching import Watch


def _oldest(scenery: Scenery, science: Science, place: int) -> str:
    listed = scenery.get(f"/api/deployment/{science.deployment_id}/predictedassets", limit=10)
    found: str = listed["items"][-1 - place]["id"]
    return found


def _open(page: Page, science: Science, asset_id: str) -> None:
    page.goto(f"/deployments/{science.deployment_id}/predictions/{asset_id}")
    expect(page.locator(".review-object").first).to_be_visible()


def test_a_review_is_saved_and_read_back(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    asset_id = _oldest(scenery, science, 0)
    _open(page, science, asset_id)
    objects = page.locator(".review-object")
    expect(objects).to_have_count(2)
    objects.first.get_by_role("button").first.click()
    page.keyboard.press("3")
    objects.last.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Not saved")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Not saved")).to_have_count(0)
    expect(page.get_by_text("Version 1,")).to_be_visible()
    saved = scenery.get(f"/api/predicted/asset/{asset_id}")
    assert saved["status"] == "REVIEWED"
    (box,) = saved["reviews"][-1]["rectangles"]
    assert (box["label"]["name"], box["x"], box["y"], box["w"], box["h"]) == ("nut", 10, 20, 70, 70)
    page.reload()
    expect(objects).to_have_count(1)
    watch.clean()


def test_accept_goes_on_to_the_next_image(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    first, second = _oldest(scenery, science, 2), _oldest(scenery, science, 1)
    _open(page, science, first)
    page.get_by_role("button", name="Accept and go on").click()
    page.wait_for_url(f"**/{second}")
    accepted = scenery.get(f"/api/predicted/asset/{first}")
    assert accepted["status"] == "REVIEWED"
    assert len(accepted["reviews"][-1]["rectangles"]) == 2
    watch.clean(axe=False)


def test_a_submitted_review_is_final(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    page.goto(f"/deployments/{science.deployment_id}/settings/feedback-loop")
    page.get_by_placeholder("Choose a dataset version").click()
    page.get_by_role("option", name="conveyor / initial").click()
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("link", name="conveyor / initial")).to_be_visible()
    asset_id = _oldest(scenery, science, 3)
    _open(page, science, asset_id)
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Submit…").click()
    page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Submitted: the review is final")).to_be_visible()
    expect(page.get_by_role("button", name="Save review")).to_have_count(0)
    assert scenery.get(f"/api/predicted/asset/{asset_id}")["status"] == "SUBMITTED"
    watch.clean()


def test_an_unsaved_review_is_not_lost_without_a_question(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    asset_id = _oldest(scenery, science, 2)
    before = scenery.get(f"/api/predicted/asset/{asset_id}")["reviews"]
    _open(page, science, asset_id)
    page.locator(".review-object").first.get_by_role("button").first.click()
    page.keyboard.press("3")
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog", name="This review is not saved")
    dialog.get_by_role("button", name="Stay").click()
    expect(dialog).to_have_count(0)
    assert asset_id in page.url
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs").click()
    dialog.get_by_role("button", name="Leave without saving").click()
    page.wait_for_url("**/jobs")
    assert scenery.get(f"/api/predicted/asset/{asset_id}")["reviews"] == before
    watch.clean(axe=False)


def test_reviewing_stays_within_the_filter(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    path = f"/api/deployment/{science.deployment_id}/predictedassets"
    reviewed = scenery.get(path, status="REVIEWED")["items"]
    assert len(reviewed) >= 2
    page.goto(f"/deployments/{science.deployment_id}/predictions?status=REVIEWED")
    page.locator(".tile-open").first.click()
    expect(page.get_by_text(f"1 / {len(reviewed)}")).to_be_visible()
    page.keyboard.press("d")
    page.wait_for_url(f"**/{reviewed[1]['id']}?status=REVIEWED")
    expect(page.get_by_text(f"2 / {len(reviewed)}")).to_be_visible()
    watch.clean(axe=False)
