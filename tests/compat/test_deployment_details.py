# SPDX-License-Identifier: Apache-2.0
"""Deployments on the main service: settings, predicted assets, reviews and the pipeline's parts."""

from pathlib import Path
from typing import Any

import picsellia
import pytest
from picsellia.exceptions import NoDataError, ResourceNotFoundError
from picsellia.sdk.deployment import Deployment
from picsellia.types.enums import ContinuousTrainingTrigger, InferenceType
from picsellia.types.schemas_prediction import DetectionPredictionFormat

from tests.compat.test_deployment import deploy, make_version, picture_file, report
from tests.conftest import connect
from tests.harness.pictures import squares
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def monitored(client: picsellia.Client, folder: Path, **options: Any) -> Deployment:
    return client.create_deployment(
        make_version(client, folder), name="line", disable_serving=True, **options
    )


def pipeline_of(member: Member, deployment: Deployment) -> dict[str, Any]:
    """The pipeline's state, which the client can write but not read."""
    connect(member).get_deployment("line")
    with member.http() as api:
        state: dict[str, Any] = api.get(f"/api/deployment/{deployment.id}/pipeline").json()
    return state


def test_settings_and_models(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    lake = client.get_datalake()
    deployment = monitored(client, tmp_path, min_threshold=0.3, target_datalake=lake)
    second, third = make_version(client, tmp_path), make_version(client, tmp_path)
    other = second.deploy(name="other", min_threshold=0.5)

    fresh = connect(member)
    assert sorted(item.name for item in fresh.list_deployments()) == ["line", "other"]
    again = fresh.get_deployment_by_id(deployment.id)
    assert (again.name, again.type) == ("line", InferenceType.OBJECT_DETECTION)
    assert again.sync()["min_threshold"] == 0.3
    assert fresh.get_deployment("other").get_model_version().id == second.id
    assert sorted(label.name for label in again.list_labels()) == ["green", "red"]
    deployment.set_model(second)
    deployment.set_shadow_model(third)
    deployment.update(name="renamed", min_threshold=0.6, sample_rate=0.25)
    changed = connect(member).get_deployment("renamed")
    assert changed.get_model_version().id == second.id
    assert changed.get_shadow_model().id == third.id
    stored = changed.sync()
    assert (stored["min_threshold"], stored["sample_rate"]) == (0.6, 0.25)
    other.delete()
    with pytest.raises(ResourceNotFoundError):
        connect(member).get_deployment("other")
    shown(
        "POST /api/organization/{}/deployments",
        "POST /api/model/version/{}/deploy",
        "POST /api/deployment/{}/model",
        "POST /api/deployment/{}/shadow",
        "PATCH /api/deployment/{}",
        "DELETE /api/deployment/{}",
    )


def test_predicted_assets_and_reviews(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    deployment = monitored(client, tmp_path)
    first, second = (
        report(deployment, picture_file(tmp_path, ("red", 16, 16)), [[16, 16, 32, 32]], [0])
        for _ in range(2)
    )

    fresh = connect(member).get_deployment("line")
    assert len(fresh.list_predicted_assets()) == 2
    found = fresh.find_predicted_asset(oracle_prediction_id=first["id"])
    box = found.get_champion_prediction()["rectangles"][0]
    assert [box[key] for key in ("x", "y", "w", "h")] == [16, 16, 16, 16]
    assert found.sync()["reviews"] == []
    labels = {label.name: label for label in fresh.list_labels()}
    deployment.find_predicted_asset(id=found.id).add_review(
        rectangles=[(1, 2, 3, 4, labels["green"])]
    )
    review = connect(member).get_deployment("line").find_predicted_asset(id=found.id).get_review()
    assert [r["label"]["name"] for r in review["rectangles"]] == ["green"]
    deployment.find_predicted_asset(oracle_prediction_id=second["id"]).delete()
    last = connect(member).get_deployment("line")
    assert [item.id for item in last.list_predicted_assets()] == [found.id]
    with pytest.raises(ResourceNotFoundError):
        last.find_predicted_asset(data_id=second["id"])
    data = client.get_datalake().upload_data(str(picture_file(tmp_path, ("green", 8, 8))))
    said = DetectionPredictionFormat(
        detection_classes=[1], detection_boxes=[[8, 8, 24, 24]], detection_scores=[0.9]
    )
    last.monitor_data(data, 0.1, 64, 64, said)
    assert last.find_predicted_asset(data_id=data.id).data_id == data.id
    shown(
        "POST /api/predicted/asset/{}/reviews",
        "DELETE /api/predicted/asset/{}",
        "GET /api/deployment/{}/datalake/connector",
        "GET /api/predicted/asset/{}",
    )


def test_the_feedback_loop_takes_reviews_in(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    deployment = monitored(client, tmp_path)
    dataset = client.create_dataset("loop")
    kept, left = (
        dataset.create_version(name, type=InferenceType.OBJECT_DETECTION)
        for name in ("kept", "left")
    )
    for version in (kept, left):
        for name in ("red", "green"):
            version.create_label(name)
    deployment.setup_feedback_loop()
    deployment.attach_dataset_version_to_feedback_loop(kept)
    deployment.attach_dataset_version_to_feedback_loop(left)
    fresh = connect(member).get_deployment("line")
    assert {v.id for v in fresh.list_feedback_loop_datasets()} == {kept.id, left.id}
    deployment.detach_dataset_version_from_feedback_loop(left)
    deployment.toggle_feedback_loop(False)
    assert pipeline_of(member, deployment)["feedback_loop"]["active"] is False
    deployment.toggle_feedback_loop(True)

    answer = report(deployment, picture_file(tmp_path, ("red", 16, 16)), [[16, 16, 32, 32]], [0])
    predicted = deployment.find_predicted_asset(oracle_prediction_id=answer["id"])
    labels = {label.name: label for label in deployment.list_labels()}
    predicted.add_review(rectangles=[(16, 16, 16, 16, labels["red"])])

    last = connect(member)
    assert [v.id for v in last.get_deployment("line").list_feedback_loop_datasets()] == [kept.id]
    taken = last.get_dataset("loop").get_version("kept")
    boxes = taken.list_assets()[0].get_annotation().list_rectangles()
    assert [(b.x, b.y, b.w, b.h, b.label.name) for b in boxes] == [(16, 16, 16, 16, "red")]
    with pytest.raises(NoDataError):
        last.get_dataset("loop").get_version("left").list_assets()
    shown(
        "POST /api/deployment/{}/pipeline/fl/setup",
        "PUT /api/deployment/{}/pipeline/fl",
        "POST /api/deployment/{}/fl/datasets",
        "DELETE /api/deployment/{}/fl/datasets",
    )


def test_training_data_reference(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    deployment = monitored(client, tmp_path)
    version = client.create_dataset("seen").create_version("v", type=InferenceType.OBJECT_DETECTION)
    paths = [str(picture_file(tmp_path, ("red", 8, 8))) for _ in range(2)]
    version.add_data(client.get_datalake().upload_data(paths))
    deployment.set_training_data(version)

    state = pipeline_of(member, deployment)["training_data"]
    assert state["dataset_version"]["id"] == str(version.id)
    assert connect(member).get_deployment("line").check_training_data_metrics_status() in {
        "PENDING",
        "COMPUTING",
        "SUCCESS",
    }
    deployment.disable_training_data_reference()
    fresh = connect(member).get_deployment("line")
    assert fresh.check_training_data_metrics_status() == "DISABLED"
    shown(
        "POST /api/deployment/{}/pipeline/td/setup",
        "PUT /api/deployment/{}/pipeline/td/disable",
        "GET /api/deployment/{}/pipeline/td/check",
    )


def retraining(client: picsellia.Client, folder: Path) -> tuple[Deployment, dict[str, Any]]:
    """A deployment that retrains on two dataset versions; also what it was set up with."""
    deployment = monitored(client, folder)
    project = client.create_project("retrain")
    dataset = client.create_dataset("d")
    deployment.setup_continuous_training(
        project,
        trigger=ContinuousTrainingTrigger.FEEDBACK_LOOP,
        threshold=9,
        experiment_parameters={"epochs": 2},
    )
    given: dict[str, Any] = {"project": project}
    for name in ("train", "val"):
        given[name] = dataset.create_version(name, type=InferenceType.OBJECT_DETECTION)
        deployment.attach_dataset_version_to_continuous_training(name, given[name])
    deployment.setup_continuous_deployment("DEPLOY_SHADOW")
    return deployment, given


def test_continuous_training_is_set_up(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    deployment, given = retraining(client, tmp_path)

    state = pipeline_of(member, deployment)
    training = state["continuous_training"]
    assert (training["active"], training["threshold"]) == (True, 9)
    assert training["experiment_parameters"] == {"epochs": 2}
    assert training["project_id"] == str(given["project"].id)
    aliases = {item["alias"]: item["dataset_version"]["id"] for item in training["datasets"]}
    assert aliases == {name: str(given[name].id) for name in ("train", "val")}
    assert state["continuous_deployment"]["policy"] == "DEPLOY_SHADOW"
    shown(
        "POST /api/deployment/{}/pipeline/ct",
        "POST /api/deployment/{}/ct/datasets",
        "POST /api/deployment/{}/pipeline/cd",
    )


def test_continuous_training_is_switched(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    deployment, given = retraining(client, tmp_path)
    deployment.detach_dataset_version_from_continuous_training(given["val"])
    deployment.toggle_continuous_training(False)
    deployment.toggle_continuous_deployment(False)

    state = pipeline_of(member, deployment)
    assert [item["alias"] for item in state["continuous_training"]["datasets"]] == ["train"]
    assert state["continuous_training"]["active"] is False
    assert state["continuous_deployment"]["active"] is False
    shown(
        "PUT /api/deployment/{}/pipeline/ct",
        "DELETE /api/deployment/{}/ct/datasets",
        "PUT /api/deployment/{}/pipeline/cd",
    )


def test_a_change_is_met_by_the_next_prediction(client: picsellia.Client, tmp_path: Path) -> None:
    deployment = deploy(client, tmp_path)
    picture = squares(("red", 8, 8), ("green", 40, 8))
    for threshold in (0.99, 0.1, 0.98, 0.2, 0.97, 0.3, 0.96, 0.4):
        deployment.update(min_threshold=threshold)
        assert deployment.predict_bytes("a.png", picture)["threshold"] == threshold
