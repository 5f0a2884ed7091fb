# SPDX-License-Identifier: Apache-2.0
"""Metrics equal pycocotools."""

import contextlib
import io

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from sightline.vision import detection_metrics
from sightline.vision.detections import Detections, empty, ground_truth


def _scene(random, *, missing=0.2, classes=3):
    count = int(random.integers(0, 9))
    corner = random.uniform(0, 300, (count, 2))
    size = random.choice([20, 60, 150], (count, 1)) * random.uniform(0.6, 1.4, (count, 2))
    boxes = np.concatenate([corner, corner + size], axis=1).astype(np.float32)
    kinds = random.integers(0, classes, count)
    truth = ground_truth(boxes, kinds)
    kept = random.uniform(size=count) > missing
    noisy = boxes[kept] + random.normal(0, 4, (int(kept.sum()), 4)).astype(np.float32)
    extra = np.array([[5, 5, 60, 60]], np.float32)
    guessed = np.where(random.uniform(size=kept.sum()) < 0.1, 0, kinds[kept])
    predicted = Detections(
        np.concatenate([noisy, extra]).astype(np.float32),
        random.uniform(size=len(noisy) + 1).astype(np.float32),
        np.concatenate([guessed, [1]]).astype(np.int64),
    )
    return truth, predicted


STATS = {
    "ap_50_95": 0,
    "ap_50": 1,
    "ap_75": 2,
    "ap_50_95_small": 3,
    "ap_50_95_medium": 4,
    "ap_50_95_large": 5,
    "ar_50_95": 8,
    "ar_50_95_small": 9,
    "ar_50_95_medium": 10,
    "ar_50_95_large": 11,
}


def _reference(pairs):
    """Evaluate with pycocotools: the twelve numbers and the raw arrays."""
    parts = [[truth for truth, _ in pairs], [predicted for _, predicted in pairs]]
    classes = sorted({int(c) for part in parts for image in part for c in image.classes})
    with contextlib.redirect_stdout(io.StringIO()):
        run = COCOeval(*(_coco(part, classes) for part in parts), "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    recall = run.eval["recall"]
    keys = {name: run.stats[index] for name, index in STATS.items()}
    for name, index in (("ar_50", 0), ("ar_75", 5)):
        row = recall[index, :, 0, -1]
        keys[name] = row[row > -1].mean() if (row > -1).any() else -1
    return {key: float(value) for key, value in keys.items() if value > -1}


def _coco(part, classes):
    rows = []
    for number, image in enumerate(part, start=1):
        for box, score, kind in zip(image.boxes, image.scores, image.classes, strict=True):
            x1, y1, x2, y2 = (float(v) for v in box)
            rows.append(
                {
                    "id": len(rows) + 1,
                    "image_id": number,
                    "category_id": int(kind) + 1,
                    "bbox": [x1, y1, x2 - x1, y2 - y1],
                    "area": (x2 - x1) * (y2 - y1),
                    "score": float(score),
                    "iscrowd": 0,
                }
            )
    coco = COCO()
    coco.dataset = {
        "images": [{"id": i} for i in range(1, len(part) + 1)],
        "categories": [{"id": c + 1} for c in classes],
        "annotations": rows,
    }
    coco.createIndex()
    return coco


@pytest.mark.parametrize("seed", range(4))
def test_evaluate__equals_pycocotools(seed):
    random = np.random.default_rng(seed)
    pairs = [_scene(random) for _ in range(40)]

    found = detection_metrics.evaluate(pairs)

    assert found == pytest.approx(_reference(pairs), abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_evaluate_image__equals_pycocotools(seed):
    random = np.random.default_rng(100 + seed)
    pair = _scene(random)

    assert detection_metrics.evaluate_image(*pair) == pytest.approx(_reference([pair]), abs=1e-6)


def test_evaluate__nothing_predicted():
    truth = ground_truth(np.array([[0, 0, 10, 10]], np.float32), np.array([0]))

    found = detection_metrics.evaluate([(truth, empty())])

    assert found["ap_50_95"] == 0
    assert found["ar_50_95_small"] == 0
    assert "ap_50_95_large" not in found


def test_evaluate__nothing_at_all():
    assert detection_metrics.evaluate([]) == {}
    assert detection_metrics.evaluate([(empty(), empty())]) == {}


def test_evaluate__only_predicted():
    _, predicted = _scene(np.random.default_rng(1))

    assert detection_metrics.evaluate([(empty(), predicted)]) == {}


def test_evaluate_labels__one_label_right_one_wrong():
    boxes = np.array([[0, 0, 50, 50], [100, 100, 160, 160]], np.float32)
    truth = ground_truth(boxes, np.array([0, 1]))
    predicted = ground_truth(boxes, np.array([0, 0]))

    found = detection_metrics.evaluate_labels([(truth, predicted)], {0: "bolt", 1: "nut", 2: "x"})

    assert found["bolt"]["ap_50"] == pytest.approx(1)
    assert found["nut"]["ap_50"] == 0
    assert found["x"] == {}
