# SPDX-License-Identifier: Apache-2.0
"""Statements that store predictions; each is safe to repeat."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from sightline.deployments.models import PredictedAsset, Prediction, PredictionLog
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id


async def known(
    session: Session, organization_id: UUID, prediction_ids: Sequence[UUID]
) -> set[UUID]:
    """Return which of the predictions are in the log."""
    statement = select(PredictionLog.id).where(
        PredictionLog.organization_id == organization_id, PredictionLog.id.in_(prediction_ids)
    )
    return set((await session.execute(statement)).scalars())


async def add_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Append to the log; rows that are there stay as they are."""
    if rows:
        await session.execute(insert(PredictionLog).values(list(rows)).on_conflict_do_nothing())


async def image_size(
    session: Session, organization_id: UUID, prediction_id: UUID
) -> tuple[int, int]:
    """Return width and height of the image of a logged prediction or raise `NotFound`."""
    statement = select(PredictionLog.width, PredictionLog.height).where(
        PredictionLog.organization_id == organization_id, PredictionLog.id == prediction_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such prediction")
    return int(row.width), int(row.height)


async def note_shadow(
    session: Session,
    organization_id: UUID,
    deployment_id: UUID,
    prediction_id: UUID,
    **values: Any,
) -> bool:
    """Write what the shadow said beside the champion; False when it spoke or nothing is there."""
    log = PredictionLog
    statement = (
        update(log)
        .where(
            log.organization_id == organization_id,
            log.deployment_id == deployment_id,
            log.id == prediction_id,
            log.shadow_latency.is_(None),
        )
        .values(**values)
        .returning(log.id)
    )
    return (await session.execute(statement)).first() is not None


async def is_predicted(
    session: Session, organization_id: UUID, deployment_id: UUID, data_id: UUID
) -> bool:
    """Tell whether a deployment predicted a data item."""
    statement = select(PredictedAsset.id).where(
        PredictedAsset.organization_id == organization_id,
        PredictedAsset.deployment_id == deployment_id,
        PredictedAsset.data_id == data_id,
    )
    return (await session.execute(statement)).first() is not None


async def add_predicted(session: Session, **values: Any) -> UUID | None:
    """Insert a predicted asset; None when the deployment has one of this data item."""
    return await _add_once(session, PredictedAsset, values)


async def add_prediction(session: Session, **values: Any) -> UUID | None:
    """Insert what a model said; None when champion or shadow spoke already."""
    return await _add_once(session, Prediction, values)


async def _add_once(
    session: Session, table: type[PredictedAsset | Prediction], values: dict[str, Any]
) -> UUID | None:
    statement = insert(table).values(id=new_id(), **values).on_conflict_do_nothing()
    return (await session.execute(statement.returning(table.id))).scalar_one_or_none()


async def predicted_of(session: Session, organization_id: UUID, prediction_id: UUID) -> UUID | None:
    """Return the predicted asset of a prediction; None when its image was not kept."""
    statement = select(PredictedAsset.id).where(
        PredictedAsset.organization_id == organization_id,
        PredictedAsset.oracle_prediction_id == prediction_id,
    )
    return (await session.execute(statement)).scalar_one_or_none()
