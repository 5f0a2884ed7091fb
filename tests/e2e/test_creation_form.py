# SPDX-License-Identifier: Apache-2.0
"""The four parts of the creation form, its dialogs and the constraints of a base (EX-02, EX-12)."""

from playwright.sync_api import Page, expect

from tests.e2e.scenery import Scenery
from tests.e2e.science import Science
from tests.e2e.watching import Watch


def _open(page: Page, science: Science, name: str) -> None:
    page.goto(f"/projects/{science.project_id}/new")
    page.get_by_role("textbox", name="Name").first.fill(name)


def _attach_public_model(page: Page) -> None:
    page.get_by_role("button", name="Attach a model…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Public", exact=True).click()
    dialog.get_by_role("option", name="tiny-detector").first.click()
    dialog.get_by_role("listbox", name="Versions").get_by_role("option").first.click()
    dialog.get_by_role("button", name="Select", exact=True).click()
    expect(dialog).to_have_count(0)


def test_constraints_of_the_base_must_be_filled(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    _open(page, science, "constrained")
    _attach_public_model(page)
    assert page.url.endswith("/new"), "a dialog must not send the form around it"
    page.get_by_label("Value of epochs").fill("2")
    page.get_by_role("button", name="Attach dataset versions…").click()
    dialog = page.get_by_role("dialog")
    attach = dialog.get_by_role("button", name="Attach", exact=True)
    expect(attach).to_be_disabled()
    for alias in ("train", "val"):
        dialog.get_by_label(alias, exact=True).first.click()
        page.locator("[role=option]:visible", has_text="conveyor / initial").click()
    attach.click()
    page.get_by_role("button", name="Create experiment").click()
    expect(page.get_by_text("train + val")).to_be_visible()
    expect(page.get_by_text("conveyor / initial").first).to_be_visible()
    made = page.url.rsplit("/", 1)[-1]
    log = scenery.get(f"/api/experiment/{made}/logs/find", name="parameters")
    assert log["data"]["epochs"] == 2
    datasets = scenery.get(f"/api/experiment/{made}/datasets")["items"]
    assert sorted(item["name"] for item in datasets) == ["train", "val"]
    watch.clean()


def test_parameters_and_aliases_are_checked_before_sending(
    science: Science, page: Page, watch: Watch
) -> None:
    _open(page, science, "free")
    create = page.get_by_role("button", name="Create experiment")
    page.get_by_role("button", name="Add parameter").click()
    page.get_by_label("Name of the parameter").fill("rate")
    page.get_by_label("Value of rate").fill("much")
    expect(page.get_by_text("Not a number")).to_be_visible()
    expect(create).to_be_disabled()
    page.get_by_label("Value of rate").fill("0.1")
    page.get_by_role("button", name="Attach dataset versions…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("conveyor / initial", exact=True).check()
    expect(dialog.get_by_role("button", name="Attach", exact=True)).to_be_disabled()
    dialog.get_by_label("Alias of conveyor / initial").fill("test")
    dialog.get_by_role("button", name="Attach", exact=True).click()
    create.click()
    expect(page.get_by_role("button", name="Launch…")).to_be_visible()
    watch.clean()


def test_only_bases_of_the_same_type_are_offered(
    science: Science, page: Page, watch: Watch
) -> None:
    _open(page, science, "classes")
    page.get_by_label("Inference type").first.click()
    page.get_by_role("option", name="Classification").click()
    page.get_by_role("button", name="Attach a model…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("option", name="detector").first.click()
    expect(dialog.get_by_text("No version of the type Classification")).to_be_visible()
    watch.clean()
