# SPDX-License-Identifier: Apache-2.0
"""Data of one's own: order, distinct names, words for what cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from sightline.demo import data


def write(folder: Path, files: list[str], **changes: Any) -> Path:
    images = [{"id": 7 * n, "file_name": file} for n, file in enumerate(files)]
    for number, entry in enumerate(images):
        path = folder / str(entry["file_name"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%d" % number)
    annotations = [
        {"id": n, "image_id": entry["id"], "category_id": 3, "bbox": [n, 1, 2, 3]}
        for n, entry in enumerate(images)
    ]
    document = {
        "images": images,
        "annotations": annotations,
        "categories": [{"id": 3, "name": "big nut"}],
        **changes,
    }
    path = folder / "coco.json"
    path.write_text(json.dumps(document))
    return path


def test_own__coco_order(tmp_path):
    files = [f"{name}.jpg" for name in "jihgfedcba"]

    found = data.own(tmp_path, write(tmp_path, files), tmp_path / "own")

    parts = (found.collected, found.reviewed, found.held_out)
    assert [[path.name for path in part.paths] for part in parts] == [
        files[:6], files[6:8], files[8:],
    ]  # fmt: skip
    assert found.held_out.truth_of(tmp_path / "a.jpg") == [(9, 1, 2, 3, "big nut")]


def test_own__same_names_in_two_folders(tmp_path):
    files = [f"{folder}/{n}.jpg" for n in range(6) for folder in "xy"] + ["x-0.jpg"]

    found = data.own(tmp_path, write(tmp_path, files), tmp_path / "own")

    parts = (found.collected, found.reviewed, found.held_out)
    paths = [path for part in parts for path in part.paths]
    assert len({path.name for path in paths}) == 13
    assert [path.read_bytes() for path in paths] == [b"%d" % n for n in range(13)]
    for part in parts:
        assert [entry["file_name"] for entry in part.coco["images"]] == [p.name for p in part.paths]
        assert all(len(part.truth_of(path)) == 1 for path in part.paths)


@pytest.mark.parametrize(
    "changes",
    [
        {"annotations": [{"id": 1, "image_id": 0, "category_id": 3}]},
        {"annotations": [{"id": 1, "image_id": 0, "category_id": 4, "bbox": [0, 0, 1, 1]}]},
        {"categories": [{"id": 3}]},
        {"images": [{"id": 1}]},
        {"images": 3},
    ],
)
def test_own__unusable(tmp_path, changes):
    path = write(tmp_path, [f"{n}.jpg" for n in range(10)], **changes)

    with pytest.raises(data.DataError, match=r"coco\.json"):
        data.own(tmp_path, path, tmp_path / "own")


def test_own__missing_files_and_too_few(tmp_path):
    path = write(tmp_path, [f"{n}.jpg" for n in range(10)])
    (tmp_path / "3.jpg").unlink()

    with pytest.raises(data.DataError, match="1 files"):
        data.own(tmp_path, path, tmp_path / "own")
    with pytest.raises(data.DataError, match="at least 10"):
        data.own(tmp_path, write(tmp_path, ["1.jpg", "2.jpg"]), tmp_path / "own")
