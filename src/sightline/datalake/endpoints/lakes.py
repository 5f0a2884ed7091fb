# SPDX-License-Identifier: Apache-2.0
"""Routes of datalakes and their custom metadata schema."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datalake import presenters
from sightline.datalake.repository import data as repository
from sightline.datalake.schemas import AllowExtraInput, DatalakeList, DatalakeRead, KeyConf
from sightline.datalake.service import custom_metadata
from sightline.kernel.errors import NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Permission
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["datalake"])


@router.read("/api/organization/{organization_id}/datalake", response_model=DatalakeRead)
async def find_datalake(
    ctx: Ctx,
    organization_id: UUID,
    id: Annotated[UUID | None, Query()] = None,
    name: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    rows = await repository.list_datalakes(ctx.session, organization_id, datalake_id=id, name=name)
    if not rows:
        raise NotFound("No such datalake")
    return answer(presenters.describe_datalake(rows[0]))


@router.read("/api/organization/{organization_id}/datalakes", response_model=DatalakeList)
async def list_datalakes(ctx: Ctx, organization_id: UUID) -> Response:
    rows = await repository.list_datalakes(ctx.session, organization_id)
    counts = await repository.data_counts(ctx.session, organization_id)
    items = [
        {**presenters.describe_datalake(row), "data_count": counts.get(row.id, 0)} for row in rows
    ]
    return answer({"items": items, "count": len(items)})


@router.read("/api/datalake/{datalake_id}", response_model=DatalakeRead)
async def get_datalake(ctx: Ctx, datalake_id: UUID) -> Response:
    row = await repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    return answer(presenters.describe_datalake(row))


@router.read("/api/datalake/{datalake_id}/custom-metadata")
async def get_custom_metadata(ctx: Ctx, datalake_id: UUID) -> Response:
    row = await repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    schema = row.custom_metadata_schema or {}
    return answer(
        {
            "custom_metadata_schema": schema,
            "allow_extra_custom_metadata": row.allow_extra_custom_metadata,
            "keys": schema,
        }
    )


@router.update("/api/datalake/{datalake_id}/custom-metadata", requires=Permission.ADMIN)
async def allow_extra(ctx: Ctx, datalake_id: UUID, body: AllowExtraInput) -> Response:
    await repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    await repository.update_datalake(
        ctx.session,
        ctx.organization_id,
        datalake_id,
        allow_extra_custom_metadata=body.allow_extra_custom_metadata,
    )
    return await get_custom_metadata(ctx, datalake_id)


@router.create(
    "/api/datalake/{datalake_id}/custom-metadata/keys/{key:path}", requires=Permission.ADMIN
)
async def set_key(ctx: Ctx, datalake_id: UUID, key: str, body: KeyConf) -> Response:
    """Create or replace one key of the schema."""
    row = await repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    custom_metadata.check_key(key, body)
    stored = body.model_dump(exclude_none=True)
    schema = {**(row.custom_metadata_schema or {}), key: stored}
    await repository.update_datalake(
        ctx.session, ctx.organization_id, datalake_id, custom_metadata_schema=schema
    )
    await note_change(ctx.session, ctx.organization_id, "datalake.updated", [datalake_id])
    return answer(stored)


@router.remove(
    "/api/datalake/{datalake_id}/custom-metadata/keys/{key:path}",
    requires=Permission.ADMIN,
    status=204,
)
async def delete_key(ctx: Ctx, datalake_id: UUID, key: str) -> Response:
    row = await repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    schema = dict(row.custom_metadata_schema or {})
    if schema.pop(key, None) is None:
        raise NotFound("No such key")
    await repository.update_datalake(
        ctx.session, ctx.organization_id, datalake_id, custom_metadata_schema=schema
    )
    return no_content()
