# SPDX-License-Identifier: Apache-2.0
"""Routes of assets."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datalake.schemas import read_custom_metadata
from sightline.datasets import presenters
from sightline.datasets.repository import assets as repository
from sightline.datasets.schemas import AddAssets, AssetPage, AssetRead, AssetSelection, CopyAssets
from sightline.datasets.service import assets as service
from sightline.datasets.service import versions as version_service
from sightline.jobs import api as jobs
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Page, Paging
from sightline.kernel.web.router import Ctx, Router
from sightline.kernel.web.schemas import IdsInput

router = Router(tags=["assets"])
DV = "/api/dataset/version/{version_id}"
Text = Annotated[str | None, Query(max_length=20_000)]


async def _page(ctx: Ctx, page: Page, *, with_shapes: bool = False) -> Response:
    items = await presenters.describe_assets(
        ctx.session, ctx.organization_id, page.rows, ctx.base_url, with_shapes=with_shapes
    )
    return answer(page.body(items))


async def _one(ctx: Ctx, row: Any) -> Response:
    items = await presenters.describe_assets(ctx.session, ctx.organization_id, [row], ctx.base_url)
    return answer(items[0])


@router.create(f"{DV}/assets")
async def add_assets(ctx: Ctx, version_id: UUID, body: AddAssets) -> Response:
    members = await version_service.add_assets(
        ctx.session,
        ctx.principal,
        version_id,
        body.data_ids,
        body.asset_tag_ids,
        skip_unready=body.skip_unready,
    )
    job = await jobs.record_done(
        ctx.session,
        ctx.principal,
        name=f"Add {len(members)} data",
        target_type="DATASET_VERSION",
        target_id=version_id,
    )
    return answer({"job": job, "member_count": len(members)})


@router.create(f"{DV}/assets/copy")
async def copy_assets(ctx: Ctx, version_id: UUID, body: CopyAssets) -> Response:
    copied = await version_service.copy_assets(ctx.session, ctx.principal, version_id, body)
    job = await jobs.record_done(
        ctx.session,
        ctx.principal,
        name=f"Copy {copied} assets",
        target_type="DATASET_VERSION",
        target_id=body.destination_id,
    )
    return answer({"job": job})


@router.read(f"{DV}/assets", response_model=AssetPage)
async def list_assets(
    ctx: Ctx,
    version_id: UUID,
    paging: Paging,
    q: Text = None,
    custom_metadata: Text = None,
    label_ids: Annotated[list[UUID] | None, Query(max_length=100)] = None,
    with_shapes: bool = False,
) -> Response:
    page = await service.list_assets(
        ctx.session,
        ctx.organization_id,
        version_id,
        query=q,
        custom=read_custom_metadata(custom_metadata),
        paging=paging,
        label_ids=label_ids,
    )
    return await _page(ctx, page, with_shapes=with_shapes)


@router.xget(f"{DV}/assets")
async def select_assets(
    ctx: Ctx,
    version_id: UUID,
    paging: Paging,
    body: AssetSelection,
    custom_metadata: Text = None,
) -> Response:
    page = await service.list_assets(
        ctx.session,
        ctx.organization_id,
        version_id,
        query=body.q,
        custom=read_custom_metadata(custom_metadata),
        paging=paging,
        selection=body,
    )
    return await _page(ctx, page)


@router.read(f"{DV}/assets/find", response_model=AssetRead)
async def find_asset(
    ctx: Ctx,
    version_id: UUID,
    id: UUID | None = None,
    data_id: UUID | None = None,
    filename: Annotated[str | None, Query(max_length=1000)] = None,
    object_name: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    row = await service.find_asset(
        ctx.session,
        ctx.organization_id,
        version_id,
        asset_id=id,
        data_id=data_id,
        filename=filename,
        object_name=object_name,
    )
    return await _one(ctx, row)


@router.remove(f"{DV}/assets", status=204)
async def delete_assets(ctx: Ctx, version_id: UUID, body: IdsInput) -> Response:
    await version_service.remove_assets(ctx.session, ctx.organization_id, version_id, body.ids)
    return no_content()


@router.read("/api/asset/{asset_id}", response_model=AssetRead)
async def get_asset(ctx: Ctx, asset_id: UUID) -> Response:
    return await _one(ctx, await repository.get(ctx.session, ctx.organization_id, asset_id))


@router.remove("/api/asset/{asset_id}", status=204)
async def delete_asset(ctx: Ctx, asset_id: UUID) -> Response:
    row = await repository.get(ctx.session, ctx.organization_id, asset_id)
    await version_service.remove_assets(
        ctx.session, ctx.organization_id, row.dataset_version_id, [asset_id]
    )
    return no_content()
