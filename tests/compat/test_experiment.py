# SPDX-License-Identifier: Apache-2.0
"""The real client on experiments: logs, artifacts, evaluations, launches, exports."""

from pathlib import Path

import picsellia
import pytest
from picsellia.exceptions import BadRequestError, ResourceConflictError, ResourceNotFoundError
from picsellia.types.enums import Framework, InferenceType, LogType

from tests.compat.test_dataset import make_version
from tests.conftest import connect
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def test_project_and_experiment(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    project = client.create_project("inspection", description="first line")
    project.attach_dataset(version)
    experiment = project.create_experiment("run-1", description="x", parameters={"epochs": 3})
    experiment.attach_dataset("train", version)

    fresh = connect(member).get_project("inspection")
    assert [v.version for v in fresh.list_dataset_versions()] == ["first"]
    again = fresh.get_experiment("run-1")
    assert again.get_log("parameters").data == {"epochs": 3}
    assert again.get_dataset("train").id == version.id
    assert [v.version for v in again.list_attached_dataset_versions()] == ["first"]
    with pytest.raises(ResourceConflictError):
        project.create_experiment("run-1")
    again.update(name="run-one")
    assert connect(member).get_project("inspection").get_experiment("run-one").id == experiment.id
    again.detach_dataset(version)
    assert again.list_attached_dataset_versions() == []
    again.delete()
    with pytest.raises(ResourceNotFoundError):
        fresh.get_experiment("run-one")
    shown("POST /api/project/{}/experiments", "POST /api/experiment/{}/datasets")


def test_logs_of_every_type(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    experiment = client.create_project("logs").create_experiment("run")
    experiment.log("loss", 0.5, LogType.LINE)
    experiment.log("loss", [0.25, 0.125], LogType.LINE)
    experiment.log("accuracy", 0.9, LogType.VALUE)
    experiment.log("accuracy", 0.95, LogType.VALUE)
    experiment.log("bars", {"x": ["a"], "y": [3]}, LogType.BAR)
    experiment.log("table", {"k": "v"}, LogType.TABLE)
    experiment.log("heat", {"categories": ["a", "b"], "values": [[1, 0], [0, 1]]}, LogType.HEATMAP)
    experiment.log("labelmap", {"0": "car"}, LogType.LABELMAP)

    fresh = connect(member).get_project("logs").get_experiment("run")
    assert fresh.get_log("loss").data == [0.5, 0.25, 0.125]
    assert fresh.get_log("accuracy").data == 0.95
    assert {log.name for log in fresh.list_logs()} >= {"loss", "accuracy", "bars", "table", "heat"}
    fresh.get_log("loss").append(0.0625)
    assert experiment.get_log("loss").data == [0.5, 0.25, 0.125, 0.0625]
    fresh.get_log("table").delete()
    with pytest.raises(ResourceNotFoundError):
        fresh.get_log("table")
    with member.http() as api:
        curves = api.get(f"/api/experiment/{experiment.id}/curves").json()["series"]
    assert curves[0]["values"] == [0.5, 0.25, 0.125, 0.0625]


def test_artifacts_come_back(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    experiment = client.create_project("files").create_experiment("run")
    path = tmp_path / "weights.bin"
    path.write_bytes(b"first")
    experiment.store("weights", str(path))
    path.write_bytes(b"second")
    experiment.store("weights", str(path))

    fresh = connect(member).get_project("files").get_experiment("run")
    assert [a.name for a in fresh.list_artifacts()] == ["weights"]
    fresh.get_artifact("weights").download(str(tmp_path / "back"))
    assert (tmp_path / "back" / "weights.bin").read_bytes() == b"second"


def test_evaluations_are_measured(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, document = make_version(client, tmp_path)
    experiment = client.create_project("eval").create_experiment("run")
    experiment.attach_dataset("val", version)
    labels = {label.name: label for label in version.list_labels()}
    files = {i["id"]: i["file_name"] for i in document["images"]}
    for image_id, name in files.items():
        asset = version.find_asset(filename=name)
        boxes = [
            (*a["bbox"], labels[f"label-{a['category_id']}"], 0.9)
            for a in document["annotations"]
            if a["image_id"] == image_id
        ]
        experiment.add_evaluation(asset, rectangles=boxes)
    experiment.compute_evaluations_metrics(InferenceType.OBJECT_DETECTION).wait_for_done()

    fresh = connect(member).get_project("eval").get_experiment("run")
    assert len(fresh.list_evaluations()) == len(files)
    with member.http() as api:
        metrics = api.get(f"/api/experiment/{experiment.id}").json()["metrics"]
    assert metrics["ap_50"] == pytest.approx(1.0)
    shown("POST /api/experiment/{}/evaluations", "POST /api/experiment/{}/evaluate")


def test_registry_and_publishing(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    model = client.create_model("detector", description="d")
    first = model.create_version(
        labels={"0": "car"},
        base_parameters={"epochs": 5},
        name="v0",
        framework=Framework.ONNX,
        type=InferenceType.OBJECT_DETECTION,
        docker_image_name="registry/train",
        docker_tag="1",
    )
    path = tmp_path / "model.onnx"
    path.write_bytes(b"not a real model")
    first.store("model-latest", str(path))
    project = client.create_project("train")
    experiment = project.create_experiment("run", base_model_version=first)
    experiment.attach_dataset("train", version)

    assert experiment.get_log("parameters").data == {"epochs": 5}
    assert experiment.get_log("labelmap").data == {"0": "car"}
    assert [a.name for a in experiment.list_artifacts()] == ["model-latest"]
    published = experiment.export_in_existing_model(model)

    fresh = connect(member).get_model("detector")
    assert sorted(v.version for v in fresh.list_versions()) == [0, 1]
    second = fresh.get_version(1)
    assert second.id == published.id
    second.get_file("model-latest").download(str(tmp_path / "back"))
    assert (tmp_path / "back" / "model.onnx").read_bytes() == b"not a real model"
    context = second.get_context()
    assert context.get_experiment().id == experiment.id
    assert context.parameters == {"epochs": 5}
    assert context.get_dataset_version("train").id == version.id
    job = experiment.launch(gpus=0)
    with member.http() as api:
        waiting = api.get(f"/api/v2/job/{job.id}").json()
    assert waiting["status"] == "PENDING"
    assert "registry/train" in waiting["pending_reason"]
    assert connect(member).get_job_by_id(job.id).status.value == "PENDING"
    shown("POST /api/experiment/{}/launch", "POST /api/experiment/{}/publish/version")


def test_wrong_type_is_refused(client: picsellia.Client, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    model = client.create_model("classifier").create_version(
        name="v", type=InferenceType.CLASSIFICATION, framework=Framework.ONNX, labels={"0": "a"}
    )
    experiment = client.create_project("p").create_experiment("run", base_model_version=model)

    with pytest.raises(BadRequestError):
        experiment.attach_dataset("train", version)
