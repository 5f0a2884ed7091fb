# SPDX-License-Identifier: Apache-2.0
"""Health, the summary of the home page and what lists can be searched by."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from sightline.app import home_repository
from sightline.kernel.errors import NotFound
from sightline.kernel.principal import Permission
from sightline.kernel.query.fields import catalogue_of
from sightline.kernel.web.answer import answer
from sightline.kernel.web.router import Ctx, PublicSession, Router

router = Router(tags=["home"])
health = Router(tags=["health"])


@health.read("/livez", requires=Permission.PUBLIC, include_in_schema=False)
async def live() -> Response:
    return answer({"status": "ok"})


@health.read("/readyz", requires=Permission.PUBLIC, include_in_schema=False)
async def ready(session: PublicSession) -> Response:
    await home_repository.probe(session)
    return answer({"status": "ok"})


@router.read("/api/home/summary", requires=Permission.MEMBER)
async def summary(ctx: Ctx) -> Response:
    """Newest objects and counts of the organization."""
    return answer(await home_repository.summary(ctx.session, ctx.organization_id))


@router.read("/api/query/introspect", requires=Permission.MEMBER)
async def introspect_query(
    _ctx: Ctx,
    object_name: Annotated[str, Query(alias="object", max_length=40)],
) -> Response:
    """List the fields that a list of these objects can be searched by, for completion."""
    catalogue = catalogue_of(object_name)
    if catalogue is None:
        raise NotFound("Lists of these objects cannot be searched")
    items = catalogue.introspect()
    return answer({"items": items, "count": len(items)})
