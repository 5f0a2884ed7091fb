# SPDX-License-Identifier: Apache-2.0
"""Annotations and single shapes of every kind."""

from pathlib import Path

import numpy as np
import picsellia
import pytest
from picsellia.exceptions import NoDataError, ResourceNotFoundError
from picsellia.sdk.annotation import Annotation
from picsellia.sdk.asset import Asset
from picsellia.sdk.dataset_version import DatasetVersion
from picsellia.types.enums import AnnotationStatus, InferenceType
from pycocotools import mask as rle

from tests.compat.test_dataset import make_version
from tests.conftest import connect
from tests.harness.pictures import write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def make_asset(client: picsellia.Client, folder: Path) -> tuple[DatasetVersion, Asset]:
    data = client.get_datalake().upload_data(write_jpegs(folder, 1))
    version = client.create_dataset("d").create_version("v", type=InferenceType.MULTI)
    version.add_data(data).wait_for_done()
    return version, version.list_assets()[0]


def read_annotation(member: Member) -> Annotation:
    return connect(member).get_dataset("d").get_version("v").list_assets()[0].get_annotation()


def test_annotations_are_changed_and_deleted(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    _version, asset = make_asset(client, tmp_path)
    annotation = asset.create_annotation(duration=1.5)
    annotation.update(duration=4.0, status=AnnotationStatus.ACCEPTED)

    found = read_annotation(member)
    assert found.sync()["duration"] == 4.0
    assert found.sync()["status"] == "ACCEPTED"
    fresh = connect(member).get_dataset("d").get_version("v")
    assert [a.id for a in fresh.list_assets()[0].list_annotations()] == [annotation.id]
    listed = fresh.list_annotations(status=AnnotationStatus.ACCEPTED)
    assert [a.id for a in listed] == [annotation.id]
    with pytest.raises(NoDataError):
        fresh.list_annotations(status=AnnotationStatus.REFUSED)
    annotation.delete()
    assert fresh.list_assets()[0].list_annotations() == []
    again = asset.create_annotation()
    asset.delete_annotations()
    with pytest.raises(ResourceNotFoundError):
        fresh.list_assets()[0].get_annotation()
    assert again.id != annotation.id
    asset.delete()
    with pytest.raises(NoDataError):
        connect(member).get_dataset("d").get_version("v").list_assets()
    shown(
        "POST /api/asset/{}/annotations",
        "PATCH /api/annotation/{}",
        "DELETE /api/annotation/{}",
        "DELETE /api/dataset/version/{}/annotations",
        "DELETE /api/asset/{}",
    )


def test_single_shapes_are_read_changed_and_deleted(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    version, asset = make_asset(client, tmp_path)
    one, two = version.create_label("one"), version.create_label("two")
    annotation = asset.create_annotation()
    annotation.create_multiple_rectangles([(1, 2, 30, 40, one), (5, 5, 6, 6, one)])
    annotation.create_multiple_polygons(
        [([[0, 0], [10, 0], [10, 10]], one), ([[1, 1], [5, 1], [5, 5]], one)]
    )
    annotation.create_multiple_lines([([[0, 0], [5, 5]], one), ([[0, 0], [9, 9]], one)])
    annotation.create_multiple_points([([7, 8], one), ([3, 4], one)])
    annotation.create_multiple_classifications([one, two])

    found = read_annotation(member)
    box, polygon, line, point, word = (
        min(shapes, key=lambda shape: shape.id)
        for shapes in (
            found.list_rectangles(),
            found.list_polygons(),
            found.list_lines(),
            found.list_points(),
            found.list_classifications(),
        )
    )
    box.update(x=5, w=6, label=two, text="seen")
    polygon.update(coords=[[0, 0], [20, 0], [20, 20]], label=two)
    line.update(coords=[[1, 1], [2, 2]])
    point.update(coords=[9, 9])
    word.update(text="sure")
    values = [shape.sync() for shape in (box, polygon, line, point, word)]

    assert [values[0][key] for key in "xywh"] == [5, 2, 6, 40]
    assert (values[0]["label"]["name"], values[0]["text"]) == ("two", "seen")
    assert values[1]["polygon"] == [[0, 0], [20, 0], [20, 20]]
    assert values[1]["label"]["name"] == "two"
    assert (values[2]["line"], values[3]["point"]) == ([[1, 1], [2, 2]], [9, 9])
    assert values[4]["text"] == "sure"
    again = read_annotation(member)
    assert [r.x for r in sorted(again.list_rectangles(), key=lambda r: r.id)] == [5, 5]
    assert sorted(p.coords for p in again.list_points()) == [[3, 4], [9, 9]]
    assert sorted(n.coords for n in again.list_lines()) == [[[0, 0], [9, 9]], [[1, 1], [2, 2]]]
    assert sorted(p.label.name for p in again.list_polygons()) == ["one", "two"]
    for shape in (box, polygon, line, point, word):
        shape.delete()
    last = read_annotation(member)
    counts = [
        len(shapes)
        for shapes in (
            last.list_rectangles(),
            last.list_polygons(),
            last.list_lines(),
            last.list_points(),
            last.list_classifications(),
        )
    ]
    assert counts == [1, 1, 1, 1, 1]
    shown(
        *(
            f"{method} /api/{kind}/{{}}"
            for method in ("GET", "PATCH", "DELETE")
            for kind in ("rectangle", "polygon", "line", "point", "classification")
        ),
        *(
            f"POST /api/annotation/{{}}/bulk-{kinds}"
            for kinds in ("rectangles", "polygons", "lines", "points", "classifications")
        ),
    )


def test_masks(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    version, asset = make_asset(client, tmp_path)
    label = version.create_label("blob")
    picture = np.zeros((48, 64), dtype=np.uint8, order="F")
    picture[10:20, 5:35] = 1
    counts = rle.encode(picture)["counts"].decode()
    asset.create_annotation().create_multiple_masks([(counts, label)])

    found = read_annotation(member).list_masks()
    assert [(m.mask, m.area, m.bbox) for m in found] == [(counts, 300, [5, 10, 30, 10])]
    assert found[0].sync()["label"]["name"] == "blob"
    found[0].delete()
    assert read_annotation(member).list_masks() == []
    shown("POST /api/annotation/{}/bulk-masks", "DELETE /api/mask/{}", "GET /api/mask/{}")


def test_annotations_are_loaded_in_bulk(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    _, document = make_version(client, tmp_path)

    fresh = connect(member).get_dataset("parts-0").get_version("first")
    loaded = fresh.load_annotations()
    boxes = sorted(
        (box["x"], box["y"], box["w"], box["h"])
        for annotations in loaded.values()
        for annotation in annotations
        for box in annotation["rectangles"]
    )
    assert boxes == sorted(tuple(a["bbox"]) for a in document["annotations"])
    assert len(fresh.list_annotations().load()) == len(loaded)
    shown(
        "POST /api/dataset/version/{}/bulk-annotations",
        "GET /api/dataset/version/{}/annotations/ids",
        "XGET /api/dataset/version/{}/annotations",
        "XGET /api/dataset/version/{}/bulk-labels",
        "POST /api/dataset/version/{}/assets",
        "POST /api/dataset/{}/versions",
        "POST /api/organization/{}/datasets",
    )
