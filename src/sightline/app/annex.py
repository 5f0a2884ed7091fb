# SPDX-License-Identifier: Apache-2.0
"""Routes of the contract that are not served yet answer 501 with a clear message."""

import re
from importlib import resources

from fastapi import FastAPI
from starlette.responses import Response

from sightline.kernel.errors import NotServed
from sightline.kernel.principal import Permission
from sightline.kernel.web.router import Ctx, Router, iter_routes


def contract_pairs() -> list[tuple[str, str]]:
    """List (method, path with ``{}``) of the contract's main service."""
    text = resources.files("sightline.app").joinpath("contract_routes.txt").read_text()
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines():
        *methods, path = line.split()
        pairs.extend((method, path) for method in methods)
    return pairs


def _named(path: str) -> str:
    """Give the placeholders names; the authenticator knows the organization's."""
    path = path.replace("/organization/{}", "/organization/{organization_id}")
    numbers = iter(range(10))
    return re.sub(r"\{\}", lambda _: f"{{part_{next(numbers)}}}", path)


async def not_served(ctx: Ctx) -> Response:
    request = ctx.request
    raise NotServed(
        f"This version does not serve {request.method} {request.scope['path']} yet;"
        " nothing was changed"
    )


def missing_pairs(app: FastAPI) -> list[tuple[str, str]]:
    """List the pairs of the contract that a built application answers with 501."""
    served = {
        (method, re.sub(r"\{[^}]*\}", "{}", route.path))
        for route in iter_routes(app)
        if route.endpoint is not not_served
        for method in route.methods or ()
    }
    return [
        (method, path)
        for method, path in contract_pairs()
        if (method, path.rstrip("/")) not in served
    ]


def add_missing_routes(app: FastAPI) -> None:
    """Add a 501 route for every pair of the contract that no slice serves."""
    router = Router(tags=["annex"])
    for method, path in missing_pairs(app):
        named = _named(path)
        register = router.on(method, named, requires=Permission.MEMBER, include_in_schema=False)
        register(not_served)
    app.include_router(router)
