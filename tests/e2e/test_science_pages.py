# SPDX-License-Identifier: Apache-2.0
"""Projects, experiments, models and deployments open clean, in both themes, with live figures."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scenery import Scenery
from tests.e2e.science import Science
from tests.e2e.watching import Watch

PAGES = {
    "projects": ("/projects", "line inspection"),
    "project": ("/projects/{project}", "by hand"),
    "creation form": ("/projects/{project}/new", "Base architecture"),
    "compare": ("/projects/{project}/compare?ids={experiment}", "by hand"),
    "overview": ("/experiments/{experiment}", "Figures per label"),
    "curves": ("/experiments/{experiment}/curves", "loss"),
    "parameters": ("/experiments/{experiment}/parameters", "Hyperparameters"),
    "artifacts": ("/experiments/{experiment}/artifacts", "model-latest"),
    "evaluations": ("/experiments/{experiment}/evaluations", "3 evaluations"),
    "job": ("/experiments/{experiment}/job", "Not launched yet"),
    "models": ("/models", "detector"),
    "public models": ("/models/public", "tiny-detector"),
    "model": ("/models/{model}", "first"),
    "version": ("/models/versions/{version}", "Deployable"),
    "deployments": ("/deployments", "belt"),
    "dashboard": ("/deployments/{deployment}", "Last predictions"),
    "predictions": ("/deployments/{deployment}/predictions", "4 images"),
    "general": ("/deployments/{deployment}/settings", "Confidence threshold"),
    "training data": ("/deployments/{deployment}/settings/training-data", "Save"),
    "feedback loop": ("/deployments/{deployment}/settings/feedback-loop", "Attach"),
    "training": ("/deployments/{deployment}/settings/continuous-training", "Threshold"),
    "policy": ("/deployments/{deployment}/settings/continuous-deployment", "Deploy as shadow"),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean(science: Science, themed_page: Page, scenery: Scenery, name: str) -> None:
    watch = Watch(themed_page)
    path, text = PAGES[name]
    themed_page.goto(_address(science, path))
    expect(themed_page.get_by_text(text).first).to_be_visible()
    themed_page.wait_for_load_state("load")
    expect(themed_page.locator(".skeleton")).to_have_count(0)
    watch.clean()


def _address(science: Science, path: str) -> str:
    return path.format(
        project=science.project_id,
        experiment=science.experiment_id,
        model=science.model_id,
        version=science.version_id,
        deployment=science.deployment_id,
    )


def test_the_dashboard_shows_the_figures_of_the_api(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    shown = scenery.get(f"/api/deployment/{science.deployment_id}/dashboard")
    assert shown["totals"]["count"] == 4
    page.goto(f"/deployments/{science.deployment_id}")
    figures = page.locator(".stat b")
    expect(figures.nth(0)).to_have_text("4")
    expect(figures.nth(1)).to_have_text("20 ms")
    expect(page.get_by_text("Choose the training data").first).to_be_visible()
    watch.clean()


def test_curves_of_one_measure_share_a_chart(science: Science, page: Page, watch: Watch) -> None:
    page.goto(f"/experiments/{science.experiment_id}/curves")
    card = page.locator(".card", has=page.get_by_role("heading", name="loss", exact=True))
    expect(card).to_contain_text("train/loss")
    expect(card).to_contain_text("val/loss")
    card.get_by_role("button", name="View as table").click()
    expect(card.get_by_role("cell", name="0.25")).to_be_visible()
    watch.clean()


def test_addresses_of_the_client_lead_to_their_pages(
    science: Science, page: Page, watch: Watch, scenery: Scenery
) -> None:
    page.goto(f"/project/{science.project_id}")
    page.wait_for_url(f"**/projects/{science.project_id}")
    page.goto(f"/model/version/{science.version_id}")
    page.wait_for_url(f"**/models/versions/{science.version_id}")
    page.goto(f"/dataset/version/{scenery.version_id}")
    page.wait_for_url(f"**{scenery.version_path}")
    watch.clean(axe=False)


def test_an_unknown_experiment_says_so(science: Science, page: Page, watch: Watch) -> None:
    with watch.refusal():
        page.goto("/experiments/01a1fd06-0000-7e56-a0c4-000000000000")
        expect(page.get_by_role("alert")).to_contain_text("No such experiment")
    watch.clean()
