# SPDX-License-Identifier: Apache-2.0
"""Statements on names of stored objects."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, false, insert, or_, select

from sightline.datalake.models import Data, StoredObject
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound


async def add(
    session: Session,
    organization_id: UUID,
    *,
    object_name: str,
    purpose: str,
    filename: str,
    content_type: str | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Record an issued name."""
    await session.execute(
        insert(StoredObject).values(
            organization_id=organization_id,
            object_name=object_name,
            purpose=purpose,
            filename=filename,
            content_type=content_type,
            expires_at=expires_at,
        )
    )


async def unclaimed(
    session: Session, organization_id: UUID, prefixes: Sequence[str], *, limit: int
) -> Sequence[AnyRow]:
    """List (object_name, filename) of issued data objects that no data item uses yet."""
    used = exists().where(
        Data.organization_id == organization_id, Data.object_name == StoredObject.object_name
    )
    starts = [StoredObject.object_name.startswith(prefix, autoescape=True) for prefix in prefixes]
    statement = select(StoredObject.object_name, StoredObject.filename).where(
        StoredObject.organization_id == organization_id,
        StoredObject.purpose == "DATA",
        or_(false(), *starts),
        ~used,
    )
    return (await session.execute(statement.order_by(StoredObject.id).limit(limit))).all()


async def get(session: Session, organization_id: UUID, object_name: str) -> AnyRow:
    """Return (object_name, purpose, filename, content_type) or raise `NotFound`."""
    statement = select(
        StoredObject.object_name,
        StoredObject.purpose,
        StoredObject.filename,
        StoredObject.content_type,
    ).where(
        StoredObject.organization_id == organization_id, StoredObject.object_name == object_name
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("This object name was not issued to your organization")
    return row
