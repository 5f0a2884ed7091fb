# SPDX-License-Identifier: Apache-2.0
"""Routes of evaluations."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.experiments import evaluation_repository as store
from sightline.experiments import presenters, repository
from sightline.experiments.models import Evaluation
from sightline.experiments.schemas import EvaluateInput, EvaluationsInput
from sightline.experiments.service import evaluations as service
from sightline.jobs import api as jobs
from sightline.kernel.errors import NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.query.sql import compile_query
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_page
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["evaluations"])
XP = "/api/experiment/{experiment_id}"


@router.create(f"{XP}/evaluations")
async def add_evaluations(ctx: Ctx, experiment_id: UUID, body: EvaluationsInput) -> Response:
    stored = await service.add(ctx.session, ctx.organization_id, experiment_id, body)
    return answer({"stored": stored})


@router.read(f"{XP}/evaluations")
async def list_evaluations(
    ctx: Ctx,
    experiment_id: UUID,
    paging: Paging,
    q: Annotated[str | None, Query(max_length=20_000)] = None,
) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    statement = store.statement(ctx.organization_id, experiment_id).where(
        compile_query(q, store.EVALUATION_FIELDS)
    )
    page = await fetch_page(ctx.session, statement, sorting=store.SORTING, request=paging)
    items = await presenters.describe_evaluations(
        ctx.session, ctx.organization_id, page.rows, ctx.base_url
    )
    return answer(page.body(items))


@router.read("/api/evaluation/{evaluation_id}")
async def get_evaluation(ctx: Ctx, evaluation_id: UUID) -> Response:
    row = await store.get(ctx.session, ctx.organization_id, evaluation_id)
    items = await presenters.describe_evaluations(
        ctx.session, ctx.organization_id, [row], ctx.base_url
    )
    return answer(items[0])


@router.remove("/api/evaluation/{evaluation_id}", status=204)
async def delete_evaluation(ctx: Ctx, evaluation_id: UUID) -> Response:
    if not await repository.remove(ctx.session, Evaluation, ctx.organization_id, [evaluation_id]):
        raise NotFound("No such evaluation")
    await note_change(ctx.session, ctx.organization_id, "evaluation.deleted", [evaluation_id])
    return no_content()


@router.create(f"{XP}/evaluate")
async def evaluate(ctx: Ctx, experiment_id: UUID, body: EvaluateInput) -> Response:
    """Measure the evaluations; answers the finished job."""
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await service.evaluate(
        ctx.session,
        ctx.organization_id,
        experiment_id,
        inference_type=body.inference_type,
        evaluation_ids=body.evaluation_ids,
    )
    return answer(
        await jobs.record_done(
            ctx.session,
            ctx.principal,
            name="Compute evaluation metrics",
            target_type="EXPERIMENT",
            target_id=experiment_id,
        )
    )
