# SPDX-License-Identifier: Apache-2.0
"""What monitoring keeps of an image: statistics and the input of the outlier score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import AppError
from sightline.kernel.images.renditions import decode_rgb
from sightline.vision.image_statistics import statistics_of, working_size
from sightline.vision.outlier import reduced


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of a decoded image.

    Attributes:
        reduced: (64, 64, 3) uint8 RGB, input of the outlier score.
        statistics: of `image_statistics`.
    """

    reduced: NDArray[np.uint8]
    statistics: dict[str, float]


def measure(content: bytes | None) -> Measured | None:
    """Decode an image and measure it; None for no bytes and unreadable ones."""
    if content is None:
        return None
    try:
        return observe(decode_rgb(content))
    except AppError:
        return None


def observe(pixels: NDArray[np.uint8]) -> Measured:
    """Measure (H, W, 3) uint8 RGB pixels."""
    small = working_size(pixels)
    return Measured(reduced(small), statistics_of(small, pixels.shape[1], pixels.shape[0]))
