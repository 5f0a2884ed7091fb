# SPDX-License-Identifier: Apache-2.0
"""Health, metrics and the summary of the home page."""

from starlette.responses import Response

from sightline.app import home_repository
from sightline.kernel.principal import Permission
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
