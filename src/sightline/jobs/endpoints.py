# SPDX-License-Identifier: Apache-2.0
"""Routes of jobs: contract v1 and v2, and our list, log, kill and re-run."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.jobs import executors, logs, repository, service
from sightline.jobs.models import Job
from sightline.jobs.schemas import ExecutorRead, JobPage, JobRead, LogChunk, LogLine, SavedLog
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_page
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["jobs"])
V2 = "/api/v2/job/{job_id}"
Kind = Literal["PROCESSING", "TRAINING", "INTERNAL"]


async def _v2(ctx: Ctx, job_id: UUID) -> Response:
    row = await repository.get_job(ctx.session, ctx.organization_id, job_id)
    items = await service.describe(ctx.session, ctx.organization_id, [row], base_url=ctx.base_url)
    return answer(items[0])


@router.read("/api/job/{job_id}")
async def get_job_v1(ctx: Ctx, job_id: UUID) -> Response:
    row = await repository.get_job(ctx.session, ctx.organization_id, job_id)
    return answer(service.describe_v1(row.id, row.status))


@router.read(V2, response_model=JobRead)
async def get_job(ctx: Ctx, job_id: UUID) -> Response:
    return await _v2(ctx, job_id)


@router.read("/api/organization/{organization_id}/jobv2s/find", response_model=JobRead)
async def find_job(ctx: Ctx, organization_id: UUID, id: UUID) -> Response:
    row = await repository.get_job(ctx.session, organization_id, id)
    items = await service.describe(ctx.session, organization_id, [row], base_url=ctx.base_url)
    return answer(items[0])


@router.read(
    "/api/organization/{organization_id}/computeconnectors/find", response_model=ExecutorRead
)
async def find_compute_connector(
    ctx: Ctx,
    organization_id: UUID,
    id: UUID | None = None,
    name: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    return answer(executors.find(organization_id, ctx.base_url, executor_id=id, name=name))


@router.read("/api/compute/{compute_connector_id}", response_model=ExecutorRead)
async def get_compute_connector(ctx: Ctx, compute_connector_id: UUID) -> Response:
    return answer(
        executors.find(ctx.organization_id, ctx.base_url, executor_id=compute_connector_id)
    )


@router.read("/api/organization/{organization_id}/jobs", response_model=JobPage)
async def list_jobs(
    ctx: Ctx,
    organization_id: UUID,
    paging: Paging,
    kind: Kind | None = None,
    target_id: UUID | None = None,
) -> Response:
    statement = repository.job_statement(organization_id)
    if kind is not None:
        statement = statement.where(Job.kind == kind)
    if target_id is not None:
        statement = statement.where(Job.target_id == target_id)
    page = await fetch_page(ctx.session, statement, sorting=repository.SORTING, request=paging)
    return answer(page.body(await service.describe(ctx.session, organization_id, page.rows)))


@router.create(f"{V2}/running")
async def mark_running(ctx: Ctx, job_id: UUID) -> Response:
    await service.start_by_hand(ctx.session, ctx.organization_id, job_id)
    return await _v2(ctx, job_id)


@router.create(f"{V2}/succeed")
async def mark_succeeded(ctx: Ctx, job_id: UUID) -> Response:
    await service.finish_by_hand(ctx.session, ctx.organization_id, job_id, "SUCCEEDED")
    return await _v2(ctx, job_id)


@router.create(f"{V2}/fail")
async def mark_failed(ctx: Ctx, job_id: UUID) -> Response:
    await service.finish_by_hand(ctx.session, ctx.organization_id, job_id, "FAILED")
    return await _v2(ctx, job_id)


@router.create(f"{V2}/logging", status=204)
async def log_line(ctx: Ctx, job_id: UUID, body: LogLine) -> Response:
    job = await repository.get_job(ctx.session, ctx.organization_id, job_id)
    run = await service.newest_run(ctx.session, ctx.organization_id, job)
    if job.entry is None:
        lines = body.log if isinstance(body.log, list) else [body.log]
        await repository.put_lines(
            ctx.session,
            ctx.organization_id,
            run.id,
            [(body.line_nb + n, body.part or "", line) for n, line in enumerate(lines)],
        )
    return no_content()


@router.create(f"{V2}/logging/save")
async def save_log(ctx: Ctx, job_id: UUID, body: SavedLog) -> Response:
    job = await repository.get_job(ctx.session, ctx.organization_id, job_id)
    run = await service.newest_run(ctx.session, ctx.organization_id, job)
    await service.keep_log_object(
        ctx.session, ctx.organization_id, run.id, body.logging_object_name
    )
    return answer({"logging_object_name": body.logging_object_name})


@router.read(f"{V2}/runs/{{run_id}}/log", response_model=LogChunk)
async def read_log(
    ctx: Ctx,
    job_id: UUID,
    run_id: UUID,
    offset: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit_bytes: Annotated[int, Query(ge=1, le=logs.MAX_CHUNK_BYTES)] = 256 * 1024,
) -> Response:
    """Return log text from a byte offset on; follow it with ``next_offset``."""
    run = await repository.get_run(ctx.session, ctx.organization_id, job_id, run_id)
    chunk = await logs.read_chunk(
        ctx.session,
        ctx.organization_id,
        run_id,
        offset=offset,
        limit=limit_bytes,
        ended=run.status in repository.ENDED,
    )
    return answer(chunk)


@router.read(f"{V2}/runs/{{run_id}}/log/download")
async def download_log(ctx: Ctx, job_id: UUID, run_id: UUID) -> Response:
    """Send the whole log as text."""
    await repository.get_run(ctx.session, ctx.organization_id, job_id, run_id)
    path = logs.run_folder(run_id) / "log"
    if path.is_file():
        content = logs.masked(path.read_bytes())
    else:
        lines = await repository.lines_of(ctx.session, ctx.organization_id, run_id)
        content = "".join(f"{line}\n" for line in lines).encode()
    headers = {"Content-Disposition": f'attachment; filename="run-{run_id}.log"'}
    return Response(content, media_type="text/plain; charset=utf-8", headers=headers)


@router.create(f"{V2}/rerun", response_model=JobRead)
async def rerun_job(ctx: Ctx, job_id: UUID) -> Response:
    await service.rerun(ctx.session, ctx.organization_id, job_id)
    return await _v2(ctx, job_id)


@router.create(f"{V2}/kill", response_model=JobRead)
async def kill_job(ctx: Ctx, job_id: UUID) -> Response:
    await service.kill(ctx.session, ctx.organization_id, job_id)
    return await _v2(ctx, job_id)
