# SPDX-License-Identifier: Apache-2.0
"""Outlier score: mean squared error of a linear auto-encoder (principal components).

Reference scores are taken out of fold. An auto-encoder reconstructs the very images it was fitted
on too well; compared with such scores every new image would look unusual.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.vision.image_statistics import working_size

SIDE_PX = 64
COMPONENTS = 32
FOLDS = 5
PERCENTILE = 95.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OutlierModel:
    """A fitted auto-encoder.

    Attributes:
        mean: (12288,) float32 of pixels in 0..1.
        components: (K, 12288) float32, orthonormal rows.
        reference_scores: (N,) float32, sorted scores of the training images, out of fold.
        threshold: score above which an image is an outlier.
    """

    mean: Floats
    components: Floats
    reference_scores: Floats
    threshold: float

    def score(self, images: Sequence[NDArray[np.uint8]]) -> Floats:
        """Score images.

        Args:
            images: (H, W, 3) uint8 RGB each, any size.

        Returns:
            (N,) float32 mean squared error per pixel and channel.
        """
        if not images:
            return np.zeros(0, np.float32)
        return _errors(vectors(images), self.mean, self.components)

    def is_outlier(self, score: float) -> bool:
        """Tell whether a score lies above the threshold."""
        return score > self.threshold

    def to_bytes(self) -> bytes:
        """Write the parameters as an uncompressed npz; components as float16 to halve it."""
        buffer = io.BytesIO()
        np.savez(
            buffer,
            mean=self.mean,
            components=self.components.astype(np.float16),
            reference_scores=self.reference_scores,
            threshold=np.float64(self.threshold),
        )
        return buffer.getvalue()

    @staticmethod
    def from_bytes(content: bytes) -> "OutlierModel":
        """Read what ``to_bytes`` wrote; never unpickles."""
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            return OutlierModel(
                stored["mean"].astype(np.float32),
                stored["components"].astype(np.float32),
                stored["reference_scores"].astype(np.float32),
                float(stored["threshold"]),
            )


def fit(
    images: Sequence[NDArray[np.uint8]],
    *,
    components: int = COMPONENTS,
    percentile: float = PERCENTILE,
    seed: int = 0,
) -> OutlierModel:
    """Fit the auto-encoder to training images.

    Args:
        images: (H, W, 3) uint8 RGB each, any size, at least two.
        components: size of the code.
        percentile: of training scores that becomes the threshold.
        seed: of the folds.

    Raises:
        ValueError: fewer than two images.
    """
    return fit_vectors(vectors(images), components=components, percentile=percentile, seed=seed)


def fit_vectors(
    rows: Floats, *, components: int = COMPONENTS, percentile: float = PERCENTILE, seed: int = 0
) -> OutlierModel:
    """Fit to rows of ``vectors``, for callers that read images in batches.

    Args:
        rows: (N, 12288) float32.
        components: size of the code.
        percentile: of training scores that becomes the threshold.
        seed: of the folds.
    """
    if len(rows) < 2:
        raise ValueError("an outlier model needs at least two images")
    # Few images cannot carry many components: the rest would only memorise their noise.
    components = max(1, min(components, len(rows) // 5))
    folds = np.random.default_rng(seed).permutation(len(rows)) % min(FOLDS, len(rows))
    scores = np.zeros(len(rows), np.float32)
    for fold in range(int(folds.max()) + 1):
        mean, basis = _principal(rows[folds != fold], components)
        scores[folds == fold] = _errors(rows[folds == fold], mean, basis)
    mean, basis = _principal(rows, components)
    # Stored as float16: the model in memory must score like the one read back.
    basis = basis.astype(np.float16).astype(np.float32)
    return OutlierModel(mean, basis, np.sort(scores), float(np.percentile(scores, percentile)))


def vectors(images: Sequence[NDArray[np.uint8]]) -> Floats:
    """Bring images to the input of the auto-encoder; the same for fitting and scoring.

    Returns:
        (N, 12288) float32 in 0..1.
    """
    rows = np.empty((len(images), SIDE_PX * SIDE_PX * 3), np.float32)
    for row, image in zip(rows, images, strict=True):
        np.divide(reduced(image).reshape(-1), 255, out=row)
    return rows


def reduced(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring an image to the side of the auto-encoder's input, through the working size.

    What `working_size` returned, or this function, gives the same result as the image itself.

    Args:
        image: (H, W, 3) uint8 RGB.

    Returns:
        (64, 64, 3) uint8 RGB.
    """
    side = (SIDE_PX, SIDE_PX)
    return np.asarray(cv2.resize(working_size(image), side, interpolation=cv2.INTER_AREA), np.uint8)


def _principal(rows: Floats, components: int) -> tuple[Floats, Floats]:
    mean = rows.mean(axis=0)
    centred = rows - mean
    # Through the small N x N matrix: there are far fewer images than the 12288 pixels.
    values, directions = np.linalg.eigh((centred @ centred.T).astype(np.float64))
    kept = np.argsort(values)[::-1][: min(components, len(rows) - 1)]
    kept = kept[values[kept] > 1e-9]
    basis = (directions[:, kept] / np.sqrt(values[kept])).T.astype(np.float32) @ centred
    return mean, np.asarray(basis, np.float32)


def _errors(rows: Floats, mean: Floats, components: Floats) -> Floats:
    centred = rows - mean
    residual = centred - (centred @ components.T) @ components
    return np.asarray(np.square(residual).mean(axis=1), np.float32)
