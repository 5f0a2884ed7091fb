# SPDX-License-Identifier: Apache-2.0
"""From an uploaded object to a data item."""

import asyncio
import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sightline.datalake import objects, tasks
from sightline.datalake.examination import Examination, examine
from sightline.datalake.repository import data as repository
from sightline.datalake.repository import objects as object_repository
from sightline.datalake.repository import tags as tag_repository
from sightline.datalake.schemas import DataCreate
from sightline.datalake.service import custom_metadata
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.ids import new_id
from sightline.kernel.ports import blobs
from sightline.kernel.principal import Principal
from sightline.kernel.queue.app import enqueue
from sightline.kernel.storage.interface import StoredObject


async def _uploaded(object_name: str) -> StoredObject:
    stored = await blobs.storage().stat(object_name)
    if stored is None:
        raise Invalid("Nothing was uploaded under this object name")
    return stored


async def examine_object(
    object_name: str, stored: StoredObject, *, kind: str, filename: str, content_type: str
) -> Examination:
    """Look at an uploaded object where it lies."""
    with await blobs.storage().open(object_name) as file:
        return await asyncio.to_thread(
            examine,
            file,
            stored.size_bytes,
            kind=kind,
            filename=filename,
            content_type=content_type,
        )


async def create_data(
    session: Session, principal: Principal, datalake_id: UUID, body: DataCreate
) -> UUID:
    """Make a data item from an uploaded object; repeating it returns the same item.

    Raises:
        NotFound: datalake, tag or source is unknown, or the object name was not issued here.
        Invalid: nothing was uploaded under the name, or metadata do not fit the schema.
    """
    organization_id = principal.organization_id
    lake = await repository.get_datalake(session, organization_id, datalake_id)
    present = await repository.by_object_name(session, organization_id, body.object_name)
    if present is not None:
        return present
    await object_repository.get(session, organization_id, body.object_name)
    stored = await _uploaded(body.object_name)
    custom_metadata.check(lake, body.custom_metadata)
    await _check_references(session, organization_id, datalake_id, body)
    said = {"filename": body.filename, "content_type": body.content_type}
    seen = await examine_object(body.object_name, stored, kind=body.type, **said)
    data_id = await _insert(
        session,
        principal,
        datalake_id,
        seen,
        {
            "type": body.type,
            "filename": body.filename,
            **_file_of(body.object_name, stored),
            "data_source_id": body.data_source_id,
            "properties": body.metadata,
            "custom_metadata": body.custom_metadata,
        },
    )
    await tag_repository.link(session, organization_id, body.tags, [data_id])
    return data_id


async def _check_references(
    session: Session, organization_id: UUID, datalake_id: UUID, body: DataCreate
) -> None:
    if body.data_source_id is not None:
        await tag_repository.get_source(session, organization_id, body.data_source_id)
    for tag_id in body.tags:
        tag = await tag_repository.get_tag(session, organization_id, tag_id)
        if tag.target_type != "DATA" or tag.scope_id != datalake_id:
            raise NotFound("No such tag in this datalake")


async def _insert(
    session: Session,
    principal: Principal,
    datalake_id: UUID,
    seen: Examination,
    values: Mapping[str, Any],
) -> UUID:
    data_id = new_id()
    organization_id = principal.organization_id
    await repository.add(
        session,
        {
            "id": data_id,
            "organization_id": organization_id,
            "datalake_id": datalake_id,
            "created_by_id": principal.user_id,
            "content_type": seen.content_type,
            "upload_status": seen.upload_status,
            "status_reason": seen.reason,
            "width": seen.width,
            "height": seen.height,
            "duration_secs": seen.duration_secs,
            **values,
        },
    )
    for scope, name in (("m", "properties"), ("c", "custom_metadata")):
        if values.get(name):
            await repository.replace_metadata(
                session, organization_id, data_id, scope, values[name]
            )
    if seen.is_image:
        await enqueue(
            session,
            tasks.make_data_renditions,
            organization_id=str(organization_id),
            data_id=str(data_id),
        )
    await note_change(session, organization_id, "data.created", [data_id])
    return data_id


async def _examine_image(content: bytes, filename: str) -> Examination:
    seen = await asyncio.to_thread(
        examine,
        io.BytesIO(content),
        len(content),
        kind="IMAGE",
        filename=filename,
        content_type="",
    )
    if not seen.is_image:
        raise Invalid(seen.reason or "The file is no image that is read here")
    return seen


async def register_bytes(
    session: Session,
    principal: Principal,
    *,
    datalake_id: UUID,
    filename: str,
    content: bytes,
    source_name: str | None = None,
    tag_names: Sequence[str] = (),
    metadata: dict[str, Any] | None = None,
    custom_metadata_values: dict[str, Any] | None = None,
) -> UUID:
    """Store bytes as a new data item, for services that get images themselves.

    Raises:
        Invalid: the bytes are no readable image.
    """
    organization_id = principal.organization_id
    await repository.get_datalake(session, organization_id, datalake_id)
    seen = await _examine_image(content, filename)
    name, stored = await store_bytes(
        session, organization_id, purpose="DATA", filename=filename, content=content
    )
    source_id = await ensure_source(session, organization_id, source_name) if source_name else None
    data_id = await _insert(
        session,
        principal,
        datalake_id,
        seen,
        {
            "type": "IMAGE",
            "filename": filename,
            **_file_of(name, stored),
            "data_source_id": source_id,
            "properties": metadata,
            "custom_metadata": custom_metadata_values,
        },
    )
    await _link_by_name(session, organization_id, datalake_id, data_id, tag_names)
    return data_id


def _file_of(name: str, stored: StoredObject) -> dict[str, Any]:
    return {"object_name": name, "file_size": stored.size_bytes, "sha256": stored.sha256}


async def _link_by_name(
    session: Session, organization_id: UUID, datalake_id: UUID, data_id: UUID, names: Sequence[str]
) -> None:
    tag_ids = [
        await ensure_tag(session, organization_id, "DATA", datalake_id, name)
        for name in dict.fromkeys(names)
    ]
    await tag_repository.link(session, organization_id, tag_ids, [data_id])


async def store_bytes(
    session: Session, organization_id: UUID, *, purpose: str, filename: str, content: bytes
) -> tuple[str, Any]:
    """Store bytes under a new object name; return (object name, size and hashes)."""
    name = objects.new_object_name(purpose, organization_id, filename)

    async def chunks() -> Any:
        yield content

    stored = await blobs.storage().put(name, chunks(), max_bytes=len(content))
    await object_repository.add(
        session, organization_id, object_name=name, purpose=purpose, filename=filename
    )
    return name, stored


async def ensure_source(session: Session, organization_id: UUID, name: str) -> UUID:
    """Return the id of a data source, made if needed."""
    made = await tag_repository.add_source(session, organization_id, name)
    if made is not None:
        return made
    rows = await tag_repository.list_sources(session, organization_id, name=name)
    source_id: UUID = rows[0].id
    return source_id


async def ensure_tag(
    session: Session, organization_id: UUID, target_type: str, scope_id: UUID | None, name: str
) -> UUID:
    """Return the id of a tag, made if needed."""
    made = await tag_repository.add_tag(
        session, organization_id, name=name, target_type=target_type, scope_id=scope_id
    )
    if made is not None:
        return made
    rows = await tag_repository.list_tags(
        session, organization_id, target_type=target_type, scope_id=scope_id, name=name
    )
    tag_id: UUID = rows[0].id
    return tag_id
