# SPDX-License-Identifier: Apache-2.0
"""Reading the prediction log: newest first, bounded, filtered by time, model and tags."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
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


Made = TypeVar("Made")


class LogWindow:
    """The part of one deployment's log that a request looks at; nothing of it is read twice."""

    def __init__(
        self, session: Session, organization_id: UUID, deployment_id: UUID, chosen: LogFilter
    ) -> None:
        self.session, self.chosen = session, chosen
        self.organization_id, self.deployment_id = organization_id, deployment_id
        self._made: dict[Callable[[LogWindow], Awaitable[Any]], Any] = {}

    async def once(self, make: "Callable[[LogWindow], Awaitable[Made]]") -> Made:
        """Return what ``make`` makes of this window, made at the first call."""
        if make not in self._made:
            self._made[make] = await make(self)
        made: Made = self._made[make]
        return made

    async def rows(self) -> list[AnyRow]:
        """Return the newest `MOST_ROWS` predictions, oldest first."""
        return await self.once(_rows)

    def conditions(self) -> list[ColumnElement[bool]]:
        """Build the WHERE of the window."""
        return _conditions(self.organization_id, self.deployment_id, self.chosen)


def _conditions(
    organization_id: UUID, deployment_id: UUID, chosen: LogFilter
) -> list[ColumnElement[bool]]:
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


async def _rows(window: LogWindow) -> list[AnyRow]:
    statement = _statement(window).limit(MOST_ROWS)
    return list(reversed((await window.session.execute(statement)).all()))


def _statement(window: LogWindow) -> AnySelect:
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
        .where(*window.conditions())
        .order_by(log.happened_at.desc(), log.id.desc())
    )


async def totals(window: LogWindow) -> AnyRow:
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
    ).where(*window.conditions())
    return (await window.session.execute(statement)).one()


async def by_version(window: LogWindow) -> list[AnyRow]:
    """Return count and mean latency (seconds) of each model version, as champion or shadow."""
    log = PredictionLog
    where = window.conditions()
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
    return list((await window.session.execute(statement)).all())
