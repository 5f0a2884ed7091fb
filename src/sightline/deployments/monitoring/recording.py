# SPDX-License-Identifier: Apache-2.0
"""Storing a prediction: image, predicted asset, shapes and one row of the log, all or nothing."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sightline.datalake import api as datalake
from sightline.deployments import repository
from sightline.deployments.models import TrainingData
from sightline.deployments.monitoring import recording_repository as store
from sightline.deployments.monitoring import reference
from sightline.deployments.monitoring.measuring import Measured, measure
from sightline.deployments.monitoring.raw_predictions import PredictedShapes
from sightline.deployments.pipeline import repository as parts
from sightline.deployments.reviews import shape_row
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal

SERVING_SOURCE = "serving"
PREDICTED_BEFORE = "This data was predicted by this deployment before; nothing was stored"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one model version said, and how long it took in seconds."""

    model_version_id: UUID
    latency: float
    shapes: PredictedShapes


@dataclass(frozen=True, slots=True)
class Observation:
    """One answered or reported prediction.

    Attributes:
        id: oracle prediction id; recording it again changes nothing.
        content: bytes of a new image, or None when ``object_name`` names one that is there.
        features: (D,) pooled activations of the champion, or None.
        sample: store the image always (True), never (False), or by the deployment's rate (None).
        measured: what was measured when the image was decoded; None measures it now.
    """

    id: UUID
    happened_at: datetime
    filename: str
    width: int
    height: int
    champion: Outcome
    shadow: Outcome | None = None
    content: bytes | None = None
    object_name: str | None = None
    source: str | None = None
    tags: list[str] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    custom_metadata: dict[str, Any] | None = None
    custom_metrics: dict[str, Any] | None = None
    features: list[float] | None = None
    sample: bool | None = None
    measured: Measured | None = None


async def record(
    session: Session, principal: Principal, deployment: Any, seen: Observation
) -> UUID | None:
    """Store an observation; return the predicted asset's id, None when no image is kept.

    Raises:
        Conflict: this data item was predicted before by this deployment.
        NotFound: no data item has this object name.
        Invalid: the bytes are no image.
    """
    return (await record_all(session, principal, deployment, [seen]))[0]


async def record_all(
    session: Session, principal: Principal, deployment: Any, observations: Sequence[Observation]
) -> list[UUID | None]:
    """Store several observations of one deployment, all or none; see `record`."""
    organization_id = principal.organization_id
    known = await store.known(session, organization_id, [seen.id for seen in observations])
    new = [seen for seen in observations if seen.id not in known]
    data_ids = [await _data(session, principal, deployment, seen) for seen in new]
    fitted = await _reference(session, organization_id, deployment.id)
    rows = []
    for seen in new:
        measured = await _measured(seen)
        judged = await asyncio.to_thread(_judge, fitted, measured)
        rows.append(_log_row(organization_id, deployment.id, seen, measured, judged))
    await store.add_rows(session, rows)
    predicted: dict[UUID, UUID] = {}
    for seen, data_id in zip(new, data_ids, strict=True):
        if data_id is not None:
            predicted[seen.id] = await _keep(session, organization_id, deployment.id, data_id, seen)
    if predicted:
        await note_change(
            session, organization_id, "predicted_asset.created", list(predicted.values())
        )
    return [predicted.get(seen.id) for seen in observations]


async def _keep(
    session: Session, organization_id: UUID, deployment_id: UUID, data_id: UUID, seen: Observation
) -> UUID:
    """Make the predicted asset of an image with what champion and shadow said."""
    predicted_id = await store.add_predicted(
        session,
        organization_id=organization_id,
        deployment_id=deployment_id,
        data_id=data_id,
        oracle_prediction_id=seen.id,
    )
    if predicted_id is None:
        raise Conflict(PREDICTED_BEFORE)
    await add_prediction(session, organization_id, predicted_id, seen.champion, is_shadow=False)
    if seen.shadow is not None:
        await add_prediction(session, organization_id, predicted_id, seen.shadow, is_shadow=True)
    return predicted_id


async def _measured(seen: Observation) -> Measured | None:
    if seen.measured is not None:
        return seen.measured
    content = seen.content
    if content is None and seen.object_name is not None:
        content = await datalake.read_object(seen.object_name)
    return await asyncio.to_thread(measure, content)


