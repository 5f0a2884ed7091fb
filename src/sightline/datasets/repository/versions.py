# SPDX-License-Identifier: Apache-2.0
"""Statements on datasets and versions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, select

from sightline.datasets.models import Asset, Dataset, DatasetVersion
from sightline.kernel.db import one_row
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.web.pagination import Order, Sorting

DATASET_SORTING = Sorting(
    keys={"id": Dataset.id, "name": Dataset.name, "created_at": Dataset.created_at},
    default=[Order(Dataset.id, descending=True)],
    tie_breaker=Dataset.id,
)
VERSION_SORTING = Sorting(
    keys={
        "id": DatasetVersion.id,
        "version": DatasetVersion.version,
        "created_at": DatasetVersion.created_at,
    },
    default=[Order(DatasetVersion.id, descending=True)],
    tie_breaker=DatasetVersion.id,
)

add = one_row.add
change = one_row.change
remove = one_row.remove


def dataset_statement(organization_id: UUID) -> AnySelect:
    """Select datasets with the number of their versions."""
    versions = (
        select(func.count())
        .where(
            DatasetVersion.organization_id == Dataset.organization_id,
            DatasetVersion.dataset_id == Dataset.id,
        )
        .scalar_subquery()
    )
    return select(
        Dataset.id,
        Dataset.name,
        Dataset.description,
        Dataset.created_at,
        versions.label("version_count"),
    ).where(Dataset.organization_id == organization_id)


def version_statement(organization_id: UUID) -> AnySelect:
    """Select versions with their dataset's name."""
    return (
        select(
            DatasetVersion.id,
            DatasetVersion.version,
            DatasetVersion.description,
            DatasetVersion.type,
            DatasetVersion.is_locked,
            DatasetVersion.parent_id,
            DatasetVersion.attributes,
            DatasetVersion.created_at,
            DatasetVersion.dataset_id,
            Dataset.name.label("dataset_name"),
        )
        .join(
            Dataset,
            and_(
                Dataset.organization_id == DatasetVersion.organization_id,
                Dataset.id == DatasetVersion.dataset_id,
            ),
        )
        .where(DatasetVersion.organization_id == organization_id)
    )


async def get_dataset(session: Session, organization_id: UUID, dataset_id: UUID) -> AnyRow:
    """Return a dataset or raise `NotFound`."""
    statement = dataset_statement(organization_id).where(Dataset.id == dataset_id)
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such dataset")
    return row


async def find_dataset(
    session: Session, organization_id: UUID, *, name: str | None, dataset_id: UUID | None
) -> AnyRow:
    """Return the dataset with a name or id or raise `NotFound`."""
    statement = dataset_statement(organization_id)
    if name is not None:
        statement = statement.where(Dataset.name == name)
    if dataset_id is not None:
        statement = statement.where(Dataset.id == dataset_id)
    row = (await session.execute(statement.limit(1))).first()
    if row is None or (name is None and dataset_id is None):
        raise NotFound("No such dataset")
    return row


async def get_version(session: Session, organization_id: UUID, version_id: UUID) -> AnyRow:
    """Return a version or raise `NotFound`."""
    rows = await versions_by_id(session, organization_id, [version_id])
    if not rows:
        raise NotFound("No such dataset version")
    return rows[0]


async def versions_by_id(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> Sequence[AnyRow]:
    """Return the versions with these ids; unknown ids are missing."""
    statement = version_statement(organization_id).where(DatasetVersion.id.in_(ids))
    return (await session.execute(statement)).all()


async def find_version(
    session: Session,
    organization_id: UUID,
    dataset_id: UUID,
    *,
    version: str | None,
    version_id: UUID | None,
) -> AnyRow:
    """Return the version of a dataset with a name or id or raise `NotFound`."""
    statement = version_statement(organization_id).where(DatasetVersion.dataset_id == dataset_id)
    if version is not None:
        statement = statement.where(DatasetVersion.version == version)
    if version_id is not None:
        statement = statement.where(DatasetVersion.id == version_id)
    row = (await session.execute(statement.limit(1))).first()
    if row is None or (version is None and version_id is None):
        raise NotFound("No such dataset version")
    return row


async def lock_row(session: Session, organization_id: UUID, version_id: UUID) -> bool | None:
    """Hold a version against a concurrent lock; return is_locked, None when there is none."""
    statement = (
        select(DatasetVersion.is_locked)
        .where(DatasetVersion.organization_id == organization_id, DatasetVersion.id == version_id)
        .with_for_update(key_share=True, read=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def hold_versions_of(
    session: Session, organization_id: UUID, dataset_id: UUID
) -> Sequence[AnyRow]:
    """Return (id, version, is_locked) of a dataset's versions, held against a concurrent lock."""
    statement = (
        select(DatasetVersion.id, DatasetVersion.version, DatasetVersion.is_locked)
        .where(
            DatasetVersion.organization_id == organization_id,
            DatasetVersion.dataset_id == dataset_id,
        )
        .order_by(DatasetVersion.id)
        .with_for_update(key_share=True, read=True)
    )
    return (await session.execute(statement)).all()


async def asset_counts(
    session: Session, organization_id: UUID, version_ids: Sequence[UUID]
) -> dict[UUID, int]:
    """Count assets per version."""
    statement = (
        select(Asset.dataset_version_id, func.count())
        .where(Asset.organization_id == organization_id, Asset.dataset_version_id.in_(version_ids))
        .group_by(Asset.dataset_version_id)
    )
    return dict((await session.execute(statement)).tuples().all())
