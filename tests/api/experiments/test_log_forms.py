# SPDX-License-Identifier: Apache-2.0
"""Logs take the data of their type, and never throw away the values of a curve."""

import pytest
from picsellia import exceptions
from picsellia.types.enums import LogType

WRONG = [
    (LogType.LINE, "text"),
    (LogType.LINE, [1, "a"]),
    (LogType.LINE, {"train": "a"}),
    (LogType.VALUE, [1]),
    (LogType.TABLE, "text"),
    (LogType.TABLE, [[1, 2], [3]]),
    (LogType.TABLE, {"data": [[1, 2]], "columns": ["a"]}),
    (LogType.BAR, {"x": [1, 2], "y": [1]}),
    (LogType.BAR, 3),
    (LogType.HEATMAP, {"categories": ["a"], "values": [[1], [2, 3]]}),
    (LogType.LABELMAP, ["a"]),
    (LogType.LABELMAP, {"0": {"name": "a"}}),
]
RIGHT = [
    (LogType.LINE, 0.5),
    (LogType.LINE, [0.5, float("nan")]),
    (LogType.LINE, {"train": [1, 2], "val": [3]}),
    (LogType.VALUE, "best"),
    (LogType.TABLE, {"epochs": 3, "classes": ["a"]}),
    (LogType.TABLE, {"data": [[1, 2]], "rows": ["r"], "columns": ["a", "b"]}),
    (LogType.BAR, {"x": ["a"], "y": [1], "image_list": []}),
    (LogType.HEATMAP, {"categories": ["a"], "values": [[1, 0], [0, 0]]}),
    (LogType.LABELMAP, {"0": "a"}),
]


@pytest.fixture
def experiment(client):
    return client.create_project("logs").create_experiment("e")


@pytest.mark.parametrize(("kind", "data"), WRONG)
def test_data_of_another_form_are_refused(experiment, kind, data):
    with pytest.raises(exceptions.BadRequestError, match="nothing was logged"):
        experiment.log("log", data, kind)
    with pytest.raises(exceptions.ResourceNotFoundError):
        experiment.get_log("log")


@pytest.mark.parametrize(("kind", "data"), RIGHT)
def test_data_of_the_right_form_are_kept(experiment, kind, data):
    experiment.log("log", data, kind)
    kept = experiment.get_log("log").data
    expected = data if not isinstance(data, float) else [data]
    assert repr(kept).replace("None", "nan") == repr(expected) or kept == expected


@pytest.mark.parametrize(
    ("kind", "data"), [(LogType.LINE, {"train": [1]}), (LogType.VALUE, 1), (LogType.TABLE, {})]
)
def test_a_curve_is_never_thrown_away(experiment, kind, data):
    experiment.log("loss", [0.5, 0.4], LogType.LINE)
    with pytest.raises(exceptions.ResourceConflictError, match="kept"):
        experiment.log("loss", data, kind)
    if kind == LogType.LINE:
        with pytest.raises(exceptions.ResourceConflictError):
            experiment.get_log("loss").append(data)
    assert experiment.get_log("loss").data == [0.5, 0.4]


def test_a_picture_must_be_uploaded_by_this_organization(experiment, api, other_api):
    body = {"name": "picture", "type": "IMAGE", "data": 3}
    path = f"/api/experiment/{experiment.id}/logs"
    assert api.post(path, json=body).status_code == 400
    for name in ("nothing", "log-image/0/0.png"):
        data = {"object_name": name, "filename": "a.png", "large": False, "name": "a.png"}
        assert api.post(path, json={**body, "data": data}).status_code == 404


def test_what_cannot_be_published_is_told(experiment):
    experiment.log("labelmap", {"bolt": "0"}, LogType.LABELMAP)
    with pytest.raises(exceptions.BadRequestError, match="labelmap"):
        experiment.export_as_model("m")
    experiment.log("labelmap", {"0": "bolt"}, LogType.LABELMAP)
    experiment.log("parameters", [{"a": 1}], LogType.TABLE)
    with pytest.raises(exceptions.BadRequestError, match="parameters"):
        experiment.export_as_model("m")
    experiment.log("parameters", {"a": 1}, LogType.TABLE)
    assert experiment.export_as_model("m").labels == {"0": "bolt"}


def test_an_experiment_is_not_its_own_base(experiment, api):
    path = f"/api/experiment/{experiment.id}/experiment"
    refused = api.post(path, json={"base_experiment_id": str(experiment.id)})
    assert refused.status_code == 400
    assert "own base" in refused.json()["message"]


def test_evaluations_of_other_experiments_are_not_measured(experiment, api):
    body = {"inference_type": "OBJECT_DETECTION", "evaluation_ids": [str(experiment.id)]}
    assert api.post(f"/api/experiment/{experiment.id}/evaluate", json=body).status_code == 404


def test_a_job_status_must_be_one(experiment, api):
    path = f"/api/experiment/{experiment.id}/job/status"
    assert api.patch(path, json={"status": "nope"}).status_code == 422
    assert api.patch(path, json={"status": "FAILED"}).status_code == 204
