# SPDX-License-Identifier: Apache-2.0
"""Drift of production against training: two-sample Kolmogorov-Smirnov per feature.

One detector does not suffice, so a verdict looks at many features at once: p-values are corrected
for their number, and a feature counts only if the effect (the distance D) is large enough to
matter, since with many images any trifle becomes significant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Correction = Literal["holm", "bonferroni"]
Verdict = Literal["drift", "no drift", "not enough data"]

ALPHA = 0.05
# Below this distance the two curves differ by less than a quarter of the images.
LEAST_EFFECT = 0.25
LEAST_IMAGES = 20


@dataclass(frozen=True, slots=True)
class FeatureDrift:
    """Result for one feature: distance, p-value and p-value corrected for the number of tests."""

    name: str
    d: float
    p: float
    corrected_p: float
    is_drift: bool


@dataclass(frozen=True, slots=True)
class DriftReport:
    """Verdict over all features; ``d`` and ``p`` belong to the most drifted one.

    Attributes:
        features: most drifted first.
        p: corrected p-value.
    """

    verdict: Verdict
    d: float
    p: float
    features: tuple[FeatureDrift, ...]
    reference_images: int
    production_images: int

    @property
    def is_drift(self) -> bool:
        """Tell whether at least one feature drifted."""
        return self.verdict == "drift"


def distance(reference: ArrayLike, production: ArrayLike) -> float:
    """Find the largest gap between two empirical distribution functions.

    Args:
        reference: (N,) sorted ascending.
        production: (M,) in any order.

    Returns:
        D in 0..1.

    Example:
        >>> distance([1, 2, 3, 4], [3, 4, 5, 6])
        0.5
    """
    left = np.asarray(reference, np.float64)
    right = np.sort(np.asarray(production, np.float64))
    points = np.concatenate([left, right])
    share_left = np.searchsorted(left, points, side="right") / len(left)
    share_right = np.searchsorted(right, points, side="right") / len(right)
    return float(np.abs(share_left - share_right).max())


def p_value(d: float, reference_count: int, production_count: int) -> float:
    """Compute how likely a distance of at least ``d`` is without drift (asymptotic form)."""
    return p_values([d], [(reference_count, production_count)])[0]


def p_values(distances: Sequence[float], counts: Sequence[tuple[int, int]]) -> list[float]:
    """Compute `p_value` of many features at once: one call costs what fifty do."""
    from scipy.stats import kstwo

    if not distances:
        return []
    sizes = [max(1, round(n * m / (n + m))) for n, m in counts]
    found = np.clip(kstwo.sf(np.asarray(distances), np.asarray(sizes)), 0, 1)
    return [float(value) for value in found]


def _pairs(
    reference: Mapping[str, ArrayLike], production: Mapping[str, ArrayLike]
) -> list[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
    """Pair the finite values of the features that both sides have."""
    names = sorted(set(reference) & set(production))
    pairs = [(name, _finite(reference[name]), _finite(production[name])) for name in names]
    return [(name, left, right) for name, left, right in pairs if len(left) and len(right)]


def report(
    reference: Mapping[str, ArrayLike],
    production: Mapping[str, ArrayLike],
    *,
    alpha: float = ALPHA,
    least_effect: float = LEAST_EFFECT,
    least_images: int = LEAST_IMAGES,
    correction: Correction = "holm",
) -> DriftReport:
    """Compare production with training feature by feature.

    Args:
        reference: name to (N,) sorted values of the training images.
        production: name to (M,) values; names missing on one side are left out.
        alpha: accepted risk of a false alarm over all features.
        least_effect: D below which a feature never drifts.
        least_images: production images below which no verdict is given.
        correction: of p-values for the number of features.
    """
    pairs = _pairs(reference, production)
    counts = (
        max((len(left) for _, left, _ in pairs), default=0),
        max((len(right) for _, _, right in pairs), default=0),
    )
    distances = [distance(np.sort(left), right) for _, left, right in pairs]
    values = p_values(distances, [(len(left), len(right)) for _, left, right in pairs])
    corrected = correct(values, correction)
    features = [
        FeatureDrift(name, d, p, q, q < alpha and d >= least_effect)
        for (name, _, _), d, p, q in zip(pairs, distances, values, corrected, strict=True)
    ]
    features.sort(key=lambda feature: (not feature.is_drift, feature.corrected_p, -feature.d))
    verdict: Verdict = "drift" if features and features[0].is_drift else "no drift"
    if not features or min(counts) < least_images:
        verdict = "not enough data"
    worst = features[0] if features else FeatureDrift("", 0.0, 1.0, 1.0, is_drift=False)
    return DriftReport(verdict, worst.d, worst.corrected_p, tuple(features), *counts)


def correct(p_values: Sequence[float], correction: Correction = "holm") -> list[float]:
    """Correct p-values for the number of tests.

    Example:
        >>> correct([0.01, 0.04], "bonferroni")
        [0.02, 0.08]
    """
    count = len(p_values)
    if correction == "bonferroni":
        return [min(1.0, p * count) for p in p_values]
    order = sorted(range(count), key=lambda index: p_values[index])
    corrected = [1.0] * count
    running = 0.0
    for rank, index in enumerate(order):
        running = max(running, min(1.0, p_values[index] * (count - rank)))
        corrected[index] = running
    return corrected


def persistent(verdicts: Sequence[bool], *, times: int = 2) -> bool:
    """Tell whether the last ``times`` windows all drifted; a single odd window is no alarm."""
    return len(verdicts) >= times and all(verdicts[-times:])


def _finite(values: ArrayLike) -> NDArray[np.float64]:
    row = np.asarray(values, np.float64).ravel()
    return row[np.isfinite(row)]
