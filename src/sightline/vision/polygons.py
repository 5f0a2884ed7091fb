# SPDX-License-Identifier: Apache-2.0
"""Simple polygons as (N, 2) arrays of pixels."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]


def area(points: ArrayLike) -> float:
    """Measure a polygon with the shoelace formula.

    Args:
        points: (N, 2) xy; the last point need not repeat the first.

    Returns:
        Square pixels, never negative.

    Example:
        >>> area([[0, 0], [4, 0], [4, 3], [0, 3]])
        12.0
    """
    rows = _rows(points)
    if len(rows) < 3:
        return 0.0
    x, y = rows[:, 0], rows[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def bbox(points: ArrayLike) -> tuple[float, float, float, float]:
    """Enclose a polygon.

    Args:
        points: (N, 2) xy, at least one.

    Returns:
        x, y, width, height in pixels.
    """
    rows = _rows(points)
    low, high = rows.min(axis=0), rows.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def simplify(points: ArrayLike, tolerance_px: float = 1.0) -> Points:
    """Drop points that change the outline by less than the tolerance (Douglas-Peucker).

    Args:
        points: (N, 2) xy of an open or closed line; both ends stay.
        tolerance_px: largest distance of a dropped point.

    Returns:
        (M, 2) float64, M <= N.
    """
    rows = _rows(points)
    if len(rows) < 3:
        return rows
    kept = np.zeros(len(rows), bool)
    kept[[0, -1]] = True
    # A stack, since a recursion per point would overflow on long free-hand lines.
    spans = [(0, len(rows) - 1)]
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        distances = _distances(rows[start + 1 : end], rows[start], rows[end])
        farthest = int(np.argmax(distances))
        if distances[farthest] > tolerance_px:
            middle = start + 1 + farthest
            kept[middle] = True
            spans += [(start, middle), (middle, end)]
    return rows[kept]


def _distances(points: Points, start: Points, end: Points) -> NDArray[np.float64]:
    line = end - start
    length = float(np.hypot(line[0], line[1]))
    offsets = points - start
    if length == 0:
        return np.asarray(np.hypot(offsets[:, 0], offsets[:, 1]))
    return np.asarray(np.abs(offsets[:, 0] * line[1] - offsets[:, 1] * line[0]) / length)


def _rows(points: ArrayLike) -> Points:
    return np.asarray(points, np.float64).reshape(-1, 2)
