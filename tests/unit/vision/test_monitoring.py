# SPDX-License-Identifier: Apache-2.0
"""Drift, image statistics, outlier score, classification metrics."""

import numpy as np
import pytest
from scipy.stats import ks_2samp

from sightline.vision import classification_metrics as metrics
from sightline.vision import drift, outlier
from sightline.vision.image_statistics import image_statistics, ratio_bin


def test_distance_and_p__equal_scipy():
    random = np.random.default_rng(0)
    left, right = np.sort(random.normal(size=200)), random.normal(0.4, 1, size=130)

    expected = ks_2samp(left, right, method="asymp")

    d = drift.distance(left, right)
    assert d == pytest.approx(expected.statistic)
    assert drift.p_value(d, 200, 130) == pytest.approx(expected.pvalue)


def test_report__drift_in_one_feature_of_many():
    random = np.random.default_rng(1)
    reference = {f"f{i}": np.sort(random.normal(size=300)) for i in range(10)}
    production = {f"f{i}": random.normal(size=80) for i in range(10)}
    assert drift.report(reference, production).verdict == "no drift"

    production["f7"] = production["f7"] + 1

    found = drift.report(reference, production)
    assert found.verdict == "drift"
    assert found.is_drift
    assert found.features[0].name == "f7"
    assert [feature.is_drift for feature in found.features[1:]] == [False] * 9


def test_report__significant_but_small_effect_is_no_drift():
    random = np.random.default_rng(2)
    found = drift.report(
        {"x": np.sort(random.normal(size=20000))}, {"x": random.normal(0.1, 1, size=20000)}
    )

    assert found.p < 1e-6
    assert found.verdict == "no drift"


def test_report__few_images_no_verdict():
    assert drift.report({"x": [1.0, 2.0]}, {"x": [1.0]}).verdict == "not enough data"
    assert drift.report({}, {}).verdict == "not enough data"


def test_correct__holm():
    assert drift.correct([0.03, 0.01, 0.04]) == pytest.approx([0.06, 0.03, 0.06])


def test_persistent():
    assert drift.persistent([False, True, True])
    assert not drift.persistent([True, False, True])
    assert not drift.persistent([True])


def test_image_statistics__flat_colour():
    image = np.zeros((50, 100, 3), np.uint8)
    image[..., 0] = 255

    found = image_statistics(image)

    assert found["red_mean"] == pytest.approx(1)
    assert found["blue_mean"] == 0
    assert found["ratio"] == 2
    assert found["area"] == 5000
    assert found["contrast"] == pytest.approx(0)
    assert found["sharpness"] == pytest.approx(0)
    assert found["saturation"] == pytest.approx(1)


def test_image_statistics__one_pixel():
    assert image_statistics(np.full((1, 1, 3), 7, np.uint8))["sharpness"] == 0


@pytest.mark.parametrize(
    ("ratio", "name"),
    [
        (0.3, "Very-tall"),
        (0.7, "Tall"),
        (1.005, "Square"),
        (1.2, "Wide"),
        (2, "Very-wide"),
        (3, "Extreme-wide"),
    ],
)
def test_ratio_bin(ratio, name):
    assert ratio_bin(ratio) == name


def _smooth(random, count):
    rows = np.linspace(0, 1, 48)
    return [
        (
            np.outer(rows * random.uniform(0.5, 1), np.ones(64))[..., None] * [200, 150, 100]
            + random.normal(0, random.uniform(2, 8), (48, 64, 3))
        )
        .clip(0, 255)
        .astype(np.uint8)
        for _ in range(count)
    ]


def test_outlier__unusual_image_scores_above_threshold():
    random = np.random.default_rng(3)
    model = outlier.fit(_smooth(random, 60))
    usual = model.score(_smooth(random, 40))
    unusual = model.score([random.integers(0, 255, (48, 64, 3), dtype=np.uint8)])

    assert np.mean([model.is_outlier(score) for score in usual]) < 0.25
    assert model.is_outlier(unusual[0])
    # Reference scores are out of fold, hence comparable with those of new images.
    assert drift.report({"s": model.reference_scores}, {"s": usual}).verdict == "no drift"


def test_outlier__same_scores_after_reading_back():
    random = np.random.default_rng(4)
    images = _smooth(random, 12)
    model = outlier.fit(images)

    again = outlier.OutlierModel.from_bytes(model.to_bytes())

    assert again.score(images).tolist() == model.score(images).tolist()
    assert again.threshold == model.threshold


def test_outlier__one_image_is_too_few():
    with pytest.raises(ValueError):
        outlier.fit(_smooth(np.random.default_rng(0), 1))


def test_classification__averages():
    matrix = metrics.confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], classes=3)

    rows = metrics.scores_by_class(matrix)

    assert matrix.tolist() == [[1, 1, 0], [1, 2, 0], [0, 0, 0]]
    assert rows[1] == pytest.approx(
        {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3, "support": 3}
    )
    assert metrics.macro_average(rows)["recall"] == pytest.approx((0.5 + 2 / 3) / 2)
    assert metrics.weighted_average(rows)["f1"] == pytest.approx((0.5 * 2 + 2 / 3 * 3) / 5)
    assert metrics.accuracy(matrix) == pytest.approx(0.6)
