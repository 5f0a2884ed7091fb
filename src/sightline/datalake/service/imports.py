# SPDX-License-Identifier: Apache-2.0
"""Objects that already lie in the store become data or projections (DL-03, DL-06)."""

from typing import Any
from uuid import UUID

from sightline.datalake.repository import data as repository
from sightline.datalake.repository import objects as object_repository
from sightline.datalake.schemas import (
    BulkDataUpdate,
    DataCreate,
    ImportByName,
    ImportByPrefix,
    ImportProjections,
    NamedObject,
)
from sightline.datalake.service import upload
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.ports import blobs
from sightline.kernel.principal import Principal

MAX_IMPORTED = 1_000


def _check_datalake(named: UUID, datalake_id: UUID) -> None:
    if named != datalake_id:
        raise Invalid("The body names another datalake than the address")


async def import_by_prefix(
    session: Session, principal: Principal, datalake_id: UUID, body: ImportByPrefix
) -> int:
    """Make data of every stored object under the prefixes; known ones are skipped.

    Raises:
        Invalid: more than `MAX_IMPORTED` objects lie there.
    """
    _check_datalake(body.datalake_id, datalake_id)
    await repository.get_datalake(session, principal.organization_id, datalake_id)
    rows = await object_repository.unclaimed(
        session, principal.organization_id, body.prefixes, limit=MAX_IMPORTED + 1
    )
    if len(rows) > MAX_IMPORTED:
        raise Invalid(f"More than {MAX_IMPORTED} objects lie there: import them in smaller parts")
    made = 0
    for row in rows:
        if await blobs.storage().stat(row.object_name) is not None:
            values = {"tags": body.tag_ids, "data_source_id": body.data_source_id}
            await _create(session, principal, datalake_id, row, values)
            made += 1
    return made


async def import_by_name(
    session: Session, principal: Principal, datalake_id: UUID, body: ImportByName
) -> int:
    """Make data of named objects with what is known of each; known ones are skipped."""
    _check_datalake(body.datalake_id, datalake_id)
    organization_id = principal.organization_id
    await repository.get_datalake(session, organization_id, datalake_id)
    for name, known in body.objects.items():
        row = await object_repository.get(session, organization_id, name)
        values = await _references(session, organization_id, datalake_id, known)
        await _create(session, principal, datalake_id, row, values)
    return len(body.objects)


async def _references(
    session: Session, organization_id: UUID, datalake_id: UUID, known: BulkDataUpdate
) -> dict[str, Any]:
    """Turn names of tags and source into ids, made if needed."""
    tags = [
        await upload.ensure_tag(session, organization_id, "DATA", datalake_id, name)
        for name in dict.fromkeys(known.tags or ())
    ]
    source_id = None
    if known.data_source is not None:
        source_id = await upload.ensure_source(session, organization_id, known.data_source)
    return {
        "tags": tags,
        "data_source_id": source_id,
        "metadata": known.metadata,
        "custom_metadata": known.custom_metadata,
    }


async def _create(
    session: Session, principal: Principal, datalake_id: UUID, row: Any, values: dict[str, Any]
) -> None:
    is_video = row.filename.lower().endswith((".mp4", ".mov", ".mkv", ".webm", ".avi"))
    body = DataCreate(
        type="VIDEO" if is_video else "IMAGE",
        filename=row.filename,
        object_name=row.object_name,
        content_type="application/octet-stream",
        **values,
    )
    await upload.create_data(session, principal, datalake_id, body)


async def import_projections(
    session: Session, principal: Principal, datalake_id: UUID, body: ImportProjections
) -> int:
    """Attach stored objects to data as projections; a name that a data item has is skipped."""
    _check_datalake(body.datalake_id, datalake_id)
    organization_id = principal.organization_id
    await repository.get_datalake(session, organization_id, datalake_id)
    made = 0
    for object_name, wanted in body.projections.items():
        data_id = await repository.by_object_name(session, organization_id, object_name)
        known = await repository.existing_ids(
            session, organization_id, datalake_id, [data_id] if data_id else []
        )
        if data_id is None or not known:
            raise NotFound("No data of this datalake has this object name", detail=object_name)
        present = await repository.projections(session, organization_id, data_id=data_id)
        names = {row.name for row in present}
        for item in wanted:
            if item.name not in names:
                await _attach(session, organization_id, data_id, item)
                made += 1
    return made


async def _attach(
    session: Session, organization_id: UUID, data_id: UUID, item: NamedObject
) -> None:
    row: Any = await object_repository.get(session, organization_id, item.object_name)
    stored = await blobs.storage().stat(item.object_name)
    if stored is None:
        raise Invalid("Nothing was uploaded under this object name", detail=item.object_name)
    seen = await upload.examine_object(
        item.object_name, stored, kind="IMAGE", filename=row.filename, content_type=""
    )
    await repository.add_projection(
        session,
        organization_id,
        data_id,
        name=item.name,
        filename=row.filename,
        object_name=item.object_name,
        content_type=seen.content_type,
        file_size=stored.size_bytes,
        width=seen.width,
        height=seen.height,
    )
