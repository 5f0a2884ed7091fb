# SPDX-License-Identifier: Apache-2.0
"""Rows to answers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sightline.datalake import objects
from sightline.datalake.repository import tags as tag_repository
from sightline.kernel.db.session import Session


def describe_data(
    row: Any, tags: Sequence[Mapping[str, Any]], base_url: str | None
) -> dict[str, Any]:
    """Build a Data answer; without a base address it carries no signed addresses."""
    body: dict[str, Any] = {
        "id": row.id,
        "datalake_id": row.datalake_id,
        "type": row.type,
        "filename": row.filename,
        "object_name": row.object_name,
        "content_type": row.content_type,
        "upload_status": row.upload_status,
        "status_reason": row.status_reason,
        "file_size": row.file_size,
        "created_at": row.created_at,
        "metadata": row.properties,
        "custom_metadata": row.custom_metadata,
        "presigned_url": None,
        "thumbnail_url": None,
        "display_url": None,
        "tags": tags,
        "data_source": (
            {"id": row.data_source_id, "name": row.source_name} if row.data_source_id else None
        ),
    }
    if row.width is not None:
        body["meta"] = {"width": row.width, "height": row.height}
    if base_url is not None:
        body["presigned_url"] = objects.sign(
            row.object_name, base_url, content_type=row.content_type, filename=row.filename
        )
        if row.has_renditions:
            for kind in ("thumbnail", "display"):
                key = objects.rendition_key(row.id, kind)
                body[f"{kind}_url"] = objects.sign(key, base_url, content_type="image/webp")
    return body


async def describe_page(
    session: Session, organization_id: UUID, rows: Sequence[Any], base_url: str | None
) -> list[dict[str, Any]]:
    """Build the answers of a page; tags come in one query."""
    tags = await tag_repository.tags_of(session, organization_id, [row.id for row in rows])
    return [describe_data(row, tags.get(row.id, []), base_url) for row in rows]


def describe_tag(row: Any) -> dict[str, Any]:
    """Build a Tag answer."""
    return {"id": row.id, "name": row.name, "target_type": row.target_type}


def describe_datalake(row: Any) -> dict[str, Any]:
    """Build a Datalake answer."""
    return {"id": row.id, "name": row.name, "connector_id": row.connector_id}


def describe_projection(row: Any, base_url: str) -> dict[str, Any]:
    """Build a DataProjection answer."""
    return {
        "id": row.id,
        "name": row.name,
        "object_name": row.object_name,
        "filename": row.filename,
        "compute_status": "DONE",
        "infos": row.infos,
        "presigned_url": objects.sign(
            row.object_name, base_url, content_type=row.content_type, filename=row.filename
        ),
    }
