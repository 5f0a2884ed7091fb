# SPDX-License-Identifier: Apache-2.0
"""``GET /api/events``: change notes of the caller's organization as server-sent events."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from sse_starlette import EventSourceResponse

from sightline.kernel.events.changes import ChangeFeed
from sightline.kernel.principal import Permission
from sightline.kernel.web.router import Ctx, Router, open_context

REAUTHENTICATE_SECS = 60.0
router = Router(tags=["events"])


@router.read("/api/events", requires=Permission.MEMBER)
async def stream_events(ctx: Ctx) -> EventSourceResponse:
    """Stream notes; the caller is authenticated anew each minute, a revoked one is cut off."""
    feed: ChangeFeed = ctx.request.app.state.feed
    principal, request = ctx.principal, ctx.request
    feed.reserve(principal.user_id)

    async def notes() -> AsyncIterator[dict[str, Any]]:
        while not feed.closing.is_set():
            async for note in feed.stream(
                principal.organization_id, principal.user_id, max_secs=REAUTHENTICATE_SECS
            ):
                yield note
            if not await _is_still_welcome(request):
                return

    return EventSourceResponse(notes(), ping=3600, headers={"Cache-Control": "no-store"})


async def _is_still_welcome(request: Request) -> bool:
    try:
        async with open_context(request):
            return True
    except Exception:
        # revoked, or the database is away: the browser comes again and is told which
        return False
