# SPDX-License-Identifier: Apache-2.0
"""Binds ports and fills the catalogue of fields."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from sightline.datalake import api as datalake
from sightline.datasets import fields
from sightline.datasets.models import Dataset, DatasetVersion
from sightline.datasets.repository import assets
from sightline.datasets.service import versions
from sightline.kernel.db.session import Session
from sightline.kernel.ports import holders, tag_targets


def bind() -> None:
    """Let datasets, versions and assets carry tags; register query fields."""
    fields.register()
    datalake.register_grouping("DATASET_VERSION", assets.versions_of_data)
    tag_targets.register("ASSET", versions.tagged_assets)
    holders.register("DATA", versions.refuse_locked_data)
    tag_targets.register("DATASET", _resolver(Dataset))
    tag_targets.register("DATASET_VERSION", _resolver(DatasetVersion))


def _resolver(table: Any) -> tag_targets.Resolver:
    async def resolve(
        session: Session, organization_id: UUID, _scope_id: UUID | None, ids: Sequence[UUID]
    ) -> set[UUID]:
        statement = select(table.id).where(
            table.organization_id == organization_id, table.id.in_(ids)
        )
        return set((await session.execute(statement)).scalars())

    return resolve
