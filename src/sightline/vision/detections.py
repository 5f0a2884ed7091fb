# SPDX-License-Identifier: Apache-2.0
"""The value type every detector decoder answers and every metric reads."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Detections:
    """Objects of one image.

    Attributes:
        boxes: (N, 4) float32, xyxy pixels of the original image.
        scores: (N,) float32 in 0..1; ones for ground truth.
        classes: (N,) int64 index into the label map.
        features: (D,) float32, pooled penultimate activations, or None.
    """

    boxes: Floats
    scores: Floats
    classes: Integers
    features: Floats | None = field(default=None)

    def __len__(self) -> int:
        return len(self.scores)

    def above(self, threshold: float) -> "Detections":
        """Keep objects whose score reaches ``threshold``."""
        kept = self.scores >= threshold
        return Detections(self.boxes[kept], self.scores[kept], self.classes[kept], self.features)


def empty(features: Floats | None = None) -> Detections:
    """Make detections without any object."""
    return Detections(
        np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64), features
    )


def ground_truth(boxes: Floats, classes: Integers) -> Detections:
    """Make detections of score one.

    Args:
        boxes: (N, 4) xyxy pixels.
        classes: (N,) integers.
    """
    rows = np.asarray(boxes, np.float32).reshape(-1, 4)
    return Detections(rows, np.ones(len(rows), np.float32), np.asarray(classes, np.int64))
