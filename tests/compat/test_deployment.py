# SPDX-License-Identifier: Apache-2.0
"""Deployments with the real client: serve, monitor, review, feedback, figures."""

import time
import uuid

import pytest
from picsellia import exceptions
from picsellia.types.enums import (
    Framework,
    InferenceType,
    ServiceMetrics,
)
from picsellia.types.schemas_prediction import DetectionPredictionFormat

from tests.conftest import connect
from tests.harness.onnx_models import write_detector
from tests.harness.pictures import squares

LABELS = {"0": "red", "1": "green"}


def make_version(client, tmp_path, name="colours", **detector):
    model = client.create_model(name=f"{name}-{uuid.uuid4().hex[:6]}")
    version = model.create_version(
        labels=LABELS, type=InferenceType.OBJECT_DETECTION, framework=Framework.ONNX
    )
    path = write_detector(tmp_path / f"{name}-{uuid.uuid4().hex[:6]}.onnx", **detector)
    version.store("model-latest", str(path))
    return version


def picture_file(tmp_path, *marks):
    path = tmp_path / f"{uuid.uuid4().hex}.png"
    path.write_bytes(squares(*marks))
    return path


def deploy(client, tmp_path, **options):
    version = make_version(client, tmp_path)
    return version.deploy(
        name=f"d-{uuid.uuid4().hex[:8]}", target_datalake=client.get_datalake(), **options
    )


