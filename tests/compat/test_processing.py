# SPDX-License-Identifier: Apache-2.0
"""The real client on processings: definitions, launches, outside runners."""

from pathlib import Path
from uuid import uuid4

import httpx
import picsellia
import pytest
from picsellia.exceptions import (
    BadRequestError,
    ResourceConflictError,
    ResourceNotFoundError,
)
from picsellia.sdk.model_version import ModelVersion
from picsellia.sdk.processing import Processing
from picsellia.types.enums import (
    Framework,
    InferenceType,
    JobRunStatus,
    ProcessingInputType,
    ProcessingTargetType,
    ProcessingType,
)

from tests.compat.test_dataset import make_version
from tests.conftest import connect
from tests.harness.pictures import write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def make_processing(client: picsellia.Client, name: str, target: str) -> Processing:
    return client.create_processing(
        name,
        target=target,
        default_cpu=4,
        default_gpu=0,
        default_parameters={"gamma": 1.2, "seed": 7},
        docker_image="registry.example/tagger",
        docker_tag="1.0",
        docker_flags=["--ipc host"],
        type=ProcessingType.AUTO_TAGGING,
        description="tags",
    )


def make_model(client: picsellia.Client) -> ModelVersion:
    return client.create_model("base").create_version(
        name="v", type=InferenceType.OBJECT_DETECTION, framework=Framework.ONNX, labels={"0": "a"}
    )


def test_processings(client: picsellia.Client, member: Member) -> None:
    processing = make_processing(client, "tagger", "DATASET_VERSION")
    with pytest.raises(ResourceConflictError):
        make_processing(client, "tagger", "DATASET_VERSION")
    make_processing(client, "other", "DATALAKE")

    fresh = connect(member)
    assert sorted(p.name for p in fresh.list_processings()) == ["other", "tagger"]
    again = fresh.get_processing("tagger")
    assert (again.id, again.target, again.type, again.docker) == (
        processing.id,
        ProcessingTargetType.DATASET_VERSION,
        ProcessingType.AUTO_TAGGING,
        "registry.example/tagger:1.0",
    )
    assert again.sync()["default_parameters"] == {"gamma": 1.2, "seed": 7}
    again.update(docker_tag="2.0", default_cpu=8)
    assert connect(member).get_processing("tagger").docker == "registry.example/tagger:2.0"
    processing.delete()
    with pytest.raises(ResourceNotFoundError):
        fresh.get_processing("tagger")
    shown(
        "POST /api/organization/{}/processings",
        "PATCH /api/processing/{}",
        "DELETE /api/processing/{}",
    )


def test_inputs_of_a_processing(client: picsellia.Client, member: Member) -> None:
    processing = make_processing(client, "tagger", "DATASET_VERSION")
    created = processing.add_processing_input(
        "model", ProcessingInputType.MODEL_VERSION, True, InferenceType.OBJECT_DETECTION, None
    )
    processing.add_processing_input("note", ProcessingInputType.TEXT, False, None, None)
    processing.update_processing_input("model", False, None, Framework.ONNX)

    again = connect(member).get_processing("tagger")
    inputs = {item["name"]: item for item in again.list_processing_inputs()}
    assert created["required"] is True
    assert inputs["model"]["required"] is False
    assert inputs["model"]["framework_constraint"] == "ONNX"
    assert inputs["model"]["inference_type_constraint"] is None
    again.delete_processing_input("note")
    assert [item["name"] for item in processing.list_processing_inputs()] == ["model"]
    shown(
        "POST /api/processing/{}/inputs",
        "PUT /api/processing/{}/inputs/{}",
        "DELETE /api/processing/{}/inputs/{}",
    )


