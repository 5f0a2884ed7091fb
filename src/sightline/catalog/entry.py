# SPDX-License-Identifier: Apache-2.0
"""What a public catalogue entry consists of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ConstraintSet:
    """Datasets that a training needs: a name and the aliases under which they are attached."""

    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A public model as the registry is seeded with it.

    Attributes:
        name: unique in the catalogue.
        summary: one sentence.
        card: Markdown, the full description.
        inference_type: of the contract, ``OBJECT_DETECTION`` and so on.
        framework: of the contract; what a trained version is stored as.
        script_module: program run as ``python -m`` in Sightline's own environment.
        parameters: defaults of a training.
        dataset_constraints: sets of datasets, one of which must be attached.
    """

    name: str
    summary: str
    card: str
    inference_type: str
    framework: str
    script_module: str
    parameters: Mapping[str, Any]
    dataset_constraints: tuple[ConstraintSet, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
