# SPDX-License-Identifier: Apache-2.0
"""COCO average precision and recall of detections: over a set, per image, per label.

Values follow COCO: 101-point interpolation, IoU 0.50:0.05:0.95, at most 100 detections, small
below 32², medium up to 96², large above, in square pixels. A key without ground truth of its size
is left out (COCO writes -1).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.vision.detections import Detections

Metrics = dict[str, float]
Pair = tuple[Detections, Detections]

_THRESHOLDS = {"50_95": slice(None), "50": slice(0, 1), "75": slice(5, 6)}
_SIZES = {"": 0, "_small": 1, "_medium": 2, "_large": 3}


def evaluate(pairs: Sequence[Pair]) -> Metrics:
    """Score predictions over a set of images.

    Args:
        pairs: ground truth and prediction of each image.

    Returns:
        ``ap_50_95``, ``ap_50``, ``ap_75``, ``ar_50_95``, ``ar_50``, ``ar_75`` and the first of
        each kind with ``_small``, ``_medium``, ``_large``; the two ``_50_95`` are in 0..1.
    """
    found = _accumulate(pairs)
    return {} if found is None else _summary(found["precision"], found["recall"])


def evaluate_image(truth: Detections, predicted: Detections) -> Metrics:
    """Score one image, as reviews do."""
    return evaluate([(truth, predicted)])


def evaluate_labels(pairs: Sequence[Pair], labels: Mapping[int, str]) -> dict[str, Metrics]:
    """Score each label over a set of images; labels without ground truth have no keys.

    Args:
        pairs: ground truth and prediction of each image.
        labels: name of each class.
    """
    found = _accumulate(pairs)
    result: dict[str, Metrics] = {name: {} for name in labels.values()}
    if found is None:
        return result
    for position, index in enumerate(found["classes"]):
        one = slice(position, position + 1)
        if index in labels:
            result[labels[index]] = _summary(found["precision"][:, :, one], found["recall"][:, one])
    return result


def _accumulate(pairs: Sequence[Pair]) -> dict[str, Any] | None:
    from faster_coco_eval import COCO, COCOeval_faster

    classes = sorted({int(index) for pair in pairs for part in pair for index in part.classes})
    if not classes:
        return None
    images = [{"id": number, "width": 1, "height": 1} for number in range(1, len(pairs) + 1)]
    categories = [{"id": index + 1, "name": str(index)} for index in classes]
    parts = {
        "truth": _annotations([truth for truth, _ in pairs]),
        "predicted": _annotations([predicted for _, predicted in pairs]),
    }
    sets = {
        name: COCO(
            {"info": {}, "images": images, "categories": categories, "annotations": rows},
            print_function=_silent,
        )
        for name, rows in parts.items()
    }
    run = COCOeval_faster(sets["truth"], sets["predicted"], "bbox", print_function=_silent)
    run.evaluate()
    run.accumulate()
    return {
        "precision": np.asarray(run.eval["precision"]),
        "recall": np.asarray(run.eval["recall"]),
        "classes": classes,
    }


def _annotations(parts: Sequence[Detections]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, part in enumerate(parts, start=1):
        corners = part.boxes.astype(np.float64)
        sizes = corners[:, 2:] - corners[:, :2]
        for corner, size, score, index in zip(
            corners, sizes, part.scores, part.classes, strict=True
        ):
            rows.append(
                {
                    "id": len(rows) + 1,
                    "image_id": number,
                    "category_id": int(index) + 1,
                    "bbox": [*corner[:2].tolist(), *size.tolist()],
                    "area": float(size[0] * size[1]),
                    "score": float(score),
                    "iscrowd": 0,
                }
            )
    return rows


def _summary(precision: NDArray[np.float64], recall: NDArray[np.float64]) -> Metrics:
    """Average the axes: precision (T, R, K, A, M), recall (T, K, A, M); M last = 100."""
    metrics: Metrics = {}
    for threshold, rows in _THRESHOLDS.items():
        for suffix, size in _SIZES.items():
            if suffix and threshold != "50_95":
                continue
            _put(metrics, f"ap_{threshold}{suffix}", precision[rows, :, :, size, -1])
            _put(metrics, f"ar_{threshold}{suffix}", recall[rows, :, size, -1])
    return metrics


def _put(metrics: Metrics, key: str, values: NDArray[np.float64]) -> None:
    known = values[values > -1]
    if known.size:
        metrics[key] = float(known.mean())


_silent: Callable[..., None] = lambda *_, **__: None  # noqa: E731
