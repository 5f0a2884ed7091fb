# SPDX-License-Identifier: Apache-2.0
"""Declarative base, column types and the tenant table pattern."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from sightline.kernel.ids import new_id

PUBLIC_ORGANIZATION_ID = UUID("00000000-0000-7000-8000-000000000001")
"""The reserved organization that owns the public catalogue; all may read its rows."""


class Base(DeclarativeBase):
    """All tables of the platform; names of constraints are fixed so that migrations are stable."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        datetime: DateTime(timezone=True),
        str: Text(),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
        Mapping[str, Any]: JSONB(none_as_null=True),
    }


class TenantTable:
    """Columns of a row that belongs to one organization.

    A class with this mixin sets ``__table_args__ = tenant_args(...)``: that adds
    ``UNIQUE (organization_id, id)`` for composite foreign keys. Row-level security is switched on
    for every table with a column ``organization_id`` by the migration
    (`sightline.kernel.db.rls`).
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


def tenant_args(
    *items: SchemaItem,
    refs: Mapping[str, tuple[str, str]] | None = None,
    public_read: bool = False,
) -> tuple[Any, ...]:
    """Build ``__table_args__`` of a tenant table.

    Args:
        items: indexes, unique constraints and checks of the table.
        refs: local column -> (table, ``ON DELETE`` rule): a composite foreign key
            ``(organization_id, column)``, so that a reference to another organization cannot be
            stored. ``SET NULL`` clears only the column.
        public_read: rows of the reserved organization are readable by all.
    """
    keys: list[SchemaItem] = [UniqueConstraint("organization_id", "id")]
    for column, (table, on_delete) in (refs or {}).items():
        rule = f"SET NULL ({column})" if on_delete == "SET NULL" else on_delete
        keys.append(
            ForeignKeyConstraint(
                ["organization_id", column],
                [f"{table}.organization_id", f"{table}.id"],
                ondelete=rule,
            )
        )
    return (*keys, *items, {"info": {"public_read": public_read}})
