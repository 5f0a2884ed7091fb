# SPDX-License-Identifier: Apache-2.0
"""What experiments tell the slices above."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ExperimentFinished:
    """The training of an experiment ended."""

    kind: ClassVar[str] = "experiment.finished"
    experiment_id: UUID
    status: str
    deployment_id: UUID | None
