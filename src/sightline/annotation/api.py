# SPDX-License-Identifier: Apache-2.0
"""What other slices may ask of annotations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.annotation.repository import annotations as repository
from sightline.annotation.repository import shapes as shape_repository
from sightline.annotation.schemas import AnnotationStatus, ImportedAnnotation, ShapesInput
from sightline.annotation.schemas import BulkAnnotations as _BulkAnnotations
from sightline.annotation.service import annotate
from sightline.annotation.shapes import (
    KINDS,
    PLURALS,
    ShapeValues,
    describe,
    iter_values,
    to_values,
)
from sightline.kernel.db.session import Session
from sightline.kernel.principal import Principal

__all__ = [
    "KINDS",
    "PLURALS",
    "ImportedAnnotation",
    "ShapeValues",
    "ShapesInput",
    "describe",
    "iter_values",
    "to_values",
]


async def shapes_of_assets(
    session: Session, organization_id: UUID, asset_ids: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    """Map assets to the shape rows of the annotation that counts; assets without are missing."""
    chosen = await repository.preferred(session, organization_id, asset_ids)
    rows = await shape_repository.of_annotations(
        session, organization_id, [row.id for row in chosen.values()]
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.asset_id, []).append(row)
    return found


async def import_shapes(
    session: Session,
    principal: Principal,
    version_id: UUID,
    items: Sequence[ImportedAnnotation],
    *,
    status: AnnotationStatus,
) -> dict[UUID, int]:
    """Replace the annotations of assets; return annotation id -> number of shapes."""
    body = _BulkAnnotations.model_construct(
        import_type="REPLACE", status=status, annotations=list(items)
    )
    return await annotate.import_annotations(session, principal, version_id, body)
