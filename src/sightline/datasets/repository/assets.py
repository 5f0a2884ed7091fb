# SPDX-License-Identifier: Apache-2.0
"""Statements on assets."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from sightline.datalake import api as datalake
from sightline.datasets.models import Asset, Dataset, DatasetVersion
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import SQL_NEW_ID, new_id
from sightline.kernel.web.pagination import Order, Sorting

_data = datalake.data_table.c
_source = datalake.source_table.c
DATA_COLUMNS = (
    _data.id,
    _data.datalake_id,
    _data.type,
    _data.filename,
    _data.object_name,
    _data.content_type,
    _data.upload_status,
    _data.status_reason,
    _data.file_size,
    _data.width,
    _data.height,
    _data.has_renditions,
    _data.metadata.label("properties"),
    _data.custom_metadata,
    _data.data_source_id,
    _data.created_at,
    _source.name.label("source_name"),
)
SORTING = Sorting(
    keys={
        "id": Asset.id,
        "created_at": Asset.created_at,
        "filename": _data.filename,
        "data.filename": _data.filename,
        "data__filename": _data.filename,
        "file_size": _data.file_size,
    },
    default=[Order(Asset.id, descending=True)],
    tie_breaker=Asset.id,
)


def asset_statement(organization_id: UUID, version_id: UUID | None = None) -> AnySelect:
    """Select assets with their data; the asset's id is ``asset_id``."""
    statement = (
        select(Asset.id.label("asset_id"), Asset.dataset_version_id, *DATA_COLUMNS)
        .select_from(Asset)
        .join(
            datalake.data_table,
            and_(_data.organization_id == Asset.organization_id, _data.id == Asset.data_id),
        )
        .outerjoin(
            datalake.source_table,
            and_(
                _source.organization_id == _data.organization_id,
                _source.id == _data.data_source_id,
            ),
        )
        .where(Asset.organization_id == organization_id)
    )
    return (
        statement if version_id is None else statement.where(Asset.dataset_version_id == version_id)
    )


def versions_of_data() -> AnySelect:
    """Select (organization_id, data_id, label) of every membership in a dataset version."""
    return (
        select(
            Asset.organization_id,
            Asset.data_id,
            func.concat(Dataset.name, "/", DatasetVersion.version).label("label"),
        )
        .join(DatasetVersion, DatasetVersion.id == Asset.dataset_version_id)
        .join(Dataset, Dataset.id == DatasetVersion.dataset_id)
    )


async def rows_of(session: Session, organization_id: UUID, ids: Sequence[UUID]) -> list[AnyRow]:
    """Return the assets with these ids, in no order."""
    statement = asset_statement(organization_id).where(Asset.id.in_(ids))
    return list((await session.execute(statement)).all())


async def get(session: Session, organization_id: UUID, asset_id: UUID) -> AnyRow:
    """Return one asset or raise `NotFound`."""
    rows = await rows_of(session, organization_id, [asset_id])
    if not rows:
        raise NotFound("No such asset")
    return rows[0]


async def members(
    session: Session, organization_id: UUID, version_id: UUID, ids: Sequence[UUID] | None = None
) -> list[AnyRow]:
    """Return (id, data_id) of the assets of a version."""
    statement = select(Asset.id, Asset.data_id).where(
        Asset.organization_id == organization_id, Asset.dataset_version_id == version_id
    )
    if ids is not None:
        statement = statement.where(Asset.id.in_(ids))
    return list((await session.execute(statement)).all())


