# SPDX-License-Identifier: Apache-2.0
"""Fitting the reference of a deployment to its Training Data version."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
import structlog
from sqlalchemy import func

from sightline.accounts import api as accounts
from sightline.annotation import api as annotation
from sightline.datalake import api as datalake
from sightline.datasets import api as datasets
from sightline.deployments import repository
from sightline.deployments.models import TrainingData
from sightline.deployments.monitoring import reference
from sightline.deployments.monitoring.measuring import observe
from sightline.deployments.pipeline import repository as parts
from sightline.deployments.serving import model_files
from sightline.deployments.serving.engine import Replica
from sightline.jobs import api as jobs
from sightline.kernel.db.session import Session
from sightline.kernel.errors import AppError, Invalid
from sightline.kernel.events.outbox import note_change
from sightline.kernel.images.renditions import decode_rgb
from sightline.kernel.queue.app import context, task
from sightline.vision import outlier

log = structlog.get_logger("deployments.monitoring")
MOST_IMAGES = 1_500
LEAST_IMAGES = 2
MOST_FEATURES = 32
OBJECT_SCORE = 0.3
"""Objects below are not counted by the drift feature ``objects``, here and in production."""


@task("monitoring.fit_training_data")
async def fit_training_data(organization_id: str, deployment_id: str, generation: int) -> None:
    """Fit auto-encoder and feature distributions; a newer set-up makes this one void."""
    organization, deployment = UUID(organization_id), UUID(deployment_id)
    if not await _mark(organization, deployment, generation, status="RUNNING"):
        return
    try:
        values = await _fit(organization, deployment)
    except AppError as error:
        values = {"status": "FAILED", "reason": error.message}
    except Exception:
        log.exception("monitoring.fit_failed", deployment_id=deployment_id)
        await _mark(organization, deployment, generation, status="FAILED", reason="internal error")
        raise
    await _mark(organization, deployment, generation, **values)


async def _mark(organization_id: UUID, deployment_id: UUID, generation: int, **values: Any) -> bool:
    async with context.database.unit_of_work(organization_id) as session:
        row = await parts.part_of(session, TrainingData, organization_id, deployment_id)
        if row is None or row.generation != generation or row.status == "DISABLED":
            return False
        await parts.change_part(session, TrainingData, organization_id, deployment_id, **values)
        await note_change(session, organization_id, "pipeline.updated", [deployment_id])
        if values["status"] == "SUCCESS":
            await _record_job(session, organization_id, deployment_id)
    return True


async def _record_job(session: Session, organization_id: UUID, deployment_id: UUID) -> None:
    row = await repository.get_deployment(session, organization_id, deployment_id)
    principal = await accounts.member_principal(session, row.created_by_id, organization_id)
    await jobs.record_done(
        session,
        principal,
        name=f"Training Data of {row.name}",
        target_type="DEPLOYMENT",
        target_id=deployment_id,
    )


async def _fit(organization_id: UUID, deployment_id: UUID) -> dict[str, Any]:
    async with context.database.unit_of_work(organization_id) as session:
        row = await parts.part_of(session, TrainingData, organization_id, deployment_id)
        deployment = await repository.get_deployment(session, organization_id, deployment_id)
        if row is None:
            raise Invalid("Training Data was removed")
        members = await datasets.members(session, organization_id, row.dataset_version_id)
        chosen = _evenly(members, MOST_IMAGES)
        found = await datalake.data_rows(session, organization_id, [m.data_id for m in chosen])
        counts = await _label_counts(session, organization_id, [m.id for m in members])
        file = None
        if deployment.is_served:
            file = await model_files.served_file(
                session, organization_id, deployment.model_version_id
            )
    replica = None
    if file is not None:
        replica = await model_files.open_replica(deployment.model_version_id, file.object_name)
    names = [item.object_name for item in found.values() if item.type == "IMAGE"]
    fitted = await _measure_all(names, replica)
    content = await asyncio.to_thread(reference.to_bytes, fitted)
    async with context.database.unit_of_work(organization_id) as session:
        object_name = await datalake.store_bytes(
            session,
            organization_id,
            purpose="MONITORING_REFERENCE",
            filename="reference.npz",
            content=content,
        )
    return {
        "status": "SUCCESS",
        "reason": None,
        "object_name": object_name,
        "image_count": len(names),
        "label_counts": counts,
        "computed_at": func.now(),
    }


def _evenly(rows: Sequence[Any], most: int) -> list[Any]:
    """Take at most ``most`` rows spread over the whole list."""
    step = max(1, -(-len(rows) // most))
    return list(rows[::step])


async def _label_counts(
    session: Session, organization_id: UUID, asset_ids: Sequence[UUID]
) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for start in range(0, len(asset_ids), 1000):
        shapes = await annotation.shapes_of_assets(
            session, organization_id, asset_ids[start : start + 1000]
        )
        counts.update(shape.label_name for rows in shapes.values() for shape in rows)
    return dict(counts)


async def _measure_all(object_names: Sequence[str], replica: Replica | None) -> reference.Reference:
    """Read every image once: vectors for the auto-encoder and values of each feature."""
    values: dict[str, list[float]] = {}
    vectors = []
    for name in object_names:
        content = await datalake.read_object(name)
        try:
            pixels = await asyncio.to_thread(decode_rgb, content)
        except AppError:
            continue
        measured = await asyncio.to_thread(observe, pixels)
        vectors.append(outlier.vectors([measured.reduced])[0])
        for key, value in measured.statistics.items():
            values.setdefault(key, []).append(value)
        if replica is not None:
            said = await asyncio.to_thread(replica.predict, pixels, threshold=OBJECT_SCORE)
            values.setdefault("objects", []).append(float(len(said.scores)))
            for index, value in enumerate(_head(said.features)):
                values.setdefault(f"feature_{index}", []).append(float(value))
    if len(vectors) < LEAST_IMAGES:
        raise Invalid(f"Training Data needs at least {LEAST_IMAGES} readable images")
    model = await asyncio.to_thread(outlier.fit_vectors, np.stack(vectors))
    features = {name: np.sort(np.asarray(row, np.float64)) for name, row in values.items()}
    return reference.Reference(model, features)


def _head(features: Any) -> list[float]:
    return [] if features is None else [float(value) for value in features[:MOST_FEATURES]]
