# SPDX-License-Identifier: Apache-2.0
"""Submitting reviewed predictions to dataset versions; counting and submitting are one act."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func

from sightline.annotation import api as annotation
from sightline.datasets import api as datasets
from sightline.deployments import repository, reviews
from sightline.deployments.models import ContinuousTraining, FeedbackLoop
from sightline.deployments.pipeline import repository as pipeline_repository
from sightline.deployments.pipeline import trigger
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal


async def submit(
    session: Session,
    principal: Principal,
    deployment_id: UUID,
    predicted_asset_ids: Sequence[UUID],
    version_id: UUID,
) -> dict[str, Any]:
    """Submit REVIEWED predictions to one attached version (PL-04).

    Those that were submitted before are left as they are.

    Raises:
        Conflict: the loop is off, the version is not attached, or one is not reviewed.
    """
    organization_id = principal.organization_id
    await repository.get_deployment(session, organization_id, deployment_id)
    attached = await active_versions(session, organization_id, deployment_id)
    if version_id not in attached:
        raise Conflict("The feedback loop is off, or this dataset version is not attached to it")
    rows = await repository.predicted_rows(
        session, organization_id, deployment_id, predicted_asset_ids
    )
    if len(rows) < len(set(predicted_asset_ids)):
        raise NotFound("Some of the predictions do not exist; nothing was submitted")
    unready = [row for row in rows if row.status == "TO_REVIEW"]
    if unready:
        raise Conflict(f"{len(unready)} predictions are not reviewed yet; nothing was submitted")
    fresh = [row for row in rows if row.status == reviews.REVIEWED]
    fired = await take_in(session, principal, deployment_id, fresh, [version_id])
    return {"submitted": len(fresh), "already_submitted": len(rows) - len(fresh), "fired": fired}


async def active_versions(
    session: Session, organization_id: UUID, deployment_id: UUID
) -> list[UUID]:
    """List the versions of an active feedback loop; empty when it is off."""
    loop = await pipeline_repository.part_of(session, FeedbackLoop, organization_id, deployment_id)
    if loop is None or not loop.is_active:
        return []
    rows = await pipeline_repository.datasets_of(session, organization_id, deployment_id, "FL")
    return [row.dataset_version_id for row in rows]


async def take_in(
    session: Session,
    principal: Principal,
    deployment_id: UUID,
    rows: Sequence[Any],
    version_ids: Sequence[UUID],
) -> list[int]:
    """Add held, reviewed predictions to versions, mark them SUBMITTED and count them.

    Returns:
        The generations of continuous training that fired.
    """
    if not rows or not version_ids:
        return []
    organization_id = principal.organization_id
    newest = await repository.reviews_of(session, organization_id, [row.id for row in rows])
    shapes = await repository.shapes_of(
        session, organization_id, [newest[row.id][-1].id for row in rows]
    )
    reviewed = {row.data_id: shapes.get(newest[row.id][-1].id, []) for row in rows}
    for version_id in sorted(version_ids):
        await _add_to_version(session, principal, version_id, reviewed)
    ids = [row.id for row in rows]
    await repository.change_predicted(
        session, organization_id, ids, status=reviews.SUBMITTED, submitted_at=func.now()
    )
    await note_change(session, organization_id, "predicted_asset.submitted", ids)
    training = await pipeline_repository.part_of(
        session, ContinuousTraining, organization_id, deployment_id
    )
    if training is None or not training.is_active or training.trigger != "FEEDBACK_LOOP":
        return []
    return await trigger.count(
        session, organization_id, deployment_id, len(ids), training.threshold or 1
    )


async def _add_to_version(
    session: Session, principal: Principal, version_id: UUID, reviewed: dict[UUID, list[Any]]
) -> None:
    """Add data and reviewed shapes to a version; labels are matched by name, made if needed."""
    organization_id = principal.organization_id
    assets = await datasets.add_assets(session, principal, version_id, list(reviewed))
    names = sorted({shape.label_name for shapes in reviewed.values() for shape in shapes})
    labels = await datasets.get_or_create_labels(session, organization_id, version_id, names)
    items = [
        annotation.ImportedAnnotation(asset_id=assets[data_id], **_lists(shapes, labels))
        for data_id, shapes in reviewed.items()
    ]
    await annotation.import_shapes(session, principal, version_id, items, status="ACCEPTED")


def _lists(shapes: Sequence[Any], labels: dict[str, UUID]) -> dict[str, Any]:
    lists: dict[str, list[dict[str, Any]]] = {}
    for shape in shapes:
        item = {"label_id": labels[shape.label_name], "text": shape.text}
        if shape.kind == "rectangle":
            item |= {"x": shape.x, "y": shape.y, "w": shape.w, "h": shape.h}
        elif shape.kind != "classification":
            item[_GEOMETRY[shape.kind]] = shape.geometry
        lists.setdefault(annotation.PLURALS[shape.kind], []).append(item)
    return lists


_GEOMETRY = {
    "polygon": "polygon",
    "line": "line",
    "point": "point",
    "keypoints": "keypoints",
    "mask": "mask",
}
