# SPDX-License-Identifier: Apache-2.0
"""Annotations and single shapes of every kind."""

from pathlib import Path
from typing import Any

import numpy as np
import picsellia
import pytest
from picsellia.exceptions import NoDataError, ResourceNotFoundError
from picsellia.sdk.annotation import Annotation
from picsellia.sdk.asset import Asset
from picsellia.sdk.dataset_version import DatasetVersion
from picsellia.sdk.label import Label
from picsellia.types.enums import AnnotationStatus, InferenceType
from pycocotools import mask as rle

from tests.compat.test_dataset import make_version
from tests.conftest import connect
from tests.harness.pictures import write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown

KINDS = ("rectangle", "polygon", "line", "point", "classification")


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


def make_shapes(client: picsellia.Client, folder: Path) -> Label:
    """Two shapes of each kind with the label ``one``; return the label ``two``."""
    version, asset = make_asset(client, folder)
    one, two = version.create_label("one"), version.create_label("two")
    annotation = asset.create_annotation()
    annotation.create_multiple_rectangles([(1, 2, 30, 40, one), (5, 5, 6, 6, one)])
    annotation.create_multiple_polygons(
        [([[0, 0], [10, 0], [10, 10]], one), ([[1, 1], [5, 1], [5, 5]], one)]
    )
    annotation.create_multiple_lines([([[0, 0], [5, 5]], one), ([[0, 0], [9, 9]], one)])
    annotation.create_multiple_points([([7, 8], one), ([3, 4], one)])
    annotation.create_multiple_classifications([one, two])
    return two


def shapes_of(member: Member) -> list[list[Any]]:
    """Shapes by kind as a fresh client reads them, the oldest first."""
    found = read_annotation(member)
    kinds = (
        found.list_rectangles(),
        found.list_polygons(),
        found.list_lines(),
        found.list_points(),
        found.list_classifications(),
    )
    return [sorted(shapes, key=lambda shape: shape.id) for shapes in kinds]


def test_single_shapes_are_read_and_changed(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    two = make_shapes(client, tmp_path)
    box, polygon, line, point, word = (shapes[0] for shapes in shapes_of(member))
    box.update(x=5, w=6, label=two, text="seen")
    polygon.update(coords=[[0, 0], [20, 0], [20, 20]], label=two)
    line.update(coords=[[1, 1], [2, 2]])
    point.update(coords=[9, 9])
    word.update(text="sure")

    values = [shape.sync() for shape in (box, polygon, line, point, word)]
    assert [values[0][key] for key in "xywh"] == [5, 2, 6, 40]
    assert (values[0]["label"]["name"], values[0]["text"]) == ("two", "seen")
    assert values[1]["polygon"] == [[0, 0], [20, 0], [20, 20]]
    assert (values[2]["line"], values[3]["point"]) == ([[1, 1], [2, 2]], [9, 9])
    assert values[4]["text"] == "sure"
    boxes, polygons, lines, points, words = shapes_of(member)
    assert [r.x for r in boxes] == [5, 5]
    assert [p.label.name for p in polygons] == ["two", "one"]
    assert [n.coords for n in lines] == [[[1, 1], [2, 2]], [[0, 0], [9, 9]]]
    assert [p.coords for p in points] == [[9, 9], [3, 4]]
    assert [w.label.name for w in words] == ["one", "two"]
    shown(
        *(f"{method} /api/{kind}/{{}}" for method in ("GET", "PATCH") for kind in KINDS),
        *(f"POST /api/annotation/{{}}/bulk-{kind}s" for kind in KINDS),
    )


def test_single_shapes_are_deleted(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    make_shapes(client, tmp_path)
    before = shapes_of(member)
    for shapes in before:
        shapes[0].delete()

    kept = [[shape.id for shape in shapes] for shapes in shapes_of(member)]
    assert kept == [[shapes[1].id] for shapes in before]
    shown(*(f"DELETE /api/{kind}/{{}}" for kind in KINDS))


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
