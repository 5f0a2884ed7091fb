# SPDX-License-Identifier: Apache-2.0
"""What deployments keep from deletion: the models they serve and what their pipeline uses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from sightline.deployments.models import (
    ContinuousTraining,
    Deployment,
    PipelineDataset,
    TrainingData,
)
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict

MOST_NAMED = 20


async def _refuse(
    session: Session, organization_id: UUID, condition: Any, *tables: Any, what: str
) -> None:
    statement = select(Deployment.name).where(Deployment.organization_id == organization_id)
    for table in tables:
        statement = statement.outerjoin(
            table,
            and_(
                table.organization_id == Deployment.organization_id,
                table.deployment_id == Deployment.id,
            ),
        )
    statement = statement.where(condition).distinct().order_by(Deployment.name).limit(MOST_NAMED)
    names = (await session.execute(statement)).scalars().all()
    if names:
        raise Conflict(
            f"Deployments use this {what}; nothing was deleted: let them use another first",
            detail=list(names),
        )


async def keep_served_models(
    session: Session, organization_id: UUID, version_ids: Sequence[UUID]
) -> None:
    """Keep champions and shadows."""
    serves = or_(
        Deployment.model_version_id.in_(version_ids),
        Deployment.shadow_model_version_id.in_(version_ids),
    )
    await _refuse(session, organization_id, serves, what="model version")


async def keep_pipeline_versions(
    session: Session, organization_id: UUID, version_ids: Sequence[UUID]
) -> None:
    """Keep Training Data and the dataset versions of loops and trainings."""
    uses = or_(
        TrainingData.dataset_version_id.in_(version_ids),
        PipelineDataset.dataset_version_id.in_(version_ids),
    )
    await _refuse(
        session, organization_id, uses, TrainingData, PipelineDataset, what="dataset version"
    )


async def keep_training_projects(
    session: Session, organization_id: UUID, project_ids: Sequence[UUID]
) -> None:
    """Keep the projects in which continuous training makes experiments."""
    uses = ContinuousTraining.project_id.in_(project_ids)
    await _refuse(session, organization_id, uses, ContinuousTraining, what="project")
