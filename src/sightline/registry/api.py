# SPDX-License-Identifier: Apache-2.0
"""What other slices may ask of the registry."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.kernel.db.session import Session
from sightline.registry import presenters, repository, service
from sightline.registry.repository import SERVED_FILE

__all__ = ["SERVED_FILE"]

get_version = repository.get_version
get_model = repository.get_model
describe_version = presenters.describe_version
files_of = repository.files_of
create_from_experiment = service.create_from_experiment
get_or_create_model = service.get_or_create_model
model_of_version = service.model_of_version
own_model = service.own_model


async def versions_by_id(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Map ids to ModelVersion answers, own or public; unknown ids are missing."""
    rows = await repository.versions_by_id(session, organization_id, ids)
    return {row.id: presenters.describe_version(row) for row in rows}
