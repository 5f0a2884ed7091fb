# SPDX-License-Identifier: Apache-2.0
"""Tables of annotations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Annotation(TenantTable, Base):
    """One author's work on an asset; ``version`` counts saves."""

    __tablename__ = "annotation"
    __table_args__ = tenant_args(
        Index("ix_annotation_page", "organization_id", "dataset_version_id", "id"),
        Index("ix_annotation_asset", "organization_id", "asset_id", "id"),
        refs={
            "asset_id": ("asset", "CASCADE"),
            "dataset_version_id": ("dataset_version", "CASCADE"),
        },
    )

    asset_id: Mapped[UUID]
    dataset_version_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(server_default="PENDING")
    duration: Mapped[float] = mapped_column(server_default=text("0"))
    attributes: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_by_id: Mapped[UUID | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Shape(TenantTable, Base):
    """One shape: its enclosing box in image pixels, and its geometry where a box is not enough.

    ``geometry``: polygon and line ``[[x, y], …]``, point ``[x, y]``, keypoints ``[[x, y, v], …]``,
    mask the COCO counts text.
    """

    __tablename__ = "shape"
    __table_args__ = tenant_args(
        Index("ix_shape_annotation", "organization_id", "annotation_id", "id"),
        Index("ix_shape_label", "organization_id", "dataset_version_id", "label_id", "asset_id"),
        Index("ix_shape_asset", "organization_id", "asset_id"),
        refs={
            "annotation_id": ("annotation", "CASCADE"),
            "asset_id": ("asset", "CASCADE"),
            "label_id": ("label", "CASCADE"),
        },
    )

    annotation_id: Mapped[UUID]
    asset_id: Mapped[UUID]
    dataset_version_id: Mapped[UUID]
    label_id: Mapped[UUID]
    kind: Mapped[str]
    x: Mapped[float]
    y: Mapped[float]
    w: Mapped[float]
    h: Mapped[float]
    area: Mapped[float]
    geometry: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    text: Mapped[str | None]
    attributes: Mapped[dict[str, Any] | None]


class AnnotationChange(TenantTable, Base):
    """History: who changed an annotation, when, and what it was afterwards."""

    __tablename__ = "annotation_change"
    __table_args__ = tenant_args(
        Index("ix_annotation_change_annotation", "organization_id", "annotation_id", "id"),
    )

    annotation_id: Mapped[UUID]
    asset_id: Mapped[UUID]
    version: Mapped[int]
    act: Mapped[str]
    changed_by_id: Mapped[UUID | None]
    shape_count: Mapped[int]
    shapes: Mapped[list[Any] | None]
