# SPDX-License-Identifier: Apache-2.0
"""What other slices may ask of datasets."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from sightline.datasets import presenters
from sightline.datasets.fields import ASSET_FIELDS
from sightline.datasets.models import Asset, DatasetVersion, Label
from sightline.datasets.repository import assets as asset_repository
from sightline.datasets.repository import labels as label_repository
from sightline.datasets.repository import versions as version_repository
from sightline.datasets.schemas import FLEXIBLE_TYPES
from sightline.datasets.service import versions as service
from sightline.kernel.db.session import Session

__all__ = ["ASSET_FIELDS", "FLEXIBLE_TYPES"]

asset_table: Table = Asset.__table__  # type: ignore[assignment]
label_table: Table = Label.__table__  # type: ignore[assignment]
version_table: Table = DatasetVersion.__table__  # type: ignore[assignment]
"""Tables for joins of listing statements; read only."""

get_version = version_repository.get_version
get_dataset = version_repository.get_dataset
describe_version = presenters.describe_version
describe_versions = presenters.describe_versions
describe_assets = presenters.describe_assets
describe_label = presenters.describe_label
require_unlocked = service.require_unlocked
add_assets = service.add_assets
asset_rows = asset_repository.rows_of
get_asset = asset_repository.get
hold_assets = asset_repository.hold
asset_statement = asset_repository.asset_statement
ASSET_SORTING = asset_repository.SORTING
members = asset_repository.members
asset_counts = version_repository.asset_counts
existing_asset_ids = asset_repository.existing_ids
list_labels = label_repository.list_labels


async def get_or_create_labels(
    session: Session, organization_id: UUID, version_id: UUID, names: Sequence[str]
) -> dict[str, UUID]:
    """Map label names of a version to ids, made if needed."""
    if names:
        await label_repository.add_labels(session, organization_id, version_id, names)
    rows = await label_repository.list_labels(session, organization_id, version_id, names=names)
    return {row.name: row.id for row in rows}


async def versions_by_id(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Map ids to DatasetVersion answers; unknown ids are missing."""
    rows = await version_repository.versions_by_id(session, organization_id, ids)
    counts = await version_repository.asset_counts(session, organization_id, ids)
    return {
        row.id: {**presenters.describe_version(row), "asset_count": counts.get(row.id, 0)}
        for row in rows
    }


async def content_hash(session: Session, organization_id: UUID, version_id: UUID) -> str:
    """Hash which data are members of a version; annotations are no part of it (SHA-256, hex)."""
    rows = await asset_repository.members(session, organization_id, version_id)
    digest = hashlib.sha256()
    for data_id in sorted(row.data_id.bytes for row in rows):
        digest.update(data_id)
    return digest.hexdigest()
