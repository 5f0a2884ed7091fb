# SPDX-License-Identifier: Apache-2.0
"""Lets models and model versions carry tags."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from sightline.kernel.db.session import Session
from sightline.kernel.ports import tag_targets
from sightline.registry.models import Model, ModelVersion


def bind() -> None:
    """Register the resolvers."""
    tag_targets.register("MODEL", _resolver(Model))
    tag_targets.register("MODEL_VERSION", _resolver(ModelVersion))


def _resolver(table: Any) -> tag_targets.Resolver:
    async def resolve(
        session: Session, organization_id: UUID, _scope_id: UUID | None, ids: Sequence[UUID]
    ) -> set[UUID]:
        statement = select(table.id).where(
            table.organization_id == organization_id, table.id.in_(ids)
        )
        return set((await session.execute(statement)).scalars())

    return resolve
