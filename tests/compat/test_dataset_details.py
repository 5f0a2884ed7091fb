# SPDX-License-Identifier: Apache-2.0
"""Datasets and versions: names, copies, tags, conversion, deletion."""

from pathlib import Path

import picsellia
import pytest
from picsellia.exceptions import (
    ResourceConflictError,
    ResourceLockedError,
    ResourceNotFoundError,
)
from picsellia.types.enums import InferenceType, TagTarget

from tests.compat.test_dataset import make_version
from tests.conftest import connect
from tests.harness.pictures import write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def test_datasets_are_listed_renamed_and_deleted(client: picsellia.Client, member: Member) -> None:
    dataset = client.create_dataset("a", description="first")
    client.create_dataset("b")
    version = dataset.create_version("v1", description="x", type=InferenceType.CLASSIFICATION)
    gone = dataset.create_version("v2")
    with pytest.raises(ResourceConflictError):
        client.create_dataset("a")

    fresh = connect(member)
    assert sorted(item.name for item in fresh.list_datasets()) == ["a", "b"]
    assert [item.name for item in fresh.list_datasets(limit=1, order_by=["name"])] == ["a"]
    assert fresh.get_dataset_by_id(dataset.id).name == "a"
    assert sorted(v.version for v in fresh.get_dataset("a").list_versions()) == ["v1", "v2"]
    assert fresh.get_dataset_version_by_id(version.id).type == InferenceType.CLASSIFICATION
    dataset.update(name="c", description="second")
    version.update(version="v9", description="y")
    version.set_type(InferenceType.OBJECT_DETECTION)
    gone.delete()
    again = fresh.get_dataset("c")
    assert again.sync()["description"] == "second"
    assert [(v.version, v.type) for v in again.list_versions()] == [
        ("v9", InferenceType.OBJECT_DETECTION)
    ]
    assert again.get_version("v9").sync()["description"] == "y"
    dataset.delete()
    assert [item.name for item in connect(member).list_datasets()] == ["b"]
    shown(
        "POST /api/organization/{}/datasets",
        "POST /api/dataset/{}/versions",
        "PATCH /api/dataset/{}",
        "PATCH /api/dataset/version/{}",
        "DELETE /api/dataset/version/{}",
        "DELETE /api/dataset/{}",
    )


def test_assets_are_copied_with_what_hangs_on_them(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    version, document = make_version(client, tmp_path)
    tag = version.create_asset_tag("hard")
    assets = version.list_assets()
    annotated = [a for a in assets if a.filename != "picture-005.jpg"][:2]
    tag.attach_on(annotated)
    target = client.get_dataset("parts-0").create_version("t", type=InferenceType.OBJECT_DETECTION)
    for label in version.list_labels():
        target.create_label(label.name)

    version.copy_assets_to(target, annotated, with_tags=True, with_annotations=True)

    fresh = connect(member).get_dataset("parts-0").get_version("t")
    copied = fresh.list_assets()
    assert {a.filename for a in copied} == {a.filename for a in annotated}
    assert fresh.retrieve_stats().nb_objects == 6
    assert [item.name for item in fresh.list_asset_tags()] == ["hard"]
    assert fresh.get_asset_tag("hard").name == "hard"
    assert [item.name for item in copied[0].get_tags()] == ["hard"]
    assert fresh.get_asset_tag_analytics()["tags"] == {"hard": 2}
    assert fresh.get_data_tag_analytics()["tags"] == {}
    whole = connect(member).get_dataset("parts-0").get_version("first")
    assert whole.retrieve_stats().nb_objects == len(document["annotations"])
    assert whole.find_asset(id=annotated[0].id).sync()["id"] == str(annotated[0].id)
    whole.list_assets(ids=[annotated[0].id]).delete()
    assert len(version.list_assets()) == 5
    shown(
        "POST /api/dataset/version/{}/assets/copy",
        "POST /api/dataset/version/{}/assets",
        "POST /api/dataset/version/{}/tags",
        "POST /api/tag/{}/attach",
        "XGET /api/dataset/version/{}/assets",
    )


def test_tags_become_classifications(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    data = client.get_datalake().upload_data(write_jpegs(tmp_path, 4), tags=["indoor"])
    version = client.create_dataset("d").create_version("v", type=InferenceType.CLASSIFICATION)
    version.add_data(data).wait_for_done()
    good = version.create_asset_tag("good")
    good.attach_on(version.list_assets(limit=3))

    version.convert_tags_to_classification(TagTarget.ASSET, [good]).wait_for_done()

    fresh = connect(member).get_dataset("d").get_version("v")
    assert [label.name for label in fresh.list_labels()] == ["good"]
    assert fresh.retrieve_stats().label_repartition == {"good": 3}
    assert fresh.get_data_tag_analytics()["tags"] == {"indoor": 4}
    shown("POST /api/dataset/version/{}/tags/convert", "GET /api/job/{}")


def test_forks_and_locks(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, document = make_version(client, tmp_path)
    version.fork("second", with_annotations=True, with_labels=True)
    version.lock()

    fresh = connect(member).get_dataset("parts-0")
    second = fresh.get_version("second")
    assert second.retrieve_stats().nb_objects == len(document["annotations"])
    assert {asset.filename for asset in second.list_assets()} == {
        asset.filename for asset in version.list_assets()
    }
    with pytest.raises(ResourceLockedError):
        fresh.get_version("first").create_label("late")
    shown("POST /api/dataset/{}/fork", "POST /api/dataset/version/{}/lock")
    version.unlock()
    fresh.get_version("first").create_label("late")
    assert len(connect(member).get_dataset("parts-0").get_version("first").list_labels()) == 4
    version.list_assets(filenames=["picture-000.jpg"]).delete()
    version.delete_all_annotations()
    last = connect(member).get_dataset("parts-0").get_version("first")
    assert len(last.list_assets()) == 5
    assert last.retrieve_stats().nb_annotations == 0
    with pytest.raises(ResourceNotFoundError):
        last.find_asset(filename="picture-000.jpg")
    shown(
        "POST /api/dataset/version/{}/unlock",
        "POST /api/dataset/version/{}/labels",
        "DELETE /api/dataset/version/{}/assets",
        "DELETE /api/dataset/version/{}/annotations",
    )
