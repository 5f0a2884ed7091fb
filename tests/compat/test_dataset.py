# SPDX-License-Identifier: Apache-2.0
"""The real client on datasets: versions, labels, assets, annotations, exports, splits."""

import json
import zipfile
from pathlib import Path

import picsellia
import pytest
from picsellia.exceptions import ResourceConflictError, ResourceLockedError, ResourceNotFoundError
from picsellia.sdk.dataset_version import DatasetVersion
from picsellia.types.enums import AnnotationFileType, ImportAnnotationMode, InferenceType

from tests.conftest import connect
from tests.harness import coco
from tests.harness.pictures import write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def make_version(
    client: picsellia.Client, folder: Path, *, count: int = 6, seed: int = 0
) -> tuple[DatasetVersion, dict[str, object]]:
    data = client.get_datalake().upload_data(write_jpegs(folder, count))
    dataset = client.create_dataset(f"parts-{seed}")
    version = dataset.create_version("first", type=InferenceType.OBJECT_DETECTION)
    version.add_data(data).wait_for_done()
    document = coco.coco([f"picture-{n:03d}.jpg" for n in range(count)], seed=seed)
    version.import_annotations_coco_file(coco.write(folder, document))
    return version, document


def exported(version: DatasetVersion, folder: Path, kind: AnnotationFileType) -> Path:
    return Path(version.export_annotation_file(kind, str(folder)))


