# SPDX-License-Identifier: Apache-2.0
"""Routes of the registry."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datalake import api as datalake
from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID
from sightline.kernel.errors import NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_all
from sightline.kernel.web.router import Ctx, Router
from sightline.registry import presenters, repository, service
from sightline.registry.models import Model, ModelFile, ModelVersion
from sightline.registry.schemas import (
    FileInput,
    FileRead,
    ModelCreate,
    ModelList,
    ModelRead,
    ModelUpdate,
    ModelVersionList,
    ModelVersionRead,
    VersionInput,
)

router = Router(tags=["registry"])
ORG = "/api/organization/{organization_id}"
MV = "/api/model/version/{version_id}"
NameQuery = Annotated[str | None, Query(max_length=200)]


@router.create(f"{ORG}/models", response_model=ModelRead)
async def create_model(ctx: Ctx, organization_id: UUID, body: ModelCreate) -> Response:
    model_id = await service.create_model(ctx.session, ctx.principal, body)
    row = await repository.get_model(ctx.session, organization_id, model_id)
    return answer(presenters.describe_model(row))


@router.read(f"{ORG}/models", response_model=ModelList)
async def list_models(ctx: Ctx, organization_id: UUID, paging: Paging) -> Response:
    page = await fetch_all(
        ctx.session,
        repository.model_statement(organization_id),
        sorting=repository.MODEL_SORTING,
        request=paging,
    )
    return answer(page.body([presenters.describe_model(row) for row in page.rows]))


@router.read(f"{ORG}/models/find", response_model=ModelRead)
async def find_model(
    ctx: Ctx, organization_id: UUID, name: NameQuery = None, id: UUID | None = None
) -> Response:
    row = await repository.find_model(ctx.session, organization_id, name=name, model_id=id)
    return answer(presenters.describe_model(row))


@router.read(f"{ORG}/modelversions/find", response_model=ModelVersionRead)
async def find_organization_version(ctx: Ctx, organization_id: UUID, id: UUID) -> Response:
    row = await repository.get_version(ctx.session, organization_id, id)
    return answer(presenters.describe_version(row))


@router.read("/api/models", response_model=ModelList)
async def list_public_models(ctx: Ctx, paging: Paging, name: NameQuery = None) -> Response:
    statement = repository.model_statement(PUBLIC_ORGANIZATION_ID)
    if name:
        statement = statement.where(Model.name.icontains(name, autoescape=True))
    page = await fetch_all(ctx.session, statement, sorting=repository.MODEL_SORTING, request=paging)
    return answer(page.body([presenters.describe_model(row) for row in page.rows]))


@router.read("/api/models/find", response_model=ModelRead)
async def find_public_model(ctx: Ctx, name: Annotated[str, Query(max_length=200)]) -> Response:
    row = await repository.find_model(ctx.session, PUBLIC_ORGANIZATION_ID, name=name, model_id=None)
    return answer(presenters.describe_model(row))


@router.read("/api/model/context/{context_id}")
async def get_context(ctx: Ctx, context_id: UUID) -> Response:
    row = await repository.context_of(ctx.session, ctx.organization_id, context_id=context_id)
    if row is None:
        raise NotFound("No such model context")
    return answer(presenters.describe_context(row))


@router.read("/api/model/file/{file_id}", response_model=FileRead)
async def get_file(ctx: Ctx, file_id: UUID) -> Response:
    row = await repository.get_file(ctx.session, ctx.organization_id, file_id)
    return answer(presenters.describe_file(row, ctx.base_url))


@router.remove("/api/model/file/{file_id}", status=204)
async def delete_file(ctx: Ctx, file_id: UUID) -> Response:
    row = await repository.get_file(ctx.session, ctx.organization_id, file_id, own=True)
    await repository.remove(ctx.session, ModelFile, ctx.organization_id, row.id)
    await note_change(
        ctx.session, ctx.organization_id, "model_version.updated", [row.model_version_id]
    )
    return no_content()


async def _with_tags(ctx: Ctx, body: dict[str, Any]) -> Response:
    tags = await datalake.tags_of(ctx.session, ctx.organization_id, [body["id"]])
    return answer({**body, "tags": tags.get(body["id"], [])})


@router.read(MV, response_model=ModelVersionRead)
async def get_version(ctx: Ctx, version_id: UUID) -> Response:
    row = await repository.get_version(ctx.session, ctx.organization_id, version_id)
    return await _with_tags(ctx, presenters.describe_version(row))


@router.update(MV, response_model=ModelVersionRead)
async def update_version(ctx: Ctx, version_id: UUID, body: VersionInput) -> Response:
    await service.update_version(ctx.session, ctx.organization_id, version_id, body)
    return await get_version(ctx, version_id)


@router.remove(MV, status=204)
async def delete_version(ctx: Ctx, version_id: UUID) -> Response:
    await service.remove_version(ctx.session, ctx.organization_id, version_id)
    return no_content()


@router.read(f"{MV}/context")
async def get_version_context(ctx: Ctx, version_id: UUID) -> Response:
    await repository.get_version(ctx.session, ctx.organization_id, version_id)
    row = await repository.context_of(ctx.session, ctx.organization_id, version_id=version_id)
    if row is None:
        raise NotFound("This version was not exported from an experiment")
    return answer(presenters.describe_context(row))


@router.read(f"{MV}/public/context")
async def get_public_context(ctx: Ctx, version_id: UUID) -> Response:
    return await get_version_context(ctx, version_id)


@router.read(f"{MV}/constraints")
async def list_constraints(ctx: Ctx, version_id: UUID) -> Response:
    """List the dataset constraints of a version: sets of aliases."""
    row = await repository.get_version(ctx.session, ctx.organization_id, version_id)
    items = row.dataset_constraints or []
    return answer({"items": items, "count": len(items)})


@router.create(f"{MV}/modelfiles", response_model=FileRead)
async def add_file(ctx: Ctx, version_id: UUID, body: FileInput) -> Response:
    file_id = await service.add_file(ctx.session, ctx.organization_id, version_id, body)
    return await get_file(ctx, file_id)


@router.read(f"{MV}/modelfiles")
async def list_files(ctx: Ctx, version_id: UUID) -> Response:
    await repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.files_of(ctx.session, ctx.organization_id, version_id)
    items = [presenters.describe_file(row, ctx.base_url) for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read(f"{MV}/modelfiles/find", response_model=FileRead)
async def find_file(
    ctx: Ctx, version_id: UUID, name: Annotated[str, Query(max_length=200)]
) -> Response:
    await repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.files_of(ctx.session, ctx.organization_id, version_id, name=name)
    if not rows:
        raise NotFound("No such model file")
    return answer(presenters.describe_file(rows[0], ctx.base_url))


@router.read("/api/model/{model_id}", response_model=ModelRead)
async def get_model(ctx: Ctx, model_id: UUID) -> Response:
    row = await repository.get_model(ctx.session, ctx.organization_id, model_id)
    return await _with_tags(ctx, presenters.describe_model(row))


@router.update("/api/model/{model_id}", response_model=ModelRead)
async def update_model(ctx: Ctx, model_id: UUID, body: ModelUpdate) -> Response:
    await service.own_model(ctx.session, ctx.organization_id, model_id)
    await repository.change(
        ctx.session, Model, ctx.organization_id, model_id, **body.model_dump(exclude_none=True)
    )
    await note_change(ctx.session, ctx.organization_id, "model.updated", [model_id])
    return await get_model(ctx, model_id)


@router.remove("/api/model/{model_id}", status=204)
async def delete_model(ctx: Ctx, model_id: UUID) -> Response:
    await service.remove_model(ctx.session, ctx.organization_id, model_id)
    return no_content()


@router.create("/api/model/{model_id}/versions", response_model=ModelVersionRead)
async def create_version(ctx: Ctx, model_id: UUID, body: VersionInput) -> Response:
    version_id = await service.create_version(ctx.session, ctx.principal, model_id, body)
    return await get_version(ctx, version_id)


@router.read("/api/model/{model_id}/versions", response_model=ModelVersionList)
async def list_versions(ctx: Ctx, model_id: UUID, paging: Paging) -> Response:
    model = await repository.get_model(ctx.session, ctx.organization_id, model_id)
    statement = repository.version_statement(model.organization_id).where(
        ModelVersion.model_id == model_id
    )
    page = await fetch_all(
        ctx.session, statement, sorting=repository.VERSION_SORTING, request=paging
    )
    return answer(page.body([presenters.describe_version(row) for row in page.rows]))


@router.read("/api/model/{model_id}/versions/find", response_model=ModelVersionRead)
async def find_version(
    ctx: Ctx,
    model_id: UUID,
    name: NameQuery = None,
    version: Annotated[int | None, Query(ge=0, le=2**31)] = None,
) -> Response:
    model = await repository.get_model(ctx.session, ctx.organization_id, model_id)
    row = await repository.find_version(
        ctx.session, model.organization_id, model_id, name=name, number=version
    )
    if row is None:
        raise NotFound("No such model version")
    return await _with_tags(ctx, presenters.describe_version(row))