def await_status(check, wanted, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check() == wanted:
            return
        time.sleep(0.1)
    assert check() == wanted


def test_predict_reaches_datalake(client, member, tmp_path):
    deployment = deploy(client, tmp_path, min_threshold=0.4)
    answer = deployment.predict(
        picture_file(tmp_path, ("red", 16, 24), ("green", 40, 8)), tags=["line-1"], source="cam"
    )

    assert sorted(answer["detection_classes"]) == [0, 1]
    red = answer["detection_classes"].index(0)
    assert answer["detection_boxes"][red] == [24, 16, 32, 24]
    assert all(score >= 0.4 for score in answer["detection_scores"])

    again = connect(member).get_deployment(name=deployment.name)
    predicted = again.find_predicted_asset(oracle_prediction_id=answer["id"])
    said = predicted.get_champion_prediction()
    boxes = {(r["label"]["name"], r["x"], r["y"], r["w"], r["h"]) for r in said["rectangles"]}
    expected = {
        (LABELS[str(c)], b[1], b[0], b[3] - b[1], b[2] - b[0])
        for c, b in zip(answer["detection_classes"], answer["detection_boxes"], strict=True)
    }
    assert boxes == expected
    data = predicted.get_data()
    assert data.filename.endswith(".png")
    assert [tag.name for tag in data.get_tags()] == ["line-1"]
    data.download(str(tmp_path / "down"), force_replace=True)
    assert again.retrieve_information()["predictions"] == 1
    listed = again.list_predicted_assets(q='predictions.rectangles.label.name = "red"')
    assert [item.id for item in listed] == [predicted.id]
    with pytest.raises(exceptions.NoDataError):
        again.list_predicted_assets(q='predictions.rectangles.label.name = "blue"')


def test_raw_answers_and_unmonitored(client, tmp_path):
    deployment = deploy(client, tmp_path, min_threshold=0.9)
    path = picture_file(tmp_path, ("red", 16, 16))
    full = deployment.predict(path, monitor=False, postprocess=False)
    cut = deployment.predict(path, monitor=False)
    assert full["id"] is None
    assert len(full["detection_scores"]) >= len(cut["detection_scores"])
    with pytest.raises(exceptions.NoDataError):
        deployment.list_predicted_assets()


def test_predict_data_twice_is_refused(client, tmp_path):
    deployment = deploy(client, tmp_path)
    data = client.get_datalake().upload_data(str(picture_file(tmp_path, ("green", 8, 8))))
    first = deployment.predict_data(data)
    found = deployment.find_predicted_asset(oracle_prediction_id=first["id"])
    assert found.data_id == data.id
    with pytest.raises(exceptions.PredictionError, match="predicted by this deployment before"):
        deployment.predict_data(data)


def test_swap_shadow_and_promote(client, api, tmp_path):
    deployment = deploy(client, tmp_path, min_threshold=0.4)
    path = picture_file(tmp_path, ("red", 16, 16))
    first = deployment.predict(path)
    second_version = make_version(client, tmp_path, box_cells=4.0)
    deployment.set_shadow_model(second_version)
    assert deployment.get_shadow_model().id == second_version.id
    answer = deployment.predict(path)
    assert answer["model_version_id"] == first["model_version_id"]
    predicted = deployment.find_predicted_asset(oracle_prediction_id=answer["id"])
    await_status(lambda: predicted.get_shadow_prediction() is not None, True)
    shadow = predicted.get_shadow_prediction()
    champion = predicted.get_champion_prediction()
    assert shadow["rectangles"][0]["w"] > champion["rectangles"][0]["w"]

    assert api.post(f"/api/deployment/{deployment.id}/promote").status_code == 200
    third = deployment.predict(path)
    assert third["model_version_id"] == str(second_version.id)
    assert deployment.get_model_version().id == second_version.id


def test_failed_candidate_leaves_the_champion(client, tmp_path):
    deployment = deploy(client, tmp_path)
    model = client.create_model(name=f"broken-{uuid.uuid4().hex[:6]}")
    broken = model.create_version(labels=LABELS, type=InferenceType.OBJECT_DETECTION)
    bad = tmp_path / "bad.onnx"
    bad.write_bytes(b"no model at all")
    broken.store("model-latest", str(bad))
    champion = deployment.get_model_version().id
    with pytest.raises(exceptions.BadRequestError, match="no valid ONNX"):
        deployment.set_model(broken)
    with pytest.raises(exceptions.BadRequestError, match="no valid ONNX"):
        broken.deploy(name="never", target_datalake=client.get_datalake())
    assert deployment.get_model_version().id == champion
    assert deployment.predict(picture_file(tmp_path, ("red", 8, 8)), monitor=False)


def report(deployment, path, boxes, classes, **options):
    scores = options.pop("scores", [0.9] * len(classes))
    prediction = DetectionPredictionFormat(
        detection_classes=classes, detection_boxes=boxes, detection_scores=scores
    )
    return deployment.monitor(path, 0.02, 64, 64, prediction, **options)


def test_monitor_review_and_figures(client, member, tmp_path):
    version = make_version(client, tmp_path)
    deployment = client.create_deployment(
        version, name=f"m-{uuid.uuid4().hex[:6]}", disable_serving=True
    )
    answer = report(
        deployment,
        picture_file(tmp_path, ("red", 16, 16)),
        [[16, 16, 32, 32], [0, 0, 8, 8]],
        [0, 1],
        source="edge",
        tags=["night"],
        custom_metrics={"temperature": 21},
    )
    again = connect(member).get_deployment(name=deployment.name)
    predicted = again.find_predicted_asset(oracle_prediction_id=answer["id"])
    labels = {label.name: label for label in again.list_labels()}
    assert set(labels) == {"red", "green"}
    predicted.add_review(rectangles=[(16, 16, 16, 16, labels["red"])])
    review = (
        connect(member)
        .get_deployment(name=deployment.name)
        .find_predicted_asset(id=predicted.id)
        .get_review()
    )
    assert [(r["x"], r["y"], r["w"], r["h"]) for r in review["rectangles"]] == [(16, 16, 16, 16)]

    totals = again.get_stats(ServiceMetrics.AGGREGATED_PREDICTIONS_DATA)
    assert totals["count"] == 1
    assert totals["mean_latency"] == pytest.approx(0.02)
    labels_seen = again.get_stats(ServiceMetrics.AGGREGATED_LABEL_DISTRIBUTION)
    assert labels_seen["production"] == {"red": 1, "green": 1}
    quality = again.get_stats(ServiceMetrics.AGGREGATED_OBJECT_DETECTION_STATS)
    assert quality["champion"]["ap_50"] == pytest.approx(1.0)
    assert quality["reviewed"] == 1
    items = again.get_stats(ServiceMetrics.REVIEWS_OBJECT_DETECTION_STATS)["items"]
    assert items[0]["id"] == answer["id"]
    each = again.get_stats(ServiceMetrics.PREDICTIONS_DATA, tags=["night"])["items"]
    assert each[0]["custom_metrics"] == {"temperature": 21}
    assert again.get_stats(ServiceMetrics.PREDICTIONS_DATA, tags=["day"])["items"] == []
    drift = again.get_stats(ServiceMetrics.AGGREGATED_DRIFTING_PREDICTIONS)
    assert "info" in drift["infos"]


def test_monitor_refuses_wrong_reports(client, tmp_path):
    deployment = deploy(client, tmp_path)
    path = picture_file(tmp_path)
    with pytest.raises(exceptions.MonitorError, match="not classes of this deployment"):
        report(deployment, path, [[0, 0, 5, 5]], [7])
    data = client.get_datalake().upload_data(str(picture_file(tmp_path, ("green", 8, 8))))
    prediction = DetectionPredictionFormat(
        detection_classes=[1], detection_boxes=[[8, 8, 24, 24]], detection_scores=[0.9]
    )
    deployment.monitor_data(data, 0.1, 64, 64, prediction)
    with pytest.raises(exceptions.MonitorError, match="already been processed"):
        deployment.monitor_data(data, 0.1, 64, 64, prediction)


def test_monitor_shadow(client, tmp_path):
    deployment = deploy(client, tmp_path)
    answer = report(deployment, picture_file(tmp_path, ("red", 8, 8)), [[8, 8, 24, 24]], [0])
    predicted = deployment.find_predicted_asset(oracle_prediction_id=answer["id"])
    prediction = DetectionPredictionFormat(
        detection_classes=[1], detection_boxes=[[8, 8, 20, 20]], detection_scores=[0.7]
    )
    deployment.monitor_shadow(predicted, 0.05, prediction)
    assert predicted.get_shadow_prediction()["rectangles"][0]["label"]["name"] == "green"
    with pytest.raises(exceptions.MonitorError, match="already been shadow processed"):
        deployment.monitor_shadow(predicted, 0.05, prediction)


def test_training_data_outliers_and_drift(client, member, tmp_path):
    deployment = deploy(client, tmp_path, min_threshold=0.4)
    lake = client.get_datalake()
    paths = [str(picture_file(tmp_path, ("red", 8 * (i % 6), 8 * (i // 6)))) for i in range(30)]
    data = lake.upload_data(paths)
    dataset = client.create_dataset(f"train-{uuid.uuid4().hex[:6]}").create_version(
        "first", type=InferenceType.OBJECT_DETECTION
    )
    dataset.add_data(data)
    deployment.set_training_data(dataset)
    await_status(deployment.check_training_data_metrics_status, "SUCCESS")

    for i in range(24):
        deployment.predict(picture_file(tmp_path, ("red", 8 * (i % 6), 8 * (i // 6))))
    last = deployment.predict(picture_file(tmp_path, *[("blue", x, y) for x in (0, 16, 32, 48)
                                                       for y in (0, 16, 32, 48)]))  # fmt: skip
    deployment.find_predicted_asset(oracle_prediction_id=last["id"])
    again = connect(member).get_deployment(name=deployment.name)
    scores = again.get_stats(ServiceMetrics.PREDICTIONS_OUTLYING_SCORE)["items"]
    assert len(scores) == 25
    assert [item["is_outlier"] for item in scores if item["id"] == last["id"]] == [True]
    drift = again.get_stats(ServiceMetrics.AGGREGATED_DRIFTING_PREDICTIONS)
    assert drift["verdict"] == "no drift"
    assert drift["production_images"] == 25
    deployment.disable_training_data_reference()
    assert again.check_training_data_metrics_status() == "DISABLED"


def test_update_find_delete(client, member, tmp_path):
    deployment = deploy(client, tmp_path)
    deployment.update(name=f"renamed-{uuid.uuid4().hex[:6]}", min_threshold=0.25, sample_rate=0.5)
    again = connect(member).get_deployment(name=deployment.name)
    assert again.sync()["min_threshold"] == 0.25
    assert again.sync()["sample_rate"] == 0.5
    assert deployment.id in [item.id for item in client.list_deployments()]
    report(deployment, picture_file(tmp_path), [], [], sample=True)
    with pytest.raises(exceptions.ResourceConflictError):
        deployment.delete()
    deployment.delete(force_delete=True)
    with pytest.raises(exceptions.ResourceNotFoundError):
        connect(member).get_deployment(name=deployment.name)
    assert len(client.get_datalake().list_data()) == 1
