# SPDX-License-Identifier: Apache-2.0
"""The demo's figures are real: recomputed elsewhere, different for other images."""

import json
import subprocess
import sys

import pytest
from picsellia import Client

from tests.demo.conftest import Walked
from tests.harness.running_platform import ROOT

FIGURES = ("first_val_map50", "champion_map50", "shadow_map50")
LOOP_SECS = 300


def test_report_is_complete(walked: Walked) -> None:
    report = walked.report
    assert report["ok"], report["failures"]
    assert set(report) >= {"version", "seed", "url", "total_seconds", "steps", "metrics", "drift"}
    assert report["metrics"]["first_val_map50"] >= 0.85
    assert report["metrics"]["shadow_map50"] > report["metrics"]["champion_map50"]
    assert report["drift"]["before"]["verdict"] == "no drift"
    assert report["drift"]["after"]["verdict"] == "drift"
    assert all(step["ok"] for step in report["steps"])
    assert report["total_seconds"] <= LOOP_SECS * 2, "twice what it may take on 2 idle cores"


def test_every_address_of_the_report_exists(walked: Walked) -> None:
    kinds = {o["type"] for step in walked.report["steps"] for o in step["objects"]}
    assert kinds >= {"datalake", "dataset", "dataset version", "project", "experiment",
                     "model version", "deployment"}  # fmt: skip
    with walked.http() as http:
        for step in walked.report["steps"]:
            for made in step["objects"]:
                assert http.get(made["url"]).status_code == 200


def test_every_map_is_the_one_of_pycocotools(walked: Walked) -> None:
    """From stored predictions and ground truth, through the API, in another process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo.recompute",
         json.dumps({**walked.installation.owner(), "url": walked.url}),
         json.dumps(walked.report)],
        cwd=ROOT,
        env=walked.installation.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for name in FIGURES:
        assert found[name] == pytest.approx(walked.report["metrics"][name], abs=1e-6), name


def test_collected_images_are_in_the_lake(walked: Walked) -> None:
    owner = walked.installation.owner()
    client = Client(owner["api_token"], owner["organization_id"], host=walked.url)
    assert len(client.get_datalake().list_data(tags=["collected"])) == 320
    serving = client.get_datalake().list_data(q='data_source.name = "serving"')
    assert len(serving) == 240


def test_doctor_finds_nothing(walked: Walked) -> None:
    done = walked.installation.run("doctor")
    assert done.stdout.strip() == "No findings.", done.stdout
