# SPDX-License-Identifier: Apache-2.0
"""Reviews: what people say is right, in versions until it is submitted."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson

from sightline.annotation import api as annotation
from sightline.deployments import repository
from sightline.deployments.schemas import ReviewInput, ReviewSave
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid
from sightline.kernel.events.outbox import note_change
from sightline.kernel.ids import new_id
from sightline.kernel.principal import Principal

REVIEWED, SUBMITTED = "REVIEWED", "SUBMITTED"


async def save(
    session: Session, principal: Principal, predicted_asset_id: UUID, body: ReviewSave
) -> Any:
    """Store a save of the review view; the predicted asset becomes REVIEWED.

    Raises:
        Conflict: it was submitted, or somebody else saved since ``based_on_version``.
    """
    row = await repository.get_predicted(
        session, principal.organization_id, predicted_asset_id, for_update=True
    )
    shapes = list(annotation.iter_values(body.shapes))
    content_hash = _hash(shapes)
    newest = await _newest(session, principal.organization_id, predicted_asset_id)
    if newest is not None and newest.content_hash == content_hash:
        return newest
    if row.status == SUBMITTED:
        raise Conflict("This prediction was submitted to the feedback loop: its review is final")
    if row.review_version != body.based_on_version:
        raise Conflict(
            f"Somebody saved version {row.review_version} of this review since you opened it;"
            " nothing was changed: reload and apply your changes again"
        )
    return await _add(session, principal, row, shapes, content_hash)


async def add(
    session: Session, principal: Principal, predicted_asset_id: UUID, body: ReviewInput
) -> tuple[Any, Any, bool]:
    """Store a review of the client; the same review again changes nothing.

    Returns:
        Predicted asset, review, and whether the review is new.

    Raises:
        Conflict: it was submitted with another review.
    """
    row = await repository.get_predicted(
        session, principal.organization_id, predicted_asset_id, for_update=True
    )
    full = annotation.ShapesInput(**body.model_dump(exclude_none=True))
    shapes = list(annotation.iter_values(full))
    content_hash = _hash(shapes)
    newest = await _newest(session, principal.organization_id, predicted_asset_id)
    if newest is not None and newest.content_hash == content_hash:
        return row, newest, False
    if row.status == SUBMITTED:
        raise Conflict("This prediction was submitted to the feedback loop: its review is final")
    return row, await _add(session, principal, row, shapes, content_hash), True


async def _newest(session: Session, organization_id: UUID, predicted_asset_id: UUID) -> Any | None:
    found = await repository.reviews_of(session, organization_id, [predicted_asset_id])
    rows = found.get(predicted_asset_id, [])
    return rows[-1] if rows else None


async def _add(
    session: Session, principal: Principal, row: Any, shapes: list[Any], content_hash: str
) -> Any:
    organization_id = principal.organization_id
    labels = await repository.labels_of(session, organization_id, row.deployment_id)
    _check_labels(shapes, {label.id for label in labels})
    review_id, version = new_id(), row.review_version + 1
    review = await repository.add_review(
        session,
        id=review_id,
        organization_id=organization_id,
        predicted_asset_id=row.id,
        version=version,
        content_hash=content_hash,
        created_by_id=principal.user_id,
    )
    await repository.add_shapes(
        session, [shape_row(organization_id, row.id, review_id, shape) for shape in shapes]
    )
    await repository.change_predicted(
        session, organization_id, [row.id], status=REVIEWED, review_version=version
    )
    await note_change(session, organization_id, "predicted_asset.reviewed", [row.id])
    return review


def _check_labels(shapes: Iterable[Any], known: set[UUID]) -> None:
    foreign = {str(shape.label_id) for shape in shapes} - {str(item) for item in known}
    if foreign:
        raise Invalid(
            "Some labels are not labels of this deployment; the review was not saved",
            detail=sorted(foreign)[:20],
        )


def _hash(shapes: list[Any]) -> str:
    rows = [[s.kind, str(s.label_id), s.x, s.y, s.w, s.h, s.geometry, s.text] for s in shapes]
    return hashlib.sha256(orjson.dumps(rows)).hexdigest()


def shape_row(
    organization_id: UUID, predicted_asset_id: UUID, owner_id: UUID, shape: Any
) -> dict[str, Any]:
    """Build the row of one shape of a prediction or a review."""
    return {
        "organization_id": organization_id,
        "predicted_asset_id": predicted_asset_id,
        "owner_id": owner_id,
        "kind": shape.kind,
        "label_id": shape.label_id,
        "x": shape.x,
        "y": shape.y,
        "w": shape.w,
        "h": shape.h,
        "area": shape.area,
        "geometry": shape.geometry,
        "score": shape.score,
        "text": shape.text,
    }
