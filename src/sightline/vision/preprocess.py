# SPDX-License-Identifier: Apache-2.0
"""From an RGB image to the tensor a model asks for, and back to pixels.

What a model asks for is written in its ONNX metadata under ``sightline.input`` as JSON:
``{"width": 256, "height": 192, "resize": "letterbox", "mean": [0, 0, 0], "std": [1, 1, 1]}``.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

import cv2
import numpy as np
from numpy.typing import NDArray

INPUT_KEY = "sightline.input"
_LARGEST_SIDE_PX = 8192

Resize = Literal["letterbox", "stretch"]


@dataclass(frozen=True, slots=True)
class InputSpec:
    """Input of a model: size in pixels, way of resizing, normalisation of values in 0..1."""

    width: int
    height: int
    resize: Resize = "letterbox"
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def to_json(self) -> str:
        """Write the value of ``sightline.input``."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the resized image lies in the input: ``input = original * scale + pad``."""

    scale_x: float
    scale_y: float
    pad_x: int
    pad_y: int
    width: int
    height: int


def input_spec(metadata: Mapping[str, str]) -> InputSpec:
    """Read the input from ONNX metadata.

    Raises:
        ValueError: the entry is missing or wrong.
    """
    if INPUT_KEY not in metadata:
        raise ValueError(f"the model has no metadata entry {INPUT_KEY!r}")
    try:
        found = json.loads(metadata[INPUT_KEY])
        spec = InputSpec(
            width=int(found["width"]),
            height=int(found["height"]),
            resize=found.get("resize", "letterbox"),
            mean=_triple(found.get("mean", (0, 0, 0))),
            std=_triple(found.get("std", (1, 1, 1))),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"metadata entry {INPUT_KEY!r} is wrong: {error}") from error
    _check(spec)
    return spec


def place(spec: InputSpec, original_size: tuple[int, int]) -> Placement:
    """Find where an image lands in the input.

    Args:
        spec: of the model.
        original_size: height and width of the image in pixels.
    """
    height, width = original_size
    if spec.resize == "stretch":
        return Placement(spec.width / width, spec.height / height, 0, 0, spec.width, spec.height)
    scale = min(spec.width / width, spec.height / height)
    inner_width = min(spec.width, max(1, round(width * scale)))
    inner_height = min(spec.height, max(1, round(height * scale)))
    return Placement(
        inner_width / width,
        inner_height / height,
        (spec.width - inner_width) // 2,
        (spec.height - inner_height) // 2,
        inner_width,
        inner_height,
    )


def prepare(image: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.float32]:
    """Make the tensor of an image.

    Args:
        image: (H, W, 3) uint8 RGB.
        spec: of the model.

    Returns:
        (1, 3, height, width) float32, contiguous.
    """
    canvas = resized(image, spec)
    mean, std = np.array(spec.mean, np.float32), np.array(spec.std, np.float32)
    tensor = canvas.transpose(2, 0, 1).astype(np.float32)
    tensor *= np.float32(1 / 255)
    tensor -= mean[:, None, None]
    tensor /= std[:, None, None]
    return tensor[None]


def resized(image: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    """Bring an image to the size of the input, with grey borders when letterboxed.

    Returns:
        (height, width, 3) uint8 RGB.
    """
    spot = place(spec, (image.shape[0], image.shape[1]))
    small = image
    if (image.shape[1], image.shape[0]) != (spot.width, spot.height):
        shrinks = spot.scale_x < 1
        way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        small = cast(
            "NDArray[np.uint8]", cv2.resize(image, (spot.width, spot.height), interpolation=way)
        )
    if (spot.width, spot.height) == (spec.width, spec.height):
        return small
    canvas = np.full((spec.height, spec.width, 3), 114, np.uint8)
    canvas[spot.pad_y : spot.pad_y + spot.height, spot.pad_x : spot.pad_x + spot.width] = small
    return canvas


def boxes_to_original(
    boxes: NDArray[np.float32], spec: InputSpec, original_size: tuple[int, int]
) -> NDArray[np.float32]:
    """Bring boxes of the input back to the image, cut at its borders.

    Args:
        boxes: (N, 4) xyxy in pixels of the input.
        spec: of the model.
        original_size: height and width of the image in pixels.

    Returns:
        (N, 4) float32 xyxy in pixels of the image.
    """
    spot = place(spec, original_size)
    height, width = original_size
    pad = np.array([spot.pad_x, spot.pad_y] * 2, np.float32)
    scale = np.array([spot.scale_x, spot.scale_y] * 2, np.float32)
    limits = np.array([width, height] * 2, np.float32)
    inner = (boxes.reshape(-1, 4) - pad) / scale
    return np.asarray(np.clip(inner, 0, limits), np.float32)


def boxes_to_input(
    boxes: NDArray[np.float32], spec: InputSpec, original_size: tuple[int, int]
) -> NDArray[np.float32]:
    """Bring boxes of the image to the input; the inverse of ``boxes_to_original``.

    Returns:
        (N, 4) float32 xyxy in pixels of the input.
    """
    spot = place(spec, original_size)
    pad = np.array([spot.pad_x, spot.pad_y] * 2, np.float32)
    scale = np.array([spot.scale_x, spot.scale_y] * 2, np.float32)
    return (boxes.reshape(-1, 4) * scale + pad).astype(np.float32)


def _triple(values: Any) -> tuple[float, float, float]:
    first, second, third = (float(value) for value in values)
    return first, second, third


def _check(spec: InputSpec) -> None:
    if not (0 < spec.width <= _LARGEST_SIDE_PX and 0 < spec.height <= _LARGEST_SIDE_PX):
        raise ValueError(f"metadata entry {INPUT_KEY!r} asks for {spec.width}x{spec.height} pixels")
    if spec.resize not in ("letterbox", "stretch"):
        raise ValueError(f"metadata entry {INPUT_KEY!r} asks for resize {spec.resize!r}")
    if not all(math.isfinite(value) for value in (*spec.mean, *spec.std)) or 0 in spec.std:
        raise ValueError(f"metadata entry {INPUT_KEY!r} has a useless mean or std")
