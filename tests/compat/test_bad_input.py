# SPDX-License-Identifier: Apache-2.0
"""What people get wrong: each is refused with a reason, and nothing is half done."""

from pathlib import Path

import onnx
import picsellia
import pytest
from picsellia.exceptions import (
    BadRequestError,
    NoDataError,
    NothingDoneError,
    PicselliaError,
    PredictionError,
    ResourceConflictError,
    ResourceNotFoundError,
)
from picsellia.types.enums import Framework, InferenceType

from tests.compat.test_dataset import make_version
from tests.compat.test_deployment import deploy
from tests.conftest import connect
from tests.harness import coco
from tests.harness.onnx_models import write_detector
from tests.harness.pictures import picture, write_jpegs
from tests.harness.running_platform import Member, RunningPlatform


def test_wrong_and_revoked_tokens(member: Member) -> None:
    with pytest.raises(PicselliaError, match="Cannot connect"):
        picsellia.Client(api_token="wrong", host=member.url)
    with member.http() as api:
        made = api.post("/api/auth/tokens", json={"name": "short"}).json()
        holder = Member(member.url, member.organization_id, made["token"], member.username)
        client = connect(holder)
        assert api.delete(f"/api/auth/tokens/{made['id']}").status_code == 204
    with pytest.raises(PicselliaError, match="wrong, expired or revoked"):
        client.list_datasets()


def test_objects_of_another_organization(
    client: picsellia.Client, platform: RunningPlatform
) -> None:
    dataset = client.create_dataset("mine")
    foreign = connect(platform.make_member())
    with pytest.raises(ResourceNotFoundError):
        foreign.get_dataset("mine")
    with pytest.raises(ResourceNotFoundError):
        foreign.get_dataset_by_id(dataset.id)


def test_empty_and_huge_pictures(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    empty, huge = tmp_path / "empty.jpg", tmp_path / "huge.png"
    empty.write_bytes(b"")
    with pytest.raises((NothingDoneError, BadRequestError, PicselliaError)):
        client.get_datalake().upload_data(str(empty))
    picture(1, width=8, height=8).resize((10_000, 5_000)).save(huge)
    client.get_datalake().upload_data(str(huge))

    found = connect(member).get_datalake().find_data(filename="huge.png")
    assert (found.width, found.height) == (10_000, 5_000)


def test_the_same_file_twice(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    path = write_jpegs(tmp_path, 1)[0]
    first = client.get_datalake().upload_data(path)
    second = client.get_datalake().upload_data(path)
    assert first.id != second.id
    version = client.create_dataset("d").create_version("v", type=InferenceType.MULTI)
    for _ in range(2):
        version.add_data([first, second]).wait_for_done()
    fresh = connect(member).get_dataset("d").get_version("v")
    assert len(fresh.list_assets()) == 2
    with pytest.raises(BadRequestError):
        connect(member).get_datalake().find_data(filename="picture-000.jpg")


def test_annotations_with_unknown_labels(client: picsellia.Client, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    other = client.create_dataset("other").create_version("v", type=InferenceType.MULTI)
    label = other.create_label("elsewhere")
    annotation = version.find_asset(filename="picture-000.jpg").get_annotation()
    before = len(annotation.list_rectangles())
    with pytest.raises((BadRequestError, ResourceNotFoundError)):
        annotation.create_rectangle(1, 1, 5, 5, label)
    document = coco.coco(["picture-000.jpg", "none"], labels=5, boxes=9, seed=3)
    with pytest.raises((PicselliaError, ValueError)):
        version.import_annotations_coco_file(
            coco.write(tmp_path, document), force_create_label=False
        )
    assert len(annotation.list_rectangles()) == before


def test_trainings_that_cannot_start(client: picsellia.Client, tmp_path: Path) -> None:
    full, _ = make_version(client, tmp_path)
    empty = client.create_dataset("empty").create_version("v", type=InferenceType.OBJECT_DETECTION)
    base = client.get_public_model("tiny-detector").list_versions()[0]
    project = client.create_project("p")
    missing = project.create_experiment("missing", base_model_version=base)
    with pytest.raises(ResourceConflictError, match="train"):
        missing.launch(gpus=0)
    missing.attach_dataset("train", full)
    with pytest.raises(ResourceConflictError, match="val"):
        missing.launch(gpus=0)
    without = project.create_experiment("empty", base_model_version=base)
    without.attach_dataset("train", full)
    without.attach_dataset("val", empty)
    with pytest.raises(ResourceConflictError, match="empty"):
        without.launch(gpus=0)
    with pytest.raises(ResourceConflictError, match="base"):
        project.create_experiment("bare").launch(gpus=0)


@pytest.mark.parametrize("kind", ["text", "external", "bare"])
def test_model_files_that_cannot_be_served(
    client: picsellia.Client, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "model.onnx"
    if kind == "text":
        path.write_text("no model")
    else:
        write_detector(path, metadata={} if kind == "bare" else None)
    if kind == "external":
        model = onnx.load(path)
        onnx.save(model, path, save_as_external_data=True, size_threshold=0, location="w.bin")
    version = client.create_model("m").create_version(
        name="v",
        labels={"0": "red", "1": "green"},
        type=InferenceType.OBJECT_DETECTION,
        framework=Framework.ONNX,
    )
    version.store("model-latest", str(path))
    with pytest.raises(BadRequestError):
        version.deploy(name="never", target_datalake=client.get_datalake())
    assert client.list_deployments() == []


def test_predictions_that_make_no_sense(client: picsellia.Client, tmp_path: Path) -> None:
    deployment = deploy(client, tmp_path)
    path = tmp_path / "page.pdf"
    path.write_bytes(b"%PDF-1.7\n%broken")
    with pytest.raises(PredictionError):
        deployment.predict(path)
    for threshold in (-0.1, 1.5):
        with pytest.raises(BadRequestError):
            deployment.update(min_threshold=threshold)
    with pytest.raises(NoDataError):
        deployment.list_predicted_assets()
