# SPDX-License-Identifier: Apache-2.0
"""Use cases of datasets and versions: create, change, lock, fork, copy."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.datalake import api as datalake
from sightline.datasets.models import Dataset, DatasetVersion
from sightline.datasets.repository import assets as asset_repository
from sightline.datasets.repository import labels as label_repository
from sightline.datasets.repository import versions as repository
from sightline.datasets.schemas import (
    FLEXIBLE_TYPES,
    CopyAssets,
    DatasetCreate,
    DatasetUpdate,
    ForkInput,
    VersionCreate,
    VersionUpdate,
)
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid, Locked, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.ports import holders
from sightline.kernel.ports.annotations import annotations
from sightline.kernel.principal import Principal


async def require_unlocked(session: Session, organization_id: UUID, version_id: UUID) -> None:
    """Hold the version for writing.

    Raises:
        NotFound: no such version.
        Locked: it is locked.
    """
    is_locked = await repository.lock_row(session, organization_id, version_id)
    if is_locked is None:
        raise NotFound("No such dataset version")
    if is_locked:
        raise Locked("This dataset version is locked: unlock it or fork it; nothing was changed")


async def create_dataset(session: Session, principal: Principal, body: DatasetCreate) -> UUID:
    """Create a dataset; `Conflict` when the name is taken."""
    dataset_id = await repository.add(
        session,
        Dataset,
        organization_id=principal.organization_id,
        name=body.name,
        description=body.description or "",
        created_by_id=principal.user_id,
    )
    await note_change(session, principal.organization_id, "dataset.created", [dataset_id])
    return dataset_id


async def update_dataset(
    session: Session, organization_id: UUID, dataset_id: UUID, body: DatasetUpdate
) -> None:
    """Change name and description."""
    await repository.get_dataset(session, organization_id, dataset_id)
    await repository.change(
        session, Dataset, organization_id, dataset_id, **body.model_dump(exclude_none=True)
    )
    await note_change(session, organization_id, "dataset.updated", [dataset_id])


async def delete_dataset(session: Session, organization_id: UUID, dataset_id: UUID) -> None:
    """Delete a dataset with all versions."""
    await repository.get_dataset(session, organization_id, dataset_id)
    versions = await repository.hold_versions_of(session, organization_id, dataset_id)
    if locked := [row.version for row in versions if row.is_locked]:
        raise Locked(
            "Some versions of this dataset are locked: unlock them first; nothing was deleted",
            detail=locked[:20],
        )
    ids = [row.id for row in versions]
    await holders.may_go(session, "DATASET_VERSION", organization_id, ids)
    await repository.remove(session, Dataset, organization_id, dataset_id)
    await datalake.drop_links(session, organization_id, [dataset_id])
    await note_change(session, organization_id, "dataset.deleted", [dataset_id])


async def create_version(
    session: Session, principal: Principal, dataset_id: UUID, body: VersionCreate
) -> UUID:
    """Create an empty version; `Conflict` when the name is taken."""
    await repository.get_dataset(session, principal.organization_id, dataset_id)
    version_id = await repository.add(
        session,
        DatasetVersion,
        organization_id=principal.organization_id,
        dataset_id=dataset_id,
        version=body.version,
        description=body.description or "",
        type=body.type,
        created_by_id=principal.user_id,
    )
    await note_change(session, principal.organization_id, "dataset_version.created", [version_id])
    return version_id


async def update_version(
    session: Session, organization_id: UUID, version_id: UUID, body: VersionUpdate
) -> None:
    """Change name, description and type; the type only while no label exists (DS-09)."""
    await require_unlocked(session, organization_id, version_id)
    row = await repository.get_version(session, organization_id, version_id)
    changes = body.model_dump(exclude_none=True)
    if body.type is not None and body.type != row.type and row.type not in FLEXIBLE_TYPES:
        labels = await label_repository.list_labels(session, organization_id, version_id)
        if labels:
            raise Conflict(
                f"The type is {row.type} and the version has labels: delete them first, or fork"
            )
    await repository.change(session, DatasetVersion, organization_id, version_id, **changes)
    await note_change(session, organization_id, "dataset_version.updated", [version_id])


async def delete_version(session: Session, organization_id: UUID, version_id: UUID) -> None:
    """Delete a version with its assets and annotations; data stay."""
    await require_unlocked(session, organization_id, version_id)
    await holders.may_go(session, "DATASET_VERSION", organization_id, [version_id])
    await repository.remove(session, DatasetVersion, organization_id, version_id)
    await datalake.drop_links(session, organization_id, [version_id])
    await note_change(session, organization_id, "dataset_version.deleted", [version_id])


async def set_locked(
    session: Session, organization_id: UUID, version_id: UUID, *, locked: bool
) -> None:
    """Lock or unlock; repeating it changes nothing."""
    await repository.get_version(session, organization_id, version_id)
    await repository.change(session, DatasetVersion, organization_id, version_id, is_locked=locked)
    await note_change(session, organization_id, "dataset_version.updated", [version_id])


async def fork(session: Session, principal: Principal, dataset_id: UUID, body: ForkInput) -> UUID:
    """Make a new version from another: assets, and labels, tags, annotations if asked.

    Annotations imply labels (DS-17). Absent ``asset_ids`` means all assets.
    """
    organization_id = principal.organization_id
    parent = await repository.get_version(session, organization_id, body.parent_id)
    if parent.dataset_id != dataset_id:
        raise NotFound("No such version in this dataset")
    _check_types(parent.type, body.type, with_annotations=body.with_annotations)
    await _require_assets(session, organization_id, body.parent_id, body.asset_ids)
    version_id = await repository.add(
        session,
        DatasetVersion,
        organization_id=organization_id,
        dataset_id=dataset_id,
        version=body.version,
        description=body.description or "",
        type=body.type,
        parent_id=body.parent_id,
        attributes=parent.attributes,
        created_by_id=principal.user_id,
    )
    await asset_repository.copy(
        session, organization_id, body.parent_id, version_id, body.asset_ids
    )
    if body.with_labels or body.with_annotations:
        await label_repository.copy_labels(session, organization_id, body.parent_id, version_id)
    if body.with_tags:
        await asset_repository.copy_tags(session, organization_id, body.parent_id, version_id)
    if body.with_annotations:
        await annotations().copy(session, organization_id, body.parent_id, version_id)
    await note_change(session, organization_id, "dataset_version.created", [version_id])
    return version_id


def _check_types(source: str, target: str, *, with_annotations: bool) -> None:
    if with_annotations and source != target and not {source, target} & FLEXIBLE_TYPES:
        raise Invalid(f"Annotations of a {source} version do not fit a {target} version")


async def copy_assets(
    session: Session, principal: Principal, version_id: UUID, body: CopyAssets
) -> int:
    """Copy assets to another version of the same dataset (DS-18); return how many were new."""
    organization_id = principal.organization_id
    source = await repository.get_version(session, organization_id, version_id)
    target = await repository.get_version(session, organization_id, body.destination_id)
    if source.dataset_id != target.dataset_id:
        raise Invalid("Assets can be copied between versions of one dataset only")
    await require_unlocked(session, organization_id, body.destination_id)
    await _require_assets(session, organization_id, version_id, body.asset_ids)
    if body.with_annotations:
        _check_types(source.type, target.type, with_annotations=True)
        await _check_labels(session, organization_id, version_id, body.destination_id)
    copied = await asset_repository.copy(
        session, organization_id, version_id, body.destination_id, body.asset_ids
    )
    if body.with_tags:
        await asset_repository.copy_tags(session, organization_id, version_id, body.destination_id)
    if body.with_annotations:
        await annotations().copy(session, organization_id, version_id, body.destination_id)
    await note_change(session, organization_id, "dataset_version.updated", [body.destination_id])
    return copied


async def _check_labels(
    session: Session, organization_id: UUID, source_id: UUID, target_id: UUID
) -> None:
    source = await label_repository.list_labels(session, organization_id, source_id)
    target = await label_repository.list_labels(session, organization_id, target_id)
    missing = {row.name for row in source} - {row.name for row in target}
    if missing:
        raise Invalid("The destination lacks labels of the source", detail=sorted(missing)[:20])


async def add_assets(
    session: Session,
    principal: Principal,
    version_id: UUID,
    data_ids: Sequence[UUID],
    tag_ids: Sequence[UUID] = (),
    *,
    skip_unready: bool = False,
) -> dict[UUID, UUID]:
    """Make data members of a version; repeating it changes nothing.

    With ``skip_unready`` data without a size (not DONE) are left out instead of refused.

    Raises:
        NotFound: some data do not exist.
        Invalid: some data have no size yet (not DONE).
        Locked: the version is locked.
    """
    organization_id = principal.organization_id
    await require_unlocked(session, organization_id, version_id)
    rows = await datalake.data_rows(session, organization_id, data_ids)
    if len(rows) < len(set(data_ids)):
        raise NotFound("Some of the data do not exist; nothing was added")
    unready = [row.filename for row in rows.values() if row.upload_status != "DONE"]
    if unready and not skip_unready:
        raise Invalid("Some data are not ready; nothing was added", detail=unready[:20])
    data_ids = [data_id for data_id in data_ids if rows[data_id].upload_status == "DONE"]
    await _check_tags(session, organization_id, version_id, tag_ids)
    members = await asset_repository.add(session, organization_id, version_id, data_ids)
    if tag_ids:
        await datalake.link_tags(session, organization_id, tag_ids, list(members.values()))
    await note_change(session, organization_id, "dataset_version.updated", [version_id])
    return members


async def _check_tags(
    session: Session, organization_id: UUID, version_id: UUID, tag_ids: Sequence[UUID]
) -> None:
    known = await datalake.list_tags(
        session, organization_id, target_type="ASSET", scope_id=version_id
    )
    if not set(tag_ids) <= {row.id for row in known}:
        raise NotFound("Some asset tags do not exist in this dataset version; nothing was added")


async def refuse_locked_data(
    session: Session, organization_id: UUID, data_ids: Sequence[UUID]
) -> None:
    """Keep data that a locked version holds: deleting them would change it.

    Raises:
        Locked: names the versions.
    """
    names = await asset_repository.locked_versions_of(session, organization_id, data_ids)
    if names:
        raise Locked(
            "Some of the data are in locked dataset versions: unlock those first;"
            " nothing was deleted",
            detail=names[:20],
        )


async def tagged_assets(
    session: Session, organization_id: UUID, version_id: UUID | None, ids: Sequence[UUID]
) -> set[UUID]:
    """Return which of the ids are assets of a version, held for a change of their tags.

    Raises:
        Locked: the version is locked.
    """
    if version_id is not None:
        await require_unlocked(session, organization_id, version_id)
    return await asset_repository.existing_ids(session, organization_id, version_id, ids)


async def _require_assets(
    session: Session, organization_id: UUID, version_id: UUID, ids: Sequence[UUID] | None
) -> None:
    known = await asset_repository.existing_ids(session, organization_id, version_id, ids or ())
    if len(known) < len(set(ids or ())):
        raise NotFound("Some assets are not in the source version; nothing was copied")


async def remove_assets(
    session: Session, organization_id: UUID, version_id: UUID, ids: Sequence[UUID]
) -> int:
    """Remove assets from a version; data stay."""
    await require_unlocked(session, organization_id, version_id)
    removed = await asset_repository.remove(session, organization_id, version_id, ids)
    await datalake.drop_links(session, organization_id, removed)
    await note_change(session, organization_id, "dataset_version.updated", [version_id])
    return len(removed)


async def convert_tags(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    *,
    tag_ids: Sequence[UUID],
    tag_type: str,
) -> int:
    """Turn tags into classifications: exactly one of the tags per asset (DS-20)."""
    await require_unlocked(session, organization_id, version_id)
    version: Any = await repository.get_version(session, organization_id, version_id)
    if version.type not in {"CLASSIFICATION", *FLEXIBLE_TYPES}:
        raise Invalid(f"Tags become classifications; this version's type is {version.type}")
    for tag_id in tag_ids:
        await datalake.get_tag(session, organization_id, tag_id)
    members = await asset_repository.members(session, organization_id, version_id)
    carriers = {(row.data_id if tag_type == "DATA" else row.id): row.id for row in members}
    tags = await datalake.tags_of(session, organization_id, list(carriers))
    wanted: dict[UUID, str] = {}
    for carrier, asset_id in carriers.items():
        names = [tag["name"] for tag in tags.get(carrier, []) if tag["id"] in set(tag_ids)]
        if len(names) > 1:
            raise Invalid("Some assets carry several of these tags; nothing was changed")
        if names:
            wanted[asset_id] = names[0]
    names = sorted(set(wanted.values()))
    await label_repository.add_labels(session, organization_id, version_id, names)
    rows = await label_repository.list_labels(session, organization_id, version_id, names=names)
    by_name = {row.name: row.id for row in rows}
    return await annotations().set_classifications(
        session, organization_id, version_id, {a: by_name[n] for a, n in wanted.items()}
    )
