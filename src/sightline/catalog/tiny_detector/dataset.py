# SPDX-License-Identifier: Apache-2.0
"""Images in memory, augmentation and targets of the loss."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.vision import preprocess
from sightline.vision.preprocess import InputSpec

STRIDE = 4
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sample:
    """An image at input size with its objects.

    Attributes:
        image: (height, width, 3) uint8 RGB, as ``preprocess.resized`` makes it.
        boxes: (N, 4) float32 xyxy in pixels of the input.
        classes: (N,) int64.
    """

    image: NDArray[np.uint8]
    boxes: Floats
    classes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step of training needs.

    Attributes:
        images: (B, 3, H, W) float32.
        heat: (B, C, h, w) float32, one at centres, falling off around.
        shapes: (B, 4, h, w) float32: width, height, offset x, offset y in cells.
        weights: (B, 1, h, w) float32: which cells learn a shape, and how much.
    """

    images: Floats
    heat: Floats
    shapes: Floats
    weights: Floats


def input_for(sizes: Sequence[tuple[int, int]], image_size: int) -> InputSpec:
    """Choose the input: the longer side is given, the other follows from the middle ratio.

    Args:
        sizes: height and width of each image in pixels.
        image_size: longer side in pixels.
    """
    ratio = float(np.median([width / height for height, width in sizes]))
    ratio = min(max(ratio, 1 / 3), 3.0)
    # Sides divide by 16, the coarsest level of the network.
    longer = max(32, round(image_size / 16) * 16)
    shorter = max(32, round(longer / max(ratio, 1 / ratio) / 16) * 16)
    width, height = (longer, shorter) if ratio >= 1 else (shorter, longer)
    return InputSpec(width, height, mean=(0.45, 0.45, 0.45), std=(0.25, 0.25, 0.25))


def sample_of(
    image: NDArray[np.uint8], boxes: Floats, classes: NDArray[np.int64], spec: InputSpec
) -> Sample:
    """Bring an image and its boxes (xyxy pixels) to input size."""
    inner = preprocess.boxes_to_input(boxes, spec, (image.shape[0], image.shape[1]))
    return Sample(preprocess.resized(image, spec), inner, classes)


def batches(
    samples: Sequence[Sample],
    spec: InputSpec,
    *,
    classes: int,
    batch_size: int,
    random: np.random.Generator,
) -> Iterator[Batch]:
    """Walk once through all samples in a new order, each augmented anew."""
    order = random.permutation(len(samples))
    # At least two images a step: normalisation over one image trains badly.
    for start in range(0, len(order), batch_size):
        chosen = [samples[index] for index in order[start : start + batch_size]]
        if len(chosen) == 1 and start:
            return
        yield _batch([augment(sample, random) for sample in chosen], spec, classes)


def augment(sample: Sample, random: np.random.Generator) -> Sample:
    """Mirror, shift, scale and relight a sample a little."""
    height, width = sample.image.shape[:2]
    factor = random.uniform(0.85, 1.15)
    flip = -1.0 if random.uniform() < 0.5 else 1.0
    shift = random.uniform(-0.08, 0.08, 2) * (width, height)
    centre = np.array([width / 2, height / 2])
    scale = np.array([factor * flip, factor])
    move = centre - scale * centre + shift
    matrix = np.array([[scale[0], 0, move[0]], [0, scale[1], move[1]]])
    warped = cv2.warpAffine(sample.image, matrix, (width, height), borderValue=(114, 114, 114))
    gain, lift = random.uniform(0.85, 1.15), random.uniform(-12, 12)
    lit = cv2.convertScaleAbs(warped, alpha=gain, beta=lift)
    corners = sample.boxes.reshape(-1, 2, 2) * scale + move
    boxes = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    clipped = np.clip(boxes, 0, [width, height, width, height])
    sizes, full = clipped[:, 2:] - clipped[:, :2], boxes[:, 2:] - boxes[:, :2]
    kept = (sizes > 2).all(axis=1) & (sizes.prod(axis=1) > 0.4 * full.prod(axis=1))
    return Sample(np.asarray(lit, np.uint8), clipped[kept].astype(np.float32), sample.classes[kept])


def _batch(samples: Sequence[Sample], spec: InputSpec, classes: int) -> Batch:
    rows, columns = spec.height // STRIDE, spec.width // STRIDE
    count = len(samples)
    batch = Batch(
        np.concatenate([preprocess.prepare(sample.image, spec) for sample in samples]),
        np.zeros((count, classes, rows, columns), np.float32),
        np.zeros((count, 4, rows, columns), np.float32),
        np.zeros((count, 1, rows, columns), np.float32),
    )
    for index, sample in enumerate(samples):
        _draw_targets(sample, batch.heat[index], batch.shapes[index], batch.weights[index, 0])
    return batch


def _draw_targets(sample: Sample, heat: Floats, shapes: Floats, weights: Floats) -> None:
    rows, columns = weights.shape
    cells = sample.boxes / STRIDE
    sizes = cells[:, 2:] - cells[:, :2]
    # Large objects first, so that small ones on top keep their cells.
    for index in np.argsort(-sizes.prod(axis=1)):
        width, height = sizes[index]
        centre = (cells[index, :2] + cells[index, 2:]) / 2
        column = min(int(centre[0]), columns - 1)
        row = min(int(centre[1]), rows - 1)
        across = np.arange(columns, dtype=np.float32)
        down = np.arange(rows, dtype=np.float32)
        bell = np.outer(
            _bell(down - row, max(0.6, 0.09 * height)),
            _bell(across - column, max(0.6, 0.09 * width)),
        )
        target = heat[sample.classes[index]]
        np.maximum(target, bell, out=target)
        # Cells around the centre learn the shape too, weighted by how central they are.
        near = bell > 0.3
        weights[near] = bell[near]
        shapes[0][near], shapes[1][near] = width, height
        shapes[2][near] = (centre[0] - np.broadcast_to(across, bell.shape))[near]
        shapes[3][near] = (centre[1] - np.broadcast_to(down[:, None], bell.shape))[near]


def _bell(distance: Floats, sigma: float) -> Floats:
    return np.asarray(np.exp(-(distance**2) / (2 * sigma**2)), np.float32)
