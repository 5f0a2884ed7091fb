# SPDX-License-Identifier: Apache-2.0
"""Training Data: which version drift and outlier scores compare with (PL-02)."""

from uuid import UUID

from sightline.datasets import api as datasets
from sightline.deployments import repository
from sightline.deployments.models import TrainingData
from sightline.deployments.monitoring.tasks import fit_training_data
from sightline.deployments.pipeline import repository as parts
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict
from sightline.kernel.events.outbox import note_change
from sightline.kernel.queue.app import enqueue


async def setup(
    session: Session, organization_id: UUID, deployment_id: UUID, version_id: UUID
) -> None:
    """Choose the version and compute the reference in the background."""
    await repository.get_deployment(session, organization_id, deployment_id)
    await datasets.get_version(session, organization_id, version_id)
    present = await parts.part_of(session, TrainingData, organization_id, deployment_id)
    generation = present.generation + 1 if present is not None else 1
    await parts.put_part(
        session,
        TrainingData,
        organization_id,
        deployment_id,
        dataset_version_id=version_id,
        status="PENDING",
        reason=None,
        generation=generation,
    )
    await enqueue(
        session,
        fit_training_data,
        lock=f"training-data-{deployment_id}",
        organization_id=str(organization_id),
        deployment_id=str(deployment_id),
        generation=generation,
    )
    await note_change(session, organization_id, "pipeline.updated", [deployment_id])


async def disable(session: Session, organization_id: UUID, deployment_id: UUID) -> None:
    """Switch the comparison off; earlier scores stay.

    Raises:
        Conflict: it was never set up.
    """
    await repository.get_deployment(session, organization_id, deployment_id)
    done = await parts.change_part(
        session, TrainingData, organization_id, deployment_id, status="DISABLED"
    )
    if not done:
        raise Conflict("Training Data is not set for this deployment")
    await note_change(session, organization_id, "pipeline.updated", [deployment_id])
