# SPDX-License-Identifier: Apache-2.0
"""Statements on projects, experiments, their datasets, artifacts and log files."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from sightline.experiments.models import (
    Artifact,
    Experiment,
    ExperimentDataset,
    ExperimentLogLine,
    LoggingFile,
    Project,
    ProjectDataset,
)
from sightline.kernel.db import one_row
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.query.fields import Field, FieldCatalogue
from sightline.kernel.web.pagination import Order, Sorting

EXPERIMENT_FIELDS = FieldCatalogue("experiment")
EXPERIMENT_FIELDS.add("id", Field("uuid", Experiment.id))
EXPERIMENT_FIELDS.add("name", Field("text", Experiment.name))
EXPERIMENT_FIELDS.add("description", Field("text", Experiment.description))
EXPERIMENT_FIELDS.add("status", Field("enum", Experiment.status))
EXPERIMENT_FIELDS.add("type", Field("enum", Experiment.type))
EXPERIMENT_FIELDS.add("created_at", Field("datetime", Experiment.created_at))

PROJECT_SORTING = Sorting(
    keys={"id": Project.id, "name": Project.name, "created_at": Project.created_at},
    default=[Order(Project.id, descending=True)],
    tie_breaker=Project.id,
)
EXPERIMENT_SORTING = Sorting(
    keys={
        "id": Experiment.id,
        "name": Experiment.name,
        "status": Experiment.status,
        "created_at": Experiment.created_at,
    },
    default=[Order(Experiment.id, descending=True)],
    tie_breaker=Experiment.id,
)

add = one_row.add
change = one_row.change


def project_statement(organization_id: UUID) -> AnySelect:
    """Select projects with counts of experiments and dataset versions."""

    def count(table: Any) -> Any:
        return (
            select(func.count())
            .where(table.organization_id == Project.organization_id, table.project_id == Project.id)
            .scalar_subquery()
        )

    return select(
        Project.id,
        Project.name,
        Project.description,
        Project.created_at,
        count(Experiment).label("experiment_count"),
        count(ProjectDataset).label("dataset_count"),
    ).where(Project.organization_id == organization_id)


def experiment_statement(organization_id: UUID) -> AnySelect:
    """Select experiments."""
    return select(*Experiment.__table__.c).where(Experiment.organization_id == organization_id)


async def first(session: Session, statement: AnySelect, missing: str) -> AnyRow:
    """Return the first row or raise `NotFound` with a text."""
    row = (await session.execute(statement.limit(1))).first()
    if row is None:
        raise NotFound(missing)
    return row


async def get_project(session: Session, organization_id: UUID, project_id: UUID) -> AnyRow:
    """Return a project or raise `NotFound`."""
    statement = project_statement(organization_id).where(Project.id == project_id)
    return await first(session, statement, "No such project")


async def get_experiment(
    session: Session, organization_id: UUID, experiment_id: UUID, *, for_update: bool = False
) -> AnyRow:
    """Return an experiment or raise `NotFound`."""
    statement = experiment_statement(organization_id).where(Experiment.id == experiment_id)
    if for_update:
        statement = statement.with_for_update()
    return await first(session, statement, "No such experiment")


async def remove(
    session: Session, table: Any, organization_id: UUID, ids: Sequence[UUID], **conditions: Any
) -> int:
    """Delete rows by id (and further columns); return how many."""
    statement = delete(table).where(table.organization_id == organization_id, table.id.in_(ids))
    for name, value in conditions.items():
        statement = statement.where(getattr(table, name) == value)
    return len((await session.execute(statement.returning(table.id))).all())


async def trained_on(
    session: Session, organization_id: UUID, version_ids: Sequence[UUID]
) -> list[str]:
    """Name experiments whose training read some of the dataset versions."""
    statement = (
        select(Experiment.name)
        .join(
            ExperimentDataset,
            (ExperimentDataset.organization_id == Experiment.organization_id)
            & (ExperimentDataset.experiment_id == Experiment.id),
        )
        .where(
            Experiment.organization_id == organization_id,
            ExperimentDataset.dataset_version_id.in_(version_ids),
            ExperimentDataset.content_hash.is_not(None),
        )
        .distinct()
        .order_by(Experiment.name)
    )
    return list((await session.execute(statement.limit(20))).scalars())


async def experiment_ids_of(
    session: Session, organization_id: UUID, project_id: UUID
) -> list[UUID]:
    """List the ids of a project's experiments."""
    statement = select(Experiment.id).where(
        Experiment.organization_id == organization_id, Experiment.project_id == project_id
    )
    return list((await session.execute(statement)).scalars())


