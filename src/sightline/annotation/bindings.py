# SPDX-License-Identifier: Apache-2.0
"""Binds the annotation store of dataset versions and adds query fields of shapes to assets."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from sightline.annotation import api
from sightline.annotation.models import Annotation, Shape
from sightline.annotation.repository import annotations as repository
from sightline.annotation.repository import shapes as shape_repository
from sightline.annotation.shapes import KINDS
from sightline.datasets import api as datasets
from sightline.kernel.db.session import Session
from sightline.kernel.ids import new_id
from sightline.kernel.ports import annotations as port
from sightline.kernel.query.fields import Field, ManyField


class _Store:
    """Implements `sightline.kernel.ports.annotations.AnnotationStore`."""

    async def copy(
        self, session: Session, organization_id: UUID, from_version: UUID, to_version: UUID
    ) -> int:
        return await repository.copy(session, organization_id, from_version, to_version)

    async def statistics(
        self, session: Session, organization_id: UUID, version_ids: Sequence[UUID]
    ) -> dict[UUID, dict[str, Any]]:
        counts = await repository.counts(session, organization_id, version_ids)
        found: dict[UUID, dict[str, Any]] = {
            version_id: {"annotations": number, "objects": 0, "labels": {}}
            for version_id, number in counts.items()
        }
        for row in await shape_repository.counts_by_label(session, organization_id, version_ids):
            numbers = found.setdefault(
                row.dataset_version_id, {"annotations": 0, "objects": 0, "labels": {}}
            )
            numbers["objects"] += row.shapes
            numbers["labels"][row.label_id] = row.shapes
        return found

    async def shapes(
        self, session: Session, organization_id: UUID, asset_ids: Sequence[UUID]
    ) -> Mapping[UUID, list[dict[str, Any]]]:
        rows = await api.shapes_of_assets(session, organization_id, asset_ids)
        return {asset_id: [_drawn(row) for row in shapes] for asset_id, shapes in rows.items()}

    async def assets_with_labels(
        self,
        _session: Session,
        organization_id: UUID,
        version_id: UUID,
        label_ids: Sequence[UUID],
    ) -> Any:
        return repository.assets_with_labels(organization_id, version_id, label_ids)

    async def set_classifications(
        self,
        session: Session,
        organization_id: UUID,
        version_id: UUID,
        labels: Mapping[UUID, UUID],
    ) -> int:
        await repository.remove(session, organization_id, version_id, asset_ids=list(labels))
        rows: list[dict[str, Any]] = [
            {"id": new_id(), "organization_id": organization_id, "asset_id": asset_id,
             "dataset_version_id": version_id, "status": "PENDING", "duration": 0.0}
            for asset_id in labels
        ]  # fmt: skip
        await repository.add(session, rows)
        values = [
            (
                row["id"],
                row["asset_id"],
                api.to_values("classification", {"label_id": labels[row["asset_id"]]}),
            )
            for row in rows
        ]
        await shape_repository.add(session, organization_id, version_id, values)
        return len(rows)


def _drawn(row: Any) -> dict[str, Any]:
    """Build what grids and the review view draw; floats stay floats."""
    return {
        "id": row.id,
        "kind": row.kind,
        "label_id": row.label_id,
        "label": row.label_name,
        "color_index": row.color_index,
        "box": [row.x, row.y, row.w, row.h],
        "geometry": row.geometry,
        "text": row.text,
        "attributes": row.attributes,
    }


def bind() -> None:
    """Bind the port and register ``annotations.…`` fields of assets."""
    port.bind(_Store())
    asset, label = datasets.asset_table.c, datasets.label_table.c
    annotation_link = and_(
        Annotation.organization_id == asset.organization_id, Annotation.asset_id == asset.id
    )
    for name, field_type in (
        ("status", "enum"),
        ("created_at", "datetime"),
        ("duration", "number"),
    ):
        datasets.ASSET_FIELDS.add(
            f"annotations.{name}",
            ManyField(
                field_type,  # type: ignore[arg-type]
                lambda: Annotation.__table__,
                lambda: annotation_link,
                getattr(Annotation, name),
            ),
        )
    for plural, kind in KINDS.items():
        link = and_(
            Shape.organization_id == asset.organization_id,
            Shape.asset_id == asset.id,
            Shape.kind == kind,
        )
        _register_kind(plural, link, label)


def _register_kind(plural: str, link: Any, label: Any) -> None:
    def source() -> Any:
        return Shape.__table__.join(
            datasets.label_table,
            and_(label.organization_id == Shape.organization_id, label.id == Shape.label_id),
        )

    columns = {"label.name": ("text", label.name), "text": ("text", Shape.text)}
    for name in ("x", "y", "w", "h", "area"):
        columns[name] = ("number", getattr(Shape, name))
    for name, (field_type, column) in columns.items():
        datasets.ASSET_FIELDS.add(
            f"annotations.{plural}.{name}",
            ManyField(field_type, source, lambda: link, column),  # type: ignore[arg-type]
        )
    count = select(func.count()).select_from(Shape.__table__).where(link)
    datasets.ASSET_FIELDS.add(
        f"annotations.{plural}.count",
        Field("number", count.correlate(datasets.asset_table).scalar_subquery()),
    )
