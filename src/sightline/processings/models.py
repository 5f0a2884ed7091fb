# SPDX-License-Identifier: Apache-2.0
"""Tables of processings; rows of the reserved organization are public."""

from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Processing(TenantTable, Base):
    """A container image with its defaults and the kind of object it works on."""

    __tablename__ = "processing"
    __table_args__ = tenant_args(UniqueConstraint("organization_id", "name"), public_read=True)

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    target: Mapped[str]
    type: Mapped[str | None]
    docker_image: Mapped[str]
    docker_tag: Mapped[str]
    docker_flags: Mapped[list[Any] | None]
    default_parameters: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    default_cpu: Mapped[int]
    default_gpu: Mapped[int]
    created_by_id: Mapped[UUID | None]


class ProcessingInput(TenantTable, Base):
    """A value that a launch must or may give."""

    __tablename__ = "processing_input"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "processing_id", "name"),
        refs={"processing_id": ("processing", "CASCADE")},
        public_read=True,
    )

    processing_id: Mapped[UUID]
    name: Mapped[str]
    input_type: Mapped[str]
    is_required: Mapped[bool]
    inference_type_constraint: Mapped[str | None]
    framework_constraint: Mapped[str | None]
