# SPDX-License-Identifier: Apache-2.0
"""What other slices may ask of the datalake."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from sightline.datalake import objects, presenters
from sightline.datalake.fields import DATA_FIELDS, custom_metadata_equals, tag_field
from sightline.datalake.models import Data, DataSource
from sightline.datalake.repository import charts as chart_repository
from sightline.datalake.repository import data as repository
from sightline.datalake.repository import objects as object_repository
from sightline.datalake.repository import tags as tag_repository
from sightline.datalake.service import custom_metadata, organize, upload
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ports import blobs

__all__ = ["DATA_FIELDS", "custom_metadata_equals", "tag_field"]

MAX_STREAM_BYTES = 64 * 1024**3

data_table: Table = Data.__table__  # type: ignore[assignment]
"""For joins of listing statements (assets of a version with their data); read only."""
source_table: Table = DataSource.__table__  # type: ignore[assignment]

describe_data = presenters.describe_data
describe_tag = presenters.describe_tag
tags_of = tag_repository.tags_of
list_tags = tag_repository.list_tags
get_tag = tag_repository.get_tag
link_tags = tag_repository.link
drop_links = tag_repository.drop_links
create_tag = organize.create_tag
ensure_tag = upload.ensure_tag
check_attributes = custom_metadata.check_attributes
existing_data_ids = repository.existing_ids
register_bytes = upload.register_bytes
register_grouping = chart_repository.register_grouping
sign_object = objects.sign
find_by_object_name = repository.row_of_object


async def create_datalake(
    session: Session, organization_id: UUID, *, name: str, connector_id: UUID
) -> UUID:
    """Create a datalake and return its id."""
    return await repository.add_datalake(
        session, organization_id, name=name, connector_id=connector_id
    )


async def default_datalake_id(session: Session, organization_id: UUID) -> UUID:
    """Return the id of the organization's oldest datalake."""
    rows = await repository.list_datalakes(session, organization_id)
    datalake_id: UUID = rows[0].id
    return datalake_id


async def get_datalake(session: Session, organization_id: UUID, datalake_id: UUID) -> Any:
    """Return (id, name, connector_id, …) of a datalake or raise `NotFound`."""
    return await repository.get_datalake(session, organization_id, datalake_id)


async def get_data(
    session: Session, organization_id: UUID, ids: Sequence[UUID], base_url: str | None
) -> dict[UUID, dict[str, Any]]:
    """Map ids to Data answers; unknown ids are missing."""
    rows = await repository.rows_of(session, organization_id, ids)
    items = await presenters.describe_page(session, organization_id, rows, base_url)
    return {item["id"]: item for item in items}


async def data_rows(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, Any]:
    """Map ids to rows with (id, filename, object_name, width, height, upload_status, …)."""
    rows = await repository.rows_of(session, organization_id, ids)
    return {row.id: row for row in rows}


async def require_object(session: Session, organization_id: UUID, object_name: str) -> Any:
    """Return the stored object's (size_bytes, sha256, md5).

    Raises:
        NotFound: the name was not issued to this organization, or nothing was uploaded yet.
    """
    await object_repository.get(session, organization_id, object_name)
    stored = await blobs.storage().stat(object_name)
    if stored is None:
        raise NotFound("Nothing was uploaded under this object name")
    return stored


async def read_object(object_name: str) -> bytes:
    """Return the bytes of a blob that a row of the caller's organization names."""
    return await blobs.storage().read(object_name)


async def store_bytes(
    session: Session, organization_id: UUID, *, purpose: str, filename: str, content: bytes
) -> str:
    """Store bytes under a new object name and return the name."""
    name, _ = await upload.store_bytes(
        session, organization_id, purpose=purpose, filename=filename, content=content
    )
    return name


async def store_stream(
    session: Session,
    organization_id: UUID,
    *,
    purpose: str,
    filename: str,
    chunks: AsyncIterator[bytes],
) -> str:
    """Store a stream under a new object name without holding it in memory; return the name."""
    name = objects.new_object_name(purpose, organization_id, filename)
    await blobs.storage().put(name, chunks, max_bytes=MAX_STREAM_BYTES)
    await object_repository.add(
        session, organization_id, object_name=name, purpose=purpose, filename=filename
    )
    return name