async def _data(
    session: Session, principal: Principal, deployment: Any, seen: Observation
) -> UUID | None:
    """Return the data item of the image: found by name, or stored unless sampling skips it."""
    if seen.object_name is not None:
        row = await datalake.find_by_object_name(
            session, principal.organization_id, seen.object_name
        )
        await refuse_twice(session, principal.organization_id, deployment.id, row.id)
        data_id: UUID = row.id
        return data_id
    is_kept = seen.sample if seen.sample is not None else random.random() < deployment.sample_rate  # noqa: S311
    if seen.content is None or not is_kept:
        return None
    return await datalake.register_bytes(
        session,
        principal,
        datalake_id=deployment.target_datalake_id,
        filename=seen.filename,
        content=seen.content,
        source_name=seen.source,
        tag_names=seen.tags,
        metadata=seen.metadata,
        custom_metadata_values=seen.custom_metadata,
    )


async def refuse_twice(
    session: Session, organization_id: UUID, deployment_id: UUID, data_id: UUID
) -> None:
    """Raise `Conflict` when this deployment predicted a data item before."""
    if await store.is_predicted(session, organization_id, deployment_id, data_id):
        raise Conflict(PREDICTED_BEFORE)


async def _reference(
    session: Session, organization_id: UUID, deployment_id: UUID
) -> reference.Reference | None:
    row = await parts.part_of(session, TrainingData, organization_id, deployment_id)
    return await reference.load(row)


def _judge(
    fitted: reference.Reference | None, measured: Measured | None
) -> tuple[float, bool] | None:
    """Return outlier score and verdict; None without ready Training Data."""
    if fitted is None or measured is None:
        return None
    score = float(fitted.outlier.score([measured.reduced])[0])
    return score, bool(fitted.outlier.is_outlier(score))


def _log_row(
    organization_id: UUID,
    deployment_id: UUID,
    seen: Observation,
    measured: Measured | None,
    judged: tuple[float, bool] | None,
) -> dict[str, Any]:
    shadow = seen.shadow
    return {
        "id": seen.id,
        "organization_id": organization_id,
        "deployment_id": deployment_id,
        "model_version_id": seen.champion.model_version_id,
        "shadow_model_version_id": shadow.model_version_id if shadow else None,
        "happened_at": seen.happened_at,
        "filename": seen.filename,
        "width": seen.width,
        "height": seen.height,
        "latency": seen.champion.latency,
        "shadow_latency": shadow.latency if shadow else None,
        "classes": seen.champion.shapes.classes,
        "scores": seen.champion.shapes.scores,
        "boxes": seen.champion.shapes.boxes,
        "shadow_classes": shadow.shapes.classes if shadow else None,
        "shadow_scores": shadow.shapes.scores if shadow else None,
        "statistics": measured.statistics if measured else None,
        "features": seen.features,
        "outlier_score": judged[0] if judged else None,
        "is_outlier": judged[1] if judged else None,
        "tags": seen.tags,
        "custom_metrics": seen.custom_metrics,
    }


async def add_prediction(
    session: Session,
    organization_id: UUID,
    predicted_id: UUID,
    outcome: Outcome,
    *,
    is_shadow: bool,
) -> None:
    """Store what one model said about a predicted asset.

    Raises:
        Conflict: the champion or shadow spoke already.
    """
    prediction_id = await store.add_prediction(
        session,
        organization_id=organization_id,
        predicted_asset_id=predicted_id,
        is_shadow=is_shadow,
        model_version_id=outcome.model_version_id,
        latency=outcome.latency,
    )
    if prediction_id is None:
        raise Conflict("This prediction was processed before; nothing was stored")
    await repository.add_shapes(
        session,
        [
            shape_row(organization_id, predicted_id, prediction_id, shape)
            for shape in outcome.shapes.shapes
        ],
    )


async def record_shadow(
    session: Session,
    organization_id: UUID,
    deployment_id: UUID,
    prediction_id: UUID,
    shadow: Outcome,
) -> None:
    """Add the shadow's prediction to one that was recorded before.

    Raises:
        NotFound: no such prediction.
        Conflict: the shadow spoke already.
    """
    noted = await store.note_shadow(
        session,
        organization_id,
        deployment_id,
        prediction_id,
        shadow_model_version_id=shadow.model_version_id,
        shadow_latency=shadow.latency,
        shadow_classes=shadow.shapes.classes,
        shadow_scores=shadow.shapes.scores,
    )
    if not noted:
        if await store.known(session, organization_id, [prediction_id]):
            raise Conflict("This prediction was processed by the shadow before")
        raise NotFound("No such prediction")
    predicted_id = await store.predicted_of(session, organization_id, prediction_id)
    if predicted_id is not None:
        await add_prediction(session, organization_id, predicted_id, shadow, is_shadow=True)


def label_ids(rows: Any) -> Mapping[int, UUID]:
    """Map class index to label id."""
    return {row.class_index: row.id for row in rows}
