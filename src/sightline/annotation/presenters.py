# SPDX-License-Identifier: Apache-2.0
"""Rows to answers: the three encodings of the contract (api.md §2.6)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.annotation.repository import shapes as shape_repository
from sightline.annotation.shapes import KINDS, PLURALS, describe
from sightline.kernel.db.session import Session


def describe_annotation(row: Any) -> dict[str, Any]:
    """Build an Annotation answer."""
    return {
        "id": row.id,
        "asset_id": row.asset_id,
        "status": row.status,
        "duration": float(row.duration),
        "attributes": row.attributes,
        "version": row.version,
        "created_at": row.created_at,
    }


def describe_shape(row: Any) -> dict[str, Any]:
    """Build a Shape answer: label as an object."""
    return {
        "id": row.id,
        "label": {"id": row.label_id, "name": row.label_name, "group_id": row.group_id},
        "text": row.text,
        "attributes": row.attributes,
        **describe(row),
    }


async def describe_loaded(
    session: Session, organization_id: UUID, rows: Sequence[Any]
) -> list[dict[str, Any]]:
    """Build LoadedAnnotation answers: labels as text."""
    return await _with_shapes(session, organization_id, rows, "label", "label_name")


async def describe_flat(
    session: Session, organization_id: UUID, rows: Sequence[Any]
) -> list[dict[str, Any]]:
    """Build FlatAnnotation answers: labels as ids."""
    return await _with_shapes(session, organization_id, rows, "label_id", "label_id")


async def _with_shapes(
    session: Session, organization_id: UUID, rows: Sequence[Any], field: str, source: str
) -> list[dict[str, Any]]:
    items = {row.id: {**describe_annotation(row), **{name: [] for name in KINDS}} for row in rows}
    for shape in await shape_repository.of_annotations(session, organization_id, list(items)):
        items[shape.annotation_id][PLURALS[shape.kind]].append(
            {
                "id": shape.id,
                field: getattr(shape, source),
                "text": shape.text,
                "attributes": shape.attributes,
                **describe(shape),
            }
        )
    return list(items.values())