async def add(
    session: Session, organization_id: UUID, version_id: UUID, data_ids: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Make data members of a version; present ones stay. Return data id -> asset id."""
    rows = [
        {
            "id": new_id(),
            "organization_id": organization_id,
            "dataset_version_id": version_id,
            "data_id": data_id,
        }
        for data_id in dict.fromkeys(data_ids)
    ]
    if rows:
        await session.execute(insert(Asset).on_conflict_do_nothing(), rows)
    statement = select(Asset.data_id, Asset.id).where(
        Asset.organization_id == organization_id,
        Asset.dataset_version_id == version_id,
        Asset.data_id.in_(data_ids),
    )
    return dict((await session.execute(statement)).tuples().all())


async def copy(
    session: Session,
    organization_id: UUID,
    from_version: UUID,
    to_version: UUID,
    asset_ids: Sequence[UUID] | None,
) -> int:
    """Copy memberships into another version inside the database; return how many were new."""
    condition = "" if asset_ids is None else " AND id = ANY(:asset_ids)"
    statement = text(
        "INSERT INTO asset (id, organization_id, dataset_version_id, data_id)"
        f" SELECT {SQL_NEW_ID}, organization_id, :to_version, data_id FROM asset"
        " WHERE organization_id = :organization_id AND dataset_version_id = :from_version"
        f"{condition} ORDER BY id ON CONFLICT DO NOTHING"
    )
    values: dict[str, Any] = {
        "organization_id": organization_id,
        "from_version": from_version,
        "to_version": to_version,
    }
    if asset_ids is not None:
        statement = statement.bindparams(bindparam("asset_ids"))
        values["asset_ids"] = list(asset_ids)
    result = await session.execute(statement, values)
    return int(result.rowcount)  # type: ignore[attr-defined]


async def remove(
    session: Session, organization_id: UUID, version_id: UUID | None, ids: Sequence[UUID]
) -> list[UUID]:
    """Remove assets from their version; return the ids that existed."""
    statement = delete(Asset).where(Asset.organization_id == organization_id, Asset.id.in_(ids))
    if version_id is not None:
        statement = statement.where(Asset.dataset_version_id == version_id)
    return list((await session.execute(statement.returning(Asset.id))).scalars())


async def hold(session: Session, organization_id: UUID, ids: Sequence[UUID]) -> None:
    """Hold assets against other writers of their annotations, always in the same order."""
    statement = (
        select(Asset.id)
        .where(Asset.organization_id == organization_id, Asset.id.in_(ids))
        .order_by(Asset.id)
        .with_for_update(key_share=True)
    )
    await session.execute(statement)


async def locked_versions_of(
    session: Session, organization_id: UUID, data_ids: Sequence[UUID]
) -> list[str]:
    """Name the locked versions that hold some of the data; the others are held against a lock."""
    holding = (
        select(Asset.dataset_version_id)
        .where(Asset.organization_id == organization_id, Asset.data_id.in_(data_ids))
        .distinct()
    )
    statement = (
        select(Dataset.name, DatasetVersion.version, DatasetVersion.is_locked)
        .join(
            Dataset,
            and_(
                Dataset.organization_id == DatasetVersion.organization_id,
                Dataset.id == DatasetVersion.dataset_id,
            ),
        )
        .where(DatasetVersion.organization_id == organization_id, DatasetVersion.id.in_(holding))
        .order_by(DatasetVersion.id)
        .with_for_update(key_share=True, read=True, of=DatasetVersion)
    )
    rows = (await session.execute(statement)).all()
    return [f"{row.name}/{row.version}" for row in rows if row.is_locked]


async def existing_ids(
    session: Session, organization_id: UUID, version_id: UUID | None, ids: Sequence[UUID]
) -> set[UUID]:
    """Return which of the ids are assets (of a version, if one is given)."""
    statement = select(Asset.id).where(Asset.organization_id == organization_id, Asset.id.in_(ids))
    if version_id is not None:
        statement = statement.where(Asset.dataset_version_id == version_id)
    return set((await session.execute(statement)).scalars())


async def copy_tags(
    session: Session, organization_id: UUID, from_version: UUID, to_version: UUID
) -> None:
    """Copy asset tags, by name, for data that both versions hold."""
    values = {
        "organization_id": organization_id,
        "from_version": from_version,
        "to_version": to_version,
    }
    await session.execute(
        text(
            "INSERT INTO tag (id, organization_id, name, target_type, scope_id)"
            f" SELECT {SQL_NEW_ID}, organization_id, name, target_type, :to_version FROM tag"
            " WHERE organization_id = :organization_id AND target_type = 'ASSET'"
            " AND scope_id = :from_version ON CONFLICT DO NOTHING"
        ),
        values,
    )
    await session.execute(
        text(
            "INSERT INTO tag_link (organization_id, tag_id, target_id)"
            " SELECT l.organization_id, new_tag.id, new_asset.id FROM tag_link l"
            " JOIN tag old_tag ON old_tag.organization_id = l.organization_id"
            "  AND old_tag.id = l.tag_id AND old_tag.scope_id = :from_version"
            " JOIN tag new_tag ON new_tag.organization_id = l.organization_id"
            "  AND new_tag.scope_id = :to_version AND new_tag.name = old_tag.name"
            "  AND new_tag.target_type = 'ASSET'"
            " JOIN asset old_asset ON old_asset.organization_id = l.organization_id"
            "  AND old_asset.id = l.target_id AND old_asset.dataset_version_id = :from_version"
            " JOIN asset new_asset ON new_asset.organization_id = l.organization_id"
            "  AND new_asset.dataset_version_id = :to_version"
            "  AND new_asset.data_id = old_asset.data_id"
            " WHERE l.organization_id = :organization_id ON CONFLICT DO NOTHING"
        ),
        values,
    )


async def count(session: Session, organization_id: UUID, version_id: UUID) -> int:
    """Count the assets of a version."""
    statement = select(func.count()).where(
        Asset.organization_id == organization_id, Asset.dataset_version_id == version_id
    )
    return int((await session.execute(statement)).scalar_one())


async def two_of(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    criteria: Sequence[ColumnElement[bool]],
) -> Sequence[AnyRow]:
    """Return at most two assets of a version that meet all criteria: one, or not just one."""
    statement = asset_statement(organization_id, version_id).where(*criteria)
    return (await session.execute(statement.limit(2))).all()
