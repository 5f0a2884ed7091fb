# SPDX-License-Identifier: Apache-2.0
"""Statements on logs and metric points; points are written in one statement per call."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.postgresql import insert as put

from sightline.experiments.models import ExperimentLog, MetricPoint
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session, driver_connection
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id

COLUMNS = (
    ExperimentLog.id,
    ExperimentLog.experiment_id,
    ExperimentLog.name,
    ExperimentLog.type,
    ExperimentLog.data,
    ExperimentLog.point_count,
    ExperimentLog.created_at,
)


async def list_logs(
    session: Session,
    organization_id: UUID,
    experiment_id: UUID,
    *,
    name: str | None = None,
    for_update: bool = False,
) -> Sequence[AnyRow]:
    """List the logs of an experiment in the order they were made; hold them if asked."""
    statement = select(*COLUMNS).where(
        ExperimentLog.organization_id == organization_id,
        ExperimentLog.experiment_id == experiment_id,
    )
    if name is not None:
        statement = statement.where(ExperimentLog.name == name)
    if for_update:
        statement = statement.with_for_update(key_share=True)
    return (await session.execute(statement.order_by(ExperimentLog.id).limit(10_000))).all()


async def get_log(session: Session, organization_id: UUID, log_id: UUID) -> AnyRow:
    """Return a log or raise `NotFound`."""
    statement = select(*COLUMNS).where(
        ExperimentLog.organization_id == organization_id, ExperimentLog.id == log_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such log")
    return row


async def add(
    session: Session,
    organization_id: UUID,
    experiment_id: UUID,
    name: str,
    log_type: str,
    data: Any,
) -> UUID | None:
    """Create a log and return its id; None when the name is taken."""
    statement = put(ExperimentLog).values(
        id=new_id(),
        organization_id=organization_id,
        experiment_id=experiment_id,
        name=name,
        type=log_type,
        data=data,
    )
    made = statement.on_conflict_do_nothing().returning(ExperimentLog.id)
    return (await session.execute(made)).scalar_one_or_none()


async def upsert(
    session: Session,
    organization_id: UUID,
    experiment_id: UUID,
    name: str,
    log_type: str,
    data: Any,
) -> UUID:
    """Create a log or replace type and data of the one with this name; return its id."""
    statement = put(ExperimentLog).values(
        id=new_id(),
        organization_id=organization_id,
        experiment_id=experiment_id,
        name=name,
        type=log_type,
        data=data,
    )
    statement = statement.on_conflict_do_update(
        index_elements=["organization_id", "experiment_id", "name"],
        set_={"type": statement.excluded.type, "data": statement.excluded.data},
    )
    log_id: UUID = (await session.execute(statement.returning(ExperimentLog.id))).scalar_one()
    return log_id


async def change(session: Session, organization_id: UUID, log_id: UUID, **values: Any) -> None:
    """Update columns of a log."""
    await session.execute(
        update(ExperimentLog)
        .where(ExperimentLog.organization_id == organization_id, ExperimentLog.id == log_id)
        .values(**values)
    )


async def append_points(
    session: Session, organization_id: UUID, log_id: UUID, values: Sequence[float | None]
) -> None:
    """Append values; steps go on from the last one, concurrent callers never collide."""
    statement = (
        update(ExperimentLog)
        .where(ExperimentLog.organization_id == organization_id, ExperimentLog.id == log_id)
        .values(point_count=ExperimentLog.point_count + len(values))
        .returning(ExperimentLog.point_count)
    )
    last = int((await session.execute(statement)).scalar_one())
    connection = await driver_connection(session)
    await connection.execute(
        "INSERT INTO metric_point (organization_id, log_id, step, value)"
        " SELECT %s, %s, %s + position - 1, value"
        " FROM unnest(%s::float8[]) WITH ORDINALITY AS point(value, position)",
        (organization_id, log_id, last - len(values), list(values)),
    )


async def clear_points(session: Session, organization_id: UUID, log_id: UUID) -> None:
    """Remove all points of a log."""
    await session.execute(
        delete(MetricPoint).where(
            MetricPoint.organization_id == organization_id, MetricPoint.log_id == log_id
        )
    )
    await change(session, organization_id, log_id, point_count=0)


async def points_of(
    session: Session, organization_id: UUID, log_ids: Sequence[UUID]
) -> dict[UUID, list[float | None]]:
    """Map logs to all their values in order."""
    rows = await session.execute(
        text(
            "SELECT log_id, array_agg(value ORDER BY step) AS series FROM metric_point"
            " WHERE organization_id = :organization_id AND log_id = ANY(:log_ids) GROUP BY log_id"
        ),
        {"organization_id": organization_id, "log_ids": list(log_ids)},
    )
    return {row.log_id: row.series for row in rows}


async def sampled(
    session: Session, organization_id: UUID, log_id: UUID, *, max_points: int, count: int
) -> Sequence[AnyRow]:
    """Return (step, value) with at most ``2 * max_points`` rows: lowest and highest per bucket."""
    width = max(1, -(-count // max_points))
    return (
        await session.execute(
            text(
                "SELECT step, value FROM ("
                " SELECT step, value,"
                "  row_number() OVER (PARTITION BY step / :width ORDER BY value) AS low,"
                "  row_number() OVER (PARTITION BY step / :width ORDER BY value DESC) AS high"
                " FROM metric_point WHERE organization_id = :organization_id"
                " AND log_id = :log_id) AS ranked"
                " WHERE low = 1 OR high = 1 ORDER BY step"
            ),
            {"width": width, "organization_id": organization_id, "log_id": log_id},
        )
    ).all()


async def remove(
    session: Session,
    organization_id: UUID,
    ids: Sequence[UUID],
    *,
    experiment_id: UUID | None = None,
) -> int:
    """Delete logs; return how many."""
    statement = delete(ExperimentLog).where(
        ExperimentLog.organization_id == organization_id, ExperimentLog.id.in_(ids)
    )
    if experiment_id is not None:
        statement = statement.where(ExperimentLog.experiment_id == experiment_id)
    return len((await session.execute(statement.returning(ExperimentLog.id))).all())
