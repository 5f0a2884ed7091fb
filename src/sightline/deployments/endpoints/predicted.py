# SPDX-License-Identifier: Apache-2.0
"""Routes of predicted assets and reviews."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datalake import api as datalake
from sightline.datalake.schemas import read_custom_metadata
from sightline.deployments import presenters, repository, reviews
from sightline.deployments.fields import PREDICTED_FIELDS
from sightline.deployments.models import PredictedAsset
from sightline.deployments.monitoring import recording_repository as log
from sightline.deployments.pipeline import service as pipeline
from sightline.deployments.schemas import (
    PredictedAssetPage,
    PredictedAssetRead,
    ReviewInput,
    ReviewSave,
)
from sightline.kernel.db.rows import AnySelect
from sightline.kernel.errors import Conflict, Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.query.sql import compile_query
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_page
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["predicted assets"])
DP = "/api/deployment/{deployment_id}"
Text = Annotated[str | None, Query(max_length=20_000)]
SPOOL_TRIES, SPOOL_WAIT_SECS = 30, 0.1
"""A prediction is answered before it is stored: looking it up by id waits for the spool."""


@router.read(f"{DP}/predictedassets", response_model=PredictedAssetPage)
async def list_predicted_assets(
    ctx: Ctx,
    deployment_id: UUID,
    paging: Paging,
    q: Text = None,
    custom_metadata: Text = None,
    status: Annotated[str | None, Query(pattern="^(TO_REVIEW|REVIEWED|SUBMITTED)$")] = None,
) -> Response:
    await repository.get_deployment(ctx.session, ctx.organization_id, deployment_id)
    statement = repository.predicted_statement(ctx.organization_id, deployment_id).where(
        compile_query(q, PREDICTED_FIELDS)
    )
    if status is not None:
        statement = statement.where(PredictedAsset.status == status)
    if wanted := read_custom_metadata(custom_metadata):
        statement = statement.where(datalake.custom_metadata_equals(wanted))
    page = await fetch_page(
        ctx.session, statement, sorting=repository.PREDICTED_SORTING, request=paging
    )
    items = await presenters.describe_predicted(
        ctx.session, ctx.organization_id, page.rows, ctx.base_url
    )
    return answer(page.body(items))


@router.read(f"{DP}/predictedassets/find", response_model=PredictedAssetRead)
async def find_predicted_asset(
    ctx: Ctx,
    deployment_id: UUID,
    id: UUID | None = None,
    oracle_prediction_id: UUID | None = None,
    object_name: Text = None,
    filename: Text = None,
    data_id: UUID | None = None,
) -> Response:
    await repository.get_deployment(ctx.session, ctx.organization_id, deployment_id)
    columns = {
        PredictedAsset.id: id,
        PredictedAsset.oracle_prediction_id: oracle_prediction_id,
        repository.data.c.object_name: object_name,
        repository.data.c.filename: filename,
        PredictedAsset.data_id: data_id,
    }
    chosen = [column == value for column, value in columns.items() if value is not None]
    if not chosen:
        raise Invalid("Say which predicted asset: by id, oracle_prediction_id, data or name")
    statement = repository.predicted_statement(ctx.organization_id, deployment_id).where(*chosen)
    rows = await _find(ctx, statement, oracle_prediction_id)
    if not rows:
        raise NotFound("No such predicted asset in this deployment")
    if len(rows) > 1:
        raise Conflict("Several predicted assets match: ask by id")
    return await _one(ctx, rows[0])


async def _find(ctx: Ctx, statement: AnySelect, prediction_id: UUID | None) -> Any:
    """Look up at once, or by prediction id until it is recorded: its image may not be kept."""
    if prediction_id is None:
        return await repository.two_of(ctx.session, statement)
    for _ in range(SPOOL_TRIES):
        recorded = await log.known(ctx.session, ctx.organization_id, [prediction_id])
        rows = await repository.two_of(ctx.session, statement)
        if rows or recorded:
            return rows
        await asyncio.sleep(SPOOL_WAIT_SECS)
    return []


async def _one(ctx: Ctx, row: Any) -> Response:
    items = await presenters.describe_predicted(
        ctx.session, ctx.organization_id, [row], ctx.base_url
    )
    return answer(items[0])


@router.read("/api/predicted/asset/{predicted_asset_id}", response_model=PredictedAssetRead)
async def get_predicted_asset(ctx: Ctx, predicted_asset_id: UUID) -> Response:
    row = await repository.get_predicted(ctx.session, ctx.organization_id, predicted_asset_id)
    return await _one(ctx, row)


@router.remove("/api/predicted/asset/{predicted_asset_id}", status=204)
async def delete_predicted_asset(ctx: Ctx, predicted_asset_id: UUID) -> Response:
    row = await repository.get_predicted(ctx.session, ctx.organization_id, predicted_asset_id)
    await repository.remove_predicted(ctx.session, ctx.organization_id, row.id)
    await note_change(ctx.session, ctx.organization_id, "predicted_asset.deleted", [row.id])
    return no_content()


@router.create("/api/predicted/asset/{predicted_asset_id}/reviews")
async def add_review(ctx: Ctx, predicted_asset_id: UUID, body: ReviewInput) -> Response:
    """The client's review; with an active feedback loop it is submitted at once."""
    return answer(
        await pipeline.review_and_submit(ctx.session, ctx.principal, predicted_asset_id, body)
    )


@router.create(
    "/api/predicted/asset/{predicted_asset_id}/review", response_model=PredictedAssetRead
)
async def save_review(ctx: Ctx, predicted_asset_id: UUID, body: ReviewSave) -> Response:
    """A save of the review view; the prediction becomes REVIEWED."""
    await reviews.save(ctx.session, ctx.principal, predicted_asset_id, body)
    row = await repository.get_predicted(ctx.session, ctx.organization_id, predicted_asset_id)
    return await _one(ctx, row)
