# SPDX-License-Identifier: Apache-2.0
"""Plain statistics of an image: the first of the three families that drift looks at."""

import cv2
import numpy as np
from numpy.typing import NDArray

# Statistics are taken at this longer side: cheap, and sharpness is comparable between cameras.
WORKING_SIDE_PX = 256

DRIFT_FEATURES = (
    "brightness",
    "contrast",
    "sharpness",
    "saturation",
    "red_mean",
    "green_mean",
    "blue_mean",
    "ratio",
)
"""What drift compares; width and height are shown, but say nothing about content."""


def image_statistics(image: NDArray[np.uint8]) -> dict[str, float]:
    """Measure an image.

    Args:
        image: (H, W, 3) uint8 RGB.

    Returns:
        ``width``, ``height``, ``area``, ``ratio`` (width / height) of the image as given;
        ``brightness``, ``contrast``, ``saturation``, ``<colour>_mean``, ``<colour>_std`` in 0..1;
        ``sharpness``, the variance of the Laplacian of the grey image in 0..255.
    """
    return statistics_of(working_size(image), image.shape[1], image.shape[0])


def statistics_of(small: NDArray[np.uint8], width: int, height: int) -> dict[str, float]:
    """Measure an image of which the working size is at hand.

    Args:
        small: (h, w, 3) uint8 RGB, what `working_size` returned.
        width: of the image as given, pixels.
        height: of the image as given, pixels.

    Returns:
        What `image_statistics` returns.
    """
    gray = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    means, deviations = cv2.meanStdDev(small)
    gray_mean, gray_deviation = cv2.meanStdDev(gray)
    _, edges = cv2.meanStdDev(cv2.Laplacian(gray, cv2.CV_16S))
    found = {
        "width": float(width),
        "height": float(height),
        "area": float(width * height),
        "ratio": width / height,
        "brightness": float(gray_mean[0, 0]) / 255,
        "contrast": float(gray_deviation[0, 0]) / 255,
        "saturation": _spread(small) / 255,
        "sharpness": float(edges[0, 0]) ** 2,
    }
    for index, colour in enumerate(("red", "green", "blue")):
        found[f"{colour}_mean"] = float(means[index, 0]) / 255
        found[f"{colour}_std"] = float(deviations[index, 0]) / 255
    return found


def ratio_bin(ratio: float) -> str:
    """Name the bin of a ratio width / height."""
    if abs(ratio - 1) <= 0.01:
        return "Square"
    bounds = (
        (0.5, "Very-tall"),
        (1.0, "Tall"),
        (1.5, "Wide"),
        (2.5, "Very-wide"),
    )
    return next((name for limit, name in bounds if ratio < limit), "Extreme-wide")


def _spread(small: NDArray[np.uint8]) -> float:
    """Average distance of the strongest from the weakest channel; numpy's axis 2 is 80 x slower."""
    red, green, blue = cv2.split(small)
    strongest = cv2.max(cv2.max(red, green), blue)
    weakest = cv2.min(cv2.min(red, green), blue)
    return float(cv2.mean(cv2.subtract(strongest, weakest))[0])


def working_size(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Shrink an image to the size at which it is measured; smaller ones stay as they are.

    Args:
        image: (H, W, 3) uint8 RGB.

    Returns:
        (h, w, 3) uint8 RGB, the longer side at most `WORKING_SIDE_PX`.
    """
    height, width = image.shape[:2]
    factor = WORKING_SIDE_PX / max(height, width)
    if factor >= 1:
        return np.ascontiguousarray(image)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
