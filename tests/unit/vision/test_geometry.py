# SPDX-License-Identifier: Apache-2.0
"""Boxes, polygons, masks and heat maps."""

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from sightline.vision import boxes, heat_map, masks, polygons


def test_boxes__there_and_back():
    xywh = [[1, 2, 3, 4], [0, 0, 0, 0]]

    assert boxes.xywh_from_xyxy(boxes.xyxy_from_xywh(xywh)).tolist() == xywh


def test_iou__pairs():
    found = boxes.iou([[0, 0, 2, 2], [5, 5, 5, 5]], [[0, 0, 2, 2], [1, 0, 3, 2], [9, 9, 10, 10]])

    assert found.shape == (2, 3)
    assert found[0].tolist() == pytest.approx([1, 1 / 3, 0])
    assert found[1].tolist() == [0, 0, 0]


def test_iou__empty():
    assert boxes.iou([], [[0, 0, 1, 1]]).shape == (0, 1)


def test_nms__per_class():
    rows = [[0, 0, 10, 10], [0, 0, 10, 9], [0, 0, 10, 9], [50, 50, 60, 60]]
    scores = [0.9, 0.8, 0.7, 0.95]

    assert boxes.nms(rows, scores, 0.5, classes=[0, 0, 1, 0]).tolist() == [3, 0, 2]
    assert boxes.nms(rows, scores, 0.5).tolist() == [3, 0]


def test_clip():
    assert boxes.clip([[-5, -5, 50, 5]], 20, 10).tolist() == [[0, 0, 20, 5]]


def test_polygon__area_and_bbox():
    triangle = [[0, 0], [4, 0], [0, 3]]

    assert polygons.area(triangle) == 6
    assert polygons.area(triangle[:2]) == 0
    assert polygons.bbox(triangle) == (0, 0, 4, 3)


def test_simplify__drops_points_on_the_line():
    line = [[0, 0], [1, 0.1], [2, 0], [2, 2], [2, 4]]

    assert polygons.simplify(line, 0.5).tolist() == [[0, 0], [2, 0], [2, 4]]


@pytest.mark.parametrize("seed", range(20))
def test_masks__equal_pycocotools(seed):
    random = np.random.default_rng(seed)
    height, width = (int(v) for v in random.integers(1, 90, 2))
    mask = random.uniform(size=(height, width)) < random.choice([0.0, 0.05, 0.5, 0.97, 1.0])
    expected = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))

    counts = masks.encode(mask)

    assert counts == expected["counts"].decode()
    assert (masks.decode(counts, height, width) == mask).all()
    assert masks.area(counts) == coco_mask.area(expected)
    assert list(masks.bbox(counts, height, width)) == coco_mask.toBbox(expected).tolist()


@pytest.mark.parametrize("text", ["\x01", "Q", "22", "0" * 40])
def test_masks__wrong_text(text):
    with pytest.raises(ValueError):
        masks.decode(text, 3, 3)


def test_heat_map__boxes_are_counted():
    grid = heat_map.empty()

    heat_map.add_boxes(
        grid, [[0, 0, 32, 64], [0, 0, 16, 64], [90, 0, 128, 64]], width=64, height=64
    )

    assert grid[0, 0] == 2
    assert grid[63, 31] == 1
    assert grid[0, 32] == 0
    assert heat_map.normalized(grid).max() == 1
    assert heat_map.normalized(heat_map.empty()).max() == 0


def test_heat_map__polygon():
    grid = heat_map.add_polygon(
        heat_map.empty(), [[0, 0], [100, 0], [100, 50], [0, 50]], width=100, height=100
    )

    assert grid.sum() == 64 * 32
    assert grid[:32].all()
