# SPDX-License-Identifier: Apache-2.0
"""Tables of the datalake."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, desc, func, text
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Datalake(TenantTable, Base):
    """A shared place of data."""

    __tablename__ = "datalake"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "name"),
        refs={"connector_id": ("connector", "RESTRICT")},
    )

    name: Mapped[str]
    connector_id: Mapped[UUID]
    allow_extra_custom_metadata: Mapped[bool] = mapped_column(server_default=text("true"))
    custom_metadata_schema: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


class DataSource(TenantTable, Base):
    """Where data came from."""

    __tablename__ = "data_source"
    __table_args__ = tenant_args(UniqueConstraint("organization_id", "name"))

    name: Mapped[str]


class Data(TenantTable, Base):
    """One item of a datalake; ``object_name`` names its blob."""

    __tablename__ = "data"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "object_name"),
        Index("ix_data_page", "organization_id", "datalake_id", desc("id")),
        Index("ix_data_filename", "organization_id", "datalake_id", "filename"),
        Index("ix_data_sha256", "organization_id", "datalake_id", "sha256"),
        Index("ix_data_source", "organization_id", "data_source_id"),
        CheckConstraint("width >= 0 AND height >= 0", name="size"),
        refs={
            "datalake_id": ("datalake", "CASCADE"),
            "data_source_id": ("data_source", "SET NULL"),
        },
    )

    datalake_id: Mapped[UUID]
    data_source_id: Mapped[UUID | None]
    created_by_id: Mapped[UUID | None]
    type: Mapped[str]
    filename: Mapped[str]
    object_name: Mapped[str]
    content_type: Mapped[str]
    upload_status: Mapped[str]
    status_reason: Mapped[str | None]
    file_size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration_secs: Mapped[float | None]
    has_renditions: Mapped[bool] = mapped_column(server_default=text("false"))
    properties: Mapped[dict[str, Any] | None] = mapped_column("metadata")
    custom_metadata: Mapped[dict[str, Any] | None]


class DataMetadata(TenantTable, Base):
    """Searchable copy of metadata values: behind row-level security jsonb cannot be indexed."""

    __tablename__ = "data_metadata"
    __table_args__ = tenant_args(
        Index("ix_data_metadata_text", "organization_id", "scope", "key", "txt", "data_id"),
        Index("ix_data_metadata_number", "organization_id", "scope", "key", "num", "data_id"),
        Index("ix_data_metadata_data", "organization_id", "data_id"),
        refs={"data_id": ("data", "CASCADE")},
    )

    data_id: Mapped[UUID]
    scope: Mapped[str]
    key: Mapped[str]
    txt: Mapped[str | None]
    num: Mapped[float | None]


class Tag(TenantTable, Base):
    """A word for objects of one kind; ``scope_id`` is the datalake or dataset version."""

    __tablename__ = "tag"
    __table_args__ = tenant_args(
        Index(
            "uq_tag_name",
            "organization_id",
            "target_type",
            func.coalesce(text("scope_id"), text("'00000000-0000-0000-0000-000000000000'::uuid")),
            "name",
            unique=True,
        ),
    )

    name: Mapped[str]
    target_type: Mapped[str]
    scope_id: Mapped[UUID | None]


class TagLink(Base):
    """A tag on an object."""

    __tablename__ = "tag_link"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "tag_id", "target_id"),
        Index("ix_tag_link_target", "organization_id", "target_id"),
        refs={"tag_id": ("tag", "CASCADE")},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    organization_id: Mapped[UUID]
    tag_id: Mapped[UUID]
    target_id: Mapped[UUID]


class DataProjection(TenantTable, Base):
    """A further rendering of a data item, uploaded by a client."""

    __tablename__ = "data_projection"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "data_id", "name"),
        refs={"data_id": ("data", "CASCADE")},
    )

    data_id: Mapped[UUID]
    name: Mapped[str]
    filename: Mapped[str]
    object_name: Mapped[str]
    content_type: Mapped[str]
    file_size: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    infos: Mapped[dict[str, Any] | None]


class DatalakeChart(TenantTable, Base):
    """A saved aggregation over a datalake; its results are made when it is read (DL-19)."""

    __tablename__ = "datalake_chart"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "datalake_id", "name"),
        refs={"datalake_id": ("datalake", "CASCADE")},
    )

    datalake_id: Mapped[UUID]
    name: Mapped[str]
    description: Mapped[str | None]
    filters: Mapped[dict[str, Any] | None]
    aggregate_function: Mapped[str]
    aggregate_field: Mapped[str]
    aggregate_related_key: Mapped[str | None]
    aggregate_json_key: Mapped[str | None]
    aggregate_json_value_type: Mapped[str | None]
    group_by_field: Mapped[str | None]
    group_by_related_key: Mapped[str | None]
    group_by_json_key: Mapped[str | None]
    group_by_json_value_type: Mapped[str | None]
    created_by_id: Mapped[UUID | None]


class StoredObject(TenantTable, Base):
    """A name that the server issued for a blob; nothing else can be signed."""

    __tablename__ = "stored_object"
    __table_args__ = tenant_args(UniqueConstraint("organization_id", "object_name"))

    object_name: Mapped[str]
    purpose: Mapped[str]
    filename: Mapped[str]
    content_type: Mapped[str | None]
    expires_at: Mapped[datetime | None]
