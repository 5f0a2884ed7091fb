# SPDX-License-Identifier: Apache-2.0
"""Every page on the demo's data; tests/e2e looks at both themes and at accessibility."""

import pytest
from playwright.sync_api import Page, expect

from sightline.demo.program import EPOCHS
from tests.demo.conftest import Walked
from tests.e2e.watching import Watch

PAGES = {
    "home": ("/", "", "line-"),
    "datalake": ("datalake", "", "560"),
    "dataset version": ("dataset version", "", "320"),
    "projects": ("/projects", "", "inspection-"),
    "project": ("project", "", "first"),
    "experiment form": ("project", "/new", "Base architecture"),
    "experiment": ("experiment", "", "train"),
    "curves": ("experiment", "/curves", "loss"),
    "parameters": ("experiment", "/parameters", "Hyperparameters"),
    "artifacts": ("experiment", "/artifacts", "model-latest"),
    "evaluations": ("experiment", "/evaluations", "64"),
    "experiment job": ("experiment", "/job", "epoch"),
    "models": ("/models", "", "part-detector"),
    "public models": ("/models/public", "", "tiny-detector"),
    "model version": ("model version", "", "model-latest"),
    "deployments": ("/deployments", "", "line-"),
    "dashboard": ("deployment", "", "Mean latency"),
    "predictions": ("deployment", "/predictions", "240"),
    "general": ("deployment", "/settings", "threshold"),
    "training data": ("deployment", "/settings/training-data", "train"),
    "feedback loop": ("deployment", "/settings/feedback-loop", "train"),
    "continuous training": ("deployment", "/settings/continuous-training", "Trainings started"),
    "continuous deployment": ("deployment", "/settings/continuous-deployment", "shadow"),
    "jobs": ("/jobs", "", "Train first"),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean(page: Page, walked: Walked, watch: Watch, name: str) -> None:
    start, rest, text = PAGES[name]
    page.goto((start if start.startswith("/") else walked.path_of(start)) + rest)
    expect(page.locator("main, body").get_by_text(text).first).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.locator(".skeleton")).to_have_count(0)
    watch.clean(axe=False)


def test_dashboard_shows_the_figures_of_the_api(page: Page, walked: Walked, watch: Watch) -> None:
    deployment = walked.made("deployment")["id"]
    page.goto(walked.path_of("deployment"))
    expect(page.get_by_text("Mean latency").first).to_be_visible()
    body = page.inner_text("body")
    told = walked.get(f"/api/deployment/{deployment}/dashboard")
    assert told["totals"]["count"] == 240
    assert "240" in body
    figure = f"{told['map']['champion']['ap_50_95']:.3f}".rstrip("0")
    assert figure in body, figure
    assert ("Yes" in body) == told["ks_drift"]["is_drift"]
    for label, count in told["label_distribution"]["production"].items():
        assert label in body, (label, count)
    watch.clean(axe=False)


def test_experiment_shows_the_figures_of_the_api(page: Page, walked: Walked, watch: Watch) -> None:
    experiment = walked.made("experiment")["id"]
    page.goto(walked.path_of("experiment"))
    expect(page.get_by_text("Figures per label")).to_be_visible()
    body = page.inner_text("body")
    told = walked.get(f"/api/experiment/{experiment}/overview")
    for name in ("ap_50_95", "ar_50_95"):
        assert f"{told['metrics'][name]:.3f}".rstrip("0").rstrip(".") in body
    assert "256 images" in body or "316 images" in body
    assert "64 images" in body
    watch.clean(axe=False)


def test_home_counts_are_those_of_the_api(page: Page, walked: Walked, watch: Watch) -> None:
    page.goto("/")
    expect(page.get_by_text("line-").first).to_be_visible()
    counts = walked.get("/api/home/summary")["counts"]
    body = page.inner_text("body")
    for name, count in counts.items():
        assert f"{count:,}".replace(",", " ") in body or str(count) in body, (name, count)
    watch.clean(axe=False)


def test_parameters_are_those_of_the_training(page: Page, walked: Walked, watch: Watch) -> None:
    page.goto(walked.path_of("experiment") + "/parameters")
    for name, value in EPOCHS.items():
        expect(page.get_by_role("textbox", name=f"Value of {name}", exact=True)).to_have_value(
            str(value)
        )
    watch.clean(axe=False)
