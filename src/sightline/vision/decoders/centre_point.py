# SPDX-License-Identifier: Apache-2.0
"""Decoder of anchor-free centre-point detectors.

Outputs: ``heat_map`` (1, C, h, w) in 0..1, ``size`` (1, 2, h, w) width and height in cells,
``offset`` (1, 2, h, w) of the centre inside its cell, ``features`` (1, D).
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sightline.vision import boxes as box_math
from sightline.vision.detections import Detections
from sightline.vision.preprocess import boxes_to_original, input_spec

STRIDE_KEY = "sightline.stride"
_MOST_OBJECTS = 100
_OVERLAP = 0.6

Floats = NDArray[np.float32]


def decode(
    outputs: Mapping[str, Floats],
    metadata: Mapping[str, str],
    original_size: tuple[int, int],
    /,
    *,
    threshold: float = 0.01,
) -> Detections:
    """Turn outputs into detections, best first.

    Args:
        outputs: see the module.
        metadata: of the ONNX file.
        original_size: height and width of the image in pixels.
        threshold: peaks below are not looked at.

    Returns:
        At most 100 objects, xyxy pixels of the original image.

    Raises:
        ValueError: an output is missing or the metadata is wrong.
    """
    missing = {"heat_map", "size", "offset"} - set(outputs)
    if missing:
        raise ValueError(f"the model lacks the outputs {', '.join(sorted(missing))}")
    classes, rows, columns, scores = _peaks(outputs["heat_map"][0], threshold)
    stride = float(metadata.get(STRIDE_KEY, "4"))
    sizes = outputs["size"][0][:, rows, columns].T
    centres = np.stack([columns, rows], axis=1) + outputs["offset"][0][:, rows, columns].T
    corners = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1) * stride
    found = boxes_to_original(corners.astype(np.float32), input_spec(metadata), original_size)
    kept = box_math.nms(found, scores, _OVERLAP, classes=classes)
    features = outputs.get("features")
    return Detections(
        found[kept],
        scores[kept].astype(np.float32),
        classes[kept].astype(np.int64),
        None if features is None else np.asarray(features[0], np.float32),
    )


def _peaks(
    heat: Floats, threshold: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Floats]:
    """Find cells that no neighbour exceeds: classes, rows, columns and scores, best first."""
    padded = np.pad(heat, ((0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    height, width = heat.shape[1:]
    # The 3x3 maximum as two passes of three, an order cheaper than a generic filter.
    lines = np.maximum(np.maximum(padded[:, :-2], padded[:, 1:-1]), padded[:, 2:])
    around = np.maximum(np.maximum(lines[:, :, :-2], lines[:, :, 1:-1]), lines[:, :, 2:])
    flat = np.flatnonzero((heat >= around) & (heat >= threshold))
    scores = heat.reshape(-1)[flat]
    best = np.argsort(-scores, kind="stable")[:_MOST_OBJECTS]
    classes, rest = np.divmod(flat[best], height * width)
    rows, columns = np.divmod(rest, width)
    return classes, rows, columns, scores[best]
