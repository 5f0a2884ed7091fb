# SPDX-License-Identifier: Apache-2.0
"""A project, an experiment, a model and a watched deployment, made by the client."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import picsellia
from picsellia.sdk.deployment import Deployment
from picsellia.sdk.experiment import Experiment
from picsellia.sdk.model_version import ModelVersion
from picsellia.types.enums import Framework, InferenceType, LogType
from picsellia.types.schemas_prediction import DetectionPredictionFormat

from sightline.demo import scenes
from tests.e2e.scenery import Scenery

LABELS = ("bolt", "gear", "nut", "washer")
PROJECT = "line inspection"
WIDTH, HEIGHT = 320, 240
SEED, IMAGES = 31, 4


@dataclass
class Science:
    """Ids of what the pages show."""

    project_id: str
    experiment_id: str
    model_id: str
    version_id: str
    deployment_id: str


def build(scenery: Scenery, folder: Path) -> Science:
    """Make everything that the pages of experiments, models and deployments read."""
    member = scenery.member
    client = picsellia.Client(
        api_token=member.token, organization_id=member.organization_id, host=member.url
    )
    project = client.create_project(PROJECT, description="first line")
    dataset = client.get_dataset("conveyor").get_version("initial")
    project.attach_dataset(dataset)
    version = _version(client, folder)
    experiment = project.create_experiment("by hand", base_model_version=version)
    experiment.attach_dataset("train", dataset)
    _track(experiment, dataset)
    deployment = client.create_deployment(version, name="belt", disable_serving=True)
    images, coco = scenes.generate(SEED, IMAGES)
    _report(deployment, scenes.write(images, coco, folder / "production"))
    return Science(
        str(project.id), str(experiment.id), str(version.origin_id), str(version.id),
        str(deployment.id),
    )  # fmt: skip


def _version(client: picsellia.Client, folder: Path) -> ModelVersion:
    version = client.create_model("detector", description="finds parts").create_version(
        name="first",
        labels={str(index): name for index, name in enumerate(LABELS)},
        base_parameters={"epochs": 5, "name": "a"},
        framework=Framework.ONNX,
        type=InferenceType.OBJECT_DETECTION,
    )
    weights = folder / "model.onnx"
    weights.write_bytes(b"stands for a model that runs elsewhere")
    version.store("model-latest", str(weights))
    return version


def _track(experiment: Experiment, dataset: Any) -> None:
    experiment.log("train/loss", [1.0, 0.5, 0.25], LogType.LINE)
    experiment.log("val/loss", [1.2, 0.7, 0.5], LogType.LINE)
    experiment.log("bars", {"x": ["a", "b"], "y": [3, 1]}, LogType.BAR)
    experiment.log("heat", {"categories": ["a", "b"], "values": [[4, 1], [0, 3]]}, LogType.HEATMAP)
    experiment.log("accuracy", 0.93, LogType.VALUE)
    labels = {label.name: label for label in dataset.list_labels()}
    for asset in dataset.list_assets(limit=3):
        experiment.add_evaluation(asset, rectangles=[(10, 20, 60, 40, labels["gear"], 0.75)])
    experiment.compute_evaluations_metrics(InferenceType.OBJECT_DETECTION).wait_for_done()


def _report(deployment: Deployment, files: list[Path]) -> None:
    seen = DetectionPredictionFormat(
        detection_classes=[0, 1],
        detection_boxes=[[20, 10, 90, 80], [100, 120, 160, 200]],
        detection_scores=[0.9, 0.4],
    )
    for path in files:
        deployment.monitor(str(path), 0.02, HEIGHT, WIDTH, seen)
