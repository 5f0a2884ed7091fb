# SPDX-License-Identifier: Apache-2.0
"""Generated scenes are deterministic and their ground truth is exact."""

import numpy as np
import pytest

from sightline.demo import parts, scenes


def test_generate__same_seed_same_images():
    first, coco = scenes.generate(7, 5)
    second, again = scenes.generate(7, 5)
    other, _ = scenes.generate(8, 5)

    assert all((a == b).all() for a, b in zip(first, second, strict=True))
    assert coco == again
    assert not (first[0] == other[0]).all()
    assert (scenes.generate(7, 2)[0][1] == first[1]).all()


def test_generate__document():
    images, coco = scenes.generate(1, 30, classes=("bolt", "spring"))

    assert [category["name"] for category in coco["categories"]] == ["bolt", "spring"]
    assert [entry["id"] for entry in coco["images"]] == list(range(1, 31))
    assert {a["category_id"] for a in coco["annotations"]} == {1, 2}
    assert all(image.shape == (240, 320, 3) for image in images)
    for annotation in coco["annotations"]:
        x, y, w, h = annotation["bbox"]
        assert x >= 0
        assert y >= 0
        assert x + w <= 320
        assert y + h <= 240
        assert min(w, h) >= 5


def test_generate__drift_is_darker():
    clean, _ = scenes.generate(1, 20)
    drifted, _ = scenes.generate(1, 20, drifted=True)

    assert np.mean(drifted[0:20]) < np.mean(clean[0:20])
    assert np.mean([i[..., 2].mean() / i[..., 0].mean() for i in drifted]) < 0.7


@pytest.mark.parametrize("name", parts.NAMES)
def test_draw__fills_its_size(name):
    mask = parts.draw(name, 20, 0.3)

    assert mask.max() == 255
    assert mask[0].max() == mask[-1].max() == mask[:, 0].max() == mask[:, -1].max() == 0
    assert (mask > 0).sum() > 100


def test_write__files_in_order(tmp_path):
    images, coco = scenes.generate(2, 3)

    paths = scenes.write(images, coco, tmp_path / "images")

    assert [path.name for path in paths] == [entry["file_name"] for entry in coco["images"]]
    assert all(path.read_bytes()[:2] == b"\xff\xd8" for path in paths)