def test_inputs_of_a_launch_are_checked(client: picsellia.Client, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    model = make_model(client)
    processing = make_processing(client, "tagger", "DATASET_VERSION")
    processing.add_processing_input(
        "model_version_id", ProcessingInputType.MODEL_VERSION, True, None, Framework.PYTORCH
    )
    processing.add_processing_input("threshold", ProcessingInputType.NUMBER, False, None, None)
    inputs = {"model_version_id": str(model.id)}

    with pytest.raises(BadRequestError, match="PYTORCH"):
        version.launch_processing(processing, inputs=inputs)
    processing.update_processing_input("model_version_id", True, None, Framework.ONNX)
    for wrong in (
        {},
        {**inputs, "unknown": 1},
        {**inputs, "threshold": "high"},
        {"model_version_id": str(uuid4())},
    ):
        with pytest.raises(BadRequestError):
            version.launch_processing(processing, inputs=wrong)
    assert version.launch_processing(processing, inputs={**inputs, "threshold": 0.5})


def test_launch_on_a_dataset_version(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    version, _ = make_version(client, tmp_path)
    processing = make_processing(client, "tagger", "DATASET_VERSION")
    processing.add_processing_input("note", ProcessingInputType.TEXT, True, None, None)
    assets, inputs = version.list_assets(limit=2), {"note": "a"}
    job = version.launch_processing(
        processing, assets=assets, inputs=inputs, parameters={"gamma": 2.0}
    )

    found = connect(member).get_job_by_id(job.id).sync()
    assert found["status"] == "PENDING"
    assert "registry.example/tagger:1.0" in found["pending_reason"]
    work = found["processing_job"]
    assert work["target_id"] == str(version.id)
    assert work["inputs"] == inputs
    assert work["parameters"] == {"gamma": 2.0, "seed": 7}
    payload = httpx.get(work["payload_presigned_url"]).json()
    assert set(payload["asset_ids"]) == {str(asset.id) for asset in assets}
    whole = version.launch_processing(processing, inputs=inputs)
    work = connect(member).get_job_by_id(whole.id).sync()["processing_job"]
    assert work["payload_presigned_url"] is None
    shown("POST /api/dataset/version/{}/processing/launch", "POST /api/processing/{}/inputs")


def test_launch_on_data_and_on_a_model(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    lake = client.get_datalake()
    data = lake.upload_data(write_jpegs(tmp_path, 3))
    model = make_model(client)
    on_lake = make_processing(client, "sorter", "DATALAKE")
    on_model = make_processing(client, "converter", "MODEL_VERSION")
    with pytest.raises(BadRequestError):
        lake.launch_processing(on_model, data)
    job = lake.launch_processing(on_lake, data)
    other = model.launch_processing(on_model)

    fresh = connect(member)
    payload = fresh.get_job_by_id(job.id).sync()["processing_job"]["payload_presigned_url"]
    assert set(httpx.get(payload).json()["data_ids"]) == {str(item.id) for item in data}
    assert fresh.get_job_by_id(other.id).sync()["processing_job"]["target_id"] == str(model.id)
    shown(
        "POST /api/datalake/{}/processing/launch",
        "POST /api/model/version/{}/processing/launch",
    )


def test_an_outside_runner_moves_the_job(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    processing = make_processing(client, "converter", "MODEL_VERSION")
    model = make_model(client)
    job, other = (model.launch_processing(processing) for _ in range(2))
    job.update_job_run_with_status(JobRunStatus.RUNNING)
    assert connect(member).get_job_by_id(job.id).status == JobRunStatus.RUNNING
    job.send_logging("reading", "start")
    job.send_logging("done", "start", final=True)
    file = tmp_path / "job-logs.json"
    file.write_text('{"start": ["reading", "done"]}')
    name = job.store_logging_file(str(file))
    job.update_job_run_with_status(JobRunStatus.SUCCEEDED)
    other.update_job_run_with_status(JobRunStatus.FAILED)

    ended = connect(member).get_job_by_id(job.id).sync()
    assert ended["status"] == "SUCCEEDED"
    assert connect(member).get_job_by_id(other.id).status == JobRunStatus.FAILED
    with member.http() as api:
        run = ended["runs"][0]
        text = api.get(f"/api/v2/job/{job.id}/runs/{run['id']}/log").json()["text"]
    assert (text, run["logging_object_name"]) == ("reading\ndone\n", name)
    with pytest.raises(ResourceConflictError):
        job.update_job_run_with_status(JobRunStatus.FAILED)
    shown(
        *(f"POST /api/v2/job/{{}}/{verb}" for verb in ("running", "succeed", "fail")),
        "POST /api/v2/job/{}/logging",
        "POST /api/v2/job/{}/logging/save",
    )
