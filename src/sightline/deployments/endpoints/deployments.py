# SPDX-License-Identifier: Apache-2.0
"""Routes of deployments: create, list, change, models, dashboard."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.accounts import api as accounts
from sightline.datalake import api as datalake
from sightline.deployments import dashboard, presenters, repository, service
from sightline.deployments.models import Deployment
from sightline.deployments.monitoring.log_repository import LogFilter
from sightline.deployments.schemas import (
    DeployInput,
    DeploymentCreate,
    DeploymentList,
    DeploymentRead,
    DeploymentUpdate,
    ModelChoice,
)
from sightline.kernel.settings import get_settings
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_all
from sightline.kernel.web.router import Ctx, Router
from sightline.registry import api as registry

router = Router(tags=["deployments"])
ORG = "/api/organization/{organization_id}"
DP = "/api/deployment/{deployment_id}"
NameQuery = Annotated[str | None, Query(max_length=200)]
RANGES = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}


def _inference_url(ctx: Ctx) -> str:
    return get_settings().inference_base_url_for(ctx.request.headers.get("host"))


async def _one(ctx: Ctx, deployment_id: UUID) -> Response:
    row = await repository.find_deployment(
        ctx.session, ctx.organization_id, name=None, deployment_id=deployment_id
    )
    tags = await datalake.tags_of(ctx.session, ctx.organization_id, [deployment_id])
    body = presenters.describe_deployment(row, _inference_url(ctx))
    return answer({**body, "tags": tags.get(deployment_id, [])})


@router.create(f"{ORG}/deployments", response_model=DeploymentRead)
async def create_deployment(
    ctx: Ctx,
    organization_id: UUID,  # noqa: ARG001 - compared with the caller's when authenticating
    body: DeploymentCreate,
) -> Response:
    return await _one(ctx, await service.create(ctx.session, ctx.principal, body))


@router.create("/api/model/version/{version_id}/deploy", response_model=DeploymentRead)
async def deploy_version(ctx: Ctx, version_id: UUID, body: DeployInput) -> Response:
    """Deploy a version: the dialog of the registry and the client's ``deploy``."""
    full = DeploymentCreate(model_version_id=version_id, **body.model_dump())
    return await _one(ctx, await service.create(ctx.session, ctx.principal, full))


@router.read(f"{ORG}/deployments", response_model=DeploymentList)
async def list_deployments(
    ctx: Ctx, organization_id: UUID, paging: Paging, name: NameQuery = None
) -> Response:
    statement = repository.deployment_statement(organization_id)
    if name:
        statement = statement.where(Deployment.name.icontains(name, autoescape=True))
    page = await fetch_all(ctx.session, statement, sorting=repository.SORTING, request=paging)
    url = _inference_url(ctx)
    ids = {row.model_version_id for row in page.rows}
    ids |= {row.shadow_model_version_id for row in page.rows if row.shadow_model_version_id}
    versions = await registry.versions_by_id(ctx.session, organization_id, list(ids))
    names = await accounts.username_of(ctx.session, [row.created_by_id for row in page.rows])
    return answer(
        page.body(
            [
                {
                    **presenters.describe_deployment(row, url),
                    "model_version": versions.get(row.model_version_id),
                    "shadow_model_version": versions.get(row.shadow_model_version_id),
                    "created_by": names.get(row.created_by_id),
                }
                for row in page.rows
            ]
        )
    )


@router.read(f"{ORG}/deployments/find", response_model=DeploymentRead)
async def find_deployment(
    ctx: Ctx, organization_id: UUID, name: NameQuery = None, id: UUID | None = None
) -> Response:
    row = await repository.find_deployment(
        ctx.session, organization_id, name=name, deployment_id=id
    )
    return await _one(ctx, row.id)


@router.read(DP, response_model=DeploymentRead)
async def get_deployment(ctx: Ctx, deployment_id: UUID) -> Response:
    return await _one(ctx, deployment_id)


@router.update(DP, response_model=DeploymentRead)
async def update_deployment(ctx: Ctx, deployment_id: UUID, body: DeploymentUpdate) -> Response:
    await service.change(ctx.session, ctx.organization_id, deployment_id, body)
    return await _one(ctx, deployment_id)


@router.remove(DP, status=204)
async def delete_deployment(ctx: Ctx, deployment_id: UUID, force_delete: bool = False) -> Response:
    await service.remove(ctx.session, ctx.organization_id, deployment_id, force=force_delete)
    return no_content()


@router.create(f"{DP}/model")
async def set_model(ctx: Ctx, deployment_id: UUID, body: ModelChoice) -> Response:
    await service.set_model(ctx.session, ctx.organization_id, deployment_id, body.model_version_id)
    return answer({})


@router.create(f"{DP}/shadow")
async def set_shadow(ctx: Ctx, deployment_id: UUID, body: ModelChoice) -> Response:
    await service.set_shadow(ctx.session, ctx.organization_id, deployment_id, body.model_version_id)
    return answer({})


@router.create(f"{DP}/promote", response_model=DeploymentRead)
async def promote_shadow(ctx: Ctx, deployment_id: UUID) -> Response:
    """Make the shadow the champion."""
    await service.promote(ctx.session, ctx.organization_id, deployment_id)
    return await _one(ctx, deployment_id)


@router.read(f"{DP}/labels")
async def list_labels(ctx: Ctx, deployment_id: UUID) -> Response:
    await repository.get_deployment(ctx.session, ctx.organization_id, deployment_id)
    rows = await repository.labels_of(ctx.session, ctx.organization_id, deployment_id)
    items = [presenters.describe_label(row) for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read(f"{DP}/datalake/connector")
async def get_connector(ctx: Ctx, deployment_id: UUID) -> Response:
    row = await repository.get_deployment(ctx.session, ctx.organization_id, deployment_id)
    lake = await datalake.get_datalake(ctx.session, ctx.organization_id, row.target_datalake_id)
    connector = await accounts.get_connector(ctx.session, ctx.organization_id, lake.connector_id)
    return answer(
        {
            "id": connector.id,
            "client_type": connector.client_type,
            "bucket_name": connector.bucket_name,
        }
    )


@router.read("/api/access/deployment/{deployment_id}/users")
async def list_users(ctx: Ctx, deployment_id: UUID) -> Response:
    """List who may see a deployment: the members of the organization who may read."""
    await repository.get_deployment(ctx.session, ctx.organization_id, deployment_id)
    users = await accounts.readers(ctx.session, ctx.organization_id)
    return answer({"users": users, "items": users, "count": len(users)})


@router.read(f"{DP}/dashboard")
async def get_dashboard(
    ctx: Ctx,
    deployment_id: UUID,
    range: Literal["hour", "day", "week", "month", "year", "all"] = "all",
    model_version_id: UUID | None = None,
) -> Response:
    """Everything the dashboard shows, made from the same figures as ``get_stats``."""
    start = None if range == "all" else datetime.now(UTC) - RANGES[range]
    chosen = LogFilter(model_version_id=model_version_id, start=start)
    found: dict[str, Any] = await dashboard.build(
        ctx.session, ctx.organization_id, deployment_id, chosen
    )
    return answer(found)
