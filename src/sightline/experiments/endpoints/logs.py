# SPDX-License-Identifier: Apache-2.0
"""Routes of experiment logs and curves."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.experiments import log_repository, repository
from sightline.experiments.schemas import LogAppend, LogCreate, LogList, LogRead, LogUpdate
from sightline.experiments.service import logs as service
from sightline.kernel.errors import NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router
from sightline.kernel.web.schemas import IdsInput

router = Router(tags=["logs"])
XP = "/api/experiment/{experiment_id}"


async def _one(ctx: Ctx, log_id: UUID) -> Response:
    row = await log_repository.get_log(ctx.session, ctx.organization_id, log_id)
    return answer((await service.describe(ctx.session, ctx.organization_id, [row]))[0])


@router.create(f"{XP}/logs", response_model=LogRead)
async def put_log(
    ctx: Ctx, experiment_id: UUID, body: LogCreate, raise_on_conflict: bool = False
) -> Response:
    """Create or extend a log; a LINE answers with the values of this call only when long."""
    log_id = await service.put_log(
        ctx.session,
        ctx.organization_id,
        experiment_id,
        body,
        raise_on_conflict=raise_on_conflict,
    )
    if body.type == "LINE" and not isinstance(body.data, dict):
        # reading the whole series back on each append would make long curves ever slower
        data: Any = body.data if isinstance(body.data, list) else [body.data]
        return answer({"id": log_id, "name": body.name, "type": body.type, "data": data})
    return await _one(ctx, log_id)


@router.read(f"{XP}/logs/extended", response_model=LogList)
async def list_logs(ctx: Ctx, experiment_id: UUID) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await log_repository.list_logs(ctx.session, ctx.organization_id, experiment_id)
    items = await service.describe(ctx.session, ctx.organization_id, rows)
    return answer({"items": items, "count": len(items)})


@router.read(f"{XP}/logs/find", response_model=LogRead)
async def find_log(
    ctx: Ctx, experiment_id: UUID, name: Annotated[str, Query(max_length=200)]
) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await log_repository.list_logs(
        ctx.session, ctx.organization_id, experiment_id, name=name
    )
    if not rows:
        raise NotFound(f"No log {name!r}")
    return await _one(ctx, rows[0].id)


@router.read(f"{XP}/logs/ids")
async def list_log_ids(ctx: Ctx, experiment_id: UUID) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await log_repository.list_logs(ctx.session, ctx.organization_id, experiment_id)
    return answer([row.id for row in rows])


@router.remove(f"{XP}/logs", status=204)
async def delete_logs(ctx: Ctx, experiment_id: UUID, body: IdsInput) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await log_repository.remove(
        ctx.session, ctx.organization_id, body.ids, experiment_id=experiment_id
    )
    await note_change(ctx.session, ctx.organization_id, "log.deleted", body.ids)
    return no_content()


@router.read("/api/log/{log_id}", response_model=LogRead)
async def get_log(ctx: Ctx, log_id: UUID) -> Response:
    return await _one(ctx, log_id)


@router.update("/api/log/{log_id}", response_model=LogRead)
async def update_log(ctx: Ctx, log_id: UUID, body: LogUpdate) -> Response:
    await service.update(ctx.session, ctx.organization_id, log_id, name=body.name, data=body.data)
    return await _one(ctx, log_id)


@router.remove("/api/log/{log_id}", status=204)
async def delete_log(ctx: Ctx, log_id: UUID) -> Response:
    if not await log_repository.remove(ctx.session, ctx.organization_id, [log_id]):
        raise NotFound("No such log")
    await note_change(ctx.session, ctx.organization_id, "log.deleted", [log_id])
    return no_content()


@router.create("/api/log/{log_id}/append", response_model=LogRead)
async def append_log(ctx: Ctx, log_id: UUID, body: LogAppend) -> Response:
    await service.append(ctx.session, ctx.organization_id, log_id, body.data)
    return await _one(ctx, log_id)


@router.read(f"{XP}/curves")
async def get_curves(
    ctx: Ctx,
    experiment_id: UUID,
    names: Annotated[list[str] | None, Query(max_length=100)] = None,
    max_points: Annotated[int, Query(ge=10, le=10_000)] = 1_000,
) -> Response:
    """Return LINE logs, down-sampled to the extremes of at most ``max_points`` buckets."""
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await log_repository.list_logs(ctx.session, ctx.organization_id, experiment_id)
    series = []
    for row in rows:
        if row.type != "LINE" or not row.point_count or (names and row.name not in names):
            continue
        points = await log_repository.sampled(
            ctx.session,
            ctx.organization_id,
            row.id,
            max_points=max_points,
            count=row.point_count,
        )
        series.append(
            {
                "name": row.name,
                "count": row.point_count,
                "steps": [point.step for point in points],
                "values": [point.value for point in points],
            }
        )
    return answer({"series": series})
