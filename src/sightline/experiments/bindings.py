# SPDX-License-Identifier: Apache-2.0
"""Binds ports."""

from sightline.experiments.service import holding
from sightline.kernel.ports import holders


def bind() -> None:
    """Keep the dataset versions that experiments were trained on."""
    holders.register("DATASET_VERSION", holding.keep_trained_versions)