async def project_versions(session: Session, organization_id: UUID, project_id: UUID) -> list[UUID]:
    """List the dataset versions attached to a project."""
    statement = (
        select(ProjectDataset.dataset_version_id)
        .where(
            ProjectDataset.organization_id == organization_id,
            ProjectDataset.project_id == project_id,
        )
        .order_by(ProjectDataset.id)
    )
    return list((await session.execute(statement)).scalars())


async def detach_versions(
    session: Session, organization_id: UUID, project_id: UUID, version_ids: Sequence[UUID]
) -> None:
    """Detach dataset versions from a project."""
    await session.execute(
        delete(ProjectDataset).where(
            ProjectDataset.organization_id == organization_id,
            ProjectDataset.project_id == project_id,
            ProjectDataset.dataset_version_id.in_(version_ids),
        )
    )


async def experiment_datasets(
    session: Session, organization_id: UUID, experiment_ids: Sequence[UUID]
) -> Sequence[AnyRow]:
    """List (experiment_id, name, dataset_version_id, id, content_hash)."""
    statement = (
        select(*ExperimentDataset.__table__.c)
        .where(
            ExperimentDataset.organization_id == organization_id,
            ExperimentDataset.experiment_id.in_(experiment_ids),
        )
        .order_by(ExperimentDataset.id)
    )
    return (await session.execute(statement)).all()


async def detach_datasets(
    session: Session, organization_id: UUID, experiment_id: UUID, version_ids: Sequence[UUID]
) -> None:
    """Detach dataset versions from an experiment."""
    await session.execute(
        delete(ExperimentDataset).where(
            ExperimentDataset.organization_id == organization_id,
            ExperimentDataset.experiment_id == experiment_id,
            ExperimentDataset.dataset_version_id.in_(version_ids),
        )
    )


async def artifacts(
    session: Session,
    organization_id: UUID,
    *,
    experiment_id: UUID | None = None,
    name: str | None = None,
    artifact_id: UUID | None = None,
) -> Sequence[AnyRow]:
    """List artifacts."""
    statement = select(*Artifact.__table__.c).where(Artifact.organization_id == organization_id)
    if experiment_id is not None:
        statement = statement.where(Artifact.experiment_id == experiment_id)
    if name is not None:
        statement = statement.where(Artifact.name == name)
    if artifact_id is not None:
        statement = statement.where(Artifact.id == artifact_id)
    return (await session.execute(statement.order_by(Artifact.id).limit(10_000))).all()


async def logging_file(
    session: Session,
    organization_id: UUID,
    *,
    experiment_id: UUID | None = None,
    file_id: UUID | None = None,
) -> AnyRow | None:
    """Find the stored log file by experiment or id."""
    statement = select(*LoggingFile.__table__.c).where(
        LoggingFile.organization_id == organization_id
    )
    if experiment_id is not None:
        statement = statement.where(LoggingFile.experiment_id == experiment_id)
    if file_id is not None:
        statement = statement.where(LoggingFile.id == file_id)
    return (await session.execute(statement)).first()


async def put_line(
    session: Session, organization_id: UUID, experiment_id: UUID, number: int, line: str
) -> None:
    """Store a log line; the same number replaces it."""
    from sqlalchemy.dialects.postgresql import insert as upsert

    statement = upsert(ExperimentLogLine).values(
        organization_id=organization_id,
        experiment_id=experiment_id,
        line_number=number,
        line=line,
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["organization_id", "experiment_id", "line_number"],
            set_={"line": statement.excluded.line},
        )
    )


async def lines_after(
    session: Session, organization_id: UUID, experiment_id: UUID, number: int, *, limit: int
) -> Sequence[AnyRow]:
    """List (line_number, line) behind a line, in order."""
    statement = (
        select(ExperimentLogLine.line_number, ExperimentLogLine.line)
        .where(
            ExperimentLogLine.organization_id == organization_id,
            ExperimentLogLine.experiment_id == experiment_id,
            ExperimentLogLine.line_number > number,
        )
        .order_by(ExperimentLogLine.line_number)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def experiment_ids(
    session: Session, organization_id: UUID, project_id: UUID
) -> Sequence[UUID]:
    """List the ids of a project's experiments."""
    statement = select(Experiment.id).where(
        Experiment.organization_id == organization_id, Experiment.project_id == project_id
    )
    return (await session.execute(statement.order_by(Experiment.id))).scalars().all()
