# SPDX-License-Identifier: Apache-2.0
"""Routes of the charts of a datalake."""

from uuid import UUID

from starlette.responses import Response

from sightline.datalake.repository import charts as repository
from sightline.datalake.repository import data as data_repository
from sightline.datalake.schemas import ChartCreate, ChartList, ChartRead, ChartUpdate
from sightline.datalake.service import charts as service
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["datalake"])
ONE = "/api/datalake/charts/{chart_id}"


@router.create("/api/datalake/{datalake_id}/charts", response_model=ChartRead)
async def create_chart(ctx: Ctx, datalake_id: UUID, body: ChartCreate) -> Response:
    chart_id = await service.create(ctx.session, ctx.principal, datalake_id, body)
    return await get_chart(ctx, chart_id)


@router.read("/api/datalake/{datalake_id}/charts", response_model=ChartList)
async def list_charts(ctx: Ctx, datalake_id: UUID) -> Response:
    await data_repository.get_datalake(ctx.session, ctx.organization_id, datalake_id)
    rows = await repository.list_charts(ctx.session, ctx.organization_id, datalake_id)
    items = [await service.describe(ctx.session, ctx.organization_id, row) for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read(ONE, response_model=ChartRead)
async def get_chart(ctx: Ctx, chart_id: UUID) -> Response:
    row = await repository.get_chart(ctx.session, ctx.organization_id, chart_id)
    return answer(await service.describe(ctx.session, ctx.organization_id, row))


@router.update(ONE, response_model=ChartRead)
async def update_chart(ctx: Ctx, chart_id: UUID, body: ChartUpdate) -> Response:
    await service.update(ctx.session, ctx.organization_id, chart_id, body)
    return await get_chart(ctx, chart_id)


@router.remove(ONE, status=204)
async def delete_chart(ctx: Ctx, chart_id: UUID) -> Response:
    await repository.get_chart(ctx.session, ctx.organization_id, chart_id)
    await repository.remove_chart(ctx.session, ctx.organization_id, chart_id)
    return no_content()
