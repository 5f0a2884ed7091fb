# SPDX-License-Identifier: Apache-2.0
"""Outlines of small metal parts, drawn as anti-aliased masks."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Points = NDArray[np.float64]

# Sub-pixel bits of OpenCV's drawing: coordinates are given in 1/16 pixel.
_SHIFT = 4


def draw(name: str, radius: float, angle: float) -> Mask:
    """Draw a part.

    Args:
        name: one of ``NAMES``.
        radius: half of its length, pixels.
        angle: radians.

    Returns:
        (S, S) uint8, 255 inside; S is just large enough.
    """
    side = int(2 * radius) + 6
    mask = np.zeros((side, side), np.uint8)
    _SHAPES[name](mask, radius, angle)
    return mask


def _bolt(mask: Mask, radius: float, angle: float) -> None:
    shaft = np.array([[-0.35, -0.2], [1, -0.2], [1, 0.2], [-0.35, 0.2]])
    _fill(mask, shaft * radius, angle)
    _fill(mask, _regular(6, 0.48 * radius) - [0.5 * radius, 0], angle)
    for position in np.arange(0.25, 0.95, 0.18):
        groove = np.array([[position, -0.2], [position + 0.05, -0.2], [position + 0.05, 0.2]])
        _fill(mask, groove * radius, angle, 140)


def _nut(mask: Mask, radius: float, angle: float) -> None:
    _fill(mask, _regular(6, 0.8 * radius), angle)
    _disc(mask, 0.4 * radius, 0)


def _washer(mask: Mask, radius: float, _angle: float) -> None:
    _disc(mask, 0.75 * radius, 255)
    _disc(mask, 0.34 * radius, 0)


def _gear(mask: Mask, radius: float, angle: float) -> None:
    turns = np.linspace(0, 2 * np.pi, 10 * 4, endpoint=False)
    lengths = np.where(np.arange(len(turns)) % 4 < 2, radius, 0.76 * radius)
    _fill(mask, np.stack([np.cos(turns), np.sin(turns)], 1) * lengths[:, None], angle)
    _disc(mask, 0.22 * radius, 0)


def _bracket(mask: Mask, radius: float, angle: float) -> None:
    corners = [[-0.8, -0.7], [0.8, -0.7], [0.8, -0.25], [-0.35, -0.25], [-0.35, 0.8], [-0.8, 0.8]]
    _fill(mask, np.array(corners) * radius, angle)


def _spring(mask: Mask, radius: float, angle: float) -> None:
    steps = np.linspace(-0.9, 0.9, 13)
    sides = np.where(np.arange(13) % 2 == 0, -0.3, 0.3)
    points = _place(mask, np.stack([steps, sides], 1) * radius, angle)
    thickness = max(2, round(radius * 0.12))
    cv2.polylines(mask, [points], False, 255, thickness, cv2.LINE_AA, _SHIFT)


_SHAPES: dict[str, Callable[[Mask, float, float], None]] = {
    "bolt": _bolt,
    "nut": _nut,
    "washer": _washer,
    "gear": _gear,
    "bracket": _bracket,
    "spring": _spring,
}
NAMES = tuple(_SHAPES)


def _regular(corners: int, radius: float) -> Points:
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return np.asarray(np.stack([np.cos(turns), np.sin(turns)], 1) * radius)


def _place(mask: Mask, points: Points, angle: float) -> NDArray[np.int32]:
    cosine, sine = np.cos(angle), np.sin(angle)
    turned = points @ np.array([[cosine, sine], [-sine, cosine]])
    return np.asarray(np.round((turned + mask.shape[0] / 2) * (1 << _SHIFT)), np.int32)


def _fill(mask: Mask, points: Points, angle: float, value: int = 255) -> None:
    cv2.fillPoly(mask, [_place(mask, points, angle)], value, cv2.LINE_AA, _SHIFT)


def _disc(mask: Mask, radius: float, value: int) -> None:
    centre = round(mask.shape[0] / 2 * (1 << _SHIFT))
    length = round(radius * (1 << _SHIFT))
    cv2.circle(mask, (centre, centre), length, value, -1, cv2.LINE_AA, _SHIFT)
