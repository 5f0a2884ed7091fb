# SPDX-License-Identifier: Apache-2.0
"""What deployments tell."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TriggerFired:
    """The number of submitted predictions crossed the threshold once more."""

    kind: ClassVar[str] = "pipeline.trigger_fired"
    deployment_id: UUID
    generation: int
