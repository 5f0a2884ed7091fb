# SPDX-License-Identifier: Apache-2.0
"""Routes of projects and their experiments."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datasets import api as datasets
from sightline.experiments import presenters, repository
from sightline.experiments.models import Experiment, Project, ProjectDataset
from sightline.experiments.schemas import (
    AttachToProject,
    ExperimentCreate,
    ExperimentList,
    ExperimentRead,
    ProjectCreate,
    ProjectList,
    ProjectRead,
    ProjectUpdate,
)
from sightline.experiments.service import experiments as service
from sightline.experiments.service import holding
from sightline.kernel.errors import NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.query.sql import compile_query
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_all
from sightline.kernel.web.router import Ctx, Router
from sightline.kernel.web.schemas import IdsInput

router = Router(tags=["projects"])
ORG = "/api/organization/{organization_id}"
P = "/api/project/{project_id}"
NameQuery = Annotated[str | None, Query(max_length=200)]


@router.create(f"{ORG}/projects", response_model=ProjectRead)
async def create_project(ctx: Ctx, organization_id: UUID, body: ProjectCreate) -> Response:
    project_id = await repository.add(
        ctx.session,
        Project,
        organization_id=organization_id,
        name=body.name,
        description=body.description or "",
        created_by_id=ctx.principal.user_id,
    )
    await note_change(ctx.session, organization_id, "project.created", [project_id])
    return await get_project(ctx, project_id)


@router.read(f"{ORG}/projects", response_model=ProjectList)
async def list_projects(ctx: Ctx, organization_id: UUID, paging: Paging) -> Response:
    page = await fetch_all(
        ctx.session,
        repository.project_statement(organization_id),
        sorting=repository.PROJECT_SORTING,
        request=paging,
    )
    return answer(page.body([presenters.describe_project(row) for row in page.rows]))


@router.read(f"{ORG}/projects/find", response_model=ProjectRead)
async def find_project(
    ctx: Ctx, organization_id: UUID, name: NameQuery = None, id: UUID | None = None
) -> Response:
    statement = repository.project_statement(organization_id)
    if name is not None:
        statement = statement.where(Project.name == name)
    if id is not None:
        statement = statement.where(Project.id == id)
    if name is None and id is None:
        raise NotFound("No such project")
    row = await repository.first(ctx.session, statement, "No such project")
    return answer(presenters.describe_project(row))


@router.read(P, response_model=ProjectRead)
async def get_project(ctx: Ctx, project_id: UUID) -> Response:
    row = await repository.get_project(ctx.session, ctx.organization_id, project_id)
    return answer(presenters.describe_project(row))


@router.update(P, response_model=ProjectRead)
async def update_project(ctx: Ctx, project_id: UUID, body: ProjectUpdate) -> Response:
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    await repository.change(
        ctx.session,
        Project,
        ctx.organization_id,
        project_id,
        **body.model_dump(exclude_none=True),
    )
    await note_change(ctx.session, ctx.organization_id, "project.updated", [project_id])
    return await get_project(ctx, project_id)


@router.remove(P, status=204)
async def delete_project(ctx: Ctx, project_id: UUID) -> Response:
    await holding.remove_project(ctx.session, ctx.organization_id, project_id)
    await note_change(ctx.session, ctx.organization_id, "project.deleted", [project_id])
    return no_content()


@router.create(f"{P}/datasets", status=200)
async def attach_version(ctx: Ctx, project_id: UUID, body: AttachToProject) -> Response:
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    await datasets.get_version(ctx.session, ctx.organization_id, body.dataset_version_id)
    present = await repository.project_versions(ctx.session, ctx.organization_id, project_id)
    if body.dataset_version_id not in present:
        await repository.add(
            ctx.session,
            ProjectDataset,
            organization_id=ctx.organization_id,
            project_id=project_id,
            dataset_version_id=body.dataset_version_id,
        )
    await note_change(ctx.session, ctx.organization_id, "project.updated", [project_id])
    return answer({})


@router.read(f"{P}/datasets")
async def list_attached(ctx: Ctx, project_id: UUID) -> Response:
    """List the attached dataset versions, bare."""
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    ids = await repository.project_versions(ctx.session, ctx.organization_id, project_id)
    versions = await datasets.versions_by_id(ctx.session, ctx.organization_id, ids)
    items = [versions[version_id] for version_id in ids]
    return answer({"items": items, "count": len(items)})


@router.remove(f"{P}/datasets", status=204)
async def detach_versions(ctx: Ctx, project_id: UUID, body: IdsInput) -> Response:
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    await repository.detach_versions(ctx.session, ctx.organization_id, project_id, body.ids)
    await note_change(ctx.session, ctx.organization_id, "project.updated", [project_id])
    return no_content()


@router.create(f"{P}/experiments", response_model=ExperimentRead)
async def create_experiment(ctx: Ctx, project_id: UUID, body: ExperimentCreate) -> Response:
    experiment_id = await service.create(ctx.session, ctx.principal, project_id, body)
    row = await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    return answer(presenters.describe_experiment(row))


@router.read(f"{P}/experiments", response_model=ExperimentList)
async def list_experiments(
    ctx: Ctx,
    project_id: UUID,
    paging: Paging,
    q: Annotated[str | None, Query(max_length=20_000)] = None,
) -> Response:
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    statement = repository.experiment_statement(ctx.organization_id).where(
        Experiment.project_id == project_id, compile_query(q, repository.EXPERIMENT_FIELDS)
    )
    page = await fetch_all(
        ctx.session, statement, sorting=repository.EXPERIMENT_SORTING, request=paging
    )
    return answer(page.body([presenters.describe_experiment(row) for row in page.rows]))


@router.remove(f"{P}/experiments", status=204)
async def delete_experiments(ctx: Ctx, project_id: UUID, body: IdsInput) -> Response:
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    await holding.remove_experiments(
        ctx.session, ctx.organization_id, body.ids, project_id=project_id
    )
    await note_change(ctx.session, ctx.organization_id, "experiment.deleted", body.ids)
    return no_content()


@router.read(f"{P}/experiments/ids")
async def list_experiment_ids(ctx: Ctx, project_id: UUID) -> Response:
    """Return a bare array of ids."""
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    return answer(await repository.experiment_ids(ctx.session, ctx.organization_id, project_id))


@router.read(f"{P}/experiments/find", response_model=ExperimentRead)
async def find_experiment(
    ctx: Ctx, project_id: UUID, name: NameQuery = None, id: UUID | None = None
) -> Response:
    await repository.get_project(ctx.session, ctx.organization_id, project_id)
    statement = repository.experiment_statement(ctx.organization_id).where(
        Experiment.project_id == project_id
    )
    if name is not None:
        statement = statement.where(Experiment.name == name)
    if id is not None:
        statement = statement.where(Experiment.id == id)
    if name is None and id is None:
        raise NotFound("No such experiment")
    row = await repository.first(ctx.session, statement, "No such experiment")
    return answer(presenters.describe_experiment(row))


@router.read(f"{ORG}/experiments/find", response_model=ExperimentRead)
async def find_organization_experiment(ctx: Ctx, organization_id: UUID, id: UUID) -> Response:
    row = await repository.get_experiment(ctx.session, organization_id, id)
    return answer(presenters.describe_experiment(row))