def test_coco_goes_in_and_comes_out_the_same(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    version, document = make_version(client, tmp_path)

    fresh = connect(member).get_dataset("parts-0").get_version("first")
    back = json.loads(exported(fresh, tmp_path / "out", AnnotationFileType.COCO).read_text())

    assert coco.boxes_by_file(back) == coco.boxes_by_file(document)
    stats = fresh.retrieve_stats()
    assert stats.nb_objects == len(document["annotations"])
    assert sum(stats.label_repartition.values()) == stats.nb_objects
    assert version.id == fresh.id
    shown("POST /api/dataset/version/{}/annotations/export")


def test_yolo_and_voc_exports(client: picsellia.Client, tmp_path: Path) -> None:
    version, document = make_version(client, tmp_path)

    with zipfile.ZipFile(exported(version, tmp_path / "y", AnnotationFileType.YOLO)) as archive:
        texts = {n: archive.read(n).decode() for n in archive.namelist() if n.endswith(".txt")}
    with zipfile.ZipFile(
        exported(version, tmp_path / "v", AnnotationFileType.PASCAL_VOC)
    ) as archive:
        xml = [archive.read(n).decode() for n in archive.namelist()]

    assert len(texts) == 6
    assert len(xml) == 6
    assert sum(len(t.splitlines()) for t in texts.values()) == len(document["annotations"])
    assert sum(t.count("<object>") for t in xml) == len(document["annotations"])


def test_import_modes(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, document = make_version(client, tmp_path)
    path = coco.write(tmp_path, document)
    number = len(document["annotations"])

    version.import_annotations_coco_file(path, mode=ImportAnnotationMode.KEEP)
    kept = version.retrieve_stats().nb_objects
    version.import_annotations_coco_file(path, mode=ImportAnnotationMode.CONCATENATE)
    doubled = version.retrieve_stats().nb_objects
    version.import_annotations_coco_file(path, mode=ImportAnnotationMode.REPLACE)

    fresh = connect(member).get_dataset("parts-0").get_version("first")
    assert (kept, doubled, fresh.retrieve_stats().nb_objects) == (number, 2 * number, number)


def test_shapes_of_every_kind(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    data = client.get_datalake().upload_data(write_jpegs(tmp_path, 1))
    version = client.create_dataset("shapes").create_version("v", type=InferenceType.MULTI)
    version.add_data(data).wait_for_done()
    label = version.create_label("thing")
    asset = version.list_assets()[0]

    annotation = asset.create_annotation(duration=1.5)
    annotation.create_rectangle(1, 2, 30, 40, label)
    annotation.create_polygon([[0, 0], [10, 0], [10, 10]], label)
    annotation.create_line([[0, 0], [5, 5]], label)
    annotation.create_point([7, 8], label)
    annotation.create_classification(label)

    fresh = connect(member).get_dataset("shapes").get_version("v")
    loaded = fresh.list_assets()[0].get_annotation()
    box = loaded.list_rectangles()[0]
    assert (box.x, box.y, box.w, box.h, box.label.name) == (1, 2, 30, 40, "thing")
    assert loaded.list_polygons()[0].coords == [[0, 0], [10, 0], [10, 10]]
    assert loaded.list_lines()[0].coords == [[0, 0], [5, 5]]
    assert loaded.list_points()[0].coords == [7, 8]
    assert len(loaded.list_classifications()) == 1
    box.update(x=5, w=6)
    again = fresh.list_assets()[0].get_annotation().list_rectangles()[0]
    assert (again.x, again.y, again.w, again.h) == (5, 2, 6, 40)
    again.delete()
    assert fresh.retrieve_stats().nb_objects == 4
    annotation.overwrite(duration=2.0, rectangles=[(3, 3, 4, 4, label)])
    assert fresh.retrieve_stats().nb_objects == 1
    shown("POST /api/annotation/{}/save", "POST /api/annotation/{}/bulk-rectangles")


def test_fork_lock_and_labels(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, document = make_version(client, tmp_path)

    forked, job = version.fork("second", with_annotations=True, with_labels=True)
    job.wait_for_done()
    version.lock()

    fresh = connect(member).get_dataset("parts-0")
    second = fresh.get_version("second")
    assert len(second.list_assets()) == 6
    assert second.retrieve_stats().nb_objects == len(document["annotations"])
    assert sorted(x.name for x in second.list_labels()) == ["label-0", "label-1", "label-2"]
    with pytest.raises(ResourceLockedError):
        fresh.get_version("first").create_label("late")
    with pytest.raises(ResourceLockedError):
        fresh.get_version("first").list_assets().delete()
    fresh.get_version("first").unlock()
    fresh.get_version("first").create_label("late")
    with pytest.raises(ResourceConflictError):
        fresh.create_version("second")
    assert forked.id == second.id


def test_splits_queries_and_tags(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path, count=10)
    tag = version.create_asset_tag("hard")
    assets = version.list_assets()
    tag.attach_on(assets[0])

    train, val, _, _, _ = version.train_test_split(prop=0.7, random_seed=0)

    fresh = connect(member).get_dataset("parts-0").get_version("first")
    assert len(train) + len(val) == 9
    assert len(train) > len(val) > 0
    shown("GET /api/dataset/version/{}/assets/extended")
    assert len(fresh.list_assets(q='tags.name = "hard"')) == 1
    assert len(fresh.list_assets(q="annotations.rectangles.count = 3")) == 9
    assert (
        len(
            fresh.list_assets(
                q="annotations.rectangles.count > 2 and annotations.status = 'pending'"
            )
        )
        == 9
    )
    named = fresh.list_assets(q='annotations.rectangles.label.name = "label-0"')
    other = fresh.list_assets(q='annotations.rectangles.label.name != "label-0"')
    assert 0 < len(named) < 10
    assert len(named) + len(other) == 10
    found = fresh.find_asset(filename="picture-003.jpg")
    assert found.filename == "picture-003.jpg"
    lake = connect(member).get_datalake()
    assert len(lake.list_data(q='datasets.version = "first"')) == 10
    fresh.list_assets(q='tags.name = "hard"').delete()
    assert len(fresh.list_assets()) == 9


def test_deleting(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, _ = make_version(client, tmp_path)
    tag = client.create_dataset_tag("keep")
    dataset = client.get_dataset("parts-0")
    dataset.add_tags(tag)
    assert [x.name for x in connect(member).get_dataset("parts-0").get_tags()] == ["keep"]

    version.delete_all_annotations()
    assert version.retrieve_stats().nb_annotations == 0
    dataset.delete()

    with pytest.raises(ResourceNotFoundError):
        connect(member).get_dataset("parts-0")
    assert len(connect(member).get_datalake().list_data()) == 6
    shown("DELETE /api/dataset/{}", "POST /api/organization/{}/tags")
