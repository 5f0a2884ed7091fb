# SPDX-License-Identifier: Apache-2.0
"""Confusion matrix, precision, recall and F1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = dict[str, float]


def confusion_matrix(
    truth: Sequence[int], predicted: Sequence[int], *, classes: int
) -> NDArray[np.int64]:
    """Count pairs.

    Returns:
        (classes, classes) int64; row = true class, column = predicted class.

    Example:
        >>> confusion_matrix([0, 0, 1], [0, 1, 1], classes=2).tolist()
        [[1, 1], [0, 1]]
    """
    matrix = np.zeros((classes, classes), np.int64)
    np.add.at(matrix, (np.asarray(truth, np.int64), np.asarray(predicted, np.int64)), 1)
    return matrix


def scores_by_class(matrix: NDArray[np.int64]) -> list[Scores]:
    """Compute ``precision``, ``recall``, ``f1`` and ``support`` per class; 0 where undefined."""
    hits = np.diag(matrix).astype(np.float64)
    predicted, support = matrix.sum(axis=0), matrix.sum(axis=1)
    precision, recall = _ratio(hits, predicted), _ratio(hits, support)
    f1 = _ratio(2 * precision * recall, precision + recall)
    return [
        {
            "precision": float(precision[index]),
            "recall": float(recall[index]),
            "f1": float(f1[index]),
            "support": float(support[index]),
        }
        for index in range(len(matrix))
    ]


def macro_average(scores: Sequence[Scores]) -> Scores:
    """Average over classes that occur, each with the same weight."""
    return _average(scores, [1.0 if row["support"] else 0.0 for row in scores])


def weighted_average(scores: Sequence[Scores]) -> Scores:
    """Average over classes, weighted by how often they occur."""
    return _average(scores, [row["support"] for row in scores])


def accuracy(matrix: NDArray[np.int64]) -> float:
    """Compute the share of right predictions; 0 without any."""
    total = int(matrix.sum())
    return float(np.trace(matrix)) / total if total else 0.0


def _average(scores: Sequence[Scores], weights: Sequence[float]) -> Scores:
    total = sum(weights)
    return {
        key: sum(row[key] * weight for row, weight in zip(scores, weights, strict=True)) / total
        if total
        else 0.0
        for key in ("precision", "recall", "f1")
    }


def _ratio(numerator: NDArray[np.float64], denominator: NDArray[np.generic]) -> NDArray[np.float64]:
    below = np.asarray(denominator, np.float64)
    return np.divide(numerator, below, out=np.zeros_like(numerator), where=below > 0)
