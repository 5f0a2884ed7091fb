# SPDX-License-Identifier: Apache-2.0
"""Statements on shapes; writing goes through arrays: one statement for thousands of rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import and_, delete, select, text, update

from sightline.annotation.models import Shape
from sightline.annotation.shapes import ShapeValues
from sightline.datasets import api as datasets
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session, driver_connection
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id

_label = datasets.label_table.c
COLUMNS = (
    Shape.id,
    Shape.annotation_id,
    Shape.asset_id,
    Shape.dataset_version_id,
    Shape.kind,
    Shape.label_id,
    Shape.x,
    Shape.y,
    Shape.w,
    Shape.h,
    Shape.area,
    Shape.geometry,
    Shape.text,
    Shape.attributes,
    _label.name.label("label_name"),
    _label.group_id,
    _label.color_index,
)
_INSERT = (
    "INSERT INTO shape (id, organization_id, annotation_id, asset_id, dataset_version_id, kind,"
    " label_id, x, y, w, h, area, geometry, text, attributes)"
    " SELECT id, %s, annotation_id, asset_id, %s, kind, label_id, x, y, w, h, area,"
    " geometry::jsonb, text, attributes::jsonb"
    " FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::float8[],"
    " %s::float8[], %s::float8[], %s::float8[], %s::float8[], %s::text[], %s::text[], %s::text[])"
    " AS row(id, annotation_id, asset_id, kind, label_id, x, y, w, h, area, geometry, text,"
    " attributes)"
)


async def add(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    rows: Sequence[tuple[UUID, UUID, ShapeValues]],
) -> list[UUID]:
    """Insert (annotation id, asset id, values) and return the new ids in order."""
    if not rows:
        return []
    ids = [new_id() for _ in rows]
    values = [row[2] for row in rows]
    connection = await driver_connection(session)
    await connection.execute(
        _INSERT,
        (
            organization_id,
            version_id,
            ids,
            [row[0] for row in rows],
            [row[1] for row in rows],
            [v.kind for v in values],
            [v.label_id for v in values],
            [float(v.x) for v in values],
            [float(v.y) for v in values],
            [float(v.w) for v in values],
            [float(v.h) for v in values],
            [float(v.area) for v in values],
            [_json(v.geometry) for v in values],
            [v.text for v in values],
            [_json(v.attributes) for v in values],
        ),
    )
    return ids


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def statement(organization_id: UUID) -> Any:
    """Select shapes with their label's name."""
    return (
        select(*COLUMNS)
        .join(
            datasets.label_table,
            and_(_label.organization_id == Shape.organization_id, _label.id == Shape.label_id),
        )
        .where(Shape.organization_id == organization_id)
        .order_by(Shape.id)
    )


async def of_annotations(
    session: Session, organization_id: UUID, ids: Sequence[UUID], kind: str | None = None
) -> Sequence[AnyRow]:
    """List the shapes of annotations in the order they were made."""
    chosen = statement(organization_id).where(Shape.annotation_id.in_(ids))
    if kind is not None:
        chosen = chosen.where(Shape.kind == kind)
    rows: Sequence[AnyRow] = (await session.execute(chosen)).all()
    return rows


async def by_ids(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, AnyRow]:
    """Map ids to shapes."""
    rows = (await session.execute(statement(organization_id).where(Shape.id.in_(ids)))).all()
    return {row.id: row for row in rows}


async def get(session: Session, organization_id: UUID, shape_id: UUID, kind: str) -> AnyRow:
    """Return the shape of a kind or raise `NotFound`."""
    rows = await by_ids(session, organization_id, [shape_id])
    row = rows.get(shape_id)
    if row is None or row.kind != kind:
        raise NotFound(f"No such {kind}")
    return row


async def change(
    session: Session, organization_id: UUID, shape_id: UUID, values: ShapeValues
) -> None:
    """Write all fields of a shape."""
    await session.execute(
        update(Shape)
        .where(Shape.organization_id == organization_id, Shape.id == shape_id)
        .values(
            label_id=values.label_id,
            x=values.x,
            y=values.y,
            w=values.w,
            h=values.h,
            area=values.area,
            geometry=values.geometry,
            text=values.text,
            attributes=values.attributes,
        )
    )


async def remove(session: Session, organization_id: UUID, shape_id: UUID) -> None:
    """Delete one shape."""
    await session.execute(
        delete(Shape).where(Shape.organization_id == organization_id, Shape.id == shape_id)
    )


async def clear(session: Session, organization_id: UUID, annotation_ids: Sequence[UUID]) -> None:
    """Delete all shapes of annotations."""
    await session.execute(
        delete(Shape).where(
            Shape.organization_id == organization_id, Shape.annotation_id.in_(annotation_ids)
        )
    )


async def counts_by_label(
    session: Session, organization_id: UUID, version_ids: Sequence[UUID]
) -> Sequence[AnyRow]:
    """Count (version, label, shapes)."""
    return (
        await session.execute(
            text(
                "SELECT dataset_version_id, label_id, count(*) AS shapes FROM shape"
                " WHERE organization_id = :organization_id"
                " AND dataset_version_id = ANY(:version_ids) GROUP BY 1, 2"
            ),
            {"organization_id": organization_id, "version_ids": list(version_ids)},
        )
    ).all()
