# SPDX-License-Identifier: Apache-2.0
"""Projects, bases of experiments, logs, artifacts, log files, evaluations."""

from pathlib import Path

import picsellia
import pytest
import requests
from picsellia.exceptions import NoDataError, ResourceNotFoundError
from picsellia.types.enums import (
    ExperimentStatus,
    Framework,
    InferenceType,
    JobStatus,
    LogType,
)

from tests.compat.test_dataset import make_version
from tests.conftest import connect
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def test_projects(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    project = client.create_project("a", description="x")
    other = client.create_project("b")
    project.attach_dataset(version)
    for name in ("one", "two", "three"):
        project.create_experiment(name)

    fresh = connect(member)
    assert sorted(item.name for item in fresh.list_projects()) == ["a", "b"]
    assert fresh.get_project_by_id(project.id).sync()["description"] == "x"
    again = fresh.get_project("a")
    assert [item.id for item in again.list_dataset_versions()] == [version.id]
    assert sorted(e.name for e in again.list_experiments()) == ["one", "three", "two"]
    first = again.get_experiment("one")
    assert again.get_experiment_by_id(first.id).name == "one"
    assert fresh.get_experiment_by_id(first.id).name == "one"
    project.update(name="c", description="y")
    project.detach_dataset(version)
    project.delete_all_experiments()
    other.delete()
    last = connect(member)
    assert [item.name for item in last.list_projects()] == ["c"]
    assert last.get_project("c").list_dataset_versions() == []
    assert last.get_project("c").list_experiments() == []
    shown(
        "POST /api/organization/{}/projects",
        "PATCH /api/project/{}",
        "DELETE /api/project/{}",
        "POST /api/project/{}/datasets",
        "DELETE /api/project/{}/datasets",
        "POST /api/project/{}/experiments",
        "DELETE /api/project/{}/experiments",
        "GET /api/project/{}/experiments/ids",
    )


def test_bases_of_an_experiment(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    model = client.create_model("m").create_version(
        name="v",
        labels={"0": "car"},
        base_parameters={"epochs": 5},
        framework=Framework.ONNX,
        type=InferenceType.OBJECT_DETECTION,
    )
    path = tmp_path / "weights.bin"
    path.write_bytes(b"w")
    model.store("weights", str(path))
    project = client.create_project("p")
    base = project.create_experiment("base")
    experiment = project.create_experiment("run")
    experiment.set_base_experiment(base)
    experiment.set_base_model_version(model, attach_parameters=True, attach_model_files=True)

    fresh = connect(member).get_project("p").get_experiment("run")
    assert fresh.get_base_experiment().id == base.id
    assert fresh.get_base_model_version().id == model.id
    assert fresh.get_log("parameters").data == {"epochs": 5}
    assert fresh.get_log("labelmap").data == {"0": "car"}
    assert [item.name for item in fresh.list_artifacts()] == ["weights"]
    published = experiment.export_as_model("published")
    found = connect(member).get_model("published").get_version(0)
    assert (found.id, found.labels) == (published.id, {"0": "car"})
    context = found.get_context()
    assert context.sync()["parameters"] == {"epochs": 5}
    assert context.get_experiment().id == experiment.id
    with pytest.raises(ResourceNotFoundError):
        connect(member).get_model("m").get_version("v").get_context()
    shown(
        "POST /api/experiment/{}/experiment",
        "POST /api/experiment/{}/model",
        "POST /api/experiment/{}/publish",
        "GET /api/model/context/{}",
        "GET /api/model/version/{}/context",
    )


def test_logs_are_read_changed_and_deleted(client: picsellia.Client, member: Member) -> None:
    experiment = client.create_project("p").create_experiment("run")
    experiment.log("loss", [0.5, 0.25], LogType.LINE)
    experiment.log("table", {"a": 1}, LogType.TABLE)
    experiment.log("gone", 1, LogType.VALUE)
    experiment.get_log("loss").append(0.125)
    experiment.get_log("table").update(name="sheet", data={"b": 2})
    experiment.get_log("gone").delete()

    fresh = connect(member).get_project("p").get_experiment("run")
    assert fresh.get_log("loss").sync()["data"] == [0.5, 0.25, 0.125]
    assert fresh.get_log("sheet").sync()["data"] == {"b": 2}
    with pytest.raises(ResourceNotFoundError):
        fresh.get_log("gone")
    assert {log.name for log in fresh.list_logs()} >= {"loss", "sheet"}
    experiment.delete_all_logs()
    assert connect(member).get_project("p").get_experiment("run").list_logs() == []
    shown(
        "POST /api/experiment/{}/logs",
        "POST /api/log/{}/append",
        "PATCH /api/log/{}",
        "DELETE /api/log/{}",
        "DELETE /api/experiment/{}/logs",
        "GET /api/experiment/{}/logs/ids",
    )


def test_artifacts_are_read_changed_and_deleted(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    experiment = client.create_project("p").create_experiment("run")
    for name in ("one", "two", "three"):
        path = tmp_path / f"{name}.bin"
        path.write_bytes(name.encode())
        experiment.store(name, str(path))
    experiment.get_artifact("one").update(name="first", filename="first.bin")
    experiment.get_artifact("two").delete()

    fresh = connect(member).get_project("p").get_experiment("run")
    assert sorted(item.name for item in fresh.list_artifacts()) == ["first", "three"]
    found = fresh.get_artifact("first")
    assert found.sync()["filename"] == "first.bin"
    assert requests.get(found.reset_url(), timeout=10).content == b"one"
    experiment.delete_all_artifacts()
    assert connect(member).get_project("p").get_experiment("run").list_artifacts() == []
    shown(
        "POST /api/experiment/{}/artifacts",
        "PATCH /api/artifact/{}",
        "DELETE /api/artifact/{}",
        "DELETE /api/experiment/{}/artifacts",
        "GET /api/experiment/{}/artifacts/ids",
        "POST /api/object-storage/{}/retrieve_presigned_url",
    )


def test_log_file_and_status(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    experiment = client.create_project("p").create_experiment("run")
    experiment.send_logging("line one", "chapter")
    experiment.send_logging(["line two", "line three"], "chapter", final=True)
    files = []
    for number in (1, 2):
        path = tmp_path / f"log-{number}.json"
        path.write_text(f'{{"number": {number}}}')
        files.append(experiment.store_logging_file(str(path)).object_name)
    experiment.update_job_status(JobStatus.FAILED)

    fresh = connect(member).get_project("p").get_experiment("run")
    assert fresh.status == ExperimentStatus.FAILED
    with member.http() as api:
        lines = api.get(f"/api/experiment/{experiment.id}/logging/lines").json()["items"]
    assert [line["log"] for line in lines] == ["line one", "line two", "line three"]
    file = fresh.get_logging_file()
    assert file.sync()["object_name"] == files[1]
    assert requests.get(file.reset_url(), timeout=10).json() == {"number": 2}
    other = experiment.get_logging_file()
    with pytest.raises(ResourceNotFoundError):
        other.update(object_name="logging/of/nobody.json")
    other.update(object_name=files[0])
    assert requests.get(file.sync()["presigned_url"], timeout=10).json() == {"number": 1}
    fresh.update(status=ExperimentStatus.SUCCESS, description="done")
    again = connect(member).get_project("p").get_experiment("run")
    assert again.status == ExperimentStatus.SUCCESS
    other.delete()
    with pytest.raises(ResourceNotFoundError):
        again.get_logging_file()
    shown(
        "POST /api/experiment/{}/logging",
        "POST /api/experiment/{}/logging/save",
        "PATCH /api/experiment/{}/job/status",
        "PATCH /api/experiment/{}",
        "DELETE /api/logging/file/{}",
        "PATCH /api/logging/file/{}",
    )


def test_single_evaluations(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    experiment = client.create_project("p").create_experiment("run")
    experiment.attach_dataset("val", version)
    label = version.get_label("label-0")
    for asset in version.list_assets(limit=2):
        experiment.add_evaluation(asset, rectangles=[(1, 2, 3, 4, label, 0.5)])

    fresh = connect(member).get_project("p").get_experiment("run")
    found = fresh.list_evaluations()
    assert len(found) == 2
    stored = found[0].sync()
    box = stored["rectangles"][0]
    assert [box[key] for key in ("x", "y", "w", "h", "score")] == [1, 2, 3, 4, 0.5]
    assert box["label"]["name"] == "label-0"
    assert stored["asset"]["data"]["meta"] == {"width": 64, "height": 48}
    found[0].delete()
    last = connect(member).get_project("p").get_experiment("run")
    assert [item.id for item in last.list_evaluations()] == [found[1].id]
    experiment.detach_dataset(version)
    assert not last.get_attached_dataset_versions()
    experiment.delete()
    with pytest.raises(ResourceNotFoundError):
        connect(member).get_project("p").get_experiment("run")
    with pytest.raises((NoDataError, ResourceNotFoundError)):
        last.list_evaluations()
    shown(
        "POST /api/experiment/{}/evaluations",
        "POST /api/experiment/{}/datasets",
        "DELETE /api/experiment/{}/datasets",
        "DELETE /api/experiment/{}",
        "DELETE /api/evaluation/{}",
    )
