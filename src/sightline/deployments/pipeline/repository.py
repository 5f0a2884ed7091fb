# SPDX-License-Identifier: Apache-2.0
"""Statements on the parts of a deployment's pipeline."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from sightline.deployments.models import (
    ContinuousDeployment,
    ContinuousTraining,
    FeedbackLoop,
    PipelineDataset,
    PipelineFiring,
    PipelineTrigger,
    TrainingData,
)
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session
from sightline.kernel.ids import new_id

Part = (
    type[TrainingData]
    | type[FeedbackLoop]
    | type[ContinuousTraining]
    | type[ContinuousDeployment]
    | type[PipelineTrigger]
)


async def part_of(
    session: Session, table: Part, organization_id: UUID, deployment_id: UUID
) -> AnyRow | None:
    """Return the settings of one part of the pipeline, None before its set-up."""
    statement = select(*table.__table__.c).where(
        table.organization_id == organization_id, table.deployment_id == deployment_id
    )
    return (await session.execute(statement)).first()


async def put_part(
    session: Session, table: Part, organization_id: UUID, deployment_id: UUID, **values: Any
) -> None:
    """Set up one part of the pipeline, or set it up anew."""
    statement = insert(table).values(
        id=new_id(), organization_id=organization_id, deployment_id=deployment_id, **values
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["organization_id", "deployment_id"], set_=values
        )
    )


async def change_part(
    session: Session, table: Part, organization_id: UUID, deployment_id: UUID, **values: Any
) -> bool:
    """Change one part; False when it was never set up."""
    statement = (
        update(table)
        .where(table.organization_id == organization_id, table.deployment_id == deployment_id)
        .values(**values)
        .returning(table.id)
    )
    return (await session.execute(statement)).first() is not None


async def datasets_of(
    session: Session, organization_id: UUID, deployment_id: UUID, part: str
) -> Sequence[AnyRow]:
    """List the dataset versions of the feedback loop (``FL``) or continuous training (``CT``)."""
    statement = (
        select(*PipelineDataset.__table__.c)
        .where(
            PipelineDataset.organization_id == organization_id,
            PipelineDataset.deployment_id == deployment_id,
            PipelineDataset.part == part,
        )
        .order_by(PipelineDataset.id)
    )
    return (await session.execute(statement)).all()


async def attach(
    session: Session,
    organization_id: UUID,
    deployment_id: UUID,
    part: str,
    version_id: UUID,
    alias: str | None,
) -> None:
    """Attach a dataset version; attaching it again renews its alias."""
    statement = insert(PipelineDataset).values(
        id=new_id(),
        organization_id=organization_id,
        deployment_id=deployment_id,
        part=part,
        dataset_version_id=version_id,
        alias=alias,
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["organization_id", "deployment_id", "part", "dataset_version_id"],
            set_={"alias": alias},
        )
    )


async def detach(
    session: Session, organization_id: UUID, deployment_id: UUID, part: str, ids: Sequence[UUID]
) -> int:
    """Detach dataset versions; return how many were attached."""
    statement = (
        delete(PipelineDataset)
        .where(
            PipelineDataset.organization_id == organization_id,
            PipelineDataset.deployment_id == deployment_id,
            PipelineDataset.part == part,
            PipelineDataset.dataset_version_id.in_(ids),
        )
        .returning(PipelineDataset.id)
    )
    return len((await session.execute(statement)).all())


async def firings_of(
    session: Session, organization_id: UUID, deployment_id: UUID
) -> Sequence[AnyRow]:
    """List the newest firings."""
    statement = (
        select(*PipelineFiring.__table__.c)
        .where(
            PipelineFiring.organization_id == organization_id,
            PipelineFiring.deployment_id == deployment_id,
        )
        .order_by(PipelineFiring.generation.desc())
        .limit(20)
    )
    return (await session.execute(statement)).all()


async def change_firing(
    session: Session, organization_id: UUID, deployment_id: UUID, generation: int, **values: Any
) -> None:
    """Note what became of a firing."""
    await session.execute(
        update(PipelineFiring)
        .where(
            PipelineFiring.organization_id == organization_id,
            PipelineFiring.deployment_id == deployment_id,
            PipelineFiring.generation == generation,
        )
        .values(**values)
    )


async def firing_of_experiment(
    session: Session, organization_id: UUID, experiment_id: UUID
) -> AnyRow | None:
    """Return the firing that started an experiment."""
    statement = select(*PipelineFiring.__table__.c).where(
        PipelineFiring.organization_id == organization_id,
        PipelineFiring.experiment_id == experiment_id,
    )
    return (await session.execute(statement)).first()


async def hold_firing(
    session: Session, organization_id: UUID, deployment_id: UUID, generation: int
) -> AnyRow | None:
    """Return and hold one firing."""
    statement = (
        select(*PipelineFiring.__table__.c)
        .where(
            PipelineFiring.organization_id == organization_id,
            PipelineFiring.deployment_id == deployment_id,
            PipelineFiring.generation == generation,
        )
        .with_for_update()
    )
    return (await session.execute(statement)).first()
