# SPDX-License-Identifier: Apache-2.0
"""Where objects appear: shapes counted on a grid over the image."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

GRID = 64
Grid = NDArray[np.float64]


def empty() -> Grid:
    """Make a grid of zeros, (64, 64) float64, rows from top to bottom."""
    return np.zeros((GRID, GRID), np.float64)


def add_boxes(grid: Grid, boxes: ArrayLike, *, width: float, height: float) -> Grid:
    """Add one to every cell that a box covers, in place.

    Args:
        grid: (64, 64) counts so far.
        boxes: (N, 4) xyxy pixels.
        width: of the image, pixels.
        height: of the image, pixels.

    Returns:
        The same grid.
    """
    if width <= 0 or height <= 0:
        return grid
    cells = np.asarray(boxes, np.float64).reshape(-1, 4)
    cells = cells * GRID / np.array([width, height, width, height])
    starts = np.clip(np.floor(cells[:, :2]), 0, GRID).astype(int)
    ends = np.clip(np.ceil(cells[:, 2:]), 0, GRID).astype(int)
    for (left, top), (right, bottom) in zip(starts, ends, strict=True):
        grid[top:bottom, left:right] += 1
    return grid


def add_polygon(grid: Grid, points: ArrayLike, *, width: float, height: float) -> Grid:
    """Add one to every cell whose centre lies inside a polygon (even-odd), in place.

    Args:
        grid: (64, 64) counts so far.
        points: (N, 2) xy pixels.
        width: of the image, pixels.
        height: of the image, pixels.

    Returns:
        The same grid.
    """
    corners = np.asarray(points, np.float64).reshape(-1, 2)
    if len(corners) < 3 or width <= 0 or height <= 0:
        return grid
    corners = corners * GRID / np.array([width, height])
    centres = np.arange(GRID) + 0.5
    inside = np.zeros((GRID, GRID), bool)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (centres < y1) != (centres < y2)
        edge_x = x1 + (centres - y1) * (x2 - x1) / (y2 - y1)
        inside ^= crosses[:, None] & (centres[None, :] < edge_x[:, None])
    grid += inside
    return grid


def normalized(grid: ArrayLike) -> Grid:
    """Divide by the fullest cell; an empty grid stays zero.

    Returns:
        (64, 64) float64 in 0..1.
    """
    counts = np.asarray(grid, np.float64)
    peak = float(counts.max(initial=0))
    return counts / peak if peak > 0 else counts.copy()
