# SPDX-License-Identifier: Apache-2.0
"""Statements on tags, their links and data sources."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from sightline.datalake.models import DataSource, Tag, TagLink
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id


async def get_tag(session: Session, organization_id: UUID, tag_id: UUID) -> AnyRow:
    """Return a tag or raise `NotFound`."""
    statement = select(Tag.id, Tag.name, Tag.target_type, Tag.scope_id).where(
        Tag.organization_id == organization_id, Tag.id == tag_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such tag")
    return row


async def list_tags(
    session: Session,
    organization_id: UUID,
    *,
    target_type: str | None = None,
    scope_id: UUID | None = None,
    name: str | None = None,
    names: Sequence[str] | None = None,
) -> Sequence[AnyRow]:
    """List tags by name."""
    statement = select(Tag.id, Tag.name, Tag.target_type, Tag.scope_id).where(
        Tag.organization_id == organization_id
    )
    if target_type is not None:
        statement = statement.where(Tag.target_type == target_type)
    if scope_id is not None:
        statement = statement.where(Tag.scope_id == scope_id)
    if name is not None:
        statement = statement.where(Tag.name == name)
    if names is not None:
        statement = statement.where(Tag.name.in_(names))
    return (await session.execute(statement.order_by(Tag.name).limit(10_000))).all()


async def add_tag(
    session: Session, organization_id: UUID, *, name: str, target_type: str, scope_id: UUID | None
) -> UUID | None:
    """Insert a tag; None when the name is taken."""
    statement = (
        insert(Tag)
        .values(
            id=new_id(),
            organization_id=organization_id,
            name=name,
            target_type=target_type,
            scope_id=scope_id,
        )
        .on_conflict_do_nothing()
        .returning(Tag.id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def rename_tag(session: Session, organization_id: UUID, tag_id: UUID, name: str) -> None:
    """Rename a tag."""
    await session.execute(
        update(Tag)
        .where(Tag.organization_id == organization_id, Tag.id == tag_id)
        .values(name=name)
    )


async def delete_tag(session: Session, organization_id: UUID, tag_id: UUID) -> None:
    """Delete a tag and its links."""
    await session.execute(
        delete(Tag).where(Tag.organization_id == organization_id, Tag.id == tag_id)
    )


async def link(
    session: Session, organization_id: UUID, tag_ids: Sequence[UUID], target_ids: Sequence[UUID]
) -> int:
    """Put tags on objects; present links stay. Return the number of new ones."""
    rows = [
        {"organization_id": organization_id, "tag_id": tag_id, "target_id": target_id}
        for tag_id in tag_ids
        for target_id in target_ids
    ]
    if not rows:
        return 0
    statement = insert(TagLink).on_conflict_do_nothing().returning(TagLink.id)
    return len((await session.execute(statement, rows)).all())


async def unlink(
    session: Session, organization_id: UUID, tag_id: UUID, target_ids: Sequence[UUID]
) -> int:
    """Take a tag off objects; return the number of removed links."""
    statement = (
        delete(TagLink)
        .where(
            TagLink.organization_id == organization_id,
            TagLink.tag_id == tag_id,
            TagLink.target_id.in_(target_ids),
        )
        .returning(TagLink.id)
    )
    return len((await session.execute(statement)).all())


async def drop_links(session: Session, organization_id: UUID, target_ids: Sequence[UUID]) -> None:
    """Remove every tag from objects that go away."""
    await session.execute(
        delete(TagLink).where(
            TagLink.organization_id == organization_id, TagLink.target_id.in_(target_ids)
        )
    )


async def tags_of(
    session: Session, organization_id: UUID, target_ids: Sequence[UUID]
) -> dict[UUID, list[dict[str, Any]]]:
    """Map objects to their tags, in one query."""
    statement = (
        select(TagLink.target_id, Tag.id, Tag.name, Tag.target_type)
        .join(Tag, and_(Tag.id == TagLink.tag_id, Tag.organization_id == TagLink.organization_id))
        .where(TagLink.organization_id == organization_id, TagLink.target_id.in_(target_ids))
        .order_by(Tag.name)
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in await session.execute(statement):
        tag = {"id": row.id, "name": row.name, "target_type": row.target_type}
        found.setdefault(row.target_id, []).append(tag)
    return found


async def get_source(session: Session, organization_id: UUID, source_id: UUID) -> AnyRow:
    """Return a data source or raise `NotFound`."""
    statement = select(DataSource.id, DataSource.name).where(
        DataSource.organization_id == organization_id, DataSource.id == source_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such data source")
    return row


async def list_sources(
    session: Session, organization_id: UUID, *, name: str | None = None
) -> Sequence[AnyRow]:
    """List data sources by name."""
    statement = select(DataSource.id, DataSource.name).where(
        DataSource.organization_id == organization_id
    )
    if name is not None:
        statement = statement.where(DataSource.name == name)
    return (await session.execute(statement.order_by(DataSource.name).limit(10_000))).all()


async def add_source(session: Session, organization_id: UUID, name: str) -> UUID | None:
    """Insert a data source; None when the name is taken."""
    statement = (
        insert(DataSource)
        .values(id=new_id(), organization_id=organization_id, name=name)
        .on_conflict_do_nothing()
        .returning(DataSource.id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def rename_source(
    session: Session, organization_id: UUID, source_id: UUID, name: str
) -> None:
    """Rename a data source."""
    await session.execute(
        update(DataSource)
        .where(DataSource.organization_id == organization_id, DataSource.id == source_id)
        .values(name=name)
    )


async def delete_source(session: Session, organization_id: UUID, source_id: UUID) -> None:
    """Delete a data source; data keep existing without one."""
    await session.execute(
        delete(DataSource).where(
            DataSource.organization_id == organization_id, DataSource.id == source_id
        )
    )
