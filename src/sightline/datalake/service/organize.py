# SPDX-License-Identifier: Apache-2.0
"""Finding, changing and deleting data; tags on any object."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, true

from sightline.datalake.fields import DATA_FIELDS, custom_metadata_equals
from sightline.datalake.models import Data
from sightline.datalake.repository import data as repository
from sightline.datalake.repository import tags as tag_repository
from sightline.datalake.schemas import BulkDataUpdate, DataSelection
from sightline.datalake.service import custom_metadata
from sightline.datalake.service.upload import ensure_source, ensure_tag
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.ports import holders, tag_targets
from sightline.kernel.principal import Principal
from sightline.kernel.query.sql import compile_query
from sightline.kernel.web.pagination import Page, PageRequest, fetch_page


async def list_data(
    session: Session,
    organization_id: UUID,
    datalake_id: UUID,
    *,
    query: str | None,
    custom: dict[str, Any] | None,
    paging: PageRequest,
    selection: DataSelection | None = None,
) -> Page:
    """List the data of a lake that match a query, custom metadata and a selection."""
    await repository.get_datalake(session, organization_id, datalake_id)
    statement = repository.data_statement(organization_id, datalake_id).where(
        compile_query(query, DATA_FIELDS),
        custom_metadata_equals(custom or {}),
        _selected(selection),
    )
    return await fetch_page(session, statement, sorting=repository.SORTING, request=paging)


def _selected(selection: DataSelection | None) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = true()
    if selection is None:
        return condition
    if selection.ids is not None:
        condition &= Data.id.in_(selection.ids)
    if selection.filenames is not None:
        condition &= Data.filename.in_(selection.filenames)
    if selection.object_names is not None:
        condition &= Data.object_name.in_(selection.object_names)
    return condition


async def find_data(
    session: Session, organization_id: UUID, datalake_id: UUID, criteria: dict[str, Any]
) -> Any:
    """Return the one item that matches all given criteria.

    Raises:
        Invalid: no criterion, or several items match.
        NotFound: none matches.
    """
    given = {name: value for name, value in criteria.items() if value is not None}
    if not given:
        raise Invalid("Give id, filename or object_name")
    await repository.get_datalake(session, organization_id, datalake_id)
    rows = await repository.find_row(session, organization_id, datalake_id, given)
    if not rows:
        raise NotFound("No data matches")
    if len(rows) > 1:
        raise Invalid("Several data match; narrow it with the id")
    return rows[0]


async def delete_data(session: Session, organization_id: UUID, ids: Sequence[UUID]) -> int:
    """Delete data with their assets and predicted assets; unknown ids are ignored.

    Raises:
        Locked: a locked dataset version holds some of them.
    """
    await holders.may_go(session, "DATA", organization_id, ids)
    deleted = await repository.remove(session, organization_id, ids)
    await tag_repository.drop_links(session, organization_id, [row.id for row in deleted])
    await note_change(session, organization_id, "data.deleted", [row.id for row in deleted])
    return len(deleted)


async def change_metadata(
    session: Session, organization_id: UUID, data_id: UUID, metadata: dict[str, Any] | None
) -> None:
    """Replace the standard metadata of an item."""
    await repository.change(session, organization_id, data_id, {"properties": metadata})
    await repository.replace_metadata(session, organization_id, data_id, "m", metadata or {})
    await note_change(session, organization_id, "data.updated", [data_id])


async def change_custom_metadata(
    session: Session, organization_id: UUID, data_id: UUID, values: dict[str, Any] | None
) -> None:
    """Replace the custom metadata of an item after checking them against the lake's schema."""
    row = await repository.get_row(session, organization_id, data_id)
    lake = await repository.get_datalake(session, organization_id, row.datalake_id)
    custom_metadata.check(lake, values)
    await repository.change(session, organization_id, data_id, {"custom_metadata": values})
    await repository.replace_metadata(session, organization_id, data_id, "c", values or {})
    await note_change(session, organization_id, "data.updated", [data_id])


async def bulk_update(
    session: Session,
    principal: Principal,
    datalake_id: UUID,
    changes: dict[UUID, BulkDataUpdate],
) -> None:
    """Change many items at once; null and empty mean leave as it is."""
    organization_id = principal.organization_id
    await repository.get_datalake(session, organization_id, datalake_id)
    known = await repository.existing_ids(session, organization_id, datalake_id, list(changes))
    if len(known) < len(changes):
        raise NotFound("Some of the data do not exist in this datalake; nothing was changed")
    sources = {
        name: await ensure_source(session, organization_id, name)
        for name in sorted({c.data_source for c in changes.values() if c.data_source is not None})
    }
    tags = {
        name: await ensure_tag(session, organization_id, "DATA", datalake_id, name)
        for name in sorted({name for c in changes.values() for name in c.tags or ()})
    }
    for data_id, change in changes.items():
        if change.metadata is not None:
            await change_metadata(session, organization_id, data_id, change.metadata)
        if change.custom_metadata is not None:
            await change_custom_metadata(session, organization_id, data_id, change.custom_metadata)
        if change.data_source is not None:
            values = {"data_source_id": sources[change.data_source]}
            await repository.change(session, organization_id, data_id, values)
        if change.tags:
            chosen = [tags[name] for name in dict.fromkeys(change.tags)]
            await tag_repository.link(session, organization_id, chosen, [data_id])


async def create_tag(
    session: Session, organization_id: UUID, *, name: str, target_type: str, scope_id: UUID | None
) -> Any:
    """Create a tag; `Conflict` when the name is taken in its scope."""
    made = await tag_repository.add_tag(
        session, organization_id, name=name, target_type=target_type, scope_id=scope_id
    )
    if made is None:
        raise Conflict(f"A tag {name!r} exists already")
    return await tag_repository.get_tag(session, organization_id, made)


async def hold_tag(session: Session, organization_id: UUID, tag_id: UUID) -> None:
    """Hold what a tag belongs to before the tag changes.

    Raises:
        NotFound: no such tag.
        Locked: it belongs to a locked dataset version.
    """
    tag = await tag_repository.get_tag(session, organization_id, tag_id)
    await tag_targets.resolver_of(tag.target_type)(session, organization_id, tag.scope_id, [])


async def set_tag(
    session: Session, organization_id: UUID, tag_id: UUID, ids: Sequence[UUID], *, attach: bool
) -> tuple[Any, int]:
    """Attach or detach a tag; return it and how many objects changed.

    Raises:
        NotFound: the tag, or one of the objects in its scope, does not exist.
    """
    tag = await tag_repository.get_tag(session, organization_id, tag_id)
    resolve = tag_targets.resolver_of(tag.target_type)
    known = await resolve(session, organization_id, tag.scope_id, list(ids))
    if len(known) < len(set(ids)):
        raise NotFound("Some of the objects do not exist where this tag belongs")
    if attach:
        count = await tag_repository.link(session, organization_id, [tag_id], list(known))
    else:
        count = await tag_repository.unlink(session, organization_id, tag_id, list(known))
    kind = tag.target_type.lower()
    await note_change(session, organization_id, f"{kind}.tagged", list(known))
    return tag, count
