# SPDX-License-Identifier: Apache-2.0
"""Models, versions, files and the public catalogue."""

from pathlib import Path

import picsellia
import pytest
import requests
from picsellia.exceptions import ForbiddenError, ResourceConflictError, ResourceNotFoundError
from picsellia.sdk.model import Model
from picsellia.sdk.model_version import ModelVersion
from picsellia.types.enums import Framework, InferenceType

from tests.conftest import connect
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def make_detector(client: picsellia.Client) -> tuple[Model, ModelVersion]:
    model = client.create_model("detector", description="d")
    first = model.create_version(
        name="v0",
        labels={"0": "car"},
        base_parameters={"epochs": 5},
        framework=Framework.ONNX,
        type=InferenceType.OBJECT_DETECTION,
        docker_image_name="registry.example/train",
        docker_tag="1",
        docker_flags=["--ipc host"],
        docker_env_variables={"KEY": "1"},
        notebook_link="https://notebook.example",
    )
    return model, first


def test_models_and_versions(client: picsellia.Client, member: Member) -> None:
    model, first = make_detector(client)
    client.create_model("other")
    with pytest.raises(ResourceConflictError):
        client.create_model("detector")

    fresh = connect(member)
    assert sorted(item.name for item in fresh.list_models()) == ["detector", "other"]
    assert fresh.get_model_by_id(model.id).sync()["description"] == "d"
    assert fresh.get_model_version_by_id(first.id).name == "v0"
    again = fresh.get_model("detector").get_version(0)
    assert again.labels == {"0": "car"}
    assert (again.framework, again.type) == (Framework.ONNX, InferenceType.OBJECT_DETECTION)
    stored = again.sync()
    assert stored["parameters"] == {"epochs": 5}
    assert (stored["docker_image"], stored["docker_tag"]) == ("registry.example/train", "1")
    assert stored["docker_flags"] == ["--ipc host"]
    shown("POST /api/organization/{}/models", "POST /api/model/{}/versions")


def test_models_are_changed_and_deleted(client: picsellia.Client, member: Member) -> None:
    model, first = make_detector(client)
    second = model.create_version(name="v1", type=InferenceType.SEGMENTATION)
    assert len(connect(member).get_model("detector").list_versions()) == 2
    model.update(name="finder", description="e")
    first.update(name="v0b", labels={"0": "bus", "1": "car"}, base_parameters={"epochs": 9})
    second.delete()
    renamed = connect(member).get_model("finder")
    assert [v.name for v in renamed.list_versions()] == ["v0b"]
    changed = renamed.get_version("v0b")
    assert changed.labels == {"0": "bus", "1": "car"}
    assert changed.sync()["parameters"] == {"epochs": 9}
    model.delete()
    with pytest.raises(ResourceNotFoundError):
        connect(member).get_model("finder")
    shown(
        "PATCH /api/model/{}",
        "PATCH /api/model/version/{}",
        "DELETE /api/model/version/{}",
        "DELETE /api/model/{}",
    )


def test_files_of_a_version(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version = client.create_model("m").create_version(name="v", type=InferenceType.OBJECT_DETECTION)
    weights, config = tmp_path / "weights.bin", tmp_path / "config.json"
    weights.write_bytes(b"\x01\x02")
    config.write_text("{}")
    version.store("weights", str(weights))
    version.store("config", str(config))

    fresh = connect(member).get_model("m").get_version("v")
    assert sorted(item.name for item in fresh.list_files()) == ["config", "weights"]
    found = fresh.get_file("weights")
    found.download(str(tmp_path / "back"))
    assert (tmp_path / "back" / "weights.bin").read_bytes() == b"\x01\x02"
    assert found.sync()["filename"] == "weights.bin"
    assert requests.get(found.reset_url(), timeout=10).content == b"\x01\x02"
    weights.write_bytes(b"\x03")
    version.store("weights", str(weights), replace=True)
    version.get_file("config").delete()
    last = connect(member).get_model("m").get_version("v")
    assert [item.name for item in last.list_files()] == ["weights"]
    last.get_file("weights").download(str(tmp_path / "again"))
    assert (tmp_path / "again" / "weights.bin").read_bytes() == b"\x03"
    shown(
        "POST /api/model/version/{}/modelfiles",
        "DELETE /api/model/file/{}",
        "POST /api/organization/{}/connector/{}/generate_object_name",
        "POST /api/object-storage/{}/generate_presigned_url",
        "POST /api/object-storage/{}/retrieve_presigned_url",
    )


def test_the_public_catalogue_is_read_only(client: picsellia.Client, member: Member) -> None:
    models = client.list_public_models()
    assert models
    assert not any(model.sync()["private"] for model in models)
    model = connect(member).get_public_model(models[0].name)
    assert model.id == models[0].id
    version = model.list_versions()[0]
    assert version.sync()["origin"]["private"] is False
    with pytest.raises(ForbiddenError):
        model.update(name="mine")
    with pytest.raises(ForbiddenError):
        version.delete()
    assert connect(member).get_public_model(models[0].name).id == model.id
    shown("GET /api/models", "GET /api/models/find")
