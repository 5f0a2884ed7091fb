# SPDX-License-Identifier: Apache-2.0
"""Routes of processings and their launches."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.jobs import api as jobs
from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_all
from sightline.kernel.web.router import Ctx, Router
from sightline.processings import launching, presenters, repository, service
from sightline.processings.schemas import (
    DatalakeLaunch,
    DatasetLaunch,
    InputChange,
    InputCreate,
    InputList,
    InputRead,
    LaunchInput,
    ProcessingCreate,
    ProcessingList,
    ProcessingRead,
    ProcessingUpdate,
)

router = Router(tags=["processings"])
ORG = "/api/organization/{organization_id}"
ONE = "/api/processing/{processing_id}"
NameQuery = Annotated[str, Query(max_length=200)]


@router.create(f"{ORG}/processings", response_model=ProcessingRead)
async def create_processing(ctx: Ctx, organization_id: UUID, body: ProcessingCreate) -> Response:
    processing_id = await service.create(ctx.session, ctx.principal, body)
    row = await repository.get(ctx.session, organization_id, processing_id)
    return answer(presenters.describe(row))


@router.read(f"{ORG}/processings", response_model=ProcessingList)
async def list_processings(ctx: Ctx, organization_id: UUID, paging: Paging) -> Response:
    page = await fetch_all(
        ctx.session,
        repository.statement(organization_id),
        sorting=repository.SORTING,
        request=paging,
    )
    return answer(page.body([presenters.describe(row) for row in page.rows]))


@router.read(f"{ORG}/processings/find", response_model=ProcessingRead)
async def find_processing(ctx: Ctx, organization_id: UUID, name: NameQuery) -> Response:
    return answer(presenters.describe(await repository.find(ctx.session, organization_id, name)))


@router.read("/api/processings/public/find", response_model=ProcessingRead)
async def find_public_processing(ctx: Ctx, name: NameQuery) -> Response:
    row = await repository.find(ctx.session, PUBLIC_ORGANIZATION_ID, name)
    return answer(presenters.describe(row))


@router.read(ONE, response_model=ProcessingRead)
async def get_processing(ctx: Ctx, processing_id: UUID) -> Response:
    row = await repository.get(ctx.session, ctx.organization_id, processing_id)
    return answer(presenters.describe(row))


@router.update(ONE, response_model=ProcessingRead)
async def update_processing(ctx: Ctx, processing_id: UUID, body: ProcessingUpdate) -> Response:
    await service.update(ctx.session, ctx.organization_id, processing_id, body)
    return await get_processing(ctx, processing_id)


@router.remove(ONE, status=204)
async def delete_processing(ctx: Ctx, processing_id: UUID) -> Response:
    await service.delete(ctx.session, ctx.organization_id, processing_id)
    return no_content()


@router.read(f"{ONE}/inputs", response_model=InputList)
async def list_inputs(ctx: Ctx, processing_id: UUID) -> Response:
    await repository.get(ctx.session, ctx.organization_id, processing_id)
    rows = await repository.inputs_of(ctx.session, ctx.organization_id, processing_id)
    items = [presenters.describe_input(row) for row in rows]
    return answer({"items": items, "count": len(items)})


async def _input(ctx: Ctx, processing_id: UUID, name: str) -> Response:
    row = await repository.get_input(ctx.session, ctx.organization_id, processing_id, name)
    return answer(presenters.describe_input(row))


@router.create(f"{ONE}/inputs", response_model=InputRead)
async def add_input(ctx: Ctx, processing_id: UUID, body: InputCreate) -> Response:
    await service.add_input(ctx.session, ctx.organization_id, processing_id, body)
    return await _input(ctx, processing_id, body.name)


@router.replace(f"{ONE}/inputs/{{name:path}}", response_model=InputRead)
async def change_input(ctx: Ctx, processing_id: UUID, name: str, body: InputChange) -> Response:
    await service.change_input(ctx.session, ctx.organization_id, processing_id, name, body)
    return await _input(ctx, processing_id, name)


@router.remove(f"{ONE}/inputs/{{name:path}}", status=204)
async def remove_input(ctx: Ctx, processing_id: UUID, name: str) -> Response:
    await service.remove_input(ctx.session, ctx.organization_id, processing_id, name)
    return no_content()


async def _job(ctx: Ctx, job_id: UUID) -> Response:
    return answer(
        await jobs.job_v2(ctx.session, ctx.organization_id, job_id, base_url=ctx.base_url)
    )


@router.create("/api/dataset/version/{version_id}/processing/launch")
async def launch_on_dataset_version(ctx: Ctx, version_id: UUID, body: DatasetLaunch) -> Response:
    """Launch on a dataset version; answers the job."""
    return await _job(
        ctx, await launching.on_dataset_version(ctx.session, ctx.principal, version_id, body)
    )


@router.create("/api/model/version/{version_id}/processing/launch")
async def launch_on_model_version(ctx: Ctx, version_id: UUID, body: LaunchInput) -> Response:
    """Launch on a model version; answers the job."""
    return await _job(
        ctx, await launching.on_model_version(ctx.session, ctx.principal, version_id, body)
    )


@router.create("/api/datalake/{datalake_id}/processing/launch")
async def launch_on_datalake(ctx: Ctx, datalake_id: UUID, body: DatalakeLaunch) -> Response:
    """Launch on data of a datalake; answers the job."""
    return await _job(
        ctx, await launching.on_datalake(ctx.session, ctx.principal, datalake_id, body)
    )
