# SPDX-License-Identifier: Apache-2.0
"""Tables of datasets."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, desc, text
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Dataset(TenantTable, Base):
    """A name under which versions are kept."""

    __tablename__ = "dataset"
    __table_args__ = tenant_args(UniqueConstraint("organization_id", "name"))

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    created_by_id: Mapped[UUID | None]


class DatasetVersion(TenantTable, Base):
    """A membership list of data with labels; locked ones are immutable."""

    __tablename__ = "dataset_version"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "dataset_id", "version"),
        refs={"dataset_id": ("dataset", "CASCADE")},
    )

    dataset_id: Mapped[UUID]
    version: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    type: Mapped[str]
    is_locked: Mapped[bool] = mapped_column(server_default=text("false"))
    parent_id: Mapped[UUID | None]
    attributes: Mapped[dict[str, Any] | None]
    created_by_id: Mapped[UUID | None]


class LabelGroup(TenantTable, Base):
    """A group in the tree of labels of a version."""

    __tablename__ = "label_group"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "dataset_version_id", "name"),
        refs={
            "dataset_version_id": ("dataset_version", "CASCADE"),
            "parent_id": ("label_group", "SET NULL"),
        },
    )

    dataset_version_id: Mapped[UUID]
    name: Mapped[str]
    parent_id: Mapped[UUID | None]


class Label(TenantTable, Base):
    """A class of a dataset version; ``color_index`` picks one of the 24 label colours."""

    __tablename__ = "label"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "dataset_version_id", "name"),
        refs={
            "dataset_version_id": ("dataset_version", "CASCADE"),
            "group_id": ("label_group", "SET NULL"),
        },
    )

    dataset_version_id: Mapped[UUID]
    name: Mapped[str]
    group_id: Mapped[UUID | None]
    color_index: Mapped[int]
    skeleton: Mapped[dict[str, Any] | None]
    attributes: Mapped[dict[str, Any] | None]


class Asset(TenantTable, Base):
    """Membership of a data item in a version: at most once."""

    __tablename__ = "asset"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "dataset_version_id", "data_id"),
        Index("ix_asset_page", "organization_id", "dataset_version_id", desc("id")),
        Index("ix_asset_data", "organization_id", "data_id"),
        refs={
            "dataset_version_id": ("dataset_version", "CASCADE"),
            "data_id": ("data", "CASCADE"),
        },
    )

    dataset_version_id: Mapped[UUID]
    data_id: Mapped[UUID]
