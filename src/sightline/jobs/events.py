# SPDX-License-Identifier: Apache-2.0
"""What jobs tell the slices above."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class JobRunStarted:
    """A run began to work."""

    kind: ClassVar[str] = "job.run_started"
    job_id: UUID
    run_id: UUID
    job_kind: str
    target_type: str
    target_id: UUID | None


@dataclass(frozen=True, slots=True)
class JobFinished:
    """A run reached its end state."""

    kind: ClassVar[str] = "job.finished"
    job_id: UUID
    run_id: UUID
    job_kind: str
    target_type: str
    target_id: UUID | None
    status: str
    reason: str | None
