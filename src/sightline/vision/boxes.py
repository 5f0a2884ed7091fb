# SPDX-License-Identifier: Apache-2.0
"""Axis-parallel boxes as arrays, in pixels."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Boxes = NDArray[np.float64]


def xyxy_from_xywh(boxes: ArrayLike) -> Boxes:
    """Turn left, top, width, height into left, top, right, bottom.

    Args:
        boxes: (N, 4) xywh.

    Returns:
        (N, 4) float64 xyxy.

    Example:
        >>> xyxy_from_xywh([[1, 2, 3, 4]]).tolist()
        [[1.0, 2.0, 4.0, 6.0]]
    """
    rows = _rows(boxes)
    return np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:]], axis=1)


def xywh_from_xyxy(boxes: ArrayLike) -> Boxes:
    """Turn left, top, right, bottom into left, top, width, height.

    Args:
        boxes: (N, 4) xyxy.

    Returns:
        (N, 4) float64 xywh.

    Example:
        >>> xywh_from_xyxy([[1, 2, 4, 6]]).tolist()
        [[1.0, 2.0, 3.0, 4.0]]
    """
    rows = _rows(boxes)
    return np.concatenate([rows[:, :2], rows[:, 2:] - rows[:, :2]], axis=1)


def area(boxes: ArrayLike) -> NDArray[np.float64]:
    """Measure boxes; an inverted box has no area.

    Args:
        boxes: (N, 4) xyxy.

    Returns:
        (N,) float64 square pixels.
    """
    rows = _rows(boxes)
    sides = np.maximum(rows[:, 2:] - rows[:, :2], 0)
    return np.asarray(sides[:, 0] * sides[:, 1])


def iou(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Divide intersection by union for every pair.

    Args:
        first: (N, 4) xyxy.
        second: (M, 4) xyxy.

    Returns:
        (N, M) float64 in 0..1.

    Example:
        >>> iou([[0, 0, 2, 2]], [[1, 0, 3, 2]]).round(3).tolist()
        [[0.333]]
    """
    left, right = _rows(first), _rows(second)
    near = np.maximum(left[:, None, :2], right[None, :, :2])
    far = np.minimum(left[:, None, 2:], right[None, :, 2:])
    shared = np.prod(np.maximum(far - near, 0), axis=2)
    union = area(left)[:, None] + area(right)[None, :] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(shared), where=union > 0))


def clip(boxes: ArrayLike, width: float, height: float) -> Boxes:
    """Cut boxes at the borders of an image.

    Args:
        boxes: (N, 4) xyxy.
        width: pixels.
        height: pixels.

    Returns:
        (N, 4) float64 xyxy.
    """
    return np.clip(_rows(boxes), 0, np.array([width, height, width, height], np.float64))


def nms(
    boxes: ArrayLike,
    scores: ArrayLike,
    threshold: float = 0.5,
    *,
    classes: ArrayLike | None = None,
) -> NDArray[np.int64]:
    """Drop boxes that overlap a better one of the same class.

    Args:
        boxes: (N, 4) xyxy.
        scores: (N,).
        threshold: overlap above which the weaker box goes.
        classes: (N,) integers; without them all boxes compete.

    Returns:
        (K,) int64 indices, best score first.
    """
    rows, weights = _rows(boxes), np.asarray(scores, np.float64)
    groups = np.zeros(len(rows)) if classes is None else np.asarray(classes)
    order = np.argsort(-weights, kind="stable")
    kept: list[int] = []
    while len(order):
        best, order = int(order[0]), order[1:]
        kept.append(best)
        overlaps = iou(rows[best : best + 1], rows[order])[0]
        order = order[(overlaps <= threshold) | (groups[order] != groups[best])]
    return np.array(kept, np.int64)


def _rows(boxes: ArrayLike) -> Boxes:
    return np.asarray(boxes, np.float64).reshape(-1, 4)
