# SPDX-License-Identifier: Apache-2.0
"""Reading the prediction log: newest first, bounded, filtered by time, model and tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from sightline.deployments.models import PredictedAsset, PredictionLog
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session

MOST_ROWS = 5_000
"""Curves and verdicts are made from at most this many predictions, the newest of the filter."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What part of the log is meant; None means no bound."""

    model_version_id: UUID | None = None
    start: datetime | None = None
    end: datetime | None = None
    tags: Sequence[str] = ()
    ids: Sequence[UUID] | None = None
    left_out: Sequence[UUID] = ()


def conditions(
    organization_id: UUID, deployment_id: UUID, chosen: LogFilter
) -> list[ColumnElement[bool]]:
    """Build the WHERE of a filter."""
    log = PredictionLog
    found: list[Any] = [log.organization_id == organization_id, log.deployment_id == deployment_id]
    if chosen.model_version_id is not None:
        found.append(
            or_(
                log.model_version_id == chosen.model_version_id,
                log.shadow_model_version_id == chosen.model_version_id,
            )
        )
    if chosen.start is not None:
        found.append(log.happened_at >= chosen.start)
    if chosen.end is not None:
        found.append(log.happened_at <= chosen.end)
    if chosen.ids is not None:
        found.append(log.id.in_(chosen.ids))
    if chosen.left_out:
        found.append(log.id.not_in(chosen.left_out))
    found.extend(log.tags.contains(cast([tag], JSONB)) for tag in chosen.tags)
    return found


async def rows(
    session: Session,
    organization_id: UUID,
    deployment_id: UUID,
    chosen: LogFilter,
    *,
    limit: int = MOST_ROWS,
) -> list[AnyRow]:
    """Return predictions oldest first: the newest ``limit`` of the filter."""
    statement = _statement(organization_id, deployment_id, chosen).limit(limit)
    return list(reversed((await session.execute(statement)).all()))


def _statement(organization_id: UUID, deployment_id: UUID, chosen: LogFilter) -> AnySelect:
    log, asset = PredictionLog, PredictedAsset
    return (
        select(*log.__table__.c, asset.id.label("predicted_asset_id"), asset.status)
        .outerjoin(
            asset,
            and_(
                asset.organization_id == log.organization_id,
                asset.oracle_prediction_id == log.id,
            ),
        )
        .where(*conditions(organization_id, deployment_id, chosen))
        .order_by(log.happened_at.desc(), log.id.desc())
    )


async def totals(
    session: Session, organization_id: UUID, deployment_id: UUID, chosen: LogFilter
) -> AnyRow:
    """Return count, mean and percentiles of latency (seconds), outliers, first and last time."""
    log = PredictionLog
    statement = select(
        func.count().label("count"),
        func.avg(log.latency).label("mean_latency"),
        func.percentile_cont(0.5).within_group(log.latency).label("p50_latency"),
        func.percentile_cont(0.95).within_group(log.latency).label("p95_latency"),
        func.avg(log.shadow_latency).label("mean_shadow_latency"),
        func.count(log.shadow_latency).label("shadow_count"),
        func.count().filter(log.is_outlier.is_(True)).label("outliers"),
        func.count(log.outlier_score).label("scored"),
        func.min(log.happened_at).label("first_at"),
        func.max(log.happened_at).label("last_at"),
    ).where(*conditions(organization_id, deployment_id, chosen))
    return (await session.execute(statement)).one()


async def by_version(
    session: Session, organization_id: UUID, deployment_id: UUID, chosen: LogFilter
) -> list[AnyRow]:
    """Return count and mean latency (seconds) of each model version, as champion or shadow."""
    log = PredictionLog
    where = conditions(organization_id, deployment_id, chosen)
    said = union_all(
        select(log.model_version_id.label("version_id"), log.latency).where(*where),
        select(log.shadow_model_version_id, log.shadow_latency).where(
            *where, log.shadow_latency.is_not(None)
        ),
    ).subquery()
    statement = select(
        said.c.version_id,
        func.count().label("count"),
        func.avg(said.c.latency).label("mean_latency"),
    ).group_by(said.c.version_id)
    return list((await session.execute(statement)).all())
