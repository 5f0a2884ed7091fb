# SPDX-License-Identifier: Apache-2.0
"""Binds ports and fills the catalogue of fields."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from sightline.datalake import api as datalake
from sightline.deployments import fields, holding, repository
from sightline.deployments.models import Deployment, PredictedAsset
from sightline.kernel.db.session import Session
from sightline.kernel.ports import holders, tag_targets


def bind() -> None:
    """Let deployments carry tags and keep what they use; register query fields."""
    fields.register()
    datalake.register_grouping("DEPLOYMENT", repository.deployments_of_data)
    tag_targets.register("DEPLOYMENT", _resolver(Deployment))
    tag_targets.register("PREDICTED_ASSET", _resolver(PredictedAsset))
    holders.register("MODEL_VERSION", holding.keep_served_models)
    holders.register("DATASET_VERSION", holding.keep_pipeline_versions)
    holders.register("PROJECT", holding.keep_training_projects)


def _resolver(table: Any) -> tag_targets.Resolver:
    async def resolve(
        session: Session, organization_id: UUID, _scope_id: UUID | None, ids: Sequence[UUID]
    ) -> set[UUID]:
        statement = select(table.id).where(
            table.organization_id == organization_id, table.id.in_(ids)
        )
        return set((await session.execute(statement)).scalars())

    return resolve
