# SPDX-License-Identifier: Apache-2.0
"""Routes of tags and data sources."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from sightline.datalake import presenters
from sightline.datalake.repository import data as data_repository
from sightline.datalake.repository import tags as repository
from sightline.datalake.schemas import NameInput, SourceRead, TagCreate, TagList, TagRead, TagTarget
from sightline.datalake.service import organize
from sightline.kernel.errors import Conflict, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["tags"])
NameQuery = Annotated[str, Query(max_length=200)]
TargetIds = Annotated[list[UUID], Body(max_length=10_000)]


def _list(rows: Any) -> Response:
    items = [presenters.describe_tag(row) for row in rows]
    return answer({"items": items, "count": len(items)})


def _first(rows: Any) -> Response:
    if not rows:
        raise NotFound("No such tag")
    return answer(presenters.describe_tag(rows[0]))


@router.create("/api/organization/{organization_id}/tags", response_model=TagRead)
async def create_organization_tag(ctx: Ctx, organization_id: UUID, body: TagCreate) -> Response:
    row = await organize.create_tag(
        ctx.session, organization_id, name=body.name, target_type=body.target_type, scope_id=None
    )
    return answer(presenters.describe_tag(row))


@router.read("/api/organization/{organization_id}/tags", response_model=TagList)
async def list_organization_tags(
    ctx: Ctx, organization_id: UUID, target_type: TagTarget | None = None
) -> Response:
    return _list(await repository.list_tags(ctx.session, organization_id, target_type=target_type))


@router.read("/api/organization/{organization_id}/tags/find", response_model=TagRead)
async def find_organization_tag(
    ctx: Ctx, organization_id: UUID, name: NameQuery, target_type: TagTarget
) -> Response:
    return _first(
        await repository.list_tags(ctx.session, organization_id, target_type=target_type, name=name)
    )


@router.create("/api/datalake/{datalake_id}/tags", response_model=TagRead)
async def create_data_tag(ctx: Ctx, datalake_id: UUID, body: NameInput) -> Response:
    await data_repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    row = await organize.create_tag(
        ctx.session,
        ctx.organization_id,
        name=body.name,
        target_type="DATA",
        scope_id=datalake_id,
    )
    return answer(presenters.describe_tag(row))


@router.read("/api/datalake/{datalake_id}/tags", response_model=TagList)
async def list_data_tags(ctx: Ctx, datalake_id: UUID) -> Response:
    await data_repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    return _list(
        await repository.list_tags(
            ctx.session, ctx.organization_id, target_type="DATA", scope_id=datalake_id
        )
    )


@router.read("/api/datalake/{datalake_id}/tags/find", response_model=TagRead)
async def find_data_tag(ctx: Ctx, datalake_id: UUID, name: NameQuery) -> Response:
    await data_repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    return _first(
        await repository.list_tags(
            ctx.session,
            ctx.organization_id,
            target_type="DATA",
            scope_id=datalake_id,
            name=name,
        )
    )


@router.read("/api/tag/{tag_id}", response_model=TagRead)
async def get_tag(ctx: Ctx, tag_id: UUID) -> Response:
    row = await repository.get_tag(ctx.session, ctx.organization_id, tag_id)
    return answer(presenters.describe_tag(row))


@router.update("/api/tag/{tag_id}", response_model=TagRead)
async def rename_tag(ctx: Ctx, tag_id: UUID, body: NameInput) -> Response:
    await organize.hold_tag(ctx.session, ctx.organization_id, tag_id)
    await repository.rename_tag(ctx.session, ctx.organization_id, tag_id, body.name)
    await note_change(ctx.session, ctx.organization_id, "tag.updated", [tag_id])
    return await get_tag(ctx, tag_id)


@router.remove("/api/tag/{tag_id}", status=204)
async def delete_tag(ctx: Ctx, tag_id: UUID) -> Response:
    await organize.hold_tag(ctx.session, ctx.organization_id, tag_id)
    await repository.delete_tag(ctx.session, ctx.organization_id, tag_id)
    await note_change(ctx.session, ctx.organization_id, "tag.deleted", [tag_id])
    return no_content()


@router.create("/api/tag/{tag_id}/attach")
async def attach_tag(ctx: Ctx, tag_id: UUID, ids: TargetIds) -> Response:
    tag, count = await organize.set_tag(ctx.session, ctx.organization_id, tag_id, ids, attach=True)
    return answer({"tag": presenters.describe_tag(tag), "count": count})


@router.create("/api/tag/{tag_id}/detach")
async def detach_tag(ctx: Ctx, tag_id: UUID, ids: TargetIds) -> Response:
    tag, count = await organize.set_tag(ctx.session, ctx.organization_id, tag_id, ids, attach=False)
    return answer({"tag": presenters.describe_tag(tag), "count": count})


@router.create("/api/organization/{organization_id}/datasources", response_model=SourceRead)
async def create_source(ctx: Ctx, organization_id: UUID, body: NameInput) -> Response:
    source_id = await repository.add_source(ctx.session, organization_id, body.name)
    if source_id is None:
        raise Conflict(f"A data source {body.name!r} exists already")
    return answer({"id": source_id, "name": body.name})


@router.read("/api/organization/{organization_id}/datasources")
async def list_sources(ctx: Ctx, organization_id: UUID) -> Response:
    rows = await repository.list_sources(ctx.session, organization_id)
    items = [{"id": row.id, "name": row.name} for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read("/api/organization/{organization_id}/datasources/find", response_model=SourceRead)
async def find_source(ctx: Ctx, organization_id: UUID, name: NameQuery) -> Response:
    rows = await repository.list_sources(ctx.session, organization_id, name=name)
    if not rows:
        raise NotFound("No such data source")
    return answer({"id": rows[0].id, "name": rows[0].name})


@router.read("/api/data/source/{source_id}", response_model=SourceRead)
async def get_source(ctx: Ctx, source_id: UUID) -> Response:
    row = await repository.get_source(ctx.session, ctx.organization_id, source_id)
    return answer({"id": row.id, "name": row.name})


@router.update("/api/data/source/{source_id}", response_model=SourceRead)
async def rename_source(ctx: Ctx, source_id: UUID, body: NameInput) -> Response:
    await repository.get_source(ctx.session, ctx.organization_id, source_id)
    await repository.rename_source(ctx.session, ctx.organization_id, source_id, body.name)
    return await get_source(ctx, source_id)


@router.remove("/api/data/source/{source_id}", status=204)
async def delete_source(ctx: Ctx, source_id: UUID) -> Response:
    await repository.get_source(ctx.session, ctx.organization_id, source_id)
    await repository.delete_source(ctx.session, ctx.organization_id, source_id)
    return no_content()
