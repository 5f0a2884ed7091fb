# SPDX-License-Identifier: Apache-2.0
"""Tables of the registry; rows of the reserved organization are the public catalogue."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Model(TenantTable, Base):
    """A model with numbered versions."""

    __tablename__ = "model"
    __table_args__ = tenant_args(UniqueConstraint("organization_id", "name"), public_read=True)

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    created_by_id: Mapped[UUID | None]


class ModelVersion(TenantTable, Base):
    """A version of a model.

    ``script`` is the module that trains it; only the catalogue sets it. ``dataset_constraints``
    is ``[{"name", "aliases": […]}]``.
    """

    __tablename__ = "model_version"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "model_id", "version"),
        refs={"model_id": ("model", "CASCADE")},
        public_read=True,
    )

    model_id: Mapped[UUID]
    version: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    type: Mapped[str]
    framework: Mapped[str]
    labels: Mapped[dict[str, Any] | None]
    parameters: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    docker_image: Mapped[str | None]
    docker_tag: Mapped[str | None]
    docker_flags: Mapped[list[Any] | None]
    docker_env_variables: Mapped[dict[str, Any] | None]
    thumbnail_object_name: Mapped[str | None]
    notebook_link: Mapped[str | None]
    script: Mapped[str | None]
    dataset_constraints: Mapped[list[Any] | None]
    metrics: Mapped[dict[str, Any] | None]
    created_by_id: Mapped[UUID | None]


class ModelFile(TenantTable, Base):
    """A named file of a version; ``model-latest`` is what is served."""

    __tablename__ = "model_file"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "model_version_id", "name"),
        refs={"model_version_id": ("model_version", "CASCADE")},
        public_read=True,
    )

    model_version_id: Mapped[UUID]
    name: Mapped[str]
    filename: Mapped[str]
    object_name: Mapped[str]
    is_large: Mapped[bool] = mapped_column(server_default=text("false"))


class ModelContext(TenantTable, Base):
    """Where a version comes from: experiment, parameters, dataset versions by alias."""

    __tablename__ = "model_context"
    __table_args__ = tenant_args(
        Index("uq_model_context_version", "organization_id", "model_version_id", unique=True),
        refs={"model_version_id": ("model_version", "CASCADE")},
        public_read=True,
    )

    model_version_id: Mapped[UUID]
    experiment_id: Mapped[UUID | None]
    parameters: Mapped[dict[str, Any]]
    datas: Mapped[list[Any]]
