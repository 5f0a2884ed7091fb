# SPDX-License-Identifier: Apache-2.0
"""Routes of data and their projections."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datalake import objects, presenters
from sightline.datalake.repository import data as repository
from sightline.datalake.repository import objects as object_repository
from sightline.datalake.schemas import (
    BulkUpdate,
    CustomMetadataUpdate,
    DataCreate,
    DataPage,
    DataRead,
    DataSelection,
    DataUpdate,
    ProjectionCreate,
    read_custom_metadata,
)
from sightline.datalake.service import organize, upload
from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.ports import blobs
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging
from sightline.kernel.web.router import Ctx, Router
from sightline.kernel.web.schemas import IdsInput

router = Router(tags=["data"])
Query_ = Annotated[str | None, Query(max_length=20_000)]


async def _one(ctx: Ctx, row: Any) -> dict[str, Any]:
    items = await presenters.describe_page(ctx.session, ctx.organization_id, [row], ctx.base_url)
    return items[0]


@router.create("/api/datalake/{datalake_id}/datas", response_model=DataRead)
async def create_data(ctx: Ctx, datalake_id: UUID, body: DataCreate) -> Response:
    data_id = await upload.create_data(ctx.session, ctx.principal, datalake_id, body)
    row = await repository.get_row(ctx.session, ctx.organization_id, data_id)
    return answer(await _one(ctx, row))


@router.read("/api/datalake/{datalake_id}/datas", response_model=DataPage)
async def list_data(
    ctx: Ctx,
    datalake_id: UUID,
    paging: Paging,
    q: Query_ = None,
    custom_metadata: Query_ = None,
) -> Response:
    page = await organize.list_data(
        ctx.session,
        ctx.organization_id,
        datalake_id,
        query=q,
        custom=read_custom_metadata(custom_metadata),
        paging=paging,
    )
    return await _page(ctx, page)


async def _page(ctx: Ctx, page: Any) -> Response:
    items = await presenters.describe_page(
        ctx.session, ctx.organization_id, page.rows, ctx.base_url
    )
    return answer(page.body(items))


@router.xget("/api/datalake/{datalake_id}/datas")
async def select_data(
    ctx: Ctx,
    datalake_id: UUID,
    paging: Paging,
    body: DataSelection,
    custom_metadata: Query_ = None,
) -> Response:
    page = await organize.list_data(
        ctx.session,
        ctx.organization_id,
        datalake_id,
        query=body.q,
        custom=read_custom_metadata(custom_metadata),
        paging=paging,
        selection=body,
    )
    return await _page(ctx, page)


@router.remove("/api/datalake/{datalake_id}/datas", status=204)
async def delete_datas(ctx: Ctx, datalake_id: UUID, body: IdsInput) -> Response:
    await repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    known = await repository.existing_ids(ctx.session, ctx.organization_id, datalake_id, body.ids)
    await organize.delete_data(ctx.session, ctx.organization_id, list(known))
    return no_content()


@router.read("/api/datalake/{datalake_id}/datas/find", response_model=DataRead)
async def find_data(
    ctx: Ctx,
    datalake_id: UUID,
    id: Annotated[UUID | None, Query()] = None,
    filename: Annotated[str | None, Query(max_length=1000)] = None,
    object_name: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    criteria = {"id": id, "filename": filename, "object_name": object_name}
    row = await organize.find_data(ctx.session, ctx.organization_id, datalake_id, criteria)
    return answer(await _one(ctx, row))


@router.update("/api/datalake/{datalake_id}/data/bulk", status=204)
async def bulk_update(ctx: Ctx, datalake_id: UUID, body: BulkUpdate) -> Response:
    if body.datalake_id != datalake_id:
        raise Invalid("The body names another datalake than the address")
    await organize.bulk_update(ctx.session, ctx.principal, datalake_id, body.objects)
    return no_content()


@router.read("/api/data/projection/{projection_id}")
async def get_projection(ctx: Ctx, projection_id: UUID) -> Response:
    return answer(
        presenters.describe_projection(await _projection(ctx, projection_id), ctx.base_url)
    )


@router.read("/api/data/projection/{projection_id}/presigned-url")
async def projection_url(ctx: Ctx, projection_id: UUID) -> Response:
    described = presenters.describe_projection(await _projection(ctx, projection_id), ctx.base_url)
    return answer({"presigned_url": described["presigned_url"]})


@router.remove("/api/data/projection/{projection_id}", status=204)
async def delete_projection(ctx: Ctx, projection_id: UUID) -> Response:
    row = await _projection(ctx, projection_id)
    await repository.remove_projection(ctx.session, ctx.organization_id, row.id)
    return no_content()


async def _projection(ctx: Ctx, projection_id: UUID) -> Any:
    rows = await repository.projections(
        ctx.session, ctx.organization_id, projection_id=projection_id
    )
    if not rows:
        raise NotFound("No such projection")
    return rows[0]


@router.read("/api/data/{data_id}", response_model=DataRead)
async def get_data(ctx: Ctx, data_id: UUID) -> Response:
    return answer(
        await _one(ctx, await repository.get_row(ctx.session, ctx.organization_id, data_id))
    )


@router.update("/api/data/{data_id}", response_model=DataRead)
async def change_data(ctx: Ctx, data_id: UUID, body: DataUpdate) -> Response:
    await organize.change_metadata(ctx.session, ctx.organization_id, data_id, body.metadata)
    return await get_data(ctx, data_id)


@router.remove("/api/data/{data_id}", status=204)
async def delete_data(ctx: Ctx, data_id: UUID) -> Response:
    if not await organize.delete_data(ctx.session, ctx.organization_id, [data_id]):
        raise NotFound("No such data")
    return no_content()


@router.update("/api/data/{data_id}/custom-metadata")
async def change_custom_metadata(ctx: Ctx, data_id: UUID, body: CustomMetadataUpdate) -> Response:
    await organize.change_custom_metadata(
        ctx.session, ctx.organization_id, data_id, body.custom_metadata
    )
    return answer({"custom_metadata": body.custom_metadata})


@router.read("/api/data/{data_id}/presigned-url")
async def data_url(ctx: Ctx, data_id: UUID) -> Response:
    row = await repository.get_row(ctx.session, ctx.organization_id, data_id)
    url = objects.sign(
        row.object_name, ctx.base_url, content_type=row.content_type, filename=row.filename
    )
    return answer({"presigned_url": url})


@router.create("/api/data/{data_id}/projections")
async def create_projection(ctx: Ctx, data_id: UUID, body: ProjectionCreate) -> Response:
    await repository.get_row(ctx.session, ctx.organization_id, data_id)
    await object_repository.get(ctx.session, ctx.organization_id, body.object_name)
    stored = await blobs.storage().stat(body.object_name)
    if stored is None:
        raise Invalid("Nothing was uploaded under this object name")
    values = body.model_dump(exclude={"additional_info", "file_size"})
    projection_id = await repository.add_projection(
        ctx.session,
        ctx.organization_id,
        data_id,
        infos=body.additional_info,
        file_size=stored.size_bytes,
        **values,
    )
    return await get_projection(ctx, projection_id)


@router.read("/api/data/{data_id}/projections")
async def list_projections(ctx: Ctx, data_id: UUID) -> Response:
    await repository.get_row(ctx.session, ctx.organization_id, data_id)
    rows = await repository.projections(ctx.session, ctx.organization_id, data_id=data_id)
    items = [presenters.describe_projection(row, ctx.base_url) for row in rows]
    return answer({"items": items, "count": len(items)})
